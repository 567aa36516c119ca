/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * csv_of_test — for tests: a table read by csv, shown as one text, or beside the naive reader.
 */
#ifndef BASE_CSV_OF_TEST_H
#define BASE_CSV_OF_TEST_H

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/csv.h"
#include "base/csv_naive.h"
#include "base/limits.h"
#include "base/test.h"

/* csv says what the naive reader says, on every kind of machine. */
static inline void should_agree(struct test *t, str bytes, uint64_t seed)
{
    static const char *const machines[] = {"scalar", "fastest"};
    str path = test_write(t, "a.csv", bytes);
    for (size_t m = 0; m < sizeof machines / sizeof *machines; m++) {
        struct arena *a = arena_make(0);
        CHECK(setenv("ATTUNE_ISA", machines[m], 1) == 0);
        str difference = csv_naive_difference(a, path, seed);
        if (difference.len)
            test_fail(__FILE__, __LINE__, "seed %llu, %s: %.*s; the file is kept",
                      (unsigned long long)seed, machines[m], STR(difference));
        arena_done(a);
    }
}

/* All records of a file with all its columns: cells in brackets, "!" and the
 * fault's number before those that are not sound, and the line. */
static inline str shown(struct test *t, struct csv *csv)
{
    struct buf b = buf_make(t->arena, 64 * MIB);
    size_t len = 0;
    const str *header = csv_header(csv, &len);
    size_t *all = ARENA_ARRAY(t->arena, size_t, len);
    for (size_t i = 0; i < len; i++) {
        buf_addf(&b, "<%.*s>", STR(header[i]));
        all[i] = i;
    }
    csv_select(csv, all, len);
    struct table_record record;
    for (bool found = true;;) {
        CHECK_OK(csv_next(csv, &record, &found));
        if (!found)
            break;
        buf_addf(&b, " %llu:", (unsigned long long)record.line);
        if (record.fault != TABLE_SOUND)
            buf_addf(&b, "!%d(%zu)", (int)record.fault, record.cells_len);
        for (size_t i = 0; record.fault == TABLE_SOUND && i < len; i++)
            buf_addf(&b, "[%.*s]", STR(record.cells[i]));
    }
    return buf_str(&b);
}

static inline struct csv *opened(struct test *t, str path)
{
    struct file *file = NULL;
    struct csv *csv = NULL;
    CHECK_OK(file_open(t->arena, path, &file));
    CHECK_OK(csv_open(t->arena, file, 0, &csv));
    return csv;
}

/* The same with all its columns asked for. */
static inline struct csv *opened_with_all(struct test *t, str path)
{
    struct csv *csv = opened(t, path);
    size_t len = 0;
    (void)csv_header(csv, &len);
    size_t *all = ARENA_ARRAY(t->arena, size_t, len);
    for (size_t i = 0; i < len; i++)
        all[i] = i;
    csv_select(csv, all, len);
    return csv;
}

static inline str read_text(struct test *t, str content)
{
    return shown(t, opened(t, test_write(t, "a.csv", content)));
}

static inline const struct err *refusal(struct test *t, str path)
{
    struct file *file = NULL;
    struct csv *csv = NULL;
    CHECK_OK(file_open(t->arena, path, &file));
    const struct err *e = csv_open(t->arena, file, 0, &csv);
    CHECK(e && !csv);
    return e;
}

static inline bool refused_with(struct test *t, str content, enum why why, const char *words)
{
    const struct err *e = refusal(t, test_write(t, "a.csv", content));
    return e->why == why && strstr(e->text.ptr, words);
}

/* A table of one record that is len bytes long, with its newline. */
static inline str one_record(struct arena *a, size_t len, bool quoted)
{
    struct buf b = buf_make(a, 64 * MIB);
    buf_add(&b, quoted ? S("a,b\n1,\"") : S("a,b\n1,"));
    buf_add_repeated(&b, S("x"), len - (quoted ? 5 : 3));
    buf_add(&b, quoted ? S("\"\n") : S("\n"));
    return buf_str(&b);
}

/* Writes content into the pipe that is standard input, in pieces. */
static inline pid_t feed(str content, size_t piece)
{
    int ends[2];
    CHECK(pipe(ends) == 0 && dup2(ends[0], STDIN_FILENO) == STDIN_FILENO);
    pid_t child = fork();
    CHECK(child >= 0);
    for (size_t at = 0; child == 0 && at < content.len; at += piece) {
        str part = str_slice(content, at, at + piece);
        if (write(ends[1], part.ptr, part.len) != (ssize_t)part.len)
            _exit(1);
    }
    if (child == 0)
        _exit(0);
    CHECK(close(ends[0]) == 0 && close(ends[1]) == 0);
    return child;
}

#endif
