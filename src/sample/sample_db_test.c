/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/secret.h"
#include "listen/source_db.h"
#include "people/audit_db.h"
#include "people/person_db.h"
#include "people/unit_db.h"
#include "sample/sample_of_test.h"

#include <sys/resource.h>

STATEMENT(content_signal);
STATEMENT(content_verbatim);
STATEMENT(signal_count);

enum { COLUMNS_OF_SIGNAL = 17, COLUMNS_OF_VERBATIM = 3 };

/* A hash of rows to the byte. */
static str rows_hash(struct test *t, struct store *s, const struct statement *rows, int columns)
{
    struct secret_stream *stream = secret_stream_make(t->arena);
    struct query *q = db_query(store_db(s), rows);
    bool found = true;
    for (;;) {
        CHECK_OK(query_next(t->arena, q, &found));
        if (!found)
            break;
        for (int i = 0; i < columns; i++) {
            secret_stream_add(stream, query_blob(q, i));
            secret_stream_add(stream, S("\x1f"));
        }
    }
    struct secret_hash hash = secret_stream_hash(stream);
    return secret_to_hex(t->arena, secret_hash_str(&hash));
}

static str hash_of(struct test *t, struct store *s)
{
    return str_format(t->arena, "%.*s %.*s",
                      STR(rows_hash(t, s, SQL(content_signal), COLUMNS_OF_SIGNAL)),
                      STR(rows_hash(t, s, SQL(content_verbatim), COLUMNS_OF_VERBATIM)));
}

static int64_t count(struct test *t, struct store *s)
{
    bool found = false;
    struct query *q = db_query(store_db(s), SQL(signal_count));
    CHECK_OK(query_next(t->arena, q, &found));
    int64_t n = query_int(q, 0);
    query_done(q);
    return n;
}

TEST(the_same_seed_number_and_end_are_the_same_bytes)
{
    struct store *one = sample_store_of_test(t, "one", 9000, 1);
    struct store *again = sample_store_of_test(t, "again", 9000, 1);
    struct store *other = sample_store_of_test(t, "other", 9000, 2);
    CHECK_INT(count(t, one), 9000);
    CHECK_STR(hash_of(t, one), hash_of(t, again));
    CHECK(!str_equal(hash_of(t, one), hash_of(t, other)));
}

TEST(its_sources_are_marked_and_say_how_people_were_reached)
{
    struct store *s = sample_store_of_test(t, "data", 500, 1);
    struct source *sources = NULL, own;
    size_t len = 0;
    bool is = false;
    CHECK_OK(sample_is_in(t->arena, store_db(s), &is));
    CHECK(is);
    CHECK_OK(source_list(t->arena, store_db(s), &sources, &len));
    CHECK_INT(len, 4);
    for (size_t i = 0; i < len; i++)
        CHECK(sources[i].is_sample && str_starts_with(sources[i].key, S("sample_")));
    CHECK_STR(sources[0].reach.reached, S("random"));
    struct store *empty = sample_folder_of_test(t, "empty");
    CHECK_OK(sample_is_in(t->arena, store_db(empty), &is));
    CHECK(!is);
    CHECK_OK(source_find(t->arena, store_db(empty), S("sample_calls"), &own));
    CHECK_INT(own.id, 0);
}

TEST(units_are_a_tree_under_europe)
{
    struct store *s = sample_store_of_test(t, "data", 500, 1);
    const struct answer *all = sample_ask(t, s, S("mean(satisfaction) where unit under Europe"));
    const struct answer *north = sample_ask(t, s, S("mean(satisfaction) where unit under North"));
    const struct answer *region = sample_ask(t, s, S("mean(satisfaction) where region = North"));
    CHECK_INT(all->rows[0].estimate.n,
              sample_ask(t, s, S("mean(satisfaction)"))->rows[0].estimate.n);
    CHECK(north->rows[0].estimate.n > 0);
    CHECK_INT(north->rows[0].estimate.n, region->rows[0].estimate.n);
}

TEST(a_second_sample_is_refused)
{
    struct store *s = sample_store_of_test(t, "data", 500, 1);
    struct sample_options options = sample_options_of_test(500, 2);
    struct sample sample;
    struct err *e = sample_make(t->arena, s, store_db(s), &options, &sample);
    CHECK(e && e->why == WHY_CONFLICT);
    CHECK_INT(count(t, s), 500);
}

TEST(a_source_of_others_with_its_name_is_not_taken_over)
{
    struct store *s = sample_folder_of_test(t, "data");
    struct signal_batch batch = {.source = S("sample_calls"), .opens = true, .len = 1};
    struct signal_value value = {.name = S("recommend"), .text = S("9")};
    batch.signals = &(struct signal){.key = S("a"), .at = 1, .values = &value, .values_len = 1};
    CHECK_OK(signal_submit(t->arena, s, &batch));
    struct sample_options options = sample_options_of_test(500, 1);
    struct sample sample;
    struct err *e = sample_make(t->arena, s, store_db(s), &options, &sample);
    CHECK(e && e->why == WHY_CONFLICT);
    bool is = true;
    CHECK_OK(sample_is_in(t->arena, store_db(s), &is));
    CHECK(!is);
    CHECK_INT(count(t, s), 1);
}

TEST(one_that_was_cut_short_is_gone_on_with_as_it_was_begun)
{
    struct store *s = sample_folder_of_test(t, "data");
    struct store *whole = sample_store_of_test(t, "whole", 9000, 1);
    const atomic_bool ends = true;
    struct sample_options options = sample_options_of_test(9000, 1);
    struct sample sample;
    options.ends = &ends;
    struct err *e = sample_make(t->arena, s, store_db(s), &options, &sample);
    CHECK(e && e->why == WHY_FAILED);
    CHECK_OK(sample_find(t->arena, store_db(s), &sample));
    CHECK(sample.state == SAMPLE_BEGUN);
    options = sample_options_of_test(70, 5); /* not asked for any more */
    CHECK_OK(sample_make(t->arena, s, store_db(s), &options, &sample));
    CHECK(sample.state == SAMPLE_DONE && sample.signals == 9000 && sample.seed == 1);
    CHECK_STR(hash_of(t, s), hash_of(t, whole));
}

TEST(its_persons_and_accounts_stand_sealed_and_the_audit_holds)
{
    struct store *s = sample_store_of_test(t, "data", 500, 1);
    struct person_keys keys = person_keys_of(store_key(s));
    str id;
    int64_t broken = 1;
    CHECK_OK(person_identity(t->arena, store_db(s), &keys, 1, "external_id", &id));
    CHECK(str_starts_with(id, S("sample-")));
    CHECK_OK(audit_check(t->arena, store_db(s), &broken));
    CHECK_INT(broken, 0);
}

static long peak_kib(void)
{
    struct rusage used;
    CHECK(getrusage(RUSAGE_SELF, &used) == 0);
    return used.ru_maxrss;
}

/* Five times the signals take the same memory, but for the pages of the record that
 * SQLite keeps: its cache has a limit, which these do not reach. */
TEST(memory_does_not_grow_with_the_number)
{
    enum { FEW = 10000, MORE = 50000, PAGES_PER_SIGNAL_KIB = 1 };
#if defined(__SANITIZE_ADDRESS__)
    test_skip("the sanitizer keeps what was given back");
#endif
    (void)sample_store_of_test(t, "few", FEW, 1);
    long few = peak_kib();
    (void)sample_store_of_test(t, "more", MORE, 1);
    long grown = peak_kib() - few;
    CHECK_THAT(grown < (long)(MORE - FEW) * PAGES_PER_SIGNAL_KIB, "%ld KiB more", grown);
}
