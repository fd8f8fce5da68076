/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SHA-256, to know contents again. */
#ifndef SHA256_H
#define SHA256_H

#include <stddef.h>
#include <stdint.h>

struct sha256 {
    uint32_t state[8];
    uint64_t length;
    unsigned char block[64];
};

enum { SHA256_HEX = 65 };

void sha256_begin(struct sha256 *s);
void sha256_add(struct sha256 *s, const void *bytes, size_t length);

/* The hash in hexadecimal digits, with a NUL. */
void sha256_end(struct sha256 *s, char out[SHA256_HEX]);

#endif
