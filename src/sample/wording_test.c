/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "sample/wording.h"

#include <string.h>

#include "base/test.h"
#include "base/text.h"

static void check_piece(const char *piece)
{
    CHECK(piece && strlen(piece) > 1 && strlen(piece) < 100);
    CHECK(text_is_utf8(str_of_chars(piece)));
}

static void check_list(const char *const *list, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        check_piece(list[i]);
        for (size_t j = 0; j < i; j++)
            CHECK_THAT(strcmp(list[i], list[j]) != 0, "\"%s\" stands twice", list[i]);
    }
}

/* Begins as within a sentence, and has no end of its own. */
static void check_said(const char *const *list)
{
    check_list(list, WORDING_SAID);
    CHECK_THAT(!strchr(list[0], '#'), "\"%s\" is the first, and needs a number", list[0]);
    for (size_t i = 0; i < WORDING_SAID; i++) {
        char last = list[i][strlen(list[i]) - 1];
        CHECK_THAT(last != '.' && last != '!' && last != ',', "\"%s\" ends by itself", list[i]);
    }
}

TEST(every_language_has_all_its_pieces)
{
    for (unsigned l = 0; l < COMPANY_LANGUAGE_COUNT; l++) {
        const struct wording_pieces *p = wording_of_language(l);
        check_list(p->but, WORDING_BUT);
        for (unsigned mood = 0; mood < WORDING_MOOD_COUNT; mood++) {
            check_list(p->opening[mood], WORDING_AROUND);
            check_list(p->closing[mood], WORDING_AROUND);
            check_list(p->brief[mood], WORDING_BRIEF);
            for (unsigned topic = 0; topic < WORDING_TOPIC_COUNT; topic++)
                check_said(p->said[topic][mood]);
        }
    }
}

static str make(struct test *t, const struct wording_wish *wish, uint64_t seed)
{
    struct xoshiro numbers = xoshiro_of_seed(seed);
    return wording_make(t->arena, wish, &numbers);
}

TEST(comments_are_whole_for_every_wish)
{
    struct wording_wish w = {.number = 1};
    for (uint64_t seed = 0; seed < 5000; seed++) {
        w.language = seed % COMPANY_LANGUAGE_COUNT;
        w.topic = seed / COMPANY_LANGUAGE_COUNT % WORDING_TOPIC_COUNT;
        w.mood = seed / 37 % WORDING_MOOD_COUNT;
        w.is_mixed = seed % 3 == 0;
        w.number = (int)(seed % 31);
        str comment = make(t, &w, seed);
        CHECK(comment.len > 1 && comment.len < WORDING_BYTES / 2);
        CHECK(text_is_utf8(comment) && !str_has(comment, '#'));
        CHECK_STR(str_trim(comment), comment);
    }
}

/* The number that stands in the answers stands in the words too, from 3 on. */
TEST(a_comment_names_the_days_that_it_took)
{
    struct wording_wish w = {.language = COMPANY_ENGLISH, .topic = WORDING_LATE, .number = 7};
    size_t named = 0;
    for (uint64_t seed = 0; seed < 200; seed++)
        named += strstr(str_to_chars(t->arena, make(t, &w, seed)), "took 7 days") != NULL;
    CHECK(named > 10);
    w.number = 2;
    for (uint64_t seed = 0; seed < 200; seed++)
        CHECK(!strstr(str_to_chars(t->arena, make(t, &w, seed)), "2 days"));
}

TEST(comments_are_many)
{
    struct wording_wish w = {.language = COMPANY_FRENCH, .topic = WORDING_SHOP};
    uint64_t hashes[300];
    size_t distinct = 0;
    for (size_t i = 0; i < 300; i++) {
        hashes[i] = str_hash(make(t, &w, i));
        bool seen = false;
        for (size_t j = 0; j < i; j++)
            seen = seen || hashes[j] == hashes[i];
        distinct += !seen;
    }
    CHECK_THAT(distinct > 120, "%zu of 300 comments are different", distinct);
}
