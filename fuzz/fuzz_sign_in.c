/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Any bytes as what browsers say when somebody signs in, a line each: languages, origin,
 * where to go, e-mail, name, password.  A language is always found, only this server's
 * paths are gone to, what is fine keeps its rules, and a page that says it all has no
 * element that is not ours.
 */
#include <stdint.h>

#include "base/limits.h"
#include "base/text.h"
#include "http/markup.h"
#include "people/origin.h"
#include "people/user.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { OURS = 4 }; /* <!doctype html>, <p …>, </p>, and what closes nothing else */

static void should(bool holds)
{
    if (!holds)
        __builtin_trap();
}

static void check_page(struct arena *a, str text)
{
    size_t signs = 0;
    if (text.len > LIMIT_PAGE_BYTES / 16)
        return;
    struct markup m = markup_make(a, LIMIT_PAGE_BYTES);
    markup_open(&m, "a");
    markup_attribute(&m, "title", text);
    markup_attribute(&m, "href", text);
    markup_text(&m, text);
    markup_close(&m);
    str page = markup_str(&m);
    for (size_t i = 0; i < page.len; i++)
        signs += page.ptr[i] == '<' || page.ptr[i] == '"';
    should(signs == 3 + OURS && text_is_utf8(page));
}

static void check_path(str path)
{
    if (origin_leads_here(path))
        should(path.ptr[0] == '/' && !str_starts_with(path, S("//")) && !str_has(path, '\n') &&
               !str_has(path, '\r') && !str_has(path, '\\'));
}

static void check_origin(str origin)
{
    str own = S("https://cx.example.org");
    struct origin_said said = {.site = {NULL, 0}, .origin = origin};
    if (origin_allows(said, own))
        should(!origin.ptr || str_equal_ignoring_case(origin, own));
    said.site = S("cross-site");
    should(!origin_allows(said, own));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_make(0);
    str rest = {(const char *)data, size};
    str languages = str_cut(rest, '\n', &rest), origin = str_cut(rest, '\n', &rest);
    str path = str_cut(rest, '\n', &rest), email = str_trim(str_cut(rest, '\n', &rest));
    str name = str_trim(str_cut(rest, '\n', &rest)), password = rest;
    const struct language *l = phrase_language(name, languages);
    should(l >= phrase_languages && l < phrase_languages + phrase_languages_len);
    check_origin(origin);
    check_path(path);
    check_page(a, (str){(const char *)data, size});
    if (user_fault_of_email(email) == USER_FINE)
        should(email.len <= LIMIT_EMAIL_BYTES && str_has(email, '@') && !str_has(email, ' '));
    if (user_fault_of_password(a, password, name, email) == USER_FINE)
        should(text_len(password) >= LIMIT_PASSWORD_CHARS_LEAST &&
               text_len(password) <= LIMIT_PASSWORD_CHARS);
    arena_done(a);
    return 0;
}
