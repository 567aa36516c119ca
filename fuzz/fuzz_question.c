/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * fuzz_question — arbitrary bytes as a question.
 *
 * Whatever comes: an error has a place within the text and a clean sentence; what is
 * read keeps its promises (ask/question_text.h), prints, and reads again as the same
 * question with the same print; its range has its days in order on any day.
 */
#include <assert.h>

#include "ask/mistake.h"
#include "ask/question_text.h"
#include "base/limits.h"
#include "base/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { SENTENCE_BYTES_MAX = 4000, VIEW_WIDTH = 60 };

static void check_error(struct arena *a, str text, const struct err *e)
{
    assert(e->text.len > 0 && e->text.len <= SENTENCE_BYTES_MAX);
    assert(str_equal(text_escape(a, e->text), e->text));
    assert(e->text.ptr[e->text.len - 1] == '.' || e->text.ptr[e->text.len - 1] == '?');
    assert(e->why == WHY_USAGE || e->why == WHY_LIMIT);
    if (text.len > LIMIT_EXPRESSION_BYTES)
        return;
    assert(e->position >= 1 && e->position <= text_len(text) + 1);
    str caret = {NULL, 0};
    str line = str_cut(mistake_view(a, S(""), text, e->position, VIEW_WIDTH), '\n', &caret);
    assert(text_width(line) <= VIEW_WIDTH && caret.len >= 1 && caret.len <= VIEW_WIDTH);
}

static void check_range(const struct question_range *range)
{
    static const int32_t days[] = {0, 20512, 20651, 20819, 11016, -1, 100000};
    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        struct question_days d = question_range_days(range, days[i]);
        assert(!d.has_first || !d.has_last || d.first <= d.last);
        assert(d.running != RUNNING_ASKED || (d.first <= days[i] && days[i] <= d.last));
        assert(d.running != RUNNING_LEFT_OUT || d.last < days[i]);
    }
}

static void check_promises(str text, const struct question_text *q)
{
    size_t times = 0;
    assert(q->fields_len >= 1 && q->fields_len <= LIMIT_FIELDS && q->by_len <= LIMIT_DIMENSIONS);
    for (unsigned i = 0; i < CLAUSE_COUNT; i++)
        assert(q->positions[i] <= text_len(text));
    for (size_t i = 0; i < q->by_len; i++) {
        times += q->by[i].is_time;
        for (size_t j = 0; j < i; j++)
            assert(!str_equal(q->by[i].key, q->by[j].key));
    }
    assert(times <= 1);
    assert(question_text_has(q, CLAUSE_BY) == (q->by_len > 0));
    assert(question_text_has(q, CLAUSE_BOX) == (q->box_len > 0));
    assert(question_text_has(q, CLAUSE_WHERE) == (q->where != NULL));
    assert(question_text_has(q, CLAUSE_RANGE) == (q->range.kind != RANGE_ALL));
    assert(question_text_has(q, CLAUSE_COMPARE) == (q->compare != COMPARE_WITH_NOTHING));
    assert((q->compare == COMPARE_WITH_CONDITION) == (q->other != NULL));
    assert(question_text_has(q, CLAUSE_MATTERS) == (q->matters.mantissa > 0));
    assert(question_text_has(q, CLAUSE_POPULATION) == (q->population > 0));
}

static void check_round_trip(struct arena *a, const struct question_text *q)
{
    struct question_text again;
    str printed = question_text_to_str(a, q);
    if (printed.len > LIMIT_EXPRESSION_BYTES)
        return;
    struct err *e = question_text_of_str(a, printed, &again);
    assert(!e && question_text_equal(q, &again));
    assert(str_equal(question_text_to_str(a, &again), printed));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_make(0);
    str text = str_copy(a, (str){(const char *)data, size});
    struct question_text q;
    struct err *e = question_text_of_str(a, text, &q);
    if (e) {
        check_error(a, text, e);
    } else {
        check_promises(text, &q);
        check_range(&q.range);
        check_round_trip(a, &q);
    }
    arena_done(a);
    return 0;
}
