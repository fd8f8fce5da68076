/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>

#include "base/base.h"
#include "tests/unit/unit.h"

static const struct {
    kzs_status status;
    int number;
    const char *name, *text;
} statuses[] = {
#define ROW(name, number, text) {name, number, #name, text},
    KZS_STATUS_MAP(ROW)
#undef ROW
};

/* Whether a text is well-formed UTF-8. */
static bool
is_utf8(const char *text)
{
    const char *end = text + strlen(text);

    while (text < end) {
        uint32_t c;
        size_t bytes = kzsi_utf8_decode(text, end, &c);
        if (c == KZSI_REPLACEMENT && memcmp(text, "\xEF\xBF\xBD", bytes) != 0)
            return false;
        text += bytes;
    }
    return true;
}

static void
statuses_have_names_and_texts(void)
{
    size_t count = sizeof statuses / sizeof *statuses;
    bool distinct = true;

    for (size_t i = 0; i < count; i++) {
        is_string(kzs_status_name(statuses[i].status), statuses[i].name, "name of %d",
                  statuses[i].number);
        is_string(kzs_status_text(statuses[i].status), statuses[i].text, "text of %s",
                  statuses[i].name);
        for (size_t j = 0; j < i; j++)
            distinct &= statuses[i].number != statuses[j].number &&
                        strcmp(statuses[i].text, statuses[j].text) != 0;
    }
    ok(distinct, "no two statuses share a number or a text");
    is_number(KZS_OK, 0, "success is zero");
    is_string(kzs_status_name((kzs_status)1000), "KZS_ERR_UNKNOWN", "name of an unknown number");
    is_string(kzs_status_name((kzs_status)count), "KZS_ERR_UNKNOWN", "name of the next number");
    ok(kzs_status_text((kzs_status)1000) != NULL && *kzs_status_text((kzs_status)1000) != '\0',
       "an unknown number has a text");
}

static void
failures_fill_every_member(void)
{
    kzs_error err;

    memset(&err, 0x55, sizeof err);
    is_number(kzsi_fail(&err, KZS_ERR_LOCKED, "'%s' is locked for %d ms", "archive.kz", 500),
              KZS_ERR_LOCKED, "the status is handed back");
    ok(err.status == KZS_ERR_LOCKED && err.system == 0 && err.offset == KZS_NO_OFFSET,
       "status, no errno, no offset");
    is_string(err.message, "'archive.kz' is locked for 500 ms", "the formatted message");

    memset(&err, 0x55, sizeof err);
    is_number(kzsi_fail_at(&err, KZS_ERR_SYNTAX, 17, "unexpected %s", "»"), KZS_ERR_SYNTAX,
              "a failure at a place hands the status back");
    ok(err.status == KZS_ERR_SYNTAX && err.system == 0 && err.offset == 17, "with its offset");
    is_string(err.message, "unexpected »", "and its message");

    memset(&err, 0x55, sizeof err);
    is_number(kzsi_fail_nomem(&err), KZS_ERR_NOMEM, "out of memory hands its status back");
    ok(err.status == KZS_ERR_NOMEM && err.system == 0 && err.offset == KZS_NO_OFFSET &&
           err.message[0] != '\0',
       "and fills everything");
}

static void
errno_gives_status_and_text(void)
{
    static const struct {
        int number;
        kzs_status status;
    } rows[] = {
        {EACCES, KZS_ERR_IO}, {ENOSPC, KZS_ERR_IO},   {EIO, KZS_ERR_IO},
        {EROFS, KZS_ERR_IO},  {ENOMEM, KZS_ERR_NOMEM}, {99999, KZS_ERR_IO},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        kzs_error err;
        char want[200];
        memset(&err, 0x55, sizeof err);
        snprintf(want, sizeof want, "cannot open 'archive.kz': %s", strerror(rows[i].number));
        is_number(kzsi_fail_errno(&err, rows[i].number, "cannot open '%s'", "archive.kz"),
                  rows[i].status, "errno %d gives its status", rows[i].number);
        ok(err.status == rows[i].status && err.system == rows[i].number &&
               err.offset == KZS_NO_OFFSET,
           "errno %d is kept", rows[i].number);
        is_string(err.message, want, "errno %d is spelled out", rows[i].number);
    }
}

static void
null_is_fine(void)
{
    is_number(kzsi_fail(NULL, KZS_ERR_INVALID, "%s", "x"), KZS_ERR_INVALID, "fail(NULL)");
    is_number(kzsi_fail_at(NULL, KZS_ERR_SYNTAX, 3, "%s", "x"), KZS_ERR_SYNTAX,
              "fail_at(NULL)");
    is_number(kzsi_fail_errno(NULL, EIO, "%s", "x"), KZS_ERR_IO, "fail_errno(NULL)");
    is_number(kzsi_fail_errno(NULL, ENOMEM, "%s", "x"), KZS_ERR_NOMEM,
              "fail_errno(NULL) with ENOMEM");
    is_number(kzsi_fail_nomem(NULL), KZS_ERR_NOMEM, "fail_nomem(NULL)");
}

static void
long_messages_are_cut_between_characters(void)
{
    static const char *const characters[] = {"x", "я", "€", "\U0001F1F0"};
    const size_t room = sizeof(((kzs_error *)0)->message) - 1;

    for (size_t c = 0; c < sizeof characters / sizeof *characters; c++) {
        bool whole = true, full = true;
        for (size_t before = 0; before < 8; before++) {
            char text[1400];
            kzs_error err;
            size_t bytes = strlen(characters[c]), length = 0;
            for (; length < before; length++)
                text[length] = '.';
            while (length + bytes < sizeof text) {
                memcpy(text + length, characters[c], bytes);
                length += bytes;
            }
            text[length] = '\0';
            kzsi_fail(&err, KZS_ERR_INVALID, "%s", text);
            size_t have = strlen(err.message);
            whole &= is_utf8(err.message) && memcmp(err.message, text, have) == 0;
            full &= have <= room && have + bytes > room;
            kzsi_fail_errno(&err, EACCES, "%s", text);
            whole &= is_utf8(err.message);
        }
        ok(whole, "no character of %zu bytes is split", strlen(characters[c]));
        ok(full, "and the room is used");
    }

    char text[500];
    for (size_t length = room - 2; length <= room + 2; length++) {
        kzs_error err;
        memset(text, 'x', length);
        text[length] = '\0';
        kzsi_fail(&err, KZS_ERR_INVALID, "%s", text);
        is_number(strlen(err.message), length < room ? length : room, "message of %zu bytes",
                  length);
    }
}

static void
messages_are_utf8_whatever_they_quote(void)
{
    static const char *const quoted[] = {"\xFF\xFE", "\xD0", "a\xE2\x82", "\xED\xA0\x80",
                                         "\xC0\xAF"};
    kzs_error err;

    for (size_t i = 0; i < sizeof quoted / sizeof *quoted; i++) {
        kzsi_fail(&err, KZS_ERR_INVALID, "'%s' is no path", quoted[i]);
        ok(is_utf8(err.message), "a message that quotes invalid bytes is UTF-8 (%zu)", i);
        contains(err.message, "' is no path", "and goes on behind them (%zu)", i);
    }
    kzsi_fail(&err, KZS_ERR_INVALID, "'%.5s' is no field", "поле");
    ok(is_utf8(err.message), "nor does a precision leave half a character");
}

int
main(void)
{
    statuses_have_names_and_texts();
    failures_fill_every_member();
    errno_gives_status_and_text();
    null_is_fine();
    long_messages_are_cut_between_characters();
    messages_are_utf8_whatever_they_quote();
    return tap_done();
}
