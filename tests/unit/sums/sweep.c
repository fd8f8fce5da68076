/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A sweep comes to everything, a few blocks at a time. */
#include "tests/unit/sums/summed.h"

int
main(void)
{
    const char *path = make_summed("index", 400);
    struct kzsi_prover p = {.path = path}, nothing = {0};
    struct kzsi_sweep sweep = {0}, none = {0};
    unsigned steps = 0;
    kzs_error err;

    kzsi_prover_set(&p, known_of(path));
    while (!sweep.all && steps++ < 10000)
        must(kzsi_sweep_on(&sweep, &p, 4, &err), &err, "sweeping");
    ok(sweep.all && steps > 5, "it ends after %u steps", steps);
    kzsi_sweep_again(&sweep);
    ok(sweep.all, "and stays at its end after a commit of its writer");
    must(kzsi_sweep_on(&none, &nothing, 1, &err), &err, "sweeping");
    ok(none.all, "where there are no sums there is nothing to do");

    kzsi_prover_set(&p, known_of(path));
    flip(path, "position.glass", size_of(path, "position.glass") - 8192 + 4000);
    sweep.all = false;
    kzs_status st = KZS_OK;
    for (steps = 0; st == KZS_OK && !sweep.all && steps < 10000; steps++)
        st = kzsi_sweep_on(&sweep, &p, 4, &err);
    ok(st == KZS_ERR_CORRUPT && strstr(err.message, "position.glass") != NULL,
       "it comes upon damage: %s", err.message);
    kzsi_sweep_again(&sweep);
    kzsi_prover_free(&p);
    return tap_done();
}
