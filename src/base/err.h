/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * err — why something could not be done, as one sentence for a person.
 *
 * NULL is success.  An err lives in the caller's arena.  Out-parameters of a
 * function that fails are untouched.  Errors are for the world; assertions are
 * for our own mistakes and stay on in release.
 */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#include "base/arena.h"
#include "base/str.h"

/* contract.md §1: each has its exit status (and, later, its HTTP status). */
enum why {
    WHY_USAGE,    /* 64: the question is put wrongly: option, column, field */
    WHY_INVALID,  /* 65: the data is not what it must be */
    WHY_LIMIT,    /* 65: larger than we accept */
    WHY_MISSING,  /* 66: it is not there */
    WHY_CONFLICT, /* 73: it contradicts what is there */
    WHY_FAILED,   /* 74: reading or writing failed */
    WHY_BUSY,     /* 75: not now */
    WHY_DENIED,   /* 77: not allowed */
    WHY_COUNT
};

struct err {
    enum why why;
    str text;        /* one sentence, no full stop missing, no line break */
    str at;          /* the place in words ("line 7", "--field"), may be empty */
    size_t position; /* character within an expression, first is 1; 0: none */
    str source;      /* that expression, where the place can be shown in it */
    const char *file;
    int line;
    struct err *cause;
};

struct err *err_make(struct arena *a, enum why why, const char *file, int line, const char *format,
                     ...) __attribute__((format(printf, 5, 6), returns_nonnull));
/* A new sentence in front of the cause's; why, at and position are the cause's. */
struct err *err_wrap(struct arena *a, struct err *cause, const char *file, int line,
                     const char *format, ...)
    __attribute__((format(printf, 5, 6), returns_nonnull));

/* The same in another arena, without its causes. */
struct err *err_copy(struct arena *a, const struct err *e) __attribute__((returns_nonnull));

/* The exit status of a why, and its name as JSON and problem documents carry it. */
int why_exit_status(enum why why);
str why_name(enum why why);

/* The only three macros that return. */
#define TRY(call)                                                                                  \
    do {                                                                                           \
        struct err *try_err_ = (call);                                                             \
        if (try_err_)                                                                              \
            return try_err_;                                                                       \
    } while (0)
#define FAIL(a, why, ...) return err_make((a), (why), __FILE__, __LINE__, __VA_ARGS__)
#define WRAP(a, call, ...)                                                                         \
    do {                                                                                           \
        struct err *wrap_err_ = (call);                                                            \
        if (wrap_err_)                                                                             \
            return err_wrap((a), wrap_err_, __FILE__, __LINE__, __VA_ARGS__);                      \
    } while (0)

#endif
