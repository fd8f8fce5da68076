/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Plans, by what they find in a small archive: every form of a query that the header lists,
 * fields, ranges and filters. How a program is made up is nobody's business; that it is
 * sound, whatever was typed, is tested on random queries.
 */
#include "tests/unit/archive.h"
#include "tests/unit/query/queries.h"

static kzs_index *archive;

struct row {
    const char *text, *want;
};

static void
check(const char *what, const struct row *rows, size_t count, const char *options)
{
    for (size_t i = 0; i < count; i++)
        is_string(sorted_ids(archive, rows[i].text, options), rows[i].want, "%s: %s", what,
                  rows[i].text);
}

static void
words(void)
{
    static const struct row rows[] = {
        {"uranium", "corridor"},
        {"URANIUM", "corridor"},
        {"хлебом", "bread"},
        {"цена", "bread"},
        {"президенту", "choice"},
        {"treaty", "quasi"},
        {"еще", "language"}, /* ё is е */
        {"языки", "language"},
        {"Kazakhstan", "corridor just language"},
        {"Казахстану", "corridor just language"},
        {"the xyzzy", ""}, /* a stop word beside other words lets nothing in */
        {"казахстан", "corridor just language"},
        {"kazakhstan", "corridor just language"},
        {"nato uranium", "corridor nato"},
        {"nato хлеб", "bread corridor nato"},
        {"nothingness", ""},
        {"!!! ... —", ""},
        {"uranium !!!", "corridor"},
    };
    static const struct row both[] = {
        {"nato uranium", "corridor"},
        {"nato ukraine alliance", "nato"},
        {"nato хлеб", ""},
        {"nato", "corridor nato"},
        {"nato !!!", "corridor nato"},
        {"nato tag:security", "nato"},
        {"nato +uranium", "corridor"},
        {"nato -uranium", "nato"},
        {"(nato OR хлеб) alliance", "nato"},
    };

    check("any word", rows, ROWS(rows), NULL);
    check("operator=and", both, ROWS(both), "operator=and");
}

static void
phrases(void)
{
    static const struct row rows[] = {
        {"\"just Kazakhstan\"", "just"},
        {"\"Kazakhstan just\"", ""},
        {"“just Kazakhstan”", "just"},
        {"«just Kazakhstan»", "just"},
        {"„just Kazakhstan“", "just"},
        {"»just Kazakhstan«", "just"},
        {"\"JUST KAZAKHSTAN\"", "just"},
        {"\"middle power\"", "just"},
        {"\"middle powers\"", "just"}, /* in any inflection */
        {"\"middle corridors\"", "corridor"},
        {"\"president Tokayev\"", ""},
        {"«выбирает миры»", "choice"},
        {"«тихого выбора»", "choice"},
        {"«цену на хлеб»", "bread"},
        {"«на хлеб цену»", ""},
        {"\"power voice\"", ""}, /* adjacent */
        {"\"power with a voice\"", "just"},
        {"\"power, with — a voice!\"", "just"},
        {"\"note without\"", "note"},
        {"\"note energy\"", ""},
        {"\"Just Kazakhstan For thirty\"", ""}, /* no phrase spans two fields */
        {"\"uranium\"", "corridor"},
        {"\"\"", ""},
        {"\"—\"", ""},
        {"\"each other\" \"middle corridor\"", "corridor nato quasi"},
        {"+\"each other\" -\"alliance and\"", "quasi"},
    };

    check("phrase", rows, ROWS(rows), NULL);
}

static void
compounds(void)
{
    static const struct row rows[] = {
        {"quasi-states", "quasi states"},
        {"quasi-state", "quasi states"},
        {"Quasi-States", "quasi states"},
        {"quasistates", "quasi states"},
        {"\"quasi states\"", "quasi"},
        {"\"age of quasi-states\"", "quasi"},
        {"+quasi +states", "quasi"},
        {"title:quasi-states", "quasi"},
        {"title:quasistates", "quasi"},
        {"body:quasistates", "quasi states"}, /* the main text's words are the ones anywhere */
    };

    check("compound", rows, ROWS(rows), NULL);
}

static void
operators(void)
{
    static const struct row rows[] = {
        {"+nato -ukraine", "corridor"},
        {"nato -ukraine", "corridor"},
        {"-ukraine nato", "corridor"},
        {"+nato uranium", "corridor nato"},
        {"+nato +uranium", "corridor"},
        {"+nato +хлеб", ""},
        {"nato NOT ukraine", "corridor"},
        {"nato НЕ ukraine", "corridor"},
        {"nato AND uranium", "corridor"},
        {"nato И uranium", "corridor"},
        {"uranium OR ukraine", "corridor nato"},
        {"uranium ИЛИ хлеб", "bread corridor"},
        {"nato AND NOT ukraine", "corridor"},
        {"nato И НЕ ukraine", "corridor"},
        {"nato AND -ukraine", "corridor"},
        {"(uranium OR ukraine) AND alliance", "nato"},
        {"alliance AND (uranium OR ukraine)", "nato"},
        {"uranium OR ukraine AND alliance", "corridor nato"},
        {"хлеб OR NOT lang:en", "bread choice language"},
        {"nato -(uranium OR хлеб)", "nato"},
        {"nato -\"Middle Corridor\"", "nato"},
        {"nato -", "corridor nato"},
        {"*", "bread choice corridor just language nato note quasi states"},
        {"* -lang:en", "bread choice language"},
        {"-lang:en", "bread choice language"},
        {"-nato -lang:ru", "just note quasi states"},
        {"nato -*", ""},
        {"NOT nato", "bread choice just language note quasi states"},
        {"+* +nato", "corridor nato"},
        {"nato^2 uranium^0.1", "corridor nato"},
        {"\"each other\"^3", "nato quasi"},
    };

    /* Lower case is no operator: `and` is a word that some documents have. */
    is_string(sorted_ids(archive, "uranium or хлеб", NULL), "bread corridor",
              "words without operators: uranium or хлеб");
    check("operators", rows, ROWS(rows), NULL);
}

static void
fields(void)
{
    static const struct row rows[] = {
        {"title:corridor", "corridor"},
        {"title:alliance", "nato"},
        {"title:uranium", ""},
        {"title:хлебов", "bread"},
        {"title:\"just Kazakhstan\"", "just"},
        {"title:(note OR age)", "note quasi"},
        {"title:note uranium", "corridor note"},
        {"body:uranium", "corridor"},
        {"author:\"Tom Archer\"", "corridor nato"},
        {"author:tom", "corridor nato"},
        {"author:ержана", "bread language"},
        {"author:(lind OR серикова)", "choice quasi states"},
        {"tag:energy", "corridor note"},
        {"tags:energy", "corridor note"},
        {"tag:ENERGY", "corridor note"},
        {"tag:energy tag:security", "corridor nato note"},
        {"+tag:energy +tag:transport", "corridor"},
        {"lang:ru", "bread choice language"},
        {"lang:ru tag:экономика", "bread"},
        {"lang:r", ""},
        {"lang:\"\"", ""},
        {"lang:en nato -ukraine", "corridor"},
        {"nato lang:ru", ""},
        {"lang:ru OR uranium", "bread choice corridor language"},
        {"lang:ru OR lang:en", "bread choice corridor just language nato note quasi states"},
        {"(lang:ru OR tag:energy) AND *", "bread choice corridor language note"},
        {"place:астана", "choice just"},
        {"-tag:energy lang:en", "just nato quasi states"},
    };

    check("fields", rows, ROWS(rows), NULL);
}

static void
nearness(void)
{
    static const struct row rows[] = {
        {"corridor NEAR/3 grain", "corridor"},
        {"grain NEAR/3 corridor", "corridor"},
        {"corridor NEAR/2 grain", "corridor"},
        {"corridor NEAR/1 grain", ""}, /* carries stands between */
        {"corridor ADJ/2 grain", "corridor"},
        {"grain ADJ/2 corridor", ""},
        {"corridors NEAR/2 carry NEAR/2 uranium", "corridor"},
        {"война NEAR/2 цена", "bread"}, /* in any inflection */
        {"хлеб ADJ/4 война", ""},
        {"войной ADJ/4 хлеба", "bread"},
        {"\"Middle Corridor\" NEAR/2 grain", "corridor"},
        {"\"Corridor Middle\" NEAR/2 grain", ""},
        {"\"Middle Corridor\" NEAR/1 grain", ""},
        {"(uranium OR gold) NEAR/2 grain", "corridor"},
        {"(gold OR \"middle power\") NEAR/3 Kazakhstan", "just"},
        {"(gold silver) NEAR/2 grain", ""},
        {"Токаев NEAR/1 президент", "choice"},
        {"Tokayev NEAR/1 президент", "choice"}, /* by name */
        {"quasi-states NEAR/5 century", "states"},
        {"title:(corridor NEAR/5 country)", "corridor"},
        {"title:(corridor NEAR/5 grain)", ""},
        {"nato NEAR/2 ukraine -uranium", "nato"},
        {"— NEAR/5 uranium", "corridor"},
        {"\"corridor grain\"~1", "corridor"},
        {"\"grain corridor\"~1", "corridor"},
        {"\"corridor grain\"~0", ""},
        {"\"corridor uranium\"~2", ""},
        {"\"corridor uranium\"~3", "corridor"},
        {"«хлеб цены»~1", "bread"},
    };

    check("near", rows, ROWS(rows), NULL);
}

static void
likenesses(void)
{
    static const struct row rows[] = {
        {"uran*", "corridor"},
        {"URAN*", "corridor"},
        {"казах*", "language"}, /* letters of this script alone */
        {"kazakh*", "corridor just"},
        {"*stan", "corridor just"},
        {"k?zakhstan", "corridor just"},
        {"к?захстане", "language"},
        {"*стан*", "choice language"}, /* Астаны */
        {"uran*um", "corridor"},
        {"xyzzy*", ""},
        {"xyzzy* uranium", "corridor"},
        {"+uran* +nato", "corridor"},
        {"nato -uran*", "nato"},
        {"Kazakhstan?", "corridor just language"}, /* a question */
        {"язык*", "language"},
        {"еш?", ""},
        {"ещ*", "language"}, /* ё is е */
        {"title:corr*", "corridor"},
        {"title:uran*", ""},
        {"author:касы*", "bread language"},
        {"author:tom*", "corridor nato"},
        {"tag:ener*", "corridor note"},
        {"lang:r*u", "bread choice language"},
        {"uranum~", "corridor"},
        {"rusia~", "corridor"},
        {"uarnium~1", "corridor"}, /* an exchange is one edit */
        {"uarnuim~1", ""},
        {"uarnuim~2", "corridor"},
        {"uarnuim~", "corridor"}, /* two from six letters on */
        {"kranium~", "corridor"}, /* the first letters may differ */
        {"такаев~", "choice"},
        {"uranium~", "corridor"},
        {"xyzzyx~", ""},
        {"title:coridor~", "corridor"},
        {"tag:enrgy~", "corridor note"},
        {"uranium^3 nato", "corridor nato"},
        {"(uranium nato)^3", "corridor nato"},
    };

    check("likeness", rows, ROWS(rows), NULL);
}

static void
exact_forms(void)
{
    static const struct row rows[] = {
        {"=states", "quasi"},      {"=STATES", "quasi"},       {"=state", ""},
        {"=quasistates", "states"}, {"=quasistate", ""},       {"quasistate", "quasi states"},
        {"title:=states", "quasi"}, {"title:=state", ""},      {"=", ""},
        {"=\"middle power\"", "just"},
        {"=\"Middle  Power,\"", "just"}, /* case and signs say nothing */
        {"=\"middle powers\"", ""},
        {"=\"power middle\"", ""},
        {"=«цены на хлеб»", "bread"},
        {"=«цену на хлеб»", ""},
        {"=\"the alliance and Ukraine\"", "nato"},
        {"=\"watched the Ukraine\"", ""},
        {"=\"Just Kazakhstan For\"", ""}, /* in no single field */
        {"title:=\"just kazakhstan\"", "just"},
        {"title:=\"middle power\"", ""},
        {"=\"quasi-states\"", "quasi"},
        {"=quasi-states", "quasi"},
        {"=\"uranium\"", "corridor"},
        {"nato =\"middle power\"", "corridor just nato"},
        {"nato -=\"middle power\"", "corridor nato"},
        {"=\"middle power\" OR =\"цены на хлеб\"", "bread just"},
        {"=\"\"", ""},
        {"=nato =states", "corridor nato quasi"},
    };

    check("exact forms", rows, ROWS(rows), NULL);
}

static void
ranges(void)
{
    static const struct row rows[] = {
        {"date:2022", "choice corridor just nato states"},
        {"date:2022-11", "choice corridor just"},
        {"date:2022-11-20", "just"},
        {"date:2022-11-20T10:30", ""},
        {"date:2022-11-01T10:30", "corridor"},
        {"date:2023", "language quasi"},
        {"date:2023-01", "quasi"},
        {"date:2022-11-01..2023-01-15", "choice corridor just language quasi states"},
        {"date:2022-12..2022-12", "states"},
        {"date:..2022-03", "bread nato"},
        {"date:2023..", "language quasi"},
        {"date:>=2022-11-21", "choice language quasi states"},
        {"date:>2022-11-21", "language quasi states"},
        {"date:<2022", "bread"},
        {"date:<=2022-03-05", "bread nato"},
        {"since:2022-12", "language quasi states"},
        {"until:2021", "bread"},
        {"since:2022-11 until:2022", "choice corridor just states"},
        {"until:2022 since:2022-11", "choice corridor just states"},
        {"date:>=2022-11 date:<2023", "choice corridor just states"},
        {"date:<2023 nato date:>=2022-11", "corridor"},
        {"views:>=0 views:<=100", "corridor quasi"},
        {"date:2021 date:2023", "bread language quasi"},
        {"date:(2021 OR 2023)", "bread language quasi"},
        {"-date:2022", "bread language note quasi"},
        {"nato date:2022-11", "corridor"},
        {"nato date:2022-11 tag:security", ""},
        {"date:2023..2022", ""},
        {"views:1500", "just"},
        {"views:>=1200", "choice just"},
        {"views:>1200", "just"},
        {"views:<0", "nato"},
        {"views:0..100", "corridor quasi"},
        {"views:-5", "nato"},
        {"views:90.5", "corridor"},
        {"views:..0", "nato quasi"},
        {"views:0..", "bread choice corridor just quasi"},
        {"views:>99999", ""},
    };

    check("ranges", rows, ROWS(rows), NULL);
}

/* Every text finds something sensible; what was not understood is said, in order. */
static void
repairs(void)
{
    static const struct {
        const char *text, *want;
        size_t offsets[3];
        size_t count;
    } rows[] = {
        {"date:yesterday uranium", "corridor", {5}, 1},
        {"date:2022-13 uranium", "corridor", {5}, 1},
        {"since:вчера хлеб", "bread", {6}, 1},
        {"views:many treaty", "quasi", {6}, 1},
        {"views:note", "note", {6}, 1}, /* searched for as text */
        {"url:example.org uranium", "corridor", {4}, 1},
        {"\"just Kazakhstan", "corridor just language", {0}, 1},
        {"nofield:uranium", "corridor", {0}, 1}, /* as two words */
        {"u* uranium", "corridor", {1}, 1},
        {"quasi-xyz*", "", {9}, 1},
        {"uranium && grain", "corridor", {8}, 1},
        {"uranium^5000", "corridor", {7}, 1},
        {"12345~ uranium", "corridor", {5}, 1},
        {"no~ uranium", "corridor", {2}, 1},
        {"uranium~5", "corridor", {7}, 1},
        {"quasi-state~", "quasi states", {11}, 1},
        {"NEAR/5 uranium", "corridor", {0}, 1},
        {"uranium NEAR/5", "corridor", {8}, 1},
        {"uranium NEAR/5 (grain AND russia)", "corridor", {8}, 1},
        {"nato NEAR/2 -uranium", "", {5}, 1},
        {"(nato", "corridor nato", {0}, 1},
        {"uranium AND", "corridor", {8}, 1},
        {"date:x uranium) (note", "corridor note", {5, 14, 16}, 3},
        {"хлеб ИЛИ date:вчера)", "bread", {21, 31}, 2},
    };

    for (size_t i = 0; i < ROWS(rows); i++) {
        kzs_results *results = find(archive, rows[i].text, NULL);
        kzs_query *strict = new_query(rows[i].text, "strict=yes");
        kzs_results *none = results;
        kzs_error err;
        size_t same = 0, at;
        for (size_t n = 0; kzs_results_warning(results, n, &at) != NULL; n++) {
            same += n < rows[i].count && at == rows[i].offsets[n];
            printf("#   %zu: %s\n", at, kzs_results_warning(results, n, NULL));
        }
        ok(same == rows[i].count && kzs_results_warning(results, same, NULL) == NULL,
           "%zu warnings in order for %s", rows[i].count, rows[i].text);
        is_string(sorted_ids_of(results), rows[i].want, "repaired: %s", rows[i].text);
        is_number(kzs_search(archive, strict, &none, &err), KZS_ERR_SYNTAX,
                  "strict mode refuses %s", rows[i].text);
        ok(none == NULL, "and gives no results");
        same = 0;
        for (size_t n = 0; n < rows[i].count; n++)
            same += err.offset == rows[i].offsets[n];
        ok(same == 1, "but the place of a mistake: %s", err.message);
        kzs_query_free(strict);
    }
}

static void
one_warning_each(void)
{
    static char text[20000];
    size_t length = 0;
    kzs_results *results;

    for (size_t i = 0; i < 1100; i++)
        length += (size_t)sprintf(text + length, "%sw%zu", i > 0 ? "-" : "", i);
    results = find(archive, text, NULL);
    ok(kzs_results_warning(results, 0, NULL) != NULL,
       "a word of 1,100 parts is complained about");
    ok(kzs_results_warning(results, 1, NULL) == NULL, "once");
    kzs_results_free(results);

    length = (size_t)sprintf(text, "date:");
    for (size_t i = 0; i < 300; i++)
        length += (size_t)sprintf(text + length, "вчера");
    results = find(archive, text, NULL);
    contains(kzs_results_warning(results, 0, NULL), "is no date",
             "however long a word is, the warning says what is wrong with it");
    kzs_results_free(results);
}

/* ---- filters of the program ---- */

static kzs_query *
filtered(const char *text, const char *options, const char *const *filters)
{
    kzs_query *query = new_query(text, options);
    kzs_error err;

    for (; *filters != NULL; filters += 2)
        must(kzs_query_filter(query, filters[0], filters[1], KZS_NUL, &err), &err, filters[0]);
    return query;
}

static void
filters(void)
{
    static const struct {
        const char *text, *filters[9], *want;
    } rows[] = {
        {"nato", {"lang", "en"}, "corridor nato"},
        {"nato", {"lang", "ru"}, ""},
        {"nato хлеб", {"lang", "ru"}, "bread"},
        {"nato", {"tag", "energy"}, "corridor"},
        {"nato", {"tags", "Energy"}, "corridor"},
        {"nato", {"tag", "energy", "tag", "security"}, "corridor nato"},
        {"nato", {"tag", "energy", "tags", "security"}, "corridor nato"},
        {"nato", {"tag", "energy", "author", "Maria Lind"}, ""},
        {"*", {"tag", "energy", "lang", "en", "date", "2022"}, "corridor"},
        {"*", {"date", "2022-11"}, "choice corridor just"},
        {"*", {"date", "2022-11-20..2022-12"}, "choice just states"},
        {"*", {"date", ">=2023"}, "language quasi"},
        {"*", {"date", "2021", "date", "2023"}, "bread language quasi"},
        {"*", {"views", ">=1200"}, "choice just"},
        {"*", {"author", "archer"}, "corridor nato"},
        {"*", {"author", "Tom Archer"}, "corridor nato"},
        {"*", {"author", "Tom Archer Jr."}, "nato"},
        {"*", {"title", "note"}, "note"},
        {"*", {"title", "corridor country"}, ""}, /* words side by side */
        {"*", {"title", "a corridor is"}, "corridor"},
        {"*", {"title", "!!!"}, ""},
        {"*", {"lang", ""}, ""},
        {" \t\n", {"lang", "ru"}, "bread choice language"},
        {"", {"lang", "ru"}, "bread choice language"},
        {"", {"lang", "ru", "date", "2022"}, "choice"},
        {"!!!", {"lang", "ru"}, ""}, /* something was asked for, and it is not there */
        {"nothingness", {"lang", "ru"}, ""},
        {"nato lang:en", {"tag", "security"}, "nato"},
        {"-nato", {"lang", "en"}, "just note quasi states"},
        {"tag:energy", {"lang", "en"}, "corridor note"},
    };
    kzs_query *query;

    for (size_t i = 0; i < ROWS(rows); i++)
        is_string(sorted_ids_of(run(archive, filtered(rows[i].text, NULL, rows[i].filters))),
                  rows[i].want, "'%s' with %s=%s%s", rows[i].text, rows[i].filters[0],
                  rows[i].filters[1], rows[i].filters[2] != NULL ? " ..." : "");
    if (kzs_query_new(NULL, 0, &query, NULL) != KZS_OK ||
        kzs_query_filter(query, "lang", "ruXX", 2, NULL) != KZS_OK)
        exit(99);
    is_string(sorted_ids_of(run(archive, query)), "bread choice language",
              "no text and a filter by its length: every document that passes");
    is_string(sorted_ids(archive, "", NULL), "", "no text and no filter finds nothing");
}

static void
bad_filters(void)
{
    static const struct {
        const char *field, *value, *options;
        kzs_status want;
    } rows[] = {
        {"nofield", "x", NULL, KZS_ERR_INVALID},
        {"nofield", "x", "strict=yes", KZS_ERR_INVALID},
        {"url", "https://example.org/corridor", NULL, KZS_ERR_INVALID},
        {"since", "2022", NULL, KZS_ERR_INVALID},
        {"date", "yesterday", NULL, KZS_ERR_INVALID},
        {"date", "", NULL, KZS_ERR_INVALID},
        {"views", "много", NULL, KZS_ERR_INVALID},
        {"date", "yesterday", "strict=yes", KZS_ERR_SYNTAX},
        {"views", "1..x", "strict=yes", KZS_ERR_SYNTAX},
    };

    for (size_t i = 0; i < ROWS(rows); i++) {
        const char *filters[] = {"lang", "en", rows[i].field, rows[i].value, NULL};
        kzs_query *query = filtered("nato", rows[i].options, filters);
        kzs_results *results = (kzs_results *)query;
        kzs_error err = {0};
        is_number(kzs_search(archive, query, &results, &err), rows[i].want,
                  "a filter by %s:%s is refused%s", rows[i].field, rows[i].value,
                  rows[i].options != NULL ? " in strict mode" : "");
        ok(results == NULL && err.status == rows[i].want, "with no results");
        contains(err.message, rows[i].field, "the message names the field");
        kzs_query_free(query);
    }
}

/* ---- any program is sound ---- */

/* Does every step find its operands, and is one left at the end? */
static bool
sound(const struct kzsi_plan *plan)
{
    size_t depth = 0;

    for (size_t i = 0; i < plan->step_count; i++) {
        const struct kzsi_step *step = &plan->steps[i];
        size_t takes = 0;
        switch (step->op) {
        case KZSI_OP_TERM:
            if (step->low == NULL || step->low_length == 0 || step->low_length > KZSI_TERM_MAX)
                return false;
            break;
        case KZSI_OP_ALL:
        case KZSI_OP_NONE:
        case KZSI_OP_RANGE:
            break;
        case KZSI_OP_CHOSEN: /* of a snapshot alone */
            return false;
        case KZSI_OP_CHECK:
            if (step->low_length == 0)
                return false;
            break;
        case KZSI_OP_EXPAND:
            if (step->low == NULL || step->low_length == 0 || step->high == NULL ||
                step->high_length == 0)
                return false;
            break;
        case KZSI_OP_AND:
        case KZSI_OP_OR:
        case KZSI_OP_PHRASE:
        case KZSI_OP_NEAR:
        case KZSI_OP_UNIT:
            takes = step->count;
            if (takes == 0)
                return false;
            break;
        case KZSI_OP_SCALE:
            takes = 1;
            break;
        case KZSI_OP_AND_NOT:
        case KZSI_OP_MAYBE:
        case KZSI_OP_FILTER:
            takes = 2;
            break;
        }
        if (takes > depth)
            return false;
        depth = depth - takes + 1;
    }
    for (size_t i = 0; i < plan->mark_count; i++)
        for (size_t s = 0; s < plan->marks[i].count; s++)
            if (plan->marks[i].slots[s].count == 0)
                return false;
    return depth == 1;
}

static void
any_query(void)
{
    static const char *const parts[] = {
        "nato ", "хлеб ", "\"just Kazakhstan\" ", "quasi-states ", "the ", "!!! ", "(", ") ",
        "+", "-", " AND ", " OR ", " NOT ", "И ", "title:", "tag:energy ", "lang:ru ", "date:2022 ",
        "date:x ", "since:2022-11 ", "views:>5 ", "url:x ", "author:lind ", "* ", "\"", "^2 ",
        "author:(", "=\"middle power\" ", "=\xFF ", "5 billion dollars ", "\xFF ", "a-b-c ", " NEAR/5 ", " ADJ ", "NEAR ", "uran* ", "*стан ", "n?to ",
        "хлебб~ ", "grane~2 ", "\"middle power\"~5 ", "tag:ener* ", ")^2 ", "a*b*c* "};
    static const char *const filter[][2] = {
        {"lang", "en"}, {"tag", "energy"}, {"date", ">=2022"}, {"title", "!!!"}, {"views", "5"}};
    struct kzsi_analyzer *analyzer = kzsi_analyzer_new(NULL);
    size_t good = 0, ran = 0, tried = 4000;

    random_begin("any query");
    for (size_t n = 0; n < tried; n++) {
        char text[1000] = "";
        kzs_query *query;
        struct kzsi_plan plan;
        kzs_results *results;
        for (size_t i = random_below(12); i > 0; i--)
            strcat(text, parts[random_below(ROWS(parts))]);
        query = new_query(text, random_below(2) ? "operator=and" : NULL);
        for (size_t i = random_below(3); i > 0; i--) {
            size_t f = random_below(ROWS(filter));
            kzs_query_filter(query, filter[f][0], filter[f][1], KZS_NUL, NULL);
        }
        bool fine = kzsi_plan_make(query, schema(), analyzer, &plan, NULL) == KZS_OK &&
                    sound(&plan);
        if (!fine && good == n)
            printf("# no sound program: %s\n", text);
        good += fine;
        kzsi_plan_free(&plan);
        fine = kzs_search(archive, query, &results, NULL) == KZS_OK;
        if (!fine && ran == n)
            printf("# cannot be run: %s\n", text);
        ran += fine;
        kzs_results_free(results);
        kzs_query_free(query);
    }
    is_number(good, tried, "%zu random queries have sound programs", tried);
    is_number(ran, tried, "which can be run");
    kzsi_analyzer_free(analyzer);
}

/* A pasted page is a query as well. */
static void
pasted_page(void)
{
    static char text[KZS_QUERY_MAX];
    size_t length = (size_t)sprintf(text, "nato ");
    kzs_results *results;

    for (size_t i = 0; length < sizeof text - 40; i++)
        length += (size_t)sprintf(text + length, i % 3 ? "word%zu " : "quasi-%zu ", i);
    results = find(archive, text, NULL);
    ok(kzs_results_warning(results, 0, NULL) != NULL, "of 64 KiB the rest is left out");
    contains(sorted_ids_of(results), "nato", "and the beginning is searched for");
}

int
main(void)
{
    archive = new_archive("archive");
    words();
    phrases();
    compounds();
    operators();
    fields();
    nearness();
    likenesses();
    exact_forms();
    ranges();
    repairs();
    one_warning_each();
    filters();
    bad_filters();
    any_query();
    pasted_page();
    kzs_index_close(archive, NULL);
    return tap_done();
}
