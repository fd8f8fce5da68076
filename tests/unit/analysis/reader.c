/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whole sentences, and whatever else may come. */
#include "tests/unit/analysis/reading.h"

static void
sentences(void)
{
    static const struct reading rows[] = {
        {"", ""},
        {"ASTANA — On Nov. 21, 2022, Kassym-Jomart Tokayev’s team raised $5bn, up 30%.",
         "astana on nov{2022-11-21 Nov. 21, 2022} 21 2022 kassym- jomart tokayev team raised "
         "5{5000000000usd 5bn} billion up 30 percent{процент}"},
        {"В 2022 г. 1 000 казахстанских IT-компаний, т.е. 7,5 % от числа, ушли в Кaзахстaн.",
         "в 2022 г 1000 казахстанских it- компаний те 7.5 percent{процент} от числа ушли в "
         "казахстан"},
        {"The U.S. and the G-7, COVID-19, Су-35 и т.д.",
         "the us and the g- 7 covid- 19 су- 35 и тд"},
        {"We, the people.\nIt is - as ever - a\tquestion: who?",
         "we the people it is as ever a question who"},
        {"Подробнее: www.kazinform.kz или press@kazinform.kz #Казахстан",
         "подробнее www{kazinform.kz www.kazinform.kz} kazinform kz или "
         "press{press@kazinform.kz press@kazinform.kz} kazinform kz казахстан"},
        {"1990s, 21st, 4x4 and C++", "1990s 21st 4x4 and c"},
        {"Rev. 2.0.1 of 10.12 at 5:30", "rev 2.0.1 of 10.12 at 5 30"},
    };

    CHECK_READINGS(rows);
}

/* Texts that end where something might have begun. */
static void
cut_anywhere(void)
{
    static const char text[] =
        "К а з а х с т а н, 21 ноября 2022 г. $5bn US$ 1 000,5 млрд. долл. 30 per cent "
        "http://www.a.kz/%D0%9A?x=1 a.b@c.kz #JustKazakhstan Казах-\nстан Каз\u00AD\nах 5km";
    size_t wrong = 0;

    for (size_t n = 0; n < sizeof text; n++)
        for (size_t from = 0; from < n; from += 7) {
            const char *have = read_of_bytes(text + from, n - from);
            for (const char *at = have, *end = have + strlen(have); at < end;) {
                uint32_t c;
                at += kzsi_utf8_decode(at, end, &c);
                wrong += c == KZSI_REPLACEMENT;
            }
        }
    is_number(wrong, 0, "no cut makes a term that is no text");
}

/* Pieces that the rules look at, so that random texts get deep into them. */
static const char *const pieces[] = {
    " ", " ", " ", ".", ",", "-", "\n", "\r\n", ":", "/", "://", "@", "#", "_", "+", "%", "$",
    "€", "'", "’", "0", "1", "000", "21", "11", "2022", "5", "bn", "млрд", "m", "г", "USD", "US",
    "dollars", "долларов", "ноября", "November", "Nov", "per", "cent", "http", "https", "www",
    "ftp", "kz", "a", "I", "К", "з", "Кaз", "Казах", "SMSка", "quasi", "states", "Ё", "ё", "й",
    "ı", "ß", "ﬁ", "ﷺ", "か", "\u3099", "中", "\u3031", "ﾊﾟ", "٣", "²", "½", "\u0301", "\u0308",
    "\u0336", "\u00AD", "\u00AC", "\u200B", "\uFEFF", "\u00A0", "\u2009", "\u202F", "\u2010",
    "\u2013", "\u2014", "😀", "\xFF", "\xD0", "\xE2\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80",
};

static size_t
random_text(char *text, size_t limit)
{
    size_t length = 0, count = random_below(60);
    unsigned kind = (unsigned)random_below(4);

    for (size_t i = 0; i < count; i++) {
        const char *piece = pieces[random_below(sizeof pieces / sizeof *pieces)];
        size_t n = strlen(piece), times = random_below(40) == 0 ? random_below(300) : 1;
        if (kind == 0) { /* any bytes at all */
            if (length < limit)
                text[length++] = (char)random_below(256);
            continue;
        }
        for (; times > 0 && length + n <= limit; times--) {
            memcpy(text + length, piece, n);
            length += n;
        }
        if (kind == 1 && length > 0 && random_below(10) == 0)
            length--; /* a cut character */
        if (kind == 2 && length < limit && random_below(20) == 0)
            text[length++] = '\0';
    }
    return length;
}

static bool
is_text(const char *form, size_t length)
{
    for (const char *at = form; at < form + length;) {
        uint32_t c;
        at += kzsi_utf8_decode(at, form + length, &c);
        if (c == KZSI_REPLACEMENT || c <= ' ')
            return false;
    }
    return true;
}

static const char *
what_is_wrong(const char *text, size_t length)
{
    const char *end = text + length, *last = text;
    struct kzsi_reader reader;
    struct kzsi_word word;

    kzsi_reader_begin(&reader, text, length);
    while (kzsi_next_word(&reader, &word)) {
        if (word.length > KZSI_FORM_MAX || word.also_length > KZSI_FORM_MAX)
            return "a term is too long";
        if (!is_text(word.form, word.length) || !is_text(word.also, word.also_length))
            return "a term is no text";
        if (word.start < last || word.end <= word.start || word.end > end)
            return "a word is out of order or out of the text";
        if (word.also_length > 0 && (word.also_end < word.end || word.also_end > end))
            return "a second term is out of the text";
        if (reader.at != word.end)
            return "the reader is elsewhere";
        last = word.end;
    }
    return NULL;
}

static void
nothing_breaks_it(void)
{
    enum { ROUNDS = 30000 };
    static char text[20000];
    const char *wrong = NULL;
    size_t round;

    random_begin("hostile texts");
    for (round = 0; round < ROUNDS && wrong == NULL; round++) {
        size_t length = random_text(text, sizeof text);
        char *block = exact(text, length);
        wrong = what_is_wrong(block, length);
        if (wrong != NULL) {
            printf("# round %zu, %zu bytes:", round, length);
            for (size_t i = 0; i < length; i++)
                printf(" %02X", (unsigned char)text[i]);
            printf("\n");
        }
        free(block);
    }
    is_string(wrong, NULL, "%d hostile texts make terms in order, bounded and valid", ROUNDS);
}

/* What the words of a text are does not depend on where its memory ends. */
static void
long_texts_are_read_in_one_pass(void)
{
    static const char *const hard[] = {"1 000 ", "a@", "a.", "http://", "#aA_", "K ", "5 ",
                                       "a-\n",   "a@b.c.", "\u00AD", "1.1.2022.", "per cent-"};
    enum { BYTES = 2000000 };
    char *text = malloc(BYTES);

    for (size_t i = 0; text != NULL && i < sizeof hard / sizeof *hard; i++) {
        size_t n = strlen(hard[i]);
        for (size_t j = 0; j + n <= BYTES; j += n)
            memcpy(text + j, hard[i], n);
        const char *wrong = what_is_wrong(text, BYTES - BYTES % n);
        is_string(wrong, NULL, "two million bytes of '%s' are read", shown(hard[i]));
    }
    free(text);
}

int
main(void)
{
    kzsi_chars_init();
    sentences();
    cut_anywhere();
    nothing_breaks_it();
    long_texts_are_read_in_one_pass();
    return tap_done();
}
