/* How fast a text becomes terms, on one thread: by kzs_analyze(), or by
 * Xapian::TermGenerator with a stemmer, STEM_SOME and positions, into documents that are
 * thrown away. Both get the same bytes from memory; reading them is not timed.
 *
 *   analysis_speed FILE kzsearch LIBRARY whole|each
 *   analysis_speed FILE xapian LANGUAGE
 *
 * FILE holds documents, each a line with its number of bytes and then the bytes. `whole`
 * calls kzs_analyze() once for all of them, `each` once for each. Prints one line: words,
 * terms, bytes, CPU seconds of the thread. A word is a position.
 *
 * c++ -std=c++17 -O2 analysis_speed.cc -o analysis_speed -lxapian -ldl
 */
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <iostream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <vector>

#include <dlfcn.h>
#include <xapian.h>

namespace {

/* As in kzsearch.h, which is not included so that any built library can be measured. */
struct Token {
    size_t size;
    const char *term;
    size_t term_length;
    const char *form;
    size_t form_length;
    size_t start, end;
    uint32_t position;
};
typedef int (*TokenFunction)(void *, const Token *);
typedef int (*Analyze)(void *, const char *, size_t, int, TokenFunction, void *, void *);

struct Counts {
    unsigned long words = 0, terms = 0, bytes = 0;
    uint32_t last = 0;
    unsigned sum = 0;
};

std::vector<std::string>
read_documents(const char *path) {
    std::ifstream in(path, std::ios::binary);
    std::vector<std::string> documents;
    for (size_t length; in >> length;) {
        in.get();
        std::string text(length, '\0');
        if (!in.read(&text[0], static_cast<std::streamsize>(length)))
            throw std::runtime_error(std::string(path) + ": cut off");
        documents.push_back(std::move(text));
    }
    if (documents.empty())
        throw std::runtime_error(std::string(path) + ": no documents");
    return documents;
}

double
cpu_seconds() {
    timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

/* Looks at each term, as every user of the terms must. */
int
count(void *user, const Token *token) {
    Counts *counts = static_cast<Counts *>(user);
    counts->terms++;
    counts->words += token->position != counts->last;
    counts->last = token->position;
    counts->sum += static_cast<unsigned char>(token->term[token->term_length / 2]);
    return 0;
}

void
measure_kzsearch(Analyze analyze, const std::vector<std::string> &texts, Counts &counts) {
    for (const std::string &text : texts) {
        counts.last = 0;
        if (analyze(nullptr, text.data(), text.size(), 0, count, &counts, nullptr) != 0)
            throw std::runtime_error("kzs_analyze() failed");
    }
}

void
measure_xapian(const Xapian::Stem &stemmer, const std::vector<std::string> &texts,
               Counts &counts) {
    Xapian::TermGenerator generator;
    generator.set_stemmer(stemmer);
    generator.set_stemming_strategy(Xapian::TermGenerator::STEM_SOME);
    for (const std::string &text : texts) {
        Xapian::Document document;
        generator.set_document(document);
        generator.set_termpos(0);
        generator.index_text(text);
        counts.words += generator.get_termpos();
        counts.terms += document.termlist_count();
    }
}

Analyze
load(const char *library) {
    void *handle = dlopen(library, RTLD_NOW);
    void *function = handle ? dlsym(handle, "kzs_analyze") : nullptr;
    if (!function)
        throw std::runtime_error(dlerror());
    return reinterpret_cast<Analyze>(function);
}

void
run(const std::vector<std::string> &arguments) {
    std::vector<std::string> texts = read_documents(arguments.at(0).c_str());
    Counts counts;
    for (const std::string &text : texts)
        counts.bytes += text.size();

    double start, end;
    if (arguments.at(1) == "xapian") {
        Xapian::Stem stemmer(arguments.at(2));
        start = cpu_seconds();
        measure_xapian(stemmer, texts, counts);
        end = cpu_seconds();
    } else {
        Analyze analyze = load(arguments.at(2).c_str());
        if (arguments.at(3) == "whole") {
            std::string whole;
            for (const std::string &text : texts)
                whole += text + "\n";
            texts = {whole};
        }
        start = cpu_seconds();
        measure_kzsearch(analyze, texts, counts);
        end = cpu_seconds();
    }
    std::cout << counts.words << ' ' << counts.terms << ' ' << counts.bytes << ' '
              << end - start << std::endl;
}

} // namespace

int
main(int argc, char **argv) {
    try {
        run(std::vector<std::string>(argv + 1, argv + argc));
        return 0;
    } catch (const Xapian::Error &error) {
        std::cerr << "analysis_speed: " << error.get_description() << std::endl;
    } catch (const std::out_of_range &) {
        std::cerr << "usage: analysis_speed FILE kzsearch LIBRARY whole|each\n"
                     "       analysis_speed FILE xapian LANGUAGE\n";
    } catch (const std::exception &error) {
        std::cerr << "analysis_speed: " << error.what() << std::endl;
    }
    return 2;
}
