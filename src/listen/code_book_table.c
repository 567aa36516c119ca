/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * A code book that is a table: a row for each code, or for each variable.
 */
#include "base/buf.h"
#include "base/limits.h"
#include "base/text.h"
#include "listen/code_book_private.h"

enum book_column { BOOK_VARIABLE, BOOK_TEXT, BOOK_VALUE, BOOK_LABEL, BOOK_MISSING, BOOK_COLUMNS };

struct column_name {
    str name; /* small letters alone */
    enum book_column what;
};

static const struct column_name english[] = {
    {S_INIT("variable"), BOOK_VARIABLE},  {S_INIT("variablename"), BOOK_VARIABLE},
    {S_INIT("varname"), BOOK_VARIABLE},   {S_INIT("var"), BOOK_VARIABLE},
    {S_INIT("column"), BOOK_VARIABLE},    {S_INIT("columnname"), BOOK_VARIABLE},
    {S_INIT("field"), BOOK_VARIABLE},     {S_INIT("fieldname"), BOOK_VARIABLE},
    {S_INIT("item"), BOOK_VARIABLE},      {S_INIT("name"), BOOK_VARIABLE},
    {S_INIT("variablelabel"), BOOK_TEXT}, {S_INIT("question"), BOOK_TEXT},
    {S_INIT("questiontext"), BOOK_TEXT},  {S_INIT("value"), BOOK_VALUE},
    {S_INIT("values"), BOOK_VALUE},       {S_INIT("code"), BOOK_VALUE},
    {S_INIT("codes"), BOOK_VALUE},        {S_INIT("label"), BOOK_LABEL},
    {S_INIT("valuelabel"), BOOK_LABEL},   {S_INIT("codelabel"), BOOK_LABEL},
    {S_INIT("meaning"), BOOK_LABEL},      {S_INIT("description"), BOOK_LABEL},
    {S_INIT("answer"), BOOK_LABEL},       {S_INIT("response"), BOOK_LABEL},
    {S_INIT("missing"), BOOK_MISSING},    {S_INIT("ismissing"), BOOK_MISSING},
};
static const struct column_name german[] = {
    {S_INIT("variablenname"), BOOK_VARIABLE},
    {S_INIT("spalte"), BOOK_VARIABLE},
    {S_INIT("feld"), BOOK_VARIABLE},
    {S_INIT("merkmal"), BOOK_VARIABLE},
    {S_INIT("frage"), BOOK_TEXT},
    {S_INIT("fragetext"), BOOK_TEXT},
    {S_INIT("wert"), BOOK_VALUE},
    {S_INIT("kode"), BOOK_VALUE},
    {S_INIT("bezeichnung"), BOOK_LABEL},
    {S_INIT("beschriftung"), BOOK_LABEL},
    {S_INIT("bedeutung"), BOOK_LABEL},
    {S_INIT("wertelabel"), BOOK_LABEL},
    {S_INIT("antwort"), BOOK_LABEL},
    {S_INIT("fehlend"), BOOK_MISSING},
};
static const struct column_name french[] = {
    {S_INIT("colonne"), BOOK_VARIABLE},    {S_INIT("champ"), BOOK_VARIABLE},
    {S_INIT("valeur"), BOOK_VALUE},        {S_INIT("modalité"), BOOK_VALUE},
    {S_INIT("libellé"), BOOK_LABEL},       {S_INIT("étiquette"), BOOK_LABEL},
    {S_INIT("signification"), BOOK_LABEL}, {S_INIT("réponse"), BOOK_LABEL},
    {S_INIT("manquant"), BOOK_MISSING},
};
static const struct column_name spanish[] = {
    {S_INIT("columna"), BOOK_VARIABLE},  {S_INIT("campo"), BOOK_VARIABLE},
    {S_INIT("pregunta"), BOOK_TEXT},     {S_INIT("valor"), BOOK_VALUE},
    {S_INIT("código"), BOOK_VALUE},      {S_INIT("etiqueta"), BOOK_LABEL},
    {S_INIT("significado"), BOOK_LABEL}, {S_INIT("descripción"), BOOK_LABEL},
    {S_INIT("respuesta"), BOOK_LABEL},   {S_INIT("perdido"), BOOK_MISSING},
};
static const struct {
    const struct column_name *names;
    size_t len;
} languages[] = {
    {english, sizeof english / sizeof *english},
    {german, sizeof german / sizeof *german},
    {french, sizeof french / sizeof *french},
    {spanish, sizeof spanish / sizeof *spanish},
};

/* "Value Label", "value_label" → valuelabel */
static str letters_of(struct arena *a, str cell)
{
    str small = text_to_lower(a, cell);
    struct buf b = buf_make(a, small.len);
    for (size_t i = 0; i < small.len; i++)
        if (!str_has(S(" _-.\"\t\r"), small.ptr[i]))
            buf_add_char(&b, small.ptr[i]);
    return buf_str(&b);
}

/* BOOK_COLUMNS: none of those. */
static enum book_column what_of(struct arena *a, str cell)
{
    str name = letters_of(a, cell);
    for (size_t l = 0; l < sizeof languages / sizeof *languages; l++)
        for (size_t i = 0; i < languages[l].len; i++)
            if (str_equal(languages[l].names[i].name, name))
                return languages[l].names[i].what;
    return BOOK_COLUMNS;
}

bool book_is_table_header(struct arena *a, str line)
{
    static const char delimiters[] = {'\t', ';', ',', '|'};
    for (size_t d = 0; d < sizeof delimiters; d++) {
        bool has[BOOK_COLUMNS + 1] = {false};
        for (str rest = line; rest.ptr;)
            has[what_of(a, str_cut(rest, delimiters[d], &rest))] = true;
        if (has[BOOK_VARIABLE] && (has[BOOK_VALUE] || has[BOOK_LABEL] || has[BOOK_TEXT]))
            return true;
    }
    return false;
}

/* Where each stands; the header's length where it does not.  Without values a label is
 * the variable's. */
struct book_places {
    size_t of[BOOK_COLUMNS];
    size_t len;
};

static struct book_places find_places(struct arena *a, const struct table *table)
{
    struct book_places p = {.len = 0};
    const str *header = table_header(table, &p.len);
    for (unsigned w = 0; w < BOOK_COLUMNS; w++)
        p.of[w] = p.len;
    for (size_t i = 0; i < p.len; i++) {
        enum book_column what = what_of(a, header[i]);
        if (what < BOOK_COLUMNS && p.of[what] == p.len)
            p.of[what] = i;
    }
    if (p.of[BOOK_VALUE] == p.len && p.of[BOOK_TEXT] == p.len) {
        p.of[BOOK_TEXT] = p.of[BOOK_LABEL];
        p.of[BOOK_LABEL] = p.len;
    }
    return p;
}

static str cell_of(const struct book_reader *r, const struct book_places *p,
                   const struct table_record *record, enum book_column what)
{
    return p->of[what] < p->len ? str_copy(r->arena, record->cells[p->of[what]]) : S("");
}

/* Several in one cell: "1 = Terminal A; 2 = Terminal B". */
static struct err *read_codes(struct book_reader *r, str cell)
{
    str code = {NULL, 0}, label = {NULL, 0};
    char separator = str_has(cell, '\n') ? '\n' : str_has(cell, '|') ? '|' : ';';
    for (str rest = cell; rest.ptr;) {
        str part = str_trim(str_cut(rest, separator, &rest));
        if (part.len == 0)
            continue;
        if (!book_split_code(part, false, &code, &label))
            BOOK_FAIL(r, "Line %zu of the code book: %.*s is no code with its label.", r->line,
                      STR(text_quote(r->arena, part)));
        TRY(book_code(r, code, label));
    }
    return NULL;
}

static bool says_yes(str cell)
{
    return cell.len > 0 && !str_equal(cell, S("0")) && !str_equal_ignoring_case(cell, S("no")) &&
           !str_equal_ignoring_case(cell, S("false"));
}

/* What stands beside a value, or beside the variable where there is none. */
static struct err *read_value(struct book_reader *r, str value, str label, str missing)
{
    if (str_has(value, '='))
        return read_codes(r, value);
    if (value.len == 0 && label.len)
        book_label(r, label);
    if (value.len && label.len)
        TRY(book_code(r, value, label));
    if (value.len && says_yes(missing))
        book_missing(r, value);
    return NULL;
}

static struct err *read_record(struct book_reader *r, const struct book_places *p,
                               const struct table_record *record)
{
    str name = cell_of(r, p, record, BOOK_VARIABLE), value = cell_of(r, p, record, BOOK_VALUE);
    str label = cell_of(r, p, record, BOOK_LABEL), text = cell_of(r, p, record, BOOK_TEXT);
    if (name.len)
        book_begin(r, name);
    else if (!r->at && (value.len || label.len))
        BOOK_FAIL(r, "Line %zu of the code book: a code stands before any variable.", r->line);
    if (!r->at)
        return NULL;
    if (text.len)
        book_label(r, text);
    return read_value(r, value, label, cell_of(r, p, record, BOOK_MISSING));
}

struct err *book_read_table(struct book_reader *r, struct table *table)
{
    struct book_places places = find_places(r->arena, table);
    struct table_record record;
    bool found = false;
    table_select_all(r->arena, table);
    for (;;) {
        TRY(table_next(table, &record, &found));
        if (!found)
            return NULL;
        r->line = (size_t)record.line;
        if (record.fault != TABLE_SOUND)
            BOOK_FAIL(r, "Line %zu of the code book: %.*s.", r->line,
                      STR(table_fault_reason(r->arena, table, &record)));
        TRY(read_record(r, &places, &record));
    }
}
