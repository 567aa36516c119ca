/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What must hold between two answers, whatever the numbers are: ways of writing
 * one table, ways of asking one question.
 */
#include "run.h"

enum { ROWS = 1200, COLUMNS = 7 };

/* A table that is the same in every run: score, region, w, who, id, d, one. */
struct made {
    str header[COLUMNS];
    str cells[ROWS][COLUMNS];
    size_t rows;
};

static uint64_t next_random(uint64_t *state)
{
    *state = *state * 6364136223846793005U + 1442695040888963407U;
    return *state >> 33;
}

static struct made *make_table(struct test *t)
{
    static const char *const names[COLUMNS] = {"score", "région", "w", "who", "id", "d", "one"};
    static const char *const regions[] = {"Nord", "Süd, mit \"See\"", "Est", "", "Ouest", "NA"};
    struct made *m = ARENA_NEW(t->arena, struct made);
    uint64_t state = 20260301;
    for (int c = 0; c < COLUMNS; c++)
        m->header[c] = str_of_chars(names[c]);
    for (m->rows = 0; m->rows < ROWS; m->rows++) {
        str *row = m->cells[m->rows];
        uint64_t score = next_random(&state) % 13;
        row[0] = score == 12 ? S("") : str_format(t->arena, "%d", (int)score);
        row[1] = str_of_chars(regions[next_random(&state) % 6]);
        row[2] = str_format(t->arena, "%d.%03d", (int)(next_random(&state) % 3),
                            (int)(next_random(&state) % 1000));
        row[3] = str_format(t->arena, "p%d", (int)(next_random(&state) % 700));
        row[4] = str_format(t->arena, "id%d", (int)m->rows);
        row[5] = str_format(t->arena, "2025-%02d-%02d", (int)(1 + next_random(&state) % 12),
                            (int)(1 + next_random(&state) % 28));
        row[6] = S("1");
    }
    return m;
}

/* How a table is written. */
struct style {
    const char *start, *delimiter, *line_end;
    bool quotes_all, windows_1252, backwards, columns_backwards;
    size_t times; /* each row so many times */
};

static void add_cell(struct buf *b, const struct style *style, str cell)
{
    bool quoted = style->quotes_all || str_has(cell, style->delimiter[0]) || str_has(cell, '"');
    buf_add(b, quoted ? S("\"") : S(""));
    for (size_t i = 0; i < cell.len; i++) {
        if (cell.ptr[i] == '"')
            buf_add_char(b, '"');
        /* é and ü, the only ones that are not ASCII, begin with C3. */
        if (style->windows_1252 && cell.ptr[i] == '\xC3')
            buf_add_char(b, (char)(cell.ptr[++i] | 0x40));
        else
            buf_add_char(b, cell.ptr[i]);
    }
    buf_add(b, quoted ? S("\"") : S(""));
}

static void add_row(struct buf *b, const struct style *style, const str *cells)
{
    for (int c = 0; c < COLUMNS; c++) {
        buf_add(b, str_of_chars(c ? style->delimiter : ""));
        add_cell(b, style, cells[style->columns_backwards ? COLUMNS - 1 - c : c]);
    }
    buf_add(b, str_of_chars(style->line_end));
}

static const char *write_table(struct test *t, const char *name, const struct made *m,
                               const struct style *style)
{
    struct buf b = buf_make(t->arena, (size_t)1 << 24);
    buf_add(&b, str_of_chars(style->start));
    add_row(&b, style, m->header);
    for (size_t r = 0; r < m->rows; r++)
        for (size_t n = 0; n < style->times; n++)
            add_row(&b, style, m->cells[style->backwards ? m->rows - 1 - r : r]);
    return run_file(t, name, buf_str(&b));
}

static const struct style plain = {"", ",", "\n", .times = 1};

static const char *plain_table(struct test *t)
{
    return write_table(t, "plain.csv", make_table(t), &plain);
}

static str answer(struct test *t, const char *file, const char *const *question)
{
    size_t len = 0;
    while (question[len])
        len++;
    const char **args = ARENA_ARRAY(t->arena, const char *, len + 5);
    args[0] = "score";
    args[1] = file;
    args[2] = "--format=json";
    for (size_t i = 0; i < len; i++)
        args[3 + i] = question[i];
    struct ran ran = run_program(t, &(struct run){.args = args});
    CHECK_THAT(ran.status == 0, "exit status is %d: %.*s", ran.status, STR(ran.err));
    return ran.out;
}

/* To the last digit, for measures of every family, weighted, by person, as trend. */
static void check_same_answers(struct test *t, const char *a, const char *b)
{
    const char *const *const questions[] = {
        ARGS("--measure", "nps", "--field", "score", "--by", "région", "--compare", "rest"),
        ARGS("--measure", "nps", "--field", "score", "--by", "région", "--weight", "w", "--compare",
             "rest"),
        ARGS("--measure", "mean", "--field", "score", "--person", "who", "--weight", "w"),
        ARGS("--measure", "csat", "--field", "score", "--person", "who", "--by", "région"),
        ARGS("--measure", "choices", "--field", "région", "--weight", "w"),
        ARGS("--measure", "index", "--field", "score", "--field", "w", "--by", "région"),
        ARGS("--measure", "share", "--field", "score", "--box", "7,8", "--at", "d", "--per",
             "month", "--compare", "previous", "--now", "2027-01-01"),
        ARGS("--measure", "mean", "--field", "score", "--where",
             "région = \"Süd, mit \"\"See\"\"\" or id < 3 and w > 0.5", "--compare",
             "région is missing"),
    };
    for (size_t i = 0; i < sizeof questions / sizeof *questions; i++)
        CHECK_STR(answer(t, b, questions[i]), answer(t, a, questions[i]));
}

static void check_style(struct test *t, struct style style)
{
    const struct made *m = make_table(t);
    check_same_answers(t, write_table(t, "plain.csv", m, &plain),
                       write_table(t, "other.csv", m, &style));
}

TEST(order_of_rows_changes_nothing)
{
    check_style(t, (struct style){"", ",", "\n", .times = 1, .backwards = true});
}

TEST(order_of_columns_changes_nothing)
{
    check_style(t, (struct style){"", ",", "\n", .times = 1, .columns_backwards = true});
}

TEST(line_ends_of_windows_change_nothing)
{
    check_style(t, (struct style){"", ",", "\r\n", .times = 1});
}

TEST(a_byte_order_mark_changes_nothing)
{
    check_style(t, (struct style){"\xEF\xBB\xBF", ",", "\n", .times = 1});
}

TEST(tabs_and_semicolons_change_nothing)
{
    check_style(t, (struct style){"", "\t", "\n", .times = 1});
    check_style(t, (struct style){"", ";", "\r\n", .times = 1});
}

TEST(windows_1252_changes_nothing)
{
    check_style(t, (struct style){"", ",", "\n", .times = 1, .windows_1252 = true});
}

TEST(quotes_around_every_cell_change_nothing)
{
    check_style(t, (struct style){"", ",", "\n", .times = 1, .quotes_all = true});
}

TEST(narrow_instructions_change_nothing)
{
    const char *const *args = ARGS("score", plain_table(t), "--measure", "nps", "--field", "score",
                                   "--by", "région", "--format", "json");
    struct ran wide = run_program(t, &(struct run){.args = args});
    struct ran narrow =
        run_program(t, &(struct run){.args = args, .env = ARGS("ATTUNE_ISA=scalar")});
    CHECK_INT(narrow.status, 0);
    CHECK_STR(narrow.out, wide.out);
}

TEST(standard_input_changes_nothing)
{
    const char *f = plain_table(t);
    struct ran file = RUN(t, "score", f, "--measure", "nps", "--field", "score", "--format=csv");
    struct ran input =
        run_program(t, &(struct run){.args = ARGS("score", "-", "--measure", "nps", "--field",
                                                  "score", "--format=csv"),
                                     .input = f});
    CHECK_STR(input.out, file.out);
}

static const char *const figures[] = {"value", "lo", "hi", "n", "n_eff", "status", "method", NULL};

static void check_same_figures(json_t *a, json_t *b)
{
    for (size_t i = 0; figures[i]; i++)
        CHECK_THAT(json_equal(run_at(a, figures[i]), run_at(b, figures[i])), "%s differs: %s %s",
                   figures[i], json_dumps(a, 0), json_dumps(b, 0));
}

#define NPS f, "--measure", "nps", "--field", "score"

TEST(a_group_is_what_a_condition_says)
{
    const char *f = plain_table(t);
    json_t *groups = SCORE(t, NPS, "--by", "région", "--weight", "w");
    static const char *const regions[][2] = {{"Nord", "région = Nord"},
                                             {"Ouest", "région = \"Ouest\""},
                                             {"Süd, mit \"See\"", "région starts with süd"},
                                             {NULL, "région is missing"}};
    for (int i = 0; i < 4; i++) {
        json_t *alone = SCORE(t, NPS, "--where", regions[i][1], "--weight", "w");
        check_same_figures(run_row(groups, "région", regions[i][0]), run_at(alone, "rows/0"));
    }
}

TEST(a_period_is_what_a_condition_says)
{
    const char *f = plain_table(t);
    json_t *trend = SCORE(t, NPS, "--at", "d", "--per", "month", "--now", "2027-01-01");
    json_t *alone = SCORE(t, NPS, "--where", "d = 2025-07");
    check_same_figures(run_row(trend, "period", "2025-07"), run_at(alone, "rows/0"));
    json_t *quarters = SCORE(t, NPS, "--at", "d", "--per", "quarter", "--now", "2027-01-01");
    alone = SCORE(t, NPS, "--where", "d between 2025-07 and 2025-09");
    check_same_figures(run_row(quarters, "period", "2025-Q3"), run_at(alone, "rows/0"));
}

TEST(opposite_conditions_and_missing_values_add_up)
{
    const char *f = plain_table(t);
    double n = run_number(SCORE(t, NPS), "rows/0/n");
    double yes = run_number(SCORE(t, NPS, "--where", "région = Nord"), "rows/0/n");
    double no = run_number(SCORE(t, NPS, "--where", "not région = Nord"), "rows/0/n");
    double missing = run_number(SCORE(t, NPS, "--where", "région is missing"), "rows/0/n");
    CHECK(missing > 0);
    CHECK_INT(yes + no + missing, n);
}

TEST(weights_of_one_leave_the_value)
{
    const char *f = plain_table(t);
    json_t *without = SCORE(t, NPS), *with = SCORE(t, NPS, "--weight", "one");
    CHECK_NEAR(run_number(with, "rows/0/value"), run_number(without, "rows/0/value"), 1e-13);
    CHECK_INT(run_number(with, "rows/0/n_eff"), run_number(without, "rows/0/n"));
    without = SCORE(t, f, "--measure", "csat", "--field", "score");
    with = SCORE(t, f, "--measure", "csat", "--field", "score", "--weight", "one");
    CHECK_NEAR(run_number(with, "rows/0/lo"), run_number(without, "rows/0/lo"), 1e-12);
    without = SCORE(t, f, "--measure", "mean", "--field", "score");
    with = SCORE(t, f, "--measure", "mean", "--field", "score", "--weight", "one");
    CHECK_NEAR(run_number(with, "rows/0/hi"), run_number(without, "rows/0/hi"), 1e-12);
}

TEST(rows_twice_over_leave_the_value_and_narrow_the_interval)
{
    const struct made *m = make_table(t);
    const char *f = write_table(t, "once.csv", m, &plain);
    json_t *once = SCORE(t, NPS, "--weight", "w");
    struct style twice = {"", ",", "\n", .times = 2};
    f = write_table(t, "twice.csv", m, &twice);
    json_t *doubled = SCORE(t, NPS, "--weight", "w");
    CHECK_NEAR(run_number(doubled, "rows/0/value"), run_number(once, "rows/0/value"), 1e-13);
    CHECK_INT(run_number(doubled, "rows/0/n"), 2 * run_number(once, "rows/0/n"));
    CHECK_NEAR(run_number(doubled, "rows/0/n_eff"), 2 * run_number(once, "rows/0/n_eff"), 1e-12);
    double wide = run_number(once, "rows/0/hi") - run_number(once, "rows/0/lo");
    double narrow = run_number(doubled, "rows/0/hi") - run_number(doubled, "rows/0/lo");
    CHECK(narrow < wide && narrow > wide / 2);
    /* Each row twice by the same person is no more than each once. */
    json_t *persons = SCORE(t, NPS, "--person", "id");
    f = write_table(t, "once.csv", m, &plain);
    once = SCORE(t, NPS, "--weight", "one");
    CHECK_STR(run_text(persons, "rows/0/method"), S("clustered"));
    CHECK_NEAR(run_number(persons, "rows/0/hi") - run_number(persons, "rows/0/lo"),
               run_number(once, "rows/0/hi") - run_number(once, "rows/0/lo"), 2e-3);
}

TEST(persons_without_repeats_change_nothing)
{
    const char *f = plain_table(t);
    json_t *without = SCORE(t, NPS, "--by", "région", "--compare", "rest");
    json_t *with = SCORE(t, NPS, "--by", "région", "--compare", "rest", "--person", "id");
    for (size_t i = 0; i < json_array_size(run_at(without, "rows")); i++) {
        json_t *a = json_array_get(run_at(without, "rows"), i);
        json_t *b = json_array_get(run_at(with, "rows"), i);
        check_same_figures(a, b);
        CHECK_INT(run_number(b, "n_persons"), run_number(b, "n"));
        CHECK_NEAR(run_number(b, "compare/p"), run_number(a, "compare/p"), 1e-12);
        CHECK_NEAR(run_number(b, "compare/lo"), run_number(a, "compare/lo"), 1e-12);
    }
}

TEST(two_groups_mirror_each_other)
{
    const char *f = plain_table(t);
    static const char *const measures[] = {"nps", "csat", "mean"};
    for (int i = 0; i < 3; i++) {
        json_t *d = SCORE(t, f, "--measure", measures[i], "--field", "score", "--by", "région",
                          "--where", "région in (Nord, Est)", "--compare", "rest");
        json_t *a = run_at(d, "rows/0"), *b = run_at(d, "rows/1");
        CHECK_NEAR(run_number(a, "compare/diff"), -run_number(b, "compare/diff"), 1e-12);
        CHECK_NEAR(run_number(a, "compare/lo"), -run_number(b, "compare/hi"), 1e-12);
        CHECK_NEAR(run_number(a, "compare/hi"), -run_number(b, "compare/lo"), 1e-12);
        CHECK_NEAR(run_number(a, "compare/p"), run_number(b, "compare/p"), 1e-12);
        CHECK(json_equal(run_at(a, "compare/value"), run_at(b, "value")));
        CHECK(json_equal(run_at(a, "compare/n"), run_at(b, "n")));
    }
}

TEST(a_condition_compares_like_the_rows_it_picks)
{
    const char *f = plain_table(t);
    json_t *d =
        SCORE(t, NPS, "--where", "région = Nord", "--compare", "région = Est", "--weight", "w");
    json_t *groups = SCORE(t, NPS, "--by", "région", "--weight", "w");
    json_t *nord = run_row(groups, "région", "Nord"), *est = run_row(groups, "région", "Est");
    CHECK_NEAR(run_number(d, "rows/0/compare/value"), run_number(est, "value"), 1e-13);
    CHECK_NEAR(run_number(d, "rows/0/compare/diff"),
               run_number(nord, "value") - run_number(est, "value"), 1e-12);
    CHECK_STR(run_text(d, "rows/0/compare/with"), S("région = Est"));
    CHECK(run_is_null(d, "rows/0/compare/q"));
    /* A column that the condition speaks of is not held fixed. */
    json_t *all = SCORE(t, NPS, "--by", "région", "--compare", "région = Est", "--weight", "w");
    CHECK_NEAR(run_number(run_row(all, "région", "Nord"), "compare/diff"),
               run_number(d, "rows/0/compare/diff"), 1e-12);
    CHECK_INT(run_number(run_row(all, "région", "Est"), "compare/n"), 0);
}

TEST(the_previous_period_is_the_row_before)
{
    const char *f = plain_table(t);
    json_t *d = SCORE(t, NPS, "--at", "d", "--per", "month", "--compare", "previous", "--now",
                      "2027-01-01");
    CHECK_INT(json_array_size(run_at(d, "rows")), 12);
    for (size_t i = 1; i < 12; i++) {
        json_t *row = json_array_get(run_at(d, "rows"), i);
        json_t *before = json_array_get(run_at(d, "rows"), i - 1);
        CHECK(json_equal(run_at(row, "compare/n"), run_at(before, "n")));
        CHECK_NEAR(run_number(row, "compare/value"), run_number(before, "value"), 1e-13);
        CHECK_NEAR(run_number(row, "compare/diff"),
                   run_number(row, "value") - run_number(before, "value"), 1e-12);
        CHECK(run_number(row, "compare/q") >= run_number(row, "compare/p") - 1e-15);
    }
}

TEST(a_population_that_all_answered_is_a_census)
{
    const char *f = plain_table(t);
    int64_t n = (int64_t)run_number(SCORE(t, NPS), "rows/0/n");
    const char *all = str_format(t->arena, "%lld", (long long)n).ptr;
    const char *fewer = str_format(t->arena, "%lld", (long long)n - 1).ptr;
    const char *more = str_format(t->arena, "%lld", (long long)n + 1).ptr;
    static const char *const measures[] = {"nps", "csat", "mean"};
    for (int i = 0; i < 3; i++) {
        json_t *d = SCORE(t, f, "--measure", measures[i], "--field", "score", "--scale", "0-10",
                          "--population", all);
        CHECK(json_equal(run_at(d, "rows/0/lo"), run_at(d, "rows/0/value")));
        CHECK(json_equal(run_at(d, "rows/0/hi"), run_at(d, "rows/0/value")));
        CHECK_STR(run_text(d, "rows/0/method"), S("census"));
        CHECK(run_note(d, "census") && !run_note(d, "finite_population"));
    }
    FAILS(t, 64, "USAGE", all, NPS, "--population", fewer);
    json_t *d = SCORE(t, NPS, "--population", more);
    CHECK(run_number(d, "rows/0/hi") - run_number(d, "rows/0/lo") < 1);
    CHECK(run_note(d, "finite_population"));
}

TEST(a_mirrored_scale_mirrors_the_mean)
{
    struct made *m = make_table(t);
    const char *f = write_table(t, "a.csv", m, &plain);
    json_t *a =
        SCORE(t, f, "--measure", "mean", "--field", "score", "--scale", "0-10", "--weight", "w");
    for (size_t r = 0; r < m->rows; r++) {
        static const char *const mirror[] = {"10", "9", "8", "7", "6", "5",
                                             "4",  "3", "2", "1", "0"};
        for (int score = 0; score <= 10; score++)
            if (str_equal(m->cells[r][0], str_of_chars(mirror[score]))) {
                m->cells[r][0] = str_of_chars(mirror[10 - score]);
                break;
            }
    }
    f = write_table(t, "b.csv", m, &plain);
    json_t *b =
        SCORE(t, f, "--measure", "mean", "--field", "score", "--scale", "0-10", "--weight", "w");
    CHECK_NEAR(run_number(b, "rows/0/value"), 10 - run_number(a, "rows/0/value"), 1e-12);
    CHECK_NEAR(run_number(b, "rows/0/lo"), 10 - run_number(a, "rows/0/hi"), 1e-12);
}

/* The cell that is so many from the right, counted from 1. */
static double number_from_right(struct test *t, str line, int which)
{
    size_t end = line.len, start = line.len;
    for (int i = 0; i < which; i++) {
        end = i ? start - 1 : line.len;
        start = end;
        while (start > 0 && line.ptr[start - 1] != ',')
            start--;
    }
    return strtod(str_to_chars(t->arena, str_slice(line, start, end)), NULL);
}

TEST(csv_and_json_say_the_same)
{
    const char *f = plain_table(t);
    json_t *d = SCORE(t, NPS, "--by", "région", "--weight", "w");
    struct ran csv = RUN(t, "score", NPS, "--by", "région", "--weight", "w", "--format=csv");
    str rest = csv.out;
    (void)str_cut(rest, '\n', &rest);
    CHECK_INT(run_count_lines(rest), json_array_size(run_at(d, "rows")));
    for (size_t i = 0; i < json_array_size(run_at(d, "rows")); i++) {
        static const char *const numbers[] = {"n_eff", "n", "hi", "lo", "value"};
        str line = str_cut(rest, '\n', &rest);
        for (int k = 0; k < 5; k++)
            CHECK_NEAR(number_from_right(t, line, 3 + k),
                       run_number(json_array_get(run_at(d, "rows"), i), numbers[k]), 0);
    }
}
