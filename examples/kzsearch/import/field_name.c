/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names of fields: which a file may bring, and which of the schema others stand for. */
#include <string.h>

#include "import/importers.h"
#include "support/utf8.h"

bool
import_field_name(struct span name, char out[FIELD_NAME_SIZE])
{
    if (name.length == 0 || name.length >= FIELD_NAME_SIZE)
        return false;
    for (size_t i = 0; i < name.length; i++) {
        char c = name.text[i];

        if (c >= 'A' && c <= 'Z')
            c = (char)(c + 32);
        if (!(c >= 'a' && c <= 'z') && (i == 0 || !((c >= '0' && c <= '9') || c == '_')))
            return false;
        out[i] = c;
    }
    out[name.length] = '\0';
    return true;
}

static const char *const aliases[][2] = {
    {"authors", "author"},    {"by", "author"},        {"byline", "author"},
    {"language", "lang"},     {"locale", "lang"},      {"keywords", "tags"},
    {"tag", "tags"},          {"categories", "tags"},  {"link", "url"},
    {"permalink", "url"},     {"canonical", "url"},    {"published", "date"},
    {"pubdate", "date"},      {"publish_date", "date"}, {"published_at", "date"},
    {"location", "place"},    {"headline", "title"},   {"publication", "source"},
    {"автор", "author"},      {"авторы", "author"},    {"заголовок", "title"},
    {"название", "title"},    {"дата", "date"},        {"текст", "body"},
    {"источник", "source"},   {"ссылка", "url"},       {"язык", "lang"},
    {"теги", "tags"},         {"рубрика", "kicker"},   {"место", "place"},
};

/* The same letters, in either case. */
static bool
alike(struct span name, const char *lower)
{
    size_t at = 0, other = 0, length = strlen(lower);
    uint32_t a, b;

    while (at < name.length && other < length) {
        utf8_next(name.text, name.length, &at, &a);
        utf8_next(lower, length, &other, &b);
        if (utf8_lower(a) != b)
            return false;
    }
    return at == name.length && other == length;
}

bool
import_known_name(struct span name, char out[FIELD_NAME_SIZE])
{
    for (size_t i = 0; i < sizeof aliases / sizeof aliases[0]; i++)
        if (alike(name, aliases[i][0])) {
            strcpy(out, aliases[i][1]);
            return true;
        }
    return import_field_name(name, out);
}
