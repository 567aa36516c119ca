/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/test.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/test_report.h"

enum { SHOWN_BYTES = 200 };

struct test_report *test_report;
char test_shared_folder[4096];

static _Noreturn void end_as_failed(void)
{
    (void)fflush(stdout);
    _exit(TEST_FAILED);
}

_Noreturn void test_fail(const char *file, int line, const char *format, ...)
{
    char text[800], place[220];
    va_list args;
    va_start(args, format);
    (void)vsnprintf(text, sizeof text, format, args);
    va_end(args);
    if (line > 0)
        (void)snprintf(place, sizeof place, "%.200s:%d", file, line);
    else
        (void)snprintf(place, sizeof place, "%.200s", file);
    (void)snprintf(test_report->reason, sizeof test_report->reason, "%s: %s", place, text);
    printf("%s\n", test_report->reason);
    end_as_failed();
}

_Noreturn void test_skip(const char *reason)
{
    (void)snprintf(test_report->reason, sizeof test_report->reason, "%s", reason);
    (void)fflush(stdout);
    _exit(TEST_SKIPPED);
}

void test_check_int(int64_t is, int64_t should, const char *what, const char *file, int line)
{
    if (is != should)
        test_fail(file, line, "%s is %" PRId64 ", should be %" PRId64, what, is, should);
}

void test_check_near(double is, double should, double tolerance, const char *what, const char *file,
                     int line)
{
    if (is == should || (isnan(is) && isnan(should)))
        return;
    double scale = fabs(should) > 1 ? fabs(should) : 1;
    /* Written so that a NaN or an infinity on one side fails. */
    if (!(isfinite(should) && fabs(is - should) <= tolerance * scale))
        test_fail(file, line, "%s is %.17g, should be %.17g (differs by %.3g, at most %.3g)", what,
                  is, should, fabs(is - should), tolerance * scale);
}

void test_check_ok(const struct err *e, const char *what, const char *file, int line)
{
    if (!e)
        return;
    bool has_place = e->at.len > 0;
    test_fail(file, line, "%s failed: %.*s%s%.*s (%.*s, raised at %s:%d)", what, STR(e->text),
              has_place ? ", at " : "", STR(e->at), STR(why_name(e->why)), e->file, e->line);
}

/* Text from a byte on, in quotes, control characters escaped, cut where long. */
static void print_shown(const char *label, str s, size_t from)
{
    printf("    %s (%zu bytes) ", label, s.len);
    fputs(from ? "…\"" : "\"", stdout);
    size_t to = s.len - from > SHOWN_BYTES ? from + SHOWN_BYTES : s.len;
    for (size_t i = from; i < to; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        if (c == '\n')
            fputs("\\n", stdout);
        else if (c < ' ' || c == 0x7f)
            printf("\\x%02x", c);
        else
            putchar(c);
    }
    fputs(to < s.len ? "\"…\n" : "\"\n", stdout);
}

void test_check_str(str is, str should, const char *what, const char *file, int line)
{
    if (str_equal(is, should))
        return;
    size_t shorter = is.len < should.len ? is.len : should.len;
    size_t same = 0;
    while (same < shorter && is.ptr[same] == should.ptr[same])
        same++;
    (void)snprintf(test_report->reason, sizeof test_report->reason,
                   "%.200s:%d: %.300s differs from byte %zu on", file, line, what, same);
    printf("%s:%d: %s is not what it should be, from byte %zu on\n", file, line, what, same);
    size_t from = same > SHOWN_BYTES / 2 ? same - SHOWN_BYTES / 4 : 0;
    print_shown("is     ", is, from);
    print_shown("should ", should, from);
    end_as_failed();
}

static void close_file(void *what)
{
    (void)fclose(what);
}

str test_shared(struct test *t, const char *path)
{
    if (!test_shared_folder[0])
        test_skip("../shared is absent");
    str full = str_format(t->arena, "%s/%s", test_shared_folder, path);
    if (access(full.ptr, R_OK) != 0)
        test_fail(full.ptr, 0, "cannot be read, although the folder ../shared is there: %s",
                  strerror(errno));
    return full;
}

str test_read(struct test *t, str path)
{
    const char *name = str_to_chars(t->arena, path);
    FILE *f = fopen(name, "rb");
    struct stat about;
    if (!f || fstat(fileno(f), &about) != 0)
        test_fail(name, 0, "cannot be read: %s", strerror(errno));
    arena_defer(t->arena, close_file, f);
    size_t room = (size_t)about.st_size, len = 0;
    char *bytes = arena_take(t->arena, room + 1);
    for (size_t n; len < room && (n = fread(bytes + len, 1, room - len, f)) > 0;)
        len += n;
    if (ferror(f))
        test_fail(name, 0, "cannot be read: %s", strerror(errno));
    return (str){bytes, len};
}

str test_write(struct test *t, const char *name, str content)
{
    str path = str_format(t->arena, "%.*s/%s", STR(t->dir), name);
    FILE *f = fopen(path.ptr, "wb");
    bool written = f && fwrite(content.ptr, 1, content.len, f) == content.len;
    if (!f || fclose(f) != 0 || !written)
        test_fail(path.ptr, 0, "cannot be written: %s", strerror(errno));
    return path;
}

size_t test_times(const char *variable, size_t usual)
{
    const char *text = getenv(variable);
    if (!text || !text[0])
        return usual;
    char *end = NULL;
    double times = strtod(text, &end);
    if (*end || !(times >= 1 && times <= 1e9))
        test_fail(variable, 0, "is not how often: %s", text);
    return (size_t)times;
}

static size_t count_char(str s, char c)
{
    size_t count = 0;
    for (size_t i = 0; i < s.len; i++)
        count += s.ptr[i] == c;
    return count;
}

static str *split_line(struct arena *a, str line, size_t expected, const char *file, int number)
{
    if (line.len && line.ptr[line.len - 1] == '\r')
        line.len--;
    size_t cells = count_char(line, ',') + 1;
    if (expected && cells != expected)
        test_fail(file, number, "has %zu cells, its header %zu", cells, expected);
    str *split = ARENA_ARRAY(a, str, cells);
    for (size_t i = 0; i < cells; i++)
        split[i] = str_cut(line, ',', &line);
    return split;
}

struct test_table test_reference(struct test *t, const char *name)
{
    str path = test_shared(t, str_format(t->arena, "reference/%s", name).ptr);
    str rest = test_read(t, path);
    if (str_has(rest, '"'))
        test_fail(path.ptr, 0, "has quotes, which this reader of simple tables does not know");
    struct test_table table = {.columns_len = 0};
    table.cells = ARENA_ARRAY(t->arena, str *, count_char(rest, '\n') + 1);
    for (int number = 1; rest.len; number++) {
        str line = str_cut(rest, '\n', &rest);
        str *cells = split_line(t->arena, line, table.columns_len, path.ptr, number);
        if (number == 1) {
            table.columns = cells;
            table.columns_len = count_char(line, ',') + 1;
        } else {
            table.cells[table.rows_len++] = cells;
        }
    }
    return table;
}

str test_cell(const struct test_table *table, size_t row, const char *column)
{
    if (row >= table->rows_len)
        test_fail("reference table", (int)row, "there are only %zu rows", table->rows_len);
    for (size_t i = 0; i < table->columns_len; i++)
        if (str_equal(table->columns[i], str_of_chars(column)))
            return table->cells[row][i];
    test_fail("reference table", (int)row, "there is no column \"%s\"", column);
}

double test_number(const struct test_table *table, size_t row, const char *column)
{
    str cell = str_trim(test_cell(table, row, column));
    if (cell.len == 0 || str_equal(cell, S("NA")))
        return NAN;
    char text[64];
    if (cell.len >= sizeof text)
        test_fail("reference table", (int)row, "%s is too long for a number", column);
    memcpy(text, cell.ptr, cell.len);
    text[cell.len] = '\0';
    char *end = text;
    double number = strtod(text, &end);
    if (*end)
        test_fail("reference table", (int)row, "%s is not a number: %s", column, text);
    return number;
}
