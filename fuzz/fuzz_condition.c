/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * fuzz_condition — arbitrary bytes as a condition on a small fixed table.
 *
 * Whatever comes: an error has a place within the text and a clean sentence; what
 * is read prints and reads again as the same tree; the filter says the same of a
 * row alone and within its block; no row fulfils a condition and its negation.
 */
#include <assert.h>

#include "ask/condition.h"
#include "ask/condition_bind.h"
#include "ask/condition_plan.h"
#include "ask/mistake.h"
#include "base/limits.h"
#include "base/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { ROWS = 12, COLUMNS = 4, SENTENCE_BYTES_MAX = 4000, VIEW_WIDTH = 60 };

static const struct catalogue_field fields[COLUMNS] = {
    {S_INIT("x"), S_INIT("column 1")},
    {S_INIT("at"), S_INIT("column 2")},
    {S_INIT("two words"), S_INIT("column 3")},
    {S_INIT("Größe"), S_INIT("column 4")},
};

static const char *const cells[COLUMNS][ROWS] = {
    {"9", "9.0", " 9", "10", "-1", "7.5", "web", NULL, "0", "9", "1e3", "n/a"},
    {"2026-03-01", "3/1/2026", "13/1/2026", "2026-02-28 10:00", "soon", NULL, "2025", "1.3.2026",
     "20260301", "", "2026-13", "31/12/2025"},
    {"new york", "Web", "web", "WEB", "a", "\"q\"", "`", "  ", NULL, "東京", "É", "\xFF"},
    {NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL},
};

/* The third column has a tree: web has all its twins below. */
static struct err *texts_under(struct arena *a, void *knows, size_t field, str text, str **texts,
                               size_t *len)
{
    static const str twins[] = {S_INIT("web"), S_INIT("Web"), S_INIT("WEB")};
    (void)knows;
    if (field != 2)
        return NULL;
    bool is_web = str_equal(text, twins[0]);
    *texts = ARENA_ARRAY(a, str, 3);
    for (size_t i = 0; i < 3; i++)
        (*texts)[i] = twins[i];
    *len = is_web ? 3 : 0;
    return NULL;
}

static const struct column *make_column(struct arena *a, size_t c)
{
    struct column *column = column_make(a, fields[c].name);
    for (size_t r = 0; r < ROWS; r++) {
        if (cells[c][r])
            column_add_text(column, str_of_chars(cells[c][r]));
        else
            column_add(column, r % 2 == 0 ? CODE_MISSING : CODE_NOT_APPLICABLE);
    }
    return column;
}

/* One line that a terminal shows as it is. */
static void check_sentence(struct arena *a, str sentence)
{
    assert(sentence.len > 0 && sentence.len <= SENTENCE_BYTES_MAX);
    assert(str_equal(text_escape(a, sentence), sentence));
    assert(sentence.ptr[sentence.len - 1] == '.' || sentence.ptr[sentence.len - 1] == '?');
}

static void check_position(str text, size_t position)
{
    assert(position >= 1 && position <= text_len(text) + 1);
}

static void check_error(struct arena *a, str text, const struct err *e)
{
    check_sentence(a, e->text);
    assert(e->why == WHY_USAGE || e->why == WHY_LIMIT);
    if (text.len > LIMIT_EXPRESSION_BYTES)
        return;
    check_position(text, e->position);
    str caret = {NULL, 0};
    str line = str_cut(mistake_view(a, S("where "), text, e->position, VIEW_WIDTH), '\n', &caret);
    assert(text_width(line) <= VIEW_WIDTH && caret.len >= 1 && caret.len <= VIEW_WIDTH);
}

static void check_round_trip(struct arena *a, const struct condition *c)
{
    struct condition *again = NULL;
    str printed = condition_to_text(a, c);
    if (printed.len > LIMIT_EXPRESSION_BYTES)
        return;
    struct err *e = condition_of_str(a, printed, &again);
    assert(!e && condition_equal(c, again));
    assert(str_equal(condition_to_text(a, again), printed));
}

static const struct filter *plan(struct arena *a, str text, const struct condition *c,
                                 const struct column *const *columns)
{
    struct condition_plan plan = {NULL, NULL, 0};
    struct err *e = condition_plan(a, c, columns, &plan);
    assert(!e && plan.filter);
    for (size_t i = 0; i < plan.hints_len; i++) {
        check_sentence(a, plan.hints[i].sentence);
        check_position(text, plan.hints[i].position);
        assert(condition_mentions(c, plan.hints[i].field));
    }
    return plan.filter;
}

static void check_filters(struct arena *a, str text, struct condition *c)
{
    const struct column *columns[COLUMNS];
    for (size_t i = 0; i < COLUMNS; i++)
        columns[i] = make_column(a, i);
    struct condition negation = {.kind = CONDITION_NOT, .parts = &c, .parts_len = 1};
    const struct filter *yes = plan(a, text, c, columns), *no = plan(a, text, &negation, columns);
    uint8_t yes_mask[ROWS], no_mask[ROWS];
    filter_block(a, yes, 0, ROWS, yes_mask);
    filter_block(a, no, 0, ROWS, no_mask);
    for (size_t r = 0; r < ROWS; r++) {
        assert(filter_row(yes, r) == yes_mask[r] && filter_row(no, r) == no_mask[r]);
        assert(!(yes_mask[r] && no_mask[r]));
    }
}

static void try_condition(struct arena *a, str text)
{
    static const struct catalogue catalogue = {.fields = fields,
                                               .fields_len = COLUMNS,
                                               .noun = S_INIT("column"),
                                               .nouns = S_INIT("columns"),
                                               .under = texts_under};
    struct condition *c = NULL;
    struct condition_fields needed = {NULL, 0};
    struct err *e = condition_of_str(a, text, &c);
    if (!e) {
        check_round_trip(a, c);
        e = condition_bind(a, c, &catalogue, &needed);
    }
    if (e) {
        check_error(a, text, e);
        return;
    }
    for (size_t i = 0; i < needed.fields_len; i++)
        assert(condition_mentions(c, needed.fields[i]));
    check_filters(a, text, c);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_make(0);
    str text = str_copy(a, (str){(const char *)data, size});
    try_condition(a, text);
    arena_done(a);
    return 0;
}
