/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/import_report.h"

#include "base/limits.h"
#include "base/test.h"

static str json_of(struct test *t, const struct import_report *r)
{
    struct buf out = buf_make(t->arena, MIB);
    import_report_to_json(r, &out);
    CHECK(!out.full);
    return buf_str(&out);
}

static struct import_plan plan_with(const struct import_plan_column *columns, size_t len)
{
    struct import_plan p = {.columns = columns, .columns_len = len};
    for (unsigned i = 0; i < IMPORT_ROLE_COUNT; i++)
        p.roles[i] = IMPORT_NONE;
    return p;
}

TEST(a_report_is_json_to_the_letter)
{
    const str missing[] = {S("11"), S("99")};
    const struct import_plan_column columns[] = {
        {.column = S("NETPRO"),
         .field = S("recommend"),
         .kind = IMPORT_SCORE,
         .missing = missing,
         .missing_len = 2},
        {.column = S("MAIL"), .kind = IMPORT_SKIP},
    };
    const struct import_question question = {.code = "email",
                                             .text = S("Say \"who\"?"),
                                             .map = S("email: none"),
                                             .parts = {{"column", S("MAIL")}},
                                             .parts_len = 1};
    const struct refusal refused = {.line = 7,
                                    .column = S("NETPRO"),
                                    .value = S("12"),
                                    .reason = S("outside the scale 0 to 10")};
    struct import_plan plan = plan_with(columns, 2);
    plan.roles[IMPORT_ROLE_EMAIL] = 1;
    plan.questions = &question;
    plan.questions_len = 1;
    struct import_report r = {.source = S("sfo"),
                              .rows = 5,
                              .taken = 3,
                              .duplicates = 1,
                              .refused = 1,
                              .refused_first = &refused,
                              .refused_listed = 1,
                              .plan = &plan};
    CHECK_STR(json_of(t, &r),
              S("{\"source\":\"sfo\",\"rows\":5,\"taken\":3,\"duplicates\":1,"
                "\"refused\":[{\"line\":7,\"column\":\"NETPRO\","
                "\"reason\":\"outside the scale 0 to 10\"}],\"refused_n\":1,"
                "\"columns\":[{\"column\":\"NETPRO\",\"field\":\"recommend\",\"kind\":\"score\","
                "\"missing\":[\"11\",\"99\"]},"
                "{\"column\":\"MAIL\",\"field\":null,\"kind\":\"skip\",\"missing\":[],"
                "\"role\":\"email\"}],"
                "\"questions\":[{\"code\":\"email\",\"text\":\"Say \\\"who\\\"?\","
                "\"map\":\"email: none\",\"parts\":{\"column\":\"MAIL\"}}],\"layout\":null}"));
    r.layout = S("typeform");
    str json = json_of(t, &r), last = S(",\"layout\":\"typeform\"}");
    CHECK_STR(str_slice(json, json.len - last.len, json.len), last);
}

TEST(a_report_says_what_applies_only)
{
    const struct import_note notes[] = {
        {.code = "mixed_encoding",
         .key = "records",
         .number = 12,
         .text = S_INIT("12 records …"),
         .lines = (const uint64_t[]){3, 9},
         .lines_len = 2},
        {.code = "same_header", .text = S_INIT("The source is …")},
    };
    struct import_report r = {.source = S("x"),
                              .import = 4,
                              .resumed = true,
                              .dry_run = true,
                              .notes = notes,
                              .notes_len = 2};
    CHECK_STR(json_of(t, &r),
              S("{\"source\":\"x\",\"rows\":0,\"taken\":0,\"duplicates\":0,\"refused\":[],"
                "\"refused_n\":0,\"columns\":[],\"questions\":[],\"import\":4,\"resumed\":true,"
                "\"dry_run\":true,\"notes\":[{\"code\":\"mixed_encoding\",\"records\":12,"
                "\"lines\":[3,9],\"text\":\"12 records "
                "…\"},{\"code\":\"same_header\",\"text\":\"The source is "
                "…\"}]}"));
}

TEST(a_record_that_is_refused_as_a_whole_has_no_column)
{
    const struct refusal refused = {.line = 3, .reason = S("2 cells instead of 3")};
    struct import_report r = {
        .source = S("x"), .refused = 1, .refused_first = &refused, .refused_listed = 1};
    CHECK(str_starts_with(json_of(t, &r),
                          S("{\"source\":\"x\",\"rows\":0,\"taken\":0,\"duplicates\":0,"
                            "\"refused\":[{\"line\":3,\"column\":null,")));
}
