/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <sys/wait.h>
#include <time.h>

#include "base/csv_of_test.h"

/* ---- a file that changes ---- */

TEST(csv_file_that_is_cut_while_it_is_read_is_a_conflict)
{
    struct buf b = buf_make(t->arena, 4 * MIB);
    buf_add(&b, S("a,b\n"));
    buf_add_repeated(&b, S("1,2\n"), MIB / 2);
    str path = test_write(t, "a.csv", buf_str(&b));
    struct csv *csv = opened(t, path);
    CHECK(truncate(path.ptr, 300000) == 0);
    struct table_record record;
    const struct err *e = NULL;
    for (bool found = true; found && !e;)
        e = csv_next(csv, &record, &found);
    CHECK(e && e->why == WHY_CONFLICT);
}

static void append(str path, str content)
{
    FILE *out = fopen(path.ptr, "ab");
    CHECK(out && fwrite(content.ptr, 1, content.len, out) == content.len && fclose(out) == 0);
}

TEST(csv_file_that_grows_loses_the_record_that_was_half_written)
{
    str path = test_write(t, "a.csv", S("a,b\n1,2\n3,4"));
    struct csv *csv = opened(t, path);
    append(path, S("5\n6,7\n"));
    CHECK_STR(shown(t, csv), S("<a><b> 2:[1][2]"));
    CHECK(csv_left_out_tail(csv));
}

TEST(csv_file_whose_header_is_being_written_is_a_conflict)
{
    str path = test_write(t, "a.csv", S("a,b"));
    struct file *file = NULL;
    struct csv *csv = NULL;
    CHECK_OK(file_open(t->arena, path, &file));
    append(path, S("c,d\n1,2,3\n"));
    const struct err *e = csv_open(t->arena, file, 0, &csv);
    CHECK(e && e->why == WHY_CONFLICT);
}

TEST(csv_file_that_grows_by_whole_records_loses_nothing)
{
    str path = test_write(t, "a.csv", S("a,b\n1,2\n3,4\n"));
    struct csv *csv = opened(t, path);
    append(path, S("5,6\n"));
    CHECK_STR(shown(t, csv), S("<a><b> 2:[1][2] 3:[3][4]"));
    CHECK(!csv_left_out_tail(csv));
}

/* ---- no input takes long ---- */

static double seconds_to_read(struct test *t, str path)
{
    struct timespec start, end;
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &start);
    (void)shown(t, opened(t, path));
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &end);
    return (double)(end.tv_sec - start.tv_sec) + (double)(end.tv_nsec - start.tv_nsec) / 1e9;
}

TEST(csv_is_quick_whatever_stands_in_it)
{
    static const char *const lines[] = {
        "1,\"stray\n", "\"\"\"\n",   "1,\"\"\"x\n", "1,\"a\"\"\n", "\",\"\n",     "\"\"\"\",\"\n",
        "\n",          "\"\"\n",     ",\"\",\n",    "\"a\nb\"\n",  "1,2,3,4,5\n", "\xC3\xA9,\xE9\n",
        "1\"2,3\n",    "\"x\"y,z\n",
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct buf b = buf_make(t->arena, 8 * MIB);
        buf_add(&b, S("a,b\n"));
        while (b.len < 2 * MIB)
            buf_add(&b, str_of_chars(lines[i]));
        double seconds = seconds_to_read(t, test_write(t, "a.csv", buf_str(&b)));
        CHECK_THAT(seconds < 2, "2 MB of lines number %zu take %.1f s", i, seconds);
    }
}

TEST(csv_is_quick_where_a_pipe_brings_a_long_record_in_small_pieces)
{
    str table = one_record(t->arena, 12 * MIB, true);
    pid_t child = feed(table, 4096);
    double seconds = seconds_to_read(t, S("-"));
    CHECK_THAT(seconds < 2, "12 MiB take %.1f s", seconds);
    CHECK(waitpid(child, NULL, 0) == child);
}
