/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "http/asset.h"

#include "http/asset_index.h"
#include "http/field.h"

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

str asset_choose(const struct asset *asset, str accept_encoding, str *encoding)
{
    const struct {
        str name, bytes;
    } forms[] = {{S("br"), asset->brotli}, {S("gzip"), asset->gzip}};
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (!str_is_empty(forms[i].bytes) && field_accepts(accept_encoding, forms[i].name)) {
            *encoding = forms[i].name;
            return forms[i].bytes;
        }
    *encoding = (str){0};
    return asset->identity;
}
