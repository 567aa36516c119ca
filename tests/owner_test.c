/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * One owner of a data folder, whatever happens to it, and commands that are the same
 * whether they run alone, beside it or beside each other.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/limits.h"
#include "cli/ending.h"
#include "cli/owner_socket.h"
#include "cli/version.h"
#include "run.h"
#include "store/lock.h"

enum { CONTENDERS = 20, NOBODY = 65534, SIGNALLED = 128, SLACK_MS = 3000 };

/* attune with the commands of test_owner.c. */
static const char *test_owner(struct test *t)
{
    str attune = str_of_chars(getenv("ATTUNE"));
    while (attune.len && attune.ptr[attune.len - 1] != '/')
        attune.len--;
    return str_format(t->arena, "%.*stests/test_owner", STR(attune)).ptr;
}

static struct run words(struct test *t, const char *const *args)
{
    return (struct run){.args = args, .program = test_owner(t)};
}

static struct running begin(struct test *t, const char *const *args)
{
    struct run run = words(t, args);
    return run_start(t, &run);
}

static struct ran run(struct test *t, const char *const *args)
{
    struct run all = words(t, args);
    return run_program(t, &all);
}

#define BEGIN(t, ...) begin((t), ARGS(__VA_ARGS__))
#define RUN_TEST(t, ...) run((t), ARGS(__VA_ARGS__))

static void make_folder(struct test *t, const char *dir)
{
    struct ran ran = RUN_TEST(t, "make", dir);
    CHECK_STR(ran.err, S(""));
    CHECK_INT(ran.status, 0);
}

static struct running begin_owner(struct test *t, const char *dir)
{
    struct running owner = BEGIN(t, "own", "--data", dir);
    (void)run_wait_for(t, &owner, "owns");
    return owner;
}

static void end_owner(struct test *t, struct running *owner)
{
    CHECK(kill(owner->process, SIGTERM) == 0);
    CHECK_INT(run_end(t, owner).status, 0);
}

static void check_ends(struct test *t, struct running *running, int status, const char *part)
{
    struct ran ran = run_end(t, running);
    CHECK_THAT(ran.status == status, "exit status is %d, should be %d: %.*s", ran.status, status,
               STR(ran.err));
    CHECK_THAT(run_has(ran.err, part), "\"%s\" is not in: %.*s", part, STR(ran.err));
}

static void check_notes(struct test *t, const char *dir, const char *should)
{
    struct ran ran = RUN_TEST(t, "notes", "--data", dir);
    CHECK_STR(ran.err, S(""));
    CHECK_STR(ran.out, str_of_chars(should));
}

static void wait_for_text(struct test *t, const char *path, const char *part)
{
    struct running file = {.out = path, .program = path};
    (void)run_wait_for(t, &file, part);
}

/* ---- one owner ---- */

TEST(second_owner_ends_with_75_and_names_the_first)
{
    make_folder(t, "data");
    struct running owner = begin_owner(t, "data");
    struct ran second = RUN_TEST(t, "own", "--data", "data");
    CHECK_INT(second.status, 75);
    CHECK_STR(second.out, S(""));
    CHECK_STR(second.err,
              str_format(t->arena,
                         "attune: The data folder \"data\" is in use by process %ld (own).\n",
                         (long)owner.process));
    end_owner(t, &owner);
    owner = begin_owner(t, "data");
    end_owner(t, &owner);
    CHECK(access("data/attune.sock", F_OK) != 0);
}

TEST(one_of_twenty_contenders_owns_the_folder)
{
    struct running all[CONTENDERS];
    size_t owners = 0;
    make_folder(t, "data");
    for (size_t i = 0; i < CONTENDERS; i++)
        all[i] = BEGIN(t, "own", "--data", "data");
    for (size_t left = CONTENDERS; left > 1; left--) {
        int how = 0;
        CHECK(wait(&how) > 0);
        CHECK(WIFEXITED(how) && WEXITSTATUS(how) == 75);
    }
    for (size_t i = 0; i < CONTENDERS; i++) {
        if (kill(all[i].process, 0) != 0)
            continue;
        owners++;
        (void)run_wait_for(t, &all[i], "owns");
        end_owner(t, &all[i]);
    }
    CHECK_INT(owners, 1);
}

TEST(what_a_killed_owner_left_behind_is_no_hindrance)
{
    make_folder(t, "data");
    struct running owner = begin_owner(t, "data");
    run_kill(&owner, SIGKILL);
    CHECK(access("data/attune.sock", F_OK) == 0);
    CHECK(test_read(t, S("data/lock")).len > 0);
    struct ran ran = RUN_TEST(t, "note", "--data", "data", "--word", "a");
    CHECK_INT(ran.status, 0);

    /* Nor is something else of that name. */
    (void)test_write(t, "data/attune.sock", S("no socket"));
    (void)test_write(t, "data/attune.sock.new", S("no socket"));
    (void)test_write(t, "data/lock", S("1 init\n"));
    owner = begin_owner(t, "data");
    ran = RUN_TEST(t, "note", "--data", "data", "--word", "b");
    CHECK_INT(ran.status, 0);
    end_owner(t, &owner);
    check_notes(t, "data", "a\nb\n");
}

TEST(socket_is_for_the_user_of_its_owner_alone)
{
    struct stat about;
    (void)umask(0);
    make_folder(t, "data");
    struct running owner = begin_owner(t, "data");
    CHECK(stat("data/attune.sock", &about) == 0);
    CHECK(S_ISSOCK(about.st_mode));
    CHECK_INT(about.st_mode & 0777, 0600);
    end_owner(t, &owner);
}

TEST(folder_without_permission_is_77)
{
    make_folder(t, "data");
    CHECK(chmod(str_to_chars(t->arena, t->dir), 0755) == 0);
    for (int with_owner = 0; with_owner < 2; with_owner++) {
        struct running owner = {0};
        if (with_owner)
            owner = begin_owner(t, "data");
        struct run as_nobody = words(t, ARGS("note", "--data", "data"));
        as_nobody.as_nobody = true;
        struct ran ran = run_program(t, &as_nobody);
        if (with_owner)
            end_owner(t, &owner);
        if (ran.status == 127)
            test_skip("the program cannot be started without root's rights here");
        CHECK_INT(ran.status, 77);
        CHECK(run_has(ran.err, "ermission denied") && run_count_lines(ran.err) == 1);
    }
}

TEST(folder_that_is_none_is_said_so)
{
    struct ran ran = RUN_TEST(t, "note", "--data", "nowhere");
    CHECK_INT(ran.status, 66);
    CHECK(run_has(ran.err, "There is no data folder \"nowhere\""));
    ran = RUN_TEST(t, "note");
    CHECK_INT(ran.status, 64);
    CHECK_STR(ran.err, S("attune: attune note needs --data DIR, the data folder.\n"));
}

/* ---- the same as alone ---- */

/* Relative paths mean something else to it. */
static struct running begin_owner_elsewhere(struct test *t)
{
    CHECK(mkdir("elsewhere", 0700) == 0 && chdir("elsewhere") == 0);
    struct running owner = begin_owner(t, "../data");
    CHECK(chdir("..") == 0);
    return owner;
}

static struct run note(struct test *t, const char *const *more)
{
    enum { ROOM = 16 };
    const char **args = ARENA_ARRAY(t->arena, const char *, ROOM);
    size_t len = 0;
    args[len++] = "note";
    args[len++] = "--now=2026-03-01T09:30:00Z";
    args[len++] = "--data";
    args[len++] = "data";
    for (size_t i = 0; more[i]; i++)
        args[len++] = more[i];
    CHECK(len < ROOM);
    return words(t, args);
}

TEST(command_for_an_owner_answers_as_if_it_ran_alone)
{
    enum { MOST = 16, ENVIRONMENTS = 2 };
    const char *const *cases[] = {
        ARGS("--word", "plain"),
        ARGS("words.txt", "--map", "map file.txt", "--status", "1"),
        ARGS("-", "words.txt", "-"),
        ARGS("nowhere.txt"),
        ARGS("words.txt", "nowhere.txt", "--format", "json"),
        ARGS("--fail", "words.txt", "--word", "a \x1b[31m \"word\""),
        ARGS("--fail", "--format=json"),
        ARGS("--map=--map", "--", "--word", "-"),
        ARGS("--word", ""),
        ARGS("--status"),
        ARGS("--help"),
        ARGS("."),
    };
    const char *const *environments[ENVIRONMENTS] = {
        ARGS("COLUMNS=71", "TZ=Asia/Kolkata", "NO_COLOR=1"),
        ARGS("LC_ALL=C", "CLICOLOR_FORCE=1", "TERM=", "TZ=Pacific/Apia"),
    };
    enum { CASES = sizeof cases / sizeof *cases, RUNS = CASES * ENVIRONMENTS * 2 };
    struct ran alone[RUNS];
    make_folder(t, "data");
    (void)test_write(t, "words.txt", S("some\nwords\xFF\n"));
    (void)test_write(t, "input.txt", S("from standard input\n"));
    for (int with_owner = 0; with_owner < 2; with_owner++) {
        struct running owner = {0};
        if (with_owner)
            owner = begin_owner_elsewhere(t);
        for (size_t i = 0; i < RUNS; i++) {
            struct run run = note(t, cases[i % CASES]);
            run.env = environments[i / CASES % ENVIRONMENTS];
            run.input = "input.txt";
            run.terminal_width = i / CASES / ENVIRONMENTS ? 83 : 0;
            struct ran ran = run_program(t, &run);
            if (!with_owner)
                alone[i] = ran;
            CHECK_INT(ran.status, alone[i].status);
            CHECK_STR(ran.out, alone[i].out);
            CHECK_STR(ran.err, alone[i].err);
        }
        if (with_owner)
            end_owner(t, &owner);
    }
    CHECK_INT(alone[1].status, 1);
    CHECK_STR(alone[2].out, S("from standard input\nsome\nwords\xFF\n"));
    CHECK(run_has(alone[0].err, "now 2026-03-01T09:30:00Z") && run_has(alone[0].err, "width 71"));
    CHECK(run_has(alone[0].err, "zone Asia/Kolkata"));
    CHECK_INT(alone[3].status, 66);
    CHECK_INT(alone[5].status, 65);
}

TEST(output_that_cannot_be_written_is_said_with_an_owner_too)
{
    make_folder(t, "data");
    (void)test_write(t, "words.txt", S("some\n"));
    for (int with_owner = 0; with_owner < 2; with_owner++) {
        struct running owner = {0};
        if (with_owner)
            owner = begin_owner(t, "data");
        struct run run = note(t, ARGS("words.txt"));
        run.output_is_closed = true;
        struct ran closed = run_program(t, &run);
        run = note(t, ARGS("words.txt"));
        run.output = "/dev/full";
        struct ran full = run_program(t, &run);
        CHECK_INT(closed.status, 74);
        CHECK(run_has(closed.err, "could not be written: Broken pipe."));
        CHECK_INT(full.status, 74);
        CHECK(run_has(full.err, "could not be written: No space left on device."));
        if (with_owner)
            end_owner(t, &owner);
    }
}

/* An address of a socket holds 107 bytes. */
TEST(folder_may_lie_deeper_than_an_address_is_long)
{
    struct buf dir = buf_make(t->arena, 4096);
    for (int i = 0; i < 5; i++) {
        buf_addf(&dir, "%sa_folder_with_a_name_that_is_not_short_%d", i ? "/" : "", i);
        CHECK(mkdir(str_to_chars(t->arena, buf_str(&dir)), 0700) == 0);
    }
    const char *deep = str_to_chars(t->arena, buf_str(&dir));
    CHECK(dir.len > 107);
    make_folder(t, deep);
    struct running owner = begin_owner(t, deep);
    struct running waiting = BEGIN(t, "note", "--data", deep, "--word", "deep", "--wait");
    (void)run_wait_for(t, &waiting, "waits");
    CHECK(kill(owner.process, SIGTERM) == 0);
    check_ends(t, &waiting, 74, "The note was told to end.");
    CHECK_INT(run_end(t, &owner).status, 0);
    check_notes(t, deep, "deep\n");
}

/* ---- beside each other ---- */

TEST(twenty_commands_write_beside_each_other)
{
    struct running all[CONTENDERS];
    make_folder(t, "data");
    for (size_t i = 0; i < CONTENDERS; i++)
        all[i] = BEGIN(t, "note", "--data", "data", "--word",
                       str_format(t->arena, "%c", (int)('a' + i)).ptr);
    for (size_t i = 0; i < CONTENDERS; i++)
        check_ends(t, &all[i], 0, "now");
    check_notes(t, "data", "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\nk\nl\nm\nn\no\np\nq\nr\ns\nt\n");
}

/* Each of them is owner in turn, or meets one that is about to begin or to end. */
TEST(owners_that_come_and_go_lose_no_command)
{
    enum { PEOPLE = 3, TIMES = 15 };
    make_folder(t, "data");
    for (int i = 0; i < PEOPLE; i++) {
        if (fork() != 0)
            continue;
        for (int k = 0; k < TIMES; k++)
            if (RUN_TEST(t, "note", "--data", "data", "--word",
                         str_format(t->arena, "%d-%d", i, k).ptr)
                    .status != 0)
                _exit(1);
        _exit(0);
    }
    for (int i = 0; i < PEOPLE; i++) {
        int how = 1;
        CHECK(wait(&how) > 0);
        CHECK_INT(how, 0);
    }
    CHECK_INT(run_count_lines(RUN_TEST(t, "notes", "--data", "data").out), PEOPLE * TIMES);
}

TEST(owner_goes_on_until_the_commands_of_others_are_done)
{
    make_folder(t, "data");
    CHECK(mkfifo("fifo", 0600) == 0);
    int fifo = open("fifo", O_RDWR | O_CLOEXEC);
    struct run reading = note(t, ARGS("-"));
    reading.input = "fifo";
    struct running owner = run_start(t, &reading);
    while (access("data/attune.sock", F_OK) != 0)
        (void)usleep(1000);
    struct running other = BEGIN(t, "note", "--data", "data", "--wait");
    (void)run_wait_for(t, &other, "waits");
    CHECK(write(fifo, "said\n", 5) == 5 && close(fifo) == 0);
    (void)run_wait_for(t, &owner, "said\n");
    /* Its answer is out, its process stays, and takes one more. */
    struct ran third = RUN_TEST(t, "note", "--data", "data", "--word", "third");
    CHECK_INT(third.status, 0);
    CHECK(lock_holder(t->arena, S("data")).process == owner.process);
    CHECK(waitpid(owner.process, NULL, WNOHANG) == 0);
    CHECK(kill(other.process, SIGTERM) == 0);
    check_ends(t, &other, 74, "The note was told to end.");
    check_ends(t, &owner, 0, "now");
    CHECK(!lock_holder(t->arena, S("data")).is_held);
}

TEST(seventeenth_command_waits_for_a_place)
{
    struct running all[LIMIT_OWNER_COMMANDS];
    make_folder(t, "data");
    struct running owner = begin_owner(t, "data");
    for (size_t i = 0; i < LIMIT_OWNER_COMMANDS; i++)
        all[i] = BEGIN(t, "note", "--data", "data", "--wait");
    for (size_t i = 0; i < LIMIT_OWNER_COMMANDS; i++)
        (void)run_wait_for(t, &all[i], "waits");
    struct running more = BEGIN(t, "note", "--data", "data", "--word", "more");
    (void)usleep(300000);
    check_notes(t, "data", "");
    run_kill(&all[7], SIGKILL);
    check_ends(t, &more, 0, "now");
    check_notes(t, "data", "more\n");
    CHECK(kill(owner.process, SIGTERM) == 0);
    for (size_t i = 0; i < LIMIT_OWNER_COMMANDS; i++)
        if (i != 7)
            check_ends(t, &all[i], 74, "The note was told to end.");
    CHECK_INT(run_end(t, &owner).status, 0);
}

/* ---- ends ---- */

TEST(owner_that_is_killed_in_the_middle_is_said_so)
{
    make_folder(t, "data");
    struct running owner = begin_owner(t, "data");
    struct running waiting = BEGIN(t, "note", "--data", "data", "--word", "kept", "--wait");
    (void)run_wait_for(t, &waiting, "waits");
    run_kill(&owner, SIGKILL);
    check_ends(t, &waiting, 74,
               "attune: The process that owns the data folder \"data\" ended before it answered; "
               "run the command again.\n");
    check_notes(t, "data", "kept\n");
    CHECK_INT(RUN_TEST(t, "note", "--data", "data", "--word", "again").status, 0);
    check_notes(t, "data", "again\nkept\n");
}

TEST(caller_that_hangs_up_ends_its_command)
{
    make_folder(t, "data");
    struct running owner = begin_owner(t, "data");
    struct running waiting = BEGIN(t, "note", "--data", "data", "--wait");
    (void)run_wait_for(t, &waiting, "waits");
    run_kill(&waiting, SIGKILL);
    wait_for_text(t, waiting.err, "attune: The note was told to end.\n");
    CHECK_INT(RUN_TEST(t, "note", "--data", "data").status, 0);
    end_owner(t, &owner);
}

TEST(caller_that_is_told_to_end_answers_what_its_command_says)
{
    static const int signals[] = {SIGTERM, SIGINT};
    make_folder(t, "data");
    struct running owner = begin_owner(t, "data");
    for (size_t i = 0; i < 2; i++) {
        struct running waiting = BEGIN(t, "note", "--data", "data", "--wait");
        (void)run_wait_for(t, &waiting, "waits");
        CHECK(kill(waiting.process, signals[i]) == 0);
        check_ends(t, &waiting, 74, "attune: The note was told to end.\n");
    }
    end_owner(t, &owner);
}

TEST(silent_input_does_not_keep_a_command_from_ending)
{
    make_folder(t, "data");
    CHECK(mkfifo("fifo", 0600) == 0);
    int fifo = open("fifo", O_RDWR | O_CLOEXEC);
    for (int with_owner = 0; with_owner < 2; with_owner++) {
        struct running owner = {0};
        if (with_owner)
            owner = begin_owner(t, "data");
        struct run reading = note(t, ARGS("-"));
        reading.input = "fifo";
        struct running waiting = run_start(t, &reading);
        wait_for_text(t, waiting.err, "argument -");
        CHECK(kill(waiting.process, SIGINT) == 0);
        check_ends(t, &waiting, 74, "Reading \"-\" ended before its end: told to stop.");
        if (with_owner)
            end_owner(t, &owner);
    }
    CHECK(close(fifo) == 0);
}

/* Three that take their time, at once: the slowest test here. */
TEST(what_does_not_end_or_answer_is_given_up_within_ten_seconds)
{
    struct running all[LIMIT_OWNER_COMMANDS];
    make_folder(t, "stays");
    make_folder(t, "full");
    make_folder(t, "held");
    struct running stubborn = begin_owner(t, "stays");
    struct running staying = BEGIN(t, "note", "--data", "stays", "--wait", "--stay");
    struct running owner = begin_owner(t, "full");
    for (size_t i = 0; i < LIMIT_OWNER_COMMANDS; i++)
        all[i] = BEGIN(t, "note", "--data", "full", "--wait");
    for (size_t i = 0; i < LIMIT_OWNER_COMMANDS; i++)
        (void)run_wait_for(t, &all[i], "waits");
    (void)run_wait_for(t, &staying, "waits");
    CHECK_OK(lock_take(t->arena, S("held"), "serve")); /* and listens to nobody */

    int64_t start_ms = owner_socket_now_ms();
    CHECK(kill(stubborn.process, SIGTERM) == 0);
    struct running held = BEGIN(t, "note", "--data", "held");
    struct running more = BEGIN(t, "note", "--data", "full", "--word", "more");
    CHECK_INT(run_end(t, &stubborn).status, SIGNALLED + SIGTERM);
    check_ends(t, &staying, 74, "ended before it answered");
    int64_t took_ms = owner_socket_now_ms() - start_ms;
    CHECK_THAT(took_ms >= ENDING_S * 1000 - 100 && took_ms < 10000 + SLACK_MS, "%lld ms",
               (long long)took_ms);
    check_ends(
        t, &held, 75,
        str_format(t->arena,
                   "attune: The data folder \"held\" is in use by process %ld (serve), which "
                   "takes no commands now; try again.\n",
                   (long)getpid())
            .ptr);
    check_ends(t, &more, 75, "(own), which runs 16 commands already; try again.\n");
    took_ms = owner_socket_now_ms() - start_ms;
    CHECK_THAT(took_ms >= LIMIT_OWNER_WAIT_MS - 100 && took_ms < LIMIT_OWNER_WAIT_MS + SLACK_MS,
               "%lld ms", (long long)took_ms);
    check_notes(t, "full", "");
    CHECK(kill(owner.process, SIGTERM) == 0);
    for (size_t i = 0; i < LIMIT_OWNER_COMMANDS; i++)
        check_ends(t, &all[i], 74, "told to end");
    CHECK_INT(run_end(t, &owner).status, 0);
}

/* ---- what is said on the socket ---- */

static int answer_of(int socket)
{
    unsigned char bytes[OWNER_ANSWER_BYTES] = {0};
    ssize_t got = recv(socket, bytes, sizeof bytes, MSG_WAITALL);
    (void)close(socket);
    return got == sizeof bytes ? bytes[0] : OWNER_NO_ANSWER;
}

static int answer_to(str dir, str message, bool has_descriptors)
{
    static const int streams[OWNER_DESCRIPTORS] = {0, 1, 2};
    int socket = owner_socket_connect(dir, 1000);
    CHECK(socket >= 0);
    if (has_descriptors)
        CHECK(owner_socket_send(socket, message, streams));
    else
        CHECK(send(socket, message.ptr, message.len, MSG_NOSIGNAL) == (ssize_t)message.len);
    CHECK(shutdown(socket, SHUT_WR) == 0);
    return answer_of(socket);
}

TEST(owner_answers_what_is_no_request)
{
    str word = S("version"), message, other;
    struct owner_request request = {
        .version = str_of_chars(version_number), .words = &word, .words_len = 1};
    CHECK_OK(owner_message_of_request(t->arena, &request, &message));
    request.version = S("0.0.0");
    CHECK_OK(owner_message_of_request(t->arena, &request, &other));
    make_folder(t, "data");
    struct running owner = begin_owner(t, "data");
    CHECK_INT(answer_to(S("data"), S("\x05\0\0\0hello"), true), OWNER_NOT_READ);
    CHECK_INT(answer_to(S("data"), S("\xFF\xFF\xFF\xFF"), true), OWNER_NOT_READ);
    CHECK_INT(answer_to(S("data"), S("\x05\0"), true), OWNER_NOT_READ);
    CHECK_INT(answer_to(S("data"), str_slice(message, 0, message.len - 1), true), OWNER_NOT_READ);
    CHECK_INT(answer_to(S("data"), message, false), OWNER_NOT_READ);
    CHECK_INT(answer_to(S("data"), other, true), OWNER_OTHER_VERSION);
    end_owner(t, &owner);
}

/* A socket that everybody could connect to, which it never is. */
TEST(owner_refuses_another_user)
{
    if (geteuid() != 0)
        test_skip("only root can be somebody else");
    make_folder(t, "data");
    CHECK(chmod(str_to_chars(t->arena, t->dir), 0755) == 0 && chmod("data", 0755) == 0);
    struct running owner = begin_owner(t, "data");
    CHECK(chmod("data/attune.sock", 0666) == 0);
    pid_t other = fork();
    if (other == 0) {
        if (setgid(NOBODY) != 0 || setuid(NOBODY) != 0)
            _exit(1);
        int socket = owner_socket_connect(S("data"), 1000);
        _exit(socket < 0 ? 2 : answer_of(socket) == OWNER_REFUSED ? 0 : 3);
    }
    int how = 1;
    CHECK(waitpid(other, &how, 0) == other);
    CHECK_INT(how, 0);
    end_owner(t, &owner);
}

/* Only what writes is run for others. */
TEST(owner_runs_no_other_command_for_others)
{
    str word = S("notes"), message;
    struct owner_request request = {
        .version = str_of_chars(version_number), .words = &word, .words_len = 1};
    CHECK_OK(owner_message_of_request(t->arena, &request, &message));
    make_folder(t, "data");
    struct running owner = begin_owner(t, "data");
    int socket = owner_socket_connect(S("data"), 1000);
    int err = open("err.txt", O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    const int streams[OWNER_DESCRIPTORS] = {err, err, err};
    unsigned char bytes[2 * OWNER_ANSWER_BYTES];
    CHECK(owner_socket_send(socket, message, streams));
    CHECK(recv(socket, bytes, sizeof bytes, MSG_WAITALL) == sizeof bytes);
    CHECK(bytes[0] == OWNER_TAKEN && bytes[2] == OWNER_DONE);
    CHECK_INT(bytes[3], 64);
    CHECK_STR(test_read(t, S("err.txt")),
              S("attune: attune notes is nothing that an owner runs for others.\n"));
    end_owner(t, &owner);
}
