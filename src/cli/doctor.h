/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * doctor — what a look at a data folder found: a list of checks, each with what is so and
 * what to do.
 *
 * What can be measured is judged here; doctor_folder and doctor_record_db measure.
 */
#ifndef CLI_DOCTOR_H
#define CLI_DOCTOR_H

#include "base/zone.h"
#include "store/db.h"
#include "store/disk.h"
#include "store/lock.h"

enum health { HEALTH_OK, HEALTH_WARNING, HEALTH_WRONG, HEALTH_COUNT };

struct check {
    const char *code;
    enum health health;
    str text; /* one sentence */
    str todo; /* empty where nothing is to be done */
};

enum { DOCTOR_CHECKS = 32 };

struct doctor {
    struct arena *arena;
    str dir;
    usec_t now;
    struct check checks[DOCTOR_CHECKS];
    size_t len;
};

void doctor_add(struct doctor *d, struct check check);
/* The worst of all. */
enum health doctor_health(const struct doctor *d);
/* "ok", "warning", "wrong" */
str health_name(enum health h);

/* ---- what is judged, without looking ---- */

struct check doctor_judge_space(struct arena *a, const struct disk_space *space,
                                uint64_t database_bytes);
struct check doctor_judge_system(struct arena *a, const struct disk_system *on);
struct check doctor_judge_sync(struct arena *a, const struct disk_sync *sync);
struct check doctor_judge_library(struct arena *a, const struct db_library *library);
struct check doctor_judge_log(struct arena *a, uint64_t log_bytes);
/* differs: the day from which on this machine's own data says otherwise; NULL: it does not. */
struct check doctor_judge_zone(struct arena *a, str zone, str version, const int32_t *differs);
/* newest: when the last thing was written into the record; 0: nothing was. */
struct check doctor_judge_clock(struct arena *a, usec_t now, usec_t newest);
struct check doctor_judge_owner(struct arena *a, const struct lock_holder *holder, bool answers);

/* Permissions: those of the folder, and of a file in it. */
struct check doctor_judge_folder(struct arena *a, str dir, unsigned mode);
struct check doctor_judge_file(struct arena *a, const char *code, str path, unsigned folder_mode,
                               unsigned mode);

/* ---- what looks ---- */

/* Whether this machine's zone data (tzdata) and ICU's tell another time in that zone, some
 * day in the next two years; where tzdata does not know the zone, they do not.  For a
 * process with one thread: it changes TZ for a while. */
bool doctor_zone_differs(struct zone *z, usec_t now, int32_t *day);

/* The folder and what lies under it. */
void doctor_look_at_folder(struct doctor *d);
/* The record in it. */
void doctor_look_at_record(struct doctor *d);

#endif
