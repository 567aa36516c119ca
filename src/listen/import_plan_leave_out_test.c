/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/plan_of_test.h"

#define ANSWERS                                                                                    \
    "email,nps\na@gmail.com,9\nb@web.de,8\nmara@Acme.example,10\nc@gmail.com,7\nd@gmx.net,6\n"     \
    "e@other.example,9\nf@gmail.com,3\ng@web.de,5\nh@web.de,5\ni@web.de,5\n"

static str staff_asked(struct test *t, const char *csv, const str *domains, size_t len)
{
    struct plan_table table = plan_table_of(t, csv);
    struct import_known known = plan_init_knows();
    struct import_plan_ask ask = {.header = table.header,
                                  .header_len = table.len,
                                  .profile = table.profile,
                                  .known = &known,
                                  .own_domains = domains,
                                  .own_domains_len = len};
    struct import_plan p;
    CHECK_OK(import_plan_make(t->arena, &ask, &p));
    for (size_t i = 0; i < p.questions_len; i++)
        if (str_equal(str_of_chars(p.questions[i].code), S("staff")))
            return str_format(t->arena, "%.*s | %.*s", STR(p.questions[i].map),
                              STR(p.questions[i].parts[1].text));
    return S("");
}

TEST(answers_from_the_domain_of_those_who_sign_in_are_asked_about)
{
    const str own[] = {S("acme.example"), S("other.example")};
    CHECK_STR(staff_asked(t, ANSWERS, own, 1), S("[email] leave out: @acme.example | 1"));
    CHECK_STR(staff_asked(t, ANSWERS, own, 2),
              S("[email] leave out: @acme.example, @other.example | 2"));
    CHECK_STR(staff_asked(t, ANSWERS, own, 0), S(""));
}

TEST(a_survey_among_the_own_people_is_no_exception)
{
    const str own[] = {S("acme.example")};
    CHECK_STR(
        staff_asked(t, "email,nps\na@acme.example,9\nb@acme.example,8\nc@gmail.com,1\n", own, 1),
        S(""));
}
