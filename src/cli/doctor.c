/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/doctor.h"

#include <assert.h>

#include "base/date.h"
#include "base/limits.h"
#include "cli/backup_text.h"

enum {
    FREE_FILES_LEAST = 1000,
    OTHERS = 077,       /* permissions of anybody but the owner */
    OTHERS_ENTER = 011, /* … to reach what lies in a folder */
    YEAR_LEAST = 2024,  /* no clock of this program's time shows an earlier one */
    YEAR_MOST = 2100,
    LIBRARY_LEAST = 3037000, /* knows STRICT tables */
    LIBRARY_MENDED = 3051003
};

#define FREE_LEAST (64 * MIB)                      /* less: writing is about to fail */
#define FREE_WANTED (LIMIT_LOG_BYTES + FREE_LEAST) /* for the log, when readers hold it */
#define SYNC_LEAST_US 10.0                         /* no disk is that fast */
#define CLOCK_SLACK USEC_MINUTE

void doctor_add(struct doctor *d, struct check check)
{
    assert(d->len < DOCTOR_CHECKS);
    d->checks[d->len++] = check;
}

enum health doctor_health(const struct doctor *d)
{
    enum health worst = HEALTH_OK;
    for (size_t i = 0; i < d->len; i++)
        worst = d->checks[i].health > worst ? d->checks[i].health : worst;
    return worst;
}

str health_name(enum health h)
{
    static const str names[HEALTH_COUNT] = {[HEALTH_OK] = S_INIT("ok"),
                                            [HEALTH_WARNING] = S_INIT("warning"),
                                            [HEALTH_WRONG] = S_INIT("wrong")};
    return names[h];
}

/* ---- the disk ---- */

struct check doctor_judge_space(struct arena *a, const struct disk_space *space,
                                uint64_t database_bytes)
{
    struct check c = {.code = "space"};
    str free = backup_text_bytes(a, space->free_bytes);
    uint64_t wanted = FREE_WANTED + database_bytes / 4;
    if (space->counts_files && space->free_files < FREE_FILES_LEAST) {
        c.health = space->free_files < 10 ? HEALTH_WRONG : HEALTH_WARNING;
        c.text = str_format(a, "There is room for %llu more files only.",
                            (unsigned long long)space->free_files);
    } else if (space->free_bytes < FREE_LEAST) {
        c.health = HEALTH_WRONG;
        c.text = str_format(a, "Only %.*s are free; writing is about to fail.", STR(free));
    } else if (space->free_bytes < wanted) {
        c.health = HEALTH_WARNING;
        c.text = str_format(a, "%.*s are free, beside a record of %.*s; less than %.*s is little.",
                            STR(free), STR(backup_text_bytes(a, database_bytes)),
                            STR(backup_text_bytes(a, wanted)));
    } else {
        c.text = str_format(a, "%.*s are free, beside a record of %.*s.", STR(free),
                            STR(backup_text_bytes(a, database_bytes)));
    }
    if (c.health != HEALTH_OK)
        c.todo = S("Make room on this file system, or move the folder to a larger one.");
    return c;
}

struct check doctor_judge_system(struct arena *a, const struct disk_system *on)
{
    static const struct {
        str text, todo;
    } known[DISK_COUNT] = {
        [DISK_NETWORK] = {S_INIT("lies on another machine; its locks and its shared memory may not "
                                 "hold what SQLite's log needs"),
                          S_INIT("Move the folder to a disk of this machine.")},
        [DISK_MEMORY] = {S_INIT("is gone when the machine is switched off"),
                         S_INIT("Move the folder to a disk.")},
        [DISK_LAYER] = {S_INIT("is gone with its container"),
                        S_INIT("Move the folder to a volume of the container.")},
        [DISK_USERS] = {S_INIT("is served by a program that may not keep what it was given"),
                        S_INIT("Move the folder to a disk of this machine, unless you know that "
                               "this program waits for the disk.")},
        [DISK_FAT] = {S_INIT("knows no permissions: everybody here can read the record"),
                      S_INIT("Move the folder to another file system, such as ext4.")},
    };
    if (on->kind == DISK_USUAL)
        return (struct check){.code = "file_system",
                              .text = str_format(a, "The file system is %.*s.", STR(on->name))};
    return (struct check){.code = "file_system",
                          .health = HEALTH_WARNING,
                          .text = str_format(a, "The file system, %.*s, %.*s.", STR(on->name),
                                             STR(known[on->kind].text)),
                          .todo = known[on->kind].todo};
}

struct check doctor_judge_sync(struct arena *a, const struct disk_sync *sync)
{
    struct check c = {.code = "sync"};
    if (sync->failed) {
        c.health = HEALTH_WRONG;
        c.text = str_format(a, "%s failed: %s.",
                            sync->sync_failed ? "Waiting until bytes are on the disk"
                                              : "Writing a file into the folder",
                            strerror(sync->failed));
        c.todo = sync->sync_failed ? S("Make a backup elsewhere now, and replace the disk.")
                                   : S("See to it that who runs Attune may write there, and that "
                                       "there is room.");
    } else if (sync->sync_us < SYNC_LEAST_US) {
        c.health = HEALTH_WARNING;
        c.text = str_format(a,
                            "Waiting until 4 KiB are on the disk takes %.1f µs, which no disk can "
                            "do: what was acknowledged may be lost with the power.",
                            sync->sync_us);
        c.todo = S("Use a disk that does not say so before it is so (a virtual one must be told).");
    } else {
        c.text = str_format(a,
                            "Waiting until 4 KiB are on the disk takes %.0f µs, writing them "
                            "alone %.1f µs.",
                            sync->sync_us, sync->write_us);
    }
    return c;
}

/* ---- permissions ---- */

struct check doctor_judge_folder(struct arena *a, str dir, unsigned mode)
{
    if (!(mode & OTHERS))
        return (struct check){.code = "folder", .text = S("Only its owner can enter the folder.")};
    return (struct check){
        .code = "folder",
        .health = HEALTH_WARNING,
        .text = str_format(a, "Others can enter or read the folder (mode %04o).", mode & 07777),
        .todo = str_format(a, "chmod 700 %.*s", STR(dir))};
}

struct check doctor_judge_file(struct arena *a, const char *code, str path, unsigned folder_mode,
                               unsigned mode)
{
    bool is_open = (mode & OTHERS) && (folder_mode & OTHERS_ENTER);
    bool is_key = str_equal(str_of_chars(code), S("key"));
    if (!is_open && !(is_key && (mode & OTHERS)))
        return (struct check){.code = code,
                              .text = is_key ? S("Only its owner can read the key.")
                                             : S("Only its owner can read the record.")};
    return (struct check){.code = code,
                          .health = is_open ? HEALTH_WRONG : HEALTH_WARNING,
                          .text = str_format(a, "Others %s read \"%.*s\" (mode %04o).",
                                             is_open ? "can" : "could, if the folder were open,",
                                             STR(path), mode & 07777),
                          .todo = str_format(a, "chmod 600 %.*s", STR(path))};
}

/* ---- the record ---- */

struct check doctor_judge_library(struct arena *a, const struct db_library *library)
{
    struct check c = {.code = "sqlite",
                      .text = str_format(a, "SQLite is %.*s.", STR(library->version))};
    if (!library->is_thread_safe || library->number < LIBRARY_LEAST) {
        c.health = HEALTH_WRONG;
        c.text =
            str_format(a, "SQLite %.*s %s.", STR(library->version),
                       library->is_thread_safe ? "is too old" : "is built for one thread only");
        c.todo = S("Install the libsqlite3 of your distribution.");
    } else if (library->number < LIBRARY_MENDED) {
        c.text =
            str_format(a,
                       "SQLite is %.*s; the damage that versions before 3.51.3 can do to their "
                       "log needs two connections that write, and Attune has one.",
                       STR(library->version));
    }
    return c;
}

struct check doctor_judge_log(struct arena *a, uint64_t log_bytes)
{
    struct check c = {.code = "log",
                      .text = str_format(a, "The log beside the record has %.*s.",
                                         STR(backup_text_bytes(a, log_bytes)))};
    if (log_bytes <= 2 * LIMIT_LOG_RESTART)
        return c;
    bool is_full = log_bytes >= LIMIT_LOG_BYTES;
    c.health = is_full ? HEALTH_WRONG : HEALTH_WARNING;
    c.text = str_format(a, "The log beside the record has %.*s; %s.",
                        STR(backup_text_bytes(a, log_bytes)),
                        is_full ? "nothing more is taken until it is shorter"
                                : "something has been reading for long");
    c.todo = S("Let backups and long questions end; the next command that writes brings it home.");
    return c;
}

static int year_of(usec_t at)
{
    int32_t day = (int32_t)(at / USEC_DAY - (at % USEC_DAY < 0));
    return date_of_day(day).year;
}

struct check doctor_judge_zone(struct arena *a, str zone, str version, const int32_t *differs)
{
    if (!differs)
        return (struct check){.code = "zone",
                              .text = str_format(a, "Days are those of %.*s (zone data %.*s).",
                                                 STR(zone), STR(version))};
    return (struct check){
        .code = "zone",
        .health = HEALTH_WARNING,
        .text = str_format(a,
                           "From %.*s on, the time in %.*s is another by this machine's zone data "
                           "than by ICU's (%.*s), which Attune uses: one of them is too old.",
                           STR(period_label(a, PERIOD_DAY, *differs)), STR(zone), STR(version)),
        .todo = S("Bring the packages libicu and tzdata up to date, or name newer data for ICU "
                  "(ICU_TIMEZONE_FILES_DIR).")};
}

struct check doctor_judge_clock(struct arena *a, usec_t now, usec_t newest)
{
    int year = year_of(now);
    str shown = usec_to_str(a, now - now % USEC_SECOND);
    struct check c = {.code = "clock", .text = str_format(a, "The clock shows %.*s.", STR(shown))};
    if (year < YEAR_LEAST || year > YEAR_MOST) {
        c.health = HEALTH_WRONG;
        c.text = str_format(a, "The clock shows %.*s, which cannot be.", STR(shown));
    } else if (newest > now + CLOCK_SLACK) {
        c.health = HEALTH_WARNING;
        c.text = str_format(a,
                            "The clock shows %.*s, but something came into the record at %.*s: it "
                            "was set back, or was ahead then.",
                            STR(shown), STR(usec_to_str(a, newest - newest % USEC_SECOND)));
    }
    if (c.health != HEALTH_OK)
        c.todo = S("Set the clock (timedatectl), and let it be kept by NTP.");
    return c;
}

struct check doctor_judge_owner(struct arena *a, const struct lock_holder *holder, bool answers)
{
    str who = lock_holder_text(a, holder);
    if (!holder->is_held)
        return (struct check){.code = "owner", .text = S("Nobody writes to the record now.")};
    if (answers)
        return (struct check){
            .code = "owner",
            .text = str_format(a, "The folder is in use by %.*s, which takes commands.", STR(who))};
    return (struct check){
        .code = "owner",
        .health = HEALTH_WARNING,
        .text = str_format(a, "The folder is in use by %.*s, which takes no commands.", STR(who)),
        .todo = S("Wait until it is done, or end it; nothing that was acknowledged is lost.")};
}
