/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/import_leftover_db.h"

#include <stdlib.h>

#include "listen/answers_json.h"

STATEMENT(counter_get);
STATEMENT(field_alias_clear);
STATEMENT(field_alias_remove);
STATEMENT(field_code_clear);
STATEMENT(field_of_source_list);
STATEMENT(field_remove);
STATEMENT(import_answers_list);
STATEMENT(import_field_codes_forget);
STATEMENT(import_field_names_forget);
STATEMENT(import_forget_source);
STATEMENT(import_leftover_list);
STATEMENT(import_made_forget);
STATEMENT(import_name_forget);
STATEMENT(import_name_remove);
STATEMENT(import_verbatim_list);
STATEMENT(signal_of_source);
STATEMENT(source_remove);

enum { PAGE_ROWS = 10000, TOGETHER = 16 };

enum leftover_kind { LEFTOVER_SOURCE, LEFTOVER_FIELD, LEFTOVER_NAME };

struct leftover {
    enum leftover_kind kind;
    int64_t part;   /* the source or field */
    int64_t source; /* whose it is; 0: all sources' */
    str name;
    bool is_used;
};

struct leftovers {
    struct arena *a;
    struct store *store;
    struct db *db;
    const atomic_bool *ends;
    struct leftover *list; /* by part first */
    size_t len, unused;
    int64_t since; /* the first id that no page has seen */
};

static int by_number(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

static int by_part(const void *left, const void *right)
{
    const struct leftover *a = left, *b = right;
    int order = by_number(a->part, b->part);
    order = order ? order : by_number(a->kind, b->kind);
    order = order ? order : by_number(a->source, b->source);
    return order ? order : str_compare(a->name, b->name);
}

static enum leftover_kind kind_of(str name)
{
    if (str_equal(name, S("source")))
        return LEFTOVER_SOURCE;
    return str_equal(name, S("field")) ? LEFTOVER_FIELD : LEFTOVER_NAME;
}

static struct err *list_all(struct arena *a, struct db *db, struct leftover **out, size_t *len)
{
    struct leftover *list = NULL;
    size_t used = 0, room = 0;
    bool found = false;
    struct query *q = db_query(db, SQL(import_leftover_list));
    for (;;) {
        TRY(query_next(a, q, &found));
        if (!found)
            break;
        if (used == room)
            list = arena_grow_array(a, list, used, &room, sizeof *list);
        list[used++] = (struct leftover){.kind = kind_of(query_text(q, 0)),
                                         .part = query_int(q, 1),
                                         .source = query_int(q, 2),
                                         .name = str_copy(a, query_text(q, 3))};
    }
    if (used)
        qsort(list, used, sizeof *list, by_part);
    *out = list;
    *len = used;
    return NULL;
}

/* ---- which are used ---- */

static void strike(struct leftovers *l, struct leftover *one)
{
    l->unused -= !one->is_used;
    one->is_used = true;
}

/* A signal of that source says something in that field. */
static void strike_field(struct leftovers *l, int64_t source, int64_t field)
{
    size_t lo = 0, hi = l->len;
    while (lo < hi) {
        size_t middle = (lo + hi) / 2;
        if (l->list[middle].part < field)
            lo = middle + 1;
        else
            hi = middle;
    }
    for (; lo < l->len && l->list[lo].part == field; lo++) {
        struct leftover *one = &l->list[lo];
        if (one->kind == LEFTOVER_FIELD || (one->kind == LEFTOVER_NAME && one->source == source))
            strike(l, one);
    }
}

static struct err *has_signals(struct arena *a, struct db *db, int64_t source, bool *has)
{
    struct query *q = db_query(db, SQL(signal_of_source));
    query_bind_int(q, 1, source);
    TRY(query_next(a, q, has));
    if (*has)
        query_done(q);
    return NULL;
}

/* Those whose source has no signals are not used; *pages: the others must be looked for. */
static struct err *look_at_sources(struct leftovers *l, bool *pages)
{
    for (size_t i = 0; i < l->len; i++) {
        bool has = true;
        if (l->list[i].source)
            TRY(has_signals(l->a, l->db, l->list[i].source, &has));
        if (l->list[i].kind == LEFTOVER_SOURCE && has)
            strike(l, &l->list[i]);
        *pages = *pages || (has && l->list[i].kind != LEFTOVER_SOURCE);
    }
    return NULL;
}

static void strike_answers(struct leftovers *l, struct arena *scratch, int64_t source, str json)
{
    struct answers_scan scan = answers_scan_make(scratch, json);
    int64_t field = 0;
    str text;
    while (answers_scan_next(&scan, &field, &text))
        strike_field(l, source, field);
}

/* A page of answers behind an id, which it moves. */
static struct err *read_answers(struct leftovers *l, struct arena *a, struct db *db, int64_t *after,
                                size_t *rows)
{
    bool found = false;
    struct query *q = db_query(db, SQL(import_answers_list));
    query_bind_int(q, 1, *after);
    query_bind_int(q, 2, PAGE_ROWS);
    for (*rows = 0;; (*rows)++) {
        TRY(query_next(a, q, &found));
        if (!found)
            return NULL;
        *after = query_int(q, 0);
        strike_answers(l, a, query_int(q, 1), query_text(q, 2));
    }
}

struct place {
    int64_t signal, field;
};

static struct err *read_verbatims(struct leftovers *l, struct arena *a, struct db *db,
                                  struct place *after, size_t *rows)
{
    bool found = false;
    struct query *q = db_query(db, SQL(import_verbatim_list));
    query_bind_int(q, 1, after->signal);
    query_bind_int(q, 2, after->field);
    query_bind_int(q, 3, PAGE_ROWS);
    for (*rows = 0;; (*rows)++) {
        TRY(query_next(a, q, &found));
        if (!found)
            return NULL;
        *after = (struct place){query_int(q, 0), query_int(q, 1)};
        strike_field(l, query_int(q, 2), after->field);
    }
}

/* Each page is a read of its own, so that nobody waits for it. */
static struct err *read_on(struct leftovers *l, int64_t *answers, struct place *verbatims,
                           size_t *rows)
{
    struct arena *a = arena_make(0);
    size_t more = 0;
    struct err *e = read_answers(l, a, l->db, answers, rows);
    if (!e)
        e = read_verbatims(l, a, l->db, verbatims, &more);
    if (e)
        e = err_copy(l->a, e);
    *rows += more;
    arena_done(a);
    return e;
}

static struct err *read_counter(struct leftovers *l)
{
    bool found = false;
    struct query *q = db_query(l->db, SQL(counter_get));
    query_bind_text(q, 1, S("signal"));
    TRY(query_next(l->a, q, &found));
    l->since = found ? query_int(q, 0) : 1;
    query_done(q);
    return NULL;
}

static struct err *look(struct leftovers *l)
{
    bool pages = false;
    int64_t answers = 0;
    struct place verbatims = {0, 0};
    TRY(read_counter(l));
    TRY(look_at_sources(l, &pages));
    for (size_t rows = 1; pages && rows && l->unused;) {
        if (l->ends && atomic_load(l->ends))
            FAIL(l->a, WHY_FAILED, "The undo was ended; the same again goes on with it.");
        TRY(read_on(l, &answers, &verbatims, &rows));
    }
    return NULL;
}

/* ---- taking them out ---- */

static struct err *run_of(struct arena *a, struct db *db, const struct statement *statement,
                          int64_t id)
{
    struct query *q = db_query(db, statement);
    query_bind_int(q, 1, id);
    return query_run(a, q);
}

static struct err *forget_made(struct arena *a, struct db *db, const char *kind, int64_t part)
{
    struct query *q = db_query(db, SQL(import_made_forget));
    query_bind_text(q, 1, str_of_chars(kind));
    query_bind_int(q, 2, part);
    return query_run(a, q);
}

static struct err *remove_name(struct arena *a, struct db *db, const struct leftover *one)
{
    const struct statement *const steps[] = {SQL(import_name_remove), SQL(import_name_forget)};
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        struct query *q = db_query(db, steps[i]);
        query_bind_int(q, 1, one->source);
        query_bind_text(q, 2, one->name);
        TRY(query_run(a, q));
    }
    return NULL;
}

static struct err *remove_field(struct arena *a, struct db *db, int64_t id)
{
    const struct statement *const steps[] = {SQL(field_alias_remove), SQL(field_code_clear),
                                             SQL(import_field_names_forget),
                                             SQL(import_field_codes_forget), SQL(field_remove)};
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        TRY(run_of(a, db, steps[i], id));
    return forget_made(a, db, "field", id);
}

/* With its fields: nothing was said in them that is left. */
static struct err *remove_source(struct arena *a, struct db *db, int64_t id)
{
    int64_t *fields = NULL;
    size_t len = 0, room = 0;
    bool found = false;
    struct query *q = db_query(db, SQL(field_of_source_list));
    query_bind_int(q, 1, id);
    for (;;) {
        TRY(query_next(a, q, &found));
        if (!found)
            break;
        if (len == room)
            fields = arena_grow_array(a, fields, len, &room, sizeof *fields);
        fields[len++] = query_int(q, 0);
    }
    for (size_t i = 0; i < len; i++)
        TRY(remove_field(a, db, fields[i]));
    TRY(run_of(a, db, SQL(field_alias_clear), id));
    TRY(run_of(a, db, SQL(import_forget_source), id));
    TRY(run_of(a, db, SQL(source_remove), id));
    return forget_made(a, db, "source", id);
}

/* Some of one kind, in one write. */
struct taking {
    struct leftovers *l;
    struct leftover *some[TOGETHER];
    size_t len;
};

/* What came while the pages were read may use them after all, and an import may have come
 * to claim them. */
static struct err *look_once_more(struct taking *t, struct arena *a, struct db *db)
{
    struct leftover *still = NULL;
    size_t len = 0;
    int64_t after = t->l->since - 1;
    struct place place = {t->l->since, 0};
    for (size_t rows = PAGE_ROWS; rows == PAGE_ROWS;)
        TRY(read_answers(t->l, a, db, &after, &rows));
    for (size_t rows = PAGE_ROWS; rows == PAGE_ROWS;)
        TRY(read_verbatims(t->l, a, db, &place, &rows));
    TRY(list_all(a, db, &still, &len));
    for (size_t i = 0; i < t->len; i++) {
        bool has = false;
        if (t->some[i]->kind == LEFTOVER_SOURCE)
            TRY(has_signals(a, db, t->some[i]->part, &has));
        if (has || !bsearch(t->some[i], still, len, sizeof *still, by_part))
            strike(t->l, t->some[i]);
    }
    return NULL;
}

static struct err *remove_one(struct arena *a, struct db *db, const struct leftover *one)
{
    switch (one->kind) {
    case LEFTOVER_NAME:
        return remove_name(a, db, one);
    case LEFTOVER_FIELD:
        return remove_field(a, db, one->part);
    case LEFTOVER_SOURCE:
        break;
    }
    return remove_source(a, db, one->part);
}

static struct err *write_removal(struct arena *a, struct db *db, void *what)
{
    struct taking *t = what;
    TRY(look_once_more(t, a, db));
    for (size_t i = 0; i < t->len; i++)
        if (!t->some[i]->is_used)
            TRY(remove_one(a, db, t->some[i]));
    return NULL;
}

static struct err *take_some(struct taking *t)
{
    struct arena *a = arena_make(0);
    struct write w = {.apply = write_removal, .what = t, .arena = a};
    struct err *e = t->len ? store_write(t->l->store, &w) : NULL;
    if (e)
        e = err_copy(t->l->a, e);
    arena_done(a);
    t->len = 0;
    return e;
}

/* Names before fields, fields before sources; few together, since whatever refers to a
 * field is looked for in all verbatims, and others write meanwhile. */
static struct err *take_out(struct leftovers *l)
{
    static const enum leftover_kind order[] = {LEFTOVER_NAME, LEFTOVER_FIELD, LEFTOVER_SOURCE};
    struct taking t = {.l = l};
    for (size_t k = 0; k < sizeof order / sizeof *order; k++) {
        for (size_t i = 0; i < l->len; i++) {
            if (l->list[i].kind == order[k] && !l->list[i].is_used)
                t.some[t.len++] = &l->list[i];
            if (t.len == TOGETHER)
                TRY(take_some(&t));
        }
        TRY(take_some(&t));
    }
    return NULL;
}

struct err *import_leftovers_remove(struct arena *a, struct store *s, struct db *db,
                                    const atomic_bool *ends)
{
    struct leftovers l = {.a = a, .store = s, .db = db, .ends = ends};
    TRY(list_all(a, db, &l.list, &l.len));
    if (!l.len)
        return NULL;
    l.unused = l.len;
    TRY(look(&l));
    return take_out(&l);
}
