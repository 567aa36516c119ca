/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "sample/wording.h"

#include "base/buf.h"

enum { NUMBER_FROM = 3, PER_CENT = 100 };

const struct wording_pieces *wording_of_language(enum company_language language)
{
    static const struct wording_pieces *const of[COMPANY_LANGUAGE_COUNT] = {
        [COMPANY_ENGLISH] = &wording_english,
        [COMPANY_GERMAN] = &wording_german,
        [COMPANY_FRENCH] = &wording_french,
        [COMPANY_SPANISH] = &wording_spanish,
    };
    return of[language];
}

static bool in_per_cent(struct xoshiro *numbers, uint64_t share)
{
    return xoshiro_below(numbers, PER_CENT) < share;
}

static str pick(struct xoshiro *numbers, const char *const *list, size_t len)
{
    return str_of_chars(list[xoshiro_below(numbers, len)]);
}

static str said_of(const struct wording_wish *wish, enum wording_mood mood, uint64_t which)
{
    const char *const *list = wording_of_language(wish->language)->said[wish->topic][mood];
    str said = str_of_chars(list[which]);
    return wish->number < NUMBER_FROM && str_has(said, '#') ? str_of_chars(list[0]) : said;
}

/* With the number where # stands. */
static void add_said(struct buf *b, str said, int number)
{
    for (size_t i = 0; i < said.len; i++) {
        if (said.ptr[i] == '#')
            buf_addf(b, "%d", number);
        else
            buf_add_char(b, said.ptr[i]);
    }
}

/* One that is whole by itself begins behind its own stop. */
static void add_closing(struct buf *b, str closing)
{
    buf_add(b, S(". "));
    buf_add(b, closing);
}

/* The bad piece that stands so far from the good one is about something else, and does
 * not contradict it. */
enum { APART = 3 };

static void add_mixed(const struct wording_wish *wish, struct xoshiro *numbers, struct buf *b)
{
    const struct wording_pieces *pieces = wording_of_language(wish->language);
    uint64_t good = xoshiro_below(numbers, WORDING_SAID);
    uint64_t bad = (good + APART) % WORDING_SAID;
    add_said(b, said_of(wish, WORDING_GOOD, good), wish->number);
    buf_add(b, pick(numbers, pieces->but, WORDING_BUT));
    buf_add_char(b, ' ');
    add_said(b, said_of(wish, WORDING_BAD, bad), wish->number);
}

/* What is said, with something before it, behind it, or both. */
static void add_plain(const struct wording_wish *wish, struct xoshiro *numbers, struct buf *b)
{
    const struct wording_pieces *pieces = wording_of_language(wish->language);
    bool opens = in_per_cent(numbers, 35), closes = in_per_cent(numbers, 40);
    if (opens) {
        buf_add(b, pick(numbers, pieces->opening[wish->mood], WORDING_AROUND));
        buf_add_char(b, ' ');
    }
    add_said(b, said_of(wish, wish->mood, xoshiro_below(numbers, WORDING_SAID)), wish->number);
    if (closes)
        add_closing(b, pick(numbers, pieces->closing[wish->mood], WORDING_AROUND));
}

/* People begin with a capital letter, or do not; end with a stop, or do not. */
static void finish(const struct wording_wish *wish, struct xoshiro *numbers, struct buf *b)
{
    char *first = b->ptr;
    if (in_per_cent(numbers, 82) && *first >= 'a' && *first <= 'z')
        *first = (char)(*first - 'a' + 'A');
    bool ends = b->ptr[b->len - 1] == '.' || b->ptr[b->len - 1] == '!';
    if (!ends && in_per_cent(numbers, 72))
        buf_add(b, in_per_cent(numbers, 15) ? S("!") : S("."));
    if (wish->mood == WORDING_GOOD && !wish->is_mixed && in_per_cent(numbers, 4))
        buf_add(b, S(" :)"));
}

str wording_make(struct arena *a, const struct wording_wish *wish, struct xoshiro *numbers)
{
    const struct wording_pieces *pieces = wording_of_language(wish->language);
    struct buf b = buf_make(a, WORDING_BYTES);
    if (wish->is_mixed)
        add_mixed(wish, numbers, &b);
    else if (in_per_cent(numbers, 12))
        buf_add(&b, pick(numbers, pieces->brief[wish->mood], WORDING_BRIEF));
    else
        add_plain(wish, numbers, &b);
    finish(wish, numbers, &b);
    return buf_str(&b);
}
