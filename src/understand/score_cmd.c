/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * attune score FILE — scores with intervals from a file of answers, without a
 * database.  contract.md §1.
 */
#include "base/command.h"
#include "base/limits.h"
#include "base/text.h"
#include "understand/answer_table_cmd.h"
#include "understand/answer_title.h"
#include "understand/answer_words.h"
#include "understand/score.h"

static const char *const periods[] = {"day", "week", "month", "quarter", "year", NULL};
static const char *const comparisons[] = {"previous", "year", "rest", NULL};
static const char *const reached[] = {"everybody", "random", "open", "unknown", NULL};
static const char *const formats[] = {"table", "json", "csv", NULL};

static const struct option options[] = {
    {.name = "measure",
     .kind = OPTION_TEXT,
     .needed = true,
     .value = "MEASURE",
     .about = "what to compute: one of the measures listed here"},
    {.name = "field",
     .kind = OPTION_TEXT,
     .repeats = true,
     .needed = true,
     .value = "COL",
     .about = "the column it is computed from; several, repeated or behind commas, for an index "
              "and for choices"},
    {.name = "by",
     .kind = OPTION_TEXT,
     .repeats = true,
     .value = "COL[,COL]",
     .about = "a row for each value of these columns; repeated where a name holds a comma"},
    {.name = "where",
     .kind = OPTION_TEXT,
     .value = "EXPR",
     .about = "only rows that fulfil a condition, as in 'AREA = \"A\" and AGE >= 3'"},
    {.name = "weight", .kind = OPTION_TEXT, .value = "COL", .about = "the column of weights"},
    {.name = "person",
     .kind = OPTION_TEXT,
     .value = "COL",
     .about = "the column that says who answered: several answers of one person are not "
              "independent"},
    {.name = "at",
     .kind = OPTION_TEXT,
     .value = "COL",
     .about = "the column that says when an answer came"},
    {.name = "sheet",
     .kind = OPTION_TEXT,
     .value = "NAME",
     .about = "of a workbook, the sheet: its name or number, if not the first with something in "
              "it"},
    {.name = "per",
     .kind = OPTION_CHOICE,
     .choices = periods,
     .value = "PERIOD",
     .about = "a row for each period of --at, with control limits"},
    {.name = "compare",
     .kind = OPTION_TEXT,
     .choices = comparisons,
     .value = "WITH",
     .about = "compare each row with the previous period, the same period a year before, the rest, "
              "or those who fulfil a condition: previous, year, rest or 'EXPR'"},
    {.name = "matters",
     .kind = OPTION_TEXT,
     .value = "M",
     .about = "the smallest change that matters, if not 5 points of NPS, 3 percent points or 0.2 "
              "standard deviations"},
    {.name = "scale",
     .kind = OPTION_TEXT,
     .value = "LO-HI",
     .about = "the lowest and highest code, where the codes that occur do not show it"},
    {.name = "box",
     .kind = OPTION_TEXT,
     .repeats = true,
     .value = "V[,V...]",
     .about = "the answers that count for a share; csat takes the two highest without it"},
    {.name = "missing",
     .kind = OPTION_TEXT,
     .repeats = true,
     .value = "V[,V...]",
     .about = "further codes that are no answer; none: propose no code as such"},
    {.name = "reached",
     .kind = OPTION_CHOICE,
     .choices = reached,
     .value = "HOW",
     .about = "how people were reached, if it is known"},
    {.name = "population",
     .kind = OPTION_TEXT,
     .value = "N",
     .about = "how many people there are; the interval narrows as more of them answered"},
    {.name = "format",
     .kind = OPTION_CHOICE,
     .choices = formats,
     .value = "FORMAT",
     .about = "how the answer is printed, if not as a table"},
};

/* "Net Promoter Score of NETPRO by BAREA" */
static str title_of(const struct call *c, const struct answers_file *file,
                    const struct score_ask *ask)
{
    struct answer_title title = {.metric = ask->metric, .fields_len = ask->fields_len};
    title.fields = ARENA_ARRAY(c->arena, str, ask->fields_len);
    title.by = ARENA_ARRAY(c->arena, str, ask->by_len + 1);
    for (size_t i = 0; i < ask->fields_len; i++)
        title.fields[i] = file->header[ask->fields[i]];
    if (ask->has_period)
        title.by[title.by_len++] = call_value(c, "per");
    for (size_t i = 0; i < ask->by_len; i++)
        title.by[title.by_len++] = ask->by[i].key;
    return answer_title(c->arena, &title);
}

/* The file, the condition, the scale, the box, the weight. */
static str subtitle_of(const struct call *c, const struct answers_file *file,
                       const struct answer *answer)
{
    struct buf b = buf_make(c->arena, MIB);
    str where = call_value(c, "where"), weight = call_value(c, "weight"), rest = file->path, name;
    do
        name = str_cut(rest, '/', &rest);
    while (rest.ptr && rest.len);
    buf_add(&b, name);
    if (where.ptr)
        buf_addf(&b, " \xC2\xB7 where %.*s", STR(where));
    if (answer->has_scale) {
        str lo = decimal_to_str(c->arena, answer->scale.lo);
        str hi = decimal_to_str(c->arena, answer->scale.hi);
        buf_addf(&b, " \xC2\xB7 scale %.*s to %.*s", STR(lo), STR(hi));
    }
    size_t box_len = 0;
    str *box = call_values(c, "box", &box_len);
    answer_title_box(c->arena, answer, box, box_len, &b);
    if (weight.ptr)
        buf_addf(&b, " \xC2\xB7 weighted by %.*s", STR(weight));
    return buf_str(&b);
}

static void print_table(const struct call *c, const struct answers_file *file,
                        const struct score_ask *ask, const struct score *score, struct buf *out)
{
    struct answer_table_ask table = {
        .answer = &score->answer,
        .total = score->has_total ? &score->total : NULL,
        .title = title_of(c, file, ask),
        .subtitle = subtitle_of(c, file, &score->answer),
        .compared = answer_title_compared(c->arena, ask->compare, ask->compare_text),
        .weighted = ask->has_weight,
        .hints = score->hints,
        .hints_len = score->hints_len,
    };
    answer_to_table(c->arena, &table, terminal_of_stream(c->out), out);
}

static void print_hints(const struct call *c, const struct score *score)
{
    for (size_t i = 0; i < score->hints_len; i++)
        (void)fprintf(c->err, "attune: %.*s\n", STR(score->hints[i]));
}

static struct err *score_run(struct call *c, int *status)
{
    struct answers_file file;
    struct score_ask ask;
    struct score score;
    struct table_source source = {.path = c->arguments[0], .sheet = call_value(c, "sheet")};
    TRY(answers_open(c->arena, &source, &file));
    file.shows_progress = c->err;
    TRY(score_ask_of_call(c, &file, &ask));
    TRY(score_file(c, &file, &ask, &score));
    struct buf out = buf_make(c->arena, LIMIT_OUTPUT_BYTES);
    if (str_equal(ask.format, S("json"))) {
        answer_to_json(&score.answer, &out);
    } else if (str_equal(ask.format, S("csv"))) {
        answer_to_csv(&score.answer, &out);
        print_hints(c, &score);
    } else {
        print_table(c, &file, &ask, &score, &out);
    }
    if (out.full)
        FAIL(c->arena, WHY_LIMIT, "The answer is longer than %zu MiB.", LIMIT_OUTPUT_BYTES / MIB);
    (void)fwrite(out.ptr, 1, out.len, c->out);
    *status = score.answer.refused_len > 0;
    return NULL;
}

COMMAND(score) = {
    .name = "score",
    .summary = "Compute scores with intervals from a file of answers",
    .arguments = "FILE",
    .arguments_min = 1,
    .arguments_max = 1,
    .options = options,
    .options_len = sizeof options / sizeof *options,
    .description =
        "Reads a table with a header line and one answer per line (CSV, TSV, semicolons; Excel's "
        ".xlsx; records of JSON; in any of the usual encodings, plain or compressed; found by "
        "itself) and prints a score for each group, with its 95 % "
        "interval, its number of answers and, where asked, the verdict of a comparison. FILE - is "
        "standard input.\n\n"
        "Codes that mean no answer (11 beside 0 to 10, 0 and 6 beside 1 to 5, 99 and the like) are "
        "left out and named. A value that is outside the scale is refused, counted and listed; "
        "then the exit status is 1.",
    .examples =
        "attune score survey.csv --measure nps --field recommend"
        " # the Net Promoter Score of one column\n"
        "attune score survey.csv --measure nps --field recommend --by region --compare rest"
        " # each region against all others\n"
        "attune score survey.csv --measure csat --field satisfaction --at date --per month "
        "--compare previous # satisfaction month by month\n"
        "attune score survey.csv --measure share --field channel --box web --where 'age >= 3'"
        " # the share of one answer, among some rows\n"
        "attune score survey.csv --measure index --field q1 --field q2 --field q3 --format json"
        " # three questions as one number, for a program",
    .run = score_run,
};
