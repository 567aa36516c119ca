/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * LimeSurvey: columns are called by their code ("Q3[SQ001]"), by what was asked, or by
 * both ("Q3[SQ001]. Which food? [Kale]").
 */
#include "listen/layout_text.h"
#include "listen/layout_ticks.h"

static const struct layout_known known[] = {
    {S_INIT("id"), LAYOUT_KEY},
    {S_INIT("Response ID"), LAYOUT_KEY},
    {S_INIT("Antwort ID"), LAYOUT_KEY},
    {S_INIT("submitdate"), LAYOUT_TIME},
    {S_INIT("Date submitted"), LAYOUT_TIME},
    {S_INIT("Datum Abgeschickt"), LAYOUT_TIME},
    {S_INIT("datestamp"), LAYOUT_TIME},
    {S_INIT("Date last action"), LAYOUT_TIME},
    {S_INIT("Datum letzte Aktivität"), LAYOUT_TIME},
    {S_INIT("startdate"), LAYOUT_TIME},
    {S_INIT("Date started"), LAYOUT_TIME},
    {S_INIT("Datum gestartet"), LAYOUT_TIME},
    {S_INIT("startlanguage"), LAYOUT_LANGUAGE},
    {S_INIT("Start language"), LAYOUT_LANGUAGE},
    {S_INIT("Start-Sprache"), LAYOUT_LANGUAGE},
    {S_INIT("token"), LAYOUT_PERSON},
    {S_INIT("Access code"), LAYOUT_PERSON},
    {S_INIT("Zugangscode"), LAYOUT_PERSON},
    {S_INIT("email"), LAYOUT_EMAIL},
    {S_INIT("firstname"), LAYOUT_PRIVATE},
    {S_INIT("lastname"), LAYOUT_PRIVATE},
    {S_INIT("ipaddr"), LAYOUT_PRIVATE},
    {S_INIT("IP address"), LAYOUT_PRIVATE},
    {S_INIT("IP-Adresse"), LAYOUT_PRIVATE},
    {S_INIT("refurl"), LAYOUT_PRIVATE},
    {S_INIT("Referrer URL"), LAYOUT_PRIVATE},
    {S_INIT("seed"), LAYOUT_ID},
    {S_INIT("Zufallsstartwert"), LAYOUT_ID},
    {S_INIT("lastpage"), LAYOUT_NUMBER},
    {S_INIT("Last page"), LAYOUT_NUMBER},
    {S_INIT("Letzte Seite"), LAYOUT_NUMBER},
};

/* "Q3[SQ001]. Which food?": the code, and what is behind it. */
static str code_of(str header, str *text)
{
    for (size_t i = 1; i + 1 < header.len; i++) {
        char c = header.ptr[i];
        if (c == '.' && header.ptr[i + 1] == ' ') {
            *text = str_trim(str_slice(header, i + 1, header.len));
            return str_slice(header, 0, i);
        }
        if (c == ' ' || c == '?')
            break;
    }
    *text = S("");
    return header;
}

static bool has_codes(const struct layout_sample *s, const str *codes, size_t len)
{
    size_t found = 0;
    for (size_t k = 0; k < len; k++)
        for (size_t i = 0; i < s->width; i++) {
            str text;
            if (str_equal_ignoring_case(code_of(s->header[i], &text), codes[k])) {
                found++;
                break;
            }
        }
    return found == len;
}

static bool is_limesurvey(struct arena *a, const struct layout_sample *s)
{
    static const str codes[] = {S_INIT("id"), S_INIT("lastpage"), S_INIT("startlanguage")};
    static const str english[] = {S_INIT("Response ID"), S_INIT("Last page"),
                                  S_INIT("Start language")};
    static const str german[] = {S_INIT("Antwort ID"), S_INIT("Letzte Seite"),
                                 S_INIT("Start-Sprache")};
    return has_codes(s, codes, sizeof codes / sizeof *codes) ||
           layout_has_all(a, s, english, sizeof english / sizeof *english) ||
           layout_has_all(a, s, german, sizeof german / sizeof *german);
}

/* Bytes of Q3 in Q3[SQ001]; 0: it has no part. */
static size_t stem_len(str code)
{
    size_t len = 0;
    while (len < code.len && code.ptr[len] != '[')
        len++;
    return len < code.len && code.ptr[code.len - 1] == ']' ? str_trim(str_slice(code, 0, len)).len
                                                           : 0;
}

static str part_of(str code, size_t stem)
{
    str part = str_trim(str_slice(code, stem, code.len));
    return part.len > 1 ? str_slice(part, 1, part.len - 1) : S("");
}

/* What stands in brackets at the end of what was asked. */
static str choice_of(str label, str *question)
{
    size_t at = label.len;
    while (at > 0 && label.ptr[at - 1] != '[')
        at--;
    *question = at ? str_trim(str_slice(label, 0, at - 1)) : label;
    return at && label.ptr[label.len - 1] == ']' ? str_slice(label, at, label.len - 1) : S("");
}

static void read_stem(struct arena *a, const struct layout_sample *s, struct layout_reading *r,
                      size_t from, size_t to, size_t stem)
{
    size_t len = to - from, *columns = ARENA_ARRAY(a, size_t, len);
    str *choices = ARENA_ARRAY(a, str, len), question = S("");
    for (size_t i = 0; i < len; i++) {
        const struct layout_column *c = &r->columns[from + i];
        columns[i] = from + i;
        str choice = choice_of(c->label, &question);
        choices[i] = choice.len ? choice : part_of(c->name, stem);
    }
    str name = str_slice(r->columns[from].name, 0, stem);
    struct layout_question q = {
        name, question.len ? question : name, columns, choices, choices, len, S("Y")};
    layout_add_ticks(a, s, r, &q);
}

/* A survey without time stamps has this day for all of its answers. */
static bool is_without_times(const struct layout_sample *s, size_t column)
{
    bool any = false;
    for (size_t i = 0; i < s->records_len; i++) {
        str cell = s->records[i][column];
        if (cell.len && !str_starts_with(cell, S("1980-01-01")))
            return false;
        any = any || cell.len;
    }
    return any;
}

static void read_limesurvey(struct arena *a, const struct layout_sample *s,
                            struct layout_reading *r)
{
    for (size_t i = 0; i < s->width; i++) {
        str text = S("");
        r->columns[i].name = r->columns[i].key_name = code_of(s->header[i], &text);
        if (text.len)
            r->columns[i].label = layout_plain_text(a, text);
        if (is_without_times(s, i))
            r->columns[i].what = LAYOUT_DATE;
    }
    for (size_t from = 0, to = 1; from < s->width; from = to++) {
        str name = r->columns[from].name, stem = str_slice(name, 0, stem_len(name));
        while (stem.len && to < s->width && stem_len(r->columns[to].name) == stem.len &&
               str_starts_with(r->columns[to].name, stem))
            to++;
        if (to - from > 1)
            read_stem(a, s, r, from, to, stem.len);
    }
}

LAYOUT(limesurvey) = {.name = "limesurvey",
                      .what = "an export of LimeSurvey",
                      .known = known,
                      .known_len = sizeof known / sizeof *known,
                      .is = is_limesurvey,
                      .read = read_limesurvey};
