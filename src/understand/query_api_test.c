/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What the routes of questions leave behind in a request, which stays until the last byte of
 * its reply is sent; tests/api_test.c has what they answer.
 */
#include "base/limits.h"
#include "http/request.h"
#include "listen/folder_of_test.h"
#include "listen/signal.h"

extern const struct route route_named_query, route_named_signals;

enum { SIGNALS = 5000 };

static struct store *filled(struct test *t)
{
    struct store *s = store_of_test(t, folder_of_test(t));
    struct signal *signals = ARENA_ARRAY(t->arena, struct signal, SIGNALS);
    for (size_t i = 0; i < SIGNALS; i++) {
        struct signal_value *value = ARENA_NEW(t->arena, struct signal_value);
        *value = (struct signal_value){.name = S("recommend"), .text = i % 4 ? S("10") : S("0")};
        signals[i] = (struct signal){.key = str_format(t->arena, "k%zu", i),
                                     .at = (usec_t)i * USEC_SECOND,
                                     .person_external_id = str_format(t->arena, "p%zu", i / 2),
                                     .values = value,
                                     .values_len = 1};
    }
    struct signal_batch batch = {
        .signals = signals, .len = SIGNALS, .source = S("shop"), .opens = true};
    CHECK_OK(signal_submit(t->arena, s, &batch));
    return s;
}

static struct request *ask(struct test *t, struct store *s, const struct route *route, str question)
{
    struct request *rq = ARENA_NEW(t->arena, struct request);
    struct pair *q = ARENA_NEW(t->arena, struct pair);
    *q = (struct pair){S("q"), question};
    *rq = (struct request){.arena = arena_make(0),
                           .route = route,
                           .query = {.items = q, .len = 1},
                           .store = s,
                           .now = 1000 * USEC_DAY};
    rq->reply.file = -1;
    return rq;
}

TEST(of_a_question_the_request_keeps_the_answer_alone)
{
    struct request *rq = ask(t, filled(t), &route_named_query, S("nps(recommend)"));
    CHECK_OK(rq->route->run(rq));
    CHECK_INT(rq->reply.status, 200);
    CHECK(strstr(str_to_chars(t->arena, rq->reply.body), "\"value\":50,"));
    CHECK_THAT(arena_used(rq->arena) < 16 * KIB, "%zu bytes", arena_used(rq->arena));
    arena_done(rq->arena);
}

TEST(of_the_signals_behind_a_row_the_request_keeps_the_page_alone)
{
    struct request *rq = ask(t, filled(t), &route_named_signals, S("nps(recommend)"));
    CHECK_OK(rq->route->run(rq));
    str body = buf_str(&rq->reply.text);
    CHECK(str_starts_with(body, S("{\"n\":5000,")));
    CHECK_THAT(arena_used(rq->arena) < 4 * body.len + 16 * KIB, "%zu bytes of %zu",
               arena_used(rq->arena), body.len);
    arena_done(rq->arena);
}

TEST(a_question_that_cannot_be_asked_leaves_its_sentence)
{
    struct request *rq = ask(t, filled(t), &route_named_query, S("nps(recommended)"));
    const struct err *e = rq->route->run(rq);
    CHECK(e && e->why == WHY_USAGE && e->position == 5);
    CHECK_STR(e->text, S("There is no field \"recommended\"; did you mean recommend?"));
    arena_done(rq->arena);
}
