/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <dirent.h>
#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/backup_text.h"
#include "cli/doctor.h"
#include "cli/owner_socket.h"
#include "store/folder.h"

enum { ANSWER_MS = 1000 };

#define OLD_S ((time_t)24 * 60 * 60) /* what lies in spool/ that long is no running import's */

static bool look(const struct doctor *d, const char *name, struct stat *is)
{
    return stat(str_to_chars(d->arena, folder_path(d->arena, d->dir, name)), is) == 0;
}

/* ---- permissions ---- */

static void check_folder(struct doctor *d, unsigned *mode)
{
    struct stat is;
    *mode = look(d, ".", &is) ? is.st_mode : 0;
    doctor_add(d, doctor_judge_folder(d->arena, d->dir, *mode));
}

static void check_key(struct doctor *d, unsigned folder_mode)
{
    struct stat is, keys;
    struct secret_key key;
    str path = folder_path(d->arena, d->dir, "keys/installation.key");
    const struct err *e = folder_read_key(d->arena, d->dir, &key);
    if (e) {
        doctor_add(d, (struct check){
                          .code = "key",
                          .health = HEALTH_WRONG,
                          .text = e->text,
                          .todo = S("Bring the key back from a backup (docs/BACKUP.md): without it "
                                    "nobody can read personal values.")});
        return;
    }
    unsigned way = look(d, "keys", &keys) ? keys.st_mode & folder_mode : folder_mode;
    unsigned mode = look(d, "keys/installation.key", &is) ? is.st_mode : 0;
    doctor_add(d, doctor_judge_file(d->arena, "key", path, way, mode));
}

static void check_database(struct doctor *d, unsigned folder_mode, uint64_t *bytes)
{
    struct stat is;
    str path = folder_path(d->arena, d->dir, "attune.db");
    *bytes = 0;
    if (!look(d, "attune.db", &is)) {
        doctor_add(d, (struct check){.code = "database",
                                     .health = HEALTH_WRONG,
                                     .text = str_format(d->arena, "\"%.*s\" cannot be found: %s.",
                                                        STR(path), strerror(errno)),
                                     .todo = S("Restore a backup into a new folder (attune "
                                               "restore), or name the right folder.")});
        return;
    }
    *bytes = (uint64_t)is.st_size;
    doctor_add(d, doctor_judge_file(d->arena, "database", path, folder_mode, is.st_mode));
}

/* ---- the disk ---- */

static void cannot_tell(struct doctor *d, const char *code, const struct err *e)
{
    doctor_add(d, (struct check){.code = code,
                                 .health = HEALTH_WARNING,
                                 .text = e->text,
                                 .todo = S("See whether the disk is well.")});
}

static void check_disk(struct doctor *d, uint64_t database_bytes)
{
    struct disk_space space;
    struct disk_system on;
    const struct err *e = disk_space(d->arena, d->dir, &space);
    if (e)
        cannot_tell(d, "space", e);
    else
        doctor_add(d, doctor_judge_space(d->arena, &space, database_bytes));
    e = disk_system(d->arena, d->dir, &on);
    if (e)
        cannot_tell(d, "file_system", e);
    else
        doctor_add(d, doctor_judge_system(d->arena, &on));
    bool has_spool = folder_has(d->arena, d->dir, "spool");
    str where = has_spool ? folder_path(d->arena, d->dir, "spool") : d->dir;
    struct disk_sync sync = disk_measure_sync(d->arena, where);
    doctor_add(d, doctor_judge_sync(d->arena, &sync));
}

/* ---- who uses it, and what was left behind ---- */

static void check_owner(struct doctor *d, struct lock_holder *holder)
{
    *holder = lock_holder(d->arena, d->dir);
    int socket = holder->is_held ? owner_socket_connect(d->dir, ANSWER_MS) : -1;
    doctor_add(d, doctor_judge_owner(d->arena, holder, socket >= 0));
    if (socket >= 0)
        (void)close(socket);
}

struct leftovers {
    uint64_t files, bytes;
};

static bool is_left(const struct doctor *d, const struct stat *is, bool is_owned)
{
    return S_ISREG(is->st_mode) && (!is_owned || is->st_mtime + OLD_S < d->now / USEC_SECOND);
}

static void count_leftovers(const struct doctor *d, const char *folder, const char *prefix,
                            bool is_owned, struct leftovers *out)
{
    struct stat is;
    str path = folder_path(d->arena, d->dir, folder);
    DIR *open = opendir(str_to_chars(d->arena, path));
    for (const struct dirent *f = open ? readdir(open) : NULL; f; f = readdir(open)) {
        if (!str_starts_with(str_of_chars(f->d_name), str_of_chars(prefix)) ||
            stat(str_to_chars(d->arena, folder_path(d->arena, path, f->d_name)), &is) != 0 ||
            !is_left(d, &is, is_owned))
            continue;
        out->files++;
        out->bytes += (uint64_t)is.st_size;
    }
    if (open)
        (void)closedir(open);
}

static void check_leftovers(struct doctor *d, const struct lock_holder *holder)
{
    struct leftovers spool = {0, 0}, parts = {0, 0};
    struct check c = {.code = "leftovers", .text = S("Nothing was left behind.")};
    count_leftovers(d, "spool", "", holder->is_held, &spool);
    count_leftovers(d, ".", "attune.db.part", holder->is_held, &parts);
    uint64_t files = spool.files + parts.files;
    if (files) {
        c.health = HEALTH_WARNING;
        c.text =
            str_format(d->arena, "%llu file%s (%.*s) of commands that ended before they were done.",
                       (unsigned long long)files, files == 1 ? "" : "s",
                       STR(backup_text_bytes(d->arena, spool.bytes + parts.bytes)));
        c.todo = str_format(d->arena, "rm %.*s/%s", STR(d->dir),
                            spool.files ? "spool/*" : "attune.db.part*");
    }
    doctor_add(d, c);
}

void doctor_look_at_folder(struct doctor *d)
{
    unsigned mode = 0;
    uint64_t database_bytes = 0;
    struct lock_holder holder;
    check_folder(d, &mode);
    check_key(d, mode);
    check_database(d, mode, &database_bytes);
    check_disk(d, database_bytes);
    check_owner(d, &holder);
    check_leftovers(d, &holder);
}
