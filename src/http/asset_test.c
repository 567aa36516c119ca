/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "http/asset.h"

#include "base/test.h"
#include "http/asset_index.h"

TEST(asset_shell_is_there)
{
    const struct asset *shell = asset_of_path(S("/"));
    CHECK(shell != NULL);
    CHECK_STR(shell->mime, S("text/html; charset=utf-8"));
    CHECK(!shell->is_immutable);
    CHECK(str_starts_with(shell->identity, S("<!doctype html>")));
    CHECK(!str_is_empty(shell->tag));
}

TEST(asset_icon_is_there_however_the_program_was_built)
{
    const struct asset *icon = asset_of_path(S("/assets/icon.svg"));
    CHECK(icon != NULL);
    CHECK_STR(icon->mime, S("image/svg+xml"));
    CHECK(!icon->is_immutable); /* its address does not change with it */
}

TEST(asset_each_is_found_at_its_path)
{
    for (size_t i = 0; i < asset_index_len; i++) {
        CHECK(asset_of_path(asset_index[i].path) == &asset_index[i]);
        CHECK(i == 0 || str_compare(asset_index[i - 1].path, asset_index[i].path) < 0);
    }
    CHECK(asset_of_path(S("/nothing")) == NULL);
    CHECK(asset_of_path(S("")) == NULL);
    CHECK(asset_of_path(S("/assets/")) == NULL);
}

static const struct asset all_forms = {
    .identity = S_INIT("as it is"), .gzip = S_INIT("gzip"), .brotli = S_INIT("brotli")};
static const struct asset one_form = {.identity = S_INIT("as it is")};

static str chosen(const struct asset *asset, str accept)
{
    str encoding;
    return asset_choose(asset, accept, &encoding);
}

TEST(asset_form_is_the_smallest_that_the_browser_takes)
{
    str encoding;
    CHECK_STR(asset_choose(&all_forms, S("gzip, deflate, br"), &encoding), S("brotli"));
    CHECK_STR(encoding, S("br"));
    CHECK_STR(asset_choose(&all_forms, S("gzip, deflate"), &encoding), S("gzip"));
    CHECK_STR(encoding, S("gzip"));
    CHECK_STR(asset_choose(&all_forms, S(""), &encoding), S("as it is"));
    CHECK(str_is_empty(encoding));
    CHECK_STR(chosen(&all_forms, S("BR;q=1")), S("brotli"));
    CHECK_STR(chosen(&all_forms, S("*")), S("brotli"));
    CHECK_STR(chosen(&all_forms, S("identity")), S("as it is"));
    CHECK_STR(chosen(&one_form, S("gzip, br")), S("as it is"));
}

TEST(asset_form_that_is_refused_is_not_sent)
{
    CHECK_STR(chosen(&all_forms, S("br;q=0, gzip")), S("gzip"));
    CHECK_STR(chosen(&all_forms, S("br; Q=0.000, gzip;q=0.0")), S("as it is"));
    CHECK_STR(chosen(&all_forms, S("*, br;q=0")), S("gzip"));
    CHECK_STR(chosen(&all_forms, S("br;q=0.1")), S("brotli"));
    CHECK_STR(chosen(&all_forms, S("*;q=0")), S("as it is"));
}
