/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Random conditions on random small tables: what is printed and read again is
 * the same, and the engine's filter agrees, row by row, with a naive evaluation
 * of the tree that is written anew here.
 */
#include "ask/condition.h"

#include <ctype.h>
#include <math.h>

#include "ask/condition_bind.h"
#include "ask/condition_plan.h"
#include "base/test.h"

enum { COLUMNS = 4, ROWS_MAX = 40, VALUES_MAX = 4, DEPTH_MAX = 5, CASES = 6000 };

/* ---- chance, the same in every run ---- */

struct dice {
    uint64_t state;
};

static uint64_t roll(struct dice *d, uint64_t sides)
{
    d->state += 0x9E3779B97F4A7C15u;
    uint64_t z = d->state;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return (z ^ (z >> 31)) % sides;
}

#define PICK(d, array) (array)[roll((d), sizeof(array) / sizeof((array)[0]))]

/* ---- tables ---- */

/* NULL is a missing value. */
static const char *const numbers[] = {"9",  "9.0", " 9",  "10",  "-1", "7.5", "0",
                                      "-0", "007", "web", "9,5", "",   NULL};
static const char *const words[] = {"web",       "Web", "phone", " phone ", "new york", "Éa", "éA",
                                    "say \"x\"", "9",   "and",   "東京",    "  ",       NULL};
static const char *const days[] = {
    "2026-03-01", "2026-03-31 23:59", "2026-02-28T10:00:00Z", "2026-04", "2025",
    "3/4/2026",   "4/3/2026",         "03/01/2026 10:15",     "soon",    "2026-3-1",
    NULL};
static const char *const month_first_days[] = {"12/31/2025", "3/31/2026",  "1/2/2026",
                                               "2026-03-01", "31/12/2025", NULL};
static const char *const day_first_days[] = {"31/12/2025", "31/3/2026", "1/2/2026", "2026-03-01",
                                             NULL};

struct table {
    const char *cells[COLUMNS][ROWS_MAX];
    size_t rows;
    bool is_day_first[COLUMNS]; /* as the oracle sees it */
};

static const char *pick_cell(struct dice *d, uint64_t sort)
{
    switch (sort) {
    case 0:
        return PICK(d, numbers);
    case 1:
        return PICK(d, words);
    case 2:
        return PICK(d, days);
    case 3:
        return PICK(d, month_first_days);
    default:
        return PICK(d, day_first_days);
    }
}

static struct table make_table(struct dice *d)
{
    struct table table = {.rows = roll(d, ROWS_MAX + 1)};
    for (size_t c = 0; c < COLUMNS; c++) {
        uint64_t sort = roll(d, 6);
        for (size_t r = 0; r < table.rows; r++)
            table.cells[c][r] = pick_cell(d, sort == 5 ? roll(d, 5) : sort);
    }
    return table;
}

static const struct catalogue_field fields[COLUMNS] = {
    {S_INIT("a"), S_INIT("")},
    {S_INIT("two words"), S_INIT("")},
    {S_INIT("in"), S_INIT("")},
    {S_INIT("Größe`2"), S_INIT("")},
};

/* A tree in which web has Web and phone below it, and every text stands alone else. */
static const char *const below_web[] = {"web", "Web", "phone"};

static struct err *texts_under(struct arena *a, void *knows, size_t field, str text, str **texts,
                               size_t *len)
{
    CHECK(!knows && field < COLUMNS);
    *len = str_equal(text, S("web")) ? 3 : 1;
    *texts = ARENA_ARRAY(a, str, *len);
    for (size_t i = 0; i < *len; i++)
        (*texts)[i] = *len == 1 ? text : str_of_chars(below_web[i]);
    return NULL;
}

static const struct catalogue catalogue = {
    .fields = fields, .fields_len = COLUMNS, .under = texts_under};

static const struct column *make_column(struct arena *a, const struct table *table, size_t c)
{
    struct column *column = column_make(a, fields[c].name);
    for (size_t r = 0; r < table->rows; r++) {
        if (table->cells[c][r])
            column_add_text(column, str_of_chars(table->cells[c][r]));
        else
            column_add(column, r % 3 == 0 ? CODE_NOT_APPLICABLE : CODE_MISSING);
    }
    return column;
}

/* ---- random conditions ---- */

/* Days since 1970-01-01 of the first of each month from 2025-11 to 2026-06. */
static const int32_t month_days[] = {20393, 20423, 20454, 20485, 20513, 20544, 20574, 20605};

static struct value random_date(struct dice *d)
{
    uint64_t month = roll(d, 7);
    struct value v = {.kind = VALUE_DATE, .is_month = roll(d, 2)};
    v.days = (struct date_span){month_days[month], month_days[month + 1] - 1};
    if (!v.is_month) {
        v.days.first += (int32_t)roll(d, 28);
        v.days.last = v.days.first;
    }
    return v;
}

static struct value random_number(struct dice *d)
{
    static const struct decimal some[] = {{9, 0},  {75, 1}, {0, 0},    {-1, 0},
                                          {10, 0}, {7, 0},  {2025, 0}, {-123456789, 9}};
    return (struct value){.kind = VALUE_NUMBER, .number = PICK(d, some)};
}

static struct value random_text(struct dice *d)
{
    static const char *const some[] = {"web",  "Web",        "phone", "new york", "éa",   "9",
                                       "9.0",  "say \"x\"",  "and",   "东",       "soon", "東京",
                                       "2025", "2026-03-01", "o",     "\"",       "`"};
    return (struct value){.kind = VALUE_TEXT, .text = str_of_chars(PICK(d, some))};
}

static struct value random_value(struct dice *d)
{
    switch (roll(d, 4)) {
    case 0:
        return random_number(d);
    case 1:
        return random_date(d);
    default:
        return random_text(d);
    }
}

static bool is_ordered(const struct value *from, const struct value *to)
{
    if (from->kind == VALUE_NUMBER)
        return decimal_to_double(from->number) <= decimal_to_double(to->number);
    return from->days.first <= to->days.last;
}

static void random_values(struct dice *d, enum comparison comparison, struct value *values)
{
    bool dates = roll(d, 2);
    switch (comparison) {
    case COMPARISON_EQUAL:
    case COMPARISON_IN:
    case COMPARISON_MISSING:
    case COMPARISON_COUNT:
        for (size_t i = 0; i < VALUES_MAX; i++)
            values[i] = random_value(d);
        return;
    case COMPARISON_CONTAINS:
    case COMPARISON_STARTS:
    case COMPARISON_UNDER:
        values[0] = random_text(d);
        return;
    case COMPARISON_LESS:
    case COMPARISON_LESS_EQUAL:
    case COMPARISON_GREATER:
    case COMPARISON_GREATER_EQUAL:
    case COMPARISON_BETWEEN:
        do
            for (size_t i = 0; i < 2; i++)
                values[i] = dates ? random_date(d) : random_number(d);
        while (!is_ordered(&values[0], &values[1]));
        return;
    }
}

static struct condition *random_leaf(struct arena *a, struct dice *d)
{
    struct condition *c = ARENA_NEW(a, struct condition);
    struct value *values = ARENA_ARRAY(a, struct value, VALUES_MAX);
    *c = (struct condition){.kind = CONDITION_LEAF,
                            .name = fields[roll(d, COLUMNS)].name,
                            .comparison = (enum comparison)roll(d, COMPARISON_COUNT),
                            .is_negated = roll(d, 2),
                            .values = values,
                            .values_len = 1};
    random_values(d, c->comparison, values);
    if (c->comparison == COMPARISON_IN)
        c->values_len = 1 + roll(d, VALUES_MAX);
    if (c->comparison == COMPARISON_BETWEEN)
        c->values_len = 2;
    if (c->comparison == COMPARISON_MISSING)
        c->values_len = 0;
    if (c->comparison >= COMPARISON_LESS && c->comparison <= COMPARISON_GREATER_EQUAL)
        c->is_negated = false;
    return c;
}

static struct condition *random_condition(struct arena *a, struct dice *d, size_t depth)
{
    uint64_t kind = depth >= DEPTH_MAX ? CONDITION_LEAF : roll(d, CONDITION_KIND_COUNT + 1);
    if (kind >= CONDITION_LEAF)
        return random_leaf(a, d);
    struct condition *c = ARENA_NEW(a, struct condition);
    size_t len = kind == CONDITION_NOT ? 1 : 2 + roll(d, 3);
    struct condition **parts = ARENA_ARRAY(a, struct condition *, len);
    for (size_t i = 0; i < len; i++)
        parts[i] = random_condition(a, d, depth + 1);
    *c = (struct condition){.kind = (enum condition_kind)kind, .parts = parts, .parts_len = len};
    return c;
}

/* ---- the oracle: a row at a time, on texts ---- */

enum answer { NO, UNKNOWN, YES };

static enum answer answer_of(bool holds)
{
    return holds ? YES : NO;
}

static bool oracle_number(str cell, double *number)
{
    char text[64];
    char *end = NULL;
    (void)snprintf(text, sizeof text, "%.*s", STR(cell));
    *number = strtod(text, &end);
    return end != text && *end == '\0';
}

/* Days since 1970-01-01, a year at a time. */
static int32_t oracle_day_number(int year, int month, int day)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int32_t number = day - 1;
    for (int y = 1970; y < year; y++)
        number += y % 4 == 0 ? 366 : 365;
    for (int m = 1; m < month; m++)
        number += lengths[m - 1] + (m == 2 && year % 4 == 0);
    return number;
}

static str oracle_until(str s, char end)
{
    str rest = {NULL, 0};
    return str_cut(s, end, &rest);
}

/* A part of a date, which is all digits; 1 where it is not given. */
static bool oracle_part(str text, int *part)
{
    *part = text.ptr ? 0 : 1;
    if (!text.ptr)
        return true;
    for (size_t i = 0; i < text.len; i++) {
        if (!isdigit((unsigned char)text.ptr[i]))
            return false;
        *part = *part * 10 + (text.ptr[i] - '0');
    }
    return text.len > 0;
}

/* The numbers of a date, and whether the year comes last. */
static bool oracle_parts(str cell, int part[3], bool *year_last)
{
    str day = oracle_until(oracle_until(cell, 'T'), ' '), parts[3];
    *year_last = str_has(day, '/');
    char separator = *year_last ? '/' : '-';
    parts[0] = str_cut(day, separator, &parts[1]);
    parts[2] = (str){NULL, 0};
    if (parts[1].ptr)
        parts[1] = str_cut(parts[1], separator, &parts[2]);
    for (size_t i = 0; i < 3; i++)
        if (!oracle_part(parts[i], &part[i]))
            return false;
    return *year_last ? parts[2].len == 4 : parts[0].len == 4;
}

static bool oracle_date(str cell, bool day_first, int32_t *day)
{
    int part[3];
    bool year_last = false;
    if (!oracle_parts(cell, part, &year_last))
        return false;
    int year = year_last ? part[2] : part[0];
    int month = year_last ? (day_first ? part[1] : part[0]) : part[1];
    int of_month = year_last ? (day_first ? part[0] : part[1]) : part[2];
    if (month > 12)
        return false;
    *day = oracle_day_number(year, month, of_month);
    return true;
}

/* Day first where more distinct texts say so than say month first. */
static bool oracle_is_day_first(const struct table *table, size_t c)
{
    int balance = 0;
    for (size_t r = 0; r < table->rows; r++) {
        int part[3];
        bool year_last = false, seen = false;
        const char *cell = table->cells[c][r];
        for (size_t before = 0; before < r; before++)
            seen = seen ||
                   (cell && table->cells[c][before] && strcmp(cell, table->cells[c][before]) == 0);
        if (cell && !seen && oracle_parts(str_of_chars(cell), part, &year_last) && year_last)
            balance += (part[0] > 12) - (part[1] > 12);
    }
    return balance > 0;
}

/* Lower case of ASCII and É. */
static void oracle_lower(str s, char *lower, size_t room)
{
    size_t len = s.len < room - 1 ? s.len : room - 1;
    for (size_t i = 0; i < len; i++) {
        unsigned char byte = (unsigned char)s.ptr[i];
        bool is_e = i > 0 && (unsigned char)s.ptr[i - 1] == 0xC3 && byte == 0x89;
        lower[i] = (char)(is_e ? 0xA9 : byte < 0x80 ? (unsigned char)tolower(byte) : byte);
    }
    lower[len] = '\0';
}

static bool oracle_contains(str cell, str text, bool at_start)
{
    char whole[64], part[64];
    oracle_lower(cell, whole, sizeof whole);
    oracle_lower(text, part, sizeof part);
    const char *found = strstr(whole, part);
    return found && (!at_start || found == whole);
}

static bool oracle_equal(str cell, bool day_first, const struct value *v)
{
    double number = 0;
    int32_t day = 0;
    if (v->kind == VALUE_NUMBER)
        return oracle_number(cell, &number) && fabs(number - decimal_to_double(v->number)) < 1e-12;
    if (v->kind == VALUE_DATE)
        return oracle_date(cell, day_first, &day) && day >= v->days.first && day <= v->days.last;
    return str_equal(cell, v->text);
}

/* -1, 0, 1 as the cell stands before, within or after the value; false where they
 * have no order. */
static bool oracle_order(str cell, bool day_first, const struct value *v, int *order)
{
    double number = 0;
    int32_t day = 0;
    if (v->kind == VALUE_NUMBER) {
        double other = decimal_to_double(v->number);
        *order =
            (number = 0, oracle_number(cell, &number)) ? (number > other) - (number < other) : 9;
        return *order != 9;
    }
    if (!oracle_date(cell, day_first, &day))
        return false;
    *order = day < v->days.first ? -1 : day > v->days.last;
    return true;
}

static bool oracle_under(str cell, str text)
{
    bool is_web = str_equal(text, S("web"));
    return str_equal(cell, text) ||
           (is_web && (str_equal(cell, S("Web")) || str_equal(cell, S("phone"))));
}

static enum answer oracle_plain_leaf(const struct condition *c, str cell, bool day_first)
{
    int first = 0, second = 0;
    bool is_any = false;
    switch (c->comparison) {
    case COMPARISON_EQUAL:
    case COMPARISON_IN:
        for (size_t i = 0; i < c->values_len; i++)
            is_any = is_any || oracle_equal(cell, day_first, &c->values[i]);
        return answer_of(is_any);
    case COMPARISON_CONTAINS:
        return answer_of(oracle_contains(cell, c->values[0].text, false));
    case COMPARISON_STARTS:
        return answer_of(oracle_contains(cell, c->values[0].text, true));
    case COMPARISON_UNDER:
        return answer_of(oracle_under(cell, c->values[0].text));
    case COMPARISON_MISSING:
        return NO;
    case COMPARISON_LESS:
    case COMPARISON_LESS_EQUAL:
    case COMPARISON_GREATER:
    case COMPARISON_GREATER_EQUAL:
    case COMPARISON_BETWEEN:
    case COMPARISON_COUNT:
        break;
    }
    if (!oracle_order(cell, day_first, &c->values[0], &first) ||
        !oracle_order(cell, day_first, &c->values[c->values_len - 1], &second))
        return UNKNOWN;
    if (c->comparison == COMPARISON_BETWEEN)
        return answer_of(first >= 0 && second <= 0);
    if (c->comparison == COMPARISON_LESS)
        return answer_of(first < 0);
    if (c->comparison == COMPARISON_LESS_EQUAL)
        return answer_of(first <= 0);
    return answer_of(c->comparison == COMPARISON_GREATER ? first > 0 : first >= 0);
}

static enum answer oracle(const struct condition *c, const struct table *table, size_t row)
{
    enum answer whole = c->kind == CONDITION_ALL ? YES : NO;
    if (c->kind == CONDITION_NOT)
        return (enum answer)(YES - oracle(c->parts[0], table, row));
    if (c->kind == CONDITION_LEAF) {
        size_t column = 0;
        while (!str_equal(fields[column].name, c->name))
            column++;
        const char *written = table->cells[column][row];
        str cell = written ? str_trim(str_of_chars(written)) : S("");
        if (cell.len > 0)
            whole = oracle_plain_leaf(c, cell, table->is_day_first[column]);
        else
            whole = c->comparison == COMPARISON_MISSING ? YES : UNKNOWN;
        return c->is_negated ? (enum answer)(YES - whole) : whole;
    }
    for (size_t i = 0; i < c->parts_len; i++) {
        enum answer part = oracle(c->parts[i], table, row);
        if (c->kind == CONDITION_ALL ? part < whole : part > whole)
            whole = part;
    }
    return whole;
}

/* ---- the properties ---- */

TEST(condition_printed_and_read_again_is_the_same)
{
    struct dice d = {20260301};
    for (int i = 0; i < CASES; i++) {
        struct arena *a = arena_make(0);
        struct condition *c = random_condition(a, &d, 0), *again = NULL;
        str text = condition_to_text(a, c);
        CHECK_OK(condition_of_str(a, text, &again));
        CHECK_THAT(condition_equal(c, again), "%.*s", STR(text));
        CHECK_STR(condition_to_text(a, again), text);
        arena_done(a);
    }
}

/* As many parts as not: a change anywhere is seen. */
TEST(condition_equal_sees_a_difference)
{
    struct dice d = {7};
    size_t different = 0;
    for (int i = 0; i < 500; i++) {
        struct condition *one = random_condition(t->arena, &d, 3);
        struct condition *two = random_condition(t->arena, &d, 3);
        bool same_text =
            str_equal(condition_to_text(t->arena, one), condition_to_text(t->arena, two));
        CHECK(condition_equal(one, two) == same_text);
        different += !same_text;
    }
    CHECK(different > 400);
}

TEST(condition_filters_the_rows_that_a_naive_loop_finds)
{
    struct dice d = {19700101};
    size_t yes = 0, no = 0, unknown = 0;
    for (int i = 0; i < CASES; i++) {
        struct arena *a = arena_make(0);
        struct table table = make_table(&d);
        const struct column *columns[COLUMNS];
        for (size_t c = 0; c < COLUMNS; c++) {
            columns[c] = make_column(a, &table, c);
            table.is_day_first[c] = oracle_is_day_first(&table, c);
        }
        struct condition *c = random_condition(a, &d, 0), *again = NULL;
        struct condition_fields needed;
        struct condition_plan plan;
        str text = condition_to_text(a, c);
        CHECK_OK(condition_of_str(a, text, &again));
        CHECK_OK(condition_bind(a, again, &catalogue, &needed));
        CHECK_OK(condition_plan(a, again, columns, &plan));
        uint8_t mask[ROWS_MAX];
        if (table.rows > 0)
            filter_block(a, plan.filter, 0, table.rows, mask);
        for (size_t r = 0; r < table.rows; r++) {
            enum answer should = oracle(c, &table, r);
            CHECK_THAT(filter_row(plan.filter, r) == (should == YES), "case %d row %zu: %.*s", i, r,
                       STR(text));
            CHECK_THAT(mask[r] == (should == YES), "case %d row %zu: %.*s", i, r, STR(text));
            yes += should == YES;
            no += should == NO;
            unknown += should == UNKNOWN;
        }
        arena_done(a);
    }
    /* The cases are worth something. */
    size_t many = 2 * (size_t)CASES;
    CHECK(yes > many && no > many && unknown > many);
}

TEST(condition_filters_beyond_one_block)
{
    enum { ROWS = BLOCK_ROWS + 1000 };
    struct column *column = column_make(t->arena, fields[0].name);
    for (size_t r = 0; r < ROWS; r++)
        column_add_text(column, str_format(t->arena, "%zu", r % 700));
    const struct column *const columns[COLUMNS] = {column};
    struct condition *c = NULL;
    struct condition_fields needed;
    struct condition_plan plan;
    CHECK_OK(condition_of_str(t->arena, S("a > 10 and a < 20 or a = 699"), &c));
    CHECK_OK(condition_bind(t->arena, c, &catalogue, &needed));
    CHECK_OK(condition_plan(t->arena, c, columns, &plan));
    uint8_t *mask = arena_take(t->arena, BLOCK_ROWS);
    for (size_t block = 0; block < 2; block++) {
        size_t rows = block == 0 ? BLOCK_ROWS : ROWS - BLOCK_ROWS;
        filter_block(t->arena, plan.filter, block, rows, mask);
        for (size_t i = 0; i < rows; i++) {
            size_t number = (block * BLOCK_ROWS + i) % 700;
            bool should = (number > 10 && number < 20) || number == 699;
            CHECK(mask[i] == should);
            CHECK(filter_row(plan.filter, block * BLOCK_ROWS + i) == should);
        }
    }
}
