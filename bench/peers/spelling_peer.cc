// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The first suggestion for each misspelling, by kzs_suggest() and by the speller of Xapian, which
 * is given the same words with the same frequencies.
 *
 *     spelling_peer INDEX DB PAIRS.tsv      wrong TAB right TAB right...
 *
 * Prints, separated by tabs, a line a pair: wrong, the first of kzsearch, that of Xapian, whether
 * the right word is in the index, whether the wrong one is. Then CPU seconds of both.
 *
 *     spelling_peer INDEX BEGINNINGS        each line completed, five words and five titles
 *
 * Prints, a line each, the microseconds by the clock, those of CPU, and how many completions there
 * were; the first line is that of reading the words of the index.
 */
#include <cstdio>
#include <ctime>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>
#include <kzsearch.h>
#include <xapian.h>

static double
cpu_seconds()
{
    timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

static std::string
first_of(kzs_index *index, const std::string &wrong)
{
    kzs_suggestions *list = nullptr;
    kzs_suggestion first = {};
    std::string text;

    first.size = sizeof first;
    if (kzs_suggest(index, wrong.data(), wrong.size(), 1, &list, nullptr) == KZS_OK &&
        kzs_suggestions_get(list, 0, &first) == KZS_OK)
        text.assign(first.text, first.length);
    kzs_suggestions_free(list);
    return text;
}

static int
complete(kzs_index *index, const char *path)
{
    std::ifstream lines(path);
    std::string line = "a";

    do {
        kzs_suggestions *list = nullptr;
        timespec begin, end;
        const double cpu = cpu_seconds();
        clock_gettime(CLOCK_MONOTONIC, &begin);
        if (kzs_complete(index, line.data(), line.size(), 5, 5, &list, nullptr))
            return 2;
        clock_gettime(CLOCK_MONOTONIC, &end);
        std::cout << (end.tv_sec - begin.tv_sec) * 1000000 + (end.tv_nsec - begin.tv_nsec) / 1000
                  << '\t' << static_cast<long>(1e6 * (cpu_seconds() - cpu)) << '\t'
                  << kzs_suggestions_count(list) << '\n';
        kzs_suggestions_free(list);
    } while (std::getline(lines, line));
    return 0;
}

int
main(int argc, char **argv)
{
    if (argc < 3 || argc > 4)
        return 2;
    kzs_index *index;
    if (kzs_index_open(argv[1], KZS_READ, nullptr, &index, nullptr))
        return 2;
    if (argc == 3) {
        const int status = complete(index, argv[2]);
        kzs_index_close(index, nullptr);
        return status;
    }
    Xapian::Database words(argv[1]);
    Xapian::WritableDatabase speller(argv[2], Xapian::DB_CREATE_OR_OVERWRITE);
    for (auto term = words.allterms_begin("F"); term != words.allterms_end("F"); ++term)
        if ((*term).size() > 1)
            speller.add_spelling((*term).substr(1), term.get_termfreq());
    speller.commit();
    first_of(index, "warmup"); // reads the words, as the commit above did for Xapian

    std::ifstream pairs(argv[3]);
    std::string line;
    double ours = 0, xapian = 0;
    while (std::getline(pairs, line)) {
        std::istringstream fields(line);
        std::string wrong, right;
        bool there = false;
        std::getline(fields, wrong, '\t');
        while (std::getline(fields, right, '\t'))
            there = there || words.term_exists("F" + right);
        double begin = cpu_seconds();
        const std::string by_us = first_of(index, wrong);
        double middle = cpu_seconds();
        const std::string by_xapian = speller.get_spelling_suggestion(wrong, 2);
        xapian += cpu_seconds() - middle;
        ours += middle - begin;
        std::cout << wrong << '\t' << by_us << '\t' << by_xapian << '\t' << there << '\t'
                  << words.term_exists("F" + wrong) << '\n';
    }
    std::cout << ours << '\t' << xapian << '\n';
    kzs_index_close(index, nullptr);
    return 0;
}
