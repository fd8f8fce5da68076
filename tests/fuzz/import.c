/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the command makes of files: the first byte chooses the format, the rest is the file. Each
 * document that comes out has an id and values that are valid UTF-8.
 */
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "import/import.h"
#include "support/utf8.h"
#include "tests/fuzz/fuzz.h"

static bool
take_document(void *user, const struct import_place *place, const char *id, size_t id_length,
              kzs_doc *doc)
{
    const char *field, *value;
    size_t length;

    (void)user;
    (void)place;
    FUZZ_CHECK(id != NULL && id_length > 0 && utf8_valid(id, id_length));
    for (size_t i = 0; i < kzs_doc_count(doc); i++) {
        value = kzs_doc_value(doc, i, &field, &length);
        FUZZ_CHECK(value != NULL && *field != '\0' && utf8_valid(value, length));
    }
    return true;
}

static void
take_problem(void *user, const struct import_place *place, const char *reason)
{
    (void)user;
    (void)place;
    FUZZ_CHECK(*reason != '\0');
}

static void
take_empty(void *user, const struct import_place *place, const char *reason)
{
    (void)user;
    (void)place;
    FUZZ_CHECK(*reason != '\0');
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const enum import_format formats[] = {IMPORT_TEXT, IMPORT_MARKDOWN, IMPORT_HTML,
                                                 IMPORT_JSONL, IMPORT_CSV, IMPORT_TSV};
    static const struct columns columns;
    static const struct filters filters;
    static const struct import_options options = {.columns = &columns, .filters = &filters};
    static const struct import_sink sink = {
        .document = take_document, .problem = take_problem, .empty = take_empty};
    char path[64];
    int file;

    if (size == 0)
        return 0;
    file = memfd_create("import", MFD_CLOEXEC);
    FUZZ_CHECK(file >= 0 && write(file, data + 1, size - 1) == (ssize_t)(size - 1));
    snprintf(path, sizeof path, "/proc/self/fd/%d", file);
    FUZZ_CHECK(import_file(path, false, formats[data[0] % 6], &options, &sink));
    close(file);
    return 0;
}
