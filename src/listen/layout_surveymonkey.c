/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * SurveyMonkey: two header lines.  The first has the question, once; the second has
 * "Response", or the choice or row that a column is for.
 */
#include "listen/answers.h"
#include "listen/layout_text.h"
#include "listen/layout_ticks.h"

static const struct layout_known known[] = {
    {S_INIT("Respondent ID"), LAYOUT_KEY},   {S_INIT("Collector ID"), LAYOUT_ID},
    {S_INIT("End Date"), LAYOUT_TIME},       {S_INIT("Date Modified"), LAYOUT_TIME},
    {S_INIT("Start Date"), LAYOUT_TIME},     {S_INIT("Date Created"), LAYOUT_TIME},
    {S_INIT("Email Address"), LAYOUT_EMAIL}, {S_INIT("IP Address"), LAYOUT_PRIVATE},
    {S_INIT("First Name"), LAYOUT_PRIVATE},  {S_INIT("Last Name"), LAYOUT_PRIVATE},
};

static const str id_names[] = {S_INIT("Respondent ID")};

static bool is_surveymonkey(struct arena *a, const struct layout_sample *s)
{
    return layout_has_all(a, s, id_names, 1);
}

/* The second line says nothing where the id stands, and something in every column whose
 * question stands to the left of it. */
static bool has_second_line(struct arena *a, const struct layout_sample *s)
{
    if (s->records_len == 0 || s->records[0][layout_find(a, s, id_names[0])].len > 0)
        return false;
    size_t said = 0;
    for (size_t i = 0; i < s->width; i++) {
        said += s->records[0][i].len > 0;
        if (s->header[i].len == 0 && s->records[0][i].len == 0)
            return false;
    }
    return said > 0;
}

/* Says that the column is the answer to the question, and no choice. */
static bool is_answer_word(str word)
{
    static const str words[] = {S_INIT("Response"),  S_INIT("Open-Ended Response"),
                                S_INIT("Antwort"),   S_INIT("Offene Antwort"),
                                S_INIT("Réponse"),   S_INIT("Réponse ouverte"),
                                S_INIT("Respuesta"), S_INIT("Respuesta abierta"),
                                S_INIT("Risposta"),  S_INIT("Risposta aperta"),
                                S_INIT("Resposta"),  S_INIT("Resposta aberta")};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_equal_ignoring_case(word, words[i]))
            return true;
    return word.len == 0;
}

static void name_column(struct arena *a, struct layout_column *c, str question, str choice)
{
    bool is_whole = is_answer_word(choice);
    c->name = c->label = is_whole ? question : layout_join(a, question, choice);
    c->key_name = is_whole ? question : layout_join_short(a, question, choice);
}

/* Columns from..to are of one question. */
static void read_question(struct arena *a, const struct layout_sample *s, struct layout_reading *r,
                          size_t from, size_t to)
{
    const str *second = s->records[0];
    str question = layout_plain_text(a, s->header[from]);
    size_t *columns = ARENA_ARRAY(a, size_t, to - from);
    str *choices = ARENA_ARRAY(a, str, to - from);
    bool is_of_choices = to - from > 1;
    for (size_t i = from; i < to; i++) {
        columns[i - from] = i;
        choices[i - from] = layout_plain_text(a, second[i]);
        is_of_choices = is_of_choices && !is_answer_word(choices[i - from]);
        name_column(a, &r->columns[i], question, choices[i - from]);
    }
    struct layout_question q = {question, question,  columns, &second[from],
                                choices,  to - from, S("")};
    if (is_of_choices)
        layout_add_ticks(a, s, r, &q);
}

static void read_surveymonkey(struct arena *a, const struct layout_sample *s,
                              struct layout_reading *r)
{
    if (!has_second_line(a, s))
        return;
    r->header_records = 1;
    for (size_t from = 0, to = 1; from < s->width; from = to++) {
        while (to < s->width && s->header[to].len == 0)
            to++;
        read_question(a, s, r, from, to);
    }
}

LAYOUT(surveymonkey) = {.name = "surveymonkey",
                        .what = "an export of SurveyMonkey",
                        .known = known,
                        .known_len = sizeof known / sizeof *known,
                        .is = is_surveymonkey,
                        .read = read_surveymonkey};
