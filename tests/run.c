/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "run.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/limits.h"

enum { SECONDS = 60, SECONDS_SANITIZED = 240, PATH_BYTES = 256, NOBODY = 65534 };

#if defined(__SANITIZE_ADDRESS__)
enum { TIME_LIMIT_S = SECONDS_SANITIZED };
#else
enum { TIME_LIMIT_S = SECONDS };
#endif

/* Variables of the one who runs the tests that would change what is printed. */
static void set_environment(struct test *t, const struct run *run)
{
    static const char *const changing[] = {"COLUMNS", "NO_COLOR", "CLICOLOR_FORCE", "ATTUNE_ISA",
                                           "TZ"};
    for (size_t i = 0; i < sizeof changing / sizeof *changing; i++)
        (void)unsetenv(changing[i]);
    (void)setenv("LC_ALL", "C.UTF-8", 1);
    (void)setenv("TERM", "xterm", 1);
    for (size_t i = 0; run->env && run->env[i]; i++)
        (void)putenv(str_to_chars(t->arena, str_of_chars(run->env[i])));
}

static int open_or_stop(const char *path, int flags)
{
    int file = open(path, flags, 0600);
    if (file < 0)
        _exit(127);
    return file;
}

/* A pipe whose reader is gone. */
static int closed_pipe(void)
{
    int ends[2];
    if (pipe(ends) != 0)
        _exit(127);
    (void)close(ends[0]);
    return ends[1];
}

/* The two ends of a terminal. */
static int open_terminal(unsigned width, char *program_end, size_t program_end_room)
{
    int reader = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC), locked = 0;
    unsigned number = 0;
    struct winsize size = {.ws_row = 40, .ws_col = (unsigned short)width};
    if (reader < 0 || ioctl(reader, TIOCSPTLCK, &locked) != 0 ||
        ioctl(reader, TIOCGPTN, &number) != 0 || ioctl(reader, TIOCSWINSZ, &size) != 0)
        test_skip("this machine gives no terminal");
    (void)snprintf(program_end, program_end_room, "/dev/pts/%u", number);
    return reader;
}

/* What was written to the terminal, until the program has let go of it. */
static str read_terminal(struct test *t, int reader)
{
    struct buf text = buf_make(t->arena, MIB);
    char bytes[4096];
    ssize_t got = 0;
    while ((got = read(reader, bytes, sizeof bytes)) > 0)
        for (ssize_t i = 0; i < got; i++)
            if (bytes[i] != '\r')
                buf_add_char(&text, bytes[i]);
    (void)close(reader);
    return buf_str(&text);
}

static void drop_rights(void)
{
    if (geteuid() == 0 && (setgid(NOBODY) != 0 || setuid(NOBODY) != 0))
        _exit(127);
}

/* Where its standard output and standard error go. */
struct ends {
    const char *out, *err;
};

static _Noreturn void become(struct test *t, char *const *argv, const struct run *run,
                             struct ends ends)
{
    enum { FLAGS = O_WRONLY | O_CREAT | O_TRUNC | O_NOCTTY };
    set_environment(t, run);
    int in = open_or_stop(run->input ? run->input : "/dev/null", O_RDONLY);
    int out = run->output_is_closed ? closed_pipe() : open_or_stop(ends.out, FLAGS);
    int err = open_or_stop(ends.err, FLAGS);
    if (run->as_nobody)
        drop_rights();
    if (dup2(in, STDIN_FILENO) < 0 || dup2(out, STDOUT_FILENO) < 0 || dup2(err, STDERR_FILENO) < 0)
        _exit(127);
    (void)alarm(TIME_LIMIT_S); /* outlives exec */
    (void)execvp(argv[0], argv);
    _exit(127);
}

/* The program and its arguments. */
static char *const *make_argv(struct test *t, const char *program, const char *const *args)
{
    size_t len = 0;
    while (args[len])
        len++;
    char **argv = ARENA_ARRAY(t->arena, char *, len + 2);
    argv[0] = str_to_chars(t->arena, str_of_chars(program));
    for (size_t i = 0; i < len; i++)
        argv[i + 1] = str_to_chars(t->arena, str_of_chars(args[i]));
    return argv;
}

static const char *path_of_attune(void)
{
    const char *path = getenv("ATTUNE");
    if (!path || !path[0])
        test_fail(__FILE__, __LINE__, "ATTUNE, the path of the program, is not set");
    return path;
}

static str read_and_remove(struct test *t, const char *path)
{
    str text = test_read(t, str_of_chars(path));
    (void)unlink(path);
    return text;
}

static pid_t start(struct test *t, const struct run *run, const char *program, struct ends ends)
{
    char *const *argv = make_argv(t, program, run->args);
    pid_t child = fork();
    if (child == 0)
        become(t, argv, run, ends);
    if (child < 0)
        test_fail(__FILE__, __LINE__, "cannot start a process for %s", program);
    return child;
}

static int exit_status_of(pid_t child, const char *program)
{
    int how = 0;
    while (waitpid(child, &how, 0) < 0)
        if (errno != EINTR)
            test_fail(__FILE__, __LINE__, "cannot wait for %s", program);
    if (!WIFEXITED(how))
        test_fail(__FILE__, __LINE__, "%s was ended by signal %d", program, WTERMSIG(how));
    return WEXITSTATUS(how);
}

static struct ran run_on_terminal(struct test *t, const struct run *run, const char *program)
{
    char terminal[PATH_BYTES];
    int reader = open_terminal(run->terminal_width, terminal, sizeof terminal);
    pid_t child = start(t, run, program, (struct ends){terminal, terminal});
    struct ran ran = {.out = read_terminal(t, reader)};
    ran.status = exit_status_of(child, program);
    return ran;
}

struct running run_start(struct test *t, const struct run *run)
{
    static unsigned started;
    struct running r = {.run = *run, .program = run->program ? run->program : path_of_attune()};
    r.out = run->output ? run->output
                        : str_format(t->arena, "%.*s/standard.out.%ld.%u", STR(t->dir),
                                     (long)getpid(), ++started)
                              .ptr;
    r.err = str_format(t->arena, "%.*s/standard.err.%ld.%u", STR(t->dir), (long)getpid(), ++started)
                .ptr;
    r.process = start(t, run, r.program, (struct ends){r.out, r.err});
    return r;
}

struct ran run_end(struct test *t, struct running *running)
{
    struct ran ran = {.status = exit_status_of(running->process, running->program)};
    ran.err = read_and_remove(t, running->err);
    if (!running->run.output && !running->run.output_is_closed)
        ran.out = read_and_remove(t, running->out);
    return ran;
}

void run_kill(struct running *running, int number)
{
    (void)kill(running->process, number);
    while (waitpid(running->process, NULL, 0) < 0 && errno == EINTR)
        ;
}

str run_wait_for(struct test *t, const struct running *running, const char *part)
{
    enum { LOOK_MS = 10, LOOKS = TIME_LIMIT_S * 1000 / LOOK_MS };
    for (int i = 0; i < LOOKS; i++) {
        str text =
            access(running->out, R_OK) == 0 ? test_read(t, str_of_chars(running->out)) : S("");
        if (run_has(text, part))
            return text;
        (void)poll(NULL, 0, LOOK_MS);
    }
    test_fail(__FILE__, __LINE__, "%s did not say \"%s\" in time", running->program, part);
}

struct ran run_program(struct test *t, const struct run *run)
{
    if (run->terminal_width)
        return run_on_terminal(t, run, run->program ? run->program : path_of_attune());
    struct running running = run_start(t, run);
    return run_end(t, &running);
}

static void decref(void *document)
{
    json_decref(document);
}

json_t *run_parse(struct test *t, str text)
{
    json_error_t error;
    json_t *document = json_loadb(text.ptr, text.len, JSON_REJECT_DUPLICATES, &error);
    if (!document)
        test_fail(__FILE__, __LINE__, "is no JSON document: %s at byte %d: %.*s", error.text,
                  error.position, STR(text));
    arena_defer(t->arena, decref, document);
    return document;
}

/* score, the words, and what comes behind them. */
static const char *const *score_args(struct test *t, const char *const *args, bool json)
{
    size_t len = 0;
    while (args[len])
        len++;
    const char **all = ARENA_ARRAY(t->arena, const char *, len + 4);
    all[0] = "score";
    for (size_t i = 0; i < len; i++)
        all[i + 1] = args[i];
    if (json) {
        /* In front: what stands behind a lone -- is no option. */
        for (size_t i = len + 2; i > 2; i--)
            all[i] = all[i - 2];
        all[1] = "--format";
        all[2] = "json";
    }
    return all;
}

json_t *run_score(struct test *t, int status, const char *const *args)
{
    struct ran ran = run_program(t, &(struct run){.args = score_args(t, args, true)});
    if (ran.status != status)
        test_fail(__FILE__, __LINE__, "exit status is %d, should be %d: %.*s %.*s", ran.status,
                  status, STR(ran.err), STR(ran.out));
    CHECK_STR(ran.err, S(""));
    return run_parse(t, ran.out);
}

static void check_sentence(str text, const char *part)
{
    CHECK_THAT(run_has(text, part), "\"%s\" is not in: %.*s", part, STR(text));
    CHECK_THAT(text.len > 10 && (text.ptr[text.len - 1] == '.' || text.ptr[text.len - 1] == '?'),
               "this is no sentence: %.*s", STR(text));
    CHECK_THAT(!str_has(text, '\n') && !str_has(text, '\x1b'), "this is not one line: %.*s",
               STR(text));
}

json_t *run_fails(struct test *t, int status, const char *code, const char *part,
                  const char *const *args)
{
    struct ran plain = run_program(t, &(struct run){.args = score_args(t, args, false)});
    CHECK_THAT(plain.status == status, "exit status is %d, should be %d: %.*s", plain.status,
               status, STR(plain.err));
    CHECK_STR(plain.out, S(""));
    CHECK(str_starts_with(plain.err, S("attune: ")) && run_count_lines(plain.err) == 1);
    str sentence = str_slice(plain.err, S("attune: ").len, plain.err.len - 1);
    check_sentence(sentence, part);

    struct ran json = run_program(t, &(struct run){.args = score_args(t, args, true)});
    CHECK_INT(json.status, status);
    CHECK_STR(json.err, plain.err);
    json_t *document = run_parse(t, json.out);
    CHECK_INT(json_object_size(document), 1);
    CHECK_INT(json_object_size(run_at(document, "error")), 3);
    CHECK_STR(run_text(document, "error/code"), str_of_chars(code));
    check_sentence(run_text(document, "error/text"), part);
    (void)run_at(document, "error/at");
    return document;
}

json_t *run_at(json_t *document, const char *path)
{
    str rest = str_of_chars(path);
    json_t *here = document;
    while (rest.ptr) {
        char key[PATH_BYTES];
        str step = str_cut(rest, '/', &rest);
        (void)snprintf(key, sizeof key, "%.*s", STR(step));
        here = json_is_array(here) ? json_array_get(here, (size_t)strtod(key, NULL))
                                   : json_object_get(here, key);
        if (!here)
            test_fail(__FILE__, __LINE__, "there is no %s: %s", path,
                      json_dumps(document, JSON_ENCODE_ANY));
    }
    return here;
}

double run_number(json_t *document, const char *path)
{
    json_t *here = run_at(document, path);
    CHECK_THAT(json_is_number(here), "%s is no number: %s", path,
               json_dumps(document, JSON_ENCODE_ANY));
    return json_number_value(here);
}

str run_text(json_t *document, const char *path)
{
    json_t *here = run_at(document, path);
    CHECK_THAT(json_is_string(here), "%s is no text: %s", path,
               json_dumps(document, JSON_ENCODE_ANY));
    return (str){json_string_value(here), json_string_length(here)};
}

bool run_is_null(json_t *document, const char *path)
{
    return json_is_null(run_at(document, path));
}

json_t *run_row(json_t *document, const char *key, const char *value)
{
    size_t i = 0;
    json_t *row = NULL;
    json_array_foreach(run_at(document, "rows"), i, row)
    {
        json_t *is = json_object_get(run_at(row, "by"), key);
        if (value ? json_is_string(is) && strcmp(json_string_value(is), value) == 0
                  : json_is_null(is))
            return row;
    }
    test_fail(__FILE__, __LINE__, "no row has %s = %s: %s", key, value ? value : "null",
              json_dumps(document, 0));
}

json_t *run_choice(json_t *document, const char *name)
{
    size_t i = 0;
    json_t *row = NULL;
    json_array_foreach(run_at(document, "rows"), i, row)
    {
        if (str_equal(run_text(row, "choice"), str_of_chars(name)))
            return row;
    }
    test_fail(__FILE__, __LINE__, "no row is of the choice %s: %s", name, json_dumps(document, 0));
}

json_t *run_note(json_t *document, const char *code)
{
    size_t i = 0;
    json_t *note = NULL;
    json_array_foreach(run_at(document, "notes"), i, note)
    {
        if (str_equal(run_text(note, "code"), str_of_chars(code)))
            return note;
    }
    return NULL;
}

bool run_has(str text, const char *part)
{
    str wanted = str_of_chars(part);
    for (size_t i = 0; i + wanted.len <= text.len; i++)
        if (str_equal(str_slice(text, i, i + wanted.len), wanted))
            return true;
    return false;
}

size_t run_count_lines(str text)
{
    size_t lines = 0;
    for (size_t i = 0; i < text.len; i++)
        lines += text.ptr[i] == '\n';
    return lines;
}

str run_table(struct test *t, const char *header, const struct run_lines *lines, size_t len)
{
    struct buf b = buf_make(t->arena, 256 * MIB);
    buf_addf(&b, "%s\n", header);
    for (size_t i = 0; i < len; i++)
        for (size_t n = 0; n < lines[i].times; n++)
            buf_addf(&b, "%s\n", lines[i].line);
    CHECK(!b.full);
    return buf_str(&b);
}

const char *run_file(struct test *t, const char *name, str content)
{
    return str_to_chars(t->arena, test_write(t, name, content));
}
