/* What it takes Xapian::QueryParser to understand queries, with its default flags.
 *
 *   parse_xapian LANGUAGE QUERIES.tsv ROUNDS
 *
 * Prints what parse_cost.c does. One parser for all queries, STEM_SOME, no database.
 */
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <string>
#include <vector>

#include <xapian.h>

static double
now() {
    timespec time;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

static double
pass(Xapian::QueryParser &parser, const std::vector<std::string> &texts) {
    double begin = now();
    for (const std::string &text : texts) {
        try {
            parser.parse_query(text);
        } catch (const Xapian::QueryParserError &) {
            // `Kazakhstan OR` is an error there.
        }
    }
    return now() - begin;
}

int
main(int argc, char **argv) {
    if (argc != 4)
        return 2;
    std::vector<std::string> texts;
    std::ifstream file(argv[2]);
    for (std::string line; std::getline(file, line);)
        if (line.find('\t') != std::string::npos)
            texts.push_back(line.substr(line.find('\t') + 1));
    Xapian::QueryParser parser;
    parser.set_stemmer(Xapian::Stem(argv[1]));
    parser.set_stemming_strategy(Xapian::QueryParser::STEM_SOME);
    double first = pass(parser, texts), best = first;
    for (int i = std::atoi(argv[3]); i > 0; i--)
        best = std::min(best, pass(parser, texts));
    std::printf("%zu %.9f %.9f\n", texts.size(), first, best);
    return 0;
}
