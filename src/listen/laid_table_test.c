/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/laid_table.h"

#include "base/buf.h"
#include "base/limits.h"
#include "base/test.h"

#define MONKEY                                                                                     \
    "Respondent ID,Seen?,,Fan?\n"                                                                  \
    ",Web,Shop,Response\n"                                                                         \
    "1,Web,,Yes\n"                                                                                 \
    "2,Web,Shop,No\n"                                                                              \
    "3,,,\n"
#define QUALTRICS "StartDate,EndDate,Status,Finished,ResponseId,Q1\n"
#define LONG                                                                                       \
    "unit,measure,value\n"                                                                         \
    "A,one,7\nA,two,8\nB,two,9\nB,one,NA\nC,one,5\n"

static struct laid_table *open_table(struct test *t, const char *csv, struct laid_wish wish)
{
    struct laid_table *table = NULL;
    wish.source.path = test_write(t, "t.csv", str_of_chars(csv));
    CHECK_OK(laid_open(t->arena, &wish, &table));
    return table;
}

/* "4: a|b": line and cells, or "5!" where a record is not sound. */
static str records_text(struct test *t, struct laid_table *table, size_t wanted)
{
    struct buf b = buf_make(t->arena, MIB);
    struct table_record record;
    bool found = false;
    for (;;) {
        CHECK_OK(laid_next(table, &record, &found));
        if (!found)
            return buf_str(&b);
        buf_addf(&b, "%s%llu", b.len ? " " : "", (unsigned long long)record.line);
        buf_addf(&b, "%s", record.fault == TABLE_SOUND ? ":" : "!");
        for (size_t i = 0; i < wanted && record.fault == TABLE_SOUND; i++)
            buf_addf(&b, "%s%.*s", i ? "|" : "", STR(record.cells[i]));
    }
}

static str all_text(struct test *t, struct laid_table *table)
{
    size_t len = 0;
    (void)laid_header(table, &len);
    laid_select_all(table);
    return records_text(t, table, len);
}

TEST(lines_of_the_header_are_no_records)
{
    struct laid_table *table = open_table(t, MONKEY, (struct laid_wish){.takes_all = false});
    CHECK_STR(all_text(t, table), S("3:1|Web||Yes|Web 4:2|Web|Shop|No|Web; Shop 5:3||||"));
}

TEST(columns_come_as_they_are_asked_for)
{
    struct laid_table *table = open_table(t, MONKEY, (struct laid_wish){.takes_all = false});
    laid_select(table, (const size_t[]){3, 4}, 2);
    CHECK_STR(records_text(t, table, 2), S("3:Yes|Web 4:No|Web; Shop 5:|"));
    table = open_table(t, MONKEY, (struct laid_wish){.takes_all = false});
    laid_select(table, (const size_t[]){4}, 1);
    CHECK_STR(records_text(t, table, 1), S("3:Web 4:Web; Shop 5:"));
    table = open_table(t, MONKEY, (struct laid_wish){.takes_all = false});
    CHECK_STR(records_text(t, table, 0), S("3: 4: 5:"));
}

TEST(a_table_longer_than_its_front_goes_on_alike)
{
    struct buf csv = buf_make(t->arena, MIB);
    buf_add(&csv, S(MONKEY));
    for (size_t i = 0; i < LAYOUT_SAMPLE_RECORDS; i++)
        buf_add(&csv, S("9,,Shop,Yes\n"));
    buf_add(&csv, S("10,Web,Shop,No\n11,short\n12,,Other words,\n"));
    struct laid_table *table = open_table(t, str_to_chars(t->arena, buf_str(&csv)),
                                          (struct laid_wish){.takes_all = false});
    laid_select(table, (const size_t[]){0, 4}, 2);
    str text = records_text(t, table, 2);
    str last = S("516:9|Shop 517:9|Shop 518:10|Web; Shop 519! 520:12|");
    CHECK_STR(str_slice(text, text.len - last.len, text.len), last);
}

TEST(previews_tests_and_spam_are_left_out)
{
    static const char csv[] = QUALTRICS ",,0,1,a,5\n,,1,1,b,1\n,,Survey Preview,1,c,1\n"
                                        ",,8,1,d,1\n,,IP Address,1,e,4\n,,16,0,f,3\n";
    struct laid_table *table = open_table(t, csv, (struct laid_wish){.takes_all = false});
    laid_select(table, (const size_t[]){4}, 1);
    CHECK_STR(records_text(t, table, 1), S("2:a 6:e 7:f"));
    CHECK_INT(laid_left_out(table), 3);
    table = open_table(t, csv, (struct laid_wish){.takes_all = true});
    laid_select(table, (const size_t[]){4}, 1);
    CHECK_STR(records_text(t, table, 1), S("2:a 3:b 4:c 5:d 6:e 7:f"));
    CHECK_INT(laid_left_out(table), 0);
}

TEST(a_table_of_nothing_but_tests_is_taken)
{
    struct laid_table *table =
        open_table(t, QUALTRICS ",,2,1,a,5\n,,1,1,b,1\n", (struct laid_wish){.takes_all = false});
    laid_select(table, (const size_t[]){4, 5}, 2);
    CHECK_STR(records_text(t, table, 2), S("2:a|5 3:b|1"));
    CHECK_INT(laid_left_out(table), 0);
}

TEST(each_record_of_a_long_table_says_one_measure)
{
    struct laid_table *table = open_table(t, LONG, (struct laid_wish){.takes_all = false});
    CHECK_STR(all_text(t, table),
              S("2:A|one|7|7| 3:A|two|8||8 4:B|two|9||9 5:B|one|NA|| 6:C|one|5|5|"));
}

TEST(too_many_measures_are_something_else)
{
    struct buf csv = buf_make(t->arena, MIB);
    buf_add(&csv, S("measure,value\n"));
    for (size_t i = 0; i < LAYOUT_SAMPLE_RECORDS; i++)
        buf_addf(&csv, "m%zu,1\n", i % 2);
    for (size_t i = 0; i < LIMIT_MEASURES - 2; i++)
        buf_addf(&csv, "n%zu,1\n", i);
    size_t len = 0;
    str text = buf_str(&csv);
    struct laid_table *table =
        open_table(t, str_to_chars(t->arena, text), (struct laid_wish){.takes_all = false});
    (void)laid_header(table, &len);
    CHECK_INT(len, 2 + LIMIT_MEASURES);
    buf_add(&csv, S("last,1\n"));
    table = open_table(t, str_to_chars(t->arena, buf_str(&csv)),
                       (struct laid_wish){.takes_all = false});
    (void)laid_header(table, &len);
    CHECK_INT(len, 2);
    CHECK(laid_reading(table)->layout == NULL);
}

TEST(a_second_reading_goes_by_the_first)
{
    struct laid_table *first = open_table(t, MONKEY, (struct laid_wish){.takes_all = false});
    struct laid_table *second =
        open_table(t, MONKEY, (struct laid_wish){.reading = laid_reading(first)});
    CHECK_STR(all_text(t, second), all_text(t, first));
}

TEST(a_layout_may_be_wished_for)
{
    struct laid_table *table = open_table(t, MONKEY, (struct laid_wish){.layout = S("none")});
    CHECK(laid_reading(table)->layout == NULL);
    CHECK_STR(all_text(t, table), S("2:|Web|Shop|Response 3:1|Web||Yes 4:2|Web|Shop|No 5:3|||"));
    table = open_table(t, MONKEY, (struct laid_wish){.layout = S("SurveyMonkey")});
    CHECK_STR(str_of_chars(laid_reading(table)->layout->name), S("surveymonkey"));
    struct laid_wish wish = {.source = {.path = test_write(t, "t.csv", S(MONKEY))},
                             .layout = S("qualtrics")};
    struct err *e = laid_open(t->arena, &wish, &table);
    CHECK(e && e->why == WHY_USAGE);
    wish.layout = S("surveymonky");
    e = laid_open(t->arena, &wish, &table);
    CHECK(e && e->why == WHY_USAGE);
    CHECK_STR(e->text, S("There is no layout \"surveymonky\"; did you mean \"surveymonkey\"?"));
}

TEST(an_empty_table_has_no_layout_to_fear)
{
    struct laid_table *table =
        open_table(t, "Respondent ID,Fan?\n", (struct laid_wish){.takes_all = false});
    CHECK_STR(all_text(t, table), S(""));
    table = open_table(t, QUALTRICS, (struct laid_wish){.takes_all = false});
    CHECK_STR(all_text(t, table), S(""));
}
