/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/file.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/test.h"

static struct file *opened(struct test *t, str path)
{
    struct file *f = NULL;
    CHECK_OK(file_open(t->arena, path, &f));
    return f;
}

/* What is left of the file, read in pieces. */
static str read_rest(struct test *t, struct file *f, size_t piece)
{
    struct buf all = buf_make(t->arena, 1 << 24);
    char *bytes = arena_take(t->arena, piece);
    for (size_t got = 1; got > 0;) {
        CHECK_OK(file_read(t->arena, f, bytes, piece, &got));
        CHECK(got <= piece);
        buf_add(&all, (str){bytes, got});
    }
    return buf_str(&all);
}

static void append(str path, str content)
{
    FILE *out = fopen(path.ptr, "ab");
    CHECK(out && fwrite(content.ptr, 1, content.len, out) == content.len && fclose(out) == 0);
}

TEST(file_may_be_looked_at_ahead)
{
    struct file *f = opened(t, test_write(t, "a.csv", S("one\ntwo\n")));
    str front;
    CHECK_OK(file_peek(t->arena, f, 3, &front));
    CHECK_STR(front, S("one"));
    CHECK_OK(file_peek(t->arena, f, 2, &front));
    CHECK_STR(front, S("on"));
    CHECK_OK(file_peek(t->arena, f, 100, &front));
    CHECK_STR(front, S("one\ntwo\n"));
    CHECK_STR(read_rest(t, f, 3), S("one\ntwo\n"));
    CHECK_OK(file_peek(t->arena, f, 100, &front));
    CHECK_STR(front, S(""));
}

/* Every letter twice. */
static struct err *read_doubled(struct arena *a, void *state, char *into, size_t room, size_t *got)
{
    CHECK(room > 1);
    TRY(file_read(a, state, into, 1, got));
    if (*got)
        into[(*got)++] = into[0];
    return NULL;
}

TEST(file_may_be_read_through_a_layer)
{
    str path = test_write(t, "a.csv", S("abc"));
    struct file *f = opened(t, path);
    struct file_layer layer = {.read = read_doubled, .state = f};
    struct file *over = file_over(t->arena, f, &layer);
    str front;
    CHECK_OK(file_peek(t->arena, over, 4, &front));
    CHECK_STR(front, S("aabb"));
    CHECK_INT(file_taken(over), 2);
    CHECK_STR(read_rest(t, over, 3), S("aabbcc"));
    CHECK(file_size(over) == 3 && file_taken(over) == 3 && str_equal(file_path(over), path));
    append(path, S("d"));
    CHECK_INT(file_growth(over), 1);
    layer.is_whole = true;
    CHECK_INT(file_growth(over), 0);
}

TEST(file_is_read_from_front_to_end)
{
    str path = test_write(t, "a.csv", S("one\ntwo\n"));
    struct file *f = opened(t, path);
    CHECK_STR(file_path(f), path);
    CHECK_INT(file_size(f), 8);
    CHECK_STR(read_rest(t, f, 3), S("one\ntwo\n"));
    CHECK_INT(file_taken(f), 8);
    size_t got = 7;
    CHECK_OK(file_read(t->arena, f, NULL, 100, &got));
    CHECK_INT(got, 0);
    CHECK_INT(file_growth(f), 0);
}

TEST(file_that_grows_is_read_as_long_as_it_was)
{
    str path = test_write(t, "a.csv", S("one\n"));
    struct file *f = opened(t, path);
    append(path, S("two\n"));
    CHECK_STR(read_rest(t, f, 100), S("one\n"));
    CHECK_INT(file_growth(f), 4);
    append(path, S("three\n"));
    CHECK_INT(file_growth(f), 10);
}

TEST(file_that_became_shorter_is_a_conflict)
{
    str path = test_write(t, "a.csv", S("one\ntwo\n"));
    struct file *f = opened(t, path);
    char bytes[4];
    size_t got = 0;
    CHECK_OK(file_read(t->arena, f, bytes, sizeof bytes, &got));
    CHECK_INT(truncate(path.ptr, 4), 0);
    const struct err *e = file_read(t->arena, f, bytes, sizeof bytes, &got);
    CHECK(e && e->why == WHY_CONFLICT && got == 4);
    CHECK_INT(file_growth(f), 0);
}

static const struct err *refused(struct test *t, str path)
{
    struct file *f = NULL;
    const struct err *e = file_open(t->arena, path, &f);
    CHECK(e && !f);
    return e;
}

TEST(file_that_is_not_there_is_missing)
{
    const struct err *e = refused(t, str_format(t->arena, "%.*s/none.csv", STR(t->dir)));
    CHECK_INT(e->why, WHY_MISSING);
    str path = test_write(t, "a.csv", S("x"));
    e = refused(t, str_format(t->arena, "%.*s/b.csv", STR(path))); /* not a folder */
    CHECK_INT(e->why, WHY_MISSING);
    CHECK_INT(refused(t, S(""))->why, WHY_MISSING);
}

TEST(file_that_is_a_folder_is_refused_by_name)
{
    const struct err *e = refused(t, t->dir);
    CHECK_INT(e->why, WHY_INVALID);
    CHECK_STR(e->text,
              str_format(t->arena, "\"%.*s\" is a folder; name one file in it.", STR(t->dir)));
}

TEST(file_without_permission_is_denied)
{
    enum { NOBODY = 65534 };
    str path = test_write(t, "a.csv", S("x"));
    CHECK_INT(chmod(path.ptr, 0), 0);
    uid_t before = geteuid();
    if (before == 0 && seteuid(NOBODY) != 0)
        test_skip("root may read everything");
    CHECK_INT(refused(t, path)->why, WHY_DENIED);
    CHECK_INT(seteuid(before), 0);
}

TEST(file_called_dash_is_standard_input_from_a_pipe)
{
    int ends[2];
    CHECK(pipe(ends) == 0 && dup2(ends[0], STDIN_FILENO) == STDIN_FILENO);
    CHECK(write(ends[1], "one\ntwo\n", 8) == 8 && close(ends[1]) == 0);
    struct file *f = opened(t, S("-"));
    CHECK_INT(file_size(f), 0);
    CHECK_STR(read_rest(t, f, 5), S("one\ntwo\n"));
    CHECK_INT(file_growth(f), 0);
}

TEST(file_called_dash_may_be_a_file_whose_front_was_read)
{
    str path = test_write(t, "a.csv", S("one\ntwo\n"));
    int descriptor = open(path.ptr, O_RDONLY | O_CLOEXEC);
    CHECK(descriptor >= 0 && dup2(descriptor, STDIN_FILENO) == STDIN_FILENO);
    CHECK_INT(lseek(STDIN_FILENO, 4, SEEK_SET), 4);
    CHECK_STR(read_rest(t, opened(t, S("-")), 100), S("two\n"));
}
