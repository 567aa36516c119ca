/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What the code knows by name, the manual explains.
 */
#include "cli/manual.h"

#include "ask/question_text.h"
#include "base/err.h"
#include "base/test.h"
#include "cli/command_index.h"
#include "understand/compare.h"
#include "understand/estimate.h"

static bool has(str text, str word)
{
    for (size_t i = 0; i + word.len <= text.len; i++)
        if (str_equal(str_slice(text, i, i + word.len), word))
            return true;
    return false;
}

/* A table of this section has the word among its terms, or says it. */
static bool explains(const char *section, str word)
{
    const struct manual_section *s = manual_find(str_of_chars(section));
    CHECK(s != NULL);
    for (size_t p = 0; p < s->parts_len; p++)
        for (const struct manual_entry *e = s->parts[p].entries; e && e->term; e++)
            if (has(str_of_chars(e->term), word) || has(str_of_chars(e->about), word))
                return true;
    return false;
}

TEST(manual_explains_every_exit_status)
{
    for (int why = 0; why < WHY_COUNT; why++) {
        str status = str_format(t->arena, "%d", why_exit_status((enum why)why));
        CHECK_THAT(explains("exit", status), "does not explain %.*s", STR(status));
        CHECK_THAT(explains("exit", why_name((enum why)why)), "does not explain %.*s",
                   STR(why_name((enum why)why)));
    }
}

TEST(manual_explains_every_status_and_verdict)
{
    for (int s = 0; s < STATUS_COUNT; s++)
        CHECK_THAT(explains("output", status_name((enum status)s)), "does not explain %.*s",
                   STR(status_name((enum status)s)));
    for (int v = 0; v < VERDICT_COUNT; v++)
        CHECK_THAT(explains("comparisons", verdict_name((enum verdict)v)), "does not explain %.*s",
                   STR(verdict_name((enum verdict)v)));
}

TEST(manual_shows_clauses_that_can_be_asked)
{
    const struct manual_section *s = manual_find(S("questions"));
    size_t asked = 0;
    CHECK(s != NULL);
    for (size_t p = 0; p < s->parts_len; p++)
        for (const struct manual_entry *e = s->parts[p].entries; e && e->term; e++) {
            str term = str_of_chars(e->term);
            struct question_text q;
            if (has(term, S("CONDITION")) || has(term, S("today")))
                continue;
            str text = str_format(t->arena, "nps(x) %.*s", STR(term));
            CHECK_OK(question_text_of_str(t->arena, text, &q));
            asked++;
        }
    CHECK(asked >= CLAUSE_COUNT);
}

static void check_plain(const char *text)
{
    str s = str_of_chars(text ? text : "");
    CHECK_THAT(!str_has(s, '\t') && !has(s, S("  ")) && !has(s, S(" \n")), "is not plain: %s",
               text);
    for (size_t i = 0; i + 1 < s.len; i++)
        CHECK_THAT(s.ptr[i] != '\n' || s.ptr[i + 1] == '\n' || (i > 0 && s.ptr[i - 1] == '\n'),
                   "a paragraph ends with an empty line: %s", text);
}

TEST(manual_is_plain_text)
{
    for (size_t i = 0; i < manual_len; i++)
        for (size_t p = 0; p < manual[i].parts_len; p++) {
            check_plain(manual[i].parts[p].text);
            for (const struct manual_entry *e = manual[i].parts[p].entries; e && e->term; e++) {
                check_plain(e->term);
                check_plain(e->about);
            }
        }
}

TEST(manual_has_no_section_that_is_called_like_a_command)
{
    for (unsigned i = 0; i < command_index_len; i++)
        CHECK(manual_find(str_of_chars(command_index[i]->name)) == NULL);
    for (size_t i = 0; i < manual_len; i++)
        CHECK(manual_find(str_of_chars(manual[i].name)) == &manual[i]);
}
