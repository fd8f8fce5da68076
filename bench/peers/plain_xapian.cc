/* The peer of the benchmarks: plain Xapian, set up as its documentation advises, so
 * that what kzsearch adds can be measured. It shares no code with the library.
 *
 *   plain_xapian index DB LANG FILE.jsonl[.gz]...
 *   plain_xapian batch DB LANG QUERIES.tsv [--stopper] [--joiners] [--limit N]
 *                [--run NAME]
 *
 * c++ -std=c++17 -O2 plain_xapian.cc -o plain_xapian -lxapian -ljansson -lz
 */
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include <jansson.h>
#include <xapian.h>
#include <zlib.h>

namespace {

const char usage[] =
    "usage: plain_xapian index DB LANG FILE.jsonl[.gz]...\n"
    "       plain_xapian batch DB LANG QUERIES.tsv [--stopper] [--joiners]\n"
    "                    [--limit N] [--run NAME]\n"
    "LANG       a stemmer of Xapian: english, russian, ..., or none\n"
    "--stopper  drops stop words from queries (english and russian)\n"
    "--joiners  keeps it's, R&D and 1.5 in queries whole, as they are indexed\n";

/* Function words, for --stopper. Written for this program; lower case. */
const char english_stop_words[] =
    "a about above after again against all also am an and any are as at be because "
    "been before being below between both but by can could did do does doing during "
    "each either few for from further had has have having he her here hers herself "
    "him himself his how i if in into is it its itself may me might more most must my "
    "myself neither no nor not of off on once only or other our ours ourselves out "
    "over own same shall she should so some such than that the their theirs them "
    "themselves then there these they this those through to too under until up upon "
    "us very was we were what when where which while who whom whose why will with "
    "would you your yours yourself yourselves";
const char russian_stop_words[] =
    "а без более бы был была были было быть в вам вами вас ваш ваша ваше ваши во вот "
    "все всего всей всем всех вы где да даже для до его ее её ей ему если есть еще ещё "
    "же за здесь и из или им ими их к как какая какие каких какого какое какой каком "
    "какую ко когда кого кому который которая которое которые которых кто куда ли лишь "
    "между меня мне много можно мной мной моя мое мои мой мы на над надо нам нами нас "
    "наш наша наше наши не него нее неё ней нем нём нему нет ни них но ну о об однако "
    "он она они оно от перед по под после потому почему при про с сам свой своя свое "
    "своё свои своего своей своих себе себя со сколько та так такая также такие такое "
    "такой там те тебе тебя тем теми тех то того тоже той только том тому тот ты тут "
    "у уже хотя чего чей чем через что чтобы чье чьё чья чьи эта эти этих это этого "
    "этой этом этот эту я";

/* Reads one line after the other, from plain and from gzip files alike. */
class LineReader {
  public:
    explicit LineReader(const std::string &file)
        : path(file), in(gzopen(file.c_str(), "rb")) {
        if (!in)
            throw std::runtime_error("cannot open " + path + ": does it exist?");
        gzbuffer(in, 1 << 17);
    }
    ~LineReader() {
        gzclose(in);
    }
    LineReader(const LineReader &) = delete;
    LineReader &operator=(const LineReader &) = delete;

    bool next(std::string &line) {
        line.clear();
        ++number;
        while (gzgets(in, chunk, sizeof chunk)) {
            line += chunk;
            if (!line.empty() && line.back() == '\n') {
                line.pop_back();
                return true;
            }
        }
        int code = Z_OK;
        gzerror(in, &code);
        if (code != Z_OK)
            throw std::runtime_error(where() +
                                     ": damaged gzip data, get the file anew");
        return !line.empty();
    }
    std::string where() const {
        return path + ":" + std::to_string(number);
    }

  private:
    const std::string path;
    gzFile in;
    unsigned long number = 0;
    char chunk[1 << 16];
};

struct Record {
    std::string id, title, text, author;
};

std::string
member(json_t *object, const char *key) {
    json_t *value = json_object_get(object, key);
    if (!json_is_string(value))
        return {};
    return {json_string_value(value), json_string_length(value)};
}

Record
parse_record(const std::string &line, const std::string &where) {
    json_error_t error;
    std::unique_ptr<json_t, void (*)(json_t *)> object(
        json_loadb(line.data(), line.size(), JSON_ALLOW_NUL, &error), json_decref);
    if (!json_is_object(object.get()))
        throw std::runtime_error(where + ": not a JSON object: " + error.text);
    Record record{member(object.get(), "id"), member(object.get(), "title"),
                  member(object.get(), "text"), member(object.get(), "author")};
    if (record.id.empty())
        throw std::runtime_error(where + ": give the document a string \"id\"");
    if (record.text.empty())
        record.text = member(object.get(), "body");
    return record;
}

std::string
stored_text(const Record &record) {
    std::unique_ptr<json_t, void (*)(json_t *)> object(
        json_pack("{s:s%, s:s%}", "title", record.title.data(), record.title.size(),
                  "text", record.text.data(), record.text.size()),
        json_decref);
    std::unique_ptr<char, void (*)(void *)> dump(json_dumps(object.get(), JSON_COMPACT),
                                                 free);
    if (!dump)
        throw std::bad_alloc();
    return dump.get();
}

void
index_files(const std::string &path, const std::string &language,
            const std::vector<std::string> &files) {
    Xapian::WritableDatabase db(path, Xapian::DB_CREATE_OR_OVERWRITE |
                                          Xapian::DB_BACKEND_GLASS);
    Xapian::TermGenerator generator;
    generator.set_stemmer(Xapian::Stem(language));
    std::string line;
    for (const std::string &file : files) {
        LineReader reader(file);
        while (reader.next(line)) {
            if (line.find_first_not_of(" \t\r") == std::string::npos)
                continue;
            Record record = parse_record(line, reader.where());
            Xapian::Document doc;
            generator.set_document(doc);
            generator.set_termpos(0);
            generator.index_text(record.title);
            generator.increase_termpos();
            generator.index_text(record.text);
            doc.set_data(stored_text(record));
            doc.add_boolean_term("Q" + record.id);
            doc.add_value(0, record.id);
            if (!record.author.empty())
                doc.add_boolean_term("XA" + record.author);
            db.add_document(doc);
        }
    }
    db.commit();
}

/* Is ch one of the marks that TermGenerator keeps inside a word? */
bool
joins(unsigned before, unsigned ch, unsigned after) {
    using Xapian::Unicode::get_category;
    if (!Xapian::Unicode::is_wordchar(before) || !Xapian::Unicode::is_wordchar(after))
        return false;
    if (ch == '\'' || ch == 0x2019 || ch == 0x201b || ch == '&')
        return true;
    return (ch == '.' || ch == ',') &&
           get_category(before) == Xapian::Unicode::DECIMAL_DIGIT_NUMBER &&
           get_category(after) == Xapian::Unicode::DECIMAL_DIGIT_NUMBER;
}

/* Lower case, because Xapian takes a capitalised word for a name and does not stem it;
 * without punctuation, because the parser would take some of it for operators. */
std::string
plain_words(const std::string &query, bool joiners) {
    std::string words;
    unsigned before = ' ';
    for (Xapian::Utf8Iterator i(query), end; i != end;) {
        unsigned ch = *i;
        ++i;
        unsigned after = i == end ? ' ' : *i;
        if (Xapian::Unicode::is_wordchar(ch) || (joiners && joins(before, ch, after)))
            Xapian::Unicode::append_utf8(words, Xapian::Unicode::tolower(ch));
        else
            words += ' ';
        before = ch;
    }
    return words;
}

Xapian::SimpleStopper *
new_stopper(const std::string &language) {
    std::string words = language == "english"   ? english_stop_words
                        : language == "russian" ? russian_stop_words
                                                : "";
    if (words.empty())
        throw std::runtime_error("no stop words for \"" + language +
                                 "\": leave --stopper out");
    auto stopper = new Xapian::SimpleStopper();
    for (size_t from = 0, to; from < words.size(); from = to + 1) {
        to = std::min(words.find(' ', from), words.size());
        stopper->add(words.substr(from, to - from));
    }
    return stopper;
}

/* The caller's id is the only term with the prefix Q. */
std::string
document_id(const Xapian::Database &db, Xapian::docid did) {
    Xapian::TermIterator term = db.termlist_begin(did);
    term.skip_to("Q");
    return (*term).substr(1);
}

struct BatchOptions {
    bool stopper = false;
    bool joiners = false;
    Xapian::doccount limit = 100;
    std::string run = "xapian";
};

void
run_batch(const std::string &path, const std::string &language,
          const std::string &queries, const BatchOptions &options) {
    Xapian::Database db(path, Xapian::DB_BACKEND_GLASS);
    Xapian::Enquire enquire(db);
    Xapian::QueryParser parser;
    parser.set_database(db);
    parser.set_stemmer(Xapian::Stem(language));
    parser.set_stemming_strategy(Xapian::QueryParser::STEM_SOME);
    parser.set_default_op(Xapian::Query::OP_OR);
    if (options.stopper)
        parser.set_stopper(new_stopper(language)->release());

    LineReader reader(queries);
    std::string line;
    while (reader.next(line)) {
        size_t tab = line.find('\t');
        if (tab == std::string::npos) {
            if (line.find_first_not_of(" \r") == std::string::npos)
                continue;
            throw std::runtime_error(reader.where() + ": write id TAB query");
        }
        std::string words = plain_words(line.substr(tab + 1), options.joiners);
        enquire.set_query(parser.parse_query(words, 0)); /* no flag, no operators */
        Xapian::MSet hits = enquire.get_mset(0, options.limit);
        for (auto hit = hits.begin(); hit != hits.end(); ++hit)
            printf("%s Q0 %s %u %.6f %s\n", line.substr(0, tab).c_str(),
                   document_id(db, *hit).c_str(), hit.get_rank() + 1, hit.get_weight(),
                   options.run.c_str());
    }
    if (fflush(stdout) != 0)
        throw std::runtime_error("cannot write the run: is the disk full?");
}

BatchOptions
parse_options(const std::vector<std::string> &args, size_t from) {
    BatchOptions options;
    for (size_t i = from; i < args.size(); ++i) {
        if (args[i] == "--stopper")
            options.stopper = true;
        else if (args[i] == "--joiners")
            options.joiners = true;
        else if (args[i] == "--limit" && i + 1 < args.size())
            options.limit = std::stoul(args[++i]);
        else if (args[i] == "--run" && i + 1 < args.size())
            options.run = args[++i];
        else
            throw std::invalid_argument("unknown or unfinished option " + args[i]);
    }
    return options;
}

} // namespace

int
main(int argc, char **argv) try {
    std::vector<std::string> args(argv + 1, argv + argc);
    if (args.size() >= 4 && args[0] == "index")
        index_files(args[1], args[2], {args.begin() + 3, args.end()});
    else if (args.size() >= 4 && args[0] == "batch")
        run_batch(args[1], args[2], args[3], parse_options(args, 4));
    else
        throw std::invalid_argument("wrong number of arguments");
    return 0;
} catch (const Xapian::Error &error) {
    std::cerr << "plain_xapian: " << error.get_description() << "\n";
    return 2;
} catch (const std::invalid_argument &error) {
    std::cerr << "plain_xapian: " << error.what() << "\n" << usage;
    return 2;
} catch (const std::exception &error) {
    std::cerr << "plain_xapian: " << error.what() << "\n";
    return 2;
}
