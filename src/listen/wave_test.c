/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/wave.h"

#include "base/buf.h"
#include "base/test.h"

/* Codes from lo on, so often each. */
static struct wave_column codes(struct test *t, const char *name, int lo, const unsigned *counts,
                                size_t len)
{
    struct scale_text *texts = ARENA_ARRAY(t->arena, struct scale_text, len);
    for (size_t i = 0; i < len; i++)
        texts[i] = (struct scale_text){str_format(t->arena, "%d", lo + (int)i), counts[i]};
    return (struct wave_column){.name = str_of_chars(name),
                                .label = str_of_chars(name),
                                .kind = IMPORT_SCORE,
                                .texts = texts,
                                .texts_len = len};
}
#define CODES(t, name, lo, ...)                                                                    \
    codes((t), (name), (lo), (const unsigned[]){__VA_ARGS__},                                      \
          sizeof(const unsigned[]){__VA_ARGS__} / sizeof(unsigned))

static struct wave_column question(const char *name, const char *label)
{
    return (struct wave_column){.name = str_of_chars(name),
                                .label = str_of_chars(label),
                                .kind = IMPORT_CHOICE,
                                .more = true};
}

/* "now=before by name answers; …" */
static str matched(struct test *t, const struct wave_column *now, size_t now_len,
                   const struct wave_column *before, size_t before_len)
{
    struct wave_match *m = ARENA_ARRAY(t->arena, struct wave_match, now_len);
    struct buf b = buf_make(t->arena, 1000);
    size_t len = 0;
    wave_match(now, now_len, before, before_len, m, &len);
    for (size_t i = 0; i < len; i++) {
        CHECK(m[i].likeness >= 0.7 && m[i].likeness <= 1);
        buf_addf(&b, "%.*s=%.*s%s%s%s; ", STR(now[m[i].now].name), STR(before[m[i].before].name),
                 m[i].by_name ? " name" : "", m[i].by_label ? " label" : "",
                 m[i].by_answers ? " answers" : "");
    }
    return buf_str(&b);
}

TEST(columns_that_were_renamed_are_found)
{
    const struct wave_column before[] = {
        CODES(t, "AREA", 1, 30, 50, 20), CODES(t, "Q18AGE", 1, 10, 20, 40, 30),
        CODES(t, "Q20INCOME", 1, 25, 25, 25, 25), CODES(t, "Q7SIGN", 1, 5, 5, 20, 40, 30),
        question("Q4", "How easy was it to find your gate today?")};
    const struct wave_column now[] = {
        CODES(t, "Q19AGE", 1, 12, 19, 39, 30), CODES(t, "BAREA", 1, 29, 52, 19),
        CODES(t, "Q21INCME", 1, 24, 26, 25, 25), CODES(t, "NETPRO", 0, 1, 1, 1, 2, 3, 9, 9),
        question("gate", "How easy was it to find your gate?")};
    CHECK_STR(matched(t, now, 5, before, 5),
              S("Q19AGE=Q18AGE name answers; BAREA=AREA name answers; "
                "Q21INCME=Q20INCOME name answers; gate=Q4 label; "));
    CHECK_STR(matched(t, before, 5, now, 5), /* whichever came first */
              S("AREA=BAREA name answers; Q18AGE=Q19AGE name answers; "
                "Q20INCOME=Q21INCME name answers; Q4=gate label; "));
    CHECK_STR(matched(t, now, 0, before, 5), S(""));
    CHECK_STR(matched(t, now, 5, before, 0), S(""));
}

TEST(what_may_be_two_columns_or_holds_something_else_is_not_proposed)
{
    const struct wave_column before[] = {question("Q8COM1", "Q8COM1"),
                                         question("Q9COM1", "Q9COM1")};
    const struct wave_column now[] = {question("Q7COM1", "Q7COM1")};
    CHECK_STR(matched(t, now, 1, before, 2), S(""));
    struct wave_column date = question("AREA", "AREA"), area = date;
    date.kind = IMPORT_DATE;
    CHECK_STR(matched(t, &date, 1, &area, 1), S(""));
    struct wave_column high = CODES(t, "AREA", 1, 0, 0, 90), low = CODES(t, "KIND", 1, 0, 0, 90);
    CHECK_STR(matched(t, &high, 1, &low, 1), S("")); /* the same answers alone */
}

static enum wave_scale scale_of(struct test *t, struct wave_column now, struct wave_column before)
{
    struct scale_range is, was;
    return wave_scale(t->arena, &now, &before, &is, &was);
}

TEST(a_scale_that_changed_or_turned_is_noticed)
{
    struct wave_column five = CODES(t, "x", 1, 5, 5, 10, 40, 40);
    struct wave_column ten = CODES(t, "x", 1, 1, 1, 2, 2, 4, 10, 20, 20, 20, 20);
    struct wave_column turned = CODES(t, "x", 1, 41, 39, 10, 5, 5);
    CHECK_INT(scale_of(t, five, five), WAVE_SCALE_SAME);
    CHECK_INT(scale_of(t, ten, five), WAVE_SCALE_CHANGED);
    CHECK_INT(scale_of(t, five, ten), WAVE_SCALE_CHANGED);
    CHECK_INT(scale_of(t, turned, five), WAVE_SCALE_TURNED);
    CHECK_INT(scale_of(t, five, turned), WAVE_SCALE_TURNED);
    /* Worse answers are no other scale, and neither is a code that nobody gave. */
    CHECK_INT(scale_of(t, CODES(t, "x", 1, 15, 15, 30, 20, 20), five), WAVE_SCALE_SAME);
    CHECK_INT(scale_of(t, CODES(t, "x", 2, 5, 10, 40, 40), five), WAVE_SCALE_SAME);
    struct wave_column many = five;
    many.more = true;
    CHECK_INT(scale_of(t, ten, many), WAVE_SCALE_SAME); /* not known */
}
