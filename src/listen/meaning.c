/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/meaning.h"

#include "base/amount.h"
#include "base/buf.h"
#include "base/limits.h"

static const str measures[] = {
    S_INIT("recommendation"),
    S_INIT("satisfaction"),
    S_INIT("effort"),
    S_INIT("expectation before"),     /* what somebody expects, asked before it happens */
    S_INIT("expectation remembered"), /* what somebody says afterwards to have expected */
    S_INIT("against expectation"),    /* better or worse than expected */
    S_INIT("emotion"),
    S_INIT("trust"),
    S_INIT("delight"),
};
static const str objects[] = {
    S_INIT("product"), S_INIT("people"), S_INIT("process"), S_INIT("policy"), S_INIT("brand"),
};
static const str standards[] = {
    S_INIT("last time"),                     /* the last experience of the kind */
    S_INIT("experience"),                    /* all of them together */
    S_INIT("competitor"), S_INIT("promise"), /* what was said it would be */
};
static const str none = S_INIT("none");
static const str ends[] = {S_INIT("high"), S_INIT("low")};

static const struct {
    str name, key;
    const str *words;
    size_t len;
} aspects[ASPECT_COUNT] = {
#define LIST(words) (words), sizeof(words) / sizeof *(words)
    [ASPECT_MEASURES] = {S_INIT("measures"), S_INIT("measures"), LIST(measures)},
    [ASPECT_MEASURES_OF] = {S_INIT("measures of"), S_INIT("measures_of"), LIST(objects)},
    [ASPECT_EXPECTED_FROM] = {S_INIT("expected from"), S_INIT("expected_from"), LIST(standards)},
    [ASPECT_BETTER] = {S_INIT("better"), S_INIT("better"), LIST(ends)},
    [ASPECT_CURRENCY] = {S_INIT("currency"), S_INIT("currency"), NULL, 0},
#undef LIST
};

str aspect_name(enum aspect aspect)
{
    return aspects[aspect].name;
}

str aspect_key(enum aspect aspect)
{
    return aspects[aspect].key;
}

const str *aspect_words(enum aspect aspect, size_t *len)
{
    *len = aspects[aspect].len;
    return aspects[aspect].words;
}

bool aspect_word(enum aspect aspect, str text, str *word)
{
    for (size_t i = 0; i < aspects[aspect].len; i++)
        if (str_equal_ignoring_case(text, aspects[aspect].words[i])) {
            *word = aspects[aspect].words[i];
            return true;
        }
    if (str_equal_ignoring_case(text, none)) {
        *word = none;
        return true;
    }
    return aspect == ASPECT_CURRENCY && currency_of_str(text, word);
}

str meaning_word(const struct meaning *m, enum aspect aspect)
{
    return str_equal(m->of[aspect], none) ? S("") : m->of[aspect];
}

struct meaning meaning_over(struct meaning over, struct meaning under)
{
    for (unsigned i = 0; i < ASPECT_COUNT; i++)
        if (over.of[i].len == 0)
            over.of[i] = under.of[i];
    return over;
}

str meaning_text(struct arena *a, const struct meaning *m)
{
    static const char *const before[ASPECT_COUNT] = {[ASPECT_MEASURES] = "",
                                                     [ASPECT_MEASURES_OF] = "of ",
                                                     [ASPECT_EXPECTED_FROM] = "from ",
                                                     [ASPECT_BETTER] = "",
                                                     [ASPECT_CURRENCY] = ""};
    struct buf b = buf_make(a, KIB);
    for (unsigned i = 0; i < ASPECT_COUNT; i++) {
        str word = meaning_word(m, (enum aspect)i);
        if (word.len == 0 || (i == ASPECT_BETTER && str_equal(word, S("high"))))
            continue;
        buf_addf(&b, "%s%s%.*s%s",
                 b.len == 0           ? ""
                 : i == ASPECT_BETTER ? ", "
                                      : " ",
                 before[i], STR(word), i == ASPECT_BETTER ? " is better" : "");
    }
    return buf_str(&b);
}

bool meaning_equal(const struct meaning *a, const struct meaning *b)
{
    for (unsigned i = 0; i < ASPECT_COUNT; i++)
        if (!str_equal(a->of[i], b->of[i]))
            return false;
    return true;
}
