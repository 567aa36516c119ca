/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <jansson.h>

#include "understand/scored.h"

static const str file = S_INIT("score,area\n9,N\n3,N\n10,S\n12,S\n9,S\n");

static bool has(str text, const char *part)
{
    str word = str_of_chars(part);
    for (size_t i = 0; i + word.len <= text.len; i++)
        if (str_equal(str_slice(text, i, i + word.len), word))
            return true;
    return false;
}

TEST(something_refused_is_exit_status_one)
{
    const char *const *words = WORDS("measure", "nps", "field", "score");
    CHECK_INT(score_text(t, file, words).status, 1);
    CHECK_INT(score_text(t, S("score\n9\n11\n"), words).status, 0); /* missing is not refused */
}

TEST(json_is_one_document)
{
    struct scored s = score_text(
        t, file, WORDS("measure", "nps", "field", "score", "by", "area", "format", "json"));
    json_error_t error;
    CHECK(!s.error && s.err.len == 0);
    json_t *document = json_loadb(s.out.ptr, s.out.len, JSON_REJECT_DUPLICATES, &error);
    CHECK_THAT(document, "%s", error.text);
    CHECK_INT(json_array_size(json_object_get(document, "rows")), 2);
    json_decref(document);
}

TEST(csv_is_rows_alone)
{
    struct scored s = score_text(
        t, file, WORDS("measure", "nps", "field", "score", "by", "area", "format", "csv"));
    CHECK(str_starts_with(s.out, S("area,value,lo,hi,n,n_eff,status,method\n")));
    CHECK(s.err.len == 0);
}

TEST(a_table_says_what_it_is_of)
{
    struct scored s = score_text(
        t, file, WORDS("measure", "nps", "field", "score", "by", "area", "where", "area = S"));
    CHECK(str_starts_with(s.out, S("Net Promoter Score of score by area\nanswers.csv")));
    CHECK(has(s.out, "where area = S") && has(s.out, "scale 0 to 10") && has(s.out, "All"));
    CHECK(has(s.out, "line 5") && has(s.out, "\"12\""));
    s = score_text(t, S("a,b,c,d\n1,1,1,1\n5,5,5,5\n"),
                   WORDS("measure", "index", "field", "a", "field", "b", "field", "c"));
    CHECK(str_starts_with(s.out, S("Index of a, b and c\n")));
    s = score_text(
        t, S("a,b,c,d\n1,1,1,1\n5,5,5,5\n"),
        WORDS("measure", "index", "field", "a", "field", "b", "field", "c", "field", "d"));
    CHECK(str_starts_with(s.out, S("Index of 4 columns\n")));
}

TEST(hints_go_to_standard_error_beside_csv_and_below_a_table)
{
    struct scored s = score_text(
        t, file,
        WORDS("measure", "nps", "field", "score", "where", "area = \"Nrth\"", "format", "csv"));
    CHECK(str_starts_with(s.err, S("attune: ")));
    s = score_text(t, file, WORDS("measure", "nps", "field", "score", "where", "area = \"Nrth\""));
    CHECK(s.err.len == 0 && has(s.out, "Nrth"));
}

TEST(every_comparison_has_its_header)
{
    str trend = S("score,at\n9,2024-01-01\n3,2025-02-01\n");
    static const char *const with[] = {"previous", "year", "rest", "at < 2025-01-01"};
    static const char *const headers[] = {"before", "year", "rest", "2025"};
    for (size_t i = 0; i < 4; i++) {
        struct scored s = score_text(t, trend,
                                     WORDS("measure", "nps", "field", "score", "at", "at", "per",
                                           "year", "compare", with[i]));
        CHECK(!s.error && has(s.out, "Against") && has(s.out, headers[i]));
    }
}
