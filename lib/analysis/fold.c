/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One key for a name in whatever script and romanisation it is written:
 *
 *     Токаев Тоқаев Tokayev Tokaev Toqaev Tokajew Tokaïev   ->  tokaev
 *
 * Letters of both scripts are read as sounds (Latin ones by voices.c, in more than one way
 * where languages differ). Then sounds are made one that romanisations and hearing confuse.
 * The longer a name, the fewer others are near it, and the more may be merged:
 *
 *     any length   double letters, final -a; й before a vowel behind a vowel; ц з
 *     6 and more   any и before a vowel: Диана; х inside the word; ш с, ж з ч
 *     8 and more   vowels a o e: unstressed ones are heard and written in every way
 */
#include <string.h>

#include "analysis/analysis.h"

/* Keys of more sounds than this merge what shorter ones keep apart: Сан, Шан, Жан, Зан. */
#define SHORT 5

/* Keys of so many sounds merge the vowels. */
#define LONG 8

/* Sounds of Cyrillic letters by code point, as in voices.c. "" is silent. */
static const char *const cyrillic[0x100] = {
    [U'а' - 0x400] = "a", [U'б' - 0x400] = "b", [U'в' - 0x400] = "v",  [U'г' - 0x400] = "g",
    [U'д' - 0x400] = "d", [U'е' - 0x400] = "e", [U'ж' - 0x400] = "j",  [U'з' - 0x400] = "z",
    [U'и' - 0x400] = "i", [U'й' - 0x400] = "i", [U'к' - 0x400] = "k",  [U'л' - 0x400] = "l",
    [U'м' - 0x400] = "m", [U'н' - 0x400] = "n", [U'о' - 0x400] = "o",  [U'п' - 0x400] = "p",
    [U'р' - 0x400] = "r", [U'с' - 0x400] = "s", [U'т' - 0x400] = "t",  [U'у' - 0x400] = "u",
    [U'ф' - 0x400] = "f", [U'х' - 0x400] = "h", [U'ц' - 0x400] = "c",  [U'ч' - 0x400] = "C",
    [U'ш' - 0x400] = "S", [U'щ' - 0x400] = "S", [U'ъ' - 0x400] = "",   [U'ы' - 0x400] = "i",
    [U'ь' - 0x400] = "",  [U'э' - 0x400] = "e", [U'ю' - 0x400] = "iu", [U'я' - 0x400] = "ia",
    [U'ә' - 0x400] = "a", [U'ғ' - 0x400] = "g", [U'қ' - 0x400] = "k",  [U'ң' - 0x400] = "n",
    [U'ө' - 0x400] = "o", [U'ұ' - 0x400] = "u", [U'ү' - 0x400] = "u",  [U'һ' - 0x400] = "h",
    [U'і' - 0x400] = "i", [U'ї' - 0x400] = "i", [U'є' - 0x400] = "e",  [U'ґ' - 0x400] = "g",
    [U'ў' - 0x400] = "u", [U'ҳ' - 0x400] = "h", [U'ҷ' - 0x400] = "j",
};

/* Two letters that are one sound. */
static char
joined(char before, char sound)
{
    static const char pairs[][3] = {"djj", "dzz", "dcc", "tsc", "tcc", "tCC", "czz",
                                    "Cjj", "dhd", "bhb", "ghg", "tht", "khh"};

    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (pairs[i][0] == before && pairs[i][1] == sound)
            return pairs[i][2];
    return '\0';
}

/* Read Cyrillic letters as sounds. 0 when some letter has none, or they are too many. */
static size_t
cyrillic_sounds(const char *form, size_t length, char *out, size_t size)
{
    const char *end = form + length;
    size_t count = 0;

    while (form < end) {
        uint32_t c;
        const char *sound;
        form += kzsi_utf8_decode(form, end, &c);
        sound = c >= 0x400 && c < 0x500 ? cyrillic[c - 0x400] : NULL;
        if (sound == NULL)
            return 0;
        if (count > 0 && joined(out[count - 1], *sound) != '\0') {
            out[count - 1] = joined(out[count - 1], *sound);
            continue;
        }
        for (; *sound != '\0'; sound++) {
            if (count == size)
                return 0;
            out[count++] = *sound;
        }
    }
    return count;
}

static bool
is_vowel(char sound)
{
    return sound != '\0' && strchr("aeiou", sound) != NULL;
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

/* Is this и or й, which stands before a vowel, not heard or not written by everybody? */
static bool
is_silent_i(const char *key, size_t count, size_t at)
{
    if (at == 0)
        return key[1] == 'e' && count > 3; /* Yeltsin, Eltsin; but Ян is not Ан, Йен not Эн */
    if (is_vowel(key[at - 1]))
        return key[at + 1] == 'e'; /* Tokayev, Tokaev; but Гайана is not Гана */
    return count > SHORT;
}

/* Drop sounds that are not heard. */
static size_t
silence(char *key, size_t count)
{
    size_t kept = 0, left = count;

    for (size_t i = 0; i < left; i++)
        if (key[i] != 'i' || i + 1 == left || !is_vowel(key[i + 1]) ||
            !is_silent_i(key, count, i))
            key[kept++] = key[i];
    left = kept;
    kept = 0;
    for (size_t i = 0; i < left; i++)
        if (key[i] != 'h' || kept == 0 || left <= SHORT ||
            (left == SHORT + 1 && is_vowel(key[i - 1]) && i + 1 < left &&
             is_vowel(key[i + 1]))) /* Сухуми is not Сумы */
            key[kept++] = key[i];
    return kept;
}

/* What the sound at a place is written as in a key of so many sounds. */
static char
written(const char *key, size_t count, size_t at)
{
    bool first = at == 0;
    char sound = key[at];

    switch (sound) {
    case 'S':
        return count > SHORT ? 's' : 'x';
    case 'j':
        sound = count > SHORT ? 'z' : 'j';
        break;
    case 'c':
        sound = 'z';
        break;
    case 'a':
    case 'o':
        /* but Григоров is not Григорьев */
        return count < LONG || first || (at + 1 < count && key[at + 1] == 'v') ? sound : 'e';
    default:
        break;
    }
    /* Волжск is not Вольск */
    if (sound == 'z' && key[at] == 'j' && at + 1 < count && key[at + 1] == 's')
        return 'z';
    if (sound == 'z' || sound == 'C') {
        if (count > SHORT && !first)
            return 's';
        return sound == 'C' ? 'c' : 'z';
    }
    return sound;
}

/* Make a key of sounds. */
static size_t
merge(char *key, size_t count)
{
    count = single(key, count);
    /* Хрущов, Gorbatschow: ё behind a hissing sound */
    if (count > 3 && key[count - 1] == 'v' && key[count - 2] == 'o' &&
        strchr("SCjc", key[count - 3]) != NULL)
        key[count - 2] = 'e';
    count = silence(key, count);
    count = single(key, count);
    for (size_t i = 0; i < count; i++)
        key[i] = written(key, count, i);
    return single(key, count);
}

/* A final -h behind a, which Russian leaves out as a rule: Azizah, Jeddah. */
static size_t
without_h(const char *form, size_t length)
{
    return length > SHORT && form[length - 1] == 'h' && form[length - 2] == 'a' ? length - 1
                                                                                : length;
}

static size_t
latin_key(const char *form, size_t length, size_t voice, char *out)
{
    size_t count = kzsi_latin_sounds(form, length, voice, out, KZSI_NAME_KEY_MAX);

    count = settle_ie(out, count, KZSI_NAME_KEY_MAX);
    return merge(out, nominative(out, count));
}

static size_t
cyrillic_key(const struct kzsi_reading *reading, char *out)
{
    return merge(out, cyrillic_sounds(reading->text, reading->length, out, KZSI_NAME_KEY_MAX));
}

/* Keep a key that was written behind the others, unless it is one of them or too short. */
static size_t
keep(struct kzsi_name_key *keys, size_t count, size_t length)
{
    if (length < 2)
        return count;
    keys[count].length = (uint8_t)length;
    for (size_t i = 0; i < count; i++)
        if (keys[i].length == length && memcmp(keys[i].text, keys[count].text, length) == 0)
            return count;
    return count + 1;
}

static size_t
latin_keys(const char *form, size_t length, struct kzsi_name_key keys[KZSI_NAME_KEYS])
{
    size_t voices[KZSI_NAME_KEYS - 1];
    size_t count = keep(keys, 0, latin_key(form, length, 0, keys[0].text));
    size_t voices_count = count > 0 ? kzsi_latin_voices(form, length, voices) : 0;

    if (without_h(form, length) < length) {
        count = keep(keys, count, latin_key(form, length - 1, 0, keys[count].text));
        voices_count = voices_count > 1 ? 1 : voices_count;
    }
    for (size_t i = 0; i < voices_count; i++)
        count = keep(keys, count, latin_key(form, length, voices[i], keys[count].text));
    return count;
}

size_t
kzsi_name_keys(const char *form, size_t length, unsigned scripts,
               struct kzsi_name_key keys[KZSI_NAME_KEYS])
{
    struct kzsi_reading readings[KZSI_READINGS];
    size_t count = 0;

    if (length == 0 || length > KZSI_FORM_MAX)
        return 0;
    if (scripts == KZSI_SCRIPT_LATIN)
        return latin_keys(form, length, keys);
    size_t readings_count = kzsi_read_name(form, length, scripts, readings);
    for (size_t i = 0; i < readings_count; i++)
        if (!readings[i].weak)
            count = keep(keys, count, cyrillic_key(&readings[i], keys[count].text));
    return count;
}
