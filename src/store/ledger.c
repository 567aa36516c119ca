/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/ledger.h"

#include <assert.h>
#include <string.h>

STATEMENT(cursor_put);
STATEMENT(cursor_list);

enum { NAME_LEN = 700 };

static struct err *put_row(struct arena *a, struct db *db, str name, int64_t number)
{
    struct query *q = db_query(db, SQL(cursor_put));
    query_bind_text(q, 1, name);
    query_bind_int(q, 2, number);
    query_bind_int(q, 3, 0);
    return query_run(a, q);
}

static struct err *apply(struct arena *a, struct db *db, void *what)
{
    const struct ledger_write *w = what;
    char name[NAME_LEN];
    memset(name, '.', sizeof name);
    for (int row = 0; row < LEDGER_ROWS; row++) {
        str key = str_format(a, "%lld-%d", (long long)w->number, row);
        key = str_format(a, "%04x-%.*s", (unsigned)(str_hash(key) & 0xffff), STR(key));
        memcpy(name, key.ptr, key.len);
        TRY(put_row(a, db, (str){name, sizeof name - str_hash(key) % 400}, w->number));
    }
    return put_row(a, db, S("last"), w->number);
}

void ledger_begin(struct arena *a, struct store *s, struct ledger_write *w, int64_t number)
{
    assert(number > 0 && number < LEDGER_MOST);
    *w = (struct ledger_write){.write = {.apply = apply, .what = w, .arena = a}, .number = number};
    store_begin_write(s, &w->write);
}

struct err *ledger_end(struct store *s, struct ledger_write *w)
{
    return store_end_write(s, &w->write);
}

struct err *ledger_put(struct arena *a, struct store *s, int64_t number)
{
    struct ledger_write w;
    ledger_begin(a, s, &w, number);
    return ledger_end(s, &w);
}

struct err *ledger_read(struct arena *a, struct db *db, struct ledger *out)
{
    int *rows = ARENA_ARRAY(a, int, LEDGER_MOST);
    bool found = true;
    *out = (struct ledger){.last = 0};
    TRY(db_check(a, db, &out->wrong));
    struct query *q = db_query(db, SQL(cursor_list));
    for (;;) {
        TRY(query_next(a, q, &found));
        if (!found)
            break;
        int64_t number = query_int(q, 1);
        if (number < 1 || number >= LEDGER_MOST)
            out->wrong = S("a row is there that nobody wrote");
        else if (str_equal(query_text(q, 0), S("last")))
            out->last = number;
        else
            rows[number]++;
    }
    for (int64_t n = 1; n < LEDGER_MOST; n++) {
        out->has[n] = rows[n] > 0;
        if (rows[n] != 0 && rows[n] != LEDGER_ROWS)
            out->wrong = str_format(a, "of write %lld %d rows are there", (long long)n, rows[n]);
    }
    return NULL;
}

struct err *ledger_read_file(struct arena *a, str path, struct ledger *out)
{
    struct arena *own = arena_make(0);
    struct db *db = NULL;
    struct err *e =
        db_open(own, path, (struct db_options){.role = DB_WRITES, .synchronous = "OFF"}, &db);
    if (!e)
        e = ledger_read(own, db, out);
    if (e)
        e = err_copy(a, e);
    else
        out->wrong = str_copy(a, out->wrong);
    arena_done(own);
    return e;
}
