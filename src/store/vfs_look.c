/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/vfs_look.h"

#include <sqlite3.h>

static str last_error(struct arena *a, sqlite3 *db)
{
    return str_format(a, "%s", sqlite3_errmsg(db));
}

static str read_numbers(struct arena *a, sqlite3 *db, const char *sql, int64_t **numbers,
                        size_t *len)
{
    sqlite3_stmt *query = NULL;
    int64_t *found = NULL;
    size_t found_len = 0, room = 0;
    int code = sqlite3_prepare_v2(db, sql, -1, &query, NULL);
    while (code == SQLITE_OK && (code = sqlite3_step(query)) == SQLITE_ROW) {
        if (found_len == room)
            found = arena_grow_array(a, found, found_len, &room, sizeof *found);
        found[found_len++] = sqlite3_column_int64(query, 0);
        code = SQLITE_OK;
    }
    str wrong = code == SQLITE_DONE ? S("") : last_error(a, db);
    (void)sqlite3_finalize(query);
    *numbers = found;
    *len = found_len;
    return wrong;
}

static str check(struct arena *a, sqlite3 *db)
{
    sqlite3_stmt *query = NULL;
    int code = sqlite3_prepare_v2(db, "PRAGMA integrity_check(1)", -1, &query, NULL);
    bool is_answered = code == SQLITE_OK && sqlite3_step(query) == SQLITE_ROW;
    str wrong = is_answered ? str_format(a, "%s", (const char *)sqlite3_column_text(query, 0))
                            : last_error(a, db);
    wrong = str_equal(wrong, S("ok")) ? S("") : wrong;
    (void)sqlite3_finalize(query);
    return wrong;
}

str vfs_look(struct arena *a, str path, const char *sql, int64_t **numbers, size_t *len)
{
    sqlite3 *db = NULL;
    *numbers = NULL;
    *len = 0;
    if (sqlite3_open_v2(str_to_chars(a, path), &db, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK) {
        str wrong = last_error(a, db);
        (void)sqlite3_close(db);
        return wrong;
    }
    (void)sqlite3_db_config(db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    str wrong = check(a, db);
    if (str_is_empty(wrong))
        wrong = read_numbers(a, db, sql, numbers, len);
    (void)sqlite3_close(db);
    return wrong;
}
