/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <string.h>
#include <sys/wait.h>

#include "base/csv_of_test.h"
#include "base/test_random.h"

struct style {
    struct test_random *r;
    char delimiter;
    const char *newline;
    size_t columns, longest;
    bool quotes, wild, ragged, windows, tidy, mixes_ends;
};

static str line_end(const struct style *s)
{
    static const str ends[] = {S_INIT("\n"), S_INIT("\r\n"), S_INIT("\r")};
    return s->mixes_ends ? ends[test_random_below(s->r, 3)] : str_of_chars(s->newline);
}

static void add_text(struct buf *b, const struct style *s, bool quoted)
{
    static const char *const parts[] = {"a", "7",  " ", "\xC3\xA9", "x\xE2\x82\xAC", "word ", "\r",
                                        "|", "\t", ";", ","};
    static const char *const wild[] = {"\"",   "\"\"", "\n",       "\r\n",
                                       "\xE9", "\x80", "\xC2\xA0", "\xC3"};
    size_t len = test_random_below(s->r, test_random_one_in(s->r, 9) ? s->longest : 8);
    for (size_t i = 0; i < len; i++) {
        if (s->wild && test_random_one_in(s->r, 12))
            buf_add(b, str_of_chars(wild[test_random_below(s->r, 8)]));
        else if (s->windows && test_random_one_in(s->r, 30))
            buf_add_char(b, '\xE9');
        else
            buf_add(b, str_of_chars(parts[test_random_below(s->r, quoted ? 11 : 6)]));
        if (quoted && !s->wild && test_random_one_in(s->r, 10))
            buf_add(b, test_random_one_in(s->r, 3) ? S("\"\"") : line_end(s));
    }
}

static void add_cell(struct buf *b, const struct style *s)
{
    switch (test_random_below(s->r, s->quotes ? 6 : 4)) {
    case 0:
        return;
    case 1:
    case 2:
        buf_addf(b, "%zu", test_random_below(s->r, 11));
        return;
    case 3:
        add_text(b, s, false);
        return;
    default:
        buf_add_char(b, '"');
        add_text(b, s, true);
        if (!s->wild || !test_random_one_in(s->r, 40))
            buf_add_char(b, '"');
        if (s->wild && test_random_one_in(s->r, 10))
            add_text(b, s, false);
    }
}

static void add_record(struct buf *b, const struct style *s, size_t cells)
{
    for (size_t i = 0; i < cells; i++) {
        if (i)
            buf_add_char(b, s->delimiter);
        if (s->tidy)
            buf_addf(b, "%zu", test_random_below(s->r, 11));
        else
            add_cell(b, s);
    }
    buf_add(b, line_end(s));
    while (test_random_one_in(s->r, 20))
        buf_add(b, line_end(s));
}

static struct style random_style(struct test_random *r)
{
    static const size_t columns[] = {1, 1, 2, 3, 5, 12, 63, 64, 65, 70, 128, 200, 260};
    struct style s = {.r = r,
                      .delimiter = ",;\t|"[test_random_below(r, 4)],
                      .newline = (const char *[]){"\n", "\r\n", "\r"}[test_random_below(r, 3)],
                      .columns = columns[test_random_below(r, sizeof columns / sizeof *columns)],
                      .longest = 1 + test_random_below(r, 300),
                      .quotes = !test_random_one_in(r, 3),
                      .wild = test_random_one_in(r, 3),
                      .ragged = test_random_one_in(r, 3),
                      .windows = test_random_one_in(r, 4),
                      .tidy = test_random_one_in(r, 6),
                      .mixes_ends = test_random_one_in(r, 5)};
    return s;
}

static str random_table(struct arena *a, struct test_random *r, size_t len)
{
    struct style s = random_style(r);
    struct buf b = buf_make(a, 64 * MIB);
    if (test_random_one_in(r, 5))
        buf_add(&b, S("\xEF\xBB\xBF"));
    for (size_t i = test_random_below(r, 3); i > 1; i--)
        buf_add(&b, line_end(&s)); /* blank lines before the header */
    add_record(&b, &s, s.columns);
    while (b.len < len) {
        size_t cells = s.columns;
        if (s.ragged && test_random_one_in(r, 8))
            cells = 1 + test_random_below(r, s.columns + 3);
        add_record(&b, &s, cells);
    }
    if (test_random_one_in(r, 2))
        b.len -= test_random_below(r, b.len < 20 ? b.len : 20); /* the file just ends */
    return buf_str(&b);
}

TEST(csv_of_small_random_tables_is_what_the_naive_reader_reads)
{
    for (uint64_t seed = 1; seed <= 1500; seed++) {
        struct test_random r = {seed};
        struct arena *a = arena_make(0);
        should_agree(t, random_table(a, &r, 1 + test_random_below(&r, 3000)), seed);
        arena_done(a);
    }
}

TEST(csv_of_large_random_tables_is_what_the_naive_reader_reads)
{
    for (uint64_t seed = 1; seed <= 25; seed++) {
        struct test_random r = {seed * 1000003};
        struct arena *a = arena_make(0);
        should_agree(t, random_table(a, &r, 200 * KIB + test_random_below(&r, 700 * KIB)), seed);
        arena_done(a);
    }
}

/* A table whose bytes from `at` on are of interest, and what is before them is not. */
static str padded(struct arena *a, size_t at, str behind)
{
    struct buf b = buf_make(a, 2 * MIB);
    buf_add(&b, S("aa,b,c\n1,2,3\n"));
    while (b.len + 40 < at)
        buf_add(&b, S("10,some text of an answer,3\n"));
    buf_add(&b, S("4,"));
    buf_add_repeated(&b, S("x"), at - b.len - 3);
    buf_add(&b, S(",5"));
    buf_add_repeated(&b, S("\n"), at - b.len);
    buf_add(&b, behind);
    return buf_str(&b);
}

TEST(csv_records_may_straddle_blocks_and_buffers_anywhere)
{
    static const str behind = S_INIT("\"a\"\"b\",c,\"d\ne\"\n\n\"\",\"\"\"\",x\n7,8,9\n");
    static const size_t borders[] = {64, 128, 4096, 64 * KIB, 256 * KIB};
    for (size_t i = 0; i < sizeof borders / sizeof *borders; i++)
        for (size_t at = borders[i] - (i == 0 ? 8 : 45); at < borders[i] + 5; at++) {
            struct arena *a = arena_make(0);
            should_agree(t, padded(a, at, behind), at);
            arena_done(a);
        }
}

TEST(csv_file_may_end_on_any_border_with_and_without_a_newline)
{
    static const size_t borders[] = {64, 4096, 64 * KIB, 256 * KIB, 512 * KIB};
    for (size_t i = 0; i < sizeof borders / sizeof *borders; i++)
        for (size_t len = borders[i] - 2; len <= borders[i] + 2; len++) {
            struct arena *a = arena_make(0);
            should_agree(t, padded(a, len, S("")), len);
            should_agree(t, padded(a, len - 5, S("1,2,3")), len); /* no newline */
            should_agree(t, padded(a, len - 5, S("1,2,\"")), len);
            arena_done(a);
        }
}

TEST(csv_cell_may_be_longer_than_the_buffer)
{
    static const size_t lens[] = {255 * KIB, 256 * KIB, 300 * KIB, 600 * KIB, 3 * MIB};
    for (size_t i = 0; i < sizeof lens / sizeof *lens; i++)
        for (unsigned quoted = 0; quoted < 2; quoted++) {
            struct arena *a = arena_make(0);
            struct buf b = buf_make(a, 8 * MIB);
            buf_addf(&b, "a,b,c\n1,%s", quoted ? "\"" : "");
            buf_add_repeated(&b, quoted ? S("12345\n89,\"\"") : S("1234567890"), lens[i] / 10);
            buf_addf(&b, "%s,3\n4,5,6\n", quoted ? "\"" : "");
            should_agree(t, buf_str(&b), i);
            arena_done(a);
        }
}

TEST(csv_of_one_column_agrees_with_the_naive_reader)
{
    static const char *const tables[] = {
        "a\n1\n\n2\n",
        "a\n1\n\n2\n\n",
        "a\r\n1\r\n\r\n2",
        "a\r1\r\r2\r",
        "\n\na\n\n1\n",
        "a\n\"\"\n",
        "a\n\"x\n\ny\"\n\n",
        "a",
        "a\n",
        "a\n\n",
        "a\n \n",
        "\"a\"\n\"b\"",
        "a\r\n\r\n\r",
    };
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        should_agree(t, str_of_chars(tables[i]), i);
}

TEST(csv_is_read_from_a_pipe_in_small_pieces)
{
    struct test_random r = {77};
    str table = random_table(t->arena, &r, 300 * KIB);
    str should = shown(t, opened(t, test_write(t, "a.csv", table)));
    pid_t child = feed(table, 1000);
    CHECK_STR(shown(t, opened(t, S("-"))), should);
    int status = 0;
    CHECK(waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0);
}
