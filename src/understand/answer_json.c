/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The JSON of an answer, to the letter of contract.md §2.
 */
#include "base/date.h"
#include "base/json.h"
#include "understand/answer.h"

static void write_scale(struct json *j, const struct answer *answer)
{
    json_key(j, S("scale"));
    if (!answer->has_scale) {
        json_none(j);
        return;
    }
    json_open_array(j);
    json_number(j, decimal_to_double(answer->scale.lo));
    json_number(j, decimal_to_double(answer->scale.hi));
    json_close_array(j);
}

static void write_note_part(struct json *j, const struct note_part *part)
{
    json_key(j, str_of_chars(part->key));
    switch (part->kind) {
    case NOTE_TEXT:
        json_text(j, part->text);
        break;
    case NOTE_NUMBER:
        json_number(j, part->number);
        break;
    case NOTE_PAIR:
        json_open_array(j);
        json_number(j, part->number);
        json_number(j, part->second);
        json_close_array(j);
        break;
    case NOTE_COUNTS:
        json_open_object(j);
        for (size_t i = 0; i < part->counts_len; i++) {
            json_key(j, part->counts[i].name);
            json_whole(j, (int64_t)part->counts[i].n);
        }
        json_close_object(j);
        break;
    case NOTE_LINES:
        json_open_array(j);
        for (size_t i = 0; i < part->lines_len; i++)
            json_whole(j, (int64_t)part->lines[i]);
        json_close_array(j);
        break;
    case NOTE_KIND_COUNT:
        break;
    }
}

static void write_notes(struct json *j, const struct answer *answer)
{
    json_key(j, S("notes"));
    json_open_array(j);
    for (size_t i = 0; i < answer->notes_len; i++) {
        const struct note *note = &answer->notes[i];
        json_open_object(j);
        json_key(j, S("code"));
        json_text(j, str_of_chars(note->code));
        for (size_t p = 0; p < note->parts_len; p++)
            write_note_part(j, &note->parts[p]);
        json_close_object(j);
    }
    json_close_array(j);
}

static void write_missing(struct json *j, const struct answer *answer)
{
    json_key(j, S("missing"));
    json_open_array(j);
    for (size_t i = 0; i < answer->missing_len; i++)
        json_text(j, answer->missing[i]);
    json_close_array(j);
}

static void write_refused(struct json *j, const struct answer *answer)
{
    json_key(j, S("refused"));
    json_open_object(j);
    json_key(j, S("n"));
    json_whole(j, (int64_t)answer->refused_len);
    json_key(j, S("first"));
    json_open_array(j);
    for (size_t i = 0; i < answer->refused_listed; i++) {
        const struct refusal *r = &answer->refused[i];
        json_open_object(j);
        json_key(j, r->signal.len ? S("signal") : S("line"));
        if (r->signal.len)
            json_text(j, r->signal);
        else
            json_whole(j, (int64_t)r->line);
        json_key(j, S("column"));
        if (r->column.len)
            json_text(j, r->column);
        else
            json_none(j);
        json_key(j, S("value"));
        if (r->column.len)
            json_text(j, r->value);
        else
            json_none(j);
        json_key(j, S("reason"));
        json_text(j, r->reason);
        json_close_object(j);
    }
    json_close_array(j);
    json_close_object(j);
}

static void write_by(struct json *j, const struct answer *answer, const struct answer_row *row)
{
    json_key(j, S("by"));
    json_open_object(j);
    for (size_t k = 0; k < answer->keys_len; k++) {
        json_key(j, answer->keys[k]);
        if (row->by[k].known)
            json_text(j, row->by[k].text);
        else
            json_none(j);
    }
    json_close_object(j);
    if (answer->has_choices) {
        json_key(j, S("choice"));
        json_text(j, row->choice);
    }
}

void answer_estimate_to_json(const struct estimate *e, struct json *j)
{
    json_key(j, S("value"));
    json_number_or_null(j, e->has_value, e->value);
    json_key(j, S("lo"));
    json_number_or_null(j, e->has_interval, e->lo);
    json_key(j, S("hi"));
    json_number_or_null(j, e->has_interval, e->hi);
    json_key(j, S("n"));
    json_whole(j, (int64_t)e->n);
    json_key(j, S("n_eff"));
    json_number(j, e->n_eff);
    if (e->has_persons) {
        json_key(j, S("n_persons"));
        json_whole(j, (int64_t)e->persons);
    }
    json_key(j, S("status"));
    json_text(j, status_name(e->status));
    json_key(j, S("method"));
    if (e->method)
        json_text(j, str_of_chars(e->method));
    else
        json_none(j);
}

static void write_by_date(struct json *j, const struct answer_row *row)
{
    json_key(j, S("by_date"));
    if (!row->has_by_date) {
        json_none(j);
        return;
    }
    struct arena *scratch = arena_make(0);
    json_text(j, period_label(scratch, PERIOD_DAY, row->by_date));
    arena_done(scratch);
}

static void write_comparison(struct json *j, const struct answer *answer,
                             const struct answer_row *row)
{
    const struct contrast *c = &row->contrast;
    const struct difference *d = &c->difference;
    json_key(j, S("compare"));
    json_open_object(j);
    json_key(j, S("with"));
    json_text(j, answer->compared_with);
    json_key(j, S("value"));
    json_number_or_null(j, c->other.has_value, c->other.value);
    json_key(j, S("n"));
    json_whole(j, (int64_t)c->other.n);
    json_key(j, S("diff"));
    json_number_or_null(j, d->defined, d->diff);
    json_key(j, S("lo"));
    json_number_or_null(j, d->has_interval, d->lo);
    json_key(j, S("hi"));
    json_number_or_null(j, d->has_interval, d->hi);
    json_key(j, S("p"));
    json_number_or_null(j, d->has_p, d->p);
    json_key(j, S("q"));
    json_number_or_null(j, c->has_q, c->q);
    json_key(j, S("verdict"));
    json_text(j, verdict_name(c->verdict));
    json_key(j, S("more_n"));
    json_number_or_null(j, c->has_more_n, c->more_n);
    write_by_date(j, row);
    json_close_object(j);
}

static void write_limits(struct json *j, const struct answer_row *row)
{
    json_key(j, S("limits"));
    if (!row->has_limits) {
        json_none(j);
        return;
    }
    json_open_object(j);
    json_key(j, S("centre"));
    json_number(j, row->limits.centre);
    json_key(j, S("lo"));
    json_number(j, row->limits.lo);
    json_key(j, S("hi"));
    json_number(j, row->limits.hi);
    json_key(j, S("out"));
    json_bool(j, row->limits.out);
    json_key(j, S("run"));
    json_bool(j, row->limits.run);
    json_close_object(j);
}

static void write_row(struct json *j, const struct answer *answer, const struct answer_row *row)
{
    json_open_object(j);
    write_by(j, answer, row);
    answer_estimate_to_json(&row->estimate, j);
    if (answer->metric->fields == FIELDS_ITEMS) {
        json_key(j, S("alpha"));
        json_number_or_null(j, row->estimate.has_alpha, row->estimate.alpha);
    }
    if (row->has_contrast)
        write_comparison(j, answer, row);
    if (answer->has_periods)
        write_limits(j, row);
    json_close_object(j);
}

void answer_to_json(const struct answer *answer, struct buf *out)
{
    struct json j = json_make(out);
    json_open_object(&j);
    json_key(&j, S("measure"));
    json_text(&j, str_of_chars(answer->metric->name));
    write_scale(&j, answer);
    write_notes(&j, answer);
    write_missing(&j, answer);
    write_refused(&j, answer);
    json_key(&j, S("rows"));
    json_open_array(&j);
    for (size_t i = 0; i < answer->rows_len; i++)
        write_row(&j, answer, &answer->rows[i]);
    json_close_array(&j);
    json_close_object(&j);
    buf_add_char(out, '\n');
}
