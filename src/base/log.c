/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/log.h"

#include <unistd.h>

#include "base/json.h"
#include "base/limits.h"
#include "base/zone.h"

static const char *const level_names[LOG_LEVEL_COUNT] = {
    [LOG_INFO] = "info", [LOG_WARNING] = "warning", [LOG_ERROR] = "error"};

enum { TEXT_BYTES = 2000 }; /* of one value */

static void add_value(struct json *j, const struct log_value *v)
{
    json_key(j, str_of_chars(v->key));
    if (v->kind == LOG_IS_WHOLE)
        json_whole(j, v->whole);
    else if (v->kind == LOG_IS_TEXT)
        json_text(j, str_slice(v->text, 0, TEXT_BYTES));
    else
        json_whole(j, (int64_t)v->text.len);
}

str log_line(struct arena *a, usec_t at, enum log_level level, const char *event,
             const struct log_value *values)
{
    struct buf out = buf_make(a, LIMIT_LOG_LINE_BYTES);
    struct json j = json_make(&out);
    json_open_object(&j);
    json_key(&j, S("at"));
    json_text(&j, usec_to_str(a, at));
    json_key(&j, S("level"));
    json_text(&j, str_of_chars(level_names[level]));
    json_key(&j, S("event"));
    json_text(&j, str_of_chars(event));
    for (const struct log_value *v = values; v->key; v++)
        add_value(&j, v);
    json_close_object(&j);
    if (!out.full)
        return buf_str(&out);
    /* What is too long is named by its event alone: half a line would be no JSON. */
    return log_line(a, at, level, event, (const struct log_value[]){{.key = NULL}});
}

void log_write(enum log_level level, const char *event, const struct log_value *values)
{
    struct arena *a = arena_make(0);
    str line = log_line(a, usec_now(), level, event, values);
    str whole = str_format(a, "%.*s\n", STR(line));
    (void)!write(STDERR_FILENO, whole.ptr, whole.len);
    arena_done(a);
}
