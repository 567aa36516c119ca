/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Writes a map, so that it reads as the same map.
 */
#include <assert.h>

#include "base/buf.h"
#include "base/limits.h"
#include "listen/import_map.h"

enum { SPACE_FOR_QUOTES = 8 }; /* times what a map may have */

static const str place_names[IMPORT_PLACE_COUNT] = {
    [IMPORT_PLACE_ANY] = S_INIT("field"),
    [IMPORT_PLACE_OWN] = S_INIT("own field"),
    [IMPORT_PLACE_SHARED] = S_INIT("shared field"),
    [IMPORT_PLACE_CONTEXT] = S_INIT("context"),
};

static bool has_line_break(str s)
{
    return str_has(s, '\n') || str_has(s, '\r');
}

/* Whether s, bare, is read as itself where a whole value stands. */
static bool is_bare(str s)
{
    return s.len > 0 && str_trim(s).len == s.len && s.ptr[0] != '"' && !has_line_break(s);
}

static bool is_bare_column(str s)
{
    return is_bare(s) && s.ptr[0] != '#' && !str_equal_ignoring_case(s, S("none"));
}

static bool has_paired_brackets(str s)
{
    size_t depth = 0;
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] == ']' && depth == 0)
            return false;
        depth += s.ptr[i] == '[';
        depth -= s.ptr[i] == ']';
    }
    return depth == 0;
}

static void add_text(struct buf *b, str s, bool bare)
{
    static const str escapes[] = {['\n'] = S_INIT("\\n"),
                                  ['\r'] = S_INIT("\\r"),
                                  ['\t'] = S_INIT("\\t"),
                                  ['"'] = S_INIT("\\\""),
                                  ['\\'] = S_INIT("\\\\")};
    if (bare) {
        buf_add(b, s);
        return;
    }
    buf_add_char(b, '"');
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        if (c < sizeof escapes / sizeof *escapes && escapes[c].len)
            buf_add(b, escapes[c]);
        else
            buf_add_char(b, s.ptr[i]);
    }
    buf_add_char(b, '"');
}

static str name_text(struct arena *a, str name, size_t number, bool bare)
{
    if (number)
        return str_format(a, "#%zu", number);
    struct buf b = buf_make(a, name.len * 2 + 2);
    add_text(&b, name, bare);
    return buf_str(&b);
}

static void add_entry(struct buf *b, str name, str value)
{
    buf_addf(b, "%.*s: ", STR(name));
    add_text(b, value, is_bare(value));
    buf_add_char(b, '\n');
}

str import_map_sheet(struct arena *a, str name)
{
    struct buf b = buf_make(a, name.len * 2 + sizeof "sheet: " + 3);
    add_entry(&b, S("sheet"), name);
    return str_trim(buf_str(&b));
}

str import_map_join_by(struct arena *a, str name)
{
    struct buf b = buf_make(a, name.len * 2 + sizeof "join by: " + 3);
    add_entry(&b, S("join by"), name);
    return str_trim(buf_str(&b));
}

str import_map_section(struct arena *a, str name, size_t position, bool is_shared)
{
    return name_text(a, name, name.len == 0 || is_shared ? position + 1 : 0,
                     is_bare(name) && name.ptr[0] != '#' && has_paired_brackets(name));
}

str import_map_column_name(struct arena *a, str name, size_t position, bool is_shared)
{
    return name_text(a, name, name.len == 0 || is_shared ? position + 1 : 0, is_bare_column(name));
}

void import_map_add_code(struct buf *b, str code)
{
    add_text(b, code,
             is_bare(code) && !str_has(code, ',') && !str_equal_ignoring_case(code, S("none")));
}

static void add_missing(struct buf *b, const struct import_map_column *c)
{
    buf_add(b, c->proposes ? S("missing: ") : S("missing: none"));
    for (size_t i = 0; i < c->missing_len; i++) {
        if (i > 0 || !c->proposes)
            buf_add(b, S(", "));
        import_map_add_code(b, c->missing[i]);
    }
    buf_add_char(b, '\n');
}

static void add_leave_out(struct buf *b, const struct import_map_column *c)
{
    buf_add(b, S("leave out: "));
    for (size_t i = 0; i < c->leave_out_len; i++) {
        buf_add(b, i ? S(", ") : S(""));
        import_map_add_code(b, c->leave_out[i]);
    }
    buf_add_char(b, '\n');
}

static void add_join(struct buf *b, const struct import_map *map)
{
    static const str twice[JOIN_TWICE_COUNT] = {[JOIN_TWICE_FIRST] = S_INIT("first"),
                                                [JOIN_TWICE_LAST] = S_INIT("last"),
                                                [JOIN_TWICE_NONE] = S_INIT("none")};
    if (map->join.len)
        add_entry(b, S("join"), map->join);
    if (map->join_by.len)
        add_entry(b, S("join by"), map->join_by);
    if (map->join_to.len)
        add_entry(b, S("join to"), map->join_to);
    if (map->join_twice)
        add_entry(b, S("join twice"), twice[map->join_twice]);
}

static void add_about_source(struct buf *b, const struct import_map *map)
{
    const struct {
        str name, value;
    } entries[] = {
        {S("name"), map->name},
        {S("reached"), map->reach.reached},
        {S("invited"), map->reach.invited},
        {S("population"), map->reach.population},
        {S("asked from"), map->reach.from},
        {S("asked to"), map->reach.to},
    };
    for (size_t i = 0; i < sizeof entries / sizeof *entries; i++)
        if (entries[i].value.len)
            add_entry(b, entries[i].name, entries[i].value);
}

static void add_codes(struct buf *b, const struct import_map_column *c)
{
    for (size_t i = 0; i < c->codes_len; i++) {
        str code = c->codes[i].code;
        buf_add(b, S("code "));
        add_text(b, code, is_bare(code) && !str_has(code, ':'));
        buf_add(b, S(": "));
        add_text(b, c->codes[i].label, is_bare(c->codes[i].label));
        buf_add_char(b, '\n');
    }
}

static void add_meaning(struct buf *b, const struct meaning *m)
{
    for (unsigned i = 0; i < ASPECT_COUNT; i++)
        if (m->of[i].len)
            add_entry(b, aspect_name((enum aspect)i), m->of[i]);
}

/* How its cells are written, and who may see them. */
static void add_writing(struct buf *b, const struct import_map_column *c)
{
    if (c->has_decimal)
        add_entry(b, S("decimal"), c->decimal_comma ? S("comma") : S("point"));
    if (c->has_date_order)
        add_entry(b, S("date order"),
                  c->date_order == DATE_DAY_FIRST ? S("day first") : S("month first"));
    if (c->has_personal)
        add_entry(b, S("personal"), c->is_personal ? S("yes") : S("no"));
}

static void add_column(struct arena *a, struct buf *b, const struct import_map_column *c)
{
    str name = c->name.number ? str_format(a, "#%zu", c->name.number)
                              : import_map_section(a, c->name.name, 0, false);
    buf_add(b, S("\n[")); /* not by a format: a name may hold a NUL */
    buf_add(b, name);
    buf_add(b, S("]\n"));
    if (c->field.len)
        add_entry(b, place_names[c->place], c->field);
    if (c->has_kind)
        add_entry(b, S("kind"), import_kind_name(c->kind));
    if (c->label.len)
        add_entry(b, S("label"), c->label);
    for (size_t i = 0; i < c->aliases_len; i++)
        add_entry(b, S("alias"), c->aliases[i]);
    if (c->has_scale)
        buf_addf(b, "scale: %.*s-%.*s\n", STR(decimal_to_str(a, c->scale.lo)),
                 STR(decimal_to_str(a, c->scale.hi)));
    add_meaning(b, &c->meaning);
    add_writing(b, c);
    if (c->has_missing)
        add_missing(b, c);
    add_codes(b, c);
    if (c->leave_out_len)
        add_leave_out(b, c);
}

static void add_role(struct arena *a, struct buf *b, enum import_role role,
                     const struct import_map_name *n)
{
    if (!n->line)
        return;
    str column = n->is_none  ? S("none")
                 : n->number ? str_format(a, "#%zu", n->number)
                             : import_map_column_name(a, n->name, 0, false);
    buf_addf(b, "%.*s: ", STR(import_role_name(role)));
    buf_add(b, column);
    buf_add_char(b, '\n');
}

static void add_place(struct buf *b, const struct import_map *map)
{
    if (map->sheet.len)
        add_entry(b, S("sheet"), map->sheet);
    if (map->names_line)
        buf_addf(b, "header: %llu\n", (unsigned long long)map->names_line);
}

str import_map_to_text(struct arena *a, const struct import_map *map)
{
    struct buf b = buf_make(a, SPACE_FOR_QUOTES * LIMIT_MAP_BYTES);
    if (map->layout.len)
        add_entry(&b, S("layout"), map->layout);
    if (map->takes_all)
        add_entry(&b, S("left out"), S("none"));
    if (map->source.len)
        add_entry(&b, S("source"), map->source);
    if (map->has_wave)
        add_entry(&b, S("wave of"), map->wave.len ? map->wave : S("none"));
    add_place(&b, map);
    add_join(&b, map);
    add_about_source(&b, map);
    for (unsigned i = 0; i < IMPORT_ROLE_COUNT; i++) {
        add_role(a, &b, (enum import_role)i, &map->roles[i]);
        if (i == IMPORT_ROLE_TIME && map->has_time_order)
            add_entry(&b, S("time order"),
                      map->time_order == DATE_DAY_FIRST ? S("day first") : S("month first"));
    }
    for (size_t i = 0; i < map->columns_len; i++)
        add_column(a, &b, &map->columns[i]);
    assert(!b.full);
    return buf_str(&b);
}
