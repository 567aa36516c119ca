/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/table.h"

#include "base/buf.h"
#include "base/csv_dialect.h"
#include "base/limits.h"
#include "base/ole.h"
#include "base/packed.h"
#include "base/spool.h"
#include "base/table_kind.h"
#include "base/utf16.h"

enum kind { KIND_CSV, KIND_JSON, KIND_ZIP, KIND_OLE, KIND_COUNT };
enum { LINES_NAMED = 5, WORDS_BYTES = 160 };

static bool is_called_json(str name)
{
    static const str endings[] = {S_INIT(".json"), S_INIT(".ndjson"), S_INIT(".jsonl")};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (name.len > endings[i].len &&
            str_equal_ignoring_case(str_slice(name, name.len - endings[i].len, name.len),
                                    endings[i]))
            return true;
    return false;
}

/* What a file is called counts for JSON only: a damaged one looks like anything. */
static enum kind kind_of(str front, str name)
{
    static const str mark = S_INIT("\xEF\xBB\xBF");
    str text = str_slice(front, str_starts_with(front, mark) ? mark.len : 0, front.len);
    if (str_starts_with(front, S("PK\x03\x04")) || str_starts_with(front, S("PK\x05\x06")))
        return KIND_ZIP;
    if (str_starts_with(front, S("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")))
        return KIND_OLE;
    if (csv_dialect_is_json(text) || (is_called_json(name) && str_trim(text).len))
        return KIND_JSON;
    return KIND_CSV;
}

/* Where it can be read more than once: a pipe is kept in a file first. */
static struct err *settle(struct arena *a, struct file *file, str *place)
{
    *place = file_place(file);
    return file_can_reopen(file) ? NULL : spool_file(a, file, place);
}

static struct err *open_as(struct arena *a, enum kind kind, struct file *file,
                           const struct table_source *source, struct table *t)
{
    str place;
    switch (kind) {
    case KIND_CSV:
    case KIND_COUNT:
        return table_open_csv(a, file, source->names_line, t);
    case KIND_JSON:
        TRY(settle(a, file, &place));
        return table_open_json(a, place, source, t);
    case KIND_ZIP:
        TRY(settle(a, file, &place));
        return table_open_xlsx(a, place, source, t);
    case KIND_OLE:
        break;
    }
    return ole_refusal(a, file, source->name);
}

/* A text in UTF-16 is looked at as what it says. */
static struct err *look_at(struct arena *a, struct file **file, enum kind *kind)
{
    str front, name = packed_inner_name(file_path(*file));
    TRY(file_peek(a, *file, LIMIT_ENCODING_SAMPLE, &front));
    *kind = kind_of(front, name);
    if (*kind == KIND_ZIP || *kind == KIND_OLE)
        return NULL;
    TRY(utf16_open(a, *file, file));
    TRY(file_peek(a, *file, LIMIT_ENCODING_SAMPLE, &front));
    *kind = kind_of(front, name);
    return NULL;
}

struct err *table_open(struct arena *a, const struct table_source *source, struct table **out)
{
    struct table *t = ARENA_NEW(a, struct table);
    struct table_source named = *source;
    struct file *file = NULL;
    enum kind kind;
    TRY(packed_open(a, source->path, source->name, &file));
    named.name = file_path(file);
    TRY(look_at(a, &file, &kind));
    if (source->sheet.len && (kind == KIND_CSV || kind == KIND_JSON))
        FAIL(a, WHY_USAGE, "\"%.*s\" is no workbook: there are no sheets to choose from.",
             STR(named.name));
    if (source->names_line > 1 && kind == KIND_JSON)
        FAIL(a, WHY_USAGE, "\"%.*s\" holds JSON: no line of it holds the names of columns.",
             STR(named.name));
    TRY(open_as(a, kind, file, &named, t));
    *out = t;
    return NULL;
}

const str *table_header(const struct table *t, size_t *len)
{
    *len = t->header_len;
    return t->header;
}

void table_select(struct table *t, const size_t *columns, size_t len)
{
    t->kind->select(t->reader, columns, len);
}

void table_select_all(struct arena *a, struct table *t)
{
    size_t *all = ARENA_ARRAY(a, size_t, t->header_len);
    for (size_t i = 0; i < t->header_len; i++)
        all[i] = i;
    table_select(t, all, t->header_len);
}

struct err *table_next(struct table *t, struct table_record *record, bool *found)
{
    return t->kind->next(t->reader, record, found);
}

str table_fault_reason(struct arena *a, const struct table *t, const struct table_record *record)
{
    if (record->fault == TABLE_UNCLOSED_QUOTE)
        return S("a quote is opened in this line and never closed");
    return str_format(a, "%zu cell%s instead of %zu", record->cells_len,
                      record->cells_len == 1 ? "" : "s", t->header_len);
}

size_t table_mixed_listed(const struct table_mixed *mixed)
{
    return mixed->records < LIMIT_MIXED_LISTED ? (size_t)mixed->records : LIMIT_MIXED_LISTED;
}

str table_mixed_lines(struct arena *a, const struct table_mixed *mixed)
{
    struct buf b = buf_make(a, WORDS_BYTES);
    buf_add(&b, mixed->records == 1 ? S("line") : S("lines"));
    for (size_t i = 0; i < table_mixed_listed(mixed) && i < LINES_NAMED; i++)
        buf_addf(&b, "%s %llu", i ? "," : "", (unsigned long long)mixed->lines[i]);
    if (mixed->records > LINES_NAMED)
        buf_add(&b, S(" and others"));
    return buf_str(&b);
}

uint64_t table_size(const struct table *t)
{
    return t->size;
}

uint64_t table_taken(const struct table *t)
{
    return t->kind->taken(t->reader);
}

uint64_t table_names_line(const struct table *t)
{
    return t->names_line;
}

str table_title(const struct table *t)
{
    return t->title;
}

bool table_decimal_comma(const struct table *t)
{
    return t->decimal_comma;
}

const struct table_mixed *table_mixed(const struct table *t)
{
    static const struct table_mixed none;
    return t->kind->mixed ? t->kind->mixed(t->reader) : &none;
}

const struct table_workbook *table_workbook(const struct table *t)
{
    return t->workbook;
}

bool table_left_out_tail(const struct table *t)
{
    return t->kind->left_out_tail && t->kind->left_out_tail(t->reader);
}
