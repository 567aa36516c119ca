/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/import_row.h"

#include <string.h>

#include "base/amount.h"
#include "base/buf.h"
#include "base/cell.h"
#include "base/date_words.h"
#include "base/limits.h"
#include "base/text.h"
#include "listen/answers.h"
#include "listen/card_number.h"
#include "listen/export_form.h"
#include "listen/import_near.h"
#include "listen/import_seen.h"

struct import_row_maker {
    struct arena *arena;
    const struct import_reading *reading;
    struct import_seen *seen;
    struct buf content; /* of the record, for its hash; used again */
    /* Of the record being made: */
    struct arena *to;
    const struct table_record *record;
};

struct import_row_maker *import_row_maker_make(struct arena *a,
                                               const struct import_reading *reading)
{
    struct import_row_maker *m = ARENA_NEW(a, struct import_row_maker);
    m->arena = a;
    m->reading = reading;
    m->seen = import_seen_make(*reading->table->of_twice, import_twice_len(reading->table->twice));
    m->content = buf_make(a, IMPORT_CONTENT_BYTES);
    return m;
}

static void refuse(struct import_row_maker *m, size_t column, str value, str reason)
{
    import_refuse(m->reading->refusals, m->record->line, m->reading->table->header[column], value,
                  reason);
}

/* What a cell says; empty where it is missing.  In an export "NA" is what somebody wrote:
 * it was taken once. */
static str text_of(const struct import_row_maker *m, size_t column)
{
    str cell = m->record->cells[column];
    if (m->reading->plan->is_export)
        return cell_text(cell);
    return answers_is_missing_word(cell) ? S("") : cell;
}

/* The cell of a role; empty where no column has it, or it is missing. */
static str cell_of(const struct import_row_maker *m, enum import_role role, size_t *column)
{
    *column = m->reading->plan->roles[role];
    return *column == IMPORT_NONE ? S("") : text_of(m, *column);
}

/* A name that stands in the signal itself. */
static str word_of(struct import_row_maker *m, enum import_role role)
{
    size_t column = 0;
    str cell = cell_of(m, role, &column);
    if (cell.len <= LIMIT_NAME_BYTES)
        return str_copy(m->to, cell);
    refuse(m, column, cell, str_format(m->to, "longer than %zu bytes", LIMIT_NAME_BYTES));
    return S("");
}

/* As people and other tools write it: with a month's name, with months or days first. */
static bool read_written_time(const struct import_row_maker *m, str cell, usec_t *at)
{
    struct date_time w;
    if (!date_time_of_str(cell, m->reading->plan->time_order, &w))
        return false;
    if (!w.has_time)
        *at = zone_day_start(m->reading->zone, w.day);
    else if (w.has_zone)
        *at = w.day * USEC_DAY + (w.second - w.east) * USEC_SECOND;
    else
        *at = zone_instant(m->reading->zone, w.day, w.second * USEC_SECOND);
    return true;
}

/* An instant, a wall time where the organisation is, or a day that begins there. */
static bool read_time(const struct import_row_maker *m, str cell, usec_t *at)
{
    int32_t day = 0;
    usec_t time_of_day = 0;
    if (usec_of_str(cell, at) || usec_of_epoch(cell, at))
        return true;
    if (!usec_of_wall(cell, &day, &time_of_day))
        return read_written_time(m, cell, at);
    *at = zone_instant(m->reading->zone, day, time_of_day);
    return true;
}

/* A better guess than the time of the import, and still one. */
static void take_assumed_time(struct import_row_maker *m, struct signal *s)
{
    size_t column = 0;
    str cell = cell_of(m, IMPORT_ROLE_ASSUMED_TIME, &column);
    if (cell.len && s->at_assumed && !read_time(m, cell, &s->at))
        refuse(m, column, cell, S("not a date"));
}

static void take_time(struct import_row_maker *m, struct signal *s)
{
    size_t column = 0;
    str cell = cell_of(m, IMPORT_ROLE_TIME, &column);
    s->at = m->reading->at;
    s->at_assumed = !m->reading->at_is_given;
    if (!cell.len) {
        take_assumed_time(m, s);
        return;
    }
    if (read_time(m, cell, &s->at))
        s->at_assumed = false;
    else
        refuse(m, column, cell, S("not a date"));
}

/* A weight that is none leaves the answer out of weighted questions, and is no
 * refusal (contract.md §4); one that is larger than any can be is a mistake. */
static void take_weight(struct import_row_maker *m, struct signal *s)
{
    size_t column = 0;
    str cell = cell_of(m, IMPORT_ROLE_WEIGHT, &column);
    if (!cell.len ||
        !scale_number(cell, m->reading->plan->columns[column].decimal_comma, &s->weight))
        return;
    if (decimal_compare(s->weight, decimal_of_int(LIMIT_WEIGHT)) > 0)
        refuse(m, column, cell, str_format(m->to, "a weight above %d", LIMIT_WEIGHT));
    else
        s->has_weight = s->weight.mantissa > 0;
}

static bool is_taken(struct import_row_maker *m, size_t column, str cell)
{
    if (m->reading->field_ids[column] == 0 || cell.len == 0)
        return false;
    if (cell.len > LIMIT_ANSWER_BYTES) {
        refuse(m, column, cell, str_format(m->to, "longer than %zu KiB", LIMIT_ANSWER_BYTES / KIB));
        return false;
    }
    str reason = import_plan_refusal(m->to, &m->reading->plan->columns[column], cell);
    if (reason.len)
        refuse(m, column, cell, reason);
    return reason.len == 0;
}

/* An amount as the number that it is; its currency stands with the field. */
static str number_of(struct import_row_maker *m, size_t column, str cell)
{
    const struct import_plan_column *c = &m->reading->plan->columns[column];
    struct decimal value;
    str unit;
    if (c->kind != IMPORT_NUMBER || decimal_of_str(cell, &value) ||
        !amount_of_str(cell, c->decimal_comma, &value, &unit))
        return cell;
    return decimal_to_str(m->to, value);
}

/* A date with the year first, where the map says in which order its numbers stand. */
static str date_of(struct import_row_maker *m, size_t column, str cell)
{
    const struct import_plan_column *c = &m->reading->plan->columns[column];
    struct date_time at;
    if (c->kind != IMPORT_DATE || !c->has_date_order || date_evidence_of(cell) <= DATE_CLEAR ||
        !date_time_of_str(cell, c->date_order, &at))
        return cell;
    bool has_more = date_part(cell).len < str_trim(cell).len;
    str day = period_label(m->to, PERIOD_DAY, at.day);
    if (!has_more)
        return day;
    if (!at.has_time || at.has_zone) /* what cannot be said otherwise stays as it is */
        return cell;
    return str_format(m->to, "%.*s %02d:%02d:%02d", STR(day), at.second / 3600, at.second / 60 % 60,
                      at.second % 60);
}

/* Within words; a column of card numbers is refused as a whole (import_plan_cards.c). */
static str without_cards(struct import_row_maker *m, size_t column, str cell)
{
    enum import_kind kind = m->reading->plan->columns[column].kind;
    size_t cards = 0;
    if (kind != IMPORT_COMMENT && kind != IMPORT_TEXT)
        return cell;
    str masked = card_number_mask(m->to, cell, &cards);
    m->reading->refusals->cards += cards;
    return masked;
}

static void take_values(struct import_row_maker *m, struct signal *s)
{
    size_t len = m->reading->table->header_len, bytes = 0;
    struct signal_value *values = ARENA_ARRAY(m->to, struct signal_value, len);
    for (size_t i = 0; i < len; i++) {
        str cell = import_plan_answer(&m->reading->plan->columns[i], text_of(m, i));
        if (!is_taken(m, i, cell))
            continue;
        cell = without_cards(m, i, date_of(m, i, number_of(m, i, cell)));
        values[s->values_len++] =
            (struct signal_value){.field = m->reading->field_ids[i], .text = cell};
        bytes += cell.len;
    }
    char *copy = arena_take(m->to, bytes + 1);
    for (size_t i = 0; i < s->values_len; i++) {
        memcpy(copy, values[i].text.ptr, values[i].text.len);
        values[i].text.ptr = copy;
        copy += values[i].text.len;
    }
    s->values = values;
}

/* Of source, cells and occurrence number: honest repetitions count, and a file that
 * grew adds only what is new (contract.md §8).  It begins as those of records near it. */
static struct err *make_key(struct import_row_maker *m, struct signal *s)
{
    uint32_t before = 0;
    m->content.len = 0;
    import_twice_add_cells(&m->content, &m->reading->source, 1);
    size_t cells = m->content.len;
    import_twice_add_cells(&m->content, m->record->cells, m->reading->table->width);
    str content = buf_str(&m->content);
    struct secret_hash hash = secret_hash_parts(&content, 1);
    if (import_twice_may(m->reading->table->twice,
                         str_hash(str_slice(content, cells, content.len))))
        TRY(import_seen_add(m->arena, m->seen, &hash, &before));
    if (before) {
        str parts[] = {secret_hash_str(&hash), {(const char *)&before, sizeof before}};
        struct secret_hash again = secret_hash_parts(parts, 2);
        hash = again;
    }
    if (m->reading->near)
        import_near_mark(m->reading->near, m->record->cells, m->reading->table->width, &hash);
    s->key = str_copy(m->to, secret_hash_str(&hash));
    return NULL;
}

static struct err *take_key(struct import_row_maker *m, struct signal *s)
{
    size_t column = 0;
    str cell = cell_of(m, IMPORT_ROLE_KEY, &column);
    if (m->reading->plan->is_export)
        cell = export_key_of_text(m->to, cell);
    if (!cell.len || cell.len > LIMIT_NAME_BYTES)
        return make_key(m, s);
    s->key = str_copy(m->to, cell);
    return NULL;
}

struct err *import_row_signal(struct import_row_maker *m, struct arena *to,
                              const struct table_record *record, struct signal *out)
{
    m->to = to;
    m->record = record;
    const struct layout *layout = m->reading->table->reading->layout;
    str kind = word_of(m, IMPORT_ROLE_SIGNAL_KIND);
    if (!kind.len && layout && layout->kind)
        kind = str_of_chars(layout->kind);
    *out = (struct signal){.kind = kind,
                           .channel = word_of(m, IMPORT_ROLE_CHANNEL),
                           .unit = word_of(m, IMPORT_ROLE_UNIT),
                           .touchpoint = word_of(m, IMPORT_ROLE_TOUCHPOINT),
                           .language = word_of(m, IMPORT_ROLE_LANGUAGE),
                           .relationship = word_of(m, IMPORT_ROLE_RELATIONSHIP),
                           .person_external_id = word_of(m, IMPORT_ROLE_PERSON),
                           .person_email = word_of(m, IMPORT_ROLE_EMAIL),
                           .account = word_of(m, IMPORT_ROLE_ACCOUNT)};
    take_time(m, out);
    take_weight(m, out);
    take_values(m, out);
    return take_key(m, out);
}
