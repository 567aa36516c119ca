/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Alchemer, once SurveyGizmo: a choice, a row or a box stands before its question,
 * "Choice:Question".
 */
#include "engine/dictionary.h"
#include "listen/layout_text.h"
#include "listen/layout_ticks.h"

static const struct layout_known known[] = {
    {S_INIT("Response ID"), LAYOUT_KEY},   {S_INIT("Date Submitted"), LAYOUT_TIME},
    {S_INIT("Time Started"), LAYOUT_TIME}, {S_INIT("Status"), LAYOUT_CHOICE},
    {S_INIT("Contact ID"), LAYOUT_PERSON}, {S_INIT("Language"), LAYOUT_LANGUAGE},
    {S_INIT("Email"), LAYOUT_EMAIL},       {S_INIT("IP Address"), LAYOUT_PRIVATE},
    {S_INIT("Longitude"), LAYOUT_PRIVATE}, {S_INIT("Latitude"), LAYOUT_PRIVATE},
    {S_INIT("City"), LAYOUT_PRIVATE},      {S_INIT("Postal"), LAYOUT_PRIVATE},
    {S_INIT("SessionID"), LAYOUT_PRIVATE}, {S_INIT("User Agent"), LAYOUT_PRIVATE},
    {S_INIT("Referer"), LAYOUT_CHOICE},    {S_INIT("Link Name"), LAYOUT_CHANNEL},
};

static bool is_alchemer(struct arena *a, const struct layout_sample *s)
{
    static const str header[] = {S_INIT("Time Started"), S_INIT("Date Submitted"),
                                 S_INIT("Status")};
    return layout_has_all(a, s, header, sizeof header / sizeof *header);
}

/* "Choice:Question?"; a choice may end with a colon of its own. */
static bool split(str header, str *choice, str *question)
{
    size_t at = 0;
    while (at < header.len && header.ptr[at] != ':')
        at++;
    while (at + 1 < header.len && header.ptr[at + 1] == ':')
        at++;
    bool is = at > 0 && at + 1 < header.len && header.ptr[at + 1] != ' ';
    *choice = is ? str_trim(str_slice(header, 0, at)) : S("");
    *question = is ? str_trim(str_slice(header, at + 1, header.len)) : header;
    return is;
}

/* Columns of a question, of those that have a choice. */
static size_t columns_of(const uint32_t *question_of, size_t width, uint32_t question,
                         size_t *columns)
{
    size_t len = 0;
    for (size_t i = 0; i < width; i++)
        if (question_of[i] == question) {
            if (columns)
                columns[len] = i;
            len++;
        }
    return len;
}

static void read_ticks(struct arena *a, const struct layout_sample *s, struct layout_reading *r,
                       const uint32_t *question_of, uint32_t question)
{
    size_t len = columns_of(question_of, s->width, question, NULL);
    size_t *columns = ARENA_ARRAY(a, size_t, len);
    str *written = ARENA_ARRAY(a, str, len), *choices = ARENA_ARRAY(a, str, len), asked = S("");
    (void)columns_of(question_of, s->width, question, columns);
    for (size_t i = 0; i < len; i++) {
        (void)split(s->header[columns[i]], &written[i], &asked);
        choices[i] = layout_plain_text(a, written[i]);
    }
    asked = layout_plain_text(a, asked);
    struct layout_question q = {asked, asked, columns, written, choices, len, S("")};
    layout_add_ticks(a, s, r, &q);
}

static void read_alchemer(struct arena *a, const struct layout_sample *s, struct layout_reading *r)
{
    struct dictionary *questions = dictionary_make(a);
    uint32_t *question_of = ARENA_ARRAY(a, uint32_t, s->width);
    for (size_t i = 0; i < s->width; i++) {
        str choice, question;
        question_of[i] = CODE_MISSING;
        if (!split(s->header[i], &choice, &question))
            continue;
        question_of[i] = dictionary_add(questions, question);
        str asked = layout_plain_text(a, question);
        r->columns[i].label = layout_join(a, asked, layout_plain_text(a, choice));
        r->columns[i].key_name = layout_join_short(a, asked, layout_plain_text(a, choice));
    }
    for (uint32_t q = 0; q < dictionary_size(questions); q++)
        read_ticks(a, s, r, question_of, q);
}

LAYOUT(alchemer) = {.name = "alchemer",
                    .what = "an export of Alchemer (SurveyGizmo)",
                    .known = known,
                    .known_len = sizeof known / sizeof *known,
                    .is = is_alchemer,
                    .read = read_alchemer};
