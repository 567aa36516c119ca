/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What a column holds, by its cells and by the words of its name.
 */
#include "base/amount.h"
#include "base/zone.h"
#include "engine/dictionary.h"
#include "listen/import_plan_private.h"

enum {
    PCT_ALL = 95, /* of the cells: as good as all */
    PCT_EMAILS = 80,
    PCT_DATES = 90,
    PCT_PADDED = 5,
    RATING_CODES_MAX = 12, /* different codes of a rating */
    NUMBERS_MAX = 16,      /* with those that say "no answer": 0 to 10, 77, 88 and 99 */
    OTHER_TEXTS_MAX = 3,   /* beside the codes of a rating: "Don't know" */
    TEN_POINTS_MIN = 5,    /* codes of a scale up to 10 that must occur */
    NAMED_POINTS_MIN = 3,  /* of another, where the name says that it is one */
    IDS_MIN = 30,          /* fewer cells that all differ say little */
    TEXT_IDS_MIN = 20,
    CHOICES_MAX = 254,
    MANY_CHOICES_REPEAT = 5, /* more choices than that: each given so often */
    COMMENT_CHOICES_MIN = 12,
    COMMENT_CHARACTERS = 40, /* on average */
    MOST_WRITE = 3,          /* every third writes something else; the others "No Negative" */
    TICKS_CELLS_MIN = 20,
    TICKS_REPEAT = 3, /* every choice is ticked so often, on average */
    TICKS_PCT = 120,  /* so many ticks for 100 cells */
};

static bool is_pct(uint64_t part, uint64_t all, unsigned pct)
{
    return all > 0 && part * 100 >= all * pct;
}

/* ---- facts ---- */

/* Whether the texts are days, and not all before 1901: a spreadsheet writes a time of
 * day as one of 1899. */
static bool has_recent_day(const struct import_profile_column *c)
{
    const int32_t first = date_to_day((struct date){1901, 1, 1});
    for (size_t i = 0; i < c->texts_len; i++) {
        int32_t day = 0;
        if ((date_of_str(c->texts[i].text, DATE_MONTH_FIRST, &day) ||
             date_of_str(c->texts[i].text, DATE_DAY_FIRST, &day)) &&
            day >= first)
            return true;
    }
    return c->texts_len == 0;
}

/* All are ten digits, or thirteen; which might be ids, too, where the name does not say when. */
static bool has_epochs(const struct plan_facts *f)
{
    const struct import_profile_column *c = &f->profile;
    usec_t at = 0;
    if (!(f->says & SAYS_TIME) || c->texts_len == 0 || c->wholes != c->cells)
        return false;
    for (size_t i = 0; i < c->texts_len; i++)
        if (!usec_of_epoch(c->texts[i].text, &at))
            return false;
    return true;
}

/* Counts different numbers; 9 and 9.0 are one. */
static void count_codes(struct plan_facts *f, bool decimal_comma)
{
    struct decimal seen[NUMBERS_MAX + 1];
    f->codes = f->numbers = f->other_texts = 0;
    for (size_t i = 0; i < f->profile.texts_len; i++) {
        struct decimal value;
        if (!scale_number(f->profile.texts[i].text, decimal_comma, &value)) {
            f->other_texts++;
            continue;
        }
        size_t at = 0;
        while (at < f->numbers && !decimal_equal(seen[at], value))
            at++;
        if (at < f->numbers || f->numbers > NUMBERS_MAX)
            continue;
        seen[f->numbers++] = value;
        f->codes += f->guess.codes[i].meaning == SCALE_ANSWER;
    }
}

/* What stands beside all numbers, the same everywhere: "$", "EUR". */
static str unit_of(const struct import_profile_column *c, bool decimal_comma)
{
    str unit = {NULL, 0}, of_one = {NULL, 0};
    struct decimal value;
    for (size_t i = 0; i < c->texts_len; i++) {
        str text = c->texts[i].text;
        if (decimal_of_str(text, &value))
            return S("");
        if (!amount_of_str(text, decimal_comma, &value, &of_one))
            continue;
        if (unit.ptr && !str_equal(unit, of_one))
            return S("");
        unit = of_one;
    }
    return unit.len ? unit : S("");
}

/* How many ticks a separator makes, and whether in enough cells to be one. */
static bool count_ticks(const struct import_profile_column *c, char separator, uint64_t *ticks)
{
    uint64_t cells = 0;
    *ticks = 0;
    for (size_t i = 0; i < c->texts_len; i++) {
        str text = c->texts[i].text;
        size_t pieces = 1;
        for (size_t k = 0; k < text.len; k++)
            pieces += text.ptr[k] == separator;
        cells += c->texts[i].count;
        *ticks += pieces * c->texts[i].count;
    }
    return cells >= TICKS_CELLS_MIN && *ticks * 100 >= cells * TICKS_PCT;
}

/* Whether a separator makes few pieces of many: people tick the same things, and do
 * not write the same things. */
static bool is_ticked(const struct import_profile_column *c, char separator)
{
    uint64_t ticks = 0;
    if (!count_ticks(c, separator, &ticks))
        return false;
    struct arena *scratch = arena_make(0);
    struct dictionary *pieces = dictionary_make(scratch);
    for (size_t i = 0; i < c->texts_len; i++)
        for (str rest = c->texts[i].text; rest.ptr;)
            (void)dictionary_add(pieces, str_trim(str_cut(rest, separator, &rest)));
    bool is_few = ticks >= (uint64_t)dictionary_size(pieces) * TICKS_REPEAT;
    arena_done(scratch);
    return is_few;
}

static bool has_ticks(const struct import_profile_column *c)
{
    static const char separators[] = {'\n', ';', '|', ','};
    for (size_t i = 0; i < sizeof separators; i++)
        if (is_ticked(c, separators[i]))
            return true;
    return false;
}

void import_plan_count_codes(struct arena *a, struct plan_facts *f, bool decimal_comma)
{
    struct scale_options options = {.proposes = true, .decimal_comma = decimal_comma};
    f->guess = scale_of_texts(a, f->profile.texts, f->profile.texts_len, &options);
    count_codes(f, decimal_comma);
}

struct plan_facts import_plan_facts(struct arena *a, const struct import_plan_ask *ask,
                                    size_t column)
{
    struct plan_facts f = {.profile = import_profile_column(a, ask->profile, column)};
    struct import_profile_column *c = &f.profile;
    bool decimal_comma = import_profile_decimal_comma(ask->profile, column);
    f.says = import_words_of_name(a, ask->header[column]);
    f.is_of_dates =
        is_pct(c->cells - c->dates[DATE_NONE], c->cells, PCT_DATES) && has_recent_day(c);
    f.is_of_epochs = has_epochs(&f);
    f.is_of_dates = f.is_of_dates || f.is_of_epochs;
    f.personal = import_plan_personal(a, ask->header[column], &f);
    f.is_of_ticks = c->numbers * 2 < c->cells && !f.is_of_dates && has_ticks(c);
    if (c->numbers == 0)
        return f;
    f.unit = unit_of(c, decimal_comma);
    if (c->more)
        return f;
    import_plan_count_codes(a, &f, decimal_comma);
    return f;
}

bool import_plan_is_of_emails(const struct plan_facts *f)
{
    return is_pct(f->profile.emails, f->profile.cells, PCT_EMAILS);
}

/* ---- ratings ---- */

static bool is_range(const struct scale *s, int lo, int hi)
{
    return decimal_equal(s->range.lo, decimal_of_int(lo)) &&
           decimal_equal(s->range.hi, decimal_of_int(hi));
}

/* 1–5, 1–7, 0–5, 1–6: every code occurs. */
static bool is_familiar(const struct plan_facts *f)
{
    static const int ranges[][2] = {{1, 5}, {1, 7}, {0, 5}, {1, 6}};
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        if (is_range(&f->guess, ranges[i][0], ranges[i][1]))
            return f->codes == (size_t)(ranges[i][1] - ranges[i][0]) + 1;
    return false;
}

static bool is_out_of_range(const struct plan_facts *f)
{
    return f->guess.range.lo.mantissa < 0 || f->numbers > NUMBERS_MAX ||
           f->codes > RATING_CODES_MAX;
}

static bool looks_like_rating(const struct plan_facts *f)
{
    enum { NAMED = SAYS_RATING | SAYS_RECOMMEND | SAYS_SATISFACTION | SAYS_EFFORT };
    const struct scale *s = &f->guess;
    if (!s->known || !s->whole || is_out_of_range(f))
        return false;
    bool is_named = f->says & NAMED;
    if ((f->says & (SAYS_COUNT | SAYS_ID | SAYS_CODE)) && !is_named)
        return false;
    if (decimal_equal(s->range.hi, decimal_of_int(10)) && f->codes >= TEN_POINTS_MIN)
        return true;
    return is_familiar(f) || (is_named && f->codes >= NAMED_POINTS_MIN &&
                              decimal_compare(s->range.hi, decimal_of_int(10)) <= 0);
}

/* Most cells are codes of a scale; beside them a few texts may say "no answer". */
static bool is_score(const struct plan_facts *f)
{
    const struct import_profile_column *c = &f->profile;
    return !c->more && c->wholes == c->numbers && c->repeats > 0 &&
           f->other_texts <= OTHER_TEXTS_MAX && c->numbers * 2 >= c->cells && looks_like_rating(f);
}

/* ---- numbers and texts ---- */

static bool repeats(const struct import_profile_column *c, unsigned times)
{
    return c->cells >= c->distinct * times;
}

static bool is_choice(const struct import_profile_column *c)
{
    return repeats(c, c->distinct <= CHOICES_MAX ? 2 : MANY_CHOICES_REPEAT);
}

/* Beyond what is counted one by one, a sample in which none repeats will do. */
static bool all_differ(const struct import_profile_column *c)
{
    return c->repeats == 0 && (c->more || c->distinct == c->cells);
}

/* "Number of calls: 0, 1, 2, 3" is a number, though few of them occur; where none is 0, or 0 may
 * say that there is no answer, they may be classes of how many. */
static bool counts_from_none(const struct plan_facts *f)
{
    return (f->says & SAYS_MANY) && f->numbers > 2 && f->codes == f->numbers &&
           decimal_equal(f->profile.min, decimal_of_int(0));
}

/* Digits that count nothing: 02139, ZIP 10001. */
static bool is_of_codes(const struct plan_facts *f)
{
    return (f->says & SAYS_CODE) || is_pct(f->profile.padded, f->profile.cells, PCT_PADDED);
}

static enum import_kind kind_of_wholes(const struct plan_facts *f)
{
    const struct import_profile_column *c = &f->profile;
    bool says_id = f->says & SAYS_ID;
    if (all_differ(c) && (c->cells >= IDS_MIN || says_id))
        return IMPORT_ID;
    if (says_id || is_of_codes(f))
        return is_choice(c) ? IMPORT_CHOICE : says_id ? IMPORT_ID : IMPORT_TEXT;
    bool is_few = !c->more && f->numbers <= RATING_CODES_MAX && repeats(c, 2);
    return is_few && !counts_from_none(f) ? IMPORT_CHOICE : IMPORT_NUMBER;
}

static bool is_text_id(const struct import_profile_column *c)
{
    return c->cells >= TEXT_IDS_MIN && is_pct(c->distinct, c->cells, PCT_ALL) &&
           is_pct(c->cells - c->repeats, c->cells, PCT_ALL) &&
           !is_pct(c->blanks, c->cells, 100 - PCT_DATES) &&
           c->characters <= c->cells * COMMENT_CHARACTERS;
}

static enum import_kind kind_of_texts(const struct plan_facts *f)
{
    const struct import_profile_column *c = &f->profile;
    if (is_text_id(c))
        return IMPORT_ID;
    bool is_named = (f->says & SAYS_COMMENT) && c->distinct > COMMENT_CHOICES_MIN;
    if ((is_choice(c) || f->is_of_ticks) && !is_named)
        return IMPORT_CHOICE;
    bool is_long = c->characters > c->cells * COMMENT_CHARACTERS && is_pct(c->blanks, c->cells, 50);
    return (is_long && !repeats(c, MOST_WRITE)) || is_named ? IMPORT_COMMENT : IMPORT_TEXT;
}

enum import_kind import_plan_kind(const struct plan_facts *f)
{
    const struct import_profile_column *c = &f->profile;
    if (c->cells == 0)
        return IMPORT_TEXT;
    if (f->is_of_dates)
        return IMPORT_DATE;
    if (import_plan_is_of_emails(f) || f->personal) /* kept like what people wrote */
        return IMPORT_COMMENT;
    if (f->unit.len && is_pct(c->numbers, c->cells, PCT_ALL))
        return IMPORT_NUMBER;
    if (is_score(f))
        return IMPORT_SCORE;
    if (!is_pct(c->numbers, c->cells, PCT_ALL))
        return kind_of_texts(f);
    return c->wholes == c->numbers ? kind_of_wholes(f) : IMPORT_NUMBER;
}
