/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/source_db.h"
#include "people/audit_db.h"
#include "people/unit_db.h"
#include "sample/sample_of_test.h"
#include "store/content.h"

STATEMENT(segment_list);
STATEMENT(column_text_list);
STATEMENT(touchpoint_find);
STATEMENT(signal_count);

enum { SIGNALS = 9000 };

struct content {
    struct backup_table *tables;
    size_t len;
};

static struct content content_of(struct test *t, struct store *s)
{
    struct content c;
    CHECK_OK(content_of_record(t->arena, store_db(s), NULL, &c.tables, &c.len));
    return c;
}

/* What is kept of everything that was ever done, and numbers that are not given twice. */
static bool is_log(str table)
{
    static const str logs[] = {S_INIT("audit"), S_INIT("signal_change"), S_INIT("counter"),
                               S_INIT("sqlite_sequence"), S_INIT("cursor")};
    for (size_t i = 0; i < sizeof logs / sizeof *logs; i++)
        if (str_equal(logs[i], table))
            return true;
    return false;
}

static void check_same(const struct content *should, const struct content *is)
{
    CHECK_INT(is->len, should->len);
    for (size_t i = 0; i < should->len; i++) {
        const struct backup_table *a = &should->tables[i], *b = &is->tables[i];
        CHECK_STR(b->name, a->name);
        if (is_log(a->name))
            continue;
        CHECK_THAT(a->rows == b->rows, "%.*s has %llu rows, should have %llu", STR(a->name),
                   (unsigned long long)b->rows, (unsigned long long)a->rows);
        CHECK_THAT(secret_equal(secret_hash_str(&a->hash), secret_hash_str(&b->hash)),
                   "%.*s is not what it was", STR(a->name));
    }
}

static size_t rows_of(struct test *t, struct query *q)
{
    bool found = true;
    size_t rows = 0;
    for (;; rows++) {
        CHECK_OK(query_next(t->arena, q, &found));
        if (!found)
            return rows;
    }
}

/* A signal of somebody else's, in many of the sample's words. */
static struct signal own_signal(struct test *t, size_t number)
{
    struct signal_value *values = ARENA_ARRAY(t->arena, struct signal_value, 4);
    values[0] = (struct signal_value){.name = S("recommend"), .text = S("9")};
    values[1] = (struct signal_value){.name = S("comment"), .text = S("Fine.")};
    values[2] = (struct signal_value){.name = S("plan"), .text = S("pro"), .is_context = true};
    values[3] = (struct signal_value){.name = S("mood"), .text = S("calm")};
    return (struct signal){.key = str_format(t->arena, "own %zu", number),
                           .at = (usec_t)number * USEC_DAY,
                           .channel = S("web"),
                           .language = S("pt"),
                           .unit = S("North"),
                           .touchpoint = S("delivery"),
                           .account = S("Ours"),
                           .person_external_id = str_format(t->arena, "%zu", number),
                           .values = values,
                           .values_len = 4};
}

static void add_own(struct test *t, struct store *s, str source, size_t first)
{
    enum { OWN = 20 };
    struct signal *signals = ARENA_ARRAY(t->arena, struct signal, OWN);
    for (size_t i = 0; i < OWN; i++)
        signals[i] = own_signal(t, first + i);
    struct signal_batch batch = {.signals = signals, .len = OWN, .source = source, .opens = true};
    CHECK_OK(signal_submit(t->arena, s, &batch));
}

static void make(struct test *t, struct store *s)
{
    struct sample_options options = sample_options_of_test(SIGNALS, 1);
    struct sample sample;
    CHECK_OK(sample_make(t->arena, s, store_db(s), &options, &sample));
}

static void take_out(struct test *t, struct store *s)
{
    struct sample_removal removal = {.now = 18, .actor = S("test")};
    CHECK_OK(sample_remove(t->arena, s, store_db(s), &removal));
}

TEST(nothing_of_a_removed_sample_is_left)
{
    struct store *s = sample_folder_of_test(t, "data");
    struct content before = content_of(t, s);
    make(t, s);
    struct content with = content_of(t, s);
    take_out(t, s);
    struct content after = content_of(t, s);
    check_same(&before, &after);
    size_t grown = 0;
    for (size_t i = 0; i < before.len; i++)
        grown += with.tables[i].rows > before.tables[i].rows;
    CHECK_THAT(grown > 12, "only %zu tables had it", grown); /* else nothing was shown */
    CHECK_INT(rows_of(t, db_query(store_db(s), SQL(segment_list))), 0);
    int64_t broken = 1;
    CHECK_OK(audit_check(t->arena, store_db(s), &broken));
    CHECK_INT(broken, 0);
}

TEST(what_was_there_before_the_sample_is_untouched)
{
    struct store *s = sample_folder_of_test(t, "data");
    add_own(t, s, S("shop"), 1);
    struct content before = content_of(t, s);
    make(t, s);
    take_out(t, s);
    struct content after = content_of(t, s);
    check_same(&before, &after);
    CHECK_INT(sample_ask(t, s, S("nps(recommend) by plan"))->rows[0].estimate.n, 20);
}

TEST(what_others_came_to_use_of_it_stays_without_the_mark)
{
    struct store *s = sample_folder_of_test(t, "data");
    make(t, s);
    add_own(t, s, S("shop"), 1);
    add_own(t, s, S("sample_reviews"), 100);
    const struct answer *with = sample_ask(t, s, S("nps(recommend) where unit = North"));
    CHECK_INT(with->rows[0].estimate.n, 40);
    take_out(t, s);
    struct source source;
    int64_t unit = 0, gone = 1;
    CHECK_OK(source_find(t->arena, store_db(s), S("sample_reviews"), &source));
    CHECK(source.id && !source.is_sample);
    CHECK_OK(source_find(t->arena, store_db(s), S("sample_calls"), &source));
    CHECK_INT(source.id, 0);
    CHECK_OK(unit_find(t->arena, store_db(s), S("Europe"), &unit)); /* North's parent */
    CHECK(unit);
    CHECK_OK(unit_find(t->arena, store_db(s), S("Hamburg"), &gone));
    CHECK_INT(gone, 0);
    CHECK_INT(sample_ask(t, s, S("nps(recommend) where unit under Europe"))->rows[0].estimate.n,
              40);
    CHECK_INT(sample_ask(t, s,
                         S("nps(recommend) where plan = pro and channel = web and "
                           "touchpoint = delivery"))
                  ->rows[0]
                  .estimate.n,
              40);
    CHECK_INT(sample_ask(t, s, S("share(sample_reviews.mood) box (calm)"))->rows[0].estimate.n, 20);
}

TEST(a_person_whom_others_know_too_stays)
{
    struct store *s = sample_folder_of_test(t, "data");
    make(t, s);
    struct content empty = content_of(t, s);
    struct signal own = own_signal(t, 1);
    own.person_external_id = S("sample-000001");
    struct signal_batch batch = {.signals = &own, .len = 1, .source = S("shop"), .opens = true};
    CHECK_OK(signal_submit(t->arena, s, &batch));
    take_out(t, s);
    struct content after = content_of(t, s);
    CHECK_INT(after.len, empty.len);
    for (size_t i = 0; i < after.len; i++)
        if (str_equal(after.tables[i].name, S("person")) ||
            str_equal(after.tables[i].name, S("identity")))
            CHECK_INT(after.tables[i].rows, 1);
}

TEST(a_removal_that_was_cut_short_is_gone_on_with)
{
    struct store *s = sample_folder_of_test(t, "data");
    add_own(t, s, S("shop"), 1);
    struct content before = content_of(t, s);
    make(t, s);
    const atomic_bool ends = true;
    struct sample_removal removal = {.now = 18, .actor = S("test"), .ends = &ends};
    struct err *e = sample_remove(t->arena, s, store_db(s), &removal);
    CHECK(e && e->why == WHY_FAILED);
    struct sample sample;
    struct sample_options options = sample_options_of_test(SIGNALS, 1);
    e = sample_make(t->arena, s, store_db(s), &options, &sample);
    CHECK(e && e->why == WHY_CONFLICT);
    take_out(t, s);
    struct content after = content_of(t, s);
    check_same(&before, &after);
}

TEST(without_a_sample_there_is_nothing_to_remove)
{
    struct store *s = sample_folder_of_test(t, "data");
    struct sample_removal removal = {.now = 18, .actor = S("test")};
    struct err *e = sample_remove(t->arena, s, store_db(s), &removal);
    CHECK(e && e->why == WHY_MISSING);
}

TEST(a_sample_can_come_again)
{
    struct store *s = sample_folder_of_test(t, "data");
    make(t, s);
    take_out(t, s);
    make(t, s);
    CHECK_INT(sample_ask(t, s, S("mean(stars)"))->rows_len, 1);
    CHECK_INT(rows_of(t, db_query(store_db(s), SQL(signal_count))), 1);
}
