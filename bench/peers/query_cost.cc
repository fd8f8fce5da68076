// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What a query costs kzsearch and plain Xapian, for bench/run.
 *
 *     query_cost kzsearch|xapian INDEX LANG QUERIES.tsv PASSES
 *
 * A line of QUERIES is class TAB kind TAB words. All are asked PASSES times, ten hits with their
 * ids; of the last pass class, microseconds of the thread's CPU time and number of hits are
 * printed, separated by tabs. INDEX is made by kzsearch, or by plain_xapian.
 *
 * c++ -std=c++17 -O2 query_cost.cc -o query_cost -I../../include -lkzsearch -lxapian -ljansson
 */
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <iostream>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include <jansson.h>
#include <kzsearch.h>
#include <xapian.h>

namespace {

const unsigned hits_wanted = 10;
volatile size_t bytes_read; /* so that nothing is optimised away */

struct Asked {
    std::string what, kind, text;
    std::vector<std::string> words;
};

std::vector<Asked>
read_queries(const char *path) {
    std::ifstream lines(path);
    std::vector<Asked> all;
    std::string line;

    while (std::getline(lines, line)) {
        std::istringstream fields(line);
        Asked asked;
        std::getline(fields, asked.what, '\t');
        std::getline(fields, asked.kind, '\t');
        std::getline(fields, asked.text);
        std::istringstream words(asked.text);
        for (std::string word; words >> word;)
            asked.words.push_back(word);
        all.push_back(asked);
    }
    return all;
}

std::string
join(const std::vector<std::string> &words, const char *between) {
    std::string text;
    for (const std::string &word : words)
        text += (text.empty() ? "" : between) + word;
    return text;
}

class Engine {
  public:
    virtual ~Engine() = default;
    /* The number of hits, or -1 for a kind that the engine has not. */
    virtual int ask(const Asked &asked) = 0;
};

class Kzsearch : public Engine {
  public:
    explicit Kzsearch(const char *path) {
        check(kzs_index_open(path, KZS_READ, nullptr, &index, &error));
    }
    ~Kzsearch() override {
        kzs_index_close(index, nullptr);
    }
    int ask(const Asked &asked) override {
        std::vector<std::string> words = asked.words;
        std::string group;
        if (asked.kind == "filter") {
            group = words.back();
            words.pop_back();
        }
        std::string text = join(words, asked.kind == "and" ? " AND " : " ");
        if (asked.kind == "phrase")
            text = '"' + text + '"';
        else if (asked.kind == "prefix")
            text += "*";
        else if (asked.kind == "fuzzy")
            text += "~1";
        kzs_query *query;
        kzs_results *page;
        check(kzs_query_new(text.data(), text.size(), &query, &error));
        if (!group.empty())
            check(kzs_query_filter(query, "author", group.data(), group.size(), &error));
        check(kzs_search(index, query, &page, &error));
        const size_t count = kzs_results_count(page);
        for (size_t i = 0; i < count; i++) {
            kzs_hit hit = {};
            hit.size = sizeof hit;
            check(kzs_results_hit(page, i, &hit));
            bytes_read = bytes_read + hit.id_length;
            if (asked.kind == "records")
                bytes_read = bytes_read + kzs_doc_count(kzs_results_doc(page, i));
            else if (asked.kind == "snippets") {
                char *snippet = nullptr;
                check(kzs_results_snippet(page, i, nullptr, KZS_HTML, 0, &snippet, &error));
                kzs_free(snippet);
            }
        }
        kzs_results_free(page);
        kzs_query_free(query);
        return static_cast<int>(count);
    }

  private:
    kzs_index *index = nullptr;
    kzs_error error;

    void check(kzs_status status) {
        if (status != KZS_OK)
            throw std::runtime_error(error.message);
    }
};

/* As its documentation advises. A quoted phrase is of words as they are written: stems have no
 * positions. Edit distances come with Xapian 2. */
class Plain : public Engine {
  public:
    Plain(const char *path, const char *language)
        : db(path), stemmer(language) {
        parser.set_database(db);
        parser.set_stemmer(stemmer);
        parser.set_stemming_strategy(Xapian::QueryParser::STEM_SOME);
    }
    int ask(const Asked &asked) override {
        if (asked.kind == "fuzzy" || asked.what == "inflected phrase")
            return -1;
        std::vector<std::string> words = asked.words;
        Xapian::Query filter;
        if (asked.kind == "filter") {
            filter = Xapian::Query("XA" + words.back());
            words.pop_back();
        }
        std::string text = join(words, asked.kind == "and" ? " AND " : " ");
        unsigned flags = asked.kind == "and" ? Xapian::QueryParser::FLAG_BOOLEAN : 0;
        if (asked.kind == "phrase") {
            text = '"' + text + '"';
            flags = Xapian::QueryParser::FLAG_PHRASE;
        } else if (asked.kind == "prefix") {
            text += "*";
            flags = Xapian::QueryParser::FLAG_WILDCARD;
        }
        Xapian::Query query = parser.parse_query(text, flags);
        if (asked.kind == "filter")
            query = Xapian::Query(Xapian::Query::OP_FILTER, query, filter);
        Xapian::Enquire enquire(db);
        enquire.set_query(query);
        const Xapian::MSet hits = enquire.get_mset(0, hits_wanted);
        for (auto hit = hits.begin(); hit != hits.end(); ++hit) {
            const Xapian::Document doc = hit.get_document();
            bytes_read = bytes_read + doc.get_value(0).size();
            if (asked.kind == "records")
                bytes_read = bytes_read + doc.get_data().size();
            else if (asked.kind == "snippets")
                bytes_read = bytes_read + hits.snippet(text_of(doc), 240, stemmer).size();
        }
        return static_cast<int>(hits.size());
    }

  private:
    Xapian::Database db;
    Xapian::Stem stemmer;
    Xapian::QueryParser parser;

    static std::string text_of(const Xapian::Document &doc) {
        const std::string data = doc.get_data();
        std::unique_ptr<json_t, void (*)(json_t *)> object(
            json_loadb(data.data(), data.size(), JSON_ALLOW_NUL, nullptr), json_decref);
        json_t *text = json_object_get(object.get(), "text");
        return {json_string_value(text), json_string_length(text)};
    }
};

double
now() {
    timespec time;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_nsec) / 1e3;
}

} // namespace

int
main(int argc, char **argv) try {
    if (argc != 6)
        return 2;
    std::unique_ptr<Engine> engine;
    if (std::string(argv[1]) == "kzsearch")
        engine = std::make_unique<Kzsearch>(argv[2]);
    else
        engine = std::make_unique<Plain>(argv[2], argv[3]);
    const std::vector<Asked> queries = read_queries(argv[4]);
    for (int pass = std::atoi(argv[5]); pass > 0; pass--)
        for (const Asked &asked : queries) {
            const double begin = now();
            const int hits = engine->ask(asked);
            const double end = now();
            if (pass == 1)
                std::printf("%s\t%.1f\t%d\n", asked.what.c_str(), end - begin, hits);
        }
    return 0;
} catch (const Xapian::Error &error) {
    std::cerr << "query_cost: " << error.get_description() << '\n';
    return 2;
} catch (const std::exception &error) {
    std::cerr << "query_cost: " << error.what() << '\n';
    return 2;
}
