/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SHA-256: the examples of FIPS 180-4, and that it does not matter how the bytes come. */
#include "support/sha256.h"

#include <stdlib.h>
#include <string.h>

#include "tests/support/tap.h"

static const char *
hash_in_pieces(const char *bytes, size_t length, size_t piece)
{
    static char hash[SHA256_HEX];
    struct sha256 s;

    sha256_begin(&s);
    for (size_t at = 0; at < length; at += piece)
        sha256_add(&s, bytes + at, length - at < piece ? length - at : piece);
    sha256_end(&s, hash);
    return hash;
}

int
main(void)
{
    static const struct {
        const char *text, *hash;
    } examples[] = {
        {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
        {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
        {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
         "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
    };
    enum { MANY = 1000000 };
    char *many = malloc(MANY);

    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++)
        is_string(hash_in_pieces(examples[i].text, strlen(examples[i].text), MANY),
                  examples[i].hash, "of “%s”", examples[i].text);
    if (!ok(many != NULL, "a million letters"))
        return tap_done();
    memset(many, 'a', MANY);
    for (size_t piece = 1; piece < MANY; piece = piece * 7 + 56)
        is_string(hash_in_pieces(many, MANY, piece),
                  "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0",
                  "in pieces of any size");
    free(many);
    return tap_done();
}
