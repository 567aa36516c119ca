/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "ask/mistake.h"

#include "base/buf.h"
#include "base/limits.h"
#include "base/text.h"

struct err *mistake_at(struct arena *a, size_t position, struct err *e)
{
    e->position = position;
    e->at = str_format(a, "character %zu", position);
    return e;
}

/* One line: what breaks a line or jumps becomes a space. */
static str one_line(struct arena *a, str s)
{
    char *line = str_to_chars(a, s);
    for (size_t i = 0; i < s.len; i++)
        if (line[i] == '\n' || line[i] == '\r' || line[i] == '\t')
            line[i] = ' ';
    return (str){line, s.len};
}

/* Bytes of the first characters of s. */
static size_t bytes_of_characters(str s, size_t characters)
{
    str rest = s;
    uint32_t code_point = 0;
    for (size_t i = 0; i < characters && rest.len > 0; i++)
        (void)text_next(&rest, &code_point);
    return s.len - rest.len;
}

/* The end of s that fits into width cells, "…" in front where that is not all. */
static str fit_end(struct arena *a, str s, size_t width)
{
    size_t have = text_width(s);
    if (have <= width)
        return text_escape(a, s);
    uint32_t code_point = 0;
    while (have > 0 && have + 1 > width) {
        str before = s;
        (void)text_next(&s, &code_point);
        have -= text_width((str){before.ptr, before.len - s.len});
    }
    str kept = text_escape(a, s);
    return str_format(a, "…%.*s", STR(kept));
}

str mistake_view(struct arena *a, str lead, str text, size_t position, size_t width)
{
    enum { WIDTH_MIN = 20 };
    width = width < WIDTH_MIN ? WIDTH_MIN : width;
    str line = str_format(a, "%.*s%.*s", STR(lead), STR(text));
    line = one_line(a, line);
    size_t split = lead.len + bytes_of_characters(text, position > 0 ? position - 1 : 0);
    str before = str_slice(line, 0, split);
    str behind = str_slice(line, split, line.len);
    /* Two thirds of the line are for what stands before the place. */
    size_t share = width * 2 / 3;
    size_t needed = text_width(behind) < width - share ? text_width(behind) : width - share;
    size_t room = width - (needed > 0 ? needed : 1);
    before = fit_end(a, before, room);
    size_t column = text_width(before);
    behind = text_fit(a, behind, width - column);
    struct buf out = buf_make(a, LIMIT_OUTPUT_BYTES);
    buf_addf(&out, "%.*s%.*s\n", STR(before), STR(behind));
    buf_add_repeated(&out, S(" "), column);
    buf_add_char(&out, '^');
    return buf_str(&out);
}
