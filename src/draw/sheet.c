/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "draw/sheet.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "base/limits.h"
#include "base/text.h"

enum {
    GAP = 2,
    SHRUNK_MIN = 20,   /* a text that shrinks keeps this many cells, */
    SHRUNK_FEW = 12,   /* so many where a whisker would have to leave, */
    SHRUNK_LEAST = 6,  /* so many where a column that stays would, */
    DISTINCT_MAX = 40, /* but more where texts are alike up to there */
    WHISKER_WIDTH_FAIR = 20,
    PARAGRAPH_MAX = 100
};

struct cell {
    str text;
    struct whisker whisker;
    enum tone tone;
};

struct row {
    struct cell *cells; /* NULL: a rule */
    enum tone tone;
};

struct note {
    str text;
    bool goes_on; /* with the one before */
};

struct sheet {
    struct arena *arena;
    const struct sheet_column *columns;
    size_t columns_len;
    str title, subtitle;
    struct row *rows;
    size_t rows_len, rows_room;
    struct note *notes;
    size_t notes_len, notes_room;
};

/* How one column stands on one terminal. */
struct place {
    unsigned width;          /* 0: left out */
    unsigned least, natural; /* what it needs, what it would like */
    unsigned distinct;       /* at which different texts look different */
    bool was_tried;          /* to be brought back */
    struct whisker_axis axis;
    str header; /* what of it is still to be printed */
    unsigned header_lines;
};

struct layout {
    const struct sheet *sheet;
    struct terminal terminal;
    struct buf *out;
    struct place *places;
    unsigned header_lines;
    size_t blanks; /* owed to the line before its next sign */
};

struct sheet *sheet_make(struct arena *a, const struct sheet_column *columns, size_t columns_len)
{
    assert(columns_len > 0);
    struct sheet_column *own = ARENA_ARRAY(a, struct sheet_column, columns_len);
    for (size_t i = 0; i < columns_len; i++)
        own[i] = columns[i];
    struct sheet *s = ARENA_NEW(a, struct sheet);
    *s = (struct sheet){.arena = a, .columns = own, .columns_len = columns_len};
    return s;
}

void sheet_set_title(struct sheet *s, str title, str subtitle)
{
    s->title = title;
    s->subtitle = subtitle;
}

static struct row *add_row(struct sheet *s)
{
    if (s->rows_len == s->rows_room)
        s->rows = arena_grow_array(s->arena, s->rows, s->rows_len, &s->rows_room, sizeof *s->rows);
    return &s->rows[s->rows_len++];
}

void sheet_add_row(struct sheet *s, enum tone tone)
{
    struct row *row = add_row(s);
    *row = (struct row){.cells = ARENA_ARRAY(s->arena, struct cell, s->columns_len), .tone = tone};
    for (size_t i = 0; i < s->columns_len; i++)
        row->cells[i].whisker = (struct whisker){NAN, NAN, NAN};
}

void sheet_add_rule(struct sheet *s)
{
    *add_row(s) = (struct row){.cells = NULL};
}

static struct cell *last_cell(struct sheet *s, size_t column)
{
    assert(s->rows_len > 0 && s->rows[s->rows_len - 1].cells && column < s->columns_len);
    return &s->rows[s->rows_len - 1].cells[column];
}

void sheet_put(struct sheet *s, size_t column, str text, enum tone tone)
{
    assert(s->columns[column].kind != SHEET_WHISKER);
    struct cell *cell = last_cell(s, column);
    cell->text = text;
    cell->tone = tone;
}

void sheet_put_whisker(struct sheet *s, size_t column, struct whisker w, enum tone tone)
{
    assert(s->columns[column].kind == SHEET_WHISKER);
    struct cell *cell = last_cell(s, column);
    cell->whisker = w;
    cell->tone = tone;
}

static void add_note(struct sheet *s, str text, bool goes_on)
{
    if (s->notes_len == s->notes_room)
        s->notes =
            arena_grow_array(s->arena, s->notes, s->notes_len, &s->notes_room, sizeof *s->notes);
    s->notes[s->notes_len++] = (struct note){text, goes_on};
}

void sheet_add_note(struct sheet *s, str note)
{
    add_note(s, note, false);
}

void sheet_add_note_line(struct sheet *s, str line)
{
    add_note(s, line, true);
}

/* ---- how wide ---- */

static str safe(const struct layout *l, str s)
{
    struct arena *a = l->sheet->arena;
    return str_trim(l->terminal.utf8 ? text_escape(a, s) : text_to_ascii(a, s));
}

/* Safe too, cut where it must be, never within an escape. */
static str fitting(const struct layout *l, str s, unsigned width)
{
    struct arena *a = l->sheet->arena;
    if (l->terminal.utf8)
        return text_fit(a, str_trim(s), width);
    return text_fit_with(a, safe(l, s), width, S(".."));
}

static unsigned width_of(const struct layout *l, str s)
{
    size_t width = text_width(safe(l, s));
    return width > TERMINAL_WIDTH_MAX ? TERMINAL_WIDTH_MAX : (unsigned)width;
}

static unsigned most(unsigned a, unsigned b)
{
    return a > b ? a : b;
}

static unsigned fewest(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

static unsigned longest_word(str s)
{
    unsigned longest = 0;
    while (s.len > 0)
        longest = most(longest, (unsigned)text_width(str_cut(s, ' ', &s)));
    return fewest(longest, TERMINAL_WIDTH_MAX);
}

static enum tone tone_of(const struct row *row, size_t column)
{
    enum tone tone = row->cells[column].tone;
    return tone == TONE_PLAIN ? row->tone : tone;
}

/* What is faint does not stretch the axis, since a handful of answers has an
 * interval that would leave the others no room. */
static size_t collect_whiskers(const struct sheet *s, size_t column, bool faint_ones,
                               struct whisker *out)
{
    size_t len = 0;
    for (size_t i = 0; i < s->rows_len; i++)
        if (s->rows[i].cells && (tone_of(&s->rows[i], column) == TONE_FAINT) == faint_ones)
            out[len++] = s->rows[i].cells[column].whisker;
    return len;
}

static void measure_whisker(struct layout *l, size_t column)
{
    const struct sheet *s = l->sheet;
    struct whisker *whiskers = ARENA_ARRAY(s->arena, struct whisker, s->rows_len + 1);
    size_t len = collect_whiskers(s, column, false, whiskers);
    if (len == 0)
        len = collect_whiskers(s, column, true, whiskers);
    struct place *place = &l->places[column];
    place->axis = whisker_axis_of(s->columns[column].axis, whiskers, len);
    place->least = WHISKER_WIDTH_GOOD;
    place->natural = WHISKER_WIDTH_MAX;
}

static int compare_texts(const void *a, const void *b)
{
    return str_compare(*(const str *)a, *(const str *)b);
}

/* Cells at which two different texts look different when both are cut. */
static unsigned cells_to_difference(str a, str b)
{
    size_t same = 0;
    while (same < a.len && same < b.len && a.ptr[same] == b.ptr[same])
        same++;
    while (same > 0 && same < a.len && ((unsigned char)a.ptr[same] & 0xC0) == 0x80)
        same--;
    /* The sign that differs and the mark of the cut take up to two cells each. */
    size_t cut = text_width(str_slice(a, 0, same)) + 2 + 2;
    size_t whole_a = text_width(a);
    size_t whole_b = text_width(b);
    size_t whole = whole_a > whole_b ? whole_a : whole_b;
    size_t cells = cut < whole ? cut : whole;
    return cells < DISTINCT_MAX ? (unsigned)cells : DISTINCT_MAX;
}

/* The least width at which different texts of the column still look different. */
static unsigned distinct_width(const struct layout *l, size_t column)
{
    const struct sheet *s = l->sheet;
    str *texts = ARENA_ARRAY(s->arena, str, s->rows_len + 1);
    size_t len = 0;
    for (size_t i = 0; i < s->rows_len; i++)
        if (s->rows[i].cells)
            texts[len++] = safe(l, s->rows[i].cells[column].text);
    qsort(texts, len, sizeof *texts, compare_texts);
    unsigned width = 0;
    for (size_t i = 1; i < len; i++)
        if (!str_equal(texts[i - 1], texts[i]))
            width = most(width, cells_to_difference(texts[i - 1], texts[i]));
    return width;
}

static void measure_text(struct layout *l, size_t column)
{
    const struct sheet *s = l->sheet;
    const struct sheet_column *c = &s->columns[column];
    struct place *place = &l->places[column];
    unsigned content = 1;
    for (size_t i = 0; i < s->rows_len; i++)
        if (s->rows[i].cells)
            content = most(content, width_of(l, s->rows[i].cells[column].text));
    place->natural = most(content, width_of(l, c->header));
    place->least = most(content, longest_word(place->header));
    if (!c->shrinks)
        return;
    place->distinct = distinct_width(l, column);
    place->least =
        fewest(place->least, most(c->width_min ? c->width_min : SHRUNK_MIN, place->distinct));
}

static bool fits(const struct layout *l)
{
    size_t width = 0;
    for (size_t i = 0; i < l->sheet->columns_len; i++)
        if (l->places[i].width > 0)
            width += (width ? GAP : 0) + l->places[i].least;
    return width <= l->terminal.width;
}

/* The column that leaves next, the right one of equals; 0: none that may. */
static size_t next_to_leave(const struct layout *l)
{
    const struct sheet_column *columns = l->sheet->columns;
    size_t next = 0;
    for (size_t i = 1; i < l->sheet->columns_len; i++)
        if (l->places[i].width > 0 && columns[i].leaves > 0 &&
            (next == 0 || columns[i].leaves <= columns[next].leaves))
            next = i;
    return next;
}

/* Fewer cells for what can do with fewer. */
static void squeeze(struct layout *l, bool to_the_last)
{
    const struct sheet *s = l->sheet;
    for (size_t i = 0; i < s->columns_len; i++) {
        struct place *p = &l->places[i];
        if (s->columns[i].kind == SHEET_WHISKER)
            p->least = WHISKER_WIDTH_MIN;
        else if (s->columns[i].shrinks)
            p->least = fewest(p->least, to_the_last ? SHRUNK_LEAST : most(SHRUNK_FEW, p->distinct));
    }
}

/* The column that came to leave last and was not tried yet; 0: none. */
static size_t next_to_return(const struct layout *l)
{
    const struct sheet_column *columns = l->sheet->columns;
    size_t next = 0;
    for (size_t i = 1; i < l->sheet->columns_len; i++)
        if (l->places[i].width == 0 && !l->places[i].was_tried &&
            (next == 0 || columns[i].leaves > columns[next].leaves))
            next = i;
    return next;
}

/* Sets the columns that have a place (width 1) and those that have none (0). */
static void choose_columns(struct layout *l)
{
    const struct sheet *s = l->sheet;
    for (size_t i = 0; i < s->columns_len; i++)
        l->places[i].width = 1;
    bool is_squeezed = false;
    for (size_t next; !fits(l) && (next = next_to_leave(l)) > 0;) {
        if (s->columns[next].kind == SHEET_WHISKER && !is_squeezed) {
            squeeze(l, false);
            is_squeezed = true;
            continue;
        }
        l->places[next].width = 0;
    }
    if (!fits(l))
        squeeze(l, true);
    for (size_t i = s->columns_len; i-- > 1 && !fits(l);)
        l->places[i].width = 0;
    if (!fits(l))
        l->places[0].least = l->terminal.width;
    /* A wide one that left last may have made room for a narrow one. */
    for (size_t next; (next = next_to_return(l)) > 0;) {
        l->places[next].width = 1;
        l->places[next].was_tried = true;
        if (!fits(l))
            l->places[next].width = 0;
    }
}

/* Gives cells that are left to columns of that sort, one each in turn, up to what
 * they would like. */
static unsigned spread(struct layout *l, unsigned left, bool whiskers, unsigned limit)
{
    bool has_given = true;
    while (left > 0 && has_given) {
        has_given = false;
        for (size_t i = 0; i < l->sheet->columns_len && left > 0; i++) {
            struct place *p = &l->places[i];
            if (p->width == 0 || (l->sheet->columns[i].kind == SHEET_WHISKER) != whiskers ||
                p->width >= fewest(p->natural, limit))
                continue;
            p->width++;
            left--;
            has_given = true;
        }
    }
    return left;
}

static void choose_widths(struct layout *l)
{
    const struct sheet *s = l->sheet;
    for (size_t i = 0; i < s->columns_len; i++) {
        l->places[i].header = safe(l, s->columns[i].header);
        if (s->columns[i].kind == SHEET_WHISKER)
            measure_whisker(l, i);
        else
            measure_text(l, i);
    }
    choose_columns(l);
    unsigned used = 0;
    for (size_t i = 0; i < s->columns_len; i++) {
        struct place *p = &l->places[i];
        if (p->width == 0)
            continue;
        p->width = p->least;
        used += (used ? GAP : 0) + p->width;
    }
    unsigned left = l->terminal.width - used;
    left = spread(l, left, true, WHISKER_WIDTH_FAIR);
    left = spread(l, left, false, TERMINAL_WIDTH_MAX);
    spread(l, left, true, WHISKER_WIDTH_MAX);
    for (size_t i = 0; i < s->columns_len; i++) {
        struct place *p = &l->places[i];
        for (str rest = p->header; p->width > 0 && rest.len > 0; p->header_lines++)
            (void)text_wrap_next(&rest, p->width);
        l->header_lines = most(l->header_lines, p->header_lines);
    }
}

/* ---- lines ---- */

/* Blanks are written only where something follows them. */
static void pay_blanks(struct layout *l)
{
    buf_add_repeated(l->out, S(" "), l->blanks);
    l->blanks = 0;
}

static void end_line(struct layout *l)
{
    l->blanks = 0;
    buf_add_char(l->out, '\n');
}

/* text is safe and at most width cells wide */
static void add_aligned(struct layout *l, str text, unsigned width, bool is_right, enum tone tone)
{
    unsigned blanks = width - fewest(width, (unsigned)text_width(text));
    l->blanks += is_right ? blanks : 0;
    if (text.len > 0) {
        pay_blanks(l);
        terminal_add(l->terminal, l->out, tone, text);
    }
    l->blanks += is_right ? 0 : blanks;
}

static void add_headers(struct layout *l)
{
    const struct sheet *s = l->sheet;
    for (unsigned line = l->header_lines; line > 0; line--) {
        for (size_t i = 0; i < s->columns_len; i++) {
            struct place *p = &l->places[i];
            if (p->width == 0)
                continue;
            l->blanks += i ? GAP : 0;
            str text = S("");
            if (p->header_lines >= line)
                text = text_wrap_next(&p->header, p->width);
            add_aligned(l, text, p->width, s->columns[i].kind == SHEET_NUMBER, TONE_STRONG);
        }
        end_line(l);
    }
}

static void add_rule(struct layout *l, bool has_axes)
{
    const struct sheet *s = l->sheet;
    for (size_t i = 0; i < s->columns_len; i++) {
        struct place *p = &l->places[i];
        if (p->width == 0)
            continue;
        l->blanks += i ? GAP : 0;
        pay_blanks(l);
        if (has_axes && s->columns[i].kind == SHEET_WHISKER) {
            whisker_add_rule(l->terminal, l->out, &p->axis, p->width);
            continue;
        }
        struct buf rule = buf_make(s->arena, (size_t)p->width * 3);
        buf_add_repeated(&rule, l->terminal.utf8 ? S("─") : S("-"), p->width);
        terminal_add(l->terminal, l->out, TONE_FAINT, buf_str(&rule));
    }
    end_line(l);
}

/* Its blanks at the end are owed like all others. */
static void add_whisker(struct layout *l, const struct place *p, struct whisker w, enum tone tone)
{
    struct buf drawn = buf_make(l->sheet->arena, 1024);
    whisker_add(l->terminal, &drawn, &p->axis, w, p->width, tone);
    size_t len = drawn.len;
    while (len > 0 && drawn.ptr[len - 1] == ' ')
        len--;
    if (len > 0)
        pay_blanks(l);
    buf_add(l->out, str_slice(buf_str(&drawn), 0, len));
    l->blanks += drawn.len - len;
}

static void add_cells(struct layout *l, const struct row *row)
{
    const struct sheet *s = l->sheet;
    for (size_t i = 0; i < s->columns_len; i++) {
        const struct cell *cell = &row->cells[i];
        struct place *p = &l->places[i];
        if (p->width == 0)
            continue;
        enum tone tone = tone_of(row, i);
        l->blanks += i ? GAP : 0;
        if (s->columns[i].kind == SHEET_WHISKER) {
            add_whisker(l, p, cell->whisker, tone);
            continue;
        }
        str text = fitting(l, cell->text, p->width);
        add_aligned(l, text, p->width, s->columns[i].kind == SHEET_NUMBER, tone);
    }
    end_line(l);
}

/* ---- around the table ---- */

static void add_paragraph(struct layout *l, str text, enum tone tone, str bullet)
{
    str rest = safe(l, text);
    unsigned indent = (unsigned)text_width(bullet);
    unsigned width = fewest(l->terminal.width, PARAGRAPH_MAX) - indent;
    for (bool is_first = true; rest.len > 0; is_first = false) {
        str line = text_wrap_next(&rest, width);
        terminal_add(l->terminal, l->out, TONE_FAINT, is_first ? bullet : S(""));
        l->blanks = is_first ? 0 : indent;
        add_aligned(l, line, width, false, tone);
        end_line(l);
    }
}

/* A reader must know what is not there. */
static str left_out(const struct layout *l)
{
    struct buf b = buf_make(l->sheet->arena, 64 * KIB);
    for (size_t i = 0; i < l->sheet->columns_len; i++)
        if (l->places[i].width == 0 && l->sheet->columns[i].header.len > 0)
            buf_addf(&b, "%s%.*s", b.len ? ", " : "Left out at this width: ",
                     STR(text_fit(l->sheet->arena, l->sheet->columns[i].header, DISTINCT_MAX)));
    if (b.len)
        buf_add_char(&b, '.');
    return buf_str(&b);
}

void sheet_print(const struct sheet *s, struct terminal t, struct buf *out)
{
    if (t.width < TERMINAL_WIDTH_MIN)
        t.width = TERMINAL_WIDTH_MIN;
    struct layout l = {.sheet = s, .terminal = t, .out = out};
    l.places = ARENA_ARRAY(s->arena, struct place, s->columns_len);
    choose_widths(&l);
    add_paragraph(&l, s->title, TONE_STRONG, S(""));
    add_paragraph(&l, s->subtitle, TONE_FAINT, S(""));
    if (s->title.len + s->subtitle.len > 0)
        end_line(&l);
    add_headers(&l);
    add_rule(&l, true);
    for (size_t i = 0; i < s->rows_len; i++) {
        if (s->rows[i].cells)
            add_cells(&l, &s->rows[i]);
        else
            add_rule(&l, false);
    }
    str missing = left_out(&l);
    if (s->notes_len > 0 || missing.len > 0)
        end_line(&l);
    str bullet = t.utf8 ? S("• ") : S("* ");
    for (size_t i = 0; i < s->notes_len; i++)
        add_paragraph(&l, s->notes[i].text, TONE_PLAIN, s->notes[i].goes_on ? S("    ") : bullet);
    add_paragraph(&l, missing, TONE_FAINT, bullet);
}
