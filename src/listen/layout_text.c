/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/layout_text.h"

#include "ask/lexer.h"
#include "base/buf.h"
#include "base/text.h"

enum { NO_BREAK_SPACE = 0xA0, QUESTION_CHARS = 30, CHOICE_CHARS = 28, ENTITY_BYTES = 8 };

/* ---- what was asked ---- */

/* Bytes of the tag at the front of s: <b>, </div>, <!--…>; 0: it is a sign like another. */
static size_t tag_len(str s)
{
    bool is_name = s.len > 2 && ((s.ptr[1] | 0x20) >= 'a' && (s.ptr[1] | 0x20) <= 'z');
    if (!is_name && (s.len < 3 || (s.ptr[1] != '/' && s.ptr[1] != '!')))
        return 0;
    for (size_t i = 1; i < s.len; i++) {
        if (s.ptr[i] == '<')
            return 0;
        if (s.ptr[i] == '>')
            return i + 1;
    }
    return 0;
}

/* Bytes of the entity at the front of s, and what it stands for. */
static size_t entity_len(str s, str *stands_for)
{
    static const struct {
        str entity, stands_for;
    } known[] = {
        {S_INIT("&nbsp;"), S_INIT(" ")},  {S_INIT("&#160;"), S_INIT(" ")},
        {S_INIT("&amp;"), S_INIT("&")},   {S_INIT("&lt;"), S_INIT("<")},
        {S_INIT("&gt;"), S_INIT(">")},    {S_INIT("&quot;"), S_INIT("\"")},
        {S_INIT("&#39;"), S_INIT("'")},   {S_INIT("&apos;"), S_INIT("'")},
        {S_INIT("&rsquo;"), S_INIT("’")}, {S_INIT("&ndash;"), S_INIT("–")},
    };
    str front = str_slice(s, 0, ENTITY_BYTES);
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (str_starts_with(front, known[i].entity)) {
            *stands_for = known[i].stands_for;
            return known[i].entity.len;
        }
    return 0;
}

static bool is_blank(uint32_t c)
{
    return c == ' ' || (c >= '\t' && c <= '\r') || c == NO_BREAK_SPACE;
}

static void add_folded(struct buf *b, str s)
{
    bool after_blank = b->len == 0;
    while (s.len) {
        str rest = s;
        uint32_t c = 0;
        (void)text_next(&rest, &c);
        if (!is_blank(c))
            buf_add(b, str_slice(s, 0, s.len - rest.len));
        else if (!after_blank)
            buf_add_char(b, ' ');
        after_blank = is_blank(c);
        s = rest;
    }
}

str layout_plain_text(struct arena *a, str s)
{
    struct buf raw = buf_make(a, s.len), folded = buf_make(a, s.len);
    for (size_t i = 0; i < s.len;) {
        str rest = str_slice(s, i, s.len), stands_for = {&s.ptr[i], 1};
        size_t len = s.ptr[i] == '<' ? tag_len(rest) : 0;
        if (len)
            stands_for = S(" ");
        else if (s.ptr[i] == '&')
            len = entity_len(rest, &stands_for);
        buf_add(&raw, stands_for);
        i += len ? len : 1;
    }
    add_folded(&folded, buf_str(&raw));
    return str_trim(buf_str(&folded));
}

/* ---- names ---- */

str layout_fold(struct arena *a, str name)
{
    struct buf b = buf_make(a, name.len);
    for (str rest = name; rest.len;) {
        str before = rest;
        uint32_t c = 0;
        (void)text_next(&rest, &c);
        if (lexer_is_letter(c) && c != '_')
            buf_add(&b, str_slice(before, 0, before.len - rest.len));
    }
    return b.len ? text_to_lower(a, buf_str(&b)) : name;
}

size_t layout_find(struct arena *a, const struct layout_sample *s, str name)
{
    str folded = layout_fold(a, name);
    for (size_t i = 0; i < s->width; i++)
        if (str_equal(s->folded[i], folded))
            return i;
    return LAYOUT_NONE;
}

size_t layout_find_any(struct arena *a, const struct layout_sample *s, const str *names, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        size_t found = layout_find(a, s, names[i]);
        if (found != LAYOUT_NONE)
            return found;
    }
    return LAYOUT_NONE;
}

bool layout_has_all(struct arena *a, const struct layout_sample *s, const str *names, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (layout_find(a, s, names[i]) == LAYOUT_NONE)
            return false;
    return true;
}

/* ---- a question and a choice ---- */

str layout_join(struct arena *a, str question, str choice)
{
    struct buf b = buf_make(a, question.len + choice.len + sizeof " []");
    buf_add(&b, question);
    buf_add(&b, S(" ["));
    buf_add(&b, choice);
    buf_add_char(&b, ']');
    return buf_str(&b);
}

/* At most so many characters, cut behind a word where there is one. */
static str cut_words(str s, size_t chars)
{
    size_t end = 0, at = 0;
    str rest = s;
    uint32_t c = 0;
    for (size_t i = 0; i < chars && rest.len; i++) {
        (void)text_next(&rest, &c);
        at = s.len - rest.len;
        if (is_blank(c))
            end = at;
    }
    return rest.len == 0 ? s : str_trim(str_slice(s, 0, end ? end : at));
}

str layout_join_short(struct arena *a, str question, str choice)
{
    return layout_join(a, cut_words(question, QUESTION_CHARS), cut_words(choice, CHOICE_CHARS));
}
