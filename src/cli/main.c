/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The composition root: performs the words of the command line and answers with
 * their exit status.  contract.md §1.
 */
#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <unistd.h>

#include "base/command.h"
#include "base/limits.h"
#include "cli/perform.h"

/* A standard stream that is closed stays unusable, but its number is taken: no file
 * that is opened later is written to by mistake. */
static void take_standard_numbers(void)
{
    for (int number = STDIN_FILENO; number <= STDERR_FILENO; number++)
        if (fcntl(number, F_GETFD) < 0)
            (void)!open("/dev/null", number == STDIN_FILENO ? O_WRONLY : O_RDONLY);
}

int main(int argc, char **argv)
{
    take_standard_numbers();
    (void)setlocale(LC_CTYPE, "");
    (void)signal(SIGPIPE, SIG_IGN);
    (void)signal(SIGXFSZ, SIG_IGN); /* writing then fails like a full disk */
    struct call c = {.arena = arena_make(LIMIT_COMMAND_BYTES), .out = stdout, .err = stderr};
    size_t len = argc > 0 ? (size_t)argc - 1 : 0;
    str *words = ARENA_ARRAY(c.arena, str, len);
    for (size_t i = 0; i < len; i++)
        words[i] = str_of_chars(argv[i + 1]);
    int status = perform_words(&c, words, len);
    arena_done(c.arena);
    return status;
}
