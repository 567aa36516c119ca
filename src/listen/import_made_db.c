/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/import_made_db.h"

STATEMENT(import_made_last);
STATEMENT(import_made_add);
STATEMENT(import_part_grow);
STATEMENT(import_part_add);
STATEMENT(import_field_add);
STATEMENT(import_name_keep);
STATEMENT(import_name_add);
STATEMENT(import_code_keep);
STATEMENT(import_code_add);

struct err *import_made_begin(struct arena *a, struct db *db, struct import_marks *marks)
{
    bool found = false;
    struct query *q = db_query(db, SQL(import_made_last));
    TRY(query_next(a, q, &found));
    *marks = (struct import_marks){.source = query_int(q, 0), .field = query_int(q, 1)};
    query_done(q);
    return NULL;
}

struct err *import_made_end(struct arena *a, struct db *db, const struct import_marks *marks,
                            int64_t import)
{
    struct query *q = db_query(db, SQL(import_made_add));
    query_bind_int(q, 1, import);
    query_bind_int(q, 2, marks->source);
    query_bind_int(q, 3, marks->field);
    return query_run(a, q);
}

/* Behind the ones before, where nobody else's came between. */
struct err *import_made_signals(struct arena *a, struct db *db, int64_t import, int64_t first,
                                int64_t last)
{
    const struct statement *const ways[] = {SQL(import_part_grow), SQL(import_part_add)};
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        struct query *q = db_query(db, ways[i]);
        query_bind_int(q, 1, import);
        query_bind_int(q, 2, first);
        query_bind_int(q, 3, last);
        TRY(query_run(a, q));
        if (db_changes(db))
            break;
    }
    return NULL;
}

struct err *import_made_uses(struct arena *a, struct db *db, int64_t import, int64_t field)
{
    struct query *q = db_query(db, SQL(import_field_add));
    query_bind_int(q, 1, field);
    query_bind_int(q, 2, import);
    return query_run(a, q);
}

struct err *import_made_name(struct arena *a, struct db *db, int64_t import,
                             const struct field_alias *alias)
{
    struct query *q = db_query(db, SQL(import_name_keep));
    query_bind_int(q, 1, alias->source);
    query_bind_text(q, 2, alias->name);
    TRY(query_run(a, q));
    q = db_query(db, SQL(import_name_add));
    query_bind_int(q, 1, alias->source);
    query_bind_text(q, 2, alias->name);
    query_bind_int(q, 3, import);
    query_bind_int(q, 4, alias->field);
    return query_run(a, q);
}

struct err *import_made_code(struct arena *a, struct db *db, int64_t import, int64_t field,
                             str code, str label)
{
    struct query *q = db_query(db, SQL(import_code_keep));
    query_bind_int(q, 1, field);
    query_bind_text(q, 2, code);
    TRY(query_run(a, q));
    q = db_query(db, SQL(import_code_add));
    query_bind_int(q, 1, field);
    query_bind_text(q, 2, code);
    query_bind_int(q, 3, import);
    query_bind_text(q, 4, label);
    return query_run(a, q);
}
