/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/lock.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/test.h"

enum { CONTENDERS = 20, ROUNDS = 10, NOBODY = 65534 };

static str lock_path(struct test *t)
{
    return str_format(t->arena, "%.*s/lock", STR(t->dir));
}

/* A process that owns the folder and waits to be ended. */
static pid_t start_owner(struct test *t, const char *doing)
{
    int ends[2];
    char sign = 0;
    CHECK(pipe(ends) == 0);
    pid_t child = fork();
    if (child == 0) {
        struct arena *a = arena_make(0);
        (void)!write(ends[1], lock_take(a, t->dir, doing) ? "n" : "y", 1);
        (void)pause();
        _exit(0);
    }
    CHECK(child > 0 && read(ends[0], &sign, 1) == 1 && sign == 'y');
    return child;
}

static void end_by(pid_t child, int number)
{
    CHECK(kill(child, number) == 0 && waitpid(child, NULL, 0) == child);
}

TEST(lock_is_free_again_when_its_arena_is_done)
{
    struct arena *a = arena_make(0);
    CHECK(!lock_holder(t->arena, t->dir).is_held);
    CHECK_OK(lock_take(a, t->dir, "import"));
    struct lock_holder holder = lock_holder(t->arena, t->dir);
    CHECK(holder.is_held);
    CHECK_INT(holder.process, getpid());
    CHECK_STR(holder.doing, S("import"));

    const struct err *e = lock_take(t->arena, t->dir, "token");
    CHECK(e && e->why == WHY_BUSY);
    CHECK_STR(e->text,
              str_format(t->arena, "The data folder \"%.*s\" is in use by process %ld (import).",
                         STR(t->dir), (long)getpid()));
    arena_done(a);
    CHECK(!lock_holder(t->arena, t->dir).is_held);
    CHECK_STR(test_read(t, lock_path(t)), S(""));
    CHECK_OK(lock_take(t->arena, t->dir, "token"));
}

TEST(lock_is_for_the_owner_of_the_folder_alone)
{
    struct stat about;
    (void)umask(0);
    CHECK_OK(lock_take(t->arena, t->dir, "import"));
    CHECK(stat(lock_path(t).ptr, &about) == 0);
    CHECK_INT(about.st_mode & 0777, 0600);
}

TEST(lock_dies_with_its_process)
{
    pid_t child = start_owner(t, "serve");
    struct lock_holder holder = lock_holder(t->arena, t->dir);
    CHECK(holder.is_held && holder.process == child);
    CHECK_STR(lock_holder_text(t->arena, &holder),
              str_format(t->arena, "process %ld (serve)", (long)child));
    end_by(child, SIGKILL);
    CHECK(test_read(t, lock_path(t)).len > 0);
    CHECK(!lock_holder(t->arena, t->dir).is_held);
    CHECK_OK(lock_take(t->arena, t->dir, "import"));
}

/* A lock of the process would be dropped with the first descriptor that is closed. */
TEST(lock_stays_when_the_file_is_looked_at)
{
    CHECK_OK(lock_take(t->arena, t->dir, "import"));
    int other = open(lock_path(t).ptr, O_RDONLY | O_CLOEXEC);
    CHECK(other >= 0 && close(other) == 0);
    (void)lock_holder(t->arena, t->dir);
    CHECK(lock_holder(t->arena, t->dir).is_held);
}

TEST(lock_file_that_was_left_behind_is_no_lock)
{
    (void)test_write(t, "lock", S("1 serve\n"));
    CHECK(!lock_holder(t->arena, t->dir).is_held);
    CHECK_OK(lock_take(t->arena, t->dir, "import"));
    CHECK_INT(lock_holder(t->arena, t->dir).process, getpid());
}

TEST(lock_file_with_other_words_names_nobody)
{
    static const char *const texts[] = {
        "", "\n", "12", "12 ", "x import", "-1 import", "99999999999 import", "12 \x1b[2J",
    };
    CHECK_OK(lock_take(t->arena, t->dir, "import"));
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        (void)test_write(t, "lock", str_of_chars(texts[i]));
        struct lock_holder holder = lock_holder(t->arena, t->dir);
        CHECK(holder.is_held);
        CHECK_STR(lock_holder_text(t->arena, &holder), S("another process"));
    }
}

/* Each contender says whether it got the lock, and keeps it until all have tried. */
static size_t race(struct test *t)
{
    int begin[2], tell[2], end[2];
    size_t owners = 0;
    CHECK(pipe(begin) == 0 && pipe(tell) == 0 && pipe(end) == 0);
    for (int i = 0; i < CONTENDERS; i++) {
        if (fork() != 0)
            continue;
        char sign;
        struct arena *a = arena_make(0);
        (void)close(begin[1]);
        (void)close(end[1]);
        (void)!read(begin[0], &sign, 1);
        const struct err *e = lock_take(a, t->dir, "import");
        (void)!write(tell[1], !e ? "y" : e->why == WHY_BUSY ? "n" : "?", 1);
        (void)!read(end[0], &sign, 1);
        arena_done(a);
        _exit(0);
    }
    (void)close(begin[1]);
    for (int i = 0; i < CONTENDERS; i++) {
        char sign = '?';
        CHECK(read(tell[0], &sign, 1) == 1 && sign != '?');
        owners += sign == 'y';
    }
    (void)close(end[1]);
    while (wait(NULL) > 0)
        ;
    (void)close(begin[0]), (void)close(tell[0]), (void)close(tell[1]), (void)close(end[0]);
    return owners;
}

TEST(lock_has_exactly_one_owner_of_twenty_contenders)
{
    for (int round = 0; round < ROUNDS; round++)
        CHECK_INT(race(t), 1);
}

TEST(lock_says_what_is_wrong_with_the_folder)
{
    str nowhere = str_format(t->arena, "%.*s/nowhere", STR(t->dir));
    const struct err *e = lock_take(t->arena, nowhere, "import");
    CHECK(e && e->why == WHY_MISSING);
    e = lock_take(t->arena, test_write(t, "file", S("")), "import");
    CHECK(e && e->why == WHY_MISSING);
    CHECK(!lock_holder(t->arena, nowhere).is_held);

    CHECK(chmod(t->dir.ptr, 0500) == 0);
    if (geteuid() == 0)
        CHECK(seteuid(NOBODY) == 0);
    e = lock_take(t->arena, t->dir, "import");
    if (getuid() == 0)
        CHECK(seteuid(0) == 0);
    CHECK(e && e->why == WHY_DENIED);
    CHECK(chmod(t->dir.ptr, 0700) == 0);
}
