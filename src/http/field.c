/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "http/field.h"

/* "q=0", "q=0.", "q=0.000": not taken. */
static bool is_refused(str parameters)
{
    while (parameters.len) {
        str value, name = str_trim(str_cut(str_cut(parameters, ';', &parameters), '=', &value));
        value = str_trim(value);
        if (!str_equal_ignoring_case(name, S("q")))
            continue;
        for (size_t i = 0; i < value.len; i++)
            if (value.ptr[i] != '0' && value.ptr[i] != '.')
                return false;
        return value.len > 0;
    }
    return false;
}

bool field_accepts(str list, str coding)
{
    bool any = false;
    while (list.len) {
        str parameters, name = str_trim(str_cut(str_cut(list, ',', &list), ';', &parameters));
        if (str_equal_ignoring_case(name, coding))
            return !is_refused(parameters);
        if (str_equal(name, S("*")))
            any = !is_refused(parameters);
    }
    return any;
}

bool field_has_tag(str list, str tag_with_quotes)
{
    if (str_starts_with(tag_with_quotes, S("W/")))
        tag_with_quotes = str_slice(tag_with_quotes, 2, tag_with_quotes.len);
    while (list.len) {
        str tag = str_trim(str_cut(list, ',', &list));
        if (str_starts_with(tag, S("W/")))
            tag = str_slice(tag, 2, tag.len);
        if (str_equal(tag, S("*")) || str_equal(tag, tag_with_quotes))
            return true;
    }
    return false;
}

str field_media_type(struct arena *a, str value)
{
    str type = str_trim(str_cut(value, ';', &(str){NULL, 0}));
    char *lower = arena_take(a, type.len + 1);
    for (size_t i = 0; i < type.len; i++) {
        char c = type.ptr[i];
        lower[i] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
    }
    return (str){lower, type.len};
}

bool field_to_length(str value, uint64_t *out)
{
    uint64_t length = 0;
    for (size_t i = 0; i < value.len; i++) {
        char c = value.ptr[i];
        if (c < '0' || c > '9' || __builtin_mul_overflow(length, 10, &length) ||
            __builtin_add_overflow(length, (uint64_t)(c - '0'), &length))
            return false;
    }
    *out = length;
    return value.len > 0;
}

bool field_is_name(str name)
{
    for (size_t i = 0; i < name.len; i++) {
        char c = name.ptr[i];
        bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!is_plain && (!c || !str_has(S("!#$%&'*+-.^_`|~"), c)))
            return false;
    }
    return name.len > 0;
}

bool field_is_value(str value)
{
    for (size_t i = 0; i < value.len; i++) {
        unsigned char c = (unsigned char)value.ptr[i];
        if ((c < ' ' && c != '\t') || c == 0x7F)
            return false;
    }
    return true;
}

str field_host_name(str host)
{
    size_t end = 0;
    if (!host.len || host.ptr[0] != '[')
        return str_cut(host, ':', &(str){NULL, 0});
    while (end < host.len && host.ptr[end] != ']')
        end++;
    return str_slice(host, 0, end + 1);
}

static str last_of(str list, str *before)
{
    size_t from = list.len;
    while (from > 0 && list.ptr[from - 1] != ',')
        from--;
    *before = from ? str_slice(list, 0, from - 1) : (str){NULL, 0};
    return str_trim(str_slice(list, from, list.len));
}

struct address field_client(str forwarded_for, struct address peer,
                            const struct address_ranges *trusted)
{
    struct address client = peer;
    while (forwarded_for.len && address_is_within(client, trusted)) {
        struct address next;
        str word = last_of(forwarded_for, &forwarded_for);
        if (!address_of_str(word, &next) && !address_of_str(field_host_name(word), &next))
            break; /* nobody can know who that is */
        client = next;
    }
    return client;
}
