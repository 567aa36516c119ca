/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "ask/catalogue.h"

#include "ask/condition.h"
#include "ask/mistake.h"
#include "base/buf.h"
#include "base/limits.h"
#include "base/text.h"

enum { NAMES_SHOWN = 8 };

/* The fields that match, at most two of them, exactly or ignoring case. */
static size_t find_two(const struct catalogue *catalogue, str name, bool is_exact, size_t found[2])
{
    size_t len = 0;
    for (size_t i = 0; i < catalogue->fields_len && len < 2; i++) {
        str candidate = str_trim(catalogue->fields[i].name);
        if (is_exact ? str_equal(candidate, name) : text_equal_ignoring_case(candidate, name))
            found[len++] = i;
    }
    return len;
}

/* "column 3" or, where it has no place, its name. */
static str place_of(struct arena *a, const struct catalogue_field *field)
{
    if (field->place.len > 0)
        return field->place;
    return text_quote(a, str_trim(field->name));
}

/* "A, B, C and 12 more" */
static str names_of(struct arena *a, const struct catalogue *catalogue)
{
    struct buf names = buf_make(a, LIMIT_OUTPUT_BYTES);
    size_t shown = 0, all = catalogue->fields_len;
    for (; shown < all && shown < NAMES_SHOWN; shown++) {
        if (shown > 0)
            buf_add(&names, shown + 1 == all ? S(" and ") : S(", "));
        buf_add(&names, text_quote(a, str_trim(catalogue->fields[shown].name)));
    }
    if (shown < all)
        buf_addf(&names, " and %zu more", all - shown);
    return buf_str(&names);
}

static struct err *unknown(struct arena *a, const struct catalogue *catalogue, str name,
                           size_t position)
{
    size_t len = catalogue->fields_len;
    str *names = ARENA_ARRAY(a, str, len);
    for (size_t i = 0; i < len; i++)
        names[i] = str_trim(catalogue->fields[i].name);
    str quoted = text_quote(a, name), nearest = text_suggest(a, name, names, len);
    str noun = catalogue->noun.len > 0 ? catalogue->noun : S("field");
    str nouns = catalogue->nouns.len > 0 ? catalogue->nouns : S("fields");
    if (nearest.len > 0) {
        nearest = condition_name_to_text(a, nearest);
        nearest = text_len(nearest) > LIMIT_QUOTED_CHARS ? text_quote(a, nearest)
                                                         : text_escape(a, nearest);
        return MISTAKE(a, position, WHY_USAGE, "There is no %.*s %.*s; did you mean %.*s?",
                       STR(noun), STR(quoted), STR(nearest));
    }
    if (len == 0)
        return MISTAKE(a, position, WHY_USAGE, "There is no %.*s %.*s: there are no %.*s at all.",
                       STR(noun), STR(quoted), STR(nouns));
    str all = names_of(a, catalogue);
    return MISTAKE(a, position, WHY_USAGE, "There is no %.*s %.*s; the %.*s are %.*s.", STR(noun),
                   STR(quoted), STR(nouns), STR(all));
}

/* "a.netpro or b.netpro", of all that are called so. */
static str names_instead(struct arena *a, const struct catalogue *catalogue, str name)
{
    struct buf b = buf_make(a, MIB);
    size_t shown = 0;
    for (size_t i = 0; i < catalogue->fields_len && shown < NAMES_SHOWN; i++) {
        const struct catalogue_field *f = &catalogue->fields[i];
        if (!text_equal_ignoring_case(str_trim(f->name), name))
            continue;
        buf_addf(&b, "%s%.*s", shown++ ? " or " : "", STR(condition_name_to_text(a, f->place)));
    }
    return buf_str(&b);
}

static struct err *ambiguous(struct arena *a, const struct catalogue *catalogue, str name,
                             size_t position, const size_t found[2], bool is_exact)
{
    const struct catalogue_field *one = &catalogue->fields[found[0]];
    const struct catalogue_field *two = &catalogue->fields[found[1]];
    str quoted = text_quote(a, name), first = place_of(a, one), second = place_of(a, two);
    str nouns = catalogue->nouns.len > 0 ? catalogue->nouns : S("fields");
    if (catalogue->places_are_names)
        return MISTAKE(a, position, WHY_USAGE, "%.*s is the name of several %.*s; write %.*s.",
                       STR(quoted), STR(nouns), STR(names_instead(a, catalogue, name)));
    if (is_exact)
        return MISTAKE(
            a, position, WHY_USAGE,
            "%.*s is the name of two %.*s, %.*s and %.*s; give one of them another name.",
            STR(quoted), STR(nouns), STR(first), STR(second));
    str one_name = text_quote(a, str_trim(one->name)),
        two_name = text_quote(a, str_trim(two->name));
    return MISTAKE(a, position, WHY_USAGE,
                   "%.*s may be %.*s (%.*s) or %.*s (%.*s); write it exactly as it is.",
                   STR(quoted), STR(one_name), STR(first), STR(two_name), STR(second));
}

struct err *catalogue_find(struct arena *a, const struct catalogue *catalogue, str name,
                           size_t position, size_t *field)
{
    size_t found[2] = {0, 0};
    name = str_trim(name);
    bool is_exact = true;
    size_t len = find_two(catalogue, name, true, found);
    if (len == 0) {
        is_exact = false;
        len = find_two(catalogue, name, false, found);
    }
    if (len == 0)
        return unknown(a, catalogue, name, position);
    if (len == 1) {
        *field = found[0];
        return NULL;
    }
    return ambiguous(a, catalogue, name, position, found, is_exact);
}
