/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One key for a name in whatever script and romanisation it is written:
 *
 *     Токаев Тоқаев Tokayev Tokaev Toqaev Tokajew Tokaïev   ->  tokaev
 *
 * Letters of both scripts are read as sounds, by the commonest conventions (BGN/PCGN, ISO 9,
 * passports, English, German, French and Polish press). Sounds that romanisations and hearing
 * confuse are one: ж дж дз ц = z, ш щ с = s, х is silent inside a word, й is silent before a
 * vowel, double letters are single.
 */
#include <string.h>

#include "analysis/analysis.h"

/* What letters sound like. Longest first among those that begin alike. */
struct sound {
    const char *letters, *sound;
    const char *other; /* in the second key of a Latin name; NULL: the same */
};

/*
 * Sounds: vowels a e i o u; consonants by their letters; C ч, S ш, j ж, c ц, until
 * merge() makes them fewer. A sound of "" is silent.
 */
static const struct sound latin[] = {
    {"aa", "a", NULL},      {"a", "a", NULL},

    {"b", "b", NULL},

    {"chtch", "S", NULL},   {"ck", "k", NULL},    {"cs", "C", NULL},   {"cz", "C", NULL},
    {"ch", "C", "h"},       {"ce", "se", NULL},   {"ci", "si", NULL},  {"cy", "si", NULL},
    {"c", "k", NULL},

    {"dsch", "j", NULL},    {"dzh", "j", NULL},   {"dj", "j", NULL},   {"dg", "j", NULL},
    {"dz", "z", NULL},      {"d", "d", NULL},

    {"eaux", "o", NULL},    {"eau", "o", NULL},   {"ee", "i", NULL},   {"ea", "i", "ea"},
    {"e", "e", NULL},

    {"f", "f", NULL},

    {"gh", "g", NULL},      {"ge", "je", "ge"},   {"gi", "ji", "gi"},  {"g", "g", NULL},

    {"h", "h", NULL},

    {"iev", "iev", NULL},   {"iew", "iev", NULL}, {"ie", "I", NULL},   {"i", "i", NULL},

    {"jew", "iev", NULL},   {"jev", "iev", NULL}, {"j", "j", "i"},

    {"kh", "h", NULL},      {"k", "k", NULL},

    {"l", "l", NULL},       {"mc", "mak", NULL},  {"m", "m", NULL},    {"n", "n", NULL},

    {"oo", "u", NULL},      {"ou", "u", NULL},    {"o", "o", NULL},

    {"ph", "f", NULL},      {"p", "p", NULL},

    {"qu", "kv", "k"},      {"q", "k", NULL},

    {"rh", "r", NULL},      {"r", "r", NULL},

    {"schtsch", "S", NULL}, {"shch", "S", NULL},  {"szcz", "S", NULL}, {"sch", "S", NULL},
    {"sh", "S", NULL},      {"sz", "S", NULL},    {"s", "s", NULL},

    {"tsch", "C", NULL},    {"tch", "C", NULL},   {"th", "t", NULL},   {"ts", "c", NULL},
    {"tz", "c", NULL},      {"t", "t", NULL},

    {"u", "u", NULL},       {"v", "v", NULL},

    {"wh", "v", NULL},      {"w", "v", NULL},

    {"x", "ks", NULL},      {"y", "i", NULL},

    {"zh", "j", NULL},      {"z", "z", NULL},

    {NULL, NULL, NULL},
};

static const struct sound cyrillic[] = {
    {"а", "a", NULL},   {"ә", "a", NULL},

    {"б", "b", NULL},   {"в", "v", NULL},

    {"г", "g", NULL},   {"ғ", "g", NULL},  {"ґ", "g", NULL},

    {"дж", "j", NULL},  {"дз", "z", NULL}, {"дц", "c", NULL}, {"д", "d", NULL},

    {"е", "e", NULL},   {"є", "e", NULL},  {"э", "e", NULL},

    {"ж", "j", NULL},   {"з", "z", NULL},

    {"и", "i", NULL},   {"й", "i", NULL},  {"і", "i", NULL},  {"ї", "i", NULL},
    {"ы", "i", NULL},

    {"к", "k", NULL},   {"қ", "k", NULL},

    {"л", "l", NULL},   {"м", "m", NULL},

    {"н", "n", NULL},   {"ң", "n", NULL},

    {"о", "o", NULL},   {"ө", "o", NULL},

    {"п", "p", NULL},   {"р", "r", NULL},  {"с", "s", NULL},

    {"тс", "c", NULL},  {"тц", "c", NULL}, {"тч", "C", NULL}, {"т", "t", NULL},

    {"у", "u", NULL},   {"ұ", "u", NULL},  {"ү", "u", NULL},  {"ю", "u", NULL},
    {"ў", "u", NULL},

    {"ф", "f", NULL},

    {"х", "h", NULL},   {"һ", "h", NULL},  {"ҳ", "h", NULL},

    {"ц", "c", NULL},   {"ч", "C", NULL},  {"ҷ", "j", NULL},  {"ш", "S", NULL},
    {"щ", "S", NULL},

    {"ъ", "", NULL},    {"ь", "", NULL},   {"я", "a", NULL},

    {NULL, NULL, NULL},
};

static bool
is_vowel(char sound)
{
    return sound != '\0' && strchr("aeiou", sound) != NULL;
}

/* Read letters as sounds. 0 when some letter has none, or they are too many. */
static size_t
sounds_of(const char *form, size_t length, const struct sound *table, bool other, char *out,
          size_t size)
{
    size_t count = 0;

    for (size_t at = 0; at < length;) {
        const struct sound *s = table;
        size_t letters = 0;
        for (; s->letters != NULL; s++) {
            letters = strlen(s->letters);
            if (at + letters <= length && memcmp(form + at, s->letters, letters) == 0)
                break;
        }
        if (s->letters == NULL)
            return 0;
        const char *sound = other && s->other != NULL ? s->other : s->sound;
        if (count + strlen(sound) > size)
            return 0;
        at += letters;
        while (*sound != '\0')
            out[count++] = *sound++;
    }
    return count;
}

/* ie is one vowel before a consonant and at the end (Thierry), two before a vowel. */
static size_t
settle_ie(char *key, size_t count, size_t size)
{
    for (size_t i = 0; i < count; i++) {
        if (key[i] != 'I')
            continue;
        key[i] = 'i';
        if (i + 1 < count && is_vowel(key[i + 1]) && count < size) {
            memmove(key + i + 2, key + i + 1, count - i - 1);
            key[i + 1] = 'e';
            count++;
        }
    }
    return count;
}

static size_t
single(char *key, size_t count)
{
    size_t kept = 0;

    for (size_t i = 0; i < count; i++)
        if (kept == 0 || key[kept - 1] != key[i])
            key[kept++] = key[i];
    return kept;
}

/* Does the key end in this? */
static bool
ends(const char *key, size_t count, const char *ending)
{
    size_t length = strlen(ending);

    return count > length && memcmp(key + count - length, ending, length) == 0;
}

/* Latin names decline no further than this: -skaya is -sky, and a final -a is an ending. */
static size_t
nominative(char *key, size_t count)
{
    if (ends(key, count, "skaia") || ends(key, count, "naia")) {
        key[count - 3] = 'i';
        return count - 2;
    }
    if (ends(key, count, "ska")) {
        key[count - 1] = 'i';
        return count;
    }
    return count > 3 && key[count - 1] == 'a' ? count - 1 : count;
}

/* Keys of no more sounds than this keep them apart that longer ones merge: Сан, Шан, Жан, Зан.
 */
#define SHORT 5

/* Make those sounds one that spellings confuse. */
static size_t
merge(char *key, size_t count)
{
    size_t kept = 0;

    count = single(key, count);
    /* Хрущов, Gorbatschow: ё behind a hissing sound */
    if (count > 3 && key[count - 1] == 'v' && key[count - 2] == 'o' &&
        strchr("SCjc", key[count - 3]) != NULL)
        key[count - 2] = 'e';
    for (size_t i = 0; i < count; i++) {
        char sound = key[i];
        if (sound == 'i' && i + 1 < count && is_vowel(key[i + 1]))
            continue;
        if (sound == 'h' && kept > 0 && count > SHORT)
            continue;
        key[kept++] = sound;
    }
    for (size_t i = 0; i < kept; i++) {
        if (key[i] == 'S')
            key[i] = count > SHORT ? 's' : 'x';
        else if (key[i] == 'j')
            key[i] = count > SHORT ? 'z' : 'j';
        else if (key[i] == 'c')
            key[i] = 'z';
    }
    return single(key, kept);
}

static size_t
latin_key(const char *form, size_t length, bool other, char *out)
{
    size_t count = sounds_of(form, length, latin, other, out, KZSI_NAME_KEY_MAX);

    count = settle_ie(out, count, KZSI_NAME_KEY_MAX);
    if (other && ends(out, count, "ik") && form[length - 1] == 'c')
        out[count - 1] = 'C'; /* Milosevic */
    else if (other && count > 5 && out[count - 1] == 'e' && !is_vowel(out[count - 2]))
        count--; /* George */
    return merge(out, nominative(out, count));
}

static size_t
cyrillic_key(const struct kzsi_reading *reading, char *out)
{
    return merge(out, sounds_of(reading->text, reading->length, cyrillic, false, out,
                                KZSI_NAME_KEY_MAX));
}

/* Keep a key that was written behind the others, unless it is one of them or too short. */
static size_t
keep(struct kzsi_name_key *keys, size_t count, size_t length)
{
    struct kzsi_name_key *key = &keys[count];

    if (length < 2)
        return count;
    for (size_t i = 0; i < length; i++)
        if (key->text[i] == 'C')
            key->text[i] = 'c'; /* free again: ц is z by now */
    key->length = length;
    for (size_t i = 0; i < count; i++)
        if (keys[i].length == length && memcmp(keys[i].text, key->text, length) == 0)
            return count;
    return count + 1;
}

size_t
kzsi_name_keys(const char *form, size_t length, unsigned scripts,
               struct kzsi_name_key keys[KZSI_NAME_KEYS])
{
    struct kzsi_reading readings[KZSI_READINGS];
    size_t count = 0;

    if (length == 0 || length > KZSI_FORM_MAX)
        return 0;
    if (scripts == KZSI_SCRIPT_LATIN) {
        count = keep(keys, count, latin_key(form, length, false, keys[count].text));
        return keep(keys, count, latin_key(form, length, true, keys[count].text));
    }
    size_t readings_count = kzsi_read_name(form, length, scripts, readings);
    for (size_t i = 0; i < readings_count; i++)
        if (!readings[i].weak)
            count = keep(keys, count, cyrillic_key(&readings[i], keys[count].text));
    return count;
}
