/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/phrase.h"

#include "base/buf.h"
#include "base/limits.h"
#include "base/text.h"

enum {
    QUALITY_MOST = 1000,
    ACCEPTED_MOST = 32,
    FIRST_STRONG_ISOLATE = 0x2068, /* what follows has a direction of its own … */
    POP_ISOLATE = 0x2069           /* … until here */
};

static str primary(str tag)
{
    str rest;
    return str_cut(tag, '-', &rest);
}

static const struct language *find(str tag)
{
    for (unsigned i = 0; i < phrase_languages_len; i++)
        if (str_equal_ignoring_case(phrase_languages[i].tag, tag))
            return &phrase_languages[i];
    for (unsigned i = 0; i < phrase_languages_len; i++)
        if (str_equal_ignoring_case(phrase_languages[i].tag, primary(tag)))
            return &phrase_languages[i];
    return NULL;
}

/* "q=0.8" is 800; without it, and where it cannot be read, 1000. */
static int quality_of(str parameters)
{
    int quality = 0, worth = QUALITY_MOST;
    str digits = str_trim(parameters);
    if (!str_starts_with(digits, S("q=0")))
        return QUALITY_MOST;
    for (size_t i = 4; i < digits.len && worth >= 10; i++) {
        if (digits.ptr[i] < '0' || digits.ptr[i] > '9')
            break;
        worth /= 10;
        quality += (digits.ptr[i] - '0') * worth;
    }
    return quality;
}

const struct language *phrase_language(str wished, str accepted)
{
    int best = 0;
    const struct language *found = wished.len ? find(wished) : NULL;
    str rest = accepted;
    for (int i = 0; !found && i < ACCEPTED_MOST && rest.len; i++) {
        str parameters, item = str_cut(rest, ',', &rest);
        const struct language *language = find(str_trim(str_cut(item, ';', &parameters)));
        int quality = quality_of(parameters);
        if (language && quality > best) {
            best = quality;
            wished = language->tag;
        }
    }
    if (!found && best > 0)
        found = find(wished);
    return found ? found : &phrase_languages[0];
}

str phrase_text(const struct phrase *phrase, const struct language *language)
{
    str text = phrase->texts[language - phrase_languages];
    return text.len ? text : phrase->texts[0];
}

str phrase_fill(struct arena *a, const struct phrase *phrase, const struct language *language,
                const char *name, str part)
{
    struct buf out = buf_make(a, MIB);
    str rest = phrase_text(phrase, language), wanted = str_of_chars(name);
    while (rest.len) {
        str behind, before = str_cut(rest, '{', &behind);
        buf_add(&out, before);
        if (!behind.ptr)
            break;
        str after, within = str_cut(behind, '}', &after);
        bool is_it = after.ptr && str_equal(within, wanted);
        if (is_it) {
            text_add(&out, FIRST_STRONG_ISOLATE);
            buf_add(&out, part);
            text_add(&out, POP_ISOLATE);
        } else {
            buf_add_char(&out, '{');
        }
        rest = is_it ? after : behind;
    }
    return buf_str(&out);
}
