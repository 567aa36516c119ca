/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Any bytes as a JSON document.
 *
 * An error names a character within the text in one clean sentence; what is read is
 * UTF-8 and, written again, is read as the same tree.
 */
#include <stdint.h>

#include "base/json_lex.h"
#include "base/json_read.h"
#include "base/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void should(bool holds)
{
    if (!holds)
        __builtin_trap();
}

static void write_text(struct buf *out, str text)
{
    should(text_is_utf8(text));
    buf_add_char(out, '"');
    json_lex_escape(out, text);
    buf_add_char(out, '"');
}

static void write_value(struct buf *out, const struct json_value *v)
{
    bool is_object = v->kind == JSON_KIND_OBJECT;
    if (is_object || v->kind == JSON_KIND_ARRAY) {
        buf_add_char(out, is_object ? '{' : '[');
        for (size_t i = 0; i < v->len; i++) {
            buf_add(out, i ? S(",") : S(""));
            if (is_object) {
                write_text(out, v->items[i].key);
                buf_add_char(out, ':');
            }
            write_value(out, &v->items[i]);
        }
        buf_add_char(out, is_object ? '}' : ']');
    } else if (v->kind == JSON_KIND_TEXT) {
        write_text(out, v->text);
    } else if (v->kind == JSON_KIND_NUMBER) {
        should(json_lex_is_number(v->text));
        buf_add(out, v->text);
    } else {
        buf_add(out, v->kind == JSON_KIND_NULL ? S("null") : v->is_true ? S("true") : S("false"));
    }
}

static str written(struct arena *a, const struct json_value *v, size_t size)
{
    struct buf out = buf_make(a, 16 * size + 16);
    write_value(&out, v);
    should(!out.full);
    return buf_str(&out);
}

static void check_error(struct arena *a, str text, const struct err *e)
{
    should(e->why == WHY_INVALID || e->why == WHY_LIMIT);
    should(e->position >= 1 && e->position <= text_len(text) + 1 && e->at.len > 0);
    should(str_equal(text_escape(a, e->text), e->text) && text_is_utf8(e->text));
    should(e->text.ptr[e->text.len - 1] == '.');
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_make(0);
    str text = str_copy(a, (str){(const char *)data, size});
    struct json_value value, again;
    const struct err *e = json_read(a, text, &value);
    if (e) {
        check_error(a, text, e);
    } else {
        str once = written(a, &value, size);
        should(!json_read(a, once, &again));
        should(str_equal(written(a, &again, size), once));
    }
    arena_done(a);
    return 0;
}
