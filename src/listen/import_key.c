/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/import_key.h"

#include <stdio.h>

#include "ask/lexer.h"
#include "base/buf.h"
#include "base/limits.h"
#include "base/packed.h"
#include "base/text.h"
#include "engine/dictionary.h"

enum { BYTES_OF_CHARACTER = 4, SUFFIX_BYTES = 24 };

/* Lower case, with one _ for whatever is no letter and no digit; none at the ends. */
static str joined_letters(struct arena *a, str name)
{
    str rest = text_to_lower(a, name);
    struct buf b = buf_make(a, rest.len + 1);
    bool is_apart = false;
    while (rest.len > 0) {
        str before = rest;
        uint32_t c = 0;
        bool is_letter = text_next(&rest, &c) && c != '_' && lexer_is_letter(c);
        if (is_letter && is_apart && b.len > 0)
            buf_add_char(&b, '_');
        if (is_letter)
            buf_add(&b, str_slice(before, 0, before.len - rest.len));
        is_apart = !is_letter;
    }
    return buf_str(&b);
}

/* At most so many characters of a key, cut before a _ where there is one. */
static str cut_key(str key, size_t characters)
{
    str rest = key;
    size_t at_word = 0;
    for (size_t i = 0; i < characters && rest.len > 0; i++) {
        uint32_t c = 0;
        if (rest.ptr[0] == '_')
            at_word = key.len - rest.len;
        (void)text_next(&rest, &c);
    }
    if (rest.len == 0)
        return key;
    if (rest.ptr[0] == '_' || at_word == 0)
        at_word = key.len - rest.len;
    return str_slice(key, 0, at_word);
}

static str key_of(struct arena *a, str name, str prefix)
{
    str key = cut_key(joined_letters(a, name), LIMIT_KEY_CHARS);
    if (key.len == 0 || lexer_is_word(key))
        return key;
    return cut_key(str_format(a, "%.*s_%.*s", STR(prefix), STR(key)), LIMIT_KEY_CHARS);
}

str import_key_of_name(struct arena *a, str name)
{
    return key_of(a, name, S("q"));
}

str import_key_of_column(struct arena *a, str name, size_t position)
{
    str key = import_key_of_name(a, name);
    return key.len ? key : str_format(a, "column_%zu", position + 1);
}

str import_key_of_file(struct arena *a, str path)
{
    str rest = path;
    do
        path = str_cut(rest, '/', &rest);
    while (rest.ptr);
    path = packed_inner_name(path);
    size_t dot = path.len;
    while (dot > 0 && path.ptr[dot - 1] != '.')
        dot--;
    if (dot > 1)
        path.len = dot - 1;
    str key = key_of(a, path, S("file"));
    return key.len ? key : S("file");
}

bool import_key_is_valid(struct arena *a, str key)
{
    return key.len > 0 && str_equal(import_key_of_name(a, key), key);
}

static str with_number(struct arena *a, str key, size_t number)
{
    char suffix[SUFFIX_BYTES];
    int len = snprintf(suffix, sizeof suffix, "_%zu", number);
    str start = cut_key(key, LIMIT_KEY_CHARS - (size_t)len);
    return str_format(a, "%.*s%s", STR(start), suffix);
}

void import_key_make_unique(struct arena *a, str *keys, size_t len, const str *taken,
                            size_t taken_len)
{
    /* Every key that somebody was given, or will keep. */
    struct dictionary *known = dictionary_make(a);
    for (size_t i = 0; i < taken_len; i++)
        dictionary_add(known, taken[i]);
    uint32_t free_from = dictionary_size(known);
    for (size_t i = 0; i < len; i++)
        dictionary_add(known, keys[i]);
    uint32_t originals = dictionary_size(known);
    bool *is_kept = ARENA_ARRAY(a, bool, originals);
    size_t *number = ARENA_ARRAY(a, size_t, originals); /* the last one tried */
    for (size_t i = 0; i < len; i++) {
        uint32_t code = dictionary_find(known, keys[i]);
        if (code >= free_from && code < originals && !is_kept[code]) {
            is_kept[code] = true;
            continue;
        }
        size_t n = number[code] ? number[code] : 1;
        str key = keys[i];
        while (dictionary_find(known, key) != CODE_MISSING)
            key = with_number(a, keys[i], ++n);
        number[code] = n;
        dictionary_add(known, key);
        keys[i] = key;
    }
}
