/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/password_prompt.h"

#include <errno.h>
#include <termios.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/secret.h"
#include "people/user.h"

enum { TRIES = 5 };

bool password_prompt_can_ask(void)
{
    return isatty(STDIN_FILENO) == 1;
}

/* A line byte by byte, so that nothing behind it is taken; false where there is none. */
static bool read_line(struct arena *a, str *line)
{
    char *bytes = arena_take(a, LIMIT_PASSWORD_BYTES + 2);
    size_t len = 0;
    for (;;) {
        char c = 0;
        ssize_t got = read(STDIN_FILENO, &c, 1);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0 || c == '\n')
            break;
        if (len <= LIMIT_PASSWORD_BYTES) /* one too many shows that it is too long */
            bytes[len++] = c;
    }
    *line = (str){bytes, len};
    return len > 0;
}

static bool ask(struct call *c, const char *what, str *answer)
{
    struct termios was, quiet;
    bool is_terminal = tcgetattr(STDIN_FILENO, &was) == 0;
    (void)fprintf(c->err, "%s: ", what);
    (void)fflush(c->err);
    if (is_terminal) {
        quiet = was;
        quiet.c_lflag &= (tcflag_t) ~(unsigned)ECHO;
        (void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
    }
    bool is_there = read_line(c->arena, answer);
    if (is_terminal)
        (void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &was);
    (void)fputc('\n', c->err);
    return is_there;
}

struct err *password_prompt(struct call *c, str name, str email, str *password)
{
    str first, second;
    const struct language *english = &phrase_languages[0];
    for (int i = 0; i < TRIES; i++) {
        if (!ask(c, "Password, of at least 12 characters", &first))
            break;
        enum user_fault fault = user_fault_of_password(c->arena, first, name, email);
        if (fault) {
            (void)fprintf(c->err, "%.*s\n", STR(phrase_text(user_fault_phrase(fault), english)));
            continue;
        }
        if (!ask(c, "Once more", &second))
            break;
        if (secret_equal(first, second)) {
            *password = first;
            return NULL;
        }
        (void)fputs("These are two passwords.\n", c->err);
    }
    FAIL(c->arena, WHY_INVALID, "No password was given.");
}
