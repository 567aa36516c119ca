/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "understand/record_naive.h"

#include "base/buf.h"

/* Who is the latest is found by comparing each with each. */
enum { TEXT_BYTES = 4096, SLOW_FROM_ROWS = 20000 };
enum truth_of { NO, UNKNOWN, YES };

struct group {
    bool known;
    str label;
    uint64_t n;
    int64_t weight, sum; /* millionths; of answers times weight */
};

/* ---- conditions ---- */

enum atom {
    CHANNEL_IS_WEB,
    CHANNEL_IS_NOT_WEB,
    CHANNEL_IS_MISSING,
    RECOMMEND_FROM_7,
    MOOD_IS_GOOD,
    UNIT_IN_EUROPE,
    SATISFACTION_2_TO_4,
    SOURCE_IS_OURS,
    PRICE_NOT_ABOVE_50,
    NOTE_HAS_7,
    ATOM_COUNT
};

static const char *const atom_texts[ATOM_COUNT] = {
    [CHANNEL_IS_WEB] = "channel = web",
    [CHANNEL_IS_NOT_WEB] = "channel != web",
    [CHANNEL_IS_MISSING] = "channel is missing",
    [RECOMMEND_FROM_7] = "recommend >= 7",
    [MOOD_IS_GOOD] = "mood = \"Gut\"",
    [UNIT_IN_EUROPE] = "unit under Europe",
    [SATISFACTION_2_TO_4] = "satisfaction between 2 and 4",
    [SOURCE_IS_OURS] = "source in (web, app)",
    [PRICE_NOT_ABOVE_50] = "not price > 50",
    [NOTE_HAS_7] = "note contains \"7\"",
};

static enum truth_of is_text(const char *value, const char *text)
{
    if (!value)
        return UNKNOWN;
    return str_equal(str_of_chars(value), str_of_chars(text)) ? YES : NO;
}

static enum truth_of opposite(enum truth_of truth)
{
    return (enum truth_of)(YES - (int)truth);
}

static enum truth_of is_number_in(str value, int lo, int hi)
{
    struct decimal number;
    if (value.len == 0 || !decimal_of_str(value, &number))
        return UNKNOWN;
    bool in = decimal_compare(number, decimal_of_int(lo)) >= 0 &&
              decimal_compare(number, decimal_of_int(hi)) <= 0;
    return in ? YES : NO;
}

static bool has_char(str text, char c)
{
    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] == c)
            return true;
    return false;
}

static enum truth_of atom_of(const struct world *w, const struct world_row *row, enum atom atom)
{
    str value;
    switch (atom) {
    case CHANNEL_IS_WEB:
        return is_text(row->of[WORLD_CHANNEL], "web");
    case CHANNEL_IS_NOT_WEB:
        return opposite(is_text(row->of[WORLD_CHANNEL], "web"));
    case CHANNEL_IS_MISSING:
        return row->of[WORLD_CHANNEL] ? NO : YES;
    case RECOMMEND_FROM_7:
        return is_number_in(world_value(w, row, WORLD_RECOMMEND), 7, 1000000);
    case MOOD_IS_GOOD:
        value = world_value(w, row, WORLD_MOOD);
        return value.len == 0 ? UNKNOWN : str_equal(value, S("Gut")) ? YES : NO;
    case UNIT_IN_EUROPE:
        return row->of[WORLD_UNIT] ? opposite(is_text(row->of[WORLD_UNIT], "Boston")) : UNKNOWN;
    case SATISFACTION_2_TO_4:
        return is_number_in(world_value(w, row, WORLD_SATISFACTION), 2, 4);
    case SOURCE_IS_OURS:
        return row->source < 2 ? YES : NO;
    case PRICE_NOT_ABOVE_50:
        return is_number_in(world_value(w, row, WORLD_PRICE), -1, 50);
    case NOTE_HAS_7:
        value = world_value(w, row, WORLD_NOTE);
        return value.len == 0 ? UNKNOWN : has_char(value, '7') ? YES : NO;
    case ATOM_COUNT:
        break;
    }
    return NO;
}

static bool fulfils(const struct world *w, const struct naive_question *q,
                    const struct world_row *row)
{
    enum truth_of all = YES, any = NO;
    for (size_t i = 0; i < q->atoms_len; i++) {
        enum truth_of truth = atom_of(w, row, (enum atom)q->atoms[i]);
        all = truth < all ? truth : all;
        any = truth > any ? truth : any;
    }
    enum truth_of truth = q->any ? any : all;
    return q->atoms_len == 0 || (q->negated ? opposite(truth) : truth) == YES;
}

/* ---- answers ---- */

/* The answer as what is summed: +1, 0, -1 of NPS, 1 and 0 of a share; false: none. */
static bool answer_of(const struct world *w, const struct naive_question *q,
                      const struct world_row *row, int64_t *x)
{
    bool good = q->measure == NAIVE_SHARE_GOOD, mean = q->measure == NAIVE_MEAN;
    struct decimal number;
    str value = world_value(w, row,
                            good   ? WORLD_MOOD
                            : mean ? WORLD_SATISFACTION
                                   : WORLD_RECOMMEND);
    *x = str_equal(value, S("Gut"));
    if (good)
        return value.len > 0;
    if (!decimal_of_str(value, &number) || !decimal_is_whole(number))
        return false;
    int64_t code = number.mantissa;
    for (int i = 0; i < number.places; i++)
        code /= 10;
    if (mean) {
        *x = code;
        return code >= 1 && code <= 5;
    }
    *x = q->measure == NAIVE_SHARE_TOP ? code >= 9 : (code >= 9) - (code <= 6);
    return code >= 0 && code <= 10;
}

static bool is_on_days(const struct naive_question *q, const struct world_row *row)
{
    int32_t month = period_of_day(PERIOD_MONTH, row->day);
    if (row->at_assumed)
        return !q->has_first && !q->has_last && !q->by_month;
    if (q->by_month && month >= period_of_day(PERIOD_MONTH, q->today))
        return false;
    return (!q->has_first || row->day >= q->first) && (!q->has_last || row->day <= q->last);
}

static bool is_later(const struct world_row *other, const struct world_row *row)
{
    return other->at > row->at || (other->at == row->at && other->id > row->id);
}

static bool same_period(const struct naive_question *q, const struct world_row *a,
                        const struct world_row *b)
{
    return !q->by_month ||
           period_of_day(PERIOD_MONTH, a->day) == period_of_day(PERIOD_MONTH, b->day);
}

/* The only way to be sure: nobody else's answer of that person is later. */
static bool is_latest(const struct world *w, const struct naive_question *q,
                      const struct world_row *row)
{
    int64_t x = 0;
    for (size_t i = 0; i < w->rows_len && row->person; i++) {
        const struct world_row *other = &w->rows[i];
        if (other->id && other->person == row->person && is_later(other, row) &&
            same_period(q, other, row) && is_on_days(q, other) && answer_of(w, q, other, &x))
            return false;
    }
    return true;
}

static struct group group_of(struct arena *a, const struct world *w, const struct naive_question *q,
                             const struct world_row *row)
{
    str label = S("");
    if (q->by_month)
        label = period_label(a, PERIOD_MONTH, period_of_day(PERIOD_MONTH, row->day));
    else if (q->has_by && q->by < WORLD_DIMENSION_COUNT)
        label = row->of[q->by] ? str_of_chars(row->of[q->by]) : S("");
    else if (q->has_by && q->by == WORLD_DIMENSION_COUNT)
        label = world_sources[row->source];
    else if (q->has_by)
        label = world_value(w, row, WORLD_MOOD);
    return (struct group){.known = label.len > 0, .label = label};
}

static void add(struct group *groups, size_t *len, struct group one)
{
    size_t at = 0;
    while (at < *len && !str_equal(groups[at].label, one.label))
        at++;
    if (at == *len)
        groups[(*len)++] = (struct group){.known = one.known, .label = one.label};
    groups[at].n += one.n;
    groups[at].weight += one.weight;
    groups[at].sum += one.sum;
}

static size_t count(struct arena *a, struct world *w, const struct naive_question *q,
                    struct group *groups)
{
    size_t len = 0;
    for (size_t i = 0; i < w->rows_len; i++) {
        const struct world_row *row = &w->rows[i];
        int64_t x = 0;
        if (row->id == 0 || !is_on_days(q, row) || !answer_of(w, q, row, &x) ||
            (q->is_weighted && row->weight == 0) || !fulfils(w, q, row) ||
            (q->is_latest && !is_latest(w, q, row)))
            continue;
        struct group one = group_of(a, w, q, row);
        int64_t weight = q->is_weighted ? row->weight : 1;
        one.n = 1;
        one.weight = weight;
        one.sum = weight * x;
        add(groups, &len, one);
    }
    return len;
}

static const struct group *find(const struct group *groups, size_t len,
                                const struct answer_label *label)
{
    for (size_t i = 0; i < len; i++)
        if (!label || (label->known == groups[i].known &&
                       (!label->known || str_equal(label->text, groups[i].label))))
            return &groups[i];
    return NULL;
}

void naive_check(struct world *w, const struct naive_question *q, const struct answer *answer)
{
    struct arena *a = arena_make(0);
    struct group *groups = ARENA_ARRAY(a, struct group, NAIVE_GROUPS);
    size_t len = count(a, w, q, groups), met = 0;
    double factor = q->measure == NAIVE_MEAN ? 1 : 100;
    bool has_by = q->has_by || q->by_month;
    for (size_t r = 0; r < answer->rows_len; r++) {
        const struct answer_row *row = &answer->rows[r];
        const struct group *g = find(groups, len, has_by ? &row->by[0] : NULL);
        uint64_t n = g ? g->n : 0;
        met += n > 0;
        CHECK_THAT(row->estimate.n == n, "%.*s: row %zu has n %llu, counted %llu", STR(q->text), r,
                   (unsigned long long)row->estimate.n, (unsigned long long)n);
        if (n == 0 || (q->measure == NAIVE_MEAN && n == 1))
            continue;
        CHECK_NEAR(row->estimate.value, factor * (double)g->sum / (double)g->weight, 1e-12);
    }
    CHECK_THAT(met == len, "%.*s: %zu groups have answers, counted %zu", STR(q->text), met, len);
    arena_done(a);
}

bool naive_has_boxed(struct world *w, const struct naive_question *q)
{
    for (size_t i = 0; i < w->rows_len; i++)
        if (w->rows[i].id && str_equal(world_value(w, &w->rows[i], WORLD_MOOD), S("Gut")))
            return true;
    return q->measure != NAIVE_SHARE_GOOD;
}

/* ---- making questions ---- */

static size_t below(struct world *w, size_t n)
{
    return test_random_below(&w->dice, n);
}

static bool one_in(struct world *w, size_t of)
{
    return test_random_one_in(&w->dice, of);
}

static int32_t random_day(struct world *w)
{
    int32_t month =
        period_of_day(PERIOD_MONTH, WORLD_FIRST_DAY) + (int32_t)below(w, WORLD_MONTHS + 1);
    return period_start(PERIOD_MONTH, month) + (int32_t)below(w, 28);
}

static void add_range(struct arena *a, struct world *w, struct naive_question *q, struct buf *b)
{
    int32_t one = random_day(w), two = random_day(w);
    int32_t first = one < two ? one : two, last = one < two ? two : one;
    q->has_first = !one_in(w, 3);
    q->has_last = !q->has_first || one_in(w, 2);
    q->first = first;
    q->last = last;
    if (q->has_first)
        buf_addf(b, " since %.*s", STR(period_label(a, PERIOD_DAY, first)));
    if (q->has_last)
        buf_addf(b, " until %.*s", STR(period_label(a, PERIOD_DAY, last)));
}

static void add_condition(struct world *w, struct naive_question *q, struct buf *b)
{
    q->atoms_len = 1 + below(w, NAIVE_ATOMS);
    q->any = one_in(w, 2);
    q->negated = one_in(w, 4);
    buf_add(b, q->negated ? S(" where not (") : S(" where ("));
    for (size_t i = 0; i < q->atoms_len; i++) {
        q->atoms[i] = below(w, ATOM_COUNT);
        buf_addf(b, "%s%s", i == 0 ? "" : q->any ? " or " : " and ", atom_texts[q->atoms[i]]);
    }
    buf_add_char(b, ')');
}

static str name_of_dimension(size_t by)
{
    if (by < WORLD_DIMENSION_COUNT)
        return world_dimension_names[by];
    return by == WORLD_DIMENSION_COUNT ? S("source") : S("mood");
}

struct naive_question naive_question_make(struct arena *a, struct world *w)
{
    static const char *const measures[NAIVE_COUNT] = {"nps(recommend)", "mean(satisfaction)",
                                                      "share(recommend) box(9, 10)",
                                                      "share(mood) box(\"Gut\")"};
    struct naive_question q = {.measure = (enum naive_measure)below(w, NAIVE_COUNT),
                               .is_weighted = one_in(w, 3),
                               .is_latest = one_in(w, 5) && w->rows_len < SLOW_FROM_ROWS,
                               .by_month = one_in(w, 5),
                               .today = random_day(w)};
    struct buf b = buf_make(a, TEXT_BYTES);
    buf_add(&b, str_of_chars(measures[q.measure]));
    if (q.is_weighted)
        buf_add(&b, S(" weighted"));
    if (q.is_latest)
        buf_add(&b, S(" latest per person"));
    q.has_by = !q.by_month && one_in(w, 2);
    q.by = below(w, WORLD_DIMENSION_COUNT + 2);
    if (q.by_month)
        buf_add(&b, S(" by month"));
    else if (q.has_by)
        buf_addf(&b, " by %.*s", STR(name_of_dimension(q.by)));
    if (one_in(w, 2))
        add_condition(w, &q, &b);
    if (one_in(w, 3))
        add_range(a, w, &q, &b);
    q.text = buf_str(&b);
    return q;
}

/* ---- any question ---- */

static void add_one(struct world *w, struct buf *b, const char *const *texts, size_t len)
{
    buf_add(b, str_of_chars(texts[below(w, len)]));
}

#define ADD_ONE(w, b, texts) add_one((w), (b), (texts), sizeof(texts) / sizeof *(texts))

static void add_wild_condition(struct world *w, struct buf *b, size_t depth)
{
    static const char *const leaves[] = {
        "visited >= 2025-03",
        "visited between 2024-06-01 and 2025-06-30",
        "visited < 2024-07",
        "ticks contains phone",
        "ticks starts with \"Web\"",
        "note contains \"12\"",
        "note in (\"note \\\"1\\\" \xE4\xB8\xAD\")",
        "rating != 3",
        "app.rating > 2",
        "web.price between 10 and 40",
        "language in (de, ar)",
        "relationship is not missing",
        "touchpoint = \"check-in\"",
        "weight > 0.6",
        "mood in (\"Gut\", \"Schlecht\")",
        "recommend in (1, 9, 10)",
        "signal.kind = review",
        "`NPS-Frage` >= 5",
    };
    if (depth == 0 || one_in(w, 2)) {
        if (one_in(w, 2))
            ADD_ONE(w, b, leaves);
        else
            buf_add(b, str_of_chars(atom_texts[below(w, ATOM_COUNT)]));
        return;
    }
    buf_add(b, one_in(w, 4) ? S("not (") : S("("));
    add_wild_condition(w, b, depth - 1);
    buf_add(b, one_in(w, 2) ? S(" and ") : S(" or "));
    add_wild_condition(w, b, depth - 1);
    buf_add_char(b, ')');
}

static void add_wild_measure(struct world *w, struct buf *b)
{
    static const char *const measures[] = {
        "nps(recommend)",
        "nps(recommend)",
        "nps(`NPS-Frage`)",
        "nps(app.`NPS-Frage`)",
        "csat(satisfaction)",
        "csat(satisfaction) box(3, 4, 5)",
        "mean(recommend)",
        "mean(rating)",
        "mean(web.price)",
        "ces(rating)",
        "share(recommend) box(0, 1, 2)",
        "share(rating) box(4, 5)",
        "share(mood) box(\"Gut\", \"Schlecht\")",
        "share(ticks) box(Web)",
        "choices(mood)",
        "choices(ticks)",
        "index(satisfaction, rating)",
        "index(satisfaction, recommend)",
        "mean(mood)",
        "nps(satisfaction)",
    };
    ADD_ONE(w, b, measures);
}

static void add_wild_range(struct world *w, struct buf *b)
{
    static const char *const ranges[] = {
        " last 6 months",  " last 12 weeks", " last 400 days",
        " in 2025-Q2",     " in 2024",       " since 2025-01-15",
        " until 2025-W09", " this year",     " between 2024-11 and 2025-10",
        " this quarter",   " last 2 years",
    };
    ADD_ONE(w, b, ranges);
}

static void add_dimensions(struct world *w, struct buf *b, bool has_time)
{
    static const char *const times[] = {"day", "week", "month", "quarter", "year"};
    static const char *const dimensions[] = {"channel", "source", "unit",        "mood",
                                             "ticks",   "rating", "visited",     "touchpoint",
                                             "kind",    "note",   "relationship"};
    size_t len = below(w, 3) + has_time;
    for (size_t i = 0; i < len; i++) {
        buf_add(b, i ? S(", ") : S(" by "));
        if (has_time && i == 0)
            ADD_ONE(w, b, times);
        else
            ADD_ONE(w, b, dimensions);
    }
}

static void add_comparison(struct world *w, struct buf *b, bool has_time)
{
    static const char *const others[] = {" compare rest", " compare channel = web",
                                         " compare mood = \"Gut\" or rating > 3"};
    static const char *const earlier[] = {" compare previous", " compare year"};
    if (has_time && one_in(w, 2))
        ADD_ONE(w, b, earlier);
    else
        ADD_ONE(w, b, others);
}

str naive_wild_question(struct arena *a, struct world *w)
{
    struct buf b = buf_make(a, TEXT_BYTES);
    bool has_time = one_in(w, 3);
    add_wild_measure(w, &b);
    if (one_in(w, 3))
        buf_add(&b, S(" weighted"));
    if (one_in(w, 4))
        buf_add(&b, S(" latest per person"));
    add_dimensions(w, &b, has_time);
    if (one_in(w, 2)) {
        buf_add(&b, S(" where "));
        add_wild_condition(w, &b, 3);
    }
    if (one_in(w, 3))
        add_wild_range(w, &b);
    if (one_in(w, 2))
        add_comparison(w, &b, has_time);
    if (one_in(w, 10))
        buf_add(&b, S(" population 100000"));
    return buf_str(&b);
}
