/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * attune query 'QUESTION' — a question to the record.  contract.md §1, §6.
 */
#include "base/command.h"
#include "base/limits.h"
#include "store/store.h"
#include "understand/answer_table_cmd.h"
#include "understand/answer_title.h"
#include "understand/inquiry.h"

static const char *const formats[] = {"table", "json", "csv", NULL};

static const struct option options[] = {
    {.name = "data",
     .kind = OPTION_TEXT,
     .needed = true,
     .value = "DIR",
     .about = "the data folder that attune init made"},
    {.name = "format",
     .kind = OPTION_CHOICE,
     .choices = formats,
     .value = "FORMAT",
     .about = "how the answer is printed, if not as a table"},
};

/* Everything one question comes to. */
struct asked {
    struct call *call;
    str format;
    struct inquiry inquiry;
    struct record_answer answer;
};

static str title_of(const struct asked *q)
{
    struct arena *a = q->call->arena;
    const struct question_text *text = &q->inquiry.ask.question;
    struct answer_title title = {.metric = q->inquiry.ask.metric, .fields_len = text->fields_len};
    title.fields = ARENA_ARRAY(a, str, text->fields_len);
    title.by = ARENA_ARRAY(a, str, text->by_len);
    for (size_t i = 0; i < text->fields_len; i++)
        title.fields[i] = text->fields[i].text;
    for (size_t i = 0; i < text->by_len; i++)
        title.by[title.by_len++] = text->by[i].key;
    return answer_title(a, &title);
}

/* The sources, the condition, the days, the scale, the box. */
static str subtitle_of(const struct asked *q)
{
    struct arena *a = q->call->arena;
    const struct question_text *text = &q->inquiry.ask.question;
    const struct answer *answer = &q->answer.answer;
    struct buf b = buf_make(a, MIB);
    buf_add(&b, q->answer.sources.len ? q->answer.sources : S("no answers"));
    if (text->where)
        buf_addf(&b, " \xC2\xB7 where %.*s", STR(condition_to_text(a, text->where)));
    str range = question_range_to_str(a, &text->range);
    if (range.len)
        buf_addf(&b, " \xC2\xB7 %.*s", STR(range));
    if (question_text_has(text, CLAUSE_LATEST))
        buf_add(&b, S(" \xC2\xB7 latest per person"));
    if (answer->has_scale)
        buf_addf(&b, " \xC2\xB7 scale %.*s to %.*s", STR(decimal_to_str(a, answer->scale.lo)),
                 STR(decimal_to_str(a, answer->scale.hi)));
    str *box = ARENA_ARRAY(a, str, text->box_len);
    for (size_t i = 0; i < text->box_len; i++)
        box[i] = condition_value_to_text(a, &text->box[i]);
    answer_title_box(a, answer, box, text->box_len, &b);
    if (question_text_has(text, CLAUSE_WEIGHTED))
        buf_add(&b, S(" \xC2\xB7 weighted"));
    return buf_str(&b);
}

static void print_table(const struct asked *q, struct buf *out)
{
    const struct question_text *text = &q->inquiry.ask.question;
    struct answer_table_ask table = {
        .answer = &q->answer.answer,
        .total = q->answer.has_total ? &q->answer.total : NULL,
        .title = title_of(q),
        .subtitle = subtitle_of(q),
        .compared = answer_title_compared(q->call->arena, record_compare_with(text->compare),
                                          text->compare_text),
        .weighted = question_text_has(text, CLAUSE_WEIGHTED),
        .hints = q->answer.hints,
        .hints_len = q->answer.hints_len,
    };
    answer_to_table(q->call->arena, &table, terminal_of_stream(q->call->out), out);
}

static struct err *print(const struct asked *q)
{
    struct call *c = q->call;
    struct buf out = buf_make(c->arena, LIMIT_OUTPUT_BYTES);
    bool is_json = str_equal(q->format, S("json")), is_csv = str_equal(q->format, S("csv"));
    if (is_json)
        answer_to_json(&q->answer.answer, &out);
    else if (is_csv)
        answer_to_csv(&q->answer.answer, &out);
    else
        print_table(q, &out);
    if (out.full)
        FAIL(c->arena, WHY_LIMIT, "The answer is longer than %zu MiB.", LIMIT_OUTPUT_BYTES / MIB);
    (void)fwrite(out.ptr, 1, out.len, c->out);
    /* A program that reads JSON is not told what a person may have meant. */
    size_t said = is_csv ? q->answer.hints_len : is_json && q->answer.found_damage;
    for (size_t i = 0; i < said; i++)
        (void)fprintf(c->err, "attune: %.*s\n", STR(q->answer.hints[i]));
    return NULL;
}

/* Within one state of the record. */
static struct err *answer(struct asked *q, struct db *db)
{
    const struct call *c = q->call;
    TRY(inquiry_make(c->arena, c->store, db, c->arguments[0], c->now, &q->inquiry));
    q->inquiry.asked.wants_total = str_equal(q->format, S("table"));
    return record_answer(c->arena, db, &q->inquiry.asked, &q->answer);
}

static struct err *query_run_command(struct call *c, int *status)
{
    struct asked q = {.call = c, .format = call_value(c, "format")};
    struct db *db = store_db(c->store);
    if (!q.format.ptr)
        q.format = S("table");
    TRY(db_begin_read(c->arena, db));
    struct err *e = answer(&q, db);
    db_end_read(db);
    if (e)
        inquiry_say_words(c->arena, e);
    TRY(e);
    *status = 0;
    return print(&q);
}

COMMAND(query) = {
    .name = "query",
    .summary = "Put a question to the record",
    .arguments = "QUESTION",
    .arguments_min = 1,
    .arguments_max = 1,
    .options = options,
    .options_len = sizeof options / sizeof *options,
    .data = DATA_READS,
    .description =
        "Answers a question about the signals in a data folder, with intervals, comparisons and "
        "trends as attune score gives them for a file. A question is one line: a measure with its "
        "field in parentheses, and what it is about; attune help questions says how it is "
        "written.",
    .examples = "attune query --data DIR 'nps(recommend)' # the Net Promoter Score of all\n"
                "attune query --data DIR 'nps(netpro) weighted by barea compare rest'"
                " # one source's column, by another\n"
                "attune query --data DIR 'csat(satisfaction) by month last 12 months "
                "compare previous' # a trend",
    .run = query_run_command,
};
