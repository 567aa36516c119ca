/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/backup_scene.h"

#include <dirent.h>

#include "base/limits.h"
#include "store/content.h"
#include "store/folder.h"
#include "store/ledger.h"

const struct restore_options backup_scene_plain = {.watch = NULL};

static struct err *fill_nothing(struct arena *a, struct db *db, void *what)
{
    (void)a, (void)db, (void)what;
    return NULL;
}

str backup_scene_path(struct test *t, const char *name)
{
    return str_format(t->arena, "%.*s/%s", STR(t->dir), name);
}

struct store *backup_scene_store(struct test *t, int64_t writes)
{
    struct store *s = NULL;
    str dir = backup_scene_path(t, "data");
    CHECK_OK(store_make(t->arena, dir, fill_nothing, NULL));
    CHECK_OK(store_open(t->arena, dir, (struct store_options){.role = STORE_OWNS}, &s));
    for (int64_t i = 1; i <= writes; i++)
        CHECK_OK(ledger_put(t->arena, s, i));
    return s;
}

struct err *backup_scene_make(struct arena *a, struct store *s, str path, const struct watch *w,
                              struct backup_manifest *m)
{
    uint64_t bytes = 0;
    struct backup_options how = {.program = S("0"), .now = USEC_DAY, .watch = w};
    return backup_make(a, s, path, &how, m, &bytes);
}

str backup_scene_backup(struct test *t, struct store *s)
{
    struct backup_manifest m;
    CHECK_OK(backup_scene_make(t->arena, s, backup_scene_path(t, "backup"), NULL, &m));
    return backup_scene_path(t, "backup");
}

size_t backup_scene_files(str dir)
{
    size_t files = 0;
    struct arena *own = arena_make(0);
    DIR *open = opendir(str_to_chars(own, dir));
    for (const struct dirent *d = open ? readdir(open) : NULL; d; d = readdir(open))
        files += d->d_name[0] != '.';
    if (open)
        (void)closedir(open);
    arena_done(own);
    return files;
}

const struct err *backup_scene_compare(struct arena *a, str dir, struct db *with)
{
    struct store *s = NULL;
    struct backup_table *is, *should;
    size_t is_len, should_len;
    CHECK_OK(store_open(a, dir, (struct store_options){.role = STORE_READS}, &s));
    CHECK_OK(content_of_record(a, store_db(s), NULL, &is, &is_len));
    CHECK_OK(content_of_record(a, with, NULL, &should, &should_len));
    return content_compare(a, should, should_len, is, is_len);
}

bool backup_scene_has_record(struct test *t, str dir)
{
    return folder_has(t->arena, dir, "attune.db") || folder_has(t->arena, dir, "attune.db.part") ||
           folder_has(t->arena, dir, "keys/installation.key");
}

const struct err *backup_scene_restore(struct test *t, str backup, const char *into)
{
    struct backup_manifest m;
    return restore_run(t->arena, backup, backup_scene_path(t, into), &backup_scene_plain, &m);
}
