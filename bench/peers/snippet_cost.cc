/* What a snippet costs, in CPU time of one thread: kzs_results_snippet() beside
 * Xapian::MSet::snippet(), for the same texts, queries and lengths.
 *
 *   snippet_cost INDEX DB LANGUAGE QUERIES.tsv LENGTH
 *
 * INDEX is made by kzsearch, DB by plain_xapian from the same documents. Each query goes to
 * both; the best ten hits of kzsearch are the texts, and both make one snippet of each, in
 * turn. Each page begins with nothing remembered: one kzs_results, one MSet. Prints one line:
 * snippets, bytes of text, seconds of kzsearch, seconds of Xapian, and of each the snippets
 * that have a mark.
 *
 * c++ -std=c++17 -O2 snippet_cost.cc -o snippet_cost -I../../include -lkzsearch -lxapian
 */
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <fstream>
#include <iostream>
#include <stdexcept>
#include <string>

#include <kzsearch.h>
#include <xapian.h>

namespace {

double
now() {
    timespec time;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

void
check(kzs_status status, const kzs_error &error) {
    if (status != KZS_OK)
        throw std::runtime_error(error.message);
}

struct Sums {
    unsigned long snippets = 0, bytes = 0, marked = 0, marked_by_xapian = 0;
    double seconds = 0, seconds_of_xapian = 0;
};

void
measure(const kzs_results *page, const Xapian::MSet &mset, const Xapian::Stem &stemmer,
        size_t length, Sums &sums) {
    kzs_error error;

    for (size_t i = 0; i < kzs_results_count(page); i++) {
        size_t bytes = 0;
        const char *body = kzs_doc_get(kzs_results_doc(page, i), "body", 0, &bytes);
        const std::string text(body != nullptr ? body : "", bytes);
        char *snippet = nullptr;
        double begin = now();
        check(kzs_results_snippet(page, i, nullptr, KZS_HTML, length, &snippet, &error),
              error);
        double middle = now();
        std::string other =
            mset.snippet(text, length, stemmer,
                         Xapian::MSet::SNIPPET_BACKGROUND_MODEL |
                             Xapian::MSet::SNIPPET_EXHAUSTIVE,
                         "<mark>", "</mark>", "...");
        sums.seconds += middle - begin;
        sums.seconds_of_xapian += now() - middle;
        sums.snippets++;
        sums.bytes += bytes;
        sums.marked += std::strstr(snippet, "<mark>") != nullptr;
        sums.marked_by_xapian += other.find("<mark>") != std::string::npos;
        kzs_free(snippet);
    }
}

int
run(char **argv) {
    const Xapian::Stem stemmer(argv[3]);
    const size_t length = std::strtoul(argv[5], nullptr, 10);
    Xapian::Database db(argv[2]);
    kzs_index *index;
    kzs_error error;
    std::ifstream queries(argv[4]);
    std::string line;
    Sums sums;

    check(kzs_index_open(argv[1], KZS_READ, nullptr, &index, &error), error);
    while (std::getline(queries, line)) {
        const std::string text = line.substr(line.find('\t') + 1);
        Xapian::QueryParser parser;
        Xapian::Enquire enquire(db);
        kzs_query *query;
        kzs_results *page;

        parser.set_stemmer(stemmer);
        parser.set_stemming_strategy(Xapian::QueryParser::STEM_SOME);
        try {
            enquire.set_query(parser.parse_query(text));
        } catch (const Xapian::QueryParserError &) {
            continue;
        }
        check(kzs_query_new(text.data(), text.size(), &query, &error), error);
        check(kzs_search(index, query, &page, &error), error);
        measure(page, enquire.get_mset(0, 10), stemmer, length, sums);
        kzs_results_free(page);
        kzs_query_free(query);
    }
    kzs_index_close(index, nullptr);
    std::printf("%lu %lu %.6f %.6f %lu %lu\n", sums.snippets, sums.bytes, sums.seconds,
                sums.seconds_of_xapian, sums.marked, sums.marked_by_xapian);
    return 0;
}

} // namespace

int
main(int argc, char **argv) {
    if (argc != 6) {
        std::fputs("usage: snippet_cost INDEX DB LANGUAGE QUERIES.tsv LENGTH\n", stderr);
        return 2;
    }
    try {
        return run(argv);
    } catch (const std::exception &error) {
        std::cerr << "snippet_cost: " << error.what() << '\n';
    } catch (const Xapian::Error &error) {
        std::cerr << "snippet_cost: " << error.get_description() << '\n';
    }
    return 2;
}
