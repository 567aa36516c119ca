/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/seal_files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/secret.h"
#include "engine/dictionary.h"
#include "listen/columns_private.h"

STATEMENT(segment_file_list);

enum { NAME_BYTES = 8, UNNAMED_SECONDS = 600 };

/* A segment's columns stand in one file: making a file durable costs more than a column
 * of it.  Names are never used again: a reader may still hold the file of the one
 * before. */
static struct err *begin_file(struct arena *a, str folder, struct seal_segment *segment,
                              size_t columns)
{
    char bytes[NAME_BYTES];
    secret_random(bytes, sizeof bytes);
    segment->name =
        str_format(a, "%.*s.columns", STR(secret_to_base32(a, (str){bytes, sizeof bytes})));
    segment->files = ARENA_ARRAY(a, struct seal_file, columns);
    return segment_begin(a, folder, segment->name, &segment->file);
}

static void note_column(struct arena *a, str column, uint64_t at, struct seal_segment *segment)
{
    segment->files[segment->files_len++] = (struct seal_file){
        .column = column,
        .name = columns_place(a, (struct segment_name){.name = segment->name, .at = at})};
}

/* A column without a value in any row has no place. */
static struct err *write_codes(struct arena *a, struct arena *own, const struct seal_column *column,
                               const uint32_t *all, struct seal_segment *segment)
{
    uint32_t *codes = ARENA_ARRAY(own, uint32_t, segment->rows);
    bool any = false;
    uint64_t at = 0;
    for (size_t i = 0; i < segment->rows; i++) {
        codes[i] = all[segment->from[i]];
        any = any || codes[i] < CODE_NOT_APPLICABLE;
    }
    if (!any)
        return NULL;
    TRY(segment_put_codes(a, segment->file, codes, segment->rows, &at));
    note_column(a, column->name, at, segment);
    return NULL;
}

static struct err *write_numbers(struct arena *a, str column, const int64_t *all,
                                 struct seal_segment *segment)
{
    struct arena *own = arena_make(0);
    int64_t *numbers = ARENA_ARRAY(own, int64_t, segment->rows);
    uint64_t at = 0;
    for (size_t i = 0; i < segment->rows; i++)
        numbers[i] = all[segment->from[i]];
    struct err *e = segment_put_numbers(a, segment->file, numbers, segment->rows, &at);
    if (!e)
        note_column(a, column, at, segment);
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

static struct err *write_column(struct arena *a, const struct seal_column *column,
                                struct seal_round *round)
{
    struct arena *own = arena_make(0);
    const uint32_t *codes = all_codes(own, column->column);
    struct err *e = NULL;
    for (size_t i = 0; i < round->segments_len && !e; i++)
        e = write_codes(a, own, column, codes, &round->segments[i]);
    arena_done(own);
    return e;
}

/* A place of no name: what is in these columns is in the record only. */
static void note_left_out(const struct seal_round *round, struct seal_segment *segment)
{
    for (size_t i = 0; i < round->left_out_len; i++)
        segment->files[segment->files_len++] =
            (struct seal_file){.column = round->left_out[i], .name = S("")};
}

struct err *seal_write_files(struct arena *a, str folder, struct seal_round *round)
{
    size_t columns = round->columns_len + round->left_out_len + 2;
    for (size_t i = 0; i < round->segments_len; i++) {
        struct seal_segment *segment = &round->segments[i];
        TRY(begin_file(a, folder, segment, columns));
        TRY(write_numbers(a, S("id"), round->ids, segment));
        TRY(write_numbers(a, S("at"), round->at, segment));
        note_left_out(round, segment);
    }
    for (size_t i = 0; i < round->columns_len; i++)
        TRY(write_column(a, &round->columns[i], round));
    for (size_t i = 0; i < round->segments_len; i++)
        TRY(segment_finish(a, round->segments[i].file));
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
        (void)dictionary_add(named, columns_file_at(S(""), query_text(q, 2)).name);
    }
}

/* A question may have read of the file before another took its place, and be about to
 * open it: so its time goes on from when it was first found unnamed, and that it was so is
 * kept with it. */
static void let_go(const char *path)
{
    struct stat is;
    if (stat(path, &is) != 0 || !S_ISREG(is.st_mode))
        return;
    if (is.st_mode & S_IWUSR) {
        if (utimensat(AT_FDCWD, path, NULL, 0) == 0)
            (void)chmod(path, S_IRUSR);
    } else if (is.st_mtime + UNNAMED_SECONDS < time(NULL)) {
        (void)unlink(path);
    }
}

/* Other files than of columns are others' business. */
static bool is_of_column(const char *name)
{
    const char *dot = strchr(name, '.');
    return dot && dot != name;
}

struct err *seal_remove_unnamed(struct arena *a, struct db *db, str folder)
{
    struct arena *own = arena_make(0);
    struct dictionary *named = dictionary_make(own);
    DIR *open = opendir(str_to_chars(own, folder));
    struct err *e = read_named(own, db, named);
    for (const struct dirent *d = open && !e ? readdir(open) : NULL; d; d = readdir(open))
        if (is_of_column(d->d_name) &&
            dictionary_find(named, str_of_chars(d->d_name)) == CODE_MISSING)
            let_go(str_format(own, "%.*s/%s", STR(folder), d->d_name).ptr);
    if (open)
        (void)closedir(open);
    if (e)
        e = err_copy(a, e);
    arena_done(own);
    return e;
}

struct err *seal_make_folder(struct arena *a, str folder)
{
    if (mkdir(str_to_chars(a, folder), S_IRWXU) == 0 || errno == EEXIST)
        return NULL;
    FAIL(a, errno == EACCES ? WHY_DENIED : WHY_FAILED, "The folder \"%.*s\" cannot be made: %s.",
         STR(folder), strerror(errno));
}
