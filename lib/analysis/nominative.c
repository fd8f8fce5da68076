/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Names in the nominative: Токаева, Токаевым, Токаеву -> токаев.
 *
 * A stemmer takes -ов, -ев, -ин, -ан for endings too and so splits the forms of a name in two
 * (тока, токаев). Here only what declension adds to a name is taken off. Where a form can be
 * read in two ways, it has two readings: Неру is itself or the dative of Нер, Газпром is
 * itself or the instrumental of Газпр. A final -а is always an ending: Обама, Обамы -> обам,
 * and adjectives end in -и: Навальный, Навального -> навальни.
 *
 * Kazakh names get the Kazakh endings taken off: Тоқаевтың, Тоқаевқа -> тоқаев.
 */
#include <string.h>

#include "analysis/analysis.h"

/* A form being cut; every letter of it takes two bytes. */
struct cut {
    const char *text;
    size_t length;
};

static bool
ends(struct cut cut, const char *ending)
{
    size_t length = strlen(ending);

    return cut.length >= length && memcmp(cut.text + cut.length - length, ending, length) == 0;
}

/* Is the last letter one of these? */
static bool
last_in(struct cut cut, const char *letters)
{
    for (; *letters != '\0'; letters += 2)
        if (cut.length >= 2 && memcmp(cut.text + cut.length - 2, letters, 2) == 0)
            return true;
    return false;
}

static bool
any(struct cut cut, const char *const *endings)
{
    for (; *endings != NULL; endings++)
        if (ends(cut, *endings))
            return true;
    return false;
}

static struct cut
without(struct cut cut, size_t letters)
{
    cut.length -= 2 * letters;
    return cut;
}

static size_t
letters(struct cut cut)
{
    return cut.length / 2;
}

/* Bytes of the shortest reading: two Cyrillic letters. */
#define SHORTEST 4

#define VOWELS  "аеиоуыэюя"
#define HISSING "жчшщц"

/* Names whose nominative looks like a case form and nothing else. */
static const char *const whole[] = {
    "амстердам", "роттердам", "потсдам", "вьетнам", "суринам", "карабах",
    "иерусалим", "вифлеем",   "герой",   "толстой", NULL,
};

static bool
is_whole(struct cut cut)
{
    for (size_t i = 0; whole[i] != NULL; i++)
        if (cut.length == strlen(whole[i]) && memcmp(cut.text, whole[i], cut.length) == 0)
            return true;
    return false;
}

/* Readings of a form as they are found: at most KZSI_READINGS, no two alike. */
struct readings {
    struct kzsi_reading *items;
    size_t count;
};

static void
add(struct readings *readings, struct cut cut, const char *tail)
{
    struct kzsi_reading *reading = &readings->items[readings->count];
    size_t tail_length = strlen(tail);

    if (readings->count == KZSI_READINGS || cut.length + tail_length < SHORTEST)
        return;
    memcpy(reading->text, cut.text, cut.length);
    memcpy(reading->text + cut.length, tail, tail_length);
    reading->length = cut.length + tail_length;
    reading->weak = false;
    for (size_t i = 0; i < readings->count; i++)
        if (readings->items[i].length == reading->length &&
            memcmp(readings->items[i].text, reading->text, reading->length) == 0)
            return;
    readings->count++;
}

/* Latin forms, of one letter and more. */
static void
whole_form(struct cut cut, struct readings *readings)
{
    memcpy(readings->items[0].text, cut.text, cut.length);
    readings->items[0].length = cut.length;
    readings->items[0].weak = false;
    readings->count = 1;
}

/* The base of a noun before a soft ending: Кита|я -> китай, Натал|ья -> натали, Гогол|я. */
static void
add_soft(struct readings *readings, struct cut base)
{
    if (last_in(base, "аоуе"))
        add(readings, base, "й");
    else if (ends(base, "ь"))
        add(readings, without(base, 1), "и");
    else
        add(readings, base, "");
}

static bool
is_possessive_surname(struct cut base)
{
    return ends(base, "ов") || ends(base, "ев") || ends(base, "ин") || ends(base, "ын");
}

/* Could an adjective's ending follow? ...ск-, ...цк-, and ...н- behind a consonant. */
static bool
is_adjective_base(struct cut base)
{
    return letters(base) >= 3 && (ends(base, "ск") || ends(base, "цк") ||
                                  (ends(base, "н") && !last_in(without(base, 1), VOWELS)));
}

/*
 * The readings of a name that declines like an adjective, in the nominative without its й:
 * Навального -> навальни, Тихановской -> тихановски. False when it is none for sure.
 */
static bool
read_adjective(struct cut form, struct readings *readings)
{
    static const char *const long_ones[] = {"ого", "ому", "ыми", NULL};
    static const char *const short_ones[] = {"ый", "ых", "ые", "ым", NULL};
    struct cut base = without(form, 2);

    if (letters(form) >= 6 && (any(form, long_ones) || ends(form, "ими"))) {
        base = without(form, 3);
        add(readings, base, ends(form, "ыми") && is_possessive_surname(base) ? "" : "и");
        return true;
    }
    if (letters(form) < 5)
        return false;
    if (letters(form) >= 6 && ends(form, "овов")) { /* Яковов: many of the name Яков */
        add(readings, base, "");
        return true;
    }
    if (any(form, short_ones)) {
        if (is_possessive_surname(base)) {
            add(readings, base, "");
            return true;
        }
        if (ends(form, "ым") && !last_in(base, "внтл"))
            return false; /* Касым */
        add(readings, base, "и");
        return true;
    }
    if (!is_adjective_base(base))
        return false;
    if (ends(form, "ая") || ends(form, "ий") || ends(form, "ую") || ends(form, "им") ||
        ends(form, "ие") || ends(form, "их") || ends(form, "ое")) {
        add(readings, base, "и");
        return true;
    }
    if (ends(form, "ом") || ends(form, "ой")) { /* Зеленском, but Минском */
        add(readings, base, "и");
        add(readings, base, "");
        return true;
    }
    return false;
}

/* The endings of Ивановам and Ивановах, which other names may have of their own: Суринам. */
static bool
is_plural_case(struct cut form)
{
    return ends(form, "ам") || ends(form, "ах") || ends(form, "ям") || ends(form, "ях");
}

static void
read_noun(struct cut form, struct readings *readings)
{
    size_t count = letters(form);
    struct cut base = without(form, 1), before = without(form, 2);

    if (count >= 6 && (ends(form, "ами") || ends(form, "ями"))) {
        add_soft(readings, without(form, 3));
        add(readings, form, "");
    } else if (count >= 6 && is_plural_case(form) &&
               (count >= 8 || is_possessive_surname(before))) {
        add_soft(readings, before);
        add(readings, form, "");
    } else if (count >= 4 && ends(form, "ью")) { /* Рязанью, but Наталью */
        add(readings, without(form, 2), "");
        add(readings, without(form, 2), "и");
    } else if (count >= 4 && (ends(form, "ою") || ends(form, "ею"))) {
        add_soft(readings, before);
        add_soft(readings, base);
    } else if (count >= 5 && (ends(form, "ом") || ends(form, "ой"))) {
        add(readings, before, "");
        add(readings, form, ""); /* Газпром, Ханой */
    } else if (count >= 4 && ends(form, "ем")) {
        add_soft(readings, before);
        if (!last_in(before, VOWELS HISSING))
            add(readings, form, ""); /* Артем */
    } else if (count >= 4 && ends(form, "ей")) {
        if (last_in(before, "ие" HISSING)) {
            add_soft(readings, before);
        } else {
            add(readings, form, "");    /* Андрей */
            add_soft(readings, before); /* Катей */
        }
    } else if (ends(form, "ий")) {
        add(readings, base, "");
    } else if (last_in(form, "яюеи")) {
        add_soft(readings, base);
        if (!last_in(base, "и") && !ends(form, "я"))
            add(readings, form, ""); /* Нагорное, Тбилиси */
    } else if (last_in(form, "аы")) {
        add(readings, base, "");
    } else if (ends(form, "у")) {
        add(readings, base, "");
        add(readings, form, ""); /* Неру */
    } else if (ends(form, "ово") || ends(form, "ино") || ends(form, "но")) {
        add(readings, base, "");
        add(readings, form, ""); /* Иваново */
    } else if (ends(form, "ь")) {
        add(readings, base, "");
    } else {
        add(readings, form, "");
        if (count >= 5 && ends(form, "ец")) /* Донец, Донца */
            add(readings, before, "ц");
    }
}

/* Яков, read from Якову, is sure enough. */
static bool
is_weak(const struct kzsi_reading *reading, struct cut form)
{
    struct cut cut = {reading->text, reading->length};

    return cut.length < 10 && cut.length != form.length && !is_possessive_surname(cut);
}

static void
read_russian(struct cut form, struct readings *readings)
{
    if (letters(form) <= 3 && !(letters(form) == 3 && last_in(form, "ауыяюеи") &&
                                !last_in(without(form, 1), VOWELS)))
        add(readings, form, "");
    else if (is_whole(form))
        add(readings, form, "");
    else if (!read_adjective(form, readings))
        read_noun(form, readings);
    if (readings->count == 1 && ends(form, "ы") && readings->items[0].length <= 6)
        readings->items[0].weak = true; /* Муры: more often walls than Mura's */
    if (readings->count == 2)
        for (size_t i = 0; i < 2; i++)
            readings->items[i].weak = is_weak(&readings->items[i], form);
}

static void
read_kazakh(struct cut form, struct readings *readings)
{
    static const char *const endings[] = {
        "ның", "нің", "тың", "тің", "дың", "дің", "мен", "бен", "пен", "дан",
        "ден", "тан", "тен", "нан", "нен", "қа",  "ке",  "ға",  "ге",  "ты",
        "ті",  "ды",  "ді",  "ны",  "ні",  "да",  "де",  "та",  "те",  NULL,
    };

    for (size_t i = 0; endings[i] != NULL; i++) {
        struct cut base = without(form, strlen(endings[i]) / 2);
        /* What is left must be a name yet. */
        if (form.length >= strlen(endings[i]) + 8 && ends(form, endings[i])) {
            add(readings, base, "");
            break;
        }
    }
    add(readings, form, "");
}

size_t
kzsi_read_name(const char *form, size_t length, unsigned scripts,
               struct kzsi_reading out[KZSI_READINGS])
{
    struct readings readings = {out, 0};
    struct cut cut = {form, length};

    if (length > KZSI_FORM_MAX)
        return 0;
    if (scripts == KZSI_SCRIPT_RUSSIAN) {
        read_russian(cut, &readings);
    } else if ((scripts & KZSI_SCRIPT_OTHER) && !(scripts & KZSI_SCRIPT_LATIN)) {
        /* Тоқаев: Russian letters and another */
        read_kazakh(cut, &readings);
    } else {
        whole_form(cut, &readings);
    }
    return readings.count;
}
