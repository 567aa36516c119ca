/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/xlsx_format.h"

#include "base/decimal.h"
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

/* Bytes that the letter at i covers and that say nothing: texts, signs taken as they are. */
static size_t silent_len(str code, size_t i)
{
    char c = code.ptr[i];
    if (c == '\\' || c == '_' || c == '*')
        return 2;
    if (c != '"')
        return 0;
    size_t end = i + 1;
    while (end < code.len && code.ptr[end] != '"')
        end++;
    return end + 1 - i;
}

struct xlsx_format xlsx_format_of_code(str code)
{
    struct xlsx_format f = {.has_date = false};
    bool has_month_or_minute = false, behind_seconds = false;
    for (size_t i = 0; i < code.len && code.ptr[i] != ';'; i++) {
        size_t silent = silent_len(code, i);
        char c = code.ptr[i], letter = (char)(c | 0x20);
        if (silent) {
            i += silent - 1;
        } else if (c == '[') {
            str rest = {NULL, 0}, inside = str_cut(str_slice(code, i + 1, code.len), ']', &rest);
            f.has_time = f.has_time || is_elapsed(inside);
            i += inside.len + 1;
        } else if (str_equal_ignoring_case(str_slice(code, i, i + 7), S("General"))) {
            i += 6;
        } else if (str_equal_ignoring_case(str_slice(code, i, i + 5), S("AM/PM"))) {
            f.has_time = true;
            i += 4;
        } else if (letter == 'y' || letter == 'd') {
            f.has_date = true;
        } else if (letter == 'h' || letter == 's') {
            f.has_time = true;
        } else if (letter == 'm') {
            has_month_or_minute = true;
        } else if (c == '0' && behind_seconds) {
            f.has_split_seconds = true;
        }
        behind_seconds = letter == 's' || (behind_seconds && c == '.');
    }
    f.has_date = f.has_date || (has_month_or_minute && !f.has_time);
    return f;
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
