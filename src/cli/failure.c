/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/failure.h"

#include <unistd.h>

#include "ask/mistake.h"
#include "base/json.h"
#include "base/limits.h"
#include "base/text.h"
#include "draw/terminal.h"

/* The place in words; a sentence about an option begins with it. */
static str place_of(const struct err *e)
{
    if (e->at.len || !str_starts_with(e->text, S("--")))
        return e->at;
    size_t len = 2;
    while (len < e->text.len && e->text.ptr[len] != ':' && e->text.ptr[len] != ' ')
        len++;
    return str_slice(e->text, 0, len);
}

static void print_error_json(struct call *c, const struct err *e)
{
    struct buf out = buf_make(c->arena, MIB);
    struct json j = json_make(&out);
    json_open_object(&j);
    json_key(&j, S("error"));
    json_open_object(&j);
    json_key(&j, S("code"));
    json_text(&j, why_name(e->why));
    json_key(&j, S("text"));
    json_text(&j, e->text);
    json_key(&j, S("at"));
    if (e->position)
        json_whole(&j, (int64_t)e->position);
    else if (place_of(e).len)
        json_text(&j, place_of(e));
    else
        json_none(&j);
    json_close_object(&j);
    json_close_object(&j);
    (void)fprintf(c->out, "%.*s\n", STR(buf_str(&out)));
}

/* One sentence; on a terminal, the place in the condition below it. */
static void print_error(struct call *c, const struct err *e)
{
    (void)fprintf(c->err, "attune: %.*s\n", STR(e->text));
    if (!e->position || !e->source.len || !isatty(fileno(c->err)))
        return;
    struct terminal t = terminal_of_stream(c->err);
    str view = mistake_view(c->arena, S("    "), e->source, e->position, t.width);
    (void)fprintf(c->err, "%.*s\n", STR(view));
}

int failure_print(struct call *c, struct err *e, bool as_json)
{
    e->text = text_escape(c->arena, e->text); /* it may quote what would steer a terminal */
    if (as_json)
        print_error_json(c, e);
    print_error(c, e);
    return why_exit_status(e->why);
}
