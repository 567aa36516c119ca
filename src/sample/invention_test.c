/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "sample/invention.h"

#include "base/date.h"
#include "base/secret.h"
#include "base/test.h"
#include "base/text.h"

enum { SIGNALS = 10000 };

static struct invention sample_of(struct test *t, uint64_t seed)
{
    int32_t end = date_to_day((struct date){2026, 3, 5});
    return invention_make(t->arena, SIGNALS, seed, end);
}

/* All that is invented of a signal. */
static str text_of(struct arena *a, const struct invented *s)
{
    return str_format(a,
                      "%d %lld %u %d %llu %u %u %u %d %.*s %.*s %.*s %d %d %d %d %d %d %d %.*s "
                      "%.*s %.*s %.*s %.*s",
                      s->at.day, (long long)s->at.time_of_day, s->source, s->touchpoint,
                      (unsigned long long)s->person, s->region, s->branch, s->language, s->account,
                      STR(s->channel), STR(s->plan), STR(s->segment), s->recommend, s->satisfaction,
                      s->effort, s->value_for_money, s->stars, s->delivery_days, s->wait_minutes,
                      STR(s->on_time), STR(s->solved), STR(s->topic), STR(s->reasons),
                      STR(s->comment));
}

static str hash_of(struct test *t, const struct invention *v)
{
    struct secret_stream *stream = secret_stream_make(t->arena);
    for (uint64_t i = 0; i < v->signals; i++) {
        struct arena *a = arena_make(0);
        struct invented s = invention_signal(a, v, i);
        secret_stream_add(stream, text_of(a, &s));
        arena_done(a);
    }
    struct secret_hash hash = secret_stream_hash(stream);
    return secret_to_hex(t->arena, secret_hash_str(&hash));
}

TEST(the_same_seed_invents_the_same_on_every_machine)
{
    struct invention one = sample_of(t, 1), again = sample_of(t, 1), other = sample_of(t, 2);
    secret_init();
    CHECK_STR(hash_of(t, &one), hash_of(t, &again));
    CHECK(!str_equal(hash_of(t, &one), hash_of(t, &other)));
    /* What this program invented when this test was written. */
    CHECK_STR(hash_of(t, &one), S("86e042b4442774c568d5660ff26c693b"));
}

static bool is_in(int number, int lo, int hi)
{
    return number == INVENTED_NONE || (number >= lo && number <= hi);
}

TEST(answers_lie_on_their_scales_and_belong_to_their_source)
{
    struct invention v = sample_of(t, 1);
    for (uint64_t i = 0; i < SIGNALS; i++) {
        struct invented s = invention_signal(t->arena, &v, i);
        CHECK(is_in(s.recommend, 0, 10) && is_in(s.satisfaction, 1, 5) && is_in(s.effort, 1, 7));
        CHECK(is_in(s.stars, 1, 5) && is_in(s.value_for_money, 1, 5));
        CHECK((s.stars != INVENTED_NONE) == (s.source == COMPANY_REVIEWS));
        CHECK((s.topic.len > 0) == (s.source == COMPANY_CALLS));
        CHECK((s.touchpoint == INVENTED_NONE) == (s.source == COMPANY_RELATIONSHIP));
        CHECK(s.at.day >= v.season.first && s.at.day < v.season.end);
        CHECK(s.person < v.persons && text_is_utf8(s.comment));
    }
}

TEST(a_third_say_why_and_many_come_again)
{
    struct invention v = sample_of(t, 1);
    size_t comments = 0, persons = 0, again = 0;
    unsigned *times = ARENA_ARRAY(t->arena, unsigned, v.persons);
    for (uint64_t i = 0; i < SIGNALS; i++) {
        struct invented s = invention_signal(t->arena, &v, i);
        comments += s.comment.len > 0;
        times[s.person]++;
    }
    for (uint64_t p = 0; p < v.persons; p++) {
        persons += times[p] > 0;
        again += times[p] > 1;
    }
    CHECK_THAT(comments > SIGNALS * 30 / 100 && comments < SIGNALS * 37 / 100, "%zu comments",
               comments);
    CHECK_THAT(again > persons / 2, "%zu of %zu persons came again", again, persons);
}

/* The first word of a comment that only good, or only bad, ones have is left to readers:
 * here, that the same liking gives words and a number of one mood. */
TEST(short_comments_fit_the_score_beside_them)
{
    struct invention v = sample_of(t, 1);
    size_t praise = 0, blame = 0;
    for (uint64_t i = 0; i < SIGNALS; i++) {
        struct invented s = invention_signal(t->arena, &v, i);
        bool perfect = str_starts_with(s.comment, S("Perfect!"));
        bool never = str_starts_with(s.comment, S("Never again."));
        CHECK(!perfect || s.recommend >= 7 || s.satisfaction >= 4 || s.stars >= 4);
        CHECK(!never || is_in(s.recommend, 0, 8));
        praise += perfect;
        blame += never;
    }
    CHECK(praise > 3 && blame > 1);
}

TEST(somebody_is_the_same_every_time)
{
    struct invention v = sample_of(t, 1);
    struct invented *first = ARENA_ARRAY(t->arena, struct invented, v.persons);
    for (uint64_t i = 0; i < SIGNALS; i++) {
        struct invented s = invention_signal(t->arena, &v, i);
        struct invented *f = &first[s.person];
        if (!f->plan.len)
            *f = s;
        CHECK(f->region == s.region && f->branch == s.branch && f->language == s.language);
        CHECK(f->account == s.account && str_equal(f->plan, s.plan));
    }
}
