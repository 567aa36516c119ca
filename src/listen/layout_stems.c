/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Questions with several ticks by the names and labels of their columns.
 */
#include "listen/layout_questions.h"
#include "listen/layout_ticks.h"

/* Q9_3 is Q9 and 3; the length of what stands before the last _, 0: there is none.  What
 * was written beside a choice, and in which order choices stood, is no choice. */
static size_t stem_len(str name)
{
    static const str no_choice[] = {S_INIT("_TEXT"), S_INIT("_NPS_GROUP")};
    for (size_t i = 0; i < sizeof no_choice / sizeof *no_choice; i++)
        if (name.len > no_choice[i].len &&
            str_equal(str_slice(name, name.len - no_choice[i].len, name.len), no_choice[i]))
            return 0;
    size_t len = name.len;
    while (len > 0 && name.ptr[len - 1] != '_')
        len--;
    return len > 1 ? len - 1 : 0;
}

static bool is_of_stem(str name, str stem)
{
    return stem_len(name) == stem.len && str_starts_with(name, stem);
}

/* What is the same at the front of all the labels, up to a dash: "Which food?-". */
static size_t question_len(const struct layout_reading *r, const size_t *columns, size_t len)
{
    str first = r->columns[columns[0]].label;
    size_t same = first.len;
    for (size_t i = 1; i < len; i++) {
        str other = r->columns[columns[i]].label;
        size_t at = 0;
        while (at < same && at < other.len && other.ptr[at] == first.ptr[at])
            at++;
        same = at;
    }
    while (same > 0 && first.ptr[same - 1] != '-')
        same--;
    return same;
}

static str without_dash(str s)
{
    s = str_trim(s);
    return s.len && s.ptr[s.len - 1] == '-' ? str_trim(str_slice(s, 0, s.len - 1)) : s;
}

static void read_stem(struct arena *a, const struct layout_sample *s, struct layout_reading *r,
                      str stem, const size_t *columns, size_t len)
{
    size_t cut = question_len(r, columns, len);
    str *choices = ARENA_ARRAY(a, str, len);
    if (cut == 0)
        return;
    for (size_t i = 0; i < len; i++) {
        str label = r->columns[columns[i]].label;
        choices[i] = str_trim(str_slice(label, cut, label.len));
    }
    str question = without_dash(str_slice(r->columns[columns[0]].label, 0, cut));
    struct layout_question q = {stem, question, columns, choices, choices, len, S("1")};
    layout_add_ticks(a, s, r, &q);
}

/* Of the columns from here on, those of the stem. */
static size_t find_stem(const struct layout_sample *s, size_t from, str stem, size_t *columns)
{
    size_t len = 0;
    for (size_t i = from; i < s->width && str_starts_with(s->header[i], stem); i++)
        if (is_of_stem(s->header[i], stem)) {
            if (columns)
                columns[len] = i;
            len++;
        }
    return len;
}

void layout_read_stems(struct arena *a, const struct layout_sample *s, struct layout_reading *r)
{
    bool *is_read = ARENA_ARRAY(a, bool, s->width);
    for (size_t from = 0; from < s->width; from++) {
        str stem = str_slice(s->header[from], 0, stem_len(s->header[from]));
        size_t len = stem.len && !is_read[from] ? find_stem(s, from, stem, NULL) : 0;
        if (len < 2)
            continue;
        size_t *columns = ARENA_ARRAY(a, size_t, len);
        (void)find_stem(s, from, stem, columns);
        for (size_t i = 0; i < len; i++)
            is_read[columns[i]] = true;
        read_stem(a, s, r, stem, columns, len);
    }
}
