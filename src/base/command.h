/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * command — how a command of the command line is declared.
 *
 * COMMAND(score) = {…} beside the code that does it; the parser of arguments,
 * the help, the man page, the reference and the completion are read from it.
 */
#ifndef BASE_COMMAND_H
#define BASE_COMMAND_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "base/zone.h"

enum option_kind {
    OPTION_FLAG,   /* no value */
    OPTION_TEXT,   /* any value */
    OPTION_CHOICE, /* one of the words in .choices */
    OPTION_COUNT
};

struct option {
    const char *name; /* without the dashes */
    enum option_kind kind;
    bool repeats;               /* may be given more than once */
    bool needed;                /* stands in the usage line; that it is missing, the command says */
    const char *value;          /* how the value is called in the help: "COL"; MEASURE and FILE
                                   are completed on the command line */
    const char *const *choices; /* end with NULL; OPTION_CHOICE: all there are, and the help lists
                                   them; OPTION_TEXT: words to complete with, or NULL */
    const char *about;          /* one line, without the choices */
};

/* What the user gave for one option, in order. */
struct given {
    const struct option *option;
    str value;
};

struct store;

struct call {
    struct arena *arena;
    const struct command *command;
    str *arguments; /* what is not an option */
    size_t arguments_len;
    struct given *given;
    size_t given_len;
    usec_t now;      /* the clock's, or --now */
    int64_t now_day; /* days since 1970-01-01: the day of now where the host is */
    FILE *out, *err;
    struct store *store;          /* of --data, opened as the command declares; else NULL */
    const atomic_bool *is_to_end; /* NULL: nobody can say so */
};

/* What a command does with the data folder that its own option --data names. */
enum command_data {
    DATA_NONE,
    DATA_READS,  /* beside the folder's owner, or without one */
    DATA_WRITES, /* as the owner; where another process is, that one runs it.  Arguments and
                    values called FILE or DIR are absolute paths then (but for - and --data),
                    and what it starts threads for must not read standard input */
    DATA_OWNS,   /* as the owner, for as long as it runs; BUSY where another process is */
    DATA_COUNT
};

struct command {
    const char *name;
    const char *summary;   /* one line, no full stop */
    const char *arguments; /* how they are called: "FILE" */
    unsigned arguments_min, arguments_max;
    const struct option *options;
    size_t options_len;
    enum command_data data;
    const char *description; /* paragraphs, separated by empty lines */
    const char *examples;    /* lines: command, or command, " # " and what it answers */
    /* *status gets the exit status of a success (0, or 1 with rows refused). */
    struct err *(*run)(struct call *c, int *status);
};

#define COMMAND(name) const struct command command_named_##name

/* The value of an option given once ({NULL, 0} where it was not given). */
str call_value(const struct call *c, const char *option);
bool call_has(const struct call *c, const char *option);
/* All values of an option, in order; *len gets how many. */
str *call_values(const struct call *c, const char *option, size_t *len);
/* Whether the one who called wants it to end.  Long work asks this where it can stop
 * without harm, and fails. */
bool call_is_to_end(const struct call *c);

#endif
