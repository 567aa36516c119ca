/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Qualtrics: three header lines (Q1; what was asked; {"ImportId":"QID1"}), two in older
 * exports, whose first ten columns are called V1 to V10, and one or two where somebody took
 * the others away.
 */
#include "base/buf.h"
#include "base/text.h"
#include "listen/answers.h"
#include "listen/layout_questions.h"
#include "listen/layout_text.h"

static const struct layout_known known[] = {
    {S_INIT("ResponseId"), LAYOUT_KEY},
    {S_INIT("EndDate"), LAYOUT_TIME},
    {S_INIT("RecordedDate"), LAYOUT_TIME},
    {S_INIT("StartDate"), LAYOUT_TIME},
    {S_INIT("ExternalReference"), LAYOUT_PERSON},
    {S_INIT("ExternalDataReference"), LAYOUT_PERSON},
    {S_INIT("RecipientEmail"), LAYOUT_EMAIL},
    {S_INIT("EmailAddress"), LAYOUT_EMAIL},
    {S_INIT("RecipientLastName"), LAYOUT_PRIVATE},
    {S_INIT("RecipientFirstName"), LAYOUT_PRIVATE},
    {S_INIT("Name"), LAYOUT_PRIVATE},
    {S_INIT("IPAddress"), LAYOUT_PRIVATE},
    {S_INIT("LocationLatitude"), LAYOUT_PRIVATE},
    {S_INIT("LocationLongitude"), LAYOUT_PRIVATE},
    {S_INIT("LocationAccuracy"), LAYOUT_PRIVATE},
    {S_INIT("DistributionChannel"), LAYOUT_CHANNEL},
    {S_INIT("UserLanguage"), LAYOUT_LANGUAGE},
    {S_INIT("Status"), LAYOUT_CHOICE},
    {S_INIT("Finished"), LAYOUT_CHOICE},
    {S_INIT("ResponseSet"), LAYOUT_CHOICE},
    {S_INIT("Progress"), LAYOUT_NUMBER},
    {S_INIT("Duration (in seconds)"), LAYOUT_NUMBER},
};

/* ---- which lines are header ---- */

/* {"ImportId":"QID1"}; programs write the quotes as they like. */
static bool is_import_id(str cell)
{
    return cell.len > 2 && cell.ptr[0] == '{' &&
           str_starts_with(str_slice(cell, 2, cell.len), S("ImportId"));
}

/* How many records the header goes on for, by the one that has the ids; 0: none has. */
static size_t import_id_line(const struct layout_sample *s)
{
    for (size_t i = 0; i < s->records_len && i < LAYOUT_HEADER_RECORDS; i++) {
        size_t ids = 0;
        for (size_t c = 0; c < s->width; c++)
            ids += is_import_id(s->records[i][c]);
        if (ids * 2 > s->width)
            return i + 1;
    }
    return 0;
}

static bool is_legacy(struct arena *a, const struct layout_sample *s)
{
    size_t v1 = layout_find(a, s, S("V1"));
    return v1 != LAYOUT_NONE && s->records_len > 0 &&
           str_equal(layout_fold(a, s->records[0][v1]), S("responseid"));
}

static bool is_qualtrics(struct arena *a, const struct layout_sample *s)
{
    static const str header[] = {S_INIT("StartDate"), S_INIT("EndDate"), S_INIT("Finished"),
                                 S_INIT("ResponseId")};
    return import_id_line(s) > 0 || is_legacy(a, s) ||
           layout_has_all(a, s, header, sizeof header / sizeof *header);
}

/* ---- which records are no answers ---- */

/* As a code or, in some languages, in words. */
static bool is_trial_or_spam(str status)
{
    static const str words[] = {
        S_INIT("1"),  /* a preview */
        S_INIT("2"),  /* made up by the tool */
        S_INIT("8"),  /* spam */
        S_INIT("9"),  /* a preview's */
        S_INIT("12"), /* imported */
        S_INIT("17"), /* a preview without a network */
        S_INIT("40"), /* of a distribution */
        S_INIT("Survey Preview"),
        S_INIT("Survey Test"),
        S_INIT("Spam"),
        S_INIT("Possible Spam"),
        S_INIT("Survey Preview Spam"),
        S_INIT("Imported Spam"),
        S_INIT("Offline Survey Preview"),
        S_INIT("Umfragenvorschau"),
        S_INIT("Umfragevorschau"),
        S_INIT("Umfragetest"),
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_equal_ignoring_case(status, words[i]))
            return true;
    return false;
}

/* ---- all of it ---- */

static bool is_numbered(str name)
{
    for (size_t i = 1; i < name.len; i++)
        if (name.ptr[i] < '0' || name.ptr[i] > '9')
            return false;
    return name.len > 1 && name.ptr[0] == 'V';
}

/* Somebody took the line with the ids away, and left the one with the questions. */
static bool has_questions_alone(struct arena *a, const struct layout_sample *s)
{
    return import_id_line(s) == 0 && layout_has_questions_line(a, s);
}

static void read_labels(struct arena *a, const struct layout_sample *s, struct layout_reading *r)
{
    bool legacy = is_legacy(a, s);
    for (size_t i = 0; i < s->width; i++) {
        struct layout_column *c = &r->columns[i];
        str label = layout_plain_text(a, s->records[0][i]);
        c->label = label.len ? label : c->label;
        if (legacy && is_numbered(c->name) && label.len)
            c->name = c->key_name = label;
    }
}

static void read_qualtrics(struct arena *a, const struct layout_sample *s, struct layout_reading *r)
{
    r->header_records = import_id_line(s);
    if (is_legacy(a, s) || has_questions_alone(a, s))
        r->header_records = 1;
    if (r->header_records)
        read_labels(a, s, r);
    for (size_t i = 0; i < s->width && r->status == LAYOUT_NONE; i++)
        if (str_equal_ignoring_case(r->columns[i].name, S("Status")))
            r->status = i;
    layout_read_stems(a, s, r);
}

LAYOUT(qualtrics) = {.name = "qualtrics",
                     .what = "an export of Qualtrics",
                     .known = known,
                     .known_len = sizeof known / sizeof *known,
                     .is = is_qualtrics,
                     .read = read_qualtrics,
                     .is_left_out = is_trial_or_spam};
