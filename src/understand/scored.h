/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * scored — for tests: `attune score` as a call, without the program around it.
 */
#ifndef UNDERSTAND_SCORED_H
#define UNDERSTAND_SCORED_H

#include <string.h>

#include "base/command.h"
#include "base/date.h"
#include "base/test.h"
#include "understand/score.h"

extern const struct command command_named_score;

struct scored {
    struct call *call;
    const struct err *error; /* NULL: it went well, and the others hold */
    int status;
    str out, err;
};

static inline const struct option *option_called(const char *name)
{
    for (size_t i = 0; i < command_named_score.options_len; i++)
        if (strcmp(command_named_score.options[i].name, name) == 0)
            return &command_named_score.options[i];
    test_fail(__FILE__, __LINE__, "score has no option --%s", name);
}

/* words: "measure", "nps", "field", "NETPRO" … up to NULL; now: "2026-11-24". */
static inline struct call *call_of(struct test *t, str path, const char *const *words)
{
    struct call *c = ARENA_NEW(t->arena, struct call);
    int32_t today = 0;
    CHECK(date_of_str(S("2026-11-24"), DATE_MONTH_FIRST, &today));
    *c = (struct call){.arena = t->arena,
                       .command = &command_named_score,
                       .arguments = ARENA_NEW(t->arena, str),
                       .arguments_len = 1,
                       .given = ARENA_ARRAY(t->arena, struct given, 40),
                       .now = today * USEC_DAY,
                       .now_day = today};
    c->arguments[0] = path;
    for (size_t i = 0; words[i]; i += 2)
        c->given[c->given_len++] =
            (struct given){option_called(words[i]), str_of_chars(words[i + 1])};
    return c;
}

/* The file's content, and the words. */
static inline struct scored score_text(struct test *t, str content, const char *const *words)
{
    struct scored s = {.call = call_of(t, test_write(t, "answers.csv", content), words)};
    str out = str_format(t->arena, "%.*s/out", STR(t->dir));
    str err = str_format(t->arena, "%.*s/err", STR(t->dir));
    s.call->out = fopen(str_to_chars(t->arena, out), "w");
    s.call->err = fopen(str_to_chars(t->arena, err), "w");
    CHECK(s.call->out && s.call->err);
    s.error = command_named_score.run(s.call, &s.status);
    CHECK(fclose(s.call->out) == 0 && fclose(s.call->err) == 0);
    s.out = test_read(t, out);
    s.err = test_read(t, err);
    return s;
}

#define WORDS(...)                                                                                 \
    (const char *const[])                                                                          \
    {                                                                                              \
        __VA_ARGS__, NULL                                                                          \
    }

/* The answer as a value; fails the test where there is none. */
static inline struct score score_of(struct test *t, str content, const char *const *words)
{
    struct call *c = call_of(t, test_write(t, "answers.csv", content), words);
    struct answers_file file;
    struct score_ask ask;
    struct score score;
    CHECK_OK(answers_open(t->arena, &(struct table_source){.path = c->arguments[0]}, &file));
    CHECK_OK(score_ask_of_call(c, &file, &ask));
    CHECK_OK(score_file(c, &file, &ask, &score));
    return score;
}

/* Why it does not go, which must be the question's fault. */
static inline str score_refusal(struct test *t, str content, const char *const *words)
{
    struct scored s = score_text(t, content, words);
    CHECK(s.error && s.error->why == WHY_USAGE && s.out.len == 0);
    return s.error->text;
}

#endif
