/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Reads a map.  Its words are read by import_map_words.c, its printer is
 * import_map_text.c; its columns are found in a header by import_map_bind.c.
 */
#include <assert.h>

#include "base/limits.h"
#include "base/text.h"
#include "listen/degree.h"
#include "listen/import_key.h"
#include "listen/import_map_private.h"

static const str kind_names[IMPORT_KIND_COUNT] = {
    [IMPORT_SCORE] = S_INIT("score"),     [IMPORT_CHOICE] = S_INIT("choice"),
    [IMPORT_NUMBER] = S_INIT("number"),   [IMPORT_TEXT] = S_INIT("text"),
    [IMPORT_COMMENT] = S_INIT("comment"), [IMPORT_DATE] = S_INIT("date"),
    [IMPORT_ID] = S_INIT("id"),           [IMPORT_SKIP] = S_INIT("skip"),
};

static const str role_names[IMPORT_ROLE_COUNT] = {
    [IMPORT_ROLE_KEY] = S_INIT("key"),
    [IMPORT_ROLE_TIME] = S_INIT("time"),
    [IMPORT_ROLE_PERSON] = S_INIT("person"),
    [IMPORT_ROLE_EMAIL] = S_INIT("email"),
    [IMPORT_ROLE_ACCOUNT] = S_INIT("account"),
    [IMPORT_ROLE_WEIGHT] = S_INIT("weight"),
    [IMPORT_ROLE_CHANNEL] = S_INIT("channel"),
    [IMPORT_ROLE_UNIT] = S_INIT("unit"),
    [IMPORT_ROLE_TOUCHPOINT] = S_INIT("touchpoint"),
    [IMPORT_ROLE_LANGUAGE] = S_INIT("language"),
    [IMPORT_ROLE_RELATIONSHIP] = S_INIT("relationship"),
    [IMPORT_ROLE_SIGNAL_KIND] = S_INIT("signal kind"),
    [IMPORT_ROLE_ASSUMED_TIME] = S_INIT("assumed time"),
};

str import_kind_name(enum import_kind kind)
{
    return kind_names[kind];
}

str import_role_name(enum import_role role)
{
    return role_names[role];
}

static const str entry_names[ENTRY_COUNT] = {
    [ENTRY_LAYOUT] = S_INIT("layout"),
    [ENTRY_LEFT_OUT] = S_INIT("left out"),
    [ENTRY_WAVE] = S_INIT("wave of"),
    [ENTRY_SOURCE] = S_INIT("source"),
    [ENTRY_SHEET] = S_INIT("sheet"),
    [ENTRY_HEADER] = S_INIT("header"),
    [ENTRY_TIME_ORDER] = S_INIT("time order"),
    [ENTRY_NAME] = S_INIT("name"),
    [ENTRY_REACHED] = S_INIT("reached"),
    [ENTRY_INVITED] = S_INIT("invited"),
    [ENTRY_POPULATION] = S_INIT("population"),
    [ENTRY_FROM] = S_INIT("asked from"),
    [ENTRY_TO] = S_INIT("asked to"),
    [ENTRY_JOIN] = S_INIT("join"),
    [ENTRY_JOIN_BY] = S_INIT("join by"),
    [ENTRY_JOIN_TO] = S_INIT("join to"),
    [ENTRY_JOIN_TWICE] = S_INIT("join twice"),
    [ENTRY_FIELD] = S_INIT("field"),
    [ENTRY_OWN_FIELD] = S_INIT("own field"),
    [ENTRY_SHARED_FIELD] = S_INIT("shared field"),
    [ENTRY_CONTEXT] = S_INIT("context"),
    [ENTRY_KIND] = S_INIT("kind"),
    [ENTRY_LABEL] = S_INIT("label"),
    [ENTRY_ALIAS] = S_INIT("alias"),
    [ENTRY_SCALE] = S_INIT("scale"),
    [ENTRY_MEASURES] = S_INIT("measures"),
    [ENTRY_MEASURES_OF] = S_INIT("measures of"),
    [ENTRY_EXPECTED_FROM] = S_INIT("expected from"),
    [ENTRY_BETTER] = S_INIT("better"),
    [ENTRY_CURRENCY] = S_INIT("currency"),
    [ENTRY_DECIMAL] = S_INIT("decimal"),
    [ENTRY_DATE_ORDER] = S_INIT("date order"),
    [ENTRY_PERSONAL] = S_INIT("personal"),
    [ENTRY_DEGREES] = S_INIT("degrees"),
    [ENTRY_MISSING] = S_INIT("missing"),
    [ENTRY_CODE] = S_INIT("code"),
    [ENTRY_LEAVE_OUT] = S_INIT("leave out"),
};

/* ---- entries ---- */

static struct err *check_key(const struct import_map_reader *r, str value, const char *what)
{
    if (import_key_is_valid(r->arena, value))
        return NULL;
    str key = import_key_of_name(r->arena, value);
    if (key.len == 0)
        return AT(r, value,
                  "Line %zu of the map: %.*s cannot be the key of a %s: it has no letter.",
                  r->number, STR(import_map_quote(r, value)), what);
    return AT(r, value,
              "Line %zu of the map: %.*s cannot be the key of a %s, which has lower-case letters, "
              "digits and _; write %.*s.",
              r->number, STR(import_map_quote(r, value)), what, STR(import_map_quote(r, key)));
}

/* Which there are, who reads the file knows. */
static struct err *read_layout(struct import_map_reader *r, str value)
{
    r->map.layout = value;
    return NULL;
}

static struct err *read_left_out(struct import_map_reader *r, str value)
{
    if (!str_equal_ignoring_case(value, S("none")))
        return AT(r, value,
                  "Line %zu of the map: \"left out\" takes none alone, which takes previews, tests "
                  "and spam as well, not %.*s.",
                  r->number, STR(import_map_quote(r, value)));
    r->map.takes_all = true;
    return NULL;
}

static struct err *read_source(struct import_map_reader *r, str value)
{
    TRY(check_key(r, value, "source"));
    r->map.source = value;
    return NULL;
}

static struct err *read_wave(struct import_map_reader *r, str value)
{
    r->map.has_wave = true;
    if (str_equal_ignoring_case(value, S("none")))
        return NULL;
    TRY(check_key(r, value, "source"));
    r->map.wave = value;
    return NULL;
}

static struct err *read_sheet(struct import_map_reader *r, str value)
{
    r->map.sheet = str_trim(value);
    return NULL;
}

static struct err *read_header(struct import_map_reader *r, str value)
{
    struct decimal line;
    if (!decimal_of_str(value, &line) || !decimal_is_whole(line) || line.mantissa < 1 ||
        line.mantissa > (int64_t)LIMIT_SHEET_ROWS)
        return AT(r, value,
                  "Line %zu of the map: the header stands in a line of the file, a number from 1 "
                  "on, not %.*s.",
                  r->number, STR(import_map_quote(r, value)));
    r->map.names_line = (uint64_t)line.mantissa;
    return NULL;
}

static struct err *read_join(struct import_map_reader *r, enum entry entry, str value)
{
    struct import_map *m = &r->map;
    *(entry == ENTRY_JOIN_BY   ? &m->join_by
      : entry == ENTRY_JOIN_TO ? &m->join_to
                               : &m->join) = str_trim(value);
    return NULL;
}

static struct err *read_join_twice(struct import_map_reader *r, str value)
{
    static const str ways[] = {S_INIT("first"), S_INIT("last"), S_INIT("none")};
    static const enum join_twice are[] = {JOIN_TWICE_FIRST, JOIN_TWICE_LAST, JOIN_TWICE_NONE};
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
        if (str_equal_ignoring_case(value, ways[i])) {
            r->map.join_twice = are[i];
            return NULL;
        }
    return AT(r, value,
              "Line %zu of the map: which row counts where a key stands twice is first, last or "
              "none, not %.*s.",
              r->number, STR(import_map_quote(r, value)));
}

static struct err *read_order(struct import_map_reader *r, str value, bool *is_said,
                              enum date_order *order)
{
    static const str orders[DATE_ORDER_COUNT] = {
        [DATE_MONTH_FIRST] = S_INIT("month first"), [DATE_DAY_FIRST] = S_INIT("day first")};
    for (unsigned i = 0; i < DATE_ORDER_COUNT; i++)
        if (str_equal_ignoring_case(value, orders[i])) {
            *is_said = true;
            *order = (enum date_order)i;
            return NULL;
        }
    return AT(r, value, "Line %zu of the map: %.*s is no order of dates%.*s", r->number,
              STR(import_map_quote(r, value)),
              STR(import_map_hint(r, value, orders, DATE_ORDER_COUNT)));
}

/* What is said of who was reached must make sense in itself. */
static struct err *check_reach(struct import_map_reader *r, str value)
{
    struct reach reach = {.reached = S("unknown")};
    const struct err *e = reach_apply(r->arena, &r->map.reach, &reach);
    return e ? AT(r, value, "Line %zu of the map: %.*s", r->number, STR(e->text)) : NULL;
}

static struct err *read_about_source(struct import_map_reader *r, enum entry entry, str value)
{
    struct import_map *m = &r->map;
    str *const into[] = {[ENTRY_NAME] = &m->name,
                         [ENTRY_REACHED] = &m->reach.reached,
                         [ENTRY_INVITED] = &m->reach.invited,
                         [ENTRY_POPULATION] = &m->reach.population,
                         [ENTRY_FROM] = &m->reach.from,
                         [ENTRY_TO] = &m->reach.to};
    *into[entry] = value;
    return check_reach(r, value);
}

static struct err *read_field(struct import_map_reader *r, enum import_place place, str value)
{
    TRY(check_key(r, value, "field"));
    if (r->column->field.len)
        return AT(r, value, "Line %zu of the map: the column goes to the field %.*s already.",
                  r->number, STR(import_map_quote(r, r->column->field)));
    r->column->field = value;
    r->column->place = place;
    return NULL;
}

static struct err *read_alias(struct import_map_reader *r, str value)
{
    struct import_map_open_section *s = &r->section;
    if (r->column->aliases_len == s->aliases_room)
        s->aliases = arena_grow_array(r->arena, s->aliases, r->column->aliases_len,
                                      &s->aliases_room, sizeof *s->aliases);
    assert(s->aliases);
    s->aliases[r->column->aliases_len++] = value;
    r->column->aliases = s->aliases;
    return NULL;
}

static struct err *read_decimal(struct import_map_reader *r, str value)
{
    bool is_comma = str_equal_ignoring_case(value, S("comma"));
    if (!is_comma && !str_equal_ignoring_case(value, S("point")))
        return AT(r, value, "Line %zu of the map: decimal is comma or point, not %.*s.", r->number,
                  STR(import_map_quote(r, value)));
    r->column->has_decimal = true;
    r->column->decimal_comma = is_comma;
    return NULL;
}

static struct err *read_personal(struct import_map_reader *r, str value)
{
    bool is_yes = str_equal_ignoring_case(value, S("yes"));
    if (!is_yes && !str_equal_ignoring_case(value, S("no")))
        return AT(r, value, "Line %zu of the map: personal is yes or no, not %.*s.", r->number,
                  STR(import_map_quote(r, value)));
    r->column->has_personal = true;
    r->column->is_personal = is_yes;
    return NULL;
}

static struct err *read_kind(struct import_map_reader *r, str value)
{
    for (unsigned i = 0; i < IMPORT_KIND_COUNT; i++)
        if (str_equal_ignoring_case(value, kind_names[i])) {
            r->column->has_kind = true;
            r->column->kind = (enum import_kind)i;
            return NULL;
        }
    return AT(r, value, "Line %zu of the map: %.*s is no kind of column%.*s", r->number,
              STR(import_map_quote(r, value)),
              STR(import_map_hint(r, value, kind_names, IMPORT_KIND_COUNT)));
}

static struct err *read_label(struct import_map_reader *r, str value)
{
    r->column->label = value;
    return NULL;
}

static struct err *read_scale(struct import_map_reader *r, str value)
{
    if (!scale_range_of_str(value, &r->column->scale))
        return AT(r, value,
                  "Line %zu of the map: %.*s is no scale; write its lowest and highest code, as in "
                  "0-10.",
                  r->number, STR(import_map_quote(r, value)));
    r->column->has_scale = true;
    return NULL;
}

static struct err *read_meaning(struct import_map_reader *r, enum aspect aspect, str value)
{
    size_t len = 0;
    const str *words = aspect_words(aspect, &len);
    if (aspect_word(aspect, value, &r->column->meaning.of[aspect]))
        return NULL;
    str name = aspect_name(aspect);
    if (!words)
        return AT(r, value,
                  "Line %zu of the map: a currency is written in its three letters, as in EUR, not "
                  "%.*s.",
                  r->number, STR(import_map_quote(r, value)));
    return AT(r, value, "Line %zu of the map: %.*s is nothing that \"%.*s\" takes%.*s", r->number,
              STR(import_map_quote(r, value)), STR(name),
              STR(import_map_hint(r, value, words, len)));
}

/* The next of several texts between commas. */
static struct err *next_item(const struct import_map_reader *r, str *rest, str *item,
                             bool *is_quoted)
{
    str part = str_trim(*rest);
    *is_quoted = str_starts_with(part, S("\""));
    if (!*is_quoted) {
        *item = str_trim(str_cut(*rest, ',', rest));
        return NULL;
    }
    TRY(import_map_read_quoted(r, &part, item));
    str behind = str_trim(part);
    if (behind.len > 0 && behind.ptr[0] != ',')
        return AT(r, behind, "Line %zu of the map: a comma is missing between two codes.",
                  r->number);
    *rest = behind.len > 0 ? str_slice(behind, 1, behind.len) : (str){NULL, 0};
    return NULL;
}

/* Texts between commas.  none NULL: the word says nothing here; else whether it was there. */
static struct err *read_list(const struct import_map_reader *r, str value, bool *none,
                             const str **texts, size_t *len)
{
    str *list = NULL;
    size_t room = 0;
    *len = 0;
    for (str rest = value; rest.ptr;) {
        str item = {NULL, 0}, before = rest;
        bool is_quoted = false;
        TRY(next_item(r, &rest, &item, &is_quoted));
        if (item.len == 0)
            return AT(r, before, "Line %zu of the map: a code between two commas is empty.",
                      r->number);
        if (none && !is_quoted && str_equal_ignoring_case(item, S("none"))) {
            *none = true;
            continue;
        }
        if (*len == room)
            list = arena_grow_array(r->arena, list, *len, &room, sizeof *list);
        list[(*len)++] = item;
    }
    *texts = list;
    return NULL;
}

static struct err *read_missing(struct import_map_reader *r, str value)
{
    bool none = false;
    TRY(read_list(r, value, &none, &r->column->missing, &r->column->missing_len));
    r->column->has_missing = true;
    r->column->proposes = !none;
    return NULL;
}

static struct err *read_leave_out(struct import_map_reader *r, str value)
{
    return read_list(r, value, NULL, &r->column->leave_out, &r->column->leave_out_len);
}

static void add_code(struct import_map_reader *r, str code, str label)
{
    struct import_map_open_section *s = &r->section;
    if (r->column->codes_len == s->codes_room)
        s->codes = arena_grow_array(r->arena, s->codes, r->column->codes_len, &s->codes_room,
                                    sizeof *s->codes);
    assert(s->codes);
    s->codes[r->column->codes_len++] = (struct field_code){code, label};
    r->column->codes = s->codes;
}

/* Words in an order: the labels of 1, 2, 3 … of a score on that scale. */
static struct err *read_degrees(struct import_map_reader *r, str value)
{
    const str *labels = NULL;
    size_t len = 0;
    TRY(read_list(r, value, NULL, &labels, &len));
    if (len < DEGREES_MIN || len > DEGREES_MAX)
        return AT(r, value,
                  "Line %zu of the map: degrees are %d to %d words from the lowest to the highest, "
                  "behind commas, and these are %zu.",
                  r->number, DEGREES_MIN, DEGREES_MAX, len);
    if (r->column->codes_len || r->column->has_scale)
        return AT(r, value,
                  "Line %zu of the map: degrees say scale and codes of the column, and something "
                  "before says them otherwise.",
                  r->number);
    for (size_t i = 0; labels && i < len; i++)
        if (!str_equal(labels[i], S("-")))
            add_code(r, str_format(r->arena, "%zu", i + 1), labels[i]);
    r->column->has_scale = true;
    r->column->scale = (struct scale_range){decimal_of_int(1), decimal_of_int((int)len)};
    return NULL;
}

/* text: what stands behind "code". */
static struct err *read_code(struct import_map_reader *r, str text)
{
    struct import_map_open_section *s = &r->section;
    str code = {NULL, 0}, label = {NULL, 0};
    if (str_starts_with(text, S("\""))) {
        str rest = text;
        TRY(import_map_read_quoted(r, &rest, &code));
        rest = str_trim(rest);
        if (str_starts_with(rest, S(":")))
            label = str_slice(rest, 1, rest.len);
    } else {
        code = str_trim(str_cut(text, ':', &label));
    }
    if (code.len == 0 || !label.ptr)
        return AT(r, text,
                  "Line %zu of the map: a code and its label are written as \"code 3: "
                  "Terminal B\".",
                  r->number);
    TRY(import_map_read_text(r, str_trim(label), "the label", &label));
    if (!s->known_codes)
        s->known_codes = dictionary_make(r->arena);
    if (dictionary_add(s->known_codes, code) < r->column->codes_len)
        return AT(r, text, "Line %zu of the map: code %.*s has a label already.", r->number,
                  STR(import_map_quote(r, code)));
    add_code(r, code, label);
    return NULL;
}

static struct err *read_role(struct import_map_reader *r, enum import_role role, str name,
                             str value)
{
    struct import_map_name *out = &r->map.roles[role];
    if (out->line)
        return AT(r, name, "Line %zu of the map: %.*s was said in line %zu already.", r->number,
                  STR(import_map_quote(r, name)), out->line);
    if (str_equal_ignoring_case(value, S("none"))) {
        *out = (struct import_map_name){.line = r->number, .is_none = true};
        return NULL;
    }
    return import_map_read_name(r, value, "this entry", out);
}

static struct err *unknown_entry(const struct import_map_reader *r, str name)
{
    str known[ENTRY_COUNT + IMPORT_ROLE_COUNT];
    size_t len = 0;
    for (unsigned i = 0; i < ENTRY_COUNT; i++)
        if (r->column || i < ENTRY_FIELD)
            known[len++] = entry_names[i];
    for (unsigned i = 0; i < IMPORT_ROLE_COUNT; i++)
        known[len++] = role_names[i];
    return AT(r, name, "Line %zu of the map: there is no entry %.*s%.*s", r->number,
              STR(import_map_quote(r, name)), STR(import_map_hint(r, name, known, len)));
}

static struct err *about_a_column(const struct import_map_reader *r, str entry)
{
    return AT(r, entry,
              "Line %zu of the map: %.*s is about a column; write the column's name in brackets "
              "before it.",
              r->number, STR(import_map_quote(r, entry)));
}

static struct err *read_entry_value(struct import_map_reader *r, enum entry entry, str value)
{
    switch (entry) {
    case ENTRY_LAYOUT:
        return read_layout(r, value);
    case ENTRY_LEFT_OUT:
        return read_left_out(r, value);
    case ENTRY_SOURCE:
        return read_source(r, value);
    case ENTRY_WAVE:
        return read_wave(r, value);
    case ENTRY_SHEET:
        return read_sheet(r, value);
    case ENTRY_HEADER:
        return read_header(r, value);
    case ENTRY_JOIN:
    case ENTRY_JOIN_BY:
    case ENTRY_JOIN_TO:
        return read_join(r, entry, value);
    case ENTRY_JOIN_TWICE:
        return read_join_twice(r, value);
    case ENTRY_TIME_ORDER:
        return read_order(r, value, &r->map.has_time_order, &r->map.time_order);
    case ENTRY_FIELD:
        return read_field(r, IMPORT_PLACE_ANY, value);
    case ENTRY_OWN_FIELD:
        return read_field(r, IMPORT_PLACE_OWN, value);
    case ENTRY_SHARED_FIELD:
        return read_field(r, IMPORT_PLACE_SHARED, value);
    case ENTRY_CONTEXT:
        return read_field(r, IMPORT_PLACE_CONTEXT, value);
    case ENTRY_KIND:
        return read_kind(r, value);
    case ENTRY_LABEL:
        return read_label(r, value);
    case ENTRY_ALIAS:
        return read_alias(r, value);
    case ENTRY_SCALE:
        return read_scale(r, value);
    case ENTRY_MEASURES:
        return read_meaning(r, ASPECT_MEASURES, value);
    case ENTRY_MEASURES_OF:
        return read_meaning(r, ASPECT_MEASURES_OF, value);
    case ENTRY_EXPECTED_FROM:
        return read_meaning(r, ASPECT_EXPECTED_FROM, value);
    case ENTRY_BETTER:
        return read_meaning(r, ASPECT_BETTER, value);
    case ENTRY_CURRENCY:
        return read_meaning(r, ASPECT_CURRENCY, value);
    case ENTRY_DECIMAL:
        return read_decimal(r, value);
    case ENTRY_DATE_ORDER:
        return read_order(r, value, &r->column->has_date_order, &r->column->date_order);
    case ENTRY_PERSONAL:
        return read_personal(r, value);
    case ENTRY_NAME:
    case ENTRY_REACHED:
    case ENTRY_INVITED:
    case ENTRY_POPULATION:
    case ENTRY_FROM:
    case ENTRY_TO:
    case ENTRY_DEGREES:
    case ENTRY_MISSING:
    case ENTRY_CODE:
    case ENTRY_LEAVE_OUT:
    case ENTRY_COUNT:
        break;
    }
    return read_about_source(r, entry, value);
}

static struct err *read_value(struct import_map_reader *r, enum entry entry, str name, str written)
{
    bool of_section = entry >= ENTRY_FIELD;
    if (of_section && !r->column)
        return about_a_column(r, name);
    size_t *said = of_section ? &r->section.said[entry] : &r->said[entry];
    if (*said && entry != ENTRY_ALIAS)
        return AT(r, name, "Line %zu of the map: %.*s was said in line %zu already.", r->number,
                  STR(import_map_quote(r, name)), *said);
    *said = r->number;
    if (entry == ENTRY_MISSING)
        return read_missing(r, written);
    if (entry == ENTRY_LEAVE_OUT)
        return read_leave_out(r, written);
    if (entry == ENTRY_DEGREES)
        return read_degrees(r, written);
    str value = written;
    TRY(import_map_read_text(r, written, "this entry", &value));
    return read_entry_value(r, entry, value);
}

/* "code 3: …": no entry of that name ends before the colon. */
static bool is_code(str entry, str *behind)
{
    str word = entry_names[ENTRY_CODE];
    if (entry.len <= word.len || !str_equal_ignoring_case(str_slice(entry, 0, word.len), word) ||
        !str_has(S(" \t\":"), entry.ptr[word.len]))
        return false;
    *behind = str_trim(str_slice(entry, word.len, entry.len));
    return true;
}

static struct err *read_entry(struct import_map_reader *r, str entry)
{
    str value = {NULL, 0}, behind = {NULL, 0};
    if (is_code(entry, &behind))
        return r->column ? read_code(r, behind) : about_a_column(r, entry);
    str name = str_trim(str_cut(entry, ':', &value));
    if (!value.ptr)
        return AT(r, entry, "Line %zu of the map: an entry is written as \"name: value\".",
                  r->number);
    value = str_trim(value);
    for (unsigned i = 0; i < IMPORT_ROLE_COUNT; i++)
        if (str_equal_ignoring_case(name, role_names[i]))
            return read_role(r, (enum import_role)i, name, value);
    for (unsigned i = 0; i < ENTRY_CODE; i++)
        if (str_equal_ignoring_case(name, entry_names[i]))
            return read_value(r, (enum entry)i, name, value);
    return unknown_entry(r, name);
}

/* ---- sections ---- */

/* The bracket that closes the one at the start of s; s.len where none does. */
static size_t closing_bracket(str s)
{
    size_t depth = 0, i = 0;
    for (; i < s.len; i++) {
        depth += s.ptr[i] == '[';
        depth -= s.ptr[i] == ']';
        if (depth == 0)
            break;
    }
    return i;
}

static struct err *check_section(struct import_map_reader *r)
{
    const struct import_map_column *c = r->column;
    if (!c || !c->has_kind)
        return NULL;
    size_t currency = r->section.said[ENTRY_CURRENCY], degrees = r->section.said[ENTRY_DEGREES];
    if (currency && c->kind != IMPORT_NUMBER && meaning_word(&c->meaning, ASPECT_CURRENCY).len)
        return AT(r, r->line,
                  "Line %zu of the map: a column with a currency is a number, and line %zu calls "
                  "it a %.*s.",
                  currency, r->section.said[ENTRY_KIND], STR(kind_names[c->kind]));
    if (!c->has_scale || c->kind == IMPORT_SCORE)
        return NULL;
    return AT(r, r->line,
              "Line %zu of the map: a column with a scale is a score, and line %zu calls it a "
              "%.*s.",
              degrees ? degrees : r->section.said[ENTRY_SCALE], r->section.said[ENTRY_KIND],
              STR(kind_names[c->kind]));
}

/* Splits "[NAME] entry" after its bracket. */
static struct err *read_section_name(const struct import_map_reader *r, str line, str *name,
                                     str *behind)
{
    str inner = str_trim(str_slice(line, 1, line.len));
    size_t close = closing_bracket(line);
    if (str_starts_with(inner, S("\""))) {
        str rest = inner, unused;
        TRY(import_map_read_quoted(r, &rest, &unused));
        *name = str_slice(inner, 0, inner.len - rest.len);
        rest = str_trim(rest);
        *behind = str_slice(rest, 1, rest.len);
        if (str_starts_with(rest, S("]")))
            return NULL;
        close = line.len;
    }
    if (close == line.len)
        return AT(r, line, "Line %zu of the map: the bracket that opens here is not closed.",
                  r->number);
    *name = str_trim(str_slice(line, 1, close));
    *behind = str_slice(line, close + 1, line.len);
    return NULL;
}

static struct err *read_section(struct import_map_reader *r, str line)
{
    struct import_map *m = &r->map;
    struct import_map_column column = {.proposes = true};
    str name = {NULL, 0}, behind = {NULL, 0};
    TRY(read_section_name(r, line, &name, &behind));
    TRY(import_map_read_name(r, name, "the name", &column.name));
    if (m->columns_len == LIMIT_COLUMNS)
        FAIL(r->arena, WHY_LIMIT, "The map speaks of more than %zu columns.", LIMIT_COLUMNS);
    if (m->columns_len == r->columns_room)
        m->columns = arena_grow_array(r->arena, m->columns, m->columns_len, &r->columns_room,
                                      sizeof *m->columns);
    m->columns[m->columns_len] = column;
    r->column = &m->columns[m->columns_len++];
    r->section = (struct import_map_open_section){.codes = NULL};
    behind = str_trim(behind);
    return behind.len > 0 ? read_entry(r, behind) : NULL;
}

static struct err *read_line(struct import_map_reader *r)
{
    str line = str_trim(r->line);
    if (line.len == 0 || line.ptr[0] == '#')
        return NULL;
    TRY(line.ptr[0] == '[' ? read_section(r, line) : read_entry(r, line));
    return check_section(r);
}

/* No two columns may go to the same field. */
static struct err *check_fields(const struct import_map_reader *r)
{
    const struct import_map *m = &r->map;
    struct dictionary *fields = dictionary_make(r->arena);
    size_t *line = ARENA_ARRAY(r->arena, size_t, m->columns_len);
    for (size_t i = 0; i < m->columns_len; i++) {
        const struct import_map_column *c = &m->columns[i];
        if (c->field.len == 0)
            continue;
        str placed = str_format(r->arena, "%d %.*s", (int)c->place, STR(c->field));
        uint32_t before = dictionary_size(fields), code = dictionary_add(fields, placed);
        if (code == before) {
            line[code] = c->name.line;
            continue;
        }
        struct err *e = err_make(r->arena, WHY_USAGE, __FILE__, __LINE__,
                                 "Line %zu of the map: the column of line %zu goes to the field "
                                 "%.*s already.",
                                 c->name.line, line[code], STR(import_map_quote(r, c->field)));
        e->at = str_format(r->arena, "line %zu", c->name.line);
        return e;
    }
    return NULL;
}

struct err *import_map_of_str(struct arena *a, str text, struct import_map *out)
{
    struct import_map_reader r = {.arena = a};
    if (text.len > LIMIT_MAP_BYTES)
        FAIL(a, WHY_LIMIT, "The map has %zu bytes; at most %zu are read.", text.len,
             LIMIT_MAP_BYTES);
    if (str_starts_with(text, S("\xEF\xBB\xBF")))
        text = str_slice(text, 3, text.len);
    for (str rest = text; rest.ptr;) {
        r.line = str_cut(rest, '\n', &rest);
        r.number++;
        if (!text_is_utf8(r.line))
            return AT(&r, r.line, "Line %zu of the map is not UTF-8 text.", r.number);
        TRY(read_line(&r));
    }
    TRY(check_fields(&r));
    *out = r.map;
    return NULL;
}
