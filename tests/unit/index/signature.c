/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Signatures: edited copies are alike, other texts are not. */
#include "index/index.h"
#include "tests/unit/unit.h"

#define WORDS 400

/* A text of random words; they come as often as words do: a few very often. */
static void
new_text(uint32_t words[WORDS])
{
    for (size_t i = 0; i < WORDS; i++)
        words[i] = (uint32_t)(random_below(3) == 0 ? random_below(30) : random_below(5000));
}

static bool
sign(const uint32_t *words, size_t count, char out[KZSI_SIGNATURE])
{
    struct kzsi_signature signature;

    kzsi_signature_begin(&signature);
    for (size_t i = 0; i < count; i++) {
        char form[16];
        int length = snprintf(form, sizeof form, "w%u", words[i]);
        kzsi_signature_add(&signature, form, (size_t)length);
    }
    return kzsi_signature_end(&signature, out);
}

static bool
shares_band(const char *a, const char *b)
{
    bool shares = false;

    for (size_t band = 0; band < KZSI_SIGNATURE_BANDS; band++) {
        struct kzsi_buf x = {0}, y = {0};
        kzsi_signature_band(a, band, &x);
        kzsi_signature_band(b, band, &y);
        shares |= x.length == y.length && memcmp(x.data, y.data, x.length) == 0;
        kzsi_buf_free(&x);
        kzsi_buf_free(&y);
    }
    return shares;
}

static void
copies(void)
{
    enum { TEXTS = 300 };
    static uint32_t words[WORDS], other[WORDS];
    char a[KZSI_SIGNATURE], b[KZSI_SIGNATURE];
    unsigned changed = 0, cut = 0, strangers = 0;

    random_begin("edited copies");
    for (size_t n = 0; n < TEXTS; n++) {
        new_text(words);
        new_text(other);
        sign(words, WORDS, a);
        sign(other, WORDS, b);
        strangers += kzsi_signature_alike(a, b);
        sign(words, WORDS * 2 / 3, b);
        cut += kzsi_signature_alike(a, b) && shares_band(a, b);
        for (size_t i = 0; i < WORDS; i++)
            other[i] = random_below(10) == 0 ? (uint32_t)random_below(5000) : words[i];
        sign(other, WORDS, b);
        changed += kzsi_signature_alike(a, b) && shares_band(a, b);
    }
    ok(changed >= TEXTS * 9 / 10, "%u of %d copies with every tenth word changed are alike",
       changed, TEXTS);
    ok(cut >= TEXTS * 8 / 10, "%u of %d copies without their last third are alike", cut, TEXTS);
    is_number(strangers, 0, "no other text is");
}

static void
short_texts(void)
{
    uint32_t words[WORDS] = {0};
    char a[KZSI_SIGNATURE], b[KZSI_SIGNATURE];

    for (uint32_t i = 0; i < WORDS; i++)
        words[i] = i;
    ok(!sign(words, KZSI_SIGNATURE_WORDS - 1, a), "a short text has no signature");
    ok(sign(words, KZSI_SIGNATURE_WORDS, a), "one that is just long enough has");
    ok(sign(words, KZSI_SIGNATURE_WORDS, b) && memcmp(a, b, sizeof a) == 0, "always the same");
    ok(sign(words, KZSI_SIGNATURE_WORDS + 1, b) && kzsi_signature_alike(a, b),
       "a word more makes no other text of it");
    ok(sign(words + 100, KZSI_SIGNATURE_WORDS, b) && !kzsi_signature_alike(a, b),
       "other words do");
    memset(words, 0, sizeof words);
    ok(sign(words, WORDS, a) && kzsi_signature_alike(a, a), "one word over and over has one");
}

static void
bands(void)
{
    char signature[KZSI_SIGNATURE] = {0};
    struct kzsi_buf term = {0};

    signature[1] = '\x12';
    signature[1 + KZSI_SIGNATURE / 2] = '\xEF';
    kzsi_signature_band(signature, 1, &term);
    kzsi_buf_byte(&term, '\0');
    is_string(term.data, "Bb12ef", "a band is two bytes of the signature");
    kzsi_buf_free(&term);
}

int
main(void)
{
    copies();
    short_texts();
    bands();
    return tap_done();
}
