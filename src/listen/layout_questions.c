/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * A second line with the questions, of whatever tool.
 */
#include "listen/layout_questions.h"

#include "base/decimal.h"
#include "listen/layout_text.h"

enum {
    RECORDS_MIN = 4,
    RECORDS_COMPARED = 20,
    SENTENCE_BYTES_MIN = 8,
    PCT_NAMES = 80,     /* of the header: short and without a blank */
    PCT_SENTENCES = 60, /* of the columns */
    TIMES_OTHERS = 3,   /* as many sentences as any record has */
};

static bool is_short_name(str name)
{
    return !str_has(str_trim(name), ' ');
}

/* The tool's own columns say the same twice: "Duration (in seconds)". */
static bool repeats_name(struct arena *a, const struct layout_sample *s, size_t column)
{
    str cell = s->records[0][column];
    return cell.len > 0 && str_equal(layout_fold(a, cell), layout_fold(a, s->header[column]));
}

static bool is_sentence(str cell)
{
    return cell.len >= SENTENCE_BYTES_MIN && str_has(cell, ' ');
}

static bool recurs(const struct layout_sample *s, size_t column)
{
    for (size_t i = 1; i < s->records_len; i++)
        if (str_equal(s->records[i][column], s->records[0][column]))
            return true;
    return false;
}

static size_t sentences_of(const struct layout_sample *s, size_t record)
{
    size_t n = 0;
    for (size_t c = 0; c < s->width; c++)
        n += is_sentence(s->records[record][c]);
    return n;
}

/* Whether a sentence stands above cells of another kind: numbers, or short words that repeat. */
static bool stands_apart(const struct layout_sample *s, size_t column)
{
    size_t cells = 0, others = 0;
    for (size_t i = 1; i < s->records_len; i++) {
        str cell = s->records[i][column];
        struct decimal unused;
        cells += cell.len > 0;
        others += cell.len > 0 && (decimal_of_str(cell, &unused) || !is_sentence(cell));
    }
    return cells > 0 && others == cells;
}

struct line_census {
    size_t names, asked, apart;
};

static struct line_census count_line(struct arena *a, const struct layout_sample *s)
{
    struct line_census n = {.names = 0};
    for (size_t c = 0; c < s->width; c++) {
        bool repeats = repeats_name(a, s, c);
        bool is_asked = is_sentence(s->records[0][c]) && !recurs(s, c);
        n.names += repeats || is_short_name(s->header[c]);
        n.asked += repeats || is_asked;
        n.apart += is_asked && stands_apart(s, c);
    }
    return n;
}

bool layout_has_questions_line(struct arena *a, const struct layout_sample *s)
{
    if (s->records_len < RECORDS_MIN || s->width < 2)
        return false;
    struct line_census n = count_line(a, s);
    if (n.names * 100 < s->width * PCT_NAMES || n.asked * 100 < s->width * PCT_SENTENCES ||
        n.apart == 0)
        return false;
    for (size_t i = 1; i < s->records_len && i <= RECORDS_COMPARED; i++)
        if (sentences_of(s, i) * TIMES_OTHERS > n.asked)
            return false;
    return true;
}

static void read_questions(struct arena *a, const struct layout_sample *s, struct layout_reading *r)
{
    r->header_records = 1;
    for (size_t i = 0; i < s->width; i++) {
        str label = layout_plain_text(a, s->records[0][i]);
        if (label.len)
            r->columns[i].label = label;
    }
    layout_read_stems(a, s, r);
}

LAYOUT(questions) = {.name = "questions",
                     .what = "a table with the questions in its second line",
                     .yields = true,
                     .is = layout_has_questions_line,
                     .read = read_questions};
