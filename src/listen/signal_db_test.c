/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/buf.h"
#include "listen/folder_of_test.h"
#include "listen/signal.h"
#include "people/person_db.h"

STATEMENT(signal_list);
STATEMENT(touchpoint_list);
STATEMENT(verbatim_list);

#define VALUES(...) ((struct signal_value[]){__VA_ARGS__})
#define VALUE(field_name, said) ((struct signal_value){.name = S(field_name), .text = S(said)})

/* "id source key answers; …" */
static str signals_of(struct test *t, struct store *s)
{
    struct buf b = buf_make(t->arena, 1000000);
    struct query *q = db_query(store_db(s), SQL(signal_list));
    bool found = true;
    for (;;) {
        CHECK_OK(query_next(t->arena, q, &found));
        if (!found)
            return buf_str(&b);
        buf_addf(&b, "%s%lld %.*s %.*s %.*s", b.len ? "; " : "", (long long)query_int(q, 0),
                 STR(query_text(q, 1)), STR(query_text(q, 2)), STR(query_text(q, 4)));
    }
}

static int64_t count_of(struct test *t, struct store *s, const struct statement *list)
{
    struct query *q = db_query(store_db(s), list);
    bool found = true;
    for (int64_t len = 0;; len++) {
        CHECK_OK(query_next(t->arena, q, &found));
        if (!found)
            return len;
    }
}

static struct signal_batch batch_of(const struct signal *signals, size_t len)
{
    return (struct signal_batch){
        .signals = signals, .len = len, .source = S("web"), .opens = true, .now = 1000};
}

static struct signal answer_of(const char *key, const struct signal_value *values, size_t len)
{
    return (struct signal){
        .key = str_of_chars(key), .at = USEC_DAY, .values = values, .values_len = len};
}

TEST(a_signal_becomes_a_row_with_its_answers_as_written)
{
    struct store *s = store_of_test(t, folder_of_test(t));
    struct signal_value *values = VALUES(VALUE("recommend", "9.0"), VALUE("Plan B", "pro"));
    struct signal signal = answer_of("a", values, 2);
    struct signal_batch batch = batch_of(&signal, 1);
    CHECK_OK(signal_submit(t->arena, s, &batch));
    CHECK_INT(batch.outcomes[0].id, 1);
    CHECK(!batch.outcomes[0].is_duplicate);
    CHECK_STR(signals_of(t, s), S("1 web a {\"1\":9.0,\"5\":\"pro\"}"));
}

TEST(a_key_that_is_known_gets_the_first_id_and_changes_nothing)
{
    struct store *s = store_of_test(t, folder_of_test(t));
    struct signal_value *values = VALUES(VALUE("recommend", "9"), VALUE("recommend", "3"));
    struct signal signals[] = {answer_of("a", values, 1), answer_of("a", values, 1),
                               answer_of("a", values + 1, 1), answer_of("b", values, 1)};
    struct signal_batch batch = batch_of(signals, 4);
    CHECK_OK(signal_submit(t->arena, s, &batch));
    CHECK(batch.outcomes[1].is_duplicate && batch.outcomes[1].id == 1);
    CHECK(!batch.outcomes[1].differs);
    CHECK(batch.outcomes[2].is_duplicate && batch.outcomes[2].differs);
    CHECK_INT(batch.outcomes[3].id, 2);
    CHECK_OK(signal_submit(t->arena, s, &batch));
    CHECK(batch.outcomes[3].is_duplicate && batch.outcomes[3].id == 2);
    CHECK_STR(signals_of(t, s), S("1 web a {\"1\":9}; 2 web b {\"1\":9}"));
}

TEST(words_of_a_person_are_kept_apart)
{
    struct store *s = store_of_test(t, folder_of_test(t));
    struct signal_value *values =
        VALUES(VALUE("comment", "Quick \"and\" friendly."), VALUE("recommend", "10"));
    struct signal signal = answer_of("a", values, 2);
    struct signal_batch batch = batch_of(&signal, 1);
    CHECK_OK(signal_submit(t->arena, s, &batch));
    CHECK_STR(signals_of(t, s), S("1 web a {\"1\":10}"));
    struct query *q = db_query(store_db(s), SQL(verbatim_list));
    bool found = false;
    query_bind_int(q, 1, 1);
    CHECK_OK(query_next(t->arena, q, &found));
    CHECK(found);
    CHECK_STR(query_text(q, 1), S("Quick \"and\" friendly."));
}

TEST(one_bad_signal_keeps_all_of_its_batch_out)
{
    struct store *s = store_of_test(t, folder_of_test(t));
    struct signal_value *values = VALUES(VALUE("recommend", "9"), VALUE("mood", "fine"));
    struct signal signals[] = {answer_of("a", values, 1), answer_of("b", values, 2),
                               answer_of("c", values, 1)};
    struct signal_batch batch = batch_of(signals, 3);
    batch.opens = false;
    struct err *e = signal_submit(t->arena, s, &batch);
    CHECK(e && e->why == WHY_INVALID);
    CHECK_INT(batch.faults_len, 1); /* its own source may always be made */
    CHECK_STR(signals_of(t, s), S(""));
    signals[0].key = S("");
    batch.opens = true;
    e = signal_submit(t->arena, s, &batch);
    CHECK(e && e->why == WHY_INVALID);
    CHECK_INT(batch.faults_len, 1);
    CHECK_STR(batch.faults[0].pointer, S("/key"));
    CHECK_STR(signals_of(t, s), S(""));
}

TEST(ids_are_never_given_twice_though_a_batch_fails)
{
    struct store *s = store_of_test(t, folder_of_test(t));
    struct signal_value *values = VALUES(VALUE("recommend", "9"), VALUE("recommend", "8"));
    struct signal good = answer_of("a", values, 1), bad = answer_of("b", values, 2);
    struct signal_batch batch = batch_of(&good, 1);
    CHECK_OK(signal_submit(t->arena, s, &batch));
    batch = batch_of(&bad, 1);
    struct err *e = signal_submit(t->arena, s, &batch);
    CHECK(e && e->why == WHY_INVALID);
    CHECK_STR(str_of_chars(batch.faults[0].code), S("repeated_field"));
    good.key = S("c");
    batch = batch_of(&good, 1);
    CHECK_OK(signal_submit(t->arena, s, &batch));
    CHECK_STR(signals_of(t, s), S("1 web a {\"1\":9}; 2 web c {\"1\":9}"));
}

TEST(persons_are_one_by_any_of_their_names_and_never_two)
{
    struct store *s = store_of_test(t, folder_of_test(t));
    struct signal_value *values = VALUES(VALUE("recommend", "9"));
    struct signal signals[] = {answer_of("a", values, 1), answer_of("b", values, 1),
                               answer_of("c", values, 1), answer_of("d", values, 1)};
    signals[0].person_email = S("Ann@example.org");
    signals[1].person_external_id = S("17");
    signals[1].person_email = S("ann@EXAMPLE.org");
    signals[2].person_external_id = S("17");
    signals[3].person_external_id = S("18");
    struct signal_batch batch = batch_of(signals, 4);
    CHECK_OK(signal_submit(t->arena, s, &batch));
    struct person_keys keys = person_keys_of(store_key(s));
    str email;
    int64_t last = 0;
    CHECK_OK(person_identity(t->arena, store_db(s), &keys, 1, "email", &email));
    CHECK_STR(email, S("ann@example.org"));
    CHECK_OK(person_last(t->arena, store_db(s), &last));
    CHECK_INT(last, 2);
    signals[0].key = S("e");
    signals[0].person_external_id = S("18");
    batch = batch_of(signals, 1);
    struct err *e = signal_submit(t->arena, s, &batch);
    CHECK(e && e->why == WHY_CONFLICT);
}

TEST(each_signal_of_two_persons_is_named)
{
    struct store *s = store_of_test(t, folder_of_test(t));
    struct signal_value *values = VALUES(VALUE("recommend", "9"));
    struct signal signals[] = {answer_of("a", values, 1), answer_of("b", values, 1),
                               answer_of("c", values, 1), answer_of("d", values, 1)};
    signals[0].person_email = signals[2].person_email = signals[3].person_email = S("a@x.org");
    signals[1].person_external_id = signals[2].person_external_id = S("1");
    signals[3].person_external_id = S("1");
    struct signal_batch batch = batch_of(signals, 4);
    struct err *e = signal_submit(t->arena, s, &batch);
    CHECK(e && e->why == WHY_CONFLICT);
    CHECK_INT(batch.faults_len, 2);
    CHECK_INT(batch.faults[0].index, 2);
    CHECK_INT(batch.faults[1].index, 3);
    CHECK_STR(str_of_chars(batch.faults[0].code), S(SIGNAL_TWO_PERSONS));
    CHECK_STR(signals_of(t, s), S("")); /* all or nothing */
    signals[2].weight = decimal_of_int(-1);
    signals[2].has_weight = true;
    batch = batch_of(signals, 4);
    e = signal_submit(t->arena, s, &batch);
    CHECK(e && e->why == WHY_INVALID);
}

TEST(an_id_for_the_outside_is_known_again_and_cannot_be_guessed)
{
    secret_init();
    struct secret_key key = secret_key_make(), other = secret_key_make();
    str id = signal_public_id(t->arena, &key, 812);
    int64_t back = 0;
    CHECK_INT(id.len, 30);
    CHECK(signal_of_public_id(t->arena, &key, id, &back) && back == 812);
    CHECK(!signal_of_public_id(t->arena, &other, id, &back));
    CHECK(!signal_of_public_id(t->arena, &key, str_slice(id, 0, 29), &back));
    char *changed = str_to_chars(t->arena, id);
    changed[9] = changed[9] == '0' ? '1' : '0';
    CHECK(!signal_of_public_id(t->arena, &key, str_of_chars(changed), &back));
}

/* Names stay known from batch to batch, but not what was taken back. */
TEST(a_name_that_a_failed_batch_made_is_made_again)
{
    struct store *s = store_of_test(t, folder_of_test(t));
    struct signal_value *values =
        VALUES(VALUE("mood", "fine"), VALUE("mood", "bad"), VALUE("taste", "good"));
    struct signal bad = answer_of("a", values, 2), good = answer_of("b", values, 1);
    struct signal_batch batch = batch_of(&bad, 1);
    bad.touchpoint = good.touchpoint = S("desk");
    struct err *e = signal_submit(t->arena, s, &batch);
    CHECK(e && e->why == WHY_INVALID);
    batch = batch_of(&good, 1);
    CHECK_OK(signal_submit(t->arena, s, &batch));
    good = answer_of("c", values + 2, 1);
    CHECK_OK(signal_submit(t->arena, s, &batch));
    CHECK_STR(signals_of(t, s), S("1 web b {\"5\":\"fine\"}; 2 web c {\"6\":\"good\"}"));
    CHECK_INT(count_of(t, s, SQL(touchpoint_list)), 1);
}

static struct err *call_mood_recommend(struct arena *a, struct db *db, void *what)
{
    const int64_t *source = what;
    struct field_alias alias = {.source = *source, .field = 1, .name = S("mood")};
    return field_alias_add(a, db, &alias);
}

TEST(a_name_that_came_to_mean_another_field_means_it_at_once)
{
    struct store *s = store_of_test(t, folder_of_test(t));
    struct signal_value *values = VALUES(VALUE("mood", "9"));
    struct signal signal = answer_of("a", values, 1);
    struct signal_batch batch = batch_of(&signal, 1);
    CHECK_OK(signal_submit(t->arena, s, &batch));
    int64_t source = 1;
    struct write w = {.apply = call_mood_recommend, .what = &source, .arena = t->arena};
    CHECK_OK(store_write(s, &w));
    signal.key = S("b");
    batch = batch_of(&signal, 1);
    CHECK_OK(signal_submit(t->arena, s, &batch));
    CHECK_STR(signals_of(t, s), S("1 web a {\"5\":9}; 2 web b {\"1\":9}"));
}

TEST(an_answer_off_a_scale_that_is_laid_down_is_refused_with_its_place)
{
    struct store *s = store_of_test(t, folder_of_test(t));
    struct signal_value *values =
        VALUES(VALUE("recommend", "12"), VALUE("recommend", "99"), VALUE("recommend", "n/a"),
               VALUE("a/b~c", "12"), VALUE("recommend", "7.5"));
    static const char *const keys[] = {"a", "b", "c", "d", "e"};
    for (size_t i = 0; i < 5; i++) {
        struct signal signal = answer_of(keys[i], values + i, 1);
        struct signal_batch batch = batch_of(&signal, 1);
        struct err *e = signal_submit(t->arena, s, &batch);
        bool is_off = i == 0 || i == 4;
        CHECK((e != NULL) == is_off);
        CHECK_INT(batch.faults_len, is_off);
        if (is_off)
            CHECK_STR(batch.faults[0].pointer, S("/answers/recommend"));
        if (is_off)
            CHECK_STR(str_of_chars(batch.faults[0].code), S("off_scale"));
    }
}

TEST(pointers_to_what_is_wrong_are_escaped)
{
    struct store *s = store_of_test(t, folder_of_test(t));
    struct signal_value *values = VALUES(VALUE("a/b~c", "1"), VALUE("d/e", "\xFF"));
    values[1].is_context = true;
    struct signal signal = answer_of("a", values, 1);
    struct signal_batch batch = batch_of(&signal, 1);
    batch.opens = false;
    CHECK(signal_submit(t->arena, s, &batch));
    CHECK_STR(batch.faults[0].pointer, S("/answers/a~1b~0c"));
    signal.values = values + 1;
    CHECK(signal_submit(t->arena, s, &batch));
    CHECK_STR(batch.faults[0].pointer, S("/context/d~1e"));
}

TEST(a_repetition_is_a_duplicate_whatever_is_wrong_with_it)
{
    struct store *s = store_of_test(t, folder_of_test(t));
    struct signal_value *values = VALUES(VALUE("recommend", "9"), VALUE("mood", "fine"));
    struct signal signals[] = {answer_of("a", values, 1), answer_of("a", values + 1, 1),
                               answer_of("b", values, 1)};
    struct signal_batch batch = batch_of(signals, 3);
    batch.opens = false;
    signals[1].unit = S("Lille");
    CHECK_OK(signal_submit(t->arena, s, &batch));
    CHECK(batch.outcomes[1].is_duplicate && batch.outcomes[1].differs);
    CHECK_INT(batch.outcomes[1].id, 1);
    CHECK_STR(signals_of(t, s), S("1 web a {\"1\":9}; 2 web b {\"1\":9}"));
    /* That it was unknown is not remembered. */
    struct signal opens = answer_of("c", values + 1, 1);
    opens.unit = S("Lille");
    batch = batch_of(&opens, 1);
    CHECK_OK(signal_submit(t->arena, s, &batch));
    CHECK_STR(signals_of(t, s),
              S("1 web a {\"1\":9}; 2 web b {\"1\":9}; 3 web c {\"5\":\"fine\"}"));
}
