/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The workbook of an export: beside its signals a sheet with the code book and one that
 * says what it is.
 */
#include "base/date.h"
#include "base/limits.h"
#include "base/xlsx_write.h"
#include "listen/export_write.h"

static void add_row(struct buf *out, uint64_t row, const str *cells, size_t len)
{
    xlsx_begin_row(out, row);
    for (size_t i = 0; i < len; i++)
        xlsx_add_cell(out, row, i, cells[i]);
    xlsx_end_row(out);
}

static str scale_text(struct arena *a, const struct field *f)
{
    if (!f->has_scale)
        return S("");
    return str_format(a, "%.*s to %.*s", STR(decimal_to_str(a, f->scale.lo)),
                      STR(decimal_to_str(a, f->scale.hi)));
}

static str missing_text(struct arena *a, const struct field *f)
{
    struct buf b = buf_make(a, LIMIT_MAP_BYTES);
    for (size_t i = 0; i < f->missing_len; i++) {
        buf_add(&b, i ? S(", ") : S(""));
        buf_add(&b, f->missing[i]);
    }
    return buf_str(&b);
}

/* A row for each code, and one for each field without any. */
static str code_book(struct arena *a, const struct export *x)
{
    static const str header[] = {S_INIT("column"),        S_INIT("label"),    S_INIT("kind"),
                                 S_INIT("scale"),         S_INIT("measures"), S_INIT("measures of"),
                                 S_INIT("expected from"), S_INIT("better"),   S_INIT("currency"),
                                 S_INIT("missing"),       S_INIT("code"),     S_INIT("stands for")};
    struct buf out = buf_make(a, LIMIT_EXPORT_ROW_BYTES);
    uint64_t row = 1;
    xlsx_begin_sheet(&out);
    add_row(&out, row++, header, sizeof header / sizeof *header);
    for (size_t i = 0; i < x->fields_len; i++) {
        const struct export_field *f = &x->fields[i];
        const struct meaning *m = &f->field->meaning;
        for (size_t k = 0; k < f->codes_len || k == 0; k++) {
            bool has_code = k < f->codes_len;
            const str cells[] = {f->column,
                                 f->field->label,
                                 field_kind_name(f->field->kind),
                                 scale_text(a, f->field),
                                 meaning_word(m, ASPECT_MEASURES),
                                 meaning_word(m, ASPECT_MEASURES_OF),
                                 meaning_word(m, ASPECT_EXPECTED_FROM),
                                 meaning_word(m, ASPECT_BETTER),
                                 meaning_word(m, ASPECT_CURRENCY),
                                 missing_text(a, f->field),
                                 has_code ? f->codes[k].code : S(""),
                                 has_code ? f->codes[k].label : S("")};
            add_row(&out, row++, cells, sizeof cells / sizeof *cells);
        }
    }
    xlsx_end_sheet(&out);
    return buf_str(&out);
}

static str whole(struct arena *a, uint64_t number)
{
    return number ? str_format(a, "%llu", (unsigned long long)number) : S("");
}

static str day(struct arena *a, bool has, int32_t day)
{
    return has ? period_label(a, PERIOD_DAY, day) : S("");
}

static str about(struct arena *a, const struct export *x, usec_t now)
{
    const struct reach *r = &x->source.reach;
    const str rows[][2] = {
        {S("source"), x->source.key},
        {S("name"), x->source.name},
        {S("exported at"), usec_to_str(a, now)},
        {S("signals"), str_format(a, "%llu", (unsigned long long)x->signals)},
        {S("reached"), r->reached},
        {S("invited"), whole(a, (uint64_t)r->invited)},
        {S("population"), whole(a, (uint64_t)r->population)},
        {S("asked from"), day(a, r->has_first, r->first_day)},
        {S("asked to"), day(a, r->has_last, r->last_day)},
        {S("personal columns left out"), str_format(a, "%zu", x->left_out_len)},
    };
    struct buf out = buf_make(a, MIB);
    xlsx_begin_sheet(&out);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        add_row(&out, i + 1, rows[i], 2);
    xlsx_end_sheet(&out);
    return buf_str(&out);
}

struct err *export_book(struct arena *a, const struct export *x, usec_t now, str sheet, str path)
{
    const struct xlsx_sheet_file sheets[] = {{.name = S("answers"), .path = sheet},
                                             {.name = S("code book"), .text = code_book(a, x)},
                                             {.name = S("about"), .text = about(a, x, now)}};
    return xlsx_write(a, path, sheets, sizeof sheets / sizeof *sheets);
}
