/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "http/markup.h"

#include <assert.h>
#include <string.h>

#include "base/text.h"

static bool is_one_of(const char *word, const char *const *words)
{
    while (*words && strcmp(*words, word) != 0)
        words++;
    return *words != NULL;
}

static bool is_word(const char *word)
{
    str s = str_of_chars(word);
    for (size_t i = 0; i < s.len; i++)
        if (!(s.ptr[i] >= 'a' && s.ptr[i] <= 'z') && s.ptr[i] != '-' &&
            !(i > 0 && s.ptr[i] >= '0' && s.ptr[i] <= '9'))
            return false;
    return s.len > 0;
}

/* Content that is not text, which escaping would not make safe. */
static const char *const never[] = {"script", "style", "iframe", "object", "embed", "base", NULL};
static const char *const empty[] = {"br", "hr", "img", "input", "link", "meta", NULL};
static const char *const addresses[] = {"action", "formaction", "href", "src", NULL};

/* What HTML gives a meaning, and what text may not hold: controls and bytes that are not
 * UTF-8 become U+FFFD. */
static void add_escaped(struct buf *out, str text)
{
    while (text.len) {
        uint32_t c = 0;
        const char *begin = text.ptr;
        bool is_good = text_next(&text, &c);
        bool is_control = c < ' ' ? c != '\n' && c != '\t' : c >= 0x7F && c < 0xA0;
        if (!is_good || is_control)
            text_add(out, 0xFFFD);
        else if (c == '&' || c == '<' || c == '>' || c == '"' || c == '\'')
            buf_addf(out, "&#%u;", (unsigned)c);
        else
            buf_add(out, (str){begin, (size_t)(text.ptr - begin)});
    }
}

static void end_tag(struct markup *m)
{
    if (m->is_in_tag)
        buf_add_char(&m->out, '>');
    m->is_in_tag = false;
}

struct markup markup_make(struct arena *a, size_t max)
{
    struct markup m = {.out = buf_make(a, max)};
    buf_add(&m.out, S("<!doctype html>"));
    return m;
}

void markup_open(struct markup *m, const char *tag)
{
    assert(is_word(tag) && !is_one_of(tag, never) && m->depth < LIMIT_MARKUP_DEPTH);
    end_tag(m);
    buf_addf(&m->out, "<%s", tag);
    m->open[m->depth++] = tag;
    m->is_in_tag = true;
}

static bool leads_somewhere_safe(str address)
{
    if (str_starts_with(address, S("/")))
        return !str_starts_with(address, S("//")) && !str_starts_with(address, S("/\\"));
    return str_starts_with(address, S("#")) || str_starts_with(address, S("https://")) ||
           str_starts_with(address, S("http://"));
}

void markup_attribute(struct markup *m, const char *name, str value)
{
    assert(m->is_in_tag && is_word(name) && strncmp(name, "on", 2) != 0 &&
           strcmp(name, "style") != 0 && strcmp(name, "srcdoc") != 0);
    bool is_safe = !is_one_of(name, addresses) || leads_somewhere_safe(value);
    buf_addf(&m->out, " %s=\"", name);
    add_escaped(&m->out, is_safe ? value : S("#"));
    buf_add_char(&m->out, '"');
}

void markup_flag(struct markup *m, const char *name)
{
    assert(m->is_in_tag && is_word(name));
    buf_addf(&m->out, " %s", name);
}

void markup_text(struct markup *m, str text)
{
    assert(m->depth > 0 && !is_one_of(m->open[m->depth - 1], empty));
    end_tag(m);
    add_escaped(&m->out, text);
}

void markup_close(struct markup *m)
{
    assert(m->depth > 0);
    const char *tag = m->open[--m->depth];
    end_tag(m);
    if (!is_one_of(tag, empty))
        buf_addf(&m->out, "</%s>", tag);
}

void markup_element(struct markup *m, const char *tag, str text)
{
    markup_open(m, tag);
    markup_text(m, text);
    markup_close(m);
}

str markup_str(const struct markup *m)
{
    assert(m->depth == 0 && !m->out.full);
    return buf_str(&m->out);
}
