/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Codes beside a scale that may say "no answer", where the rule of contract.md §3 takes them for
 * answers: a rare 0 below 1 to 5, and 7, 8 and 9 behind a gap.  They are asked about, the columns
 * of one kind together.
 */
#include "base/buf.h"
#include "base/limits.h"
#include "listen/import_plan_private.h"

enum {
    CELLS_MIN = 30, /* fewer say nothing of what is rare */
    POINTS_MIN = 3,
    HIGHEST = 9,
    ZERO_PCT = 20,  /* of the cells at most: more often it is an answer */
    AFTER_PCT = 25, /* codes behind the gap, together */
};

/* How often 0 to 9 occur, and whether anything else does that is an answer. */
struct codes {
    uint64_t of[HIGHEST + 1], all;
    bool has_others;
};

static struct codes count(const struct planning *p, size_t column)
{
    const struct plan_facts *f = &p->facts[column];
    struct codes c = {.all = 0};
    for (size_t i = 0; i < f->profile.texts_len; i++) {
        const struct scale_text *t = &f->profile.texts[i];
        struct decimal value;
        if (!scale_number(t->text, p->columns[column].decimal_comma, &value) ||
            f->guess.codes[i].meaning != SCALE_ANSWER)
            continue;
        bool is_one = decimal_is_whole(value) && value.mantissa >= 0 && value.mantissa <= HIGHEST;
        c.has_others = c.has_others || !is_one;
        c.all += t->count;
        if (is_one)
            c.of[value.mantissa] += t->count;
    }
    return c;
}

static bool knows_codes(const struct plan_facts *f)
{
    return !f->profile.more && f->guess.known && f->profile.cells >= CELLS_MIN;
}

static bool is_open(const struct planning *p, size_t column)
{
    const struct import_plan_column *c = &p->columns[column];
    const struct plan_facts *f = &p->facts[column];
    const struct import_map_column *m = f->section;
    bool may_be = c->kind == IMPORT_SCORE || c->kind == IMPORT_CHOICE;
    bool is_said = m && (m->has_kind || m->has_scale || m->has_missing || m->codes_len);
    return may_be && !is_said && !c->has_scale && c->known == IMPORT_NONE && knows_codes(f);
}

/* The last of the codes from 1 on that all occur. */
static int run_from_one(const struct codes *c)
{
    int end = 0;
    while (end < HIGHEST && c->of[end + 1])
        end++;
    return end;
}

/* "scale: 1-5", for a rating from 0 to 5 with few zeros; empty: it is none. */
static str zero_entry(const struct planning *p, size_t column, const struct codes *c)
{
    int end = run_from_one(c);
    bool is_rating = p->columns[column].kind == IMPORT_SCORE && (end == 5 || end == 7);
    for (int i = end + 1; i <= HIGHEST; i++)
        is_rating = is_rating && c->of[i] == 0;
    if (!is_rating || c->has_others || c->of[0] == 0 || c->of[0] * 100 > c->all * ZERO_PCT)
        return S("");
    return str_format(p->a, "scale: 1-%d", end);
}

/* "kind: score\nmissing: 7, 8, 9" for 1 to 5 with a gap before these; empty: it is none. */
static str gap_entry(const struct planning *p, const struct codes *c)
{
    int end = run_from_one(c), listed = 0;
    uint64_t after = 0;
    struct buf b = buf_make(p->a, KIB);
    buf_add(&b, S("kind: score\nmissing: "));
    for (int i = end + 1; i <= HIGHEST; i++) {
        if (c->of[i] == 0)
            continue;
        if (i < 7)
            return S("");
        buf_addf(&b, "%s%d", listed++ ? ", " : "", i);
        after += c->of[i];
    }
    bool is_scale = end >= POINTS_MIN && end <= 5 && !c->has_others && c->of[0] == 0;
    return is_scale && listed && after * 100 <= c->all * AFTER_PCT ? buf_str(&b) : S("");
}

static void add_line(const struct planning *p, struct buf *b, size_t column, str entry)
{
    str name = import_map_section(p->a, p->ask->header[column], column, p->facts[column].is_shared);
    buf_addf(b, "%s[", b->len ? "\n" : "");
    buf_add(b, name);
    buf_add(b, S("] "));
    buf_add(b, entry);
}

static str others(const struct planning *p, size_t more)
{
    return more ? str_format(p->a, " and %zu more column%s", more, more == 1 ? "" : "s") : S("");
}

static void ask(struct planning *p, const char *code, size_t column, size_t more, str lines,
                str entry)
{
    bool is_zero = str_equal(str_of_chars(code), S("zero_beside"));
    const char *verb = more ? "have" : "has";
    str text =
        is_zero
            ? str_format(p->a,
                         "%.*s%.*s %s a rare 0 below a scale of %.*s. It counts as the lowest "
                         "answer until the map says that it is none, as where somebody did not use "
                         "something.",
                         STR(import_plan_quote(p, column)), STR(others(p, more)), verb,
                         STR(str_slice(entry, sizeof "scale: " - 1, entry.len)))
            : str_format(
                  p->a,
                  "%.*s%.*s %s codes far behind the others, as codes for no answer are. They "
                  "count as answers until the map says that they are none.",
                  STR(import_plan_quote(p, column)), STR(others(p, more)), verb);
    import_plan_ask_line(p, code, lines, text);
    import_plan_part_column(p, "column", column);
    import_plan_part(p, "entry", entry);
    if (more)
        import_plan_part_count(p, "more", more);
}

/* Columns of which the same is to be said, from this one on. */
static void ask_alike(struct planning *p, const char *code, const str *entries, size_t from,
                      bool *is_done)
{
    struct buf lines = buf_make(p->a, LIMIT_MAP_BYTES);
    size_t more = 0;
    for (size_t i = from; i < p->ask->header_len; i++) {
        if (is_done[i] || !str_equal(entries[i], entries[from]))
            continue;
        add_line(p, &lines, i, entries[i]);
        is_done[i] = true;
        more += i > from;
    }
    ask(p, code, from, more, buf_str(&lines), entries[from]);
}

void import_plan_ask_codes(struct planning *p)
{
    size_t len = p->ask->header_len;
    str *zeros = ARENA_ARRAY(p->a, str, len), *gaps = ARENA_ARRAY(p->a, str, len);
    bool *is_done = ARENA_ARRAY(p->a, bool, len);
    for (size_t i = 0; i < len && !p->plan.is_export; i++) {
        if (!is_open(p, i))
            continue;
        struct codes c = count(p, i);
        zeros[i] = zero_entry(p, i, &c);
        gaps[i] = gap_entry(p, &c);
    }
    for (size_t i = 0; i < len; i++)
        if (zeros[i].len && !is_done[i])
            ask_alike(p, "zero_beside", zeros, i, is_done);
    for (size_t i = 0; i < len; i++)
        if (gaps[i].len && !is_done[i])
            ask_alike(p, "codes_behind", gaps, i, is_done);
}
