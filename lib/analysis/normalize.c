/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Canonical forms for whatever is not plain ASCII or Russian: NFKC and case folding by
 * utf8proc, then the foldings that search wants:
 *
 *   Latin, Greek, Arabic, Hebrew   marks dropped: Erdoğan = Erdogan
 *   Latin letters without marks    ø đ ł ı ə ... by table
 *   Cyrillic                       stress marks dropped, ё = е, й ї ў kept
 *   Cyrillic and Latin in a word   letters that only look right replaced: repair.c
 *   Kana and other scripts         marks kept, recomposed
 *
 * Words are decomposed one at a time, so memory is bounded whatever the text.
 */
#include <stdio.h>
#include <string.h>
#include <utf8proc.h>

#include "analysis/scan.h"
#include "base/hash.h"

#define RAW_MAX KZSI_RAW_MAX

/* A keyword is folded in pieces that end at the first chance from here on. */
#define PIECE_MIN 180

/* No character decomposes into more than 18 (U+FDFA). */
#define POINTS_MAX (RAW_MAX * 3)

/* Latin letters that have no decomposition, and how they are usually written without. */
static const char *
plain_latin(int32_t c)
{
    switch (c) {
    case 0x00E6: return "ae";
    case 0x00F0: return "d";
    case 0x00F8: return "o";
    case 0x00FE: return "th";
    case 0x0111: return "d";
    case 0x0127: return "h";
    case 0x0131: return "i";
    case 0x0138: return "k";
    case 0x0142: return "l";
    case 0x014B: return "n";
    case 0x0153: return "oe";
    case 0x0167: return "t";
    case 0x0180: return "b";
    case 0x0192: return "f";
    case 0x0259: return "a"; /* Azerbaijani: Əliyev = Aliyev */
    case 0x0268: return "i";
    case 0x0289: return "u";
    default: return NULL;
    }
}

/* Combining marks that go: all on scripts whose readers leave them out when they type. */
static bool
drops_mark(int32_t base, int32_t mark)
{
    if (base < 0x370 || (base >= 0x1E00 && base < 0x2000)) /* Latin, Greek extended */
        return true;
    if (base < 0x400 || (base >= 0x590 && base < 0x700)) /* Greek; Hebrew, Arabic */
        return true;
    if (base < 0x530) { /* Cyrillic: stress, lines through and under letters */
        if (mark == 0x308) /* ё */
            return base == 0x435 || base == 0x415;
        /* й ў, ӣ, ї, ӳ are letters */
        return mark != 0x304 && mark != 0x306 && mark != 0x30B;
    }
    return false;
}

/* Decompose valid UTF-8, fold it; returns how many code points remain. */
static size_t
fold(const char *text, size_t length, int32_t *points)
{
    const utf8proc_option_t decompose = UTF8PROC_STABLE | UTF8PROC_DECOMPOSE |
                                        UTF8PROC_COMPAT | UTF8PROC_CASEFOLD |
                                        UTF8PROC_IGNORE;
    utf8proc_ssize_t n = utf8proc_decompose((const utf8proc_uint8_t *)text,
                                            (utf8proc_ssize_t)length, points, POINTS_MAX,
                                            decompose);
    int32_t base = 0;
    size_t kept = 0;

    if (n < 0)
        return 0;
    if (n > POINTS_MAX)
        n = 0; /* only hostile text gets here; nothing searchable is lost */
    for (utf8proc_ssize_t i = 0; i < n; i++) {
        int32_t c = points[i];
        if (kzsi_class_of((uint32_t)c) == KZSI_MARK) {
            if (drops_mark(base, c))
                continue;
        } else {
            base = c;
        }
        points[kept++] = c;
    }
    n = utf8proc_normalize_utf32(points, (utf8proc_ssize_t)kept,
                                 UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    return n < 0 ? 0 : (size_t)n;
}

/* White space and controls, as they are after folding. */
static bool
is_space(int32_t c)
{
    return c <= ' ' || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029;
}

static unsigned
script_of(enum kzsi_class class)
{
    switch (class) {
    case KZSI_LATIN: return KZSI_SCRIPT_LATIN;
    case KZSI_RUSSIAN: return KZSI_SCRIPT_RUSSIAN;
    case KZSI_DIGIT: return 0;
    default: return KZSI_SCRIPT_OTHER;
    }
}

/* Compatibility forms can decompose into more than a word holds, such as "(1)". */
static bool
belongs_in_word(enum kzsi_class class)
{
    return kzsi_starts_word(class) || class == KZSI_MARK;
}

/* Make a form of limited length whose end tells it from others with the same beginning. */
static size_t
add_hash(char *form, size_t length, size_t limit, const char *text, size_t text_length)
{
    char hash[20];
    size_t cut;

    snprintf(hash, sizeof hash, "~%016llx",
             (unsigned long long)kzsi_hash(text, text_length));
    cut = kzsi_utf8_floor(form, length, limit - 17);
    memcpy(form + cut, hash, 17);
    return cut + 17;
}

size_t
kzsi_shorten(char *form, size_t length, const char *text, size_t text_length)
{
    return add_hash(form, length, KZSI_FORM_MAX, text, text_length);
}

void
kzsi_normalize(struct kzsi_word *word)
{
    char raw[RAW_MAX + 8] = "";
    int32_t points[POINTS_MAX];
    size_t raw_length = 0, length = 0, n;
    bool too_long = false;

    /* Leave out what is not part of the spelling: apostrophes would decompose to spaces. */
    for (const char *at = word->start; at < word->end;) {
        uint32_t c;
        size_t bytes = kzsi_utf8_decode(at, word->end, &c);
        enum kzsi_class class = kzsi_class_of(c);
        if (class != KZSI_APOSTROPHE && class != KZSI_IGNORABLE) {
            if (raw_length + bytes > RAW_MAX) {
                too_long = true;
                break;
            }
            memcpy(raw + raw_length, at, bytes);
            raw_length += bytes;
        }
        at += bytes;
    }

    raw_length = kzsi_mend_script(raw, raw_length, RAW_MAX);
    n = fold(raw, raw_length, points);
    word->scripts = 0;
    for (size_t i = 0; i < n; i++) {
        const char *plain = plain_latin(points[i]);
        enum kzsi_class class = kzsi_class_of((uint32_t)points[i]);
        char encoded[4];
        const char *bytes = encoded;
        size_t count;

        if (plain != NULL) {
            bytes = plain;
            count = strlen(plain);
        } else if (!belongs_in_word(class)) {
            continue;
        } else {
            count = kzsi_utf8_encode((uint32_t)points[i], encoded);
        }
        if (length + count > KZSI_FORM_MAX) {
            too_long = true;
            break;
        }
        memcpy(word->form + length, bytes, count);
        length += count;
        word->scripts |= script_of(class);
        /* The English stemmer knows a-z only. */
        if (class == KZSI_LATIN && plain == NULL && points[i] >= 0x80)
            word->scripts |= KZSI_SCRIPT_OTHER;
    }
    if (too_long)
        length = add_hash(word->form, length, KZSI_FORM_MAX, word->start,
                          (size_t)(word->end - word->start));
    word->length = length;
}

/*
 * Copy a piece of a text that can be folded apart from the rest: valid UTF-8, up to where a
 * new character begins that is no mark of the one before. Returns how long it is.
 */
static size_t
take_piece(const char **at, const char *end, char piece[RAW_MAX])
{
    size_t length = 0;

    while (*at < end && length <= RAW_MAX - 4) {
        uint32_t c;
        size_t bytes = kzsi_utf8_decode(*at, end, &c);
        if (length >= PIECE_MIN && kzsi_class_of(c) != KZSI_MARK)
            break;
        length += kzsi_utf8_encode(c, piece + length);
        *at += bytes;
    }
    return length;
}

void
kzsi_normalize_keyword(const char *text, size_t length, size_t limit, struct kzsi_buf *out)
{
    const char *at = text, *end = text + length;
    size_t begin = out->length;
    bool space = false;

    kzsi_chars_init();
    while (at < end) {
        char piece[RAW_MAX];
        int32_t points[POINTS_MAX];
        size_t n = fold(piece, take_piece(&at, end, piece), points);

        for (size_t i = 0; i < n; i++) {
            const char *plain = plain_latin(points[i]);
            if (is_space(points[i])) {
                space = out->length > begin;
                continue;
            }
            if (space)
                kzsi_buf_byte(out, ' ');
            space = false;
            if (plain != NULL)
                kzsi_buf_str(out, plain);
            else
                kzsi_buf_char(out, (uint32_t)points[i]);
        }
    }
    if (!out->failed && out->length - begin > limit) {
        /* Of what was folded: other spellings of a long value are the same keyword. */
        char *form = out->data + begin;
        size_t whole = out->length - begin;
        out->length = begin + add_hash(form, whole, limit, form, whole);
    }
}
