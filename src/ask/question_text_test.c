/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Random questions: what is printed and read again is the same, in whatever order the
 * clauses stand.
 */
#include "ask/question_text.h"

#include "base/buf.h"
#include "base/test.h"
#include "base/test_random.h"
#include "base/text.h"

enum { CASES = 6000, DEPTH_MAX = 3 };

#define PICK(r, array) (array)[test_random_below((r), sizeof(array) / sizeof((array)[0]))]

/* ---- random questions ---- */

static const char *const names[] = {"netpro",  "sfo.netpro", "How likely?", "by",      "In",
                                    "month",   "Year",       "previous",    "rest",    "year",
                                    "since",   "last",       "Größe`2",     "名前",    "2026",
                                    "2026-Q1", "and",        "under",       "box",     "2026-03-01",
                                    "where",   "between",    "days",        "compare", "weighted"};

static str random_name(struct test_random *r)
{
    return str_of_chars(PICK(r, names));
}

static struct question_point random_point(struct test_random *r)
{
    int32_t day = (int32_t)test_random_below(r, 30000);
    enum period p = (enum period)test_random_below(r, PERIOD_COUNT);
    return (struct question_point){.period = p, .index = period_of_day(p, day)};
}

static struct value random_value(struct test_random *r)
{
    static const char *const texts[] = {"web", "new york", "by", "9", "say \"x\"", "2026-Q1", "or"};
    struct question_point month = {.period = PERIOD_MONTH,
                                   .index = 24000 + (int32_t)test_random_below(r, 600)};
    switch (test_random_below(r, 3)) {
    case 0:
        return (struct value){.kind = VALUE_NUMBER, .number = {(int)test_random_below(r, 90), 0}};
    case 1:
        return (struct value){
            .kind = VALUE_DATE, .days = question_point_days(&month), .is_month = true};
    default:
        return (struct value){.kind = VALUE_TEXT, .text = str_of_chars(PICK(r, texts))};
    }
}

static void random_values(struct test_random *r, enum comparison comparison, struct value *values)
{
    values[0] = values[1] = (struct value){.kind = VALUE_NUMBER, .number = {-3, 0}};
    if (comparison == COMPARISON_EQUAL || comparison == COMPARISON_IN)
        values[0] = random_value(r);
    if (comparison == COMPARISON_CONTAINS || comparison == COMPARISON_STARTS ||
        comparison == COMPARISON_UNDER)
        values[0] = (struct value){.kind = VALUE_TEXT, .text = random_name(r)};
    if (comparison == COMPARISON_BETWEEN || comparison == COMPARISON_IN)
        values[1] = (struct value){.kind = VALUE_NUMBER, .number = {5, 1}};
}

static struct condition *random_condition(struct arena *a, struct test_random *r, size_t depth)
{
    struct condition *c = ARENA_NEW(a, struct condition);
    size_t kind = depth == DEPTH_MAX ? CONDITION_LEAF : test_random_below(r, CONDITION_KIND_COUNT);
    if (kind != CONDITION_LEAF) {
        size_t len = kind == CONDITION_NOT ? 1 : 2 + test_random_below(r, 2);
        struct condition **parts = ARENA_ARRAY(a, struct condition *, len);
        for (size_t i = 0; i < len; i++)
            parts[i] = random_condition(a, r, depth + 1);
        *c =
            (struct condition){.kind = (enum condition_kind)kind, .parts = parts, .parts_len = len};
        return c;
    }
    struct value *values = ARENA_ARRAY(a, struct value, 2);
    enum comparison comparison = (enum comparison)test_random_below(r, COMPARISON_COUNT);
    bool is_order = comparison >= COMPARISON_LESS && comparison <= COMPARISON_GREATER_EQUAL;
    random_values(r, comparison, values);
    *c = (struct condition){.kind = CONDITION_LEAF,
                            .name = random_name(r),
                            .comparison = comparison,
                            .is_negated = !is_order && test_random_one_in(r, 2),
                            .values = values,
                            .values_len = 1};
    if (comparison == COMPARISON_BETWEEN || comparison == COMPARISON_IN)
        c->values_len = 2;
    if (comparison == COMPARISON_MISSING)
        c->values_len = 0;
    return c;
}

static struct question_range random_range(struct test_random *r)
{
    struct question_range range = {
        .kind = (enum question_range_kind)(1 + test_random_below(r, RANGE_KIND_COUNT - 1)),
        .from = random_point(r),
        .period = (enum period)test_random_below(r, PERIOD_COUNT),
        .count = 1 + (int32_t)test_random_below(r, 3)};
    size_t ends = test_random_below(r, 3);
    range.has_from = range.kind == RANGE_DAYS && ends != 0;
    range.has_to = range.kind == RANGE_DAYS && ends != 1;
    do
        range.to = random_point(r);
    while (question_point_days(&range.to).last < question_point_days(&range.from).first);
    return range;
}

static void add_dimensions(struct test_random *r, struct question_text *q)
{
    static const char *const times[] = {"day", "Week", "month", "QUARTER", "year"};
    size_t wanted = 1 + test_random_below(r, 4);
    if (test_random_one_in(r, 2)) {
        size_t p = test_random_below(r, PERIOD_COUNT);
        q->by[q->by_len++] = (struct question_by){
            .key = str_of_chars(times[p]), .is_time = true, .period = (enum period)p};
    }
    while (q->by_len < wanted) {
        struct question_by by = {.key = random_name(r)};
        bool is_new = true;
        for (size_t i = 0; i < q->by_len; i++)
            is_new = is_new && !str_equal(q->by[i].key, by.key);
        if (is_new)
            q->by[q->by_len++] = by;
    }
}

static void add_clauses(struct arena *a, struct test_random *r, struct question_text *q)
{
    for (unsigned i = 0; i < CLAUSE_COUNT; i++)
        q->positions[i] = test_random_below(r, 2);
    if (question_text_has(q, CLAUSE_BOX)) {
        struct value *box = ARENA_ARRAY(a, struct value, 3);
        for (size_t i = 0; i < 3; i++)
            box[i] = random_value(r);
        q->box = box;
        q->box_len = 1 + test_random_below(r, 3);
    }
    if (question_text_has(q, CLAUSE_BY))
        add_dimensions(r, q);
    if (question_text_has(q, CLAUSE_WHERE))
        q->where = random_condition(a, r, 0);
    if (question_text_has(q, CLAUSE_RANGE))
        q->range = random_range(r);
    if (question_text_has(q, CLAUSE_COMPARE))
        q->compare = (enum question_comparison)(1 + test_random_below(r, COMPARE_WITH_COUNT - 1));
    if (q->compare == COMPARE_WITH_CONDITION)
        q->other = random_condition(a, r, test_random_below(r, DEPTH_MAX + 1));
    if (question_text_has(q, CLAUSE_MATTERS))
        q->matters = (struct decimal){1 + (int64_t)test_random_below(r, 9), 1};
    if (question_text_has(q, CLAUSE_POPULATION))
        q->population = 1 + (int64_t)test_random_below(r, 100000);
}

static struct question_text random_question(struct arena *a, struct test_random *r)
{
    static const char *const measures[] = {"nps", "ces_top3", "by", "between2", "last"};
    struct question_name *fields = ARENA_ARRAY(a, struct question_name, 3);
    struct question_text q = {.measure = {str_of_chars(PICK(r, measures)), 1}, .fields = fields};
    size_t first = test_random_below(r, sizeof names / sizeof *names - 3);
    q.fields_len = 1 + test_random_below(r, 3);
    for (size_t i = 0; i < q.fields_len; i++)
        fields[i].text = str_of_chars(names[first + i]);
    add_clauses(a, r, &q);
    return q;
}

/* ---- the properties ---- */

TEST(question_text_printed_and_read_again_is_the_same)
{
    struct test_random r = {20260301};
    for (int i = 0; i < CASES; i++) {
        struct arena *a = arena_make(0);
        struct question_text q = random_question(a, &r), again;
        str text = question_text_to_str(a, &q);
        struct err *e = question_text_of_str(a, text, &again);
        CHECK_THAT(!e, "%.*s: %.*s", STR(text), STR(e->text));
        CHECK_STR(question_text_to_str(a, &again), text);
        CHECK_THAT(question_text_equal(&q, &again), "%.*s", STR(text));
        arena_done(a);
    }
}

/* The clauses, each alone behind the same head. */
static size_t clauses_apart(struct arena *a, const struct question_text *q, str *clauses, str *head)
{
    struct question_text alone = *q;
    size_t len = 0;
    memset(alone.positions, 0, sizeof alone.positions);
    *head = question_text_to_str(a, &alone);
    for (size_t i = 0; i < CLAUSE_COUNT; i++) {
        if (q->positions[i] == 0)
            continue;
        alone.positions[i] = 1;
        str text = question_text_to_str(a, &alone);
        alone.positions[i] = 0;
        clauses[len++] = str_slice(text, head->len, text.len);
    }
    return len;
}

TEST(question_text_is_the_same_whatever_the_order_of_its_clauses)
{
    struct test_random r = {7};
    size_t moved = 0;
    for (int i = 0; i < CASES; i++) {
        struct arena *a = arena_make(0);
        struct question_text q = random_question(a, &r), again;
        str clauses[CLAUSE_COUNT], head;
        size_t len = clauses_apart(a, &q, clauses, &head);
        struct buf text = buf_make(a, 1 << 16);
        buf_add(&text, head);
        for (size_t left = len; left > 0; left--) {
            size_t which = test_random_below(&r, left);
            buf_add(&text, clauses[which]);
            clauses[which] = clauses[left - 1];
        }
        str canonical = question_text_to_str(a, &q);
        moved += !str_equal(canonical, buf_str(&text));
        struct err *e = question_text_of_str(a, buf_str(&text), &again);
        CHECK_THAT(!e, "%.*s: %.*s", STR(buf_str(&text)), STR(e->text));
        CHECK_STR(question_text_to_str(a, &again), canonical);
        CHECK(question_text_equal(&q, &again));
        arena_done(a);
    }
    CHECK(moved > CASES / 2);
}

TEST(a_field_called_like_a_period_stands_in_backquotes)
{
    CHECK_STR(question_text_of_field(t->arena, S("day")), S("`day`"));
    CHECK_STR(question_text_of_field(t->arena, S("Quarter")), S("`Quarter`"));
    CHECK_STR(question_text_of_field(t->arena, S("where")), S("`where`"));
    CHECK_STR(question_text_of_field(t->arena, S("sfo.day")), S("sfo.day"));
    CHECK_STR(question_text_of_field(t->arena, S("How?")), S("`How?`"));
}

TEST(question_text_equal_sees_a_difference)
{
    static const char *const all[] = {
        "nps(x)",
        "mean(x)",
        "nps(y)",
        "nps(x, y)",
        "nps(x) box (1)",
        "nps(x) box (2)",
        "nps(x) box (1, 2)",
        "nps(x) weighted",
        "nps(x) latest per person",
        "nps(x) by month",
        "nps(x) by `month`",
        "nps(x) by Month",
        "nps(x) by a",
        "nps(x) by a, b",
        "nps(x) by b, a",
        "nps(x) where a = 1",
        "nps(x) where a = 2",
        "nps(x) in 2026",
        "nps(x) in 2026-Q1",
        "nps(x) compare previous",
        "nps(x) compare rest",
        "nps(x) compare a = 1",
        "nps(x) compare a = 2",
        "nps(x) matters 1",
        "nps(x) matters 2",
        "nps(x) population 1",
        "nps(x) population 2",
    };
    enum { LEN = sizeof all / sizeof *all };
    struct question_text read[LEN];
    for (size_t i = 0; i < LEN; i++)
        CHECK_OK(question_text_of_str(t->arena, str_of_chars(all[i]), &read[i]));
    for (size_t i = 0; i < LEN; i++)
        for (size_t j = 0; j < LEN; j++)
            CHECK_THAT(question_text_equal(&read[i], &read[j]) == (i == j), "%s and %s", all[i],
                       all[j]);
}

/* Cut or with a piece of another, a question is read or has a mistake at a place of
 * it. */
TEST(question_text_in_pieces_is_read_or_has_a_mistake_within)
{
    struct test_random r = {19};
    size_t read = 0, mistaken = 0;
    for (int i = 0; i < CASES; i++) {
        struct arena *a = arena_make(0);
        struct question_text one = random_question(a, &r), other = random_question(a, &r), q;
        str left = question_text_to_str(a, &one), right = question_text_to_str(a, &other);
        left = str_slice(left, 0, test_random_below(&r, left.len + 1));
        right = str_slice(right, test_random_below(&r, right.len + 1), right.len);
        str text = str_format(a, "%.*s%.*s", STR(left), STR(right));
        struct err *e = question_text_of_str(a, text, &q);
        read += !e;
        mistaken += e != NULL;
        if (e) {
            CHECK(e->why == WHY_USAGE);
            CHECK_THAT(e->position >= 1 && e->position <= text_len(text) + 1, "%.*s", STR(text));
        }
        arena_done(a);
    }
    CHECK(read > 100 && mistaken > 100);
}

/* ---- the measure ---- */

TEST(question_text_finds_its_measure_among_those_there_are)
{
    static const str measures[] = {S_INIT("ces"), S_INIT("ces_top3"), S_INIT("nps")};
    struct question_text q;
    size_t measure = 99;
    CHECK_OK(question_text_of_str(t->arena, S("  NPS(x)"), &q));
    CHECK_OK(question_text_measure(t->arena, &q, measures, 3, &measure));
    CHECK_INT(measure, 2);
    CHECK_OK(question_text_of_str(t->arena, S("  npss(x)"), &q));
    struct err *e = question_text_measure(t->arena, &q, measures, 3, &measure);
    CHECK(e && e->why == WHY_USAGE && measure == 2);
    CHECK_INT(e->position, 3);
    CHECK_STR(e->text, S("There is no measure \"npss\"; did you mean nps?"));
    CHECK_OK(question_text_of_str(t->arena, S("average(x)"), &q));
    e = question_text_measure(t->arena, &q, measures, 3, &measure);
    CHECK(e && e->position == 1);
    CHECK_STR(e->text,
              S("There is no measure \"average\"; the measures are ces, ces_top3 and nps."));
}
