/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/err.h"

#include <stdarg.h>
#include <stdio.h>

static str format_sentence(struct arena *a, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, format, again);
    va_end(again);
    if (len < 0)
        len = 0;
    char *text = arena_take(a, (size_t)len + 1);
    (void)vsnprintf(text, (size_t)len + 1, format, args);
    return (str){text, (size_t)len};
}

struct err *err_make(struct arena *a, enum why why, const char *file, int line, const char *format,
                     ...)
{
    va_list args;
    va_start(args, format);
    struct err *e = ARENA_NEW(a, struct err);
    *e = (struct err){
        .why = why, .text = format_sentence(a, format, args), .file = file, .line = line};
    va_end(args);
    return e;
}

struct err *err_wrap(struct arena *a, struct err *cause, const char *file, int line,
                     const char *format, ...)
{
    va_list args;
    va_start(args, format);
    str front = format_sentence(a, format, args);
    va_end(args);
    struct err *e = ARENA_NEW(a, struct err);
    *e = *cause;
    e->text = str_format(a, "%.*s: %.*s", STR(front), STR(cause->text));
    e->file = file;
    e->line = line;
    e->cause = cause;
    return e;
}

struct err *err_copy(struct arena *a, const struct err *e)
{
    struct err *copy = ARENA_NEW(a, struct err);
    *copy = *e;
    copy->text = str_copy(a, e->text);
    copy->at = str_copy(a, e->at);
    copy->source = str_copy(a, e->source);
    copy->cause = NULL;
    return copy;
}

static const struct {
    int exit_status;
    str name;
} reasons[WHY_COUNT] = {
    [WHY_USAGE] = {64, S_INIT("USAGE")},       [WHY_INVALID] = {65, S_INIT("INVALID")},
    [WHY_LIMIT] = {65, S_INIT("LIMIT")},       [WHY_MISSING] = {66, S_INIT("MISSING")},
    [WHY_CONFLICT] = {73, S_INIT("CONFLICT")}, [WHY_FAILED] = {74, S_INIT("FAILED")},
    [WHY_BUSY] = {75, S_INIT("BUSY")},         [WHY_DENIED] = {77, S_INIT("DENIED")},
};

int why_exit_status(enum why why)
{
    return reasons[why].exit_status;
}

str why_name(enum why why)
{
    return reasons[why].name;
}
