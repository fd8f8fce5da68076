/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is needed is proved: damage is found through what it is in, and not through the rest. */
#include "tests/unit/sums/summed.h"

/* How many of the blocks of a table a proof makes seen. */
static unsigned
seen_in(const struct kzsi_known *known, int table)
{
    unsigned seen = 0;

    for (size_t b = 0; b < known->seen_count[table]; b++)
        seen += known->seen[table][b];
    return seen;
}

static struct kzsi_prover
new_prover(const char *path)
{
    struct kzsi_prover prover = {.path = path};

    kzsi_prover_set(&prover, known_of(path));
    return prover;
}

static void
test_little(const char *path)
{
    struct kzsi_prover p = new_prover(path);
    unsigned roots = seen_in(p.known, KZSI_POSTLIST), one;
    kzs_error err;

    must(kzsi_prove_term(&p, "word77", 6, &err), &err, "a term");
    one = seen_in(p.known, KZSI_POSTLIST) - roots;
    ok(one >= 1 && one <= 8, "a term takes few blocks (%u)", one);
    must(kzsi_prove_term(&p, "word77", 6, &err), &err, "a term");
    is_number(seen_in(p.known, KZSI_POSTLIST) - roots, one, "and no more the second time");
    must(kzsi_prove_prefix(&p, "", 0, &err), &err, "all");
    ok(seen_in(p.known, KZSI_POSTLIST) > 3 * one, "all terms take all blocks");
    is_number(seen_in(p.known, KZSI_DOCDATA), 1, "but none of the records");
    must(kzsi_prove_record(&p, 17, &err), &err, "a record");
    must(kzsi_prove_term_list(&p, 17, &err), &err, "a term list");
    must(kzsi_prove_positions(&p, "word77", 6, 0, &err), &err, "positions");
    must(kzsi_prove_lengths(&p, &err), &err, "lengths");
    must(kzsi_prove_slots(&p, &err), &err, "slots");
    must(kzsi_prove_slot(&p, 300, &err), &err, "a slot");
    must(kzsi_prove_metadata(&p, "kzs.schema", &err), &err, "metadata");
    must(kzsi_prove_free_blocks(&p, &err), &err, "free blocks");
    must(kzsi_prove_term(&p, "", 0, &err), &err, "every document");
    kzsi_prover_free(&p);
}

/* Every block of the records is damaged but the root: each record is refused, terms are not. */
static void
test_damage(const char *path)
{
    struct kzsi_prover p = new_prover(path);
    uint32_t root = p.known->version.tables[KZSI_DOCDATA].root, blocks;
    unsigned refused = 0;
    kzs_error err;

    blocks = p.known->version.tables[KZSI_DOCDATA].blocks;
    for (uint32_t b = 0; b < blocks; b++)
        if (b != root)
            flip(path, "docdata.glass", (off_t)b * 8192 + 5000);
    for (uint32_t d = 1; d <= 400; d++)
        refused += kzsi_prove_record(&p, d, &err) == KZS_ERR_CORRUPT;
    is_number(refused, 400, "each record of damaged blocks is refused");
    ok(strstr(err.message, "docdata.glass") != NULL && strstr(err.message, path) != NULL &&
           strstr(err.message, "rebuild") != NULL,
       "with the index, the file and what to do: %s", err.message);
    is_number(kzsi_prove_term(&p, "word1", 5, &err), KZS_OK, "terms are not affected");
    p.believe = true;
    is_number(kzsi_prove_record(&p, 1, &err), KZS_OK, "who believes is told nothing");
    kzsi_prover_free(&p);
}

int
main(void)
{
    const char *path = make_summed("index", 400);

    test_little(path);
    test_damage(path);
    return tap_done();
}
