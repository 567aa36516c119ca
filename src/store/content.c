/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/content.h"

#include "base/secret.h"
#include "store/migration.h"

STATEMENT(content_has_table);
STATEMENT(content_schema);
STATEMENT(content_sequence);
STATEMENT(content_account);
STATEMENT(content_audit);
STATEMENT(content_counter);
STATEMENT(content_cursor);
STATEMENT(content_field);
STATEMENT(content_field_alias);
STATEMENT(content_field_code);
STATEMENT(content_identity);
STATEMENT(content_import);
STATEMENT(content_import_code);
STATEMENT(content_import_field);
STATEMENT(content_import_made);
STATEMENT(content_import_name);
STATEMENT(content_import_part);
STATEMENT(content_import_shared);
STATEMENT(content_job);
STATEMENT(content_measure);
STATEMENT(content_migration);
STATEMENT(content_organisation);
STATEMENT(content_person);
STATEMENT(content_relationship);
STATEMENT(content_sample);
STATEMENT(content_sample_part);
STATEMENT(content_session);
STATEMENT(content_sign_in_link);
STATEMENT(content_signal);
STATEMENT(content_signal_change);
STATEMENT(content_source);
STATEMENT(content_token);
STATEMENT(content_touchpoint);
STATEMENT(content_unit);
STATEMENT(content_user);
STATEMENT(content_verbatim);
STATEMENT(content_word);
STATEMENT(content_forget_segment_columns);
STATEMENT(content_forget_segments);
STATEMENT(content_forget_column_texts);
STATEMENT(content_forget_cursor);
STATEMENT(content_forget_sessions);
STATEMENT(content_forget_links);

/* The first has no row of its own in the schema. */
static const char schema[] = "sqlite_schema";

static const struct {
    const char *name;
    const struct statement *rows;
} known[] = {
    {schema, SQL(content_schema)},
    {"account", SQL(content_account)},
    {"audit", SQL(content_audit)},
    {"counter", SQL(content_counter)},
    {"cursor", SQL(content_cursor)},
    {"field", SQL(content_field)},
    {"field_alias", SQL(content_field_alias)},
    {"field_code", SQL(content_field_code)},
    {"identity", SQL(content_identity)},
    {"import", SQL(content_import)},
    {"import_code", SQL(content_import_code)},
    {"import_field", SQL(content_import_field)},
    {"import_made", SQL(content_import_made)},
    {"import_name", SQL(content_import_name)},
    {"import_part", SQL(content_import_part)},
    {"import_shared", SQL(content_import_shared)},
    {"job", SQL(content_job)},
    {"measure", SQL(content_measure)},
    {"migration", SQL(content_migration)},
    {"organisation", SQL(content_organisation)},
    {"person", SQL(content_person)},
    {"relationship", SQL(content_relationship)},
    {"sample", SQL(content_sample)},
    {"sample_part", SQL(content_sample_part)},
    {"session", SQL(content_session)},
    {"sign_in_link", SQL(content_sign_in_link)},
    {"signal", SQL(content_signal)},
    {"signal_change", SQL(content_signal_change)},
    {"source", SQL(content_source)},
    {"sqlite_sequence", SQL(content_sequence)},
    {"token", SQL(content_token)},
    {"touchpoint", SQL(content_touchpoint)},
    {"unit", SQL(content_unit)},
    {"user", SQL(content_user)},
    {"verbatim", SQL(content_verbatim)},
    {"word", SQL(content_word)},
};
enum { KNOWN = sizeof known / sizeof *known };

static const char *const derived[] = {"column_text", "segment", "segment_column"};

/* ---- the hash of rows ---- */

enum { POOL = 64 * 1024, HEAD = 9, ASKED_EVERY = 4096 };

/* Small values are gathered before they are hashed. */
struct pool {
    struct secret_stream *stream;
    size_t len;
    uint64_t total;
    char bytes[POOL];
};

static void empty(struct pool *p)
{
    secret_stream_add(p->stream, (str){p->bytes, p->len});
    p->len = 0;
}

static void pour(struct pool *p, str bytes)
{
    p->total += bytes.len;
    if (bytes.len > POOL - p->len)
        empty(p);
    if (bytes.len > POOL) {
        secret_stream_add(p->stream, bytes);
        return;
    }
    memcpy(p->bytes + p->len, bytes.ptr, bytes.len);
    p->len += bytes.len;
}

/* Its kind, then the number or the length of what follows. */
static void pour_value(struct pool *p, const struct query *q, int column)
{
    enum query_kind kind = query_kind(q, column);
    uint64_t number = 0;
    double real = 0;
    str bytes = {"", 0};
    switch (kind) {
    case QUERY_NONE:
        break;
    case QUERY_INT:
        number = (uint64_t)query_int(q, column);
        break;
    case QUERY_REAL:
        real = query_real(q, column);
        memcpy(&number, &real, sizeof number);
        break;
    case QUERY_TEXT:
        bytes = query_text(q, column);
        number = bytes.len;
        break;
    case QUERY_BLOB:
        bytes = query_blob(q, column);
        number = bytes.len;
        break;
    }
    char head[HEAD] = {(char)kind};
    for (int i = 1; i < HEAD; i++, number >>= 8)
        head[i] = (char)(number & 0xff);
    pour(p, (str){head, sizeof head});
    pour(p, bytes);
}

static struct err *hash_rows(struct arena *a, struct query *q, const struct watch *w,
                             struct pool *pool, struct backup_table *table)
{
    bool found = false;
    for (;;) {
        TRY(query_next(a, q, &found));
        if (!found)
            break;
        int columns = query_columns(q);
        for (int i = 0; i < columns; i++)
            pour_value(pool, q, i);
        if (++table->rows % ASKED_EVERY == 0)
            TRY(watch_ask(a, w, "Checking the record", pool->total, 0));
    }
    empty(pool);
    table->hash = secret_stream_hash(pool->stream);
    return NULL;
}

static struct err *hash_table(struct arena *a, struct db *db, size_t number, const struct watch *w,
                              struct pool *pool, struct backup_table *out)
{
    struct arena *own = arena_make(0);
    struct backup_table table = {.name = str_of_chars(known[number].name)};
    struct query *q = db_query(db, known[number].rows);
    pool->stream = secret_stream_make(own);
    struct err *e = hash_rows(a, q, w, pool, &table);
    query_done(q);
    arena_done(own);
    TRY(e);
    *out = table;
    return NULL;
}

static struct err *has_table(struct arena *a, struct db *db, const char *name, bool *has)
{
    bool found = false;
    struct query *q = db_query(db, SQL(content_has_table));
    query_bind_text(q, 1, str_of_chars(name));
    TRY(query_next(a, q, &found));
    *has = query_int(q, 0) > 0;
    query_done(q);
    return NULL;
}

struct err *content_of_record(struct arena *a, struct db *db, const struct watch *w,
                              struct backup_table **tables, size_t *len)
{
    struct backup_table *made = ARENA_ARRAY(a, struct backup_table, KNOWN);
    struct pool *pool = ARENA_NEW(a, struct pool);
    size_t count = 0;
    for (size_t i = 0; i < KNOWN; i++) {
        bool has = known[i].name == schema;
        if (!has)
            TRY(has_table(a, db, known[i].name, &has));
        if (has)
            TRY(hash_table(a, db, i, w, pool, &made[count++]));
    }
    *tables = made;
    *len = count;
    return NULL;
}

struct err *content_of_schema(struct arena *a, unsigned steps, struct backup_table *out)
{
    struct arena *own = arena_make(0);
    struct db *db = NULL;
    struct pool *pool = ARENA_NEW(own, struct pool);
    struct err *e =
        db_open(own, S(":memory:"), (struct db_options){DB_WRITES, true, NULL, NULL}, &db);
    if (!e)
        e = migration_run_to(own, db, steps);
    if (!e)
        e = hash_table(own, db, 0, NULL, pool, out);
    if (e)
        e = err_copy(a, e);
    arena_done(own);
    return e;
}

/* ---- comparing ---- */

static const struct backup_table *find(const struct backup_table *tables, size_t len, str name)
{
    for (size_t i = 0; i < len; i++)
        if (str_equal(tables[i].name, name))
            return &tables[i];
    return NULL;
}

struct err *content_compare(struct arena *a, const struct backup_table *should, size_t should_len,
                            const struct backup_table *is, size_t is_len)
{
    for (size_t i = 0; i < should_len; i++) {
        const struct backup_table *other = find(is, is_len, should[i].name);
        if (!other)
            FAIL(a, WHY_INVALID, "The table \"%.*s\" is not in the record.", STR(should[i].name));
        if (other->rows != should[i].rows)
            FAIL(a, WHY_INVALID, "The table \"%.*s\" has %llu rows instead of %llu.",
                 STR(should[i].name), (unsigned long long)other->rows,
                 (unsigned long long)should[i].rows);
        if (!str_equal(secret_hash_str(&other->hash), secret_hash_str(&should[i].hash)))
            FAIL(a, WHY_INVALID, "The rows of table \"%.*s\" are not as they were.",
                 STR(should[i].name));
    }
    for (size_t i = 0; i < is_len; i++)
        if (!find(should, should_len, is[i].name))
            FAIL(a, WHY_INVALID, "The table \"%.*s\" should not be in the record.",
                 STR(is[i].name));
    return NULL;
}

/* ---- what does not come back ---- */

struct err *content_forget(struct arena *a, struct db *db)
{
    static const struct statement *const all[] = {
        SQL(content_forget_segment_columns), SQL(content_forget_segments),
        SQL(content_forget_column_texts),    SQL(content_forget_cursor),
        SQL(content_forget_sessions),        SQL(content_forget_links)};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        TRY(query_run(a, db_query(db, all[i])));
    return NULL;
}

bool content_knows_table(str name)
{
    for (size_t i = 0; i < KNOWN; i++)
        if (str_equal(str_of_chars(known[i].name), name))
            return true;
    for (size_t i = 0; i < sizeof derived / sizeof *derived; i++)
        if (str_equal(str_of_chars(derived[i]), name))
            return true;
    return false;
}
