/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/xlsx_texts.h"

#include <stdint.h>

#include "base/limits.h"
#include "base/xml.h"

/* ---- one text ---- */

void xlsx_text_open(struct xlsx_text_place *p, str element)
{
    if (str_equal(element, S("t")))
        p->in_text = true;
    else if (str_equal(element, S("rPh")))
        p->in_phonetic = true;
}

void xlsx_text_close(struct xlsx_text_place *p, str element)
{
    if (str_equal(element, S("t")))
        p->in_text = false;
    else if (str_equal(element, S("rPh")))
        p->in_phonetic = false;
}

/* The value of an escape at the front of these bytes: -1 where there is none, or one of a
 * character above U+007F, which needs no escape. */
static int escape_value(const char *at, size_t len)
{
    enum { WHOLE = 7, FIRST = 2, LAST = 6 }; /* _x000D_ */
    int value = 0;
    if (len < WHOLE || at[0] != '_' || at[1] != 'x' || at[LAST] != '_')
        return -1;
    for (size_t i = FIRST; i < LAST; i++) {
        char c = at[i], letter = (char)(c | 0x20);
        if (c >= '0' && c <= '9')
            value = value * 16 + (c - '0');
        else if (letter >= 'a' && letter <= 'f')
            value = value * 16 + (letter - 'a' + 10);
        else
            return -1;
    }
    return value < 0x80 ? value : -1;
}

size_t xlsx_text_unescape(char *text, size_t len)
{
    size_t to = 0;
    for (size_t from = 0; from < len; from++) {
        int value = text[from] == '_' ? escape_value(text + from, len - from) : -1;
        text[to++] = value < 0 ? text[from] : (char)value;
        from += value < 0 ? 0 : 6;
    }
    return to;
}

/* ---- those that cells share ---- */

struct reader {
    struct arena *arena;
    struct xml *xml;
    struct xlsx_text_place place;
    struct buf text; /* the one being read; used again */
    str *list;
    size_t len, room;
    size_t bytes; /* of all of them */
    str name;     /* of the workbook */
};

static struct err *too_many(const struct reader *r)
{
    FAIL(r->arena, WHY_LIMIT, "\"%.*s\" has more than %zu MiB of texts; save the sheet as CSV.",
         STR(r->name), LIMIT_SHARED_TEXT_BYTES / MIB);
}

static void add_text(struct reader *r)
{
    r->bytes += r->text.len + sizeof *r->list;
    if (r->bytes > LIMIT_SHARED_TEXT_BYTES || r->text.full) {
        xml_fail(r->xml, too_many(r));
        return;
    }
    if (r->len == r->room)
        r->list = arena_grow_array(r->arena, r->list, r->len, &r->room, sizeof *r->list);
    str text = {r->text.ptr, r->text.len ? xlsx_text_unescape(r->text.ptr, r->text.len) : 0};
    r->list[r->len++] = str_copy(r->arena, str_trim(text));
}

static void on_open(void *ctx, str name, const struct xml_attributes *attributes)
{
    struct reader *r = ctx;
    (void)attributes;
    if (str_equal(name, S("si")))
        r->text.len = 0;
    xlsx_text_open(&r->place, name);
}

static void on_close(void *ctx, str name)
{
    struct reader *r = ctx;
    if (str_equal(name, S("si")))
        add_text(r);
    xlsx_text_close(&r->place, name);
}

static void on_text(void *ctx, str piece)
{
    struct reader *r = ctx;
    if (r->place.in_text && !r->place.in_phonetic)
        buf_add(&r->text, piece);
}

struct err *xlsx_texts_read(struct arena *a, const struct zip_archive *z, size_t member,
                            struct xlsx_texts *out)
{
    static const struct xml_handler handler = {on_open, on_close, on_text};
    struct reader r = {.arena = a, .name = zip_archive_name(z)};
    bool ended = member == SIZE_MAX;
    r.text = buf_make(a, LIMIT_RECORD_BYTES);
    if (!ended)
        TRY(xml_open(a, z, member, &handler, &r, &r.xml));
    while (!ended)
        TRY(xml_read(r.xml, &ended));
    *out = (struct xlsx_texts){r.list, r.len};
    return NULL;
}
