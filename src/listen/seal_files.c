/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/seal_files.h"

#include <dirent.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/secret.h"
#include "engine/dictionary.h"
#include "engine/segment.h"

STATEMENT(segment_file_list);

enum { NAME_BYTES = 8, UNNAMED_SECONDS = 600 };

/* Names are never used again: a reader may still hold the file of the one before. */
static str new_name(struct arena *a, str column)
{
    char bytes[NAME_BYTES];
    secret_random(bytes, sizeof bytes);
    return str_format(a, "%.*s.%.*s", STR(secret_to_base32(a, (str){bytes, sizeof bytes})),
                      STR(column));
}

static struct segment_name note_file(struct arena *a, str folder, str column,
                                     struct seal_segment *segment)
{
    struct segment_name file = {.folder = folder, .name = new_name(a, column)};
    segment->files[segment->files_len++] = (struct seal_file){.column = column, .name = file.name};
    return file;
}

/* A column without a value in any row has no file. */
static struct err *write_codes(struct arena *a, str folder, const struct seal_column *column,
                               const uint32_t *all, struct seal_segment *segment)
{
    struct arena *own = arena_make(0);
    uint32_t *codes = ARENA_ARRAY(own, uint32_t, segment->rows);
    bool any = false;
    for (size_t i = 0; i < segment->rows; i++) {
        codes[i] = all[segment->from[i]];
        any = any || codes[i] < CODE_NOT_APPLICABLE;
    }
    struct err *e = NULL;
    if (any)
        e = segment_write_codes(own, note_file(a, folder, column->name, segment), codes,
                                segment->rows);
    if (e)
        e = err_copy(a, e);
    arena_done(own);
    return e;
}

static struct err *write_numbers(struct arena *a, str folder, str column, const int64_t *all,
                                 struct seal_segment *segment)
{
    struct arena *own = arena_make(0);
    int64_t *numbers = ARENA_ARRAY(own, int64_t, segment->rows);
    for (size_t i = 0; i < segment->rows; i++)
        numbers[i] = all[segment->from[i]];
    struct err *e =
        segment_write_numbers(own, note_file(a, folder, column, segment), numbers, segment->rows);
    if (e)
        e = err_copy(a, e);
    arena_done(own);
    return e;
}

/* All codes of a column, widened, to be dealt out to the segments. */
static uint32_t *all_codes(struct arena *a, const struct column *column)
{
    uint32_t *codes = ARENA_ARRAY(a, uint32_t, column_rows(column) + BLOCK_ROWS);
    size_t rows = 0;
    for (size_t b = 0; b < column_blocks(column); b++)
        rows += column_read_block(column, b, codes + rows);
    return codes;
}

static struct err *write_column(struct arena *a, str folder, const struct seal_column *column,
                                struct seal_round *round)
{
    struct arena *own = arena_make(0);
    const uint32_t *codes = all_codes(own, column->column);
    struct err *e = NULL;
    for (size_t i = 0; i < round->segments_len && !e; i++)
        e = write_codes(a, folder, column, codes, &round->segments[i]);
    arena_done(own);
    return e;
}

struct err *seal_write_files(struct arena *a, str folder, struct seal_round *round)
{
    for (size_t i = 0; i < round->segments_len; i++) {
        struct seal_segment *segment = &round->segments[i];
        segment->files = ARENA_ARRAY(a, struct seal_file, round->columns_len + 2);
        TRY(write_numbers(a, folder, S("id"), round->ids, segment));
        TRY(write_numbers(a, folder, S("at"), round->at, segment));
    }
    for (size_t i = 0; i < round->columns_len; i++)
        TRY(write_column(a, folder, &round->columns[i], round));
    return segment_sync_folder(a, folder);
}

static struct err *read_named(struct arena *a, struct db *db, struct dictionary *named)
{
    bool found = false;
    struct query *q = db_query(db, SQL(segment_file_list));
    for (;;) {
        TRY(query_next(a, q, &found));
        if (!found)
            return NULL;
        (void)dictionary_add(named, query_text(q, 2));
    }
}

static bool is_old(const char *path)
{
    struct stat is;
    return stat(path, &is) == 0 && S_ISREG(is.st_mode) &&
           is.st_mtime + UNNAMED_SECONDS < time(NULL);
}

struct err *seal_remove_unnamed(struct arena *a, struct db *db, str folder)
{
    struct arena *own = arena_make(0);
    struct dictionary *named = dictionary_make(own);
    DIR *open = opendir(str_to_chars(own, folder));
    struct err *e = read_named(own, db, named);
    for (const struct dirent *d = open && !e ? readdir(open) : NULL; d; d = readdir(open)) {
        const char *path = str_format(own, "%.*s/%s", STR(folder), d->d_name).ptr;
        if (dictionary_find(named, str_of_chars(d->d_name)) == CODE_MISSING && is_old(path))
            (void)unlink(path);
    }
    if (open)
        (void)closedir(open);
    if (e)
        e = err_copy(a, e);
    arena_done(own);
    return e;
}
