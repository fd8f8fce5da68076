/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tokens: their order at one position, their places in the text, and names over several words.
 */
#include "analysis/analysis.h"
#include "kzsearch.h"
#include "tests/unit/unit.h"

#define ROWS(table) (sizeof(table) / sizeof *(table))

static struct kzsi_analyzer *analyzer;

static char
letter_of(kzs_token_kind kind)
{
    static const char letters[] = {[KZS_TOKEN_WORD] = 'w',
                                   [KZS_TOKEN_NUMBER] = 'n',
                                   [KZS_TOKEN_COMPOUND] = 'c',
                                   [KZS_TOKEN_NAME] = 'N'};

    return letters[kind];
}

/*
 * The tokens of a text by kind, place and position: "c1 quasi-states, w1 quasi, w2 states".
 * Name keys of one stretch of text count once: how many there are is not told here.
 */
static const char *
tokens_from(struct kzsi_analyzer *with, enum kzsi_text kind, const char *text, uint32_t first)
{
    static struct kzsi_buf buf;
    struct kzsi_token token, before = {0};
    bool failed = false;

    buf.length = 0;
    kzsi_analyzer_begin(with, kind, text, strlen(text), first);
    while (kzsi_analyzer_next(with, &token, &failed)) {
        if (token.kind == KZS_TOKEN_NAME && before.kind == KZS_TOKEN_NAME &&
            token.position == before.position && token.end == before.end)
            continue;
        kzsi_buf_printf(&buf, "%s%c%u ", buf.length > 0 ? ", " : "", letter_of(token.kind),
                        token.position);
        kzsi_buf_add(&buf, text + token.start, token.end - token.start);
        before = token;
    }
    kzsi_buf_printf(&buf, "%s", failed ? " failed" : "");
    kzsi_buf_byte(&buf, '\0');
    return buf.data;
}

static const char *
document(const char *text)
{
    return tokens_from(analyzer, KZSI_DOCUMENT, text, 1);
}

static const char *
query(const char *text)
{
    return tokens_from(analyzer, KZSI_QUERY, text, 1);
}

struct row {
    const char *text, *want, *name;
};

static void
order_at_one_position(void)
{
    static const struct row rows[] = {
        {"", "", "nothing of nothing"},
        {"!!! — \n", "", "nor of what is no word"},
        {"the word", "w1 the, w2 word", "words one by one"},
        {"the quasi-states", "w1 the, c2 quasi-states, w2 quasi, w3 states",
         "a compound before its first part"},
        {"to Astana", "w1 to, w2 Astana, N2 Astana", "a word before its name key"},
        {"in Alma-Ata", "w1 in, c2 Alma-Ata, w2 Alma, N2 Alma-Ata, w3 Ata",
         "the name of all parts at the first"},
        {"by 30%", "w1 by, n2 30, w3 %, w3 %", "two words that are one"},
        {"a $5bn deal", "w1 a, c2 5bn, n2 5, w3 bn, w4 deal", "a sum before its number"},
        {"a 5-billion deal", "w1 a, c2 5-billion, c2 5-billion, n2 5, w3 billion, w4 deal",
         "two compounds before their part"},
        {"of COVID-19", "w1 of, c2 COVID-19, w2 COVID, N2 COVID, n3 19", "a part with a name"},
        {"see Press@Astana.kz",
         "w1 see, c2 Press@Astana.kz, w2 Press, w3 Astana, N3 Astana, w4 kz",
         "an address before its parts and their names"},
        {"IT-компания", "w1 IT, w2 компания", "parts of two scripts are not joined"},
        {"1941-1945", "n1 1941, n2 1945", "nor are numbers"},
        {"aa-bb-cc-dd-ee-ff-gg-hh",
         "c1 aa-bb-cc-dd-ee-ff-gg-hh, w1 aa, w2 bb, w3 cc, w4 dd, w5 ee, w6 ff, w7 gg, w8 hh",
         "eight parts are joined"},
        {"aa-bb-cc-dd-ee-ff-gg-hh-ii",
         "c1 aa-bb-cc-dd-ee-ff-gg-hh, w1 aa, w2 bb, w3 cc, w4 dd, w5 ee, w6 ff, w7 gg, w8 hh, "
         "w9 ii",
         "a ninth is a word"},
        {"aa-", "w1 aa", "a hyphen with nothing behind it joins nothing"},
    };

    for (size_t i = 0; i < ROWS(rows); i++)
        is_string(document(rows[i].text), rows[i].want, "%s: '%s'", rows[i].name,
                  one_line(rows[i].text));
}

static void
joined_parts(void)
{
    static char text[400];
    struct kzsi_token token;
    size_t compounds = 0, words = 0;
    bool failed;

    /* Seven parts of eighteen letters are longer than a form may be. */
    for (size_t i = 0; i < 7; i++)
        sprintf(text + 19 * i, "%s", "aabbccddeeffgghhii-");
    kzsi_analyzer_begin(analyzer, KZSI_DOCUMENT, text, 19 * 7 - 1, 1);
    while (kzsi_analyzer_next(analyzer, &token, &failed)) {
        compounds += token.kind == KZS_TOKEN_COMPOUND;
        words += token.kind == KZS_TOKEN_WORD;
    }
    is_number(compounds, 0, "parts that would be too long together are not joined");
    is_number(words, 7, "they are words");
}

static void
names_of_several_words(void)
{
    static const struct row rows[] = {
        {"at the United Nations",
         "w1 at, w2 the, w3 United, N3 United Nations, "
         "w4 Nations, N4 Nations",
         "the key of a name of two words stands at its first"},
        {"to Saudi\nArabia",
         "w1 to, w2 Saudi, N2 Saudi\nArabia, N2 Saudi, w3 Arabia, N3 Arabia",
         "it goes on in the next line"},
        {"to Saudi \r\nArabia",
         "w1 to, w2 Saudi, N2 Saudi \r\nArabia, N2 Saudi, w3 Arabia, N3 Arabia",
         "whatever ends a line"},
        {"to Saudi\u00A0Arabia",
         "w1 to, w2 Saudi, N2 Saudi\u00A0Arabia, N2 Saudi, w3 Arabia, N3 Arabia",
         "and over a space that does not break"},
        {"to Saudi\n\nArabia", "w1 to, w2 Saudi, N2 Saudi, w3 Arabia",
         "not over an empty line"},
        {"to Saudi, Arabia", "w1 to, w2 Saudi, N2 Saudi, w3 Arabia, N3 Arabia",
         "nor over a comma"},
        {"to Saudi. Arabia", "w1 to, w2 Saudi, N2 Saudi, w3 Arabia",
         "nor from one sentence to the next"},
        {"to saudi arabia", "w1 to, w2 saudi, w3 arabia", "nor in small letters"},
        {"to Saudi arabia", "w1 to, w2 Saudi, N2 Saudi arabia, N2 Saudi, w3 arabia",
         "its first word alone needs a capital"},
        {"to Akmola Region", "w1 to, w2 Akmola, N2 Akmola Region, N2 Akmola, w3 Region",
         "the longest name counts"},
        {"to Saudi", "w1 to, w2 Saudi, N2 Saudi", "half a name is a word that looks like one"},
        {"к Саудовской Аравии!",
         "w1 к, w2 Саудовской, N2 Саудовской Аравии, N2 Саудовской, w3 Аравии, N3 Аравии",
         "in every case"},
    };

    for (size_t i = 0; i < ROWS(rows); i++)
        is_string(document(rows[i].text), rows[i].want, "%s: '%s'", rows[i].name,
                  one_line(rows[i].text));
}

/* Has any word of a text this key? */
static bool
has_key(enum kzsi_text kind, const char *text, const char *key)
{
    struct kzsi_token token;
    bool failed, found = false;

    kzsi_analyzer_begin(analyzer, kind, text, strlen(text), 1);
    while (kzsi_analyzer_next(analyzer, &token, &failed))
        found |= token.kind == KZS_TOKEN_NAME && token.term_length == strlen(key) &&
                 memcmp(token.term, key, token.term_length) == 0;
    return found;
}

/* The key of a name that has one; good until the next call but one. */
static const char *
key_of(const char *name)
{
    static char keys[2][KZSI_NAME_KEY_MAX + 2];
    static unsigned next;
    char *key = keys[next++ % 2];
    struct kzsi_token token;
    bool failed;

    key[0] = '\0';
    kzsi_analyzer_begin(analyzer, KZSI_QUERY, name, strlen(name), 1);
    while (kzsi_analyzer_next(analyzer, &token, &failed))
        if (token.kind == KZS_TOKEN_NAME && token.end == strlen(name)) {
            memcpy(key, token.term, token.term_length);
            key[token.term_length] = '\0';
        }
    return key;
}

/* Akmola alone is Astana; Akmola Region is not. */
static void
parts_of_names_are_not_looked_up(void)
{
    const char *astana = key_of("Astana"), *un = key_of("UN");

    ok(*astana == 'N' && *un == 'N', "Astana and UN have keys");
    ok(has_key(KZSI_QUERY, "Akmola", astana), "that of Astana is Akmola's as well");
    ok(has_key(KZSI_DOCUMENT, "Целиноград", astana), "and that of another old name");
    ok(!has_key(KZSI_QUERY, "Akmola Region", astana), "but not of a region by that name");
    ok(has_key(KZSI_DOCUMENT, "для ООН", un), "that of UN is ООН's as well");
    ok(!has_key(KZSI_DOCUMENT, "Программа развития ООН", un),
       "but not of a programme that ends in it");
    ok(has_key(KZSI_DOCUMENT, "Программа развития ООН", key_of("UNDP")), "which has its own");
    ok(has_key(KZSI_DOCUMENT, "Программа развития ООН и ООН", key_of("UN")),
       "behind it the word is looked up again");
}

static void
kinds_of_text(void)
{
    static const struct {
        const char *text, *document, *query;
    } rows[] = {
        {"Astana waits", "w1 Astana, N1 Astana, w2 waits", "w1 Astana, N1 Astana, w2 waits"},
        {"Mark waits for Марк", "w1 Mark, N1 Mark, w2 waits, w3 for, w4 Марк, N4 Марк",
         "w1 Mark, N1 Mark, w2 waits, w3 for, w4 Марк, N4 Марк"},
        {"for Ove Jensen", "w1 for, w2 Ove, N2 Ove, w3 Jensen, N3 Jensen",
         "w1 for, w2 Ove, N2 Ove, w3 Jensen, N3 Jensen"},
        {"for Ove alone", "w1 for, w2 Ove, w3 alone", "w1 for, w2 Ove, w3 alone"},
        {"astana waits", "w1 astana, w2 waits", "w1 astana, N1 astana, w2 waits"},
        {"Border guards", "w1 Border, w2 guards", "w1 Border, N1 Border, w2 guards"},
        {"border guards", "w1 border, w2 guards", "w1 border, w2 guards"},
        {"a Border", "w1 a, w2 Border, N2 Border", "w1 a, w2 Border, N2 Border"},
        {"Yes! Border guards", "w1 Yes, w2 Border, w3 guards",
         "w1 Yes, w2 Border, N2 Border, w3 guards"},
        {"saudi arabia", "w1 saudi, w2 arabia", "w1 saudi, N1 saudi arabia, w2 arabia"},
        {"саудовская аравия", "w1 саудовская, w2 аравия",
         "w1 саудовская, N1 саудовская аравия, w2 аравия"},
        {"the who", "w1 the, w2 who", "w1 the, w2 who"},
        {"the WHO", "w1 the, w2 WHO, N2 WHO", "w1 the, w2 WHO, N2 WHO"},
        {"G7", "n1 G7", "n1 G7"},
    };

    for (size_t i = 0; i < ROWS(rows); i++) {
        is_string(document(rows[i].text), rows[i].document, "in a document: %s", rows[i].text);
        is_string(query(rows[i].text), rows[i].query, "in a query: %s", rows[i].text);
    }
}

static void
one_text_after_another(void)
{
    struct kzsi_token token;
    bool failed;

    is_string(tokens_from(analyzer, KZSI_DOCUMENT, "the quasi-states", 500),
              "w500 the, c501 quasi-states, w501 quasi, w502 states",
              "positions begin where they are told to");
    /* Left in the middle of a compound, of a second term, of name keys, of a name. */
    static const char *const texts[] = {"quasi-states of", "$5bn of", "Astana of",
                                        "Saudi Arabia of", "21.11.2022 of"};
    for (size_t i = 0; i < ROWS(texts); i++)
        for (size_t taken = 0; taken < 4; taken++) {
            kzsi_analyzer_begin(analyzer, KZSI_QUERY, texts[i], strlen(texts[i]), 7);
            for (size_t n = 0; n < taken; n++)
                kzsi_analyzer_next(analyzer, &token, &failed);
            is_string(document("Arabia in words"), "w1 Arabia, w2 in, w3 words",
                      "nothing is left of '%s' after %zu tokens", texts[i], taken);
        }
    kzsi_analyzer_begin(analyzer, KZSI_DOCUMENT, "end", 3, 1);
    for (int i = 0; i < 3; i++)
        ok(kzsi_analyzer_next(analyzer, &token, &failed) == (i == 0) && !failed,
           "the end stays the end");
}

static void
names_of_a_schema(void)
{
    static const char text[] = "Verny = Крепость\nVerny Fort = Укрепление Верное\n"
                               "Nehru = Неру = Нер\n";
    size_t bad, keys = 0;
    struct kzsi_token token;
    bool failed;
    struct kzsi_names *names =
        kzsi_names_new(kzsi_names_builtin(), text, sizeof text - 1, &bad);
    struct kzsi_analyzer *own = kzsi_analyzer_new(names);

    if (own == NULL)
        exit(99);
    kzsi_names_free(names); /* the analyzer holds it */
    is_string(tokens_from(own, KZSI_QUERY, "крепость", 1), "w1 крепость, N1 крепость",
              "a name of an index's own table");
    is_string(query("крепость"), "w1 крепость", "is not in the built-in one");
    is_string(tokens_from(own, KZSI_DOCUMENT, "в Укреплении Верном", 1),
              "w1 в, w2 Укреплении, N2 Укреплении Верном, N2 Укреплении, w3 Верном, N3 Верном",
              "a name of several words");
    is_string(tokens_from(own, KZSI_QUERY, "astana", 1), "w1 astana, N1 astana",
              "the built-in names are there as well");
    kzsi_analyzer_begin(own, KZSI_DOCUMENT, "о Неру", 11, 1);
    while (kzsi_analyzer_next(own, &token, &failed))
        keys += token.kind == KZS_TOKEN_NAME;
    is_number(keys, 1, "a word that may be read as two spellings of a name has its key once");
    kzsi_analyzer_free(own);
    kzsi_analyzer_free(NULL);
    ok(true, "no analyzer can be freed");
}

/* ---- whatever comes ---- */

static bool
is_term(const char *term, size_t length, bool name)
{
    const char *at = term, *end = term + length;

    if (length == 0 || length > KZSI_FORM_MAX || (name && (length < 2 || *at++ != 'N')))
        return false;
    if (*at >= 'A' && *at <= 'Z') /* prefixes are made of these */
        return false;
    while (at < end) {
        uint32_t c;
        at += kzsi_utf8_decode(at, end, &c);
        if (c == KZSI_REPLACEMENT || c <= ' ')
            return false;
    }
    return true;
}

/* Tokens that were seen at one position, and what the contract says of the next. */
struct place {
    uint32_t position;
    size_t start, word_end, compound_end;
    unsigned compounds, words, names;
    char keys[KZSI_NAME_KEYS + 1][KZSI_FORM_MAX];
    size_t key_lengths[KZSI_NAME_KEYS + 1];
};

static bool
is_new_key(struct place *at, const struct kzsi_token *token)
{
    for (unsigned i = 0; i < at->names; i++)
        if (at->key_lengths[i] == token->term_length &&
            memcmp(at->keys[i], token->term, token->term_length) == 0)
            return false;
    memcpy(at->keys[at->names], token->term, token->term_length);
    at->key_lengths[at->names++] = token->term_length;
    return true;
}

static const char *
what_is_wrong(const struct kzsi_token *token, struct place *at, size_t length)
{
    bool name = token->kind == KZS_TOKEN_NAME;

    if (!is_term(token->term, token->term_length, name))
        return "a term is none";
    if (token->form_length == 0 || token->form_length > KZSI_FORM_MAX)
        return "a form is empty or too long";
    if (token->start >= token->end || token->end > length)
        return "a token is outside of the text";
    if (strcmp(token->language, "") != 0 && strcmp(token->language, "en") != 0 &&
        strcmp(token->language, "ru") != 0)
        return "a language is none";
    if (token->position == at->position + 1) {
        if (at->words == 0 && at->position > 0)
            return "a position has no word";
        if (token->start < at->word_end)
            return "a word begins within the one before";
        *at = (struct place){.position = token->position, .start = token->start};
    }
    if (token->position != at->position)
        return "positions are not consecutive";
    if (token->start != at->start)
        return "tokens of one position begin at different places";
    switch (token->kind) {
    case KZS_TOKEN_COMPOUND:
        if (at->words > 0 || ++at->compounds > 2)
            return "a compound comes behind its part, or is one too many";
        at->compound_end = token->end;
        break;
    case KZS_TOKEN_WORD:
    case KZS_TOKEN_NUMBER:
        if (at->names > 0 || ++at->words > 2)
            return "a word comes behind its name, or is one too many";
        if (at->compound_end > 0 && token->end > at->compound_end)
            return "a part is longer than its compound";
        at->word_end = token->end;
        break;
    case KZS_TOKEN_NAME:
        if (at->words == 0 || at->names > KZSI_NAME_KEYS)
            return "a name comes before its word, or is one too many";
        if (!is_new_key(at, token))
            return "a word has a key twice";
        if (token->end < at->word_end)
            return "a name is shorter than its word";
        if (*token->language != '\0')
            return "a name's key is of no language";
        break;
    default:
        return "a kind is none";
    }
    return NULL;
}

/* A number that stands for all tokens of a text; 0 and *wrong when a token is not as it must
 * be. */
static uint64_t
tokens_of(struct kzsi_analyzer *with, enum kzsi_text kind, const char *text, size_t length,
          const char **wrong)
{
    struct place at = {0};
    struct kzsi_token token;
    uint64_t sum = 14695981039346656037u;
    bool failed = false;

    kzsi_analyzer_begin(with, kind, text, length, 1);
    while (*wrong == NULL && kzsi_analyzer_next(with, &token, &failed)) {
        *wrong = what_is_wrong(&token, &at, length);
        for (size_t i = 0; i < token.term_length; i++)
            sum = (sum ^ (unsigned char)token.term[i]) * 1099511628211u;
        sum = (sum ^ token.end) * 1099511628211u + (uint64_t)token.kind;
    }
    if (*wrong == NULL && at.words == 0 && at.position > 0)
        *wrong = "the last position has no word";
    if (failed)
        *wrong = "out of memory";
    return *wrong == NULL ? sum : 0;
}

static const char *const pieces[] = {
    " ",
    " ",
    " ",
    " ",
    ".",
    ". ",
    ",",
    "-",
    "-",
    "\n",
    "\r\n",
    "\n\n",
    ":",
    "/",
    "@",
    "#",
    "_",
    "+",
    "%",
    "$",
    "'",
    "’",
    "0",
    "1 000",
    "21.11.2022",
    "5",
    "bn",
    "млрд",
    "USD",
    "ноября",
    "November",
    "per cent",
    "http://",
    "www.",
    "kz",
    "К.",
    "А",
    "quasi",
    "states",
    "Astana",
    "astana",
    "Астаной",
    "Нур",
    "Султан",
    "United",
    "Nations",
    "United Nations",
    "Saudi",
    "Arabia",
    "Саудовской",
    "Аравии",
    "Akmola",
    "Region",
    "WHO",
    "who",
    "ООН",
    "Организации",
    "Объединённых",
    "Наций",
    "Токаевым",
    "Неру",
    "Газпромом",
    "Минском",
    "Андрей",
    "Россией",
    "Донец",
    "Тоқаевтың",
    "Зеленський",
    "Mr.",
    "Dr. ",
    "The",
    "и",
    "Ё",
    "ﬁ",
    "か",
    "\u3099",
    "中",
    "國",
    "٣",
    "½",
    "\u0301",
    "\u00AD",
    "\u200B",
    "\u00A0",
    "\u2013",
    "😀",
    "\xFF",
    "\xD0",
    "\xE2\x80",
    "\xED\xA0\x80",
    "Кaзах",
    "К а з а х с т а н",
    "SMSка",
    "US$",
    "G7",
    "COVID",
    "19",
    "a.b@site.kz",
    "#JustUs",
    "Central",
    "African",
    "Republic",
};

static size_t
random_text(char *text, size_t limit)
{
    size_t length = 0, spaces = random_below(3);

    for (size_t count = random_below(40); count > 0; count--) {
        const char *piece = pieces[random_below(ROWS(pieces))];
        size_t n = strlen(piece), times = random_below(60) == 0 ? 1 + random_below(30) : 1;
        for (; times > 0 && length + n + 1 < limit; times--) {
            memcpy(text + length, piece, n);
            length += n;
            if (random_below(3) < spaces)
                text[length++] = ' ';
        }
        if (random_below(100) == 0 && length > 0)
            length--; /* a cut character */
        if (random_below(100) == 0)
            text[length++] = '\0';
    }
    return length;
}

static void
nothing_breaks_it(void)
{
    enum { ROUNDS = 6000 };
    static char text[20000];
    const char *wrong = NULL;
    size_t rounds = 0;

    random_begin("hostile mixes");
    for (; rounds < ROUNDS && wrong == NULL; rounds++) {
        size_t length = random_text(text, sizeof text);
        char *block = exact(text, length);
        enum kzsi_text kind = random_below(2) ? KZSI_QUERY : KZSI_DOCUMENT;
        uint64_t sum = tokens_of(analyzer, kind, block, length, &wrong);
        /* What was analysed before must not matter: caches, the text before, where it ended.
         */
        if (wrong == NULL && rounds % 20 == 0) {
            struct kzsi_analyzer *other = kzsi_analyzer_new(NULL);
            if (other == NULL)
                exit(99);
            if (tokens_of(other, kind, block, length, &wrong) != sum && wrong == NULL)
                wrong = "another analyzer finds other tokens";
            kzsi_analyzer_free(other);
        }
        if (wrong != NULL) {
            printf("# round %zu, %s:", rounds, kind == KZSI_QUERY ? "query" : "document");
            for (size_t i = 0; i < length; i++)
                printf(" %02X", (unsigned char)text[i]);
            printf("\n");
        }
        free(block);
    }
    is_string(wrong, NULL, "the tokens of %zu hostile texts keep their contract", rounds);
}

/* A text cut anywhere is a text. */
static void
cut_anywhere(void)
{
    static const char text[] =
        "В Саудовской Аравии Mr. Tokayev’s quasi-states met United\nNations: $5bn, 30 %, "
        "21 ноября 2022 г., Нур-Султан, К.-Ж. Токаев, a.b@c.kz, 1 000 per cent WHO";
    const char *wrong = NULL;
    size_t cuts = 0;

    for (size_t length = 0; length < sizeof text && wrong == NULL; length++)
        for (size_t from = 0; from <= length && wrong == NULL; from += 5, cuts++) {
            char *block = exact(text + from, length - from);
            tokens_of(analyzer, KZSI_QUERY, block, length - from, &wrong);
            free(block);
        }
    is_string(wrong, NULL, "so do those of %zu pieces of a text", cuts);
}

int
main(void)
{
    analyzer = kzsi_analyzer_new(NULL);
    if (analyzer == NULL)
        return 99;
    order_at_one_position();
    joined_parts();
    names_of_several_words();
    parts_of_names_are_not_looked_up();
    kinds_of_text();
    one_text_after_another();
    names_of_a_schema();
    nothing_breaks_it();
    cut_anywhere();
    kzsi_analyzer_free(analyzer);
    return tap_done();
}
