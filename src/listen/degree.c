/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/degree.h"

#include <stdlib.h>

#include "listen/import_words.h"

enum {
    WORDS_MAX = 12,
    PLAIN = 4,     /* "satisfied", between "somewhat" and "very" */
    NOT_QUITE = 2, /* "not very satisfied": as far from the middle as "somewhat dissatisfied" */
    UTTER = 7      /* the strongest word of its side: "not at all", "never" */
};

enum word_is {
    FILLER,    /* "with", "to me" */
    SIDE,      /* good or bad, as strong as the words beside it say */
    STRENGTH,  /* of the side: "very" */
    FIXED,     /* a degree by itself: "never" */
    MIDDLE,    /* whatever else stands there: "neither" */
    DENIAL,    /* "not" */
    WHOLLY_NOT /* what makes a denial whole: "not at all" */
};

struct degree_word {
    str word;
    enum word_is is;
    int by; /* SIDE: 1 or -1; STRENGTH: 1 to 7; FIXED: the degree */
    bool is_stem;
};

#define WORD(what, value, text)                                                                    \
    {                                                                                              \
        S_INIT(text), (what), (value), false                                                       \
    }
#define STEM(what, value, text)                                                                    \
    {                                                                                              \
        S_INIT(text), (what), (value), true                                                        \
    }

/* Of two that begin alike the longer stands first. */
static const struct degree_word words[] = {
    STEM(SIDE, -1, "disagree"),
    STEM(SIDE, 1, "agree"),
    STEM(SIDE, -1, "dissatisf"),
    STEM(SIDE, -1, "unsatisf"),
    STEM(SIDE, -1, "insatisf"),
    STEM(SIDE, 1, "satisf"),
    STEM(SIDE, -1, "unlikely"),
    STEM(SIDE, 1, "likely"),
    WORD(SIDE, 1, "easy"),
    WORD(SIDE, 1, "easily"),
    STEM(SIDE, -1, "difficult"),
    WORD(SIDE, -1, "hard"),
    WORD(SIDE, 1, "good"),
    WORD(SIDE, 1, "well"),
    WORD(SIDE, 1, "positive"),
    WORD(SIDE, -1, "negative"),
    WORD(SIDE, -1, "bad"),
    WORD(SIDE, -1, "badly"),
    STEM(SIDE, -1, "poor"),
    WORD(SIDE, 1, "better"),
    WORD(SIDE, -1, "worse"),
    STEM(SIDE, -1, "unimportant"),
    STEM(SIDE, 1, "important"),
    WORD(SIDE, 1, "happy"),
    WORD(SIDE, -1, "unhappy"),
    WORD(SIDE, 1, "helpful"),
    WORD(SIDE, -1, "unhelpful"),
    WORD(SIDE, 1, "useful"),
    WORD(SIDE, -1, "useless"),
    WORD(SIDE, 1, "safe"),
    WORD(SIDE, -1, "unsafe"),
    WORD(SIDE, 1, "clean"),
    WORD(SIDE, -1, "dirty"),
    WORD(SIDE, 1, "confident"),
    WORD(SIDE, 1, "interested"),
    WORD(SIDE, 1, "familiar"),
    WORD(SIDE, 1, "true"),
    WORD(SIDE, -1, "untrue"),
    STEM(SIDE, -1, "unzufrieden"),
    STEM(SIDE, 1, "zufrieden"),
    STEM(SIDE, -1, "unwahrscheinlich"),
    STEM(SIDE, 1, "wahrscheinlich"),
    STEM(SIDE, -1, "unwichtig"),
    STEM(SIDE, 1, "wichtig"),
    WORD(SIDE, 1, "stimme"),
    WORD(SIDE, 1, "stimmt"),
    WORD(SIDE, 1, "trifft"),
    STEM(SIDE, 1, "zutreffend"),
    WORD(SIDE, 1, "gut"),
    STEM(SIDE, -1, "schlecht"),
    WORD(SIDE, 1, "besser"),
    WORD(SIDE, 1, "einfach"),
    WORD(SIDE, 1, "leicht"),
    STEM(SIDE, -1, "schwierig"),
    WORD(SIDE, -1, "schwer"),
    WORD(SIDE, -1, "désaccord"),
    WORD(SIDE, 1, "accord"),
    WORD(SIDE, 1, "bon"),
    WORD(SIDE, 1, "bonne"),
    WORD(SIDE, 1, "bien"),
    STEM(SIDE, -1, "mauvais"),
    WORD(SIDE, 1, "mieux"),
    WORD(SIDE, -1, "pire"),
    WORD(SIDE, 1, "facile"),
    WORD(SIDE, -1, "difficile"),
    STEM(SIDE, -1, "improbable"),
    STEM(SIDE, 1, "probable"),
    STEM(SIDE, -1, "mécontent"),
    STEM(SIDE, 1, "content"),
    WORD(SIDE, -1, "desacuerdo"),
    WORD(SIDE, 1, "acuerdo"),
    STEM(SIDE, 1, "buen"),
    WORD(SIDE, -1, "malo"),
    WORD(SIDE, -1, "mala"),
    WORD(SIDE, -1, "mal"),
    WORD(SIDE, 1, "mejor"),
    WORD(SIDE, -1, "peor"),
    WORD(SIDE, 1, "fácil"),
    WORD(SIDE, -1, "difícil"),

    WORD(STRENGTH, 1, "slightly"),
    WORD(STRENGTH, 1, "little"),
    WORD(STRENGTH, 1, "bit"),
    WORD(STRENGTH, 2, "somewhat"),
    WORD(STRENGTH, 2, "rather"),
    WORD(STRENGTH, 3, "fairly"),
    WORD(STRENGTH, 3, "moderately"),
    WORD(STRENGTH, 3, "probably"),
    WORD(STRENGTH, 5, "quite"),
    WORD(STRENGTH, 5, "pretty"),
    WORD(STRENGTH, 5, "mostly"),
    WORD(STRENGTH, 6, "very"),
    WORD(STRENGTH, 6, "strongly"),
    WORD(STRENGTH, 6, "highly"),
    WORD(STRENGTH, 6, "much"),
    WORD(STRENGTH, 6, "really"),
    WORD(STRENGTH, 7, "extremely"),
    WORD(STRENGTH, 7, "completely"),
    WORD(STRENGTH, 7, "totally"),
    WORD(STRENGTH, 7, "absolutely"),
    WORD(STRENGTH, 7, "fully"),
    WORD(STRENGTH, 7, "entirely"),
    WORD(STRENGTH, 7, "definitely"),
    WORD(STRENGTH, 7, "certainly"),
    WORD(STRENGTH, 2, "eher"),
    WORD(STRENGTH, 2, "etwas"),
    WORD(STRENGTH, 3, "mäßig"),
    WORD(STRENGTH, 5, "ziemlich"),
    WORD(STRENGTH, 6, "sehr"),
    WORD(STRENGTH, 6, "stark"),
    WORD(STRENGTH, 6, "viel"),
    WORD(STRENGTH, 7, "äußerst"),
    STEM(STRENGTH, 7, "völlig"),
    STEM(STRENGTH, 7, "voll"),
    WORD(STRENGTH, 7, "ganz"),
    WORD(STRENGTH, 1, "peu"),
    WORD(STRENGTH, 2, "plutôt"),
    WORD(STRENGTH, 3, "assez"),
    WORD(STRENGTH, 6, "très"),
    WORD(STRENGTH, 6, "beaucoup"),
    WORD(STRENGTH, 6, "fortement"),
    WORD(STRENGTH, 7, "complètement"),
    WORD(STRENGTH, 7, "totalement"),
    WORD(STRENGTH, 7, "extrêmement"),
    WORD(STRENGTH, 1, "poco"),
    WORD(STRENGTH, 2, "algo"),
    WORD(STRENGTH, 5, "bastante"),
    WORD(STRENGTH, 6, "muy"),
    WORD(STRENGTH, 6, "mucho"),
    WORD(STRENGTH, 7, "totalmente"),
    WORD(STRENGTH, 7, "completamente"),
    WORD(STRENGTH, 7, "extremadamente"),

    WORD(FIXED, -4, "low"),
    WORD(FIXED, 4, "high"),
    WORD(FIXED, 7, "excellent"),
    WORD(FIXED, 7, "outstanding"),
    WORD(FIXED, 7, "perfect"),
    WORD(FIXED, -7, "terrible"),
    WORD(FIXED, -7, "awful"),
    WORD(FIXED, -7, "horrible"),
    WORD(FIXED, -7, "unacceptable"),
    WORD(FIXED, -7, "never"),
    WORD(FIXED, -4, "rarely"),
    WORD(FIXED, -4, "seldom"),
    WORD(FIXED, -2, "occasionally"),
    WORD(FIXED, 0, "sometimes"),
    WORD(FIXED, 3, "often"),
    WORD(FIXED, 3, "frequently"),
    WORD(FIXED, 5, "usually"),
    WORD(FIXED, 7, "always"),
    WORD(FIXED, 7, "ausgezeichnet"),
    WORD(FIXED, 7, "hervorragend"),
    WORD(FIXED, -2, "ausreichend"),
    WORD(FIXED, -5, "mangelhaft"),
    WORD(FIXED, -7, "ungenügend"),
    WORD(FIXED, -7, "nie"),
    WORD(FIXED, -4, "selten"),
    WORD(FIXED, -2, "gelegentlich"),
    WORD(FIXED, 0, "manchmal"),
    WORD(FIXED, 3, "oft"),
    WORD(FIXED, 3, "häufig"),
    WORD(FIXED, 5, "meistens"),
    WORD(FIXED, 7, "immer"),
    WORD(FIXED, -3, "médiocre"),
    WORD(FIXED, -7, "jamais"),
    WORD(FIXED, -4, "rarement"),
    WORD(FIXED, 0, "parfois"),
    WORD(FIXED, 3, "souvent"),
    WORD(FIXED, 7, "toujours"),
    WORD(FIXED, 7, "excelente"),
    WORD(FIXED, -7, "pésimo"),
    WORD(FIXED, -7, "nunca"),
    WORD(FIXED, -4, "raramente"),
    WORD(FIXED, 0, "veces"),
    WORD(FIXED, 3, "menudo"),
    WORD(FIXED, 5, "generalmente"),
    WORD(FIXED, 7, "siempre"),

    WORD(MIDDLE, 0, "neither"),
    WORD(MIDDLE, 0, "neutral"),
    WORD(MIDDLE, 0, "undecided"),
    WORD(MIDDLE, 0, "average"),
    WORD(MIDDLE, 0, "medium"),
    WORD(MIDDLE, 0, "fair"),
    WORD(MIDDLE, 0, "ok"),
    WORD(MIDDLE, 0, "okay"),
    WORD(MIDDLE, 0, "acceptable"),
    WORD(MIDDLE, 0, "same"),
    WORD(MIDDLE, 0, "expected"),
    WORD(MIDDLE, 0, "weder"),
    WORD(MIDDLE, 0, "teils"),
    WORD(MIDDLE, 0, "unentschieden"),
    WORD(MIDDLE, 0, "mittelmäßig"),
    STEM(MIDDLE, 0, "befriedigend"),
    WORD(MIDDLE, 0, "ni"),
    WORD(MIDDLE, 0, "neutre"),
    WORD(MIDDLE, 0, "moyen"),
    WORD(MIDDLE, 0, "moyenne"),
    WORD(MIDDLE, 0, "passable"),
    WORD(MIDDLE, 0, "neutro"),
    WORD(MIDDLE, 0, "regular"),
    WORD(MIDDLE, 0, "indiferente"),

    WORD(DENIAL, 0, "not"),
    WORD(DENIAL, 0, "no"),
    WORD(DENIAL, 0, "nicht"),
    WORD(DENIAL, 0, "pas"),
    WORD(DENIAL, 0, "non"),
    WORD(WHOLLY_NOT, 0, "all"),
    WORD(WHOLLY_NOT, 0, "überhaupt"),
    WORD(WHOLLY_NOT, 0, "gar"),
    WORD(WHOLLY_NOT, 0, "absoluto"),

    WORD(FILLER, 0, "a"),
    WORD(FILLER, 0, "at"),
    WORD(FILLER, 0, "as"),
    WORD(FILLER, 0, "about"),
    WORD(FILLER, 0, "am"),
    WORD(FILLER, 0, "i"),
    WORD(FILLER, 0, "it"),
    WORD(FILLER, 0, "is"),
    WORD(FILLER, 0, "was"),
    WORD(FILLER, 0, "were"),
    WORD(FILLER, 0, "so"),
    WORD(FILLER, 0, "too"),
    WORD(FILLER, 0, "than"),
    WORD(FILLER, 0, "the"),
    WORD(FILLER, 0, "nor"),
    WORD(FILLER, 0, "or"),
    WORD(FILLER, 0, "would"),
    WORD(FILLER, 0, "zu"),
    WORD(FILLER, 0, "noch"),
    WORD(FILLER, 0, "und"),
    WORD(FILLER, 0, "ich"),
    WORD(FILLER, 0, "bin"),
    WORD(FILLER, 0, "d"),
    WORD(FILLER, 0, "du"),
    WORD(FILLER, 0, "tout"),
    WORD(FILLER, 0, "fait"),
    WORD(FILLER, 0, "à"),
    WORD(FILLER, 0, "un"),
    WORD(FILLER, 0, "en"),
    WORD(FILLER, 0, "de"),
    WORD(FILLER, 0, "que"),
};

static const struct degree_word *find_word(str word)
{
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        const struct degree_word *w = &words[i];
        if (w->is_stem ? str_starts_with(word, w->word) : str_equal(word, w->word))
            return w;
    }
    return NULL;
}

/* What the words of a label say together. */
struct said {
    int side, strength, fixed;
    bool has_side, has_both, has_strength, has_fixed, is_middle, is_denied, is_wholly;
};

static void hear(struct said *s, const struct degree_word *w)
{
    switch (w->is) {
    case SIDE:
        s->has_both = s->has_both || (s->has_side && s->side != w->by);
        s->has_side = true;
        s->side = w->by;
        break;
    case STRENGTH:
        s->has_strength = true;
        s->strength = w->by;
        break;
    case FIXED:
        s->has_both = s->has_both || s->has_fixed;
        s->has_fixed = true;
        s->fixed = w->by;
        break;
    case MIDDLE:
        s->is_middle = true;
        break;
    case DENIAL:
        s->is_denied = true;
        break;
    case WHOLLY_NOT:
        s->is_wholly = true;
        break;
    case FILLER:
        break;
    }
}

/* "tout" is in French what "all" is: behind a denial ("pas du tout") it makes it whole, and
 * alone it is as much as can be. */
static bool hear_all(struct arena *a, str label, struct said *s)
{
    str word = import_words_next(a, &label);
    for (size_t i = 0; word.len > 0; i++) {
        const struct degree_word *w = find_word(word);
        if (!w || i == WORDS_MAX)
            return false;
        hear(s, w);
        s->is_wholly = s->is_wholly || str_equal(word, S("tout"));
        word = import_words_next(a, &label);
    }
    return true;
}

static int denied(const struct said *s)
{
    if (s->is_wholly || s->strength == UTTER)
        return UTTER;
    if (!s->has_strength)
        return PLAIN;
    return s->strength < PLAIN ? s->strength : NOT_QUITE;
}

static int strength_of(const struct said *s)
{
    if (s->is_denied)
        return -denied(s);
    if (s->has_strength)
        return s->strength;
    return s->is_wholly ? UTTER : PLAIN; /* "tout à fait d'accord" */
}

static bool fixed_of(const struct said *s, int *degree)
{
    int further = s->strength > PLAIN ? (s->fixed > 0) - (s->fixed < 0) : 0; /* "very often" */
    *degree = s->fixed + further;
    return !s->has_side && !s->has_both && !s->is_denied && !s->is_middle;
}

static bool degree_of(const struct said *s, int *degree)
{
    if (s->has_fixed)
        return fixed_of(s, degree);
    /* "better than expected" has a side beside the middle, "neither good nor bad" both. */
    if (s->is_middle && (!s->has_side || s->has_both)) {
        *degree = 0;
        return true;
    }
    if (s->has_both || !s->has_side)
        return false;
    *degree = s->side * strength_of(s);
    return true;
}

bool degree_of_label(struct arena *a, str label, int *degree)
{
    struct said s = {.side = 0};
    return hear_all(a, label, &s) && degree_of(&s, degree);
}

/* ---- the scale of some ---- */

struct rung {
    str label; /* empty: nobody gave it */
    int degree;
};

static int lower_first(const void *left, const void *right)
{
    const struct rung *a = left, *b = right;
    return (a->degree > b->degree) - (a->degree < b->degree);
}

static bool has_degree(const struct rung *rungs, size_t len, int degree)
{
    for (size_t i = 0; i < len; i++)
        if (rungs[i].degree == degree)
            return true;
    return false;
}

/* Whether the scale goes to both sides of a middle by the same words: "agree" beside "disagree",
 * "stimme zu" beside "stimme nicht zu".  Not so "not at all important" beside "slightly" and
 * "very important", nor words that are a degree by themselves. */
static bool has_two_sides(struct arena *a, const str *labels, const struct rung *rungs, size_t len)
{
    bool has_good = false, has_bad = false;
    for (size_t i = 0; i < len; i++) {
        struct said s = {.side = 0};
        if (!hear_all(a, labels[i], &s) || s.has_fixed)
            return false;
        has_good = has_good || rungs[i].degree > 0;
        has_bad = has_bad || (rungs[i].degree < 0 && (!s.is_denied || !s.is_wholly));
    }
    return has_good && has_bad;
}

/* Steps of one side that the other lacks. */
static size_t mirror(struct rung *rungs, size_t len)
{
    size_t given = len;
    for (size_t i = 0; i < given; i++)
        if (!has_degree(rungs, len, -rungs[i].degree))
            rungs[len++] = (struct rung){.degree = -rungs[i].degree};
    return len;
}

bool degrees_of_labels(struct arena *a, const str *labels, size_t len, struct degrees *out)
{
    if (len < DEGREES_MIN || len > DEGREES_MAX)
        return false;
    struct rung rungs[2 * DEGREES_MAX];
    for (size_t i = 0; i < len; i++) {
        rungs[i].label = labels[i];
        if (!degree_of_label(a, labels[i], &rungs[i].degree) ||
            has_degree(rungs, i, rungs[i].degree))
            return false;
    }
    size_t all = has_two_sides(a, labels, rungs, len) ? mirror(rungs, len) : len;
    if (all > DEGREES_MAX)
        return false;
    qsort(rungs, all, sizeof *rungs, lower_first);
    str *list = ARENA_ARRAY(a, str, all);
    for (size_t i = 0; i < all; i++)
        list[i] = rungs[i].label;
    *out = (struct degrees){.labels = list, .len = all};
    return true;
}
