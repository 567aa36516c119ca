/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/xlsx_format.h"

#include <string.h>

#include "base/limits.h"
#include "base/xlsx_number.h"
#include "base/xml.h"

/* ---- one format ---- */

/* What stands in brackets: a colour, a language, a condition, or hours that go on behind
 * 24, minutes and seconds likewise. */
static bool is_elapsed(str inside)
{
    for (size_t i = 0; i < inside.len; i++)
        if (!str_has(S("hHmMsS"), inside.ptr[i]))
            return false;
    return inside.len > 0;
}

/* What is read of a code so far. */
struct code {
    struct xlsx_format format;
    bool has_month_or_minute; /* an m may be either */
    bool behind_seconds;
};

static size_t quoted_len(str rest)
{
    const char *close = memchr(rest.ptr + 1, '"', rest.len - 1);
    return close ? (size_t)(close - rest.ptr) + 1 : rest.len;
}

/* Bytes at the front that say nothing of a date: texts, signs taken as they are; 0: none. */
static size_t silent_len(str rest)
{
    if (str_has(S("\\_*"), rest.ptr[0]))
        return 2;
    if (rest.ptr[0] == '"')
        return quoted_len(rest);
    return str_equal_ignoring_case(str_slice(rest, 0, 7), S("General")) ? 7 : 0;
}

/* Bytes at the front that stand in brackets, or for the half of a day; 0: none. */
static size_t group_len(struct code *c, str rest)
{
    if (str_equal_ignoring_case(str_slice(rest, 0, 5), S("AM/PM"))) {
        c->format.has_time = true;
        return 5;
    }
    if (rest.ptr[0] != '[')
        return 0;
    str behind = {NULL, 0}, inside = str_cut(str_slice(rest, 1, rest.len), ']', &behind);
    c->format.has_time = c->format.has_time || is_elapsed(inside);
    return inside.len + 2;
}

static void take_letter(struct code *c, char letter)
{
    if (str_has(S("yYdD"), letter))
        c->format.has_date = true;
    else if (str_has(S("hHsS"), letter))
        c->format.has_time = true;
    else if (str_has(S("mM"), letter))
        c->has_month_or_minute = true;
    else if (letter == '0' && c->behind_seconds)
        c->format.has_split_seconds = true;
    c->behind_seconds = str_has(S("sS"), letter) || (c->behind_seconds && letter == '.');
}

/* Up to the first semicolon: behind it stands what negative numbers look like. */
struct xlsx_format xlsx_format_of_code(str code)
{
    struct code c = {.behind_seconds = false};
    while (code.len && code.ptr[0] != ';') {
        size_t len = silent_len(code);
        if (len == 0)
            len = group_len(&c, code);
        if (len == 0)
            take_letter(&c, code.ptr[0]);
        code = str_slice(code, len ? len : 1, code.len);
    }
    c.format.has_date = c.format.has_date || (c.has_month_or_minute && !c.format.has_time);
    return c.format;
}

struct xlsx_format xlsx_format_built_in(unsigned id)
{
    static const struct {
        unsigned first, last;
        struct xlsx_format format;
    } ranges[] = {
        {14, 17, {.has_date = true}},
        {18, 21, {.has_time = true}},
        {22, 22, {.has_date = true, .has_time = true}},
        {27, 31, {.has_date = true}}, /* those of East Asia */
        {32, 35, {.has_time = true}},
        {36, 36, {.has_date = true}},
        {45, 46, {.has_time = true}},
        {47, 47, {.has_time = true, .has_split_seconds = true}},
        {50, 54, {.has_date = true}},
        {55, 56, {.has_time = true}},
        {57, 58, {.has_date = true}},
    };
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        if (id >= ranges[i].first && id <= ranges[i].last)
            return ranges[i].format;
    return (struct xlsx_format){.has_date = false};
}

/* ---- all of a workbook ---- */

struct custom {
    uint64_t id;
    struct xlsx_format format;
};

struct reader {
    struct arena *arena;
    struct custom *customs;
    size_t customs_len, customs_room;
    struct xlsx_format *list;
    size_t len, room;
    bool in_cell_styles;
};

static struct xlsx_format format_of_id(const struct reader *r, uint64_t id)
{
    for (size_t i = 0; i < r->customs_len; i++)
        if (r->customs[i].id == id)
            return r->customs[i].format;
    return xlsx_format_built_in(id > UINT16_MAX ? 0 : (unsigned)id);
}

static void add_custom(struct reader *r, uint64_t id, str code)
{
    if (r->customs_len == LIMIT_WORKBOOK_FORMATS)
        return;
    if (r->customs_len == r->customs_room)
        r->customs = arena_grow_array(r->arena, r->customs, r->customs_len, &r->customs_room,
                                      sizeof *r->customs);
    r->customs[r->customs_len++] = (struct custom){id, xlsx_format_of_code(code)};
}

static void add_style(struct reader *r, uint64_t id)
{
    if (r->len == LIMIT_WORKBOOK_STYLES)
        return;
    if (r->len == r->room)
        r->list = arena_grow_array(r->arena, r->list, r->len, &r->room, sizeof *r->list);
    r->list[r->len++] = format_of_id(r, id);
}

static void on_open(void *ctx, str name, const struct xml_attributes *attributes)
{
    struct reader *r = ctx;
    uint64_t id = 0;
    if (str_equal(name, S("cellXfs"))) {
        r->in_cell_styles = true;
    } else if (str_equal(name, S("numFmt"))) {
        if (xlsx_whole(xml_attribute(attributes, "numFmtId"), &id))
            add_custom(r, id, xml_attribute(attributes, "formatCode"));
    } else if (r->in_cell_styles && str_equal(name, S("xf"))) {
        (void)xlsx_whole(xml_attribute(attributes, "numFmtId"), &id);
        add_style(r, id);
    }
}

static void on_close(void *ctx, str name)
{
    struct reader *r = ctx;
    if (str_equal(name, S("cellXfs")))
        r->in_cell_styles = false;
}

static void on_text(void *ctx, str piece)
{
    (void)ctx, (void)piece;
}

struct err *xlsx_formats_read(struct arena *a, const struct zip_archive *z, size_t member,
                              struct xlsx_formats *out)
{
    static const struct xml_handler handler = {on_open, on_close, on_text};
    struct reader r = {.arena = a};
    if (member != SIZE_MAX)
        TRY(xml_read_all(a, z, member, &handler, &r));
    *out = (struct xlsx_formats){r.list, r.len};
    return NULL;
}
