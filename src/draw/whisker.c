/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "draw/whisker.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>

enum glyph {
    GLYPH_BLANK,
    GLYPH_REFERENCE,
    GLYPH_LINE,
    GLYPH_CROSS,
    GLYPH_LEFT,
    GLYPH_RIGHT,
    GLYPH_BAR, /* an interval within one cell, its point elsewhere */
    GLYPH_BEFORE,
    GLYPH_BEYOND,
    GLYPH_POINT,
    GLYPH_HOLLOW,
    GLYPH_RULE,
    GLYPH_TICK,
    GLYPH_COUNT
};

static const struct {
    const char *utf8, *ascii;
} shapes[GLYPH_COUNT] = {
    [GLYPH_BLANK] = {" ", " "}, [GLYPH_REFERENCE] = {"┊", ":"}, [GLYPH_LINE] = {"─", "-"},
    [GLYPH_CROSS] = {"┼", "+"}, [GLYPH_LEFT] = {"├", "|"},      [GLYPH_RIGHT] = {"┤", "|"},
    [GLYPH_BAR] = {"│", "|"},   [GLYPH_BEFORE] = {"◂", "<"},    [GLYPH_BEYOND] = {"▸", ">"},
    [GLYPH_POINT] = {"●", "o"}, [GLYPH_HOLLOW] = {"○", "."},    [GLYPH_RULE] = {"─", "-"},
    [GLYPH_TICK] = {"┼", "+"},
};

/* Larger numbers are off every axis; the arithmetic below stays exact enough. */
static const double drawable_max = 1e15;

static bool is_drawable(double x)
{
    return isfinite(x) && fabs(x) <= drawable_max;
}

static bool has_axis(const struct whisker_axis *axis)
{
    return is_drawable(axis->lo) && is_drawable(axis->hi) && axis->lo < axis->hi;
}

/* ---- the axis ---- */

static void widen(double *least, double *most, double x)
{
    if (!is_drawable(x))
        return;
    *least = fmin(*least, x); /* NAN at first: fmin and fmax give the other */
    *most = fmax(*most, x);
}

/* The smallest of 1, 2, 5 times a power of ten that is not below x > 0. */
static double round_up(double x)
{
    double power = pow(10, floor(log10(x)));
    double times = x / power - 1e-9;
    return power * (times <= 1 ? 1 : times <= 2 ? 2 : times <= 5 ? 5 : 10);
}

struct whisker_axis whisker_axis_of(struct whisker_axis wish, const struct whisker *rows,
                                    size_t rows_len)
{
    if (has_axis(&wish))
        return wish;
    double least = NAN;
    double most = NAN;
    for (size_t i = 0; i < rows_len; i++) {
        widen(&least, &most, rows[i].value);
        widen(&least, &most, rows[i].lo);
        widen(&least, &most, rows[i].hi);
    }
    if (wish.shows == REFERENCE_ALWAYS)
        widen(&least, &most, wish.reference);
    if (isnan(least)) {
        wish.lo = wish.hi = 0;
        return wish;
    }
    if (most - least < 1e-9 * fmax(1, fabs(most))) {
        double room = fmax(1, fabs(most) / 10);
        least -= room;
        most += room;
    }
    double step = round_up((most - least) / 10);
    wish.lo = floor(least / step + 1e-9) * step;
    wish.hi = ceil(most / step - 1e-9) * step;
    return wish;
}

/* ---- one row ---- */

/* Cells run from 0; what lies before or beyond them is -1 and width. */
static int cell_of(const struct whisker_axis *axis, double x, unsigned width)
{
    double cell = round((x - axis->lo) / (axis->hi - axis->lo) * (width - 1));
    return (int)fmax(-1, fmin(cell, width));
}

static int reference_cell(const struct whisker_axis *axis, unsigned width)
{
    if (axis->shows == REFERENCE_NONE || !is_drawable(axis->reference))
        return -1;
    return cell_of(axis, axis->reference, width);
}

static void draw_interval(enum glyph *cells, int width, int from, int to)
{
    if (to < 0) {
        cells[0] = GLYPH_BEFORE;
        return;
    }
    if (from >= width) {
        cells[width - 1] = GLYPH_BEYOND;
        return;
    }
    for (int i = from < 0 ? 0 : from; i <= to && i < width; i++)
        cells[i] = cells[i] == GLYPH_REFERENCE ? GLYPH_CROSS : GLYPH_LINE;
    if (from == to) {
        cells[from] = GLYPH_BAR;
        return;
    }
    cells[from < 0 ? 0 : from] = from < 0 ? GLYPH_BEFORE : GLYPH_LEFT;
    cells[to < width ? to : width - 1] = to < width ? GLYPH_RIGHT : GLYPH_BEYOND;
}

static void draw_point(enum glyph *cells, int width, int at, enum tone tone)
{
    if (at < 0)
        cells[0] = GLYPH_BEFORE;
    else if (at >= width)
        cells[width - 1] = GLYPH_BEYOND;
    else
        cells[at] = tone == TONE_FAINT ? GLYPH_HOLLOW : GLYPH_POINT;
}

static enum tone tone_of_glyph(enum glyph glyph, enum tone tone)
{
    if (glyph == GLYPH_BLANK)
        return TONE_PLAIN;
    if (glyph == GLYPH_REFERENCE || glyph == GLYPH_RULE || glyph == GLYPH_TICK)
        return TONE_FAINT;
    if (tone == TONE_FAINT || glyph == GLYPH_POINT)
        return tone;
    return TONE_PLAIN;
}

/* Neighbours of one tone are painted together. */
static void add_glyphs(struct terminal t, struct buf *b, const enum glyph *cells, size_t len,
                       enum tone tone)
{
    char bytes[WHISKER_WIDTH_MAX * 4];
    for (size_t i = 0; i < len;) {
        enum tone here = tone_of_glyph(cells[i], tone);
        size_t used = 0;
        for (; i < len && tone_of_glyph(cells[i], tone) == here; i++) {
            const char *shape = t.utf8 ? shapes[cells[i]].utf8 : shapes[cells[i]].ascii;
            while (*shape)
                bytes[used++] = *shape++;
        }
        terminal_add(t, b, here, (str){bytes, used});
    }
}

void whisker_add(struct terminal t, struct buf *b, const struct whisker_axis *axis,
                 struct whisker w, unsigned width, enum tone tone)
{
    assert(width >= WHISKER_WIDTH_MIN && width <= WHISKER_WIDTH_MAX);
    enum glyph cells[WHISKER_WIDTH_MAX] = {GLYPH_BLANK};
    int cells_len = (int)width;
    if (has_axis(axis)) {
        int reference = reference_cell(axis, width);
        if (reference >= 0 && reference < cells_len)
            cells[reference] = GLYPH_REFERENCE;
        int lo = isnan(w.lo) ? 0 : cell_of(axis, fmin(w.lo, w.hi), width);
        int hi = isnan(w.hi) ? 0 : cell_of(axis, fmax(w.lo, w.hi), width);
        if (!isnan(w.lo) && !isnan(w.hi))
            draw_interval(cells, cells_len, lo, hi);
        if (!isnan(w.value))
            draw_point(cells, cells_len, cell_of(axis, w.value, width), tone);
    }
    add_glyphs(t, b, cells, width, tone);
}

/* ---- the rule above the rows ---- */

/* ASCII; the sign is set apart by whoever prints. */
struct label {
    char text[32];
    size_t len;
};

/* No more decimals than x needs, and at most so many. */
static struct label label_of(double x, int decimals_max)
{
    struct label label;
    double power = 1;
    int decimals = 0;
    while (decimals < decimals_max && fabs(round(x * power) / power - x) > 1e-9 * fabs(x)) {
        decimals++;
        power *= 10;
    }
    double rounded = round(x * power) / power;
    int len = snprintf(label.text, sizeof label.text, "%.*f", decimals, rounded == 0 ? 0 : rounded);
    label.len = (size_t)len;
    return label;
}

static void add_label(struct terminal t, struct buf *b, const struct label *label)
{
    bool is_minus = label->text[0] == '-';
    if (is_minus)
        terminal_add(t, b, TONE_FAINT, t.utf8 ? S("−") : S("-"));
    terminal_add(t, b, TONE_FAINT, (str){label->text + is_minus, label->len - (is_minus ? 1 : 0)});
}

/* Rule from one cell to before another, with a blank at the sides where a label
 * stands, and the tick where it falls into it. */
static void add_stretch(struct terminal t, struct buf *b, size_t from, size_t to, size_t tick)
{
    enum glyph cells[WHISKER_WIDTH_MAX];
    for (size_t i = from; i < to; i++)
        cells[i - from] = i == tick ? GLYPH_TICK : GLYPH_RULE;
    add_glyphs(t, b, cells, to - from, TONE_FAINT);
}

void whisker_add_rule(struct terminal t, struct buf *b, const struct whisker_axis *axis,
                      unsigned width)
{
    assert(width >= WHISKER_WIDTH_MIN && width <= WHISKER_WIDTH_MAX);
    int reference = has_axis(axis) ? reference_cell(axis, width) : -1;
    size_t tick = reference < 0 ? width : (size_t)reference;
    struct label lo = label_of(axis->lo, 3);
    struct label hi = label_of(axis->hi, 3);
    if (!has_axis(axis) || lo.len + hi.len + 3 > width) {
        add_stretch(t, b, 0, width, tick);
        return;
    }
    add_label(t, b, &lo);
    buf_add_char(b, ' ');
    size_t from = lo.len + 1;
    size_t to = width - hi.len - 1;
    struct label middle = label_of(tick < width ? axis->reference : 0, 1);
    size_t before = middle.len / 2;
    if (tick < width && tick >= from + 2 + before && tick - before + middle.len + 2 <= to) {
        size_t middle_from = tick - before;
        add_stretch(t, b, from, middle_from - 1, width);
        buf_add_char(b, ' ');
        add_label(t, b, &middle);
        buf_add_char(b, ' ');
        add_stretch(t, b, middle_from + middle.len + 1, to, width);
    } else {
        add_stretch(t, b, from, to, tick);
    }
    buf_add_char(b, ' ');
    add_label(t, b, &hi);
}
