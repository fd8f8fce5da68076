/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "keeper.h"

#include <stdio.h>

#include "support/interrupt.h"
#include "support/json_out.h"

void
keeper_start(struct keeper *keeper, bool quiet, bool json)
{
    *keeper = (struct keeper){.quiet = quiet, .json = json};
    interrupt_catch();
    progress_start(&keeper->progress, !quiet);
}

int
keeper_progress(void *user, const kzs_progress *now)
{
    struct keeper *keeper = user;

    progress_of(&keeper->progress, now);
    return interrupt_seen() ? 1 : 0;
}

enum outcome
keeper_end(struct keeper *keeper, kzs_status st, const kzs_error *err, const char *done)
{
    progress_clear(&keeper->progress);
    if (keeper->json)
        json_line(json_pack("{ss sf}", "status", kzs_status_name(st), "seconds",
                            clock_seconds() - keeper->progress.start));
    if (interrupt_seen()) {
        complain("interrupted: the index is as it was");
        return OUTCOME_INTERRUPTED;
    }
    if (st == KZS_ERR_LOCKED)
        return options_lock_failed(err);
    if (st != KZS_OK)
        return fail("%s", err->message);
    if (!keeper->quiet && !keeper->json)
        puts(done);
    return OUTCOME_FOUND;
}

uint64_t
keeper_bytes(const char *path)
{
    kzs_info info = {.size = sizeof info};
    kzs_index *index = NULL;

    if (kzs_index_open(path, KZS_READ, NULL, &index, NULL) != KZS_OK ||
        kzs_index_info(index, &info, NULL) != KZS_OK)
        info.bytes = 0;
    kzs_index_close(index, NULL);
    return info.bytes;
}
