/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Backup, restore and doctor, as they are used: by the real binary.
 */
#include <dirent.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include "run.h"

enum { USAGE = 64, WRONG = 65, MISSING = 66, CONFLICT = 73, FAILED = 74 };

static const char *in(struct test *t, const char *name)
{
    return str_to_chars(t->arena, str_format(t->arena, "%.*s/%s", STR(t->dir), name));
}

static struct ran must(struct test *t, const char *const *args)
{
    struct ran ran = run_program(t, &(struct run){.args = args});
    CHECK_THAT(ran.status == 0 && ran.err.len == 0, "%s ends with %d: %.*s", args[0], ran.status,
               STR(ran.err));
    return ran;
}
#define MUST(t, ...) must((t), ARGS(__VA_ARGS__))

/* One sentence on standard error, nothing on standard output. */
static void refused(struct test *t, int status, const char *part, const char *const *args)
{
    struct ran ran = run_program(t, &(struct run){.args = args});
    CHECK_THAT(ran.status == status, "%s ends with %d: %.*s", args[0], ran.status, STR(ran.err));
    CHECK_STR(ran.out, S(""));
    CHECK_INT(run_count_lines(ran.err), 1);
    CHECK_THAT(run_has(ran.err, part), "\"%s\" is not in: %.*s", part, STR(ran.err));
}
#define REFUSED(t, status, part, ...) refused((t), (status), (part), ARGS(__VA_ARGS__))

static const char *new_folder(struct test *t)
{
    const char *dir = in(t, "data");
    (void)MUST(t, "init", dir, "--zone", "Europe/Madrid");
    const char *file = run_file(
        t, "table.csv", TABLE(t, "recommend,plan", {"10,pro", 60}, {"3,free", 25}, {"8,pro", 15}));
    (void)MUST(t, "import", "--data", dir, file);
    return dir;
}

static size_t files_in(const char *dir)
{
    size_t files = 0;
    DIR *open = opendir(dir);
    CHECK(open);
    for (const struct dirent *d = readdir(open); d; d = readdir(open))
        files += d->d_name[0] != '.';
    (void)closedir(open);
    return files;
}

static str answer(struct test *t, const char *dir)
{
    return MUST(t, "query", "--data", dir, "nps(recommend) by plan", "--format", "json").out;
}

TEST(a_restored_folder_answers_as_the_one_that_was_backed_up)
{
    const char *dir = new_folder(t), *file = in(t, "b.backup"), *again = in(t, "again");
    struct ran backup = MUST(t, "backup", "--data", dir, file);
    CHECK(run_has(backup.out, "100 signals from 1 source"));
    CHECK(run_has(backup.out, "key"));
    struct ran restore = MUST(t, "restore", file, again);
    CHECK(run_has(restore.out, "100 signals from 1 source"));
    CHECK_STR(answer(t, again), answer(t, dir));
    struct ran doctor = MUST(t, "doctor", "--data", again);
    CHECK(run_has(doctor.out, "0 signals are not in them"));
    /* It goes on: the same file is known. */
    struct ran import = MUST(t, "import", "--data", again, in(t, "table.csv"), "--format", "json");
    CHECK_INT(run_number(run_parse(t, import.out), "duplicates"), 100);
}

TEST(a_backup_is_made_beside_an_owner_that_takes_commands)
{
    const char *dir = new_folder(t);
    str attune = str_of_chars(getenv("ATTUNE"));
    while (attune.len && attune.ptr[attune.len - 1] != '/')
        attune.len--;
    struct run own = {.args = ARGS("own", "--data", dir),
                      .program = str_format(t->arena, "%.*stests/test_owner", STR(attune)).ptr};
    struct running owner = run_start(t, &own);
    (void)run_wait_for(t, &owner, "owns");
    (void)MUST(t, "backup", "--data", dir, in(t, "b.backup"));
    CHECK(run_has(MUST(t, "doctor", "--data", dir).out, "which takes commands"));
    CHECK(kill(owner.process, SIGTERM) == 0);
    CHECK_INT(run_end(t, &owner).status, 0);
    (void)MUST(t, "restore", in(t, "b.backup"), in(t, "again"));
}

TEST(nothing_that_is_there_is_overwritten)
{
    const char *dir = new_folder(t), *file = in(t, "b.backup");
    (void)MUST(t, "backup", "--data", dir, file);
    REFUSED(t, CONFLICT, "is there already", "backup", "--data", dir, file);
    REFUSED(t, CONFLICT, "data folder already", "restore", file, dir);
    REFUSED(t, CONFLICT, "not empty", "restore", file, t->dir.ptr);
}

TEST(a_damaged_backup_makes_no_folder)
{
    const char *dir = new_folder(t), *file = in(t, "b.backup");
    (void)MUST(t, "backup", "--data", dir, file);
    str whole = test_read(t, str_of_chars(file));
    char *bytes = str_to_chars(t->arena, whole);
    bytes[whole.len / 2] = (char)(bytes[whole.len / 2] + 1);
    const char *changed = run_file(t, "changed", (str){bytes, whole.len});
    const char *again = in(t, "again");
    REFUSED(t, WRONG, "damaged", "restore", changed, again);
    REFUSED(t, WRONG, "does not begin", "restore", in(t, "data/attune.db"), again);
    REFUSED(t, MISSING, "There is no file", "restore", in(t, "nothing"), again);
    CHECK(access(again, F_OK) != 0);
}

/* As soon as there is something that could be left behind. */
TEST(a_backup_that_is_told_to_end_leaves_no_file)
{
    enum { TIMES = 8, LOOK_US = 200 };
    const char *dir = new_folder(t), *to = in(t, "to");
    size_t ended = 0;
    CHECK(mkdir(to, 0700) == 0);
    for (int i = 0; i < TIMES; i++) {
        const char *file = in(t, "to/b");
        struct run run = {.args = ARGS("backup", "--data", dir, file)};
        struct running running = run_start(t, &run);
        while (files_in(to) == 0)
            (void)usleep(LOOK_US);
        (void)kill(running.process, SIGTERM);
        struct ran ran = run_end(t, &running);
        CHECK_THAT(ran.status == 0 || (ran.status == FAILED && run_has(ran.err, "told to stop")),
                   "ended with %d: %.*s", ran.status, STR(ran.err));
        CHECK_INT(files_in(to), ran.status == 0);
        ended += ran.status != 0;
        (void)unlink(file);
    }
    CHECK(ended > 0);
}

/* ---- doctor ---- */

static json_t *check_of(json_t *d, const char *code)
{
    size_t i = 0;
    json_t *check = NULL;
    json_array_foreach(json_object_get(d, "checks"), i, check)
    {
        if (strcmp(json_string_value(json_object_get(check, "code")), code) == 0)
            return check;
    }
    test_fail(__FILE__, __LINE__, "there is no check %s", code);
}

TEST(a_doctor_says_what_is_wrong_as_json_and_by_its_status)
{
    const char *dir = new_folder(t);
    struct ran ran = RUN(t, "doctor", "--data", dir, "--format", "json");
    CHECK_INT(ran.status, 0);
    CHECK_STR(ran.err, S(""));
    json_t *d = run_parse(t, ran.out);
    CHECK(json_is_null(json_object_get(check_of(d, "key"), "todo")));
    CHECK_STR(run_text(check_of(d, "key"), "status"), S("ok"));
    CHECK(unlink(in(t, "data/keys/installation.key")) == 0);
    ran = RUN(t, "doctor", "--data", dir, "--format", "json");
    CHECK_INT(ran.status, WRONG);
    CHECK_STR(ran.err, S(""));
    d = run_parse(t, ran.out);
    CHECK_STR(run_text(check_of(d, "key"), "status"), S("wrong"));
    CHECK(run_text(check_of(d, "key"), "todo").len > 0);
    ran = RUN(t, "doctor", "--data", dir);
    CHECK_INT(ran.status, WRONG);
    CHECK(run_has(ran.out, "wrong    key"));
}

TEST(a_doctor_looks_at_a_folder_whatever_is_in_it)
{
    REFUSED(t, MISSING, "no data folder", "doctor", "--data", in(t, "nothing"));
    REFUSED(t, USAGE, "--data DIR", "doctor");
    CHECK(mkdir(in(t, "data"), 0700) == 0);
    CHECK_INT(RUN(t, "doctor", "--data", in(t, "data")).status, WRONG);
    (void)run_file(t, "data/attune.db", S("this is none"));
    struct ran ran = RUN(t, "doctor", "--data", in(t, "data"));
    CHECK_INT(ran.status, WRONG);
    CHECK(run_has(ran.out, "damaged or no record"));
}

TEST(a_doctor_fits_narrow_terminals)
{
    struct ran ran = run_program(
        t, &(struct run){.args = ARGS("doctor", "--data", new_folder(t)), .terminal_width = 50});
    str rest = ran.out, line;
    while (rest.len) {
        line = str_cut(rest, '\n', &rest);
        CHECK_THAT(line.len < 90, "%.*s", STR(line)); /* with codes for colours */
    }
}
