/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/join.h"

#include "base/buf.h"
#include "base/test.h"
#include "base/test_random.h"

enum { COLUMNS = 2, RECORDS_MAX = 200 };

/* A file of two columns, as a sample. */
struct sampled {
    str cells[RECORDS_MAX][COLUMNS];
    const str *list[RECORDS_MAX];
    struct join_sample sample;
};

static struct sampled *sampled(struct test *t, const char *text)
{
    static const char comma = ',';
    struct sampled *s = ARENA_NEW(t->arena, struct sampled);
    str rest = str_of_chars(text), header = str_cut(rest, '\n', &rest);
    str *names = ARENA_ARRAY(t->arena, str, COLUMNS);
    names[0] = str_cut(header, comma, &names[1]);
    s->sample = (struct join_sample){names, COLUMNS, s->list, 0};
    while (rest.len) {
        str line = str_cut(rest, '\n', &rest), *cells = s->cells[s->sample.records_len];
        cells[0] = str_cut(line, comma, &cells[1]);
        s->list[s->sample.records_len++] = cells;
    }
    return s;
}

static struct err *make(struct test *t, const char *text, struct join_wish wish,
                        const struct sampled *of, struct join **out)
{
    wish.source = (struct table_source){.path = test_write(t, "plan.csv", str_of_chars(text)),
                                        .name = S("plan.csv")};
    return join_make(t->arena, &wish, &of->sample, out);
}

static struct join *made(struct test *t, const char *text, struct join_wish wish,
                         const struct sampled *of)
{
    struct join *join = NULL;
    CHECK_OK(make(t, text, wish, of, &join));
    return join;
}

/* What comes to a key: "gold|2024". */
static str found(struct test *t, const struct join *join, const char *key,
                 struct join_counts *counts)
{
    str *cells = ARENA_ARRAY(t->arena, str, join->names_len);
    struct buf b = buf_make(t->arena, 1000);
    join_find(join, str_of_chars(key), cells, counts);
    for (size_t i = 0; i < join->names_len; i++)
        buf_addf(&b, "%s%.*s", i ? "|" : "", STR(cells[i]));
    return buf_str(&b);
}

static const char answers[] = "customer,score\nC-1,9\nC-2,4\nC-3,7\nC-9,10\n";
static const char plans[] = "id,plan,score\nC-1,basic,1\n c-3 ,gold,2\nC-4,gold,3\n,none,4\n";

TEST(a_record_gets_the_cells_of_its_row)
{
    const struct join *j =
        made(t, plans, (struct join_wish){.by = S("Customer"), .to = S("id")}, sampled(t, answers));
    struct join_counts n = join_counts_make(t->arena, j);
    CHECK_INT(j->names_len, 2);
    CHECK_STR(j->names[0], S("plan"));
    CHECK_STR(j->names[1], S("plan.score"));
    CHECK_STR(found(t, j, "C-1", &n), S("basic|1"));
    CHECK_STR(found(t, j, "C-3", &n), S("gold|2"));
    CHECK_STR(found(t, j, "C-3", &n), S("gold|2"));
    CHECK_STR(found(t, j, "", &n), S("|"));
    CHECK_STR(found(t, j, "C-2", &n), S("|"));
    CHECK_INT(n.matched, 3);
    CHECK_INT(n.unmatched, 2);
    CHECK_STR(n.first_unmatched, S("C-2"));
    CHECK_INT(n.unused, 1);
    CHECK_INT(j->keys.keyless, 1);
    CHECK(!join_stops(j, &n));
}

TEST(a_key_that_stands_twice_stops_until_somebody_chooses)
{
    static const char twice[] = "id,plan\nC-1,basic\nC-3,gold\nC-1,basic\nC-3,silver\n";
    static const char *const should[JOIN_TWICE_COUNT] = {
        [JOIN_TWICE_ASK] = "",
        [JOIN_TWICE_FIRST] = "gold",
        [JOIN_TWICE_LAST] = "silver",
        [JOIN_TWICE_NONE] = "",
    };
    for (unsigned how = 0; how < JOIN_TWICE_COUNT; how++) {
        const struct join *j = made(
            t, twice,
            (struct join_wish){.by = S("customer"), .to = S("id"), .twice = (enum join_twice)how},
            sampled(t, answers));
        struct join_counts n = join_counts_make(t->arena, j);
        CHECK_STR(found(t, j, "C-1", &n), S("basic"));
        CHECK(!join_stops(j, &n)); /* nobody is asked about rows that nobody has */
        CHECK_STR(found(t, j, "C-3", &n), str_of_chars(should[how]));
        CHECK_INT(join_stops(j, &n), how == JOIN_TWICE_ASK);
        CHECK_INT(j->keys.repeated, 1);
        CHECK_INT(j->keys.twice, 1);
        CHECK_STR(j->keys.twice_key, S("C-3"));
        CHECK_INT(j->keys.twice_lines[0], 3);
        CHECK_INT(j->keys.twice_lines[1], 5);
    }
}

TEST(the_key_is_found_by_what_is_in_the_columns)
{
    const struct join *j = made(t, plans, (struct join_wish){.by = S("")}, sampled(t, answers));
    CHECK(j->is_guessed);
    CHECK_STR(j->by_name, S("customer"));
    CHECK_STR(j->to_name, S("id"));
}

static void cannot_tell(struct test *t, const char *text, const char *file)
{
    const struct join *j = made(t, text, (struct join_wish){.by = S("")}, sampled(t, file));
    struct join_counts n = join_counts_make(t->arena, j);
    CHECK(!join_has_key(j) && !j->is_guessed);
    CHECK_STR(found(t, j, "1", &n), S("|"));
    CHECK_INT(n.unmatched, 1);
    CHECK(join_stops(j, &n));
}

/* Every score is the number of some row. */
TEST(few_different_values_are_no_key)
{
    struct buf rows = buf_make(t->arena, 10000), file = buf_make(t->arena, 10000);
    buf_add(&rows, S("row,plan\n"));
    buf_add(&file, S("area,score\n"));
    for (int i = 0; i < 100; i++) {
        buf_addf(&rows, "%d,p%d\n", i, i % 3);
        buf_addf(&file, "%c,%d\n", 'A' + i % 4, i % 11);
    }
    cannot_tell(t, str_to_chars(t->arena, buf_str(&rows)), str_to_chars(t->arena, buf_str(&file)));
}

TEST(two_pairs_that_are_as_good_are_asked_about)
{
    cannot_tell(t, "a,b\n1,1\n2,2\n3,3\n", "x,y\n1,1\n2,2\n3,3\n");
    /* The same name says it. */
    const struct join *j = made(t, "a,y\n1,1\n2,2\n3,3\n", (struct join_wish){.by = S("")},
                                sampled(t, "x,y\n1,1\n2,2\n3,3\n"));
    CHECK_STR(j->by_name, S("y"));
    CHECK_STR(j->to_name, S("y"));
}

TEST(a_column_that_is_not_there_is_named)
{
    struct join *join = NULL;
    const struct err *e =
        make(t, plans, (struct join_wish){.by = S("custmer")}, sampled(t, answers), &join);
    CHECK(e && e->why == WHY_USAGE && str_has(e->text, '?'));
    e = make(t, plans, (struct join_wish){.by = S("customer")}, sampled(t, answers), &join);
    CHECK(e && e->why == WHY_USAGE); /* the second table has no such column */
    e = make(t, "", (struct join_wish){.by = S("customer")}, sampled(t, answers), &join);
    CHECK(e && e->why == WHY_INVALID);
    e = make(t, "id,plan\n1\n2\n3,a\n", (struct join_wish){.by = S("customer"), .to = S("id")},
             sampled(t, answers), &join);
    CHECK(e && e->why == WHY_INVALID);
}

/* Against a search through all rows. */
TEST(any_join_finds_what_a_search_finds)
{
    enum { ROUNDS = 200, ROWS = 30, KEYS = 20 };
    struct test_random dice = {.state = 20261126};
    for (int round = 0; round < ROUNDS; round++) {
        int keys[ROWS], values[ROWS];
        unsigned rows = (unsigned)test_random_below(&dice, ROWS - 1) + 1;
        struct buf b = buf_make(t->arena, 10000);
        buf_add(&b, S("k,v\n"));
        for (unsigned i = 0; i < rows; i++) {
            keys[i] = (int)test_random_below(&dice, KEYS);
            values[i] = (int)test_random_below(&dice, 3);
            buf_addf(&b, "%d,%d\n", keys[i], values[i]);
        }
        const struct join *j =
            made(t, str_to_chars(t->arena, buf_str(&b)),
                 (struct join_wish){.by = S("customer"), .to = S("k"), .twice = JOIN_TWICE_LAST},
                 sampled(t, answers));
        struct join_counts n = join_counts_make(t->arena, j);
        for (int key = 0; key < KEYS; key++) {
            str should = S("");
            for (unsigned i = 0; i < rows; i++)
                if (keys[i] == key)
                    should = str_format(t->arena, "%d", values[i]);
            CHECK_STR(found(t, j, str_format(t->arena, "%d", key).ptr, &n), should);
        }
        CHECK_INT(n.matched, j->keys.keys);
        CHECK_INT(n.matched + n.unmatched, KEYS);
        CHECK_INT(n.unused, 0);
    }
}
