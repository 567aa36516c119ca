/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "people/sign_in_db.h"

#include <pthread.h>
#include <string.h>

#include "base/buf.h"
#include "base/test.h"
#include "people/audit_db.h"

STATEMENT(audit_list);

#define NOW (20000 * USEC_DAY)

struct house {
    struct store *store;
    struct session_keys keys;
    struct sign_in_from from;
};

static struct err *fill_nothing(struct arena *a, struct db *db, void *what)
{
    (void)a;
    (void)db;
    (void)what;
    return NULL;
}

static struct house house_of(struct test *t)
{
    struct house h = {.from = {.place = S("192.0.2.1 Firefox"), .old_secret = S(""), .now = NOW}};
    str dir = str_format(t->arena, "%.*s/data", STR(t->dir));
    CHECK_OK(store_make(t->arena, dir, fill_nothing, NULL));
    CHECK_OK(store_open(t->arena, dir, (struct store_options){.role = STORE_OWNS}, &h.store));
    h.keys = session_keys_of(store_key(h.store));
    return h;
}

static struct sign_in_link ada_with(str token)
{
    return (struct sign_in_link){.token = token,
                                 .name = S("Ada"),
                                 .email = S("Ada@Lovelace.example"),
                                 .password = S("$hash of it")};
}

static struct err *use_link(struct test *t, struct house *h, const struct sign_in_link *link,
                            str *secret)
{
    return sign_in_with_link(t->arena, h->store, &h->keys, link, &h->from, secret);
}

/* An administrator, signed in. */
static str sign_in_first(struct test *t, struct house *h)
{
    str token, secret;
    CHECK_OK(sign_in_make_first_link(t->arena, h->store, NOW, &token));
    struct sign_in_link link = ada_with(token);
    CHECK_OK(use_link(t, h, &link, &secret));
    return secret;
}

static struct session session_of(struct test *t, const struct house *h, str secret)
{
    struct session s;
    CHECK_OK(session_find(t->arena, store_db(h->store), &h->keys, secret, &s));
    return s;
}

static enum sign_link_state state_of(struct test *t, const struct house *h, str token, usec_t now)
{
    struct sign_link link;
    CHECK_OK(sign_link_find(t->arena, store_db(h->store), &h->keys, token, now, &link));
    return link.state;
}

static str acts_of(struct test *t, const struct house *h)
{
    bool found = false;
    int64_t broken = 0;
    struct buf b = buf_make(t->arena, 100000);
    struct query *q = db_query(store_db(h->store), SQL(audit_list));
    for (;;) {
        CHECK_OK(query_next(t->arena, q, &found));
        if (!found)
            break;
        buf_addf(&b, "%s%.*s %.*s %.*s", b.len ? "; " : "", STR(query_text(q, 2)),
                 STR(query_text(q, 3)), STR(query_text(q, 4)));
    }
    CHECK_OK(audit_check(t->arena, store_db(h->store), &broken));
    CHECK_INT(broken, 0);
    return buf_str(&b);
}

TEST(the_first_link_makes_the_first_administrator_once)
{
    struct house h = house_of(t);
    str token, secret = S("untouched");
    CHECK_OK(sign_in_make_first_link(t->arena, h.store, NOW, &token));
    struct sign_in_link link = ada_with(token);
    CHECK(state_of(t, &h, token, NOW) == SIGN_LINK_GOOD);
    CHECK_OK(use_link(t, &h, &link, &secret));
    struct session s = session_of(t, &h, secret);
    CHECK(s.user == 1 && s.role == ROLE_ADMINISTRATOR && !s.is_user_ended);
    CHECK(session_is_alive(&s.times, NOW));
    CHECK_STR(acts_of(t, &h),
              S("command line link.made first administrator; link 1 user.made user 1; "
                "user 1 link.used link 1; user 1 session.made user 1"));
    struct err *e = use_link(t, &h, &link, &secret);
    CHECK(e && e->why == WHY_DENIED);
    CHECK(state_of(t, &h, token, NOW) == SIGN_LINK_USED);
}

TEST(no_second_first_administrator_comes_by_another_link)
{
    struct house h = house_of(t);
    str one, two, secret;
    CHECK_OK(sign_in_make_first_link(t->arena, h.store, NOW, &one));
    CHECK_OK(sign_in_make_first_link(t->arena, h.store, NOW, &two));
    struct sign_in_link first = ada_with(one), second = ada_with(two);
    second.email = S("mallory@example.org");
    CHECK_OK(use_link(t, &h, &first, &secret));
    struct err *e = use_link(t, &h, &second, &secret);
    CHECK(e && e->why == WHY_DENIED);
    CHECK_OK(sign_in_make_first_link(t->arena, h.store, NOW, &one));
    CHECK_STR(one, S(""));
}

TEST(a_link_is_good_for_its_time_and_its_folder_only)
{
    struct house h = house_of(t);
    str token, secret;
    CHECK_OK(sign_in_make_first_link(t->arena, h.store, NOW, &token));
    CHECK(state_of(t, &h, token, NOW + SIGN_LINK_LASTS - 1) == SIGN_LINK_GOOD);
    CHECK(state_of(t, &h, token, NOW + SIGN_LINK_LASTS) == SIGN_LINK_OVER);
    CHECK(state_of(t, &h, token, NOW - USEC_HOUR) == SIGN_LINK_OVER); /* the clock was set back */
    CHECK(state_of(t, &h, S(""), NOW) == SIGN_LINK_UNKNOWN);
    h.from.now = NOW + SIGN_LINK_LASTS;
    struct sign_in_link link = ada_with(token);
    struct err *e = use_link(t, &h, &link, &secret);
    CHECK(e && e->why == WHY_DENIED);
    struct secret_key other = secret_key_make();
    h.keys = session_keys_of(&other);
    CHECK(state_of(t, &h, token, NOW) == SIGN_LINK_UNKNOWN);
}

struct racer {
    struct house *house;
    struct store *store;
    str token;
    unsigned number;
    bool won;
};

static void *race(void *what)
{
    struct racer *r = what;
    struct arena *a = arena_make(0);
    str secret;
    struct sign_in_link link = ada_with(r->token);
    link.email = str_format(a, "racer%u@example.org", r->number);
    r->won = !sign_in_with_link(a, r->store, &r->house->keys, &link, &r->house->from, &secret);
    arena_done(a);
    return NULL;
}

TEST(of_eight_who_use_one_link_at_once_one_is_let_in)
{
    enum { RACERS = 8 };
    struct house h = house_of(t);
    struct racer racers[RACERS];
    pthread_t threads[RACERS];
    size_t winners = 0;
    str token;
    CHECK_OK(sign_in_make_first_link(t->arena, h.store, NOW, &token));
    for (unsigned i = 0; i < RACERS; i++) {
        racers[i] = (struct racer){.house = &h, .token = token, .number = i};
        CHECK_OK(store_share(t->arena, h.store, &racers[i].store));
    }
    for (size_t i = 0; i < RACERS; i++)
        CHECK(pthread_create(&threads[i], NULL, race, &racers[i]) == 0);
    for (size_t i = 0; i < RACERS; i++) {
        (void)pthread_join(threads[i], NULL);
        winners += racers[i].won;
    }
    CHECK_INT(winners, 1);
}

TEST(a_link_of_somebody_known_signs_in_and_may_set_a_password)
{
    struct house h = house_of(t);
    str first = sign_in_first(t, &h), token, second, third;
    CHECK_OK(sign_in_make_link(t->arena, h.store, S("ADA@lovelace.example"), NOW, &token));
    struct sign_in_link link = {.token = token};
    CHECK_OK(use_link(t, &h, &link, &second));
    CHECK(session_of(t, &h, first).id && session_of(t, &h, second).id);
    CHECK_OK(sign_in_make_link(t->arena, h.store, S(""), NOW, &token));
    link = (struct sign_in_link){.token = token, .password = S("$another")};
    CHECK_OK(use_link(t, &h, &link, &third));
    CHECK(!session_of(t, &h, first).id && !session_of(t, &h, second).id);
    CHECK(session_of(t, &h, third).id);
    struct user ada;
    CHECK_OK(user_get(t->arena, store_db(h.store), &h.keys.person, 1, &ada));
    CHECK_STR(ada.password, S("$another"));
    struct err *e = sign_in_make_link(t->arena, h.store, S("x@example.org"), NOW, &token);
    CHECK(e && e->why == WHY_MISSING);
}

TEST(a_session_of_before_is_never_the_one_of_after)
{
    struct house h = house_of(t);
    str first = sign_in_first(t, &h), second;
    struct user ada;
    CHECK_OK(user_by_email(t->arena, store_db(h.store), &h.keys.person, S("ada@LOVELACE.example "),
                           &ada));
    CHECK_STR(ada.name, S("Ada"));
    CHECK_STR(ada.email, S("Ada@Lovelace.example"));
    struct sign_in_password password = {.user = &ada, .better_hash = S("$better")};
    h.from.old_secret = first;
    CHECK_OK(sign_in_with_password(t->arena, h.store, &h.keys, &password, &h.from, &second));
    CHECK(!str_equal(first, second));
    CHECK(!session_of(t, &h, first).id && session_of(t, &h, second).id);
    /* Checked against a password that is not the one any more. */
    struct err *e = sign_in_with_password(t->arena, h.store, &h.keys, &password, &h.from, &second);
    CHECK(e && e->why == WHY_DENIED);
}

TEST(signing_out_everywhere_ends_what_others_hold_too)
{
    struct house h = house_of(t);
    str one = sign_in_first(t, &h), two, three;
    struct user ada;
    CHECK_OK(user_get(t->arena, store_db(h.store), &h.keys.person, 1, &ada));
    struct sign_in_password password = {.user = &ada};
    CHECK_OK(sign_in_with_password(t->arena, h.store, &h.keys, &password, &h.from, &two));
    CHECK_OK(sign_in_with_password(t->arena, h.store, &h.keys, &password, &h.from, &three));
    h.from.old_secret = two;
    CHECK_OK(sign_out(t->arena, h.store, &h.keys, 1, SIGN_OUT_HERE, &h.from));
    CHECK(session_of(t, &h, one).id && !session_of(t, &h, two).id && session_of(t, &h, three).id);
    CHECK_OK(sign_out(t->arena, h.store, &h.keys, 1, SIGN_OUT_EVERYWHERE, &h.from));
    CHECK(!session_of(t, &h, one).id && !session_of(t, &h, three).id);
}

static struct err *end_ada(struct arena *a, struct db *db, void *what)
{
    (void)what;
    return user_end(a, db, 1, NOW);
}

TEST(who_was_ended_is_signed_out_and_stays_out)
{
    struct house h = house_of(t);
    str secret = sign_in_first(t, &h), token, again;
    struct user ada;
    CHECK_OK(sign_in_make_link(t->arena, h.store, S(""), NOW, &token));
    CHECK_OK(user_get(t->arena, store_db(h.store), &h.keys.person, 1, &ada));
    struct write w = {.apply = end_ada, .arena = t->arena};
    CHECK_OK(store_write(h.store, &w));
    CHECK_INT(session_of(t, &h, secret).id, 0);
    struct sign_in_password password = {.user = &ada};
    struct err *e = sign_in_with_password(t->arena, h.store, &h.keys, &password, &h.from, &again);
    CHECK(e && e->why == WHY_DENIED);
    struct sign_in_link link = {.token = token};
    e = use_link(t, &h, &link, &again);
    CHECK(e && e->why == WHY_DENIED);
    e = sign_in_make_link(t->arena, h.store, S("ada@lovelace.example"), NOW, &token);
    CHECK(e && e->why == WHY_MISSING);
}

TEST(sessions_that_are_over_are_taken_out)
{
    struct house h = house_of(t);
    str old = sign_in_first(t, &h), young;
    struct user ada;
    CHECK_OK(user_get(t->arena, store_db(h.store), &h.keys.person, 1, &ada));
    struct sign_in_password password = {.user = &ada};
    h.from.now = NOW + SESSION_IDLE;
    CHECK_OK(sign_in_with_password(t->arena, h.store, &h.keys, &password, &h.from, &young));
    CHECK(!session_of(t, &h, old).id && session_of(t, &h, young).id);
}

static bool holds(str bytes, const char *part)
{
    return memmem(bytes.ptr, bytes.len, part, strlen(part)) != NULL;
}

TEST(nothing_that_is_personal_or_secret_stands_in_the_record_as_it_is)
{
    struct house h = house_of(t);
    str secret = sign_in_first(t, &h), csrf = session_csrf(t->arena, &h.keys, secret);
    static const char *const files[] = {"attune.db", "attune.db-wal"};
    CHECK(session_of(t, &h, secret).id);
    for (size_t i = 0; i < 2; i++) {
        str bytes = test_read(t, str_format(t->arena, "%.*s/data/%s", STR(t->dir), files[i]));
        static const char *const parts[] = {"ovelace", "192.0.2.1", "Firefox"};
        for (size_t k = 0; k < sizeof parts / sizeof *parts; k++)
            CHECK_THAT(!holds(bytes, parts[k]), "%s", parts[k]);
        CHECK(!holds(bytes, str_to_chars(t->arena, secret)));
        CHECK(!holds(bytes, str_to_chars(t->arena, csrf)));
    }
}
