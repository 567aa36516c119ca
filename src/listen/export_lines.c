/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * NDJSON: a signal a line, as POST /api/v1/signals takes it (listen/signal_json.h).
 */
#include "base/json.h"
#include "base/json_lex.h"
#include "listen/export_write.h"

static void add_text(struct json *j, const char *key, str text)
{
    if (text.len == 0)
        return;
    json_key(j, str_of_chars(key));
    json_text(j, text);
}

/* A number as it was written, where JSON knows it as one. */
static void add_value(struct json *j, str key, str text)
{
    json_key(j, key);
    if (json_lex_is_number(text))
        json_literal(j, text);
    else
        json_text(j, text);
}

static void add_person(struct json *j, const struct exported *signal)
{
    if (!signal->texts[EXPORT_PERSON].len && !signal->texts[EXPORT_EMAIL].len)
        return;
    json_key(j, S("person"));
    json_open_object(j);
    add_text(j, "external_id", signal->texts[EXPORT_PERSON]);
    add_text(j, "email", signal->texts[EXPORT_EMAIL]);
    json_close_object(j);
}

static void add_values(struct json *j, const char *key, bool is_context, const struct export *x,
                       const struct exported *signal)
{
    json_key(j, str_of_chars(key));
    json_open_object(j);
    for (size_t i = 0; i < x->fields_len; i++)
        if (x->fields[i].field->is_context == is_context && signal->values[i].len)
            add_value(j, x->fields[i].column, signal->values[i]);
    json_close_object(j);
}

static bool has_context(const struct export *x, const struct exported *signal)
{
    for (size_t i = 0; i < x->fields_len; i++)
        if (x->fields[i].field->is_context && signal->values[i].len)
            return true;
    return false;
}

static void add_names(struct json *j, const struct exported *signal)
{
    static const struct {
        const char *member;
        enum export_column column;
    } names[] = {
        {"kind", EXPORT_KIND},         {"channel", EXPORT_CHANNEL},
        {"unit", EXPORT_UNIT},         {"touchpoint", EXPORT_TOUCHPOINT},
        {"language", EXPORT_LANGUAGE}, {"relationship", EXPORT_RELATIONSHIP},
        {"account", EXPORT_ACCOUNT},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        add_text(j, names[i].member, signal->texts[names[i].column]);
}

static struct err *add(struct arena *a, struct buf *out, const struct export *x,
                       const struct exported *signal, uint64_t number)
{
    (void)a;
    (void)number;
    struct json j = json_make(out);
    json_open_object(&j);
    add_text(&j, "key", signal->texts[EXPORT_KEY]);
    add_text(&j, "at", signal->texts[signal->at_assumed ? EXPORT_ASSUMED_AT : EXPORT_AT]);
    if (signal->at_assumed) {
        json_key(&j, S("at_assumed"));
        json_bool(&j, true);
    }
    add_text(&j, "source", x->source.key);
    add_names(&j, signal);
    add_person(&j, signal);
    if (signal->texts[EXPORT_WEIGHT].len)
        add_value(&j, S("weight"), signal->texts[EXPORT_WEIGHT]);
    add_values(&j, "answers", false, x, signal);
    if (has_context(x, signal))
        add_values(&j, "context", true, x, signal);
    json_close_object(&j);
    buf_add_char(out, '\n');
    return NULL;
}

const struct export_writer export_lines_writer = {.add = add};
