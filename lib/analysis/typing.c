/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What was meant when it was typed in the wrong alphabet: on the other keyboard layout (US
 * QWERTY and Russian ЙЦУКЕН, key by key), or Russian spelt in Latin letters as people do who
 * have no Russian keyboard (`vybory`, `zhizn'`).
 */
#include <string.h>

#include "analysis/analysis.h"

static const char latin_keys[] = "`qwertyuiop[]asdfghjkl;'zxcvbnm,.~{}:\"<>";
static const char *const russian_keys[] = {
    "ё", "й", "ц", "у", "к", "е", "н", "г", "ш", "щ", "з", "х", "ъ", "ф",
    "ы", "в", "а", "п", "р", "о", "л", "д", "ж", "э", "я", "ч", "с", "м",
    "и", "т", "ь", "б", "ю", "ё", "х", "ъ", "ж", "э", "б", "ю"};

bool
kzsi_other_layout(const char *text, size_t length, struct kzsi_buf *out)
{
    const char *end = text + length;
    unsigned latin = 0, russian = 0;

    while (text < end) {
        uint32_t c;
        const char *at = text;
        text += kzsi_utf8_decode(text, end, &c);
        if (c < 0x80) {
            char key = (char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
            const char *found = key != '\0' ? strchr(latin_keys, key) : NULL;
            latin += key >= 'a' && key <= 'z';
            if (found != NULL)
                kzsi_buf_str(out, russian_keys[found - latin_keys]);
            else
                kzsi_buf_byte(out, key);
            continue;
        }
        uint16_t lower = c >= 0x400 && c < 0x480 ? kzsi_russian_lower[c - 0x400] : 0;
        char bytes[5] = {0};
        size_t key = 0, keys = sizeof russian_keys / sizeof *russian_keys;
        /* ё is е to the tables, but a key of its own. */
        kzsi_utf8_encode(c == 0x401 || c == 0x451 ? 0x451 : lower, bytes);
        while (key < keys && strcmp(russian_keys[key], bytes) != 0)
            key++;
        if (lower != 0 && key < keys) {
            kzsi_buf_byte(out, latin_keys[key]);
            russian++;
        } else {
            kzsi_buf_add(out, at, (size_t)(text - at));
        }
    }
    return (latin > 0) != (russian > 0);
}

/* Longer spellings first. Where there are several readings, the second is for a second look. */
static const struct {
    const char *latin, *first, *second;
} spellings[] = {
    {"iya", "ия", "ия"}, {"shch", "щ", "щ"}, {"sch", "щ", "щ"},  {"zh", "ж", "ж"},  {"kh", "х", "х"},
    {"ts", "ц", "тс"},  {"ch", "ч", "ч"},   {"sh", "ш", "ш"},  {"yu", "ю", "ю"},
    {"ju", "ю", "ю"},   {"iu", "ю", "иу"},  {"ya", "я", "я"},  {"ja", "я", "я"},
    {"ia", "иа", "я"},  {"yo", "е", "йо"},  {"jo", "е", "йо"}, {"ye", "е", "ые"},
    {"iy", "ий", "ий"}, {"yy", "ый", "ый"}, {"ay", "ай", "ай"}, {"ey", "ей", "ей"},
    {"oy", "ой", "ой"}, {"uy", "уй", "уй"}, {"aj", "ай", "ай"}, {"ej", "ей", "ей"},
    {"oj", "ой", "ой"}, {"ck", "к", "цк"},  {"a", "а", "а"},   {"b", "б", "б"},
    {"c", "ц", "к"},    {"d", "д", "д"},    {"e", "е", "э"},   {"f", "ф", "ф"},
    {"g", "г", "г"},    {"h", "х", "г"},    {"i", "и", "и"},   {"j", "й", "ж"},
    {"k", "к", "к"},    {"l", "л", "л"},    {"m", "м", "м"},   {"n", "н", "н"},
    {"o", "о", "о"},    {"p", "п", "п"},    {"q", "к", "к"},   {"r", "р", "р"},
    {"s", "с", "с"},    {"t", "т", "т"},    {"u", "у", "у"},   {"v", "в", "в"},
    {"w", "в", "у"},    {"x", "кс", "х"},   {"y", "ы", "й"},   {"z", "з", "з"},
    {"'", "ь", "ъ"},    {"`", "ь", "ъ"},
};

bool
kzsi_to_russian(const char *text, size_t length, bool second, struct kzsi_buf *out)
{
    const size_t count = sizeof spellings / sizeof *spellings;
    char lower[KZSI_FORM_MAX];

    if (length > sizeof lower)
        return false;
    for (size_t i = 0; i < length; i++)
        lower[i] = (char)(text[i] >= 'A' && text[i] <= 'Z' ? text[i] + ('a' - 'A') : text[i]);
    for (size_t at = 0; at < length;) {
        size_t i = 0, n = 0;
        for (; i < count; i++) {
            n = strlen(spellings[i].latin);
            if (n <= length - at && memcmp(lower + at, spellings[i].latin, n) == 0)
                break;
        }
        if (i == count)
            return false; /* no word that can be Russian */
        kzsi_buf_str(out, second ? spellings[i].second : spellings[i].first);
        at += n;
    }
    return length > 0;
}
