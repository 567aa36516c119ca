/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The program around a room's tests: runs each in a process of its own, with a
 * time limit, an arena and a folder, and says what happened.
 *
 *     build/base_test [room[/file[/test]]]
 *
 * ATTUNE_RESULTS names a file that gets a line per test (status, milliseconds,
 * file, name, reason, separated by tabs); ATTUNE_SHARED the folder of shared
 * data (else ../shared); ATTUNE_TEST_SECONDS a time limit per test (else 60,
 * more under a sanitizer); TMPDIR where the tests' folders are made.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/test.h"
#include "base/test_report.h"

#if defined(__SANITIZE_ADDRESS__)
enum { DEFAULT_SECONDS = 300 };
#else
enum { DEFAULT_SECONDS = 60 };
#endif

struct outcome {
    int status; /* TEST_PASSED, TEST_FAILED or TEST_SKIPPED */
    long ms;
};

static unsigned time_limit_s = DEFAULT_SECONDS;

static _Noreturn void stop(const char *what)
{
    (void)fprintf(stderr, "test harness: %s: %s\n", what, strerror(errno));
    exit(2);
}

static long now_ms(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (long)(now.tv_sec * 1000 + now.tv_nsec / 1000000);
}

/* Removes what a test left in its folder, and the folder. */
static void remove_entry(int parent, const char *name)
{
    int folder = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    DIR *entries = folder < 0 ? NULL : fdopendir(folder);
    if (!entries) {
        (void)unlinkat(parent, name, 0);
        return;
    }
    for (struct dirent *e; (e = readdir(entries));)
        if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0)
            remove_entry(folder, e->d_name);
    (void)closedir(entries);
    (void)unlinkat(parent, name, AT_REMOVEDIR);
}

/* room, room/file or room/file/test. */
static bool is_wanted(const struct test_entry *test, const char *filter)
{
    if (!filter)
        return true;
    char full[512];
    (void)snprintf(full, sizeof full, "%s/%s", test->file, test->name);
    size_t len = strlen(filter);
    return strncmp(full, filter, len) == 0 && (full[len] == '/' || full[len] == '\0');
}

/* In the test's own process. */
static _Noreturn void run_here(const struct test_entry *test, const char *dir, int output)
{
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
    (void)setpgid(0, 0);
    if (dup2(output, STDOUT_FILENO) < 0 || dup2(output, STDERR_FILENO) < 0 || chdir(dir) != 0)
        stop("cannot prepare a test");
    (void)setvbuf(stdout, NULL, _IOLBF, BUFSIZ); /* what is said before a crash is seen */
    (void)alarm(time_limit_s);
    struct test t = {.arena = arena_make(LIMIT_TEST_BYTES), .dir = str_of_chars(dir)};
    test->run(&t);
    arena_done(t.arena);
    exit(TEST_PASSED); /* not _exit: here leaks are looked for */
}

static int status_of_child(int how)
{
    char *reason = test_report->reason;
    if (WIFEXITED(how) && WEXITSTATUS(how) == TEST_PASSED)
        return TEST_PASSED;
    if (WIFEXITED(how) && WEXITSTATUS(how) == TEST_SKIPPED)
        return TEST_SKIPPED;
    if (WIFSIGNALED(how) && WTERMSIG(how) == SIGALRM)
        (void)snprintf(reason, sizeof test_report->reason, "took more than %u seconds",
                       time_limit_s);
    else if (WIFSIGNALED(how))
        (void)snprintf(reason, sizeof test_report->reason, "died of signal %d (%s)", WTERMSIG(how),
                       strsignal(WTERMSIG(how)));
    else if (!reason[0])
        (void)snprintf(reason, sizeof test_report->reason, "ended by itself with exit status %d",
                       WEXITSTATUS(how));
    return TEST_FAILED;
}

/* Copies what the test printed, each line indented. */
static void show_output(FILE *output)
{
    rewind(output);
    bool at_start = true;
    for (int c; (c = getc(output)) != EOF; at_start = c == '\n') {
        if (at_start)
            fputs("    ", stdout);
        putchar(c);
    }
    if (!at_start)
        putchar('\n');
}

static void show_failure(const struct test_entry *test, const char *dir, long ms, FILE *output)
{
    printf("FAILED %s/%s (%ld ms): %s\n", test->file, test->name, ms, test_report->reason);
    show_output(output);
    printf("    its folder is kept: %s\n", dir);
}

static struct outcome run_apart(const struct test_entry *test)
{
    char dir[PATH_MAX];
    const char *tmp = getenv("TMPDIR");
    (void)snprintf(dir, sizeof dir, "%s/attune-test-XXXXXX", tmp && tmp[0] ? tmp : "/tmp");
    FILE *output = tmpfile();
    if (!mkdtemp(dir) || !output)
        stop("cannot make a folder for a test");
    test_report->reason[0] = '\0';
    (void)fflush(stdout);

    long start_ms = now_ms();
    pid_t child = fork();
    if (child < 0)
        stop("cannot start a process for a test");
    if (child == 0)
        run_here(test, dir, fileno(output));
    int how = 0;
    while (waitpid(child, &how, 0) < 0)
        if (errno != EINTR)
            stop("cannot wait for a test");
    (void)kill(-child, SIGKILL); /* what the test started and left behind */

    struct outcome outcome = {.status = status_of_child(how), .ms = now_ms() - start_ms};
    if (outcome.status == TEST_FAILED)
        show_failure(test, dir, outcome.ms, output);
    else
        remove_entry(AT_FDCWD, dir);
    (void)fclose(output);
    return outcome;
}

static void record(int results, const struct test_entry *test, struct outcome outcome)
{
    const char *word = outcome.status == TEST_PASSED    ? "passed"
                       : outcome.status == TEST_SKIPPED ? "skipped"
                                                        : "failed";
    for (char *c = test_report->reason; *c; c++)
        if (*c == '\t' || *c == '\n' || *c == '\r')
            *c = ' ';
    if (results < 0) {
        if (outcome.status == TEST_SKIPPED)
            printf("skipped %s/%s: %s\n", test->file, test->name, test_report->reason);
        return;
    }
    char line[2048];
    int len = snprintf(line, sizeof line, "%s\t%ld\t%s\t%s\t%s\n", word, outcome.ms, test->file,
                       test->name, test_report->reason);
    if (len < 0 || write(results, line, (size_t)len) != len)
        stop("cannot write the results");
}

static void find_shared_folder(void)
{
    const char *named = getenv("ATTUNE_SHARED");
    struct stat about;
    if (!realpath(named && named[0] ? named : "../shared", test_shared_folder) ||
        stat(test_shared_folder, &about) != 0 || !S_ISDIR(about.st_mode))
        test_shared_folder[0] = '\0';
}

static void read_time_limit(void)
{
    const char *seconds = getenv("ATTUNE_TEST_SECONDS");
    if (!seconds || !seconds[0])
        return;
    double limit_s = strtod(seconds, NULL);
    if (!(limit_s >= 1 && limit_s < 1e6))
        stop("ATTUNE_TEST_SECONDS is not a number of seconds");
    time_limit_s = (unsigned)limit_s;
}

/* The file of results, or -1 where nobody collects them. */
static int open_results(void)
{
    const char *path = getenv("ATTUNE_RESULTS");
    if (!path || !path[0])
        return -1;
    int file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
    if (file < 0)
        stop(path);
    return file;
}

int main(int argc, char **argv)
{
    const char *filter = argc > 1 ? argv[1] : NULL;
    find_shared_folder();
    read_time_limit();
    test_report =
        mmap(NULL, sizeof *test_report, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (test_report == MAP_FAILED)
        stop("cannot share memory");
    int results = open_results();
    unsigned passed = 0, failed = 0, skipped = 0;
    for (unsigned i = 0; i < test_index_len; i++) {
        const struct test_entry *test = &test_index[i];
        if (!is_wanted(test, filter))
            continue;
        struct outcome outcome = run_apart(test);
        record(results, test, outcome);
        passed += outcome.status == TEST_PASSED;
        failed += outcome.status == TEST_FAILED;
        skipped += outcome.status == TEST_SKIPPED;
    }
    if (results < 0) {
        if (skipped)
            printf("%u skipped\n", skipped);
        printf("%u passed, %u failed\n", passed, failed);
    }
    return failed > 0;
}
