/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/new_file.h"

#include <dirent.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fault.h"
#include "base/limits.h"
#include "base/test.h"

static size_t files_in(const struct test *t)
{
    size_t files = 0;
    DIR *open = opendir(t->dir.ptr);
    CHECK(open);
    for (const struct dirent *d = readdir(open); d; d = readdir(open))
        files += d->d_name[0] != '.';
    (void)closedir(open);
    return files;
}

static str path_of(struct test *t)
{
    return str_format(t->arena, "%.*s/new", STR(t->dir));
}

TEST(a_new_file_is_there_when_it_is_kept_and_for_its_owner_alone)
{
    struct new_file *f = NULL;
    struct stat is;
    CHECK_OK(new_file_make(t->arena, path_of(t), &f));
    CHECK_OK(new_file_add(t->arena, f, S("one ")));
    CHECK_OK(new_file_add(t->arena, f, S("two")));
    CHECK(access(path_of(t).ptr, F_OK) != 0);
    CHECK_OK(new_file_keep(t->arena, f));
    CHECK_STR(test_read(t, path_of(t)), S("one two"));
    CHECK_INT(new_file_bytes(f), 7);
    CHECK(stat(path_of(t).ptr, &is) == 0 && (is.st_mode & 0777) == 0600);
    CHECK_INT(files_in(t), 1);
}

TEST(a_new_file_that_is_not_kept_leaves_nothing)
{
    struct arena *own = arena_make(0);
    struct new_file *f = NULL;
    CHECK_OK(new_file_make(own, path_of(t), &f));
    CHECK_OK(new_file_add(own, f, S("one")));
    CHECK_INT(files_in(t), 1);
    arena_done(own);
    CHECK_INT(files_in(t), 0);
}

/* As an archive is written: under a name of its own, and then put there. */
TEST(a_new_file_may_be_what_somebody_else_put_there)
{
    struct new_file *f = NULL;
    struct stat is;
    CHECK_OK(new_file_make(t->arena, path_of(t), &f));
    str other = test_write(t, "other", S("written otherwise"));
    CHECK(rename(other.ptr, str_to_chars(t->arena, new_file_path(f))) == 0);
    CHECK_OK(new_file_reopen(t->arena, f));
    CHECK_INT(new_file_bytes(f), 17);
    CHECK_OK(new_file_keep(t->arena, f));
    CHECK_STR(test_read(t, path_of(t)), S("written otherwise"));
    CHECK(stat(path_of(t).ptr, &is) == 0 && (is.st_mode & 0777) == 0600);
    CHECK_INT(files_in(t), 1);
}

TEST(a_new_file_takes_no_others_place)
{
    struct new_file *f = NULL;
    CHECK_OK(new_file_make(t->arena, path_of(t), &f));
    (void)test_write(t, "new", S("mine")); /* meanwhile */
    const struct err *e = new_file_keep(t->arena, f);
    CHECK(e && e->why == WHY_CONFLICT);
    e = new_file_make(t->arena, path_of(t), &f);
    CHECK(e && e->why == WHY_CONFLICT);
    CHECK_STR(test_read(t, path_of(t)), S("mine"));
}

TEST(a_new_file_in_no_folder_is_missing)
{
    struct new_file *f = NULL;
    const struct err *e = new_file_make(t->arena, S("/nowhere/at/all"), &f);
    CHECK(e && e->why == WHY_MISSING);
}

TEST(a_new_file_that_cannot_be_written_says_so_and_leaves_nothing)
{
    static const char *const points[] = {"file.write", "file.sync"};
    for (size_t i = 0; i < 2; i++) {
        struct arena *own = arena_make(0);
        struct new_file *f = NULL;
        CHECK_OK(new_file_make(own, path_of(t), &f));
        fault_arm_at(points[i], 1, false);
        const struct err *e = new_file_add(own, f, S("one"));
        if (!e)
            e = new_file_keep(own, f);
        fault_disarm();
        CHECK(e && e->why == WHY_FAILED);
        arena_done(own);
        CHECK_INT(files_in(t), 0);
    }
}

TEST(a_new_file_for_which_there_is_no_space_is_a_limit)
{
    struct new_file *f = NULL;
    struct rlimit small = {.rlim_cur = 2, .rlim_max = RLIM_INFINITY};
    (void)signal(SIGXFSZ, SIG_IGN);
    CHECK_OK(new_file_make(t->arena, path_of(t), &f));
    CHECK(setrlimit(RLIMIT_FSIZE, &small) == 0);
    const struct err *e = new_file_add(t->arena, f, S("one"));
    CHECK(e && e->why == WHY_LIMIT);
}
