/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Damage is found and explained, and never ends the process that asks. */
#include "tests/unit/upkeep/upkept.h"

static char parts[400];

static int
note_part(void *user, const kzs_finding *finding)
{
    size_t n = strlen(parts);

    (void)user;
    if (finding->size != sizeof *finding || *finding->what == '\0' || *finding->lost == '\0' ||
        *finding->advice == '\0')
        return 1;
    snprintf(parts + n, sizeof parts - n, " %s", finding->part);
    return 0;
}

static int
no_more(void *user, const kzs_finding *finding)
{
    (void)user;
    (void)finding;
    return 1;
}

/* One table after the other, each in an index of its own. */
static void
tables(void)
{
    static const char *const names[] = {"postlist", "docdata", "termlist", "position"};

    for (size_t i = 0; i < 4; i++) {
        char path[400], file[40];
        kzs_status st;
        kzs_error err;
        snprintf(path, sizeof path, "%s", many(names[i], 300));
        snprintf(file, sizeof file, "%s.glass", names[i]);
        for (off_t block = 0; block < 4; block++)
            damage(path, file, block * 8192 + 100, 4000);
        parts[0] = '\0';
        st = kzs_check(path, note_part, NULL, NULL, &err);
        ok(st == KZS_ERR_CORRUPT && strstr(parts, names[i]) != NULL,
           "damage to %s is found there", names[i]);
        printf("# %s:%s\n", err.message, parts);
    }
}

int
main(void)
{
    char path[400];
    struct stopper stopper = {0, 2};
    kzs_error err;

    snprintf(path, sizeof path, "%s", many("whole", 300));
    ok(kzs_check(path, note_part, stop_at, &(struct stopper){0, 0}, &err) == KZS_OK &&
           parts[0] == '\0',
       "a whole index is whole");
    ok(kzs_check(path, NULL, stop_at, &stopper, &err) == KZS_ERR_CANCELLED,
       "the caller can stop it: %s", err.message);
    ok(kzs_check(in_folder("none"), NULL, NULL, NULL, &err) == KZS_ERR_NOT_FOUND,
       "no index is no damage");
    tables();
    damage(path, "iamglass", 20, 60);
    parts[0] = '\0';
    ok(kzs_check(path, note_part, NULL, NULL, &err) == KZS_ERR_CORRUPT &&
           strcmp(parts, " iamglass") == 0,
       "a damaged version file is named:%s", parts);
    ok(kzs_check(path, no_more, NULL, NULL, &err) == KZS_ERR_CANCELLED,
       "who has seen enough can stop");
    return tap_done();
}
