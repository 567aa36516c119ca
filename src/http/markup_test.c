/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "http/markup.h"

#include "base/test.h"

TEST(markup_nests_and_leaves_empty_elements_without_an_end)
{
    struct markup m = markup_make(t->arena, KIB);
    markup_open(&m, "html");
    markup_attribute(&m, "lang", S("en"));
    markup_open(&m, "input");
    markup_flag(&m, "required");
    markup_close(&m);
    markup_element(&m, "h1", S("Sign in"));
    markup_close(&m);
    CHECK_STR(markup_str(&m),
              S("<!doctype html><html lang=\"en\"><input required><h1>Sign in</h1></html>"));
}

TEST(markup_escapes_whatever_is_said)
{
    struct markup m = markup_make(t->arena, KIB);
    markup_open(&m, "p");
    markup_attribute(&m, "title", S("\"><script>alert('x')</script>"));
    markup_text(&m, S("</p><b>&amp; \xFF\x01 \xC2\x85 \xC3\xA9\n"));
    markup_close(&m);
    CHECK_STR(markup_str(&m),
              S("<!doctype html><p title=\"&#34;&#62;&#60;script&#62;alert(&#39;x&#39;)"
                "&#60;/script&#62;\">&#60;/p&#62;&#60;b&#62;&#38;amp; \xEF\xBF\xBD\xEF\xBF\xBD "
                "\xEF\xBF\xBD \xC3\xA9\n</p>"));
}

static str link_to(struct test *t, const char *address)
{
    struct markup m = markup_make(t->arena, KIB);
    markup_open(&m, "a");
    markup_attribute(&m, "href", str_of_chars(address));
    markup_close(&m);
    str all = markup_str(&m);
    return str_slice(all, sizeof "<!doctype html><a href=\"" - 1, all.len - sizeof "\"></a>" + 1);
}

TEST(markup_leads_to_no_script_and_no_other_server_by_a_slip)
{
    static const char *const bad[] = {
        "javascript:alert(1)", " javascript:alert(1)", "data:text/html,x", "//example.org/",
        "/\\example.org",      "HTTPS://example.org",  "\x01/x",           ""};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        CHECK_STR(link_to(t, bad[i]), S("#"));
    CHECK_STR(link_to(t, "/sign-in?lang=ar"), S("/sign-in?lang=ar"));
    CHECK_STR(link_to(t, "https://example.org/"), S("https://example.org/"));
}
