/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/wave.h"

#include <math.h>

#include "base/buf.h"
#include "base/text.h"
#include "engine/dictionary.h"

/* What is proposed, and what speaks for it in words. */
static const double PROPOSED = 0.7, SAYS = 0.75, SAME_ANSWERS = 0.8;
/* Of the likeness of two columns whose answers can be compared, what is theirs. */
static const double OF_ANSWERS = 0.4, OF_NAMES_ALONE = 0.9;
/* Q18AGE and Q19AGE: what is behind the number of the question counts, the rest a little. */
static const double OF_STEM = 0.9;
static const double PART_OF_NAME = 0.8; /* AREA and BAREA */
static const double TURNED_APART = 0.5, TURNED_ALIKE = 0.25;
enum {
    PART_LETTERS = 4,
    WORDS_MIN = 3,
    OUTSIDE_PCT = 5,
    POINTS_MAX = 11,
    PAIRS_MAX = 250000 /* of more columns nothing is proposed */
};

/* ---- names and questions ---- */

/* A column, made ready to be compared with many. */
struct look {
    const struct wave_column *column;
    str stem;
    struct dictionary *words; /* of the question; NULL where it is no sentence */
    struct dictionary *texts; /* of the answers, in small */
    double *share;            /* [code of the text]; NULL: not comparable */
};

static bool is_letter(char c)
{
    return (unsigned char)c >= 0x80 || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* Letters and digits in small, without the number of a question before them. */
static str stem_of(struct arena *a, str name)
{
    str lower = text_to_lower(a, name);
    struct buf b = buf_make(a, lower.len + 1);
    for (size_t i = 0; i < lower.len; i++)
        if (is_letter(lower.ptr[i]))
            buf_add_char(&b, lower.ptr[i]);
    str all = buf_str(&b);
    size_t at = str_starts_with(all, S("q")) ? 1 : 0;
    while (at && at < all.len && all.ptr[at] >= '0' && all.ptr[at] <= '9')
        at++;
    return at > 1 && at < all.len ? str_slice(all, at, all.len) : all;
}

static bool is_part(str part, str whole)
{
    return part.len >= PART_LETTERS && part.len < whole.len &&
           (str_starts_with(whole, part) ||
            str_equal(str_slice(whole, whole.len - part.len, whole.len), part));
}

static double names_alike(struct arena *a, const struct look *one, const struct look *other)
{
    str x = one->stem, y = other->stem;
    double stem = text_likeness(a, x, y);
    if (stem < PART_OF_NAME && (is_part(x, y) || is_part(y, x)))
        stem = PART_OF_NAME;
    return OF_STEM * stem +
           (1 - OF_STEM) * text_likeness(a, one->column->name, other->column->name);
}

/* NULL where there are too few. */
static struct dictionary *words_of(struct arena *a, str label)
{
    struct dictionary *d = dictionary_make(a);
    str lower = text_to_lower(a, label);
    for (size_t i = 0, from = 0; i <= lower.len; i++) {
        if (i < lower.len && is_letter(lower.ptr[i]))
            continue;
        if (i > from)
            (void)dictionary_add(d, str_slice(lower, from, i));
        from = i + 1;
    }
    return dictionary_size(d) < WORDS_MIN ? NULL : d;
}

/* Words that both have, of all that either has. */
static double labels_alike(const struct look *one, const struct look *other)
{
    double both = 0;
    if (!one->words || !other->words)
        return 0;
    uint32_t x = dictionary_size(one->words), y = dictionary_size(other->words);
    for (uint32_t i = 0; i < x; i++)
        both += dictionary_find(other->words, dictionary_text(one->words, i)) != CODE_MISSING;
    return both / (x + y - both);
}

/* ---- answers ---- */

static void look_at_answers(struct arena *a, struct look *l)
{
    const struct wave_column *c = l->column;
    double cells = 0;
    if (c->more || !c->texts_len)
        return;
    l->texts = dictionary_make(a);
    l->share = ARENA_ARRAY(a, double, c->texts_len);
    for (size_t i = 0; i < c->texts_len; i++)
        cells += (double)c->texts[i].count;
    for (size_t i = 0; i < c->texts_len; i++)
        l->share[dictionary_add(l->texts, text_to_lower(a, c->texts[i].text))] +=
            (double)c->texts[i].count / cells;
}

/* Shares of answers that both gave: one less their total variation distance. */
static double answers_alike(const struct look *one, const struct look *other)
{
    double alike = 0;
    for (uint32_t i = 0; i < dictionary_size(one->texts); i++) {
        uint32_t code = dictionary_find(other->texts, dictionary_text(one->texts, i));
        if (code != CODE_MISSING)
            alike += fmin(one->share[i], other->share[code]);
    }
    return alike;
}

/* ---- pairs ---- */

static struct look *look_at_all(struct arena *a, const struct wave_column *columns, size_t len)
{
    struct look *looks = ARENA_ARRAY(a, struct look, len);
    for (size_t i = 0; i < len; i++) {
        looks[i].column = &columns[i];
        looks[i].stem = stem_of(a, columns[i].name);
        looks[i].words = words_of(a, columns[i].label);
        look_at_answers(a, &looks[i]);
    }
    return looks;
}

static bool is_code(enum import_kind kind)
{
    return kind == IMPORT_SCORE || kind == IMPORT_CHOICE || kind == IMPORT_NUMBER;
}

static struct wave_match compare(struct arena *a, const struct look *now, const struct look *before)
{
    enum import_kind is = now->column->kind, was = before->column->kind;
    struct wave_match m = {.likeness = 0};
    if (is != was && (!is_code(is) || !is_code(was)))
        return m;
    double name = names_alike(a, now, before), label = labels_alike(now, before);
    double called = fmax(name, label);
    m.by_name = name >= SAYS;
    m.by_label = label >= SAYS;
    m.likeness = OF_NAMES_ALONE * called;
    if (!now->share || !before->share)
        return m;
    double answers = answers_alike(now, before);
    m.by_answers = answers >= SAME_ANSWERS;
    m.likeness = (1 - OF_ANSWERS) * called + OF_ANSWERS * answers;
    return m;
}

struct pairs {
    struct wave_match *all; /* [now * before_len + before] */
    size_t now_len, before_len;
};

static struct wave_match *pair_of(const struct pairs *p, size_t now, size_t before)
{
    return &p->all[now * p->before_len + before];
}

/* The one most alike, where no other is as much. */
static bool is_best(const struct pairs *p, size_t now, size_t before)
{
    double likeness = pair_of(p, now, before)->likeness;
    for (size_t i = 0; i < p->before_len; i++)
        if (i != before && pair_of(p, now, i)->likeness >= likeness)
            return false;
    for (size_t i = 0; i < p->now_len; i++)
        if (i != now && pair_of(p, i, before)->likeness >= likeness)
            return false;
    return true;
}

static void compare_all(struct pairs *p, const struct look *now, const struct look *before)
{
    for (size_t i = 0; i < p->now_len; i++) {
        struct arena *a = arena_make(0);
        for (size_t k = 0; k < p->before_len; k++) {
            struct wave_match *m = pair_of(p, i, k);
            *m = compare(a, &now[i], &before[k]);
            m->now = i;
            m->before = k;
        }
        arena_done(a);
    }
}

void wave_match(const struct wave_column *now, size_t now_len, const struct wave_column *before,
                size_t before_len, struct wave_match *out, size_t *len)
{
    *len = 0;
    if (now_len == 0 || before_len == 0 || now_len > PAIRS_MAX / before_len)
        return;
    struct arena *scratch = arena_make(0);
    struct pairs p = {ARENA_ARRAY(scratch, struct wave_match, now_len * before_len), now_len,
                      before_len};
    compare_all(&p, look_at_all(scratch, now, now_len), look_at_all(scratch, before, before_len));
    for (size_t i = 0; i < now_len; i++)
        for (size_t k = 0; k < before_len; k++)
            if (pair_of(&p, i, k)->likeness >= PROPOSED && is_best(&p, i, k))
                out[(*len)++] = *pair_of(&p, i, k);
    arena_done(scratch);
}

/* ---- scales ---- */

/* How many answers of a scale lie outside a range. */
static bool lies_outside(const struct wave_column *c, const struct scale *s,
                         struct scale_range range)
{
    uint64_t outside = 0, answers = 0;
    for (size_t i = 0; i < c->texts_len; i++) {
        if (s->codes[i].meaning != SCALE_ANSWER)
            continue;
        answers += c->texts[i].count;
        if (decimal_compare(s->codes[i].value, range.lo) < 0 ||
            decimal_compare(s->codes[i].value, range.hi) > 0)
            outside += c->texts[i].count;
    }
    return outside * 100 > answers * OUTSIDE_PCT;
}

/* How often each code was given: share[0] is the lowest's. */
static void shares_of(const struct wave_column *c, const struct scale *s, struct scale_range range,
                      double *share)
{
    double answers = 0;
    for (size_t i = 0; i < c->texts_len; i++)
        answers += s->codes[i].meaning == SCALE_ANSWER ? (double)c->texts[i].count : 0;
    for (size_t i = 0; i < c->texts_len; i++) {
        int64_t at = s->codes[i].value.mantissa - range.lo.mantissa;
        if (s->codes[i].meaning == SCALE_ANSWER && s->codes[i].value.places == 0 && at >= 0 &&
            at < POINTS_MAX)
            share[at] += (double)c->texts[i].count / answers;
    }
}

static bool is_turned(const struct wave_column *now, const struct scale *is,
                      const struct wave_column *before, const struct scale *was)
{
    double x[POINTS_MAX] = {0}, y[POINTS_MAX] = {0}, apart = 0, mirrored = 0;
    int64_t points = was->range.hi.mantissa - was->range.lo.mantissa + 1;
    if (!is->whole || !was->whole || points > POINTS_MAX ||
        !decimal_equal(is->range.lo, was->range.lo) || !decimal_equal(is->range.hi, was->range.hi))
        return false;
    shares_of(now, is, was->range, x);
    shares_of(before, was, was->range, y);
    for (int64_t i = 0; i < points; i++) {
        apart += fabs(x[i] - y[i]) / 2;
        mirrored += fabs(x[points - 1 - i] - y[i]) / 2;
    }
    return apart > TURNED_APART && mirrored < TURNED_ALIKE;
}

enum wave_scale wave_scale(struct arena *a, const struct wave_column *now,
                           const struct wave_column *before, struct scale_range *is,
                           struct scale_range *was)
{
    struct scale_options options = {.proposes = true};
    if (now->more || before->more)
        return WAVE_SCALE_SAME;
    struct scale x = scale_of_texts(a, now->texts, now->texts_len, &options);
    struct scale y = scale_of_texts(a, before->texts, before->texts_len, &options);
    if (!x.known || !y.known)
        return WAVE_SCALE_SAME;
    *is = x.range;
    *was = y.range;
    if (lies_outside(now, &x, y.range) || lies_outside(before, &y, x.range))
        return WAVE_SCALE_CHANGED;
    return is_turned(now, &x, before, &y) ? WAVE_SCALE_TURNED : WAVE_SCALE_SAME;
}
