/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Typed in the wrong alphabet. */
#include "analysis/analysis.h"
#include "tests/unit/unit.h"

static const char *
layout(const char *text)
{
    static char out[300];
    struct kzsi_buf buf = {0};
    bool good = kzsi_other_layout(text, strlen(text), &buf);

    snprintf(out, sizeof out, "%s%.*s", good ? "" : "no:", (int)buf.length,
             buf.data != NULL ? buf.data : "");
    kzsi_buf_free(&buf);
    return out;
}

static const char *
russian(const char *text, bool second)
{
    static char out[300];
    struct kzsi_buf buf = {0};
    bool good = kzsi_to_russian(text, strlen(text), second, &buf);

    snprintf(out, sizeof out, "%.*s", good ? (int)buf.length : 2, good ? buf.data : "no");
    kzsi_buf_free(&buf);
    return out;
}

int
main(void)
{
    kzsi_chars_init();
    is_string(layout("njrftd"), "токаев", "Russian on the English layout");
    is_string(layout("Njrftd"), "токаев", "capitals do not matter");
    is_string(layout("ещлфнум"), "tokayev", "English on the Russian layout");
    is_string(layout(";bpym"), "жизнь", "keys of punctuation are letters");
    is_string(layout("`;"), "no:ёж", "but not by themselves");
    is_string(layout("жизнь"), ";bpym", "the other way round");
    is_string(layout("Ёлка"), "`krf", "ё has a key of its own");
    is_string(layout("njrаев"), "no:токftd", "both alphabets at once are no layout");
    is_string(layout("2022"), "no:2022", "digits are the same on both");
    is_string(layout(""), "no:", "nothing is nothing");
    is_string(russian("vybory", false), "выборы", "Russian in Latin letters");
    is_string(russian("Tokaev", false), "токаев", "in any case");
    is_string(russian("zhizn'", false), "жизнь", "an apostrophe is a soft sign");
    is_string(russian("shchuka", false), "щука", "several letters are one");
    is_string(russian("rossiya", false), "россия", "я after и");
    is_string(russian("economika", true), "экономика", "a second reading");
    is_string(russian("naïve", false), "no", "other letters are none of it");
    is_string(russian("", false), "no", "nor is nothing");
    return tap_done();
}
