/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * sample_of_test — for tests: a record with a sample in it, and what it answers.
 */
#ifndef SAMPLE_SAMPLE_OF_TEST_H
#define SAMPLE_SAMPLE_OF_TEST_H

#include "base/date.h"
#include "listen/folder_of_test.h"
#include "listen/signal.h"
#include "sample/sample.h"
#include "understand/inquiry.h"

/* A Thursday: the sample ends before Monday, the second. */
static inline int32_t sample_end_of_test(void)
{
    return date_to_day((struct date){2026, 3, 5});
}

static inline struct sample_options sample_options_of_test(uint64_t signals, uint64_t seed)
{
    return (struct sample_options){.signals = signals,
                                   .seed = seed,
                                   .end_day = sample_end_of_test(),
                                   .now = 17,
                                   .actor = S("test")};
}

/* A new folder of that name in the test's. */
static inline struct store *sample_folder_of_test(struct test *t, const char *name)
{
    str dir = str_format(t->arena, "%.*s/%s", STR(t->dir), name);
    CHECK_OK(store_make(t->arena, dir, fill_for_test, NULL));
    return store_of_test(t, dir);
}

static inline struct store *sample_store_of_test(struct test *t, const char *name, uint64_t signals,
                                                 uint64_t seed)
{
    struct store *s = sample_folder_of_test(t, name);
    struct sample_options options = sample_options_of_test(signals, seed);
    struct sample sample;
    CHECK_OK(sample_make(t->arena, s, store_db(s), &options, &sample));
    return s;
}

/* The answer on the day on which the sample ends. */
static inline struct answer *sample_ask(struct test *t, struct store *s, str question)
{
    struct inquiry *inquiry = ARENA_NEW(t->arena, struct inquiry);
    struct record_answer *answer = ARENA_NEW(t->arena, struct record_answer);
    struct db *db = store_db(s);
    CHECK_OK(db_begin_read(t->arena, db));
    CHECK_OK(
        inquiry_make(t->arena, s, db, question, (usec_t)sample_end_of_test() * USEC_DAY, inquiry));
    CHECK_OK(record_answer(t->arena, db, &inquiry->asked, answer));
    db_end_read(db);
    return &answer->answer;
}

/* The row of that name in the only dimension that is no period. */
static inline const struct answer_row *sample_row(const struct answer *answer, str name)
{
    for (size_t i = 0; i < answer->rows_len; i++)
        if (str_equal(answer->rows[i].by[answer->keys_len - 1].text, name))
            return &answer->rows[i];
    test_fail(__FILE__, __LINE__, "no row is called %.*s", STR(name));
}

#endif
