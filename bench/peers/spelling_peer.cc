// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The first suggestion for each misspelling, by kzs_suggest() and by the speller of Xapian, which
 * is given the same words with the same frequencies.
 *
 *     spelling_peer INDEX DB PAIRS.tsv      wrong TAB right TAB right...
 *
 * Prints, separated by tabs, a line a pair: wrong, the first of kzsearch, that of Xapian, whether
 * the right word is in the index, whether the wrong one is. Then CPU seconds of both.
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

int
main(int argc, char **argv)
{
    if (argc != 4)
        return 2;
    kzs_index *index;
    if (kzs_index_open(argv[1], KZS_READ, nullptr, &index, nullptr))
        return 2;
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
