/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/import_report.h"

#include "base/json.h"

bool import_report_role(const struct import_plan *p, size_t column, enum import_role *role)
{
    for (unsigned i = 0; i < IMPORT_ROLE_COUNT; i++)
        if (p->roles[i] == column) {
            *role = (enum import_role)i;
            return true;
        }
    return false;
}

static void write_text(struct json *j, str key, str text)
{
    json_key(j, key);
    json_text(j, text);
}

static void write_count(struct json *j, str key, uint64_t count)
{
    json_key(j, key);
    json_whole(j, (int64_t)count);
}

static void write_text_or_null(struct json *j, str key, str text)
{
    json_key(j, key);
    if (text.len)
        json_text(j, text);
    else
        json_none(j);
}

static void write_flag(struct json *j, str key, bool flag)
{
    if (!flag)
        return;
    json_key(j, key);
    json_bool(j, true);
}

static void write_refused(struct json *j, const struct import_report *r)
{
    json_key(j, S("refused"));
    json_open_array(j);
    for (size_t i = 0; i < r->refused_listed; i++) {
        json_open_object(j);
        write_count(j, S("line"), r->refused_first[i].line);
        write_text_or_null(j, S("column"), r->refused_first[i].column);
        write_text(j, S("reason"), r->refused_first[i].reason);
        json_close_object(j);
    }
    json_close_array(j);
    write_count(j, S("refused_n"), r->refused);
}

static void write_column(struct json *j, const struct import_plan *p, size_t i)
{
    const struct import_plan_column *c = &p->columns[i];
    enum import_role role;
    json_open_object(j);
    write_text(j, S("column"), c->column);
    if (c->label.len && !str_equal(c->label, c->column))
        write_text(j, S("label"), c->label);
    write_text_or_null(j, S("field"), c->field);
    write_text(j, S("kind"), import_kind_name(c->kind));
    json_key(j, S("missing"));
    json_open_array(j);
    for (size_t m = 0; m < c->missing_len; m++)
        json_text(j, c->missing[m]);
    json_close_array(j);
    for (unsigned k = 0; k < ASPECT_COUNT; k++) {
        str word = meaning_word(&c->meaning, (enum aspect)k);
        if (word.len)
            write_text(j, aspect_key((enum aspect)k), word);
    }
    if (import_report_role(p, i, &role))
        write_text(j, S("role"), import_role_name(role));
    write_flag(j, S("shared"), c->field.len > 0 && c->is_shared);
    json_close_object(j);
}

static void write_parts(struct json *j, const struct import_question *q)
{
    if (q->parts_len == 0)
        return;
    json_key(j, S("parts"));
    json_open_object(j);
    for (size_t i = 0; i < q->parts_len; i++)
        write_text(j, str_of_chars(q->parts[i].name), q->parts[i].text);
    json_close_object(j);
}

static void write_plan(struct json *j, const struct import_plan *p)
{
    json_key(j, S("columns"));
    json_open_array(j);
    for (size_t i = 0; p && i < p->columns_len; i++)
        write_column(j, p, i);
    json_close_array(j);
    json_key(j, S("questions"));
    json_open_array(j);
    for (size_t i = 0; p && i < p->questions_len; i++) {
        json_open_object(j);
        write_text(j, S("code"), str_of_chars(p->questions[i].code));
        write_text(j, S("text"), p->questions[i].text);
        write_text(j, S("map"), p->questions[i].map);
        write_parts(j, &p->questions[i]);
        json_close_object(j);
    }
    json_close_array(j);
}

static void write_lines(struct json *j, const struct import_note *n)
{
    if (n->lines_len == 0)
        return;
    json_key(j, S("lines"));
    json_open_array(j);
    for (size_t i = 0; i < n->lines_len; i++)
        json_whole(j, (int64_t)n->lines[i]);
    json_close_array(j);
}

static void write_names(struct json *j, const struct import_note *n)
{
    if (n->names_len == 0)
        return;
    json_key(j, S("names"));
    json_open_array(j);
    for (size_t i = 0; i < n->names_len; i++)
        json_text(j, n->names[i]);
    json_close_array(j);
}

static void write_notes(struct json *j, const struct import_report *r)
{
    if (r->notes_len == 0)
        return;
    json_key(j, S("notes"));
    json_open_array(j);
    for (size_t i = 0; i < r->notes_len; i++) {
        const struct import_note *n = &r->notes[i];
        json_open_object(j);
        write_text(j, S("code"), str_of_chars(n->code));
        if (n->key)
            write_count(j, str_of_chars(n->key), n->number);
        if (n->also_key)
            write_count(j, str_of_chars(n->also_key), n->also);
        if (n->about.len)
            write_text(j, S("about"), n->about);
        write_lines(j, n);
        write_names(j, n);
        write_text(j, S("text"), n->text);
        json_close_object(j);
    }
    json_close_array(j);
}

static void write_join(struct json *j, const struct import_report *r)
{
    static const char *const twice[JOIN_TWICE_COUNT] = {"ask", "first", "last", "none"};
    const struct join *join = r->join;
    size_t len = 0;
    const str *columns = join_table_header(join->table, &len);
    json_key(j, S("join"));
    json_open_object(j);
    write_text(j, S("name"), join->name);
    write_text_or_null(j, S("by"), join->by_name);
    write_text_or_null(j, S("to"), join->to_name);
    json_key(j, S("columns"));
    json_open_array(j);
    for (size_t i = 0; i < len; i++)
        json_text(j, columns[i]);
    json_close_array(j);
    write_count(j, S("rows"), join_table_rows(join->table));
    write_count(j, S("matched"), r->joined->matched);
    write_count(j, S("unmatched"), r->joined->unmatched);
    write_text_or_null(j, S("first_unmatched"), r->joined->first_unmatched);
    write_count(j, S("unused"), r->joined->unused);
    write_count(j, S("twice"), join->keys.twice);
    write_count(j, S("twice_records"), r->joined->twice);
    write_text(j, S("twice_counts"), str_of_chars(twice[join->twice]));
    write_flag(j, S("stops"), join_stops(join, r->joined));
    json_close_object(j);
}

void import_report_write(const struct import_report *r, struct json *j)
{
    write_text(j, S("source"), r->source);
    write_count(j, S("rows"), r->rows);
    write_count(j, S("taken"), r->taken);
    write_count(j, S("duplicates"), r->duplicates);
    write_refused(j, r);
    write_plan(j, r->plan);
    if (r->plan)
        write_text_or_null(j, S("layout"), r->layout);
    if (r->join)
        write_join(j, r);
    if (r->import)
        write_count(j, S("import"), (uint64_t)r->import);
    write_flag(j, S("resumed"), r->resumed);
    write_flag(j, S("dry_run"), r->dry_run);
    write_flag(j, S("new_source"), r->dry_run && r->is_new_source);
    write_notes(j, r);
}

void import_report_to_json(const struct import_report *r, struct buf *out)
{
    struct json j = json_make(out);
    json_open_object(&j);
    import_report_write(r, &j);
    json_close_object(&j);
}
