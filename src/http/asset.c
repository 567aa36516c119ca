/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "http/asset.h"

#include "http/asset_index.h"

const struct asset *asset_of_path(str path)
{
    size_t from = 0, to = asset_index_len;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        int order = str_compare(asset_index[middle].path, path);
        if (order == 0)
            return &asset_index[middle];
        if (order < 0)
            from = middle + 1;
        else
            to = middle;
    }
    return NULL;
}

const struct asset *asset_of_name(str name)
{
    for (size_t i = 0; i < asset_index_len; i++)
        if (str_equal(asset_index[i].name, name))
            return &asset_index[i];
    return NULL;
}

/* q=0, q=0.0 … : not wanted.  What cannot be read is taken as wanted. */
static bool is_refused(str parameters)
{
    while (!str_is_empty(parameters)) {
        str value = str_cut(parameters, ';', &parameters);
        str name = str_trim(str_cut(value, '=', &value));
        value = str_trim(value);
        if (!str_equal_ignoring_case(name, S("q")) || str_is_empty(value))
            continue;
        for (size_t i = 0; i < value.len; i++)
            if (value.ptr[i] != '0' && value.ptr[i] != '.')
                return false;
        return true;
    }
    return false;
}

/* Named and not refused; "*" stands for what is not named. */
static bool is_taken(str accept, str coding)
{
    bool by_star = false;
    while (!str_is_empty(accept)) {
        str item = str_cut(accept, ',', &accept), parameters = {0};
        str name = str_trim(str_cut(item, ';', &parameters));
        if (str_equal_ignoring_case(name, coding))
            return !is_refused(parameters);
        if (str_equal(name, S("*")))
            by_star = !is_refused(parameters);
    }
    return by_star;
}

str asset_choose(const struct asset *asset, str accept_encoding, str *encoding)
{
    const struct {
        str name, bytes;
    } forms[] = {{S("br"), asset->brotli}, {S("gzip"), asset->gzip}};
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (!str_is_empty(forms[i].bytes) && is_taken(accept_encoding, forms[i].name)) {
            *encoding = forms[i].name;
            return forms[i].bytes;
        }
    *encoding = (str){0};
    return asset->identity;
}
