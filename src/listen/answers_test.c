/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/answers.h"

#include <string.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/test.h"
#include "base/test_random.h"

static struct answers_file opened(struct test *t, str content)
{
    struct answers_file f;
    CHECK_OK(answers_open(t->arena, &(struct table_source){.path = test_write(t, "a.csv", content)},
                          &f));
    return f;
}

/* ---- names ---- */

static size_t position_of(struct test *t, const struct answers_file *f, const char *name)
{
    size_t position = SIZE_MAX;
    CHECK_OK(answers_find(t->arena, f, str_of_chars(name), "--field", &position));
    return position;
}

static bool is_refused(struct test *t, const struct answers_file *f, const char *name,
                       const char *words)
{
    size_t position = SIZE_MAX;
    const struct err *e = answers_find(t->arena, f, str_of_chars(name), "--field", &position);
    CHECK(e && position == SIZE_MAX);
    CHECK_INT(e->why, WHY_USAGE);
    CHECK_STR(e->at, S("--field"));
    if (!strstr(e->text.ptr, words))
        test_fail(__FILE__, __LINE__, "%s: %.*s", name, STR(e->text));
    return true;
}

TEST(answers_find_a_column_by_its_name_in_any_case_and_trimmed)
{
    struct answers_file f = opened(t, S("id, NetPro ,ÄRGER,\"a, b\",x\n1,2,3,4,5\n"));
    CHECK_INT(position_of(t, &f, "NetPro"), 1);
    CHECK_INT(position_of(t, &f, " netpro\t"), 1);
    CHECK_INT(position_of(t, &f, "NETPRO"), 1);
    CHECK_INT(position_of(t, &f, "ärger"), 2);
    CHECK_INT(position_of(t, &f, "A, B"), 3);
}

TEST(answers_find_the_exact_spelling_first)
{
    struct answers_file f = opened(t, S("nps,NPS,Nps\n1,2,3\n"));
    CHECK_INT(position_of(t, &f, "NPS"), 1);
    CHECK_INT(position_of(t, &f, "nps"), 0);
    CHECK(is_refused(t, &f, "nPS", "number 1 and number 2"));
}

TEST(answers_refuse_a_name_that_two_columns_share_with_both_positions)
{
    struct answers_file f = opened(t, S("id,name,id,age,id\n1,2,3,4,5\n"));
    CHECK(is_refused(t, &f, "id", "two columns are called \"id\", number 1 and number 3"));
    CHECK(is_refused(t, &f, "ID", "number 1 and number 3"));
    CHECK_INT(position_of(t, &f, "age"), 3);
}

TEST(answers_suggest_the_nearest_name)
{
    struct answers_file f = opened(t, S("recommend,satisfaction,id\n1,2,3\n"));
    CHECK(is_refused(t, &f, "recomend", "did you mean \"recommend\"?"));
    CHECK(is_refused(t, &f, "Satisfation", "did you mean \"satisfaction\"?"));
    CHECK(is_refused(t, &f, "weather", "no column \"weather\" among the 3"));
}

TEST(answers_find_no_column_without_a_name)
{
    struct answers_file f = opened(t, S("id,,age\n1,2,3\n"));
    CHECK(is_refused(t, &f, "", "there is no column"));
    CHECK(is_refused(t, &f, "  ", "there is no column"));
}

/* ---- cells ---- */

TEST(missing_words_are_five_in_any_case)
{
    static const str missing[] = {S_INIT(""),      S_INIT("NA"),   S_INIT("na"),   S_INIT("N/A"),
                                  S_INIT("n/a"),   S_INIT("NULL"), S_INIT("null"), S_INIT("Blank"),
                                  S_INIT("BLANK"), S_INIT("Na")};
    static const str others[] = {S_INIT("0"),       S_INIT("-"),     S_INIT("none"),
                                 S_INIT("NAN"),     S_INIT("."),     S_INIT("blank "),
                                 S_INIT("missing"), S_INIT("N A"),   S_INIT("nil"),
                                 S_INIT("N"),       S_INIT("nulls"), S_INIT("blanks")};
    for (size_t i = 0; i < sizeof missing / sizeof *missing; i++)
        CHECK(answers_is_missing_word(missing[i]));
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        CHECK(!answers_is_missing_word(others[i]));
}

static struct answers read_all(struct test *t, struct answers_file *f, enum answers_role role)
{
    struct answers answers;
    struct answers_wish *wishes = ARENA_ARRAY(t->arena, struct answers_wish, f->header_len);
    for (size_t i = 0; i < f->header_len; i++)
        wishes[i] = (struct answers_wish){i, role};
    CHECK_OK(answers_read(t->arena, f, wishes, f->header_len, &answers));
    return answers;
}

/* The cell of a row, or "missing". */
static str cell_of(const struct answers *answers, size_t wish, size_t row)
{
    const struct column *c = answers->columns[wish];
    uint32_t code = column_code(c, row);
    return code == CODE_MISSING ? S("missing") : dictionary_text(column_dictionary(c), code);
}

TEST(answers_are_kept_trimmed_with_missing_words_left_out)
{
    struct answers_file f = opened(t, S("a,b\n 9 , NA\nnull,\" 10 \"\n9.0,Blank\n,x\n"));
    struct answers answers = read_all(t, &f, ANSWERS_CELLS);
    CHECK_INT(answers.rows, 4);
    CHECK_STR(cell_of(&answers, 0, 0), S("9"));
    CHECK_STR(cell_of(&answers, 1, 0), S("missing"));
    CHECK_STR(cell_of(&answers, 0, 1), S("missing"));
    CHECK_STR(cell_of(&answers, 1, 1), S("10"));
    CHECK_STR(cell_of(&answers, 0, 2), S("9.0"));
    CHECK_STR(cell_of(&answers, 0, 3), S("missing"));
    CHECK_STR(column_name(answers.columns[1]), S("b"));
}

TEST(answers_keep_of_a_time_the_day)
{
    struct answers_file f = opened(t, S("a,b\n2016-05-09T09:30:00Z,05/09/2016 12:00:00 AM\n"
                                        "soon,2016-05-09\nNA,1\n"));
    struct answers answers = read_all(t, &f, ANSWERS_DAYS);
    CHECK_STR(cell_of(&answers, 0, 0), S("2016-05-09"));
    CHECK_STR(cell_of(&answers, 1, 0), S("05/09/2016"));
    CHECK_STR(cell_of(&answers, 0, 1), S("soon"));
    CHECK_STR(cell_of(&answers, 1, 1), S("2016-05-09"));
    CHECK_STR(cell_of(&answers, 0, 2), S("missing"));
}

TEST(answers_of_short_cells_are_told_apart)
{
    /* One character and two digits take a way of their own. */
    struct buf b = buf_make(t->arena, MIB);
    str cells[400];
    size_t len = 0;
    for (unsigned c = '!'; c < 127; c++)
        if (c != ',' && c != '"')
            cells[len++] = str_format(t->arena, "%c", (char)c);
    for (unsigned n = 0; n < 120; n++)
        cells[len++] = str_format(t->arena, "%02u", n);
    for (unsigned n = 0; n < 100; n++)
        cells[len++] = str_format(t->arena, "%c%u", ':' + (char)(n % 10), n / 10);
    cells[len++] = S("é");
    buf_add(&b, S("a,b\n"));
    struct test_random r = {1};
    size_t *drawn = ARENA_ARRAY(t->arena, size_t, 5000);
    for (size_t i = 0; i < 5000; i++) {
        drawn[i] = test_random_below(&r, len);
        buf_addf(&b, "%.*s,%zu\n", STR(cells[drawn[i]]), i);
    }
    struct answers_file f = opened(t, buf_str(&b));
    struct answers answers = read_all(t, &f, ANSWERS_CELLS);
    CHECK_INT(answers.rows, 5000);
    for (size_t i = 0; i < 5000; i++)
        CHECK_STR(cell_of(&answers, 0, i), cells[drawn[i]]);
}

TEST(answers_are_read_for_wishes_in_any_order_and_twice)
{
    struct answers_file f = opened(t, S("a,b,c\n1,2,2026-01-05 09:00\n"));
    static const struct answers_wish wishes[] = {
        {2, ANSWERS_DAYS}, {0, ANSWERS_CELLS}, {2, ANSWERS_CELLS}};
    struct answers answers;
    CHECK_OK(answers_read(t->arena, &f, wishes, 3, &answers));
    CHECK_STR(cell_of(&answers, 0, 0), S("2026-01-05"));
    CHECK_STR(cell_of(&answers, 1, 0), S("1"));
    CHECK_STR(cell_of(&answers, 2, 0), S("2026-01-05 09:00"));
}

/* ---- lines ---- */

TEST(answers_know_the_lines_of_their_rows)
{
    struct answers_file f = opened(t, S("a,b\n1,2\n\n\n3,\"x\ny\nz\"\n4,5\nragged\n6,7\n8,9\n\n"
                                        "10,11\n12,13\n14,15\n16,17"));
    struct answers answers = read_all(t, &f, ANSWERS_CELLS);
    static const uint64_t lines[] = {2, 5, 8, 10, 11, 13, 14, 15, 16};
    CHECK_INT(answers.rows, sizeof lines / sizeof *lines);
    for (size_t i = 0; i < answers.rows; i++)
        CHECK_INT(answers_line(&answers, i), lines[i]);
}

TEST(answers_know_their_lines_where_nothing_comes_between)
{
    struct answers_file f = opened(t, S("a\n1\n\n3\n"));
    struct answers answers = read_all(t, &f, ANSWERS_CELLS);
    for (size_t i = 0; i < 3; i++)
        CHECK_INT(answers_line(&answers, i), i + 2);
}

TEST(answers_know_the_lines_of_any_table)
{
    struct test_random r = {2};
    struct buf b = buf_make(t->arena, 4 * MIB);
    uint64_t *lines = ARENA_ARRAY(t->arena, uint64_t, 20000), line = 1;
    while (test_random_one_in(&r, 2) || line < 3) {
        buf_add_char(&b, '\n');
        line++;
    }
    buf_add(&b, S("a,b\n"));
    line++;
    for (size_t i = 0; i < 20000; i++) {
        for (; test_random_one_in(&r, 10); line++)
            buf_add_char(&b, '\n');
        lines[i] = line;
        size_t breaks = test_random_one_in(&r, 10) ? test_random_below(&r, 4) : 0;
        buf_add(&b, S("1,\"x"));
        buf_add_repeated(&b, S("\n"), breaks);
        buf_add(&b, S("\"\n"));
        line += breaks + 1;
    }
    struct answers_file f = opened(t, buf_str(&b));
    struct answers answers = read_all(t, &f, ANSWERS_CELLS);
    CHECK_INT(answers.rows, 20000);
    for (size_t i = 0; i < answers.rows; i++)
        CHECK_INT(answers_line(&answers, i), lines[i]);
}

/* ---- what is refused ---- */

TEST(answers_refuse_records_of_another_length_and_go_on)
{
    struct answers_file f =
        opened(t, S("a,b\n1,2\n3\n4,5\n6,7,8\n9,10\n11,12\n13,14\n15,16\n17,18\n19,20\n"));
    struct answers answers = read_all(t, &f, ANSWERS_CELLS);
    CHECK_INT(answers.rows, 8);
    CHECK_INT(answers.records, 10);
    CHECK_INT(answers.refused_records, 2);
    CHECK_INT(answers.refused_len, 2);
    CHECK_INT(answers.refused[0].line, 3);
    CHECK_STR(answers.refused[0].reason, S("1 cell instead of 2"));
    CHECK_STR(answers.refused[0].column, S(""));
    CHECK_INT(answers.refused[1].line, 5);
    CHECK_STR(answers.refused[1].reason, S("3 cells instead of 2"));
}

TEST(answers_refuse_a_line_whose_quote_never_closes)
{
    struct answers_file f = opened(t, S("a,b\n1,2\n3,4\n5,6\n7,8\n9,\"10\n11,12\n"));
    struct answers answers = read_all(t, &f, ANSWERS_CELLS);
    CHECK_INT(answers.rows, 5);
    CHECK_INT(answers.refused_len, 1);
    CHECK_INT(answers.refused[0].line, 6);
    CHECK(strstr(answers.refused[0].reason.ptr, "quote"));
}

/* A table of `sound` good records and `ragged` bad ones. */
static str table_of(struct test *t, size_t sound, size_t ragged)
{
    struct buf b = buf_make(t->arena, 16 * MIB);
    buf_add(&b, S("a,b\n"));
    buf_add_repeated(&b, S("1,2\n"), sound);
    buf_add_repeated(&b, S("1\n"), ragged);
    return buf_str(&b);
}

TEST(answers_of_which_a_fifth_is_ragged_are_one_table_and_of_more_none)
{
    struct answers_file f = opened(t, table_of(t, 80, 20));
    struct answers answers = read_all(t, &f, ANSWERS_CELLS);
    CHECK_INT(answers.refused_records, 20);
    f = opened(t, table_of(t, 79, 20));
    const struct answers_wish wish = {0, ANSWERS_CELLS};
    const struct err *e = answers_read(t->arena, &f, &wish, 1, &answers);
    CHECK(e && e->why == WHY_INVALID);
    CHECK(strstr(e->text.ptr, "does not look like one table: 20 of its 99 records"));
    CHECK(strstr(e->text.ptr, "line 81"));
}

TEST(answers_list_the_first_100_refused_and_count_all)
{
    struct answers_file f = opened(t, table_of(t, 2000, 300));
    struct answers answers = read_all(t, &f, ANSWERS_CELLS);
    CHECK_INT(answers.refused_records, 300);
    CHECK_INT(answers.refused_len, 100);
    CHECK_INT(answers.refused[99].line, 2000 + 2 + 99);
}

TEST(answers_of_a_header_alone_are_none)
{
    struct answers_file f = opened(t, S("a,b\n"));
    struct answers answers = read_all(t, &f, ANSWERS_CELLS);
    CHECK_INT(answers.rows + answers.records + answers.refused_records, 0);
}

TEST(answers_pass_on_what_was_mixed_and_left_out)
{
    struct buf b = buf_make(t->arena, MIB);
    buf_add(&b, S("a,b\n"));
    while (b.len <= LIMIT_ENCODING_SAMPLE)
        buf_add(&b, S("1,2\n"));
    buf_add(&b, S("\xE9,1\n1,2"));
    str path = test_write(t, "b.csv", buf_str(&b));
    struct answers_file f;
    CHECK_OK(answers_open(t->arena, &(struct table_source){.path = path}, &f));
    FILE *out = fopen(path.ptr, "ab");
    CHECK(out && fputs("3\n", out) >= 0 && fclose(out) == 0);
    struct answers answers = read_all(t, &f, ANSWERS_CELLS);
    CHECK_INT(answers.mixed->records, 1);
    CHECK_INT(answers.mixed->lines[0], answers_line(&answers, answers.rows - 1));
    CHECK(answers.left_out_tail);
    CHECK_STR(cell_of(&answers, 0, answers.rows - 1), S("é"));
}

TEST(answers_that_need_too_much_memory_are_refused)
{
    struct buf b = buf_make(t->arena, 16 * MIB);
    buf_add(&b, S("a,b\n"));
    for (unsigned i = 0; i < 200000; i++)
        buf_addf(&b, "some text that is not like the others %u,2\n", i);
    str path = test_write(t, "a.csv", buf_str(&b));
    struct arena *small = arena_make(4 * MIB);
    struct answers_file f;
    struct answers answers;
    CHECK_OK(answers_open(small, &(struct table_source){.path = path}, &f));
    const struct answers_wish wish = {0, ANSWERS_CELLS};
    const struct err *e = answers_read(small, &f, &wish, 1, &answers);
    CHECK(e && e->why == WHY_LIMIT && strstr(e->text.ptr, "more memory"));
    arena_done(small);
}
