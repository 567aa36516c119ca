/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "understand/answer_title.h"

#include "base/limits.h"

enum { FIELDS_NAMED = 3 };

static str join(struct arena *a, const str *parts, size_t len)
{
    struct buf b = buf_make(a, MIB);
    for (size_t i = 0; i < len; i++)
        buf_addf(&b, "%s%.*s", i == 0 ? "" : i + 1 < len ? ", " : " and ", STR(parts[i]));
    return buf_str(&b);
}

/* A name of several words stands in quotes, so that names do not run together. */
static str *names_in_title(struct arena *a, const str *names, size_t len)
{
    str *quoted = ARENA_ARRAY(a, str, len);
    for (size_t i = 0; i < len; i++)
        quoted[i] = str_has(names[i], ' ') ? str_format(a, "\"%.*s\"", STR(names[i])) : names[i];
    return quoted;
}

str answer_title(struct arena *a, const struct answer_title *title)
{
    struct buf b = buf_make(a, MIB);
    const str *fields = names_in_title(a, title->fields, title->fields_len);
    const str *by = names_in_title(a, title->by, title->by_len);
    buf_addf(&b, "%s of ", title->metric->title);
    if (title->fields_len > FIELDS_NAMED)
        buf_addf(&b, "%zu columns", title->fields_len);
    else
        buf_add(&b, join(a, fields, title->fields_len));
    if (title->by_len)
        buf_addf(&b, " by %.*s", STR(join(a, by, title->by_len)));
    return buf_str(&b);
}

void answer_title_box(struct arena *a, const struct answer *answer, const str *box, size_t box_len,
                      struct buf *b)
{
    if (box_len > 0) {
        buf_addf(b, " \xC2\xB7 counts %.*s", STR(join(a, box, box_len)));
        return;
    }
    unsigned top = answer->metric->top;
    if (top == 0 || !answer->has_scale || !decimal_is_whole(answer->scale.hi))
        return;
    str hi = decimal_to_str(a, answer->scale.hi);
    str lo = decimal_to_str(a, decimal_of_int(answer->scale.hi.mantissa - (int64_t)top + 1));
    buf_addf(b, " \xC2\xB7 counts %.*s to %.*s", STR(lo), STR(hi));
}

str answer_title_compared(struct arena *a, enum compare_with compare, str text)
{
    switch (compare) {
    case COMPARE_PREVIOUS:
        return S("Against the period before");
    case COMPARE_YEAR:
        return S("Against the year before");
    case COMPARE_REST:
        return S("Against the rest");
    case COMPARE_OTHER:
    case COMPARE_NOTHING:
        break;
    }
    return str_format(a, "Against %.*s", STR(text));
}
