// SPDX-License-Identifier: GPL-2.0-or-later
// Running a query program: postfix steps become a Xapian::Query, matches become plain memory.
#include <algorithm>
#include <cstdlib>
#include <vector>

#include "base/hash.h"
#include "shim/checked.hh"
#include "shim/guard.hh"
#include "shim/reader.hh"
#include "shim/stepper.hh"
#include "shim/union.hh"

namespace {

using Xapian::Query;

// A part of the query. When Xapian asks it whether it has a document it may be `loose`: the answer
// "no" leaves it on some other one.
struct Operand {
    Query query;
    bool loose = false;
};
using Stack = std::vector<Operand>;

Operand
pop(Stack &stack)
{
    if (stack.empty())
        throw std::logic_error("query program takes an operand that is not there");
    Operand top = stack.back();
    stack.pop_back();
    return top;
}

// Every document, for no score. Not Query::MatchAll: that static is not safe with several
// threads.
Query
everything()
{
    return Query(Query::OP_SCALE_WEIGHT, Query(std::string()), 0);
}

// Up to Xapian 1.4.22 OrPostList::check() takes "no" of a loose part for "the next one", and
// counts it there. An AND of a part with everything does not ask; the scale by 1 keeps both
// from becoming one AND with all that the part is made of.
Query
tight(const Operand &operand)
{
    if (!operand.loose)
        return operand.query;
    return Query(Query::OP_AND, Query(Query::OP_SCALE_WEIGHT, kzsi::stepped(operand.query), 1),
                 everything());
}

// Combine the last `count` operands with an operator that takes any number.
void
combine(Stack &stack, Query::op op, size_t count, unsigned window = 0)
{
    if (count == 0 || count > stack.size())
        throw std::logic_error("query program takes operands that are not there");
    const size_t first = stack.size() - count;
    std::vector<Query> queries;
    bool loose = op == Query::OP_PHRASE || op == Query::OP_NEAR;
    for (size_t i = first; i < stack.size(); i++) {
        queries.push_back(op == Query::OP_OR ? tight(stack[i]) : stack[i].query);
        loose = loose || (op == Query::OP_AND && stack[i].loose);
    }
    stack.resize(first);
    stack.push_back({Query(op, queries.begin(), queries.end(), window), loose});
}

void
combine_two(Stack &stack, Query::op op)
{
    const Operand right = pop(stack), left = pop(stack);

    stack.push_back({Query(op, left.query, right.query), true});
}

// AND_MAYBE, by an AND with "this or everything": Xapian's own turns into an AND as well when it
// begins to skip, and loses documents then (stepper.hh).
void
maybe(Stack &stack)
{
    const Operand extra = pop(stack), base = pop(stack);
    const Query parts[] = {tight(extra), everything()};

    stack.push_back(
        {Query(Query::OP_AND, base.query, Query(Query::OP_OR, parts, parts + 2)), base.loose});
}

// Some documents, in ascending order, each for the same score.
class Chosen : public Xapian::PostingSource {
  public:
    Chosen(const uint32_t *documents, size_t count, double w = 0)
        : first(documents), end(documents + count), weight(w)
    {
    }

    Xapian::doccount
    get_termfreq_min() const override
    {
        return static_cast<Xapian::doccount>(end - first);
    }

    Xapian::doccount
    get_termfreq_est() const override
    {
        return get_termfreq_min();
    }

    Xapian::doccount
    get_termfreq_max() const override
    {
        return get_termfreq_min();
    }

    void
    init(const Xapian::Database &) override
    {
        at = nullptr;
        set_maxweight(weight);
    }

    double
    get_weight() const override
    {
        return weight;
    }

    void
    next(double) override
    {
        at = at == nullptr ? first : at + 1;
    }

    void
    skip_to(Xapian::docid document, double) override
    {
        at = std::lower_bound(at == nullptr ? first : at, end, document);
    }

    bool
    at_end() const override
    {
        return at == end;
    }

    Xapian::docid
    get_docid() const override
    {
        return *at;
    }

  private:
    const uint32_t *first, *end, *at = nullptr;
    const double weight;
};

Query
range(const kzsi_step &step)
{
    std::string low(step.low != nullptr ? step.low : "", step.low_length);
    if (step.high == nullptr)
        return Query(Query::OP_VALUE_GE, step.slot, low);
    std::string high(step.high, step.high_length);
    if (low.empty())
        return Query(Query::OP_VALUE_LE, step.slot, high);
    return Query(Query::OP_VALUE_RANGE, step.slot, low, high);
}

// Words side by side: their positions are read.
void
prove_positions(kzsi_prover *prover, const Query &query, kzs_error *err)
{
    for (Xapian::TermIterator i = query.get_terms_begin(); i != query.get_terms_end(); ++i) {
        const std::string term = *i;
        kzsi::require(kzsi_prove_positions(prover, term.data(), term.size(), 0, err));
    }
}

// How many operands a step takes.
size_t
operands(const kzsi_step &step)
{
    switch (step.op) {
    case KZSI_OP_AND:
    case KZSI_OP_OR:
    case KZSI_OP_PHRASE:
    case KZSI_OP_NEAR:
    case KZSI_OP_UNIT:
        return step.count;
    case KZSI_OP_AND_NOT:
    case KZSI_OP_MAYBE:
    case KZSI_OP_FILTER:
        return 2;
    case KZSI_OP_SCALE:
        return 1;
    default:
        return 0;
    }
}

// The checks that every match has to pass, whatever else it has: for each step, whether it is
// such a one.
std::vector<bool>
required_checks(const kzsi_search &search)
{
    const size_t count = search.step_count, none = count;
    std::vector<size_t> parent(count, none), place(count, 0), stack;
    std::vector<bool> required(count, false);

    for (size_t i = 0; i < count; i++) {
        const size_t taken = operands(search.steps[i]);
        if (taken > stack.size())
            return required; // build() will say so
        for (size_t k = 0; k < taken; k++) {
            const size_t operand = stack[stack.size() - taken + k];
            parent[operand] = i;
            place[operand] = k;
        }
        stack.resize(stack.size() - taken);
        stack.push_back(i);
    }
    for (size_t i = 0; i < count; i++) {
        bool all = search.steps[i].op == KZSI_OP_CHECK;
        for (size_t at = i; all && parent[at] != none; at = parent[at]) {
            const enum kzsi_op op = search.steps[parent[at]].op;
            all = op == KZSI_OP_AND || op == KZSI_OP_FILTER || op == KZSI_OP_SCALE ||
                  ((op == KZSI_OP_MAYBE || op == KZSI_OP_AND_NOT) && place[at] == 0);
        }
        required[i] = all;
    }
    return required;
}

// Has Xapian ask for them last of all: only for documents that reach the page otherwise.
class Decider : public Xapian::MatchDecider {
  public:
    Decider(const kzsi_search &s, kzsi_prover *p, kzs_error *e)
        : search(s), required(required_checks(s)), prover(p), err(e)
    {
    }

    bool
    any() const
    {
        return std::find(required.begin(), required.end(), true) != required.end();
    }

    bool
    operator()(const Xapian::Document &document) const override
    {
        kzsi::prove_document(prover, document.get_docid(), err);
        const std::string record = document.get_data();
        bool good = true;

        for (size_t i = 0; good && i < required.size(); i++) {
            if (!required[i])
                continue;
            kzs_status st = search.check(search.check_user, &search.steps[i], record.data(),
                                         record.size(), &good);
            if (st != KZS_OK)
                throw kzsi::Checked::Stop{st};
        }
        return good;
    }

    const kzsi_search &search;
    const std::vector<bool> required;

  private:
    kzsi_prover *const prover;
    kzs_error *const err;
};

// From so many terms on Union is faster than a tree of them.
const size_t union_least = 24;

// The last `count` operands, if all are terms and many: as one; else what `op` makes of them.
void
join(Stack &stack, const kzsi_search &search, size_t at, Query::op op, bool weighted)
{
    const size_t count = search.steps[at].count;
    bool terms = count >= union_least && count <= at && count <= stack.size();

    for (size_t i = 1; terms && i <= count; i++)
        terms = search.steps[at - i].op == KZSI_OP_TERM;
    if (!terms) {
        combine(stack, op, count);
        return;
    }
    std::vector<std::string> names;
    for (size_t i = at - count; i < at; i++)
        names.emplace_back(search.steps[i].low, search.steps[i].low_length);
    stack.resize(stack.size() - count);
    stack.push_back({Query(
        (new kzsi::Union(std::move(names), weighted, search.k1, search.b))->release())});
}

// Does what this step leaves only restrict?
bool
only_restricts(const kzsi_search &search, size_t at)
{
    return at + 1 < search.step_count && search.steps[at + 1].op == KZSI_OP_FILTER;
}

// `decided`: steps that are left to a Decider; nullptr for none.
Query
build(const kzsi_search &search, kzsi_prover *prover, const std::vector<bool> *decided,
      kzs_error *err)
{
    Stack stack;

    for (size_t i = 0; i < search.step_count; i++) {
        const kzsi_step &step = search.steps[i];
        switch (step.op) {
        case KZSI_OP_TERM:
            kzsi::require(kzsi_prove_term(prover, step.low, step.low_length, err));
            stack.push_back({Query(std::string(step.low, step.low_length))});
            break;
        case KZSI_OP_ALL:
            // Not Query::MatchAll: that static is not safe with several threads.
            stack.push_back({Query(std::string())});
            break;
        case KZSI_OP_NONE:
            stack.push_back({Query()});
            break;
        case KZSI_OP_RANGE:
            kzsi::require(kzsi_prove_slot(prover, step.slot, err));
            stack.push_back({range(step), true});
            break;
        case KZSI_OP_AND:
            combine(stack, Query::OP_AND, step.count);
            break;
        case KZSI_OP_OR:
            if (only_restricts(search, i))
                join(stack, search, i, Query::OP_OR, false);
            else
                combine(stack, Query::OP_OR, step.count);
            break;
        case KZSI_OP_PHRASE:
            combine(stack, Query::OP_PHRASE, step.count, step.window);
            prove_positions(prover, stack.back().query, err);
            break;
        case KZSI_OP_NEAR:
            combine(stack, Query::OP_NEAR, step.count, step.window);
            prove_positions(prover, stack.back().query, err);
            break;
        case KZSI_OP_UNIT:
            // Synonyms: BM25 is given their estimated frequency together, and that of a
            // phrase alone. (OP_MAX would do too, but Xapian 1.4.22 crashes on it when it
            // prunes.)
            join(stack, search, i, Query::OP_SYNONYM, true);
            break;
        case KZSI_OP_AND_NOT:
            combine_two(stack, Query::OP_AND_NOT);
            break;
        case KZSI_OP_MAYBE:
            maybe(stack);
            break;
        case KZSI_OP_FILTER:
            combine_two(stack, Query::OP_FILTER);
            break;
        case KZSI_OP_SCALE: {
            const Operand operand = pop(stack);
            stack.push_back({Query(Query::OP_SCALE_WEIGHT, operand.query, step.factor),
                             operand.loose});
            break;
        }
        case KZSI_OP_CHECK:
            if (decided != nullptr && (*decided)[i])
                stack.push_back({everything()});
            else
                stack.push_back(
                    {Query((new kzsi::Checked(search, step, prover, err))->release()), true});
            break;
        case KZSI_OP_CHOSEN: {
            const auto documents = reinterpret_cast<const uint32_t *>(step.low);
            stack.push_back({Query((new Chosen(documents, step.low_length / sizeof *documents,
                                               step.factor))
                                       ->release()),
                             true});
            break;
        }
        case KZSI_OP_EXPAND:
            throw std::logic_error("query program has words that were not expanded");
        }
    }
    const Query whole = pop(stack).query;
    if (!stack.empty())
        throw std::logic_error("query program leaves operands behind");
    return whole;
}

void
set_up(Xapian::Enquire &enquire, const kzsi_search &search, kzsi_prover *prover,
       kzs_error *err, const std::vector<bool> *decided = nullptr)
{
    kzsi::require(kzsi_prove_lengths(prover, err));
    enquire.set_query(build(search, prover, decided, err));
    // k2 and k3 of BM25 are 0 and 1: no bonus by document length alone, and words repeated in a
    // query count as often.
    enquire.set_weighting_scheme(Xapian::BM25Weight(search.k1, 0, 1, search.b, 0.5));
    enquire.set_sort_by_relevance();
}

void
read_record(const Xapian::Document &document, kzsi_match &match)
{
    const std::string data = document.get_data();
    match.record = kzsi_strndup(data.data(), data.size());
    match.record_length = data.size();
    if (match.record == nullptr)
        throw std::bad_alloc();
}

void
copy_items(const Xapian::MSet &mset, kzsi_prover *prover, kzsi_matches *out, kzs_error *err)
{
    out->items = static_cast<kzsi_match *>(kzsi_alloc(mset.size() * sizeof(kzsi_match)));
    if (out->items == nullptr)
        throw std::bad_alloc();
    // No mset.fetch() ahead of this: up to Xapian 1.4.22 it reads before its items when the
    // page does not start at the first match.
    for (Xapian::MSetIterator i = mset.begin(); i != mset.end(); ++i) {
        kzsi_match &match = out->items[out->count];
        match.score = i.get_weight();
        match.document = *i;
        kzsi::prove_document(prover, *i, err);
        read_record(i.get_document(), match);
        out->count++;
    }
}

void
describe(const Xapian::MSet &mset, const Xapian::Database &database, kzsi_matches *out)
{
    out->total_lower = mset.get_matches_lower_bound();
    out->total = mset.get_matches_estimated();
    out->total_upper = mset.get_matches_upper_bound();
    out->best = mset.get_max_attained();
    out->best_percent = mset.convert_to_percent(out->best);
    out->documents = database.get_doccount();
    out->revision = database.get_revision();
    const std::string uuid = database.get_uuid();
    out->index = kzsi_hash(uuid.data(), uuid.size());
}

// Hands each match to the visitor. Xapian calls it while it matches, and what it throws ends
// the match.
class Spy : public Xapian::MatchSpy {
  public:
    explicit Spy(const kzsi_visitor &v) : visitor(v), texts(v.value_count)
    {
    }

    void
    operator()(const Xapian::Document &document, double score) override
    {
        for (size_t i = 0; i < visitor.value_count; i++) {
            kzsi_value &value = visitor.values[i];
            texts[i] = document.get_value(value.slot);
            value.data = texts[i].data();
            value.length = texts[i].size();
        }
        seen++;
        status = visitor.visit(visitor.user, document.get_docid(), score, visitor.values);
        if (status != KZS_OK)
            throw Stop();
    }

    struct Stop {};
    kzs_status status = KZS_OK;
    Xapian::doccount seen = 0;

  private:
    const kzsi_visitor &visitor;
    std::vector<std::string> texts;
};

// So many matches are counted before Xapian starts to skip what cannot reach the page: people
// read totals that small, and it costs next to nothing.
const Xapian::doccount counted_exactly = 1000;

// Or so many, where each costs the reading of its text.
const Xapian::doccount checked_exactly = 100;

} // namespace

kzs_status
kzsi_db_search(kzsi_db *db, const struct kzsi_search *search, struct kzsi_matches *out,
               kzs_error *err)
{
    *out = kzsi_matches{};
    kzs_status st = kzsi::guard(err, "searching", db->path.c_str(), [&] {
        Xapian::Enquire enquire(db->database);
        const Decider decider(*search, &db->prover, err);
        const bool decides = decider.any() && !search->exact_total;
        const Xapian::doccount documents = db->database.get_doccount();
        const Xapian::doccount counted = decides ? checked_exactly : counted_exactly;
        const bool skips = !search->exact_total && documents > counted;
        set_up(enquire, *search, &db->prover, err, decides ? &decider.required : nullptr);
        const Query query = enquire.get_query();
        if (skips && !query.empty())
            enquire.set_query(kzsi::stepped(query));
        try {
            const Xapian::MSet mset =
                enquire.get_mset(search->offset, search->limit, skips ? counted : documents,
                                 nullptr, decides ? &decider : nullptr);
            copy_items(mset, &db->prover, out, err);
            describe(mset, db->database, out);
            if (out->total_lower < out->total_upper) {
                // Stepped, it is expected to find nothing.
                enquire.set_query(query);
                out->total = std::clamp<uint64_t>(
                    enquire.get_mset(0, 0).get_matches_estimated(), out->total_lower,
                    out->total_upper);
            }
        } catch (const kzsi::Checked::Stop &stop) {
            return kzsi_fail(err, stop.status, "a document of the index '%s' cannot be read",
                             db->path.c_str());
        }
        return KZS_OK;
    });
    if (st != KZS_OK)
        kzsi_matches_free(out);
    return st;
}

kzs_status
kzsi_db_visit(kzsi_db *db, const struct kzsi_search *search, const struct kzsi_visitor *visitor,
              struct kzsi_matches *out, kzs_error *err)
{
    *out = kzsi_matches{};
    return kzsi::guard(err, "searching", db->path.c_str(), [&] {
        Xapian::Enquire enquire(db->database);
        Spy spy(*visitor);
        for (size_t i = 0; i < visitor->value_count; i++)
            kzsi::require(kzsi_prove_slot(&db->prover, visitor->values[i].slot, err));
        set_up(enquire, *search, &db->prover, err);
        if (!visitor->scored)
            enquire.set_weighting_scheme(Xapian::BoolWeight());
        enquire.add_matchspy(&spy);
        try {
            // One item, the best, which the percentages are made of. To check all documents
            // keeps Xapian from skipping any.
            describe(enquire.get_mset(0, 1, db->database.get_doccount()), db->database, out);
        } catch (const Spy::Stop &) {
            return spy.status;
        } catch (const kzsi::Checked::Stop &stop) {
            return kzsi_fail(err, stop.status, "a document of the index '%s' cannot be read",
                             db->path.c_str());
        }
        out->total_lower = out->total = out->total_upper = spy.seen;
        return KZS_OK;
    });
}

kzs_status
kzsi_db_record(kzsi_db *db, struct kzsi_match *match, kzs_error *err)
{
    return kzsi::guard(err, "reading", db->path.c_str(), [&] {
        kzsi::prove_document(&db->prover, match->document, err);
        read_record(db->database.get_document(match->document), *match);
        return KZS_OK;
    });
}

kzs_status
kzsi_db_weigh(kzsi_db *db, const struct kzsi_search *search, const uint32_t *documents,
              size_t count, double *weights, kzs_error *err)
{
    return kzsi::guard(err, "searching", db->path.c_str(), [&] {
        std::fill(weights, weights + count, -1);
        if (count == 0)
            return KZS_OK;
        Chosen chosen(documents, count);
        Xapian::Enquire enquire(db->database);
        set_up(enquire, *search, &db->prover, err);
        enquire.set_query(Query(Query::OP_FILTER, enquire.get_query(), Query(&chosen)));
        const Xapian::MSet mset = enquire.get_mset(0, static_cast<Xapian::doccount>(count));
        for (Xapian::MSetIterator i = mset.begin(); i != mset.end(); ++i)
            weights[std::lower_bound(documents, documents + count, *i) - documents] =
                i.get_weight();
        return KZS_OK;
    });
}

kzs_status
kzsi_db_counts(kzsi_db *db, const char *term, size_t length, const uint32_t *documents,
               size_t count, uint32_t *counts, uint64_t *frequency, kzs_error *err)
{
    return kzsi::guard(err, "reading", db->path.c_str(), [&] {
        const std::string name(term, length);
        kzsi::require(kzsi_prove_term(&db->prover, term, length, err));
        *frequency = db->database.get_termfreq(name);
        std::fill(counts, counts + count, KZSI_ABSENT);
        Xapian::PostingIterator posting = db->database.postlist_begin(name);
        const Xapian::PostingIterator end = db->database.postlist_end(name);
        for (size_t i = 0; i < count && posting != end; i++) {
            posting.skip_to(documents[i]);
            if (posting != end && *posting == documents[i])
                counts[i] = posting.get_wdf();
        }
        return KZS_OK;
    });
}

kzs_status
kzsi_db_lengths(kzsi_db *db, const uint32_t *documents, size_t count, uint32_t *lengths,
                kzs_error *err)
{
    return kzsi::guard(err, "reading", db->path.c_str(), [&] {
        kzsi::require(kzsi_prove_lengths(&db->prover, err));
        for (size_t i = 0; i < count; i++)
            lengths[i] = db->database.get_doclength(documents[i]);
        return KZS_OK;
    });
}

kzs_status
kzsi_db_value(kzsi_db *db, uint32_t document, uint32_t slot, struct kzsi_buf *out,
              kzs_error *err)
{
    return kzsi::guard(err, "reading", db->path.c_str(), [&] {
        kzsi::require(kzsi_prove_lengths(&db->prover, err));
        kzsi::require(kzsi_prove_slot(&db->prover, slot, err));
        const std::string value = db->database.get_document(document).get_value(slot);
        kzsi_buf_add(out, value.data(), value.size());
        return out->failed ? kzsi_fail_nomem(err) : KZS_OK;
    });
}

void
kzsi_matches_free(struct kzsi_matches *matches)
{
    for (size_t i = 0; i < matches->count; i++)
        std::free(matches->items[i].record);
    std::free(matches->items);
    *matches = kzsi_matches{};
}
