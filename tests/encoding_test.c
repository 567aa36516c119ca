/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Files in any encoding, plain or compressed: score and import read the same.
 */
#include <poll.h>
#include <signal.h>

#include "base/gzip.h"
#include "base/limits.h"
#include "import.h"

#define NPS "--measure", "nps", "--field", "score"

enum { ROWS = 60000, KILLS = 4, KILLED_AFTER_MS = 150 };

static str gzipped(struct test *t, str text)
{
    str out;
    CHECK(gzip_of_str(t->arena, text, &out));
    return out;
}

/* 36 lines with two scores, and somewhere in it bytes of three code pages. */
static str mixed_table(struct test *t)
{
    struct buf b = buf_make(t->arena, MIB);
    buf_add(&b, S("score,why\n"));
    buf_add_repeated(&b, S("9,\"pr\x82sent\x82, toujours\"\n9,\xE9t\xE9 \x80\n3,j\x92y suis\n"),
                     12);
    return buf_str(&b);
}

static void check_mixed_note(struct test *t, json_t *note)
{
    (void)t;
    CHECK_INT(run_number(note, "records"), 12);
    CHECK_INT(json_array_size(run_at(note, "lines")), 12);
    CHECK_INT(run_number(note, "lines/0"), 2);
    CHECK_INT(run_number(note, "lines/11"), 35);
}

static json_t *import_note(json_t *report, const char *code)
{
    json_t *note;
    size_t i;
    json_array_foreach(run_at(report, "notes"), i,
                       note) if (str_equal(run_text(note, "code"), str_of_chars(code))) return note;
    return NULL;
}

TEST(mixed_code_pages_are_read_alike_by_score_and_import)
{
    const char *f = run_file(t, "till.csv", mixed_table(t));
    json_t *d = SCORE(t, f, NPS, "--by", "why");
    CHECK_INT(run_number(run_row(d, "why", "présenté, toujours"), "n"), 12);
    CHECK_INT(run_number(run_row(d, "why", "été €"), "n"), 12);
    CHECK_INT(run_number(run_row(d, "why", "j’y suis"), "n"), 12);
    check_mixed_note(t, run_note(d, "mixed_encoding"));
    import_folder(t);
    d = TAKE(t, f);
    import_check_counts(d, 36, 36, 0, 0);
    check_mixed_note(t, import_note(d, "mixed_encoding"));
    CHECK(
        run_has(run_text(import_note(d, "mixed_encoding"), "text"), "12 records, in lines 2, 5, "));
    CHECK_INT(import_n(t, "mean(score) where why = \"présenté, toujours\""), 12);
    /* The same in UTF-8 are the same records. */
    struct buf b = buf_make(t->arena, MIB);
    buf_add(&b, S("score,why\n"));
    buf_add_repeated(&b, S("9,\"présenté, toujours\"\n9,été €\n3,j’y suis\n"), 12);
    import_check_counts(TAKE(t, run_file(t, "till2.csv", buf_str(&b))), 36, 0, 36, 0);
}

TEST(compressed_tables_are_scored_as_plain_ones)
{
    str table = TABLE(t, "score,g", {"9,a", 20}, {"3,b", 10});
    const char *plain = run_file(t, "a.csv", table);
    const char *packed = run_file(t, "b", gzipped(t, table));
    json_t *d = SCORE(t, packed, NPS, "--by", "g");
    CHECK(json_equal(d, SCORE(t, plain, NPS, "--by", "g")));
    struct ran ran = run_program(
        t, &(struct run){.args = ARGS("score", "-", NPS, "--by", "g", "--format", "json"),
                         .input = packed});
    CHECK_INT(ran.status, 0);
    CHECK(json_equal(run_parse(t, ran.out), d));
    FAILS(t, 65, "INVALID", "is cut off, at byte",
          run_file(t, "cut.gz", str_slice(gzipped(t, table), 0, 30)), NPS);
}

TEST(compressed_files_are_imported_and_named_after_what_is_in_them)
{
    import_folder(t);
    str table = TABLE(t, "score,g", {"9,a", 20}, {"3,b", 10});
    json_t *d = TAKE(t, run_file(t, "wave_1.csv.gz", gzipped(t, table)));
    import_check_counts(d, 30, 30, 0, 0);
    CHECK_STR(run_text(d, "source"), S("wave_1"));
    import_check_counts(TAKE(t, run_file(t, "again.csv", table)), 30, 0, 30, 0);
    str lines =
        S("{\"key\":\"1\",\"at\":\"2026-03-01T09:30:00Z\",\"answers\":{\"recommend\":9}}\n"
          "{\"key\":\"2\",\"at\":\"2026-03-01T09:30:00Z\",\"answers\":{\"recommend\":8}}\n");
    d = TAKE(t, run_file(t, "feed.ndjson.gz", gzipped(t, lines)));
    import_check_counts(d, 2, 2, 0, 0);
    CHECK_STR(run_text(d, "source"), S("feed"));
    struct run run = {.args = import_words(t, ARGS("-", "--source", "pipe")),
                      .input = run_file(t, "c.gz", gzipped(t, table))};
    struct ran ran = run_program(t, &run);
    import_check_counts(import_document(t, &ran, 0), 30, 30, 0, 0);
}

/* All reads of it must give the same records at the same places. */
TEST(a_killed_import_of_a_compressed_file_goes_on)
{
    struct buf b = buf_make(t->arena, 4 * MIB);
    buf_add(&b, S("id,score,why\n"));
    for (unsigned i = 0; i < ROWS; i++)
        buf_addf(&b, "%u,%u,pr\x82sent %u\n", i, i % 11, i % 100);
    const char *f = run_file(t, "big.csv.gz", gzipped(t, buf_str(&b)));
    import_folder(t);
    for (int kill = 0; kill < KILLS; kill++) {
        struct running import = run_start(t, &(struct run){.args = import_words(t, ARGS(f))});
        (void)poll(NULL, 0, KILLED_AFTER_MS);
        run_kill(&import, SIGKILL);
    }
    json_t *d = TAKE(t, f); /* one that a late kill did not reach has taken all already */
    CHECK_INT(run_number(d, "taken") + run_number(d, "duplicates"), ROWS);
    import_check_counts(TAKE(t, f), ROWS, 0, ROWS, 0);
    CHECK_INT(import_n(t, "mean(score)"), ROWS);
}

TEST(utf16_is_scored_and_imported)
{
    str table =
        S("\xFF\xFEs\0c\0o\0r\0e\0\t\0g\0\r\0\n\0009\0\t\0\xE9\0\r\0\n\0003\0\t\0\xAC\x20\r\0\n\0");
    const char *f = run_file(t, "unicode.txt", table);
    json_t *d = SCORE(t, f, NPS, "--by", "g");
    CHECK_INT(run_number(run_row(d, "g", "é"), "n"), 1);
    CHECK_INT(run_number(run_row(d, "g", "€"), "n"), 1);
    CHECK(!run_note(d, "mixed_encoding"));
    import_folder(t);
    import_check_counts(TAKE(t, f), 2, 2, 0, 0);
}
