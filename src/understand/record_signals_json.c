/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Signals as the outside sees them: names for numbers, answers by their field's key.
 */
#include "base/json.h"
#include "base/json_lex.h"
#include "listen/answers_json.h"
#include "listen/field_db.h"
#include "listen/signal.h"
#include "understand/record_signals.h"

STATEMENT(signal_get);
STATEMENT(verbatim_list);

/* Columns of signal_get. */
enum {
    AT_AT,
    AT_ASSUMED,
    AT_SOURCE,
    AT_KIND,
    AT_CHANNEL,
    AT_LANGUAGE,
    AT_RELATIONSHIP,
    AT_UNIT,
    AT_TOUCHPOINT,
    AT_WEIGHT,
    AT_ANSWERS
};

struct writing {
    struct arena *a;
    struct db *db;
    const struct secret_key *installation;
    struct field *fields;
    size_t fields_len;
    struct json j;
};

static const struct field *field_of(const struct writing *w, int64_t id)
{
    size_t low = 0, high = w->fields_len; /* fields ascend by id */
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (w->fields[middle].id < id)
            low = middle + 1;
        else
            high = middle;
    }
    return low < w->fields_len && w->fields[low].id == id ? &w->fields[low] : NULL;
}

/* A number as a number, as it was written; anything else as a text. */
static void write_value(struct writing *w, str key, str text)
{
    json_key(&w->j, key);
    if (json_lex_is_number(text))
        json_literal(&w->j, text);
    else
        json_text(&w->j, text);
}

static struct err *write_fields(struct writing *w, str answers, bool is_context)
{
    struct answers_scan scan = answers_scan_make(w->a, answers);
    int64_t id = 0;
    str text;
    while (answers_scan_next(&scan, &id, &text)) {
        const struct field *field = field_of(w, id);
        if (field && field->is_context == is_context)
            write_value(w, field->key, text);
    }
    if (scan.is_damaged)
        FAIL(w->a, WHY_FAILED, "The answers of a signal in the record cannot be read.");
    return NULL;
}

/* As an answer among others, or as words with the label of their field. */
static void write_verbatim(struct writing *w, const struct field *field, str text, bool apart)
{
    if (!apart) {
        json_key(&w->j, field->key);
        json_text(&w->j, text);
        return;
    }
    json_open_object(&w->j);
    json_key(&w->j, S("field"));
    json_text(&w->j, field->key);
    json_key(&w->j, S("label"));
    json_text(&w->j, field->label);
    json_key(&w->j, S("text"));
    json_text(&w->j, text);
    json_close_object(&w->j);
}

static struct err *write_verbatims(struct writing *w, int64_t id, bool apart)
{
    bool found = false;
    struct query *q = db_query(w->db, SQL(verbatim_list));
    query_bind_int(q, 1, id);
    for (;;) {
        TRY(query_next(w->a, q, &found));
        if (!found)
            return NULL;
        const struct field *field = field_of(w, query_int(q, 0));
        if (field && !field->is_personal)
            write_verbatim(w, field, query_text(q, 1), apart);
    }
}

static void write_words(struct writing *w, const struct query *q)
{
    static const struct {
        int at;
        str key;
    } words[] = {
        {AT_SOURCE, S_INIT("source")},   {AT_KIND, S_INIT("kind")},
        {AT_CHANNEL, S_INIT("channel")}, {AT_LANGUAGE, S_INIT("language")},
        {AT_UNIT, S_INIT("unit")},       {AT_RELATIONSHIP, S_INIT("relationship")},
        {AT_WEIGHT, S_INIT("weight")},   {AT_TOUCHPOINT, S_INIT("touchpoint")},
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (!query_is_none(q, words[i].at))
            write_value(w, words[i].key, query_text(q, words[i].at));
}

static void write_counted(struct writing *w, const struct record_signal *signal)
{
    static const str words[] = {[COUNTED_LOW] = S_INIT("low"),
                                [COUNTED_MID] = S_INIT("mid"),
                                [COUNTED_HIGH] = S_INIT("high")};
    json_key(&w->j, S("value"));
    json_number_or_null(&w->j, signal->has_value, decimal_to_double(signal->value));
    json_key(&w->j, S("counted_as"));
    if (signal->counted == COUNTED_NOT)
        json_none(&w->j);
    else
        json_text(&w->j, words[signal->counted]);
}

static struct err *write_said(struct writing *w, int64_t id, str answers)
{
    json_key(&w->j, S("answers"));
    json_open_object(&w->j);
    TRY(write_fields(w, answers, false));
    TRY(write_verbatims(w, id, false));
    json_close_object(&w->j);
    json_key(&w->j, S("words"));
    json_open_array(&w->j);
    TRY(write_verbatims(w, id, true));
    json_close_array(&w->j);
    json_key(&w->j, S("context"));
    json_open_object(&w->j);
    TRY(write_fields(w, answers, true));
    json_close_object(&w->j);
    return NULL;
}

static struct err *write_signal(struct writing *w, const struct record_signal *signal)
{
    bool found = false;
    int64_t id = signal->id;
    struct query *q = db_query(w->db, SQL(signal_get));
    query_bind_int(q, 1, id);
    TRY(query_next(w->a, q, &found));
    if (!found)
        FAIL(w->a, WHY_FAILED, "Signal %lld is in the columns and not in the record.",
             (long long)id);
    str answers = str_copy(w->a, query_text(q, AT_ANSWERS));
    json_open_object(&w->j);
    json_key(&w->j, S("id"));
    json_text(&w->j, signal_public_id(w->a, w->installation, id));
    json_key(&w->j, S("at"));
    json_text(&w->j, usec_to_str(w->a, query_int(q, AT_AT)));
    if (query_int(q, AT_ASSUMED)) {
        json_key(&w->j, S("at_assumed"));
        json_bool(&w->j, true);
    }
    write_words(w, q);
    query_done(q);
    write_counted(w, signal);
    TRY(write_said(w, id, answers));
    json_close_object(&w->j);
    return NULL;
}

struct err *record_signals_to_json(struct arena *a, struct db *db, const struct record_asked *asked,
                                   const struct record_signals *signals, struct buf *out)
{
    struct writing w = {.a = a, .db = db, .installation = asked->installation, .j = json_make(out)};
    TRY(field_list(a, db, &w.fields, &w.fields_len));
    json_open_array(&w.j);
    for (size_t i = 0; i < signals->len; i++)
        TRY(write_signal(&w, &signals->list[i]));
    json_close_array(&w.j);
    return NULL;
}
