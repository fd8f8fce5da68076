/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/unit.h"

#include "analysis/analysis.h"

/* All readings of a Latin form: the general one, then those of the languages it may be of. */
static const char *
sounds_of(const char *form)
{
    static char text[512];
    size_t length = strlen(form), used = 0, voices[KZSI_NAME_KEYS] = {0};
    char *block = exact(form, length);
    size_t count = 1 + kzsi_latin_voices(block, length, voices + 1);

    for (size_t i = 0; i < count; i++) {
        char out[64];
        size_t sounds = kzsi_latin_sounds(block, length, voices[i], out, sizeof out);
        used += (size_t)snprintf(text + used, sizeof text - used, "%s%.*s", i > 0 ? " " : "",
                                 (int)sounds, out);
    }
    free(block);
    return text;
}

static bool
sounds_like(const char *form, const char *sound)
{
    char text[512], *save = NULL;

    snprintf(text, sizeof text, "%s", sounds_of(form));
    for (char *one = strtok_r(text, " ", &save); one != NULL; one = strtok_r(NULL, " ", &save))
        if (strcmp(one, sound) == 0)
            return true;
    return false;
}

static void
languages(void)
{
    /* C ch, S sh, j zh, c ts, I ie */
    static const char *const known[][3] = {
        {"general", "tokayev", "tokaiev"},     {"general", "zhomart", "jomart"},
        {"general", "chubais", "Cubais"},      {"general", "tschubais", "Cubais"},
        {"general", "khrushchev", "hruSev"},   {"general", "milosevic", "miloseviC"},
        {"general", "mcdonald", "makdonald"},  {"general", "sienkiewicz", "sInkieviC"},
        {"English", "wright", "rait"},         {"English", "bradley", "bredli"},
        {"English", "washburn", "ueSbern"},    {"English", "whitlock", "uitlok"},
        {"French", "rousseau", "ruso"},        {"French", "clemenceau", "klemanso"},
        {"French", "beauvoir", "bovuar"},      {"French", "poirier", "puare"},
        {"German", "schneider", "Snaider"},    {"German", "neumann", "noimann"},
        {"German", "bachmann", "bahmann"},     {"Spanish", "fernandez", "fernandes"},
        {"Spanish", "quintero", "kintero"},    {"Portuguese", "carvalhao", "karvalan"},
        {"Portuguese", "pinheiro", "pineiru"}, {"Italian", "bertolucci", "bertoluCi"},
        {"Italian", "pavarotti", "pavarotti"}, {"Slavic", "horvac", "horvac"},
        {"Slavic", "lubecky", "lubecki"},      {"Balkan", "kovac", "kovaC"},
        {"Hungarian", "szabolcs", "sabolC"},   {"Turkish", "erdogan", "erdogan"},
        {"Turkish", "jabbarov", "jabbarov"},   {"Japanese", "yoshimichi", "esimiti"},
        {"Japanese", "shinjiro", "sinziro"},   {"Chinese", "xiaoping", "siaopin"},
        {"Chinese", "zhongshan", "junSan"},    {"Dutch", "kuijpers", "keipers"},
        {"Dutch", "ruijters", "reiters"},
    };

    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (!ok(sounds_like(known[i][1], known[i][2]), "%s: %s sounds like %s", known[i][0],
                known[i][1], known[i][2]))
            printf("#     %s\n", sounds_of(known[i][1]));
}

static void
limits(void)
{
    char out[8];
    size_t voices[KZSI_NAME_KEYS - 1], wrong = 0;

    is_number(kzsi_latin_sounds("abcdefghijk", 11, 0, out, sizeof out), 0,
              "more sounds than there is room for are none");
    is_number(kzsi_latin_sounds("ab\xC3\xBE", 4, 0, out, sizeof out), 0,
              "a letter without a sound makes the word none");
    is_number(kzsi_latin_voices("a", 1, voices), 0,
              "short names have the general voice alone");
    random_begin("Latin forms");
    for (unsigned round = 0; round < 50000; round++) {
        char form[32];
        size_t length = 1 + random_below(sizeof form - 1);
        for (size_t i = 0; i < length; i++)
            form[i] = (char)('a' + random_below(26));
        char *block = exact(form, length);
        size_t count = kzsi_latin_voices(block, length, voices);
        wrong += count > KZSI_NAME_KEYS - 1;
        for (size_t i = 0; i < count && i < KZSI_NAME_KEYS - 1; i++)
            wrong += kzsi_latin_sounds(block, length, voices[i], out, sizeof out) > sizeof out;
        free(block);
    }
    is_number(wrong, 0, "random letters are read within their bounds");
}

int
main(void)
{
    languages();
    limits();
    return tap_done();
}
