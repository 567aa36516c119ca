/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Help, man page, completion and reference: all from the declarations.
 */
#include <unistd.h>

#include "run.h"

static const char *const measures[] = {"ces",   "ces_top3", "choices", "csat",
                                       "index", "mean",     "nps",     "share"};
static const char *const options[] = {
    "measure", "field", "by",      "where",   "weight",     "person", "at",  "per", "compare",
    "matters", "scale", "missing", "reached", "population", "format", "box", "now", "help"};
static const char *const codes[] = {
    /* statuses, notes, methods, exit statuses, environment */
    "low_base",
    "too_few",
    "no_data",
    "degenerate",
    "chance_only",
    "finite_population",
    "census",
    "no_weight",
    "scale_guessed",
    "compared",
    "running_period_left_out",
    "mixed_encoding",
    "left_out",
    "file_grew",
    "other_sheets",
    "hidden_cells",
    "title_above",
    "date_order_guessed",
    "adjusted_wald_n_eff",
    "linearised_t",
    "wilson_n_eff",
    "clustered",
    "n_persons",
    "more_n",
    "by_date",
    "NO_COLOR",
    "COLUMNS",
    "TZ",
    "ATTUNE_ISA",
    "USAGE",
    "INVALID",
    "LIMIT",
    "MISSING",
    "CONFLICT",
    "FAILED",
    "BUSY",
    "DENIED"};
#define LEN(of) (sizeof(of) / sizeof *(of))

static void check_has_all(str text, const char *const *words, size_t len, const char *before)
{
    for (size_t i = 0; i < len; i++) {
        char word[64];
        (void)snprintf(word, sizeof word, "%s%s", before, words[i]);
        CHECK_THAT(run_has(text, word), "does not say %s", word);
    }
}

static str printed(struct test *t, const char *const *args)
{
    struct ran ran = run_program(t, &(struct run){.args = args});
    CHECK_INT(ran.status, 0);
    CHECK_STR(ran.err, S(""));
    return ran.out;
}

TEST(version_is_one_line)
{
    CHECK_STR(printed(t, ARGS("version")), S("attune 0.1.0\n"));
    CHECK_STR(printed(t, ARGS("--version")), S("attune 0.1.0\n"));
}

TEST(help_lists_commands_and_topics)
{
    str help = printed(t, ARGS("help"));
    CHECK(run_has(help, "\n  score "));
    CHECK(run_has(help, "\n  version "));
    CHECK(run_has(help, "\n  conditions "));
    CHECK_STR(printed(t, ARGS("--help")), help);
    CHECK_STR(printed(t, ARGS("-h")), help);
    const char *const *nothing = (const char *const[]){NULL};
    CHECK_STR(printed(t, nothing), help);
}

TEST(help_of_score_lists_options_and_measures)
{
    str help = printed(t, ARGS("help", "score"));
    CHECK(run_has(help, "Usage: attune score FILE --measure MEASURE --field COL [options]\n"));
    check_has_all(help, options, LEN(options), "\n  --");
    check_has_all(help, measures, LEN(measures), "\n  ");
    CHECK(run_has(help, "everybody, random, open or unknown"));
    CHECK_STR(printed(t, ARGS("score", "--help")), help);
    CHECK_STR(printed(t, ARGS("score", "-h")), help);
    CHECK_STR(printed(t, ARGS("--help", "score")), help);
}

TEST(help_has_a_topic_for_each_that_it_lists)
{
    static const char *const topics[] = {"files",       "answers",  "measures", "conditions",
                                         "groups",      "output",   "exit",     "environment",
                                         "comparisons", "questions"};
    str help = printed(t, ARGS("help"));
    check_has_all(help, topics, LEN(topics), "\n  ");
    for (size_t i = 0; i < LEN(topics); i++)
        CHECK(printed(t, ARGS("help", topics[i])).len > 100);
    struct ran ran = RUN(t, "help", "condition");
    CHECK_INT(ran.status, 64);
    CHECK_STR(ran.err,
              S("attune: There is no help about \"condition\"; did you mean conditions?\n"));
}

TEST(the_man_page_says_everything_in_roff)
{
    str man = printed(t, ARGS("help", "--as", "man"));
    CHECK(run_has(man, "\n.TH ATTUNE 1 \"\" \"Attune 0.1.0\" \"User Commands\"\n"));
    CHECK(run_has(man, "\n.SH NAME\nattune \\- "));
    check_has_all(man, options, LEN(options), ".B \\-\\-");
    check_has_all(man, measures, LEN(measures), "\n.B ");
    check_has_all(man, codes, LEN(codes), "");
    CHECK(str_is_ascii(man));
    for (str rest = man; rest.len;) {
        str line = str_cut(rest, '\n', &rest);
        CHECK_THAT(line.len && line.ptr[0] != '\'', "roff takes this for a request: %.*s",
                   STR(line));
        CHECK_THAT(line.ptr[0] != '.' || (line.len > 1 && line.ptr[1] != ' '),
                   "this is no request: %.*s", STR(line));
    }
}

TEST(the_reference_is_current)
{
    const char *source = getenv("ATTUNE_SOURCE");
    if (!source || !source[0])
        test_skip("ATTUNE_SOURCE does not say where the source is");
    str written = test_read(t, str_format(t->arena, "%s/docs/COMMANDS.md", source));
    CHECK_STR(written, printed(t, ARGS("help", "--as", "markdown"))); /* make docs */
    check_has_all(written, options, LEN(options), "| `--");
    check_has_all(written, measures, LEN(measures), "| `");
    check_has_all(written, codes, LEN(codes), "");
}

/* What bash offers for the last word of a line. */
static str completed(struct test *t, const char *const *words)
{
    struct buf script = buf_make(t->arena, 65536);
    size_t len = 0;
    buf_add(&script, S("source ./attune.bash; COMP_WORDS=("));
    for (; words[len]; len++)
        buf_addf(&script, " '%s'", words[len]);
    buf_addf(&script, "); COMP_CWORD=%zu; _attune; printf '%%s\\n' \"${COMPREPLY[@]}\"", len - 1);
    const char *text = str_to_chars(t->arena, buf_str(&script));
    struct ran ran =
        run_program(t, &(struct run){.program = "bash", .args = ARGS("--norc", "-c", text)});
    if (ran.status == 127)
        test_skip("there is no bash");
    CHECK_STR(ran.err, S(""));
    return ran.out;
}
#define COMPLETED(t, ...) completed((t), ARGS(__VA_ARGS__))

TEST(bash_completes_options_choices_measures_and_files)
{
    (void)run_file(t, "attune.bash", printed(t, ARGS("help", "--as", "bash")));
    (void)run_file(t, "my answers.csv", S("x\n1\n"));
    CHECK_STR(COMPLETED(t, "attune", "sc"), S("score\n"));
    CHECK_STR(COMPLETED(t, "attune", "score", "my"), S("my answers.csv\n"));
    CHECK_STR(COMPLETED(t, "attune", "score", "f.csv", "--me"), S("--measure\n"));
    CHECK_STR(COMPLETED(t, "attune", "score", "--measure", "c"),
              S("ces\nces_top3\nchoices\ncsat\n"));
    CHECK_STR(COMPLETED(t, "attune", "score", "--measure", "=", "n"), S("nps\n"));
    CHECK_STR(COMPLETED(t, "attune", "score", "--measure", "="),
              S("ces\nces_top3\nchoices\ncsat\nindex\nmean\nnps\nshare\n"));
    CHECK_STR(COMPLETED(t, "attune", "score", "--per", "q"), S("quarter\n"));
    CHECK_STR(COMPLETED(t, "attune", "score", "--compare", "p"), S("previous\n"));
    CHECK_STR(COMPLETED(t, "attune", "score", "--field", "x"), S("\n"));
    CHECK_STR(COMPLETED(t, "attune", "help", "cond"), S("conditions\n"));
}
