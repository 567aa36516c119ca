/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/phrase.h"

#include "base/test.h"

PHRASE(sign_in_title);
PHRASE(sign_in_back_title);

static void check_language(const char *wished, const char *accepted, const char *should)
{
    const struct language *l = phrase_language(str_of_chars(wished), str_of_chars(accepted));
    CHECK_STR(l->tag, str_of_chars(should));
}

TEST(a_language_is_the_one_wished_for_then_the_best_accepted)
{
    check_language("", "", "en");
    check_language("ar", "en", "ar");
    check_language("AR-eg", "", "ar");
    check_language("tlh", "ar;q=0.5", "ar");
    check_language("", "fr, ar;q=0.4, en;q=0.5", "en");
    check_language("", "fr, ar;q=0.51 , en;q=0.5", "ar");
    check_language("", "ar-EG,ar;q=0.9,en;q=0.8", "ar");
    check_language("", "ar;q=0, fr", "en");
    check_language("", ";;q=,,=q;q=0.,", "en");
    CHECK(phrase_language(S("ar"), S(""))->is_right_to_left);
    CHECK(!phrase_language(S("en"), S(""))->is_right_to_left);
}

TEST(a_phrase_is_said_with_its_parts_kept_apart)
{
    static const str texts[] = {S_INIT("{n} of {n}, not {m} {"), {NULL, 0}};
    static const struct phrase phrase = {"x", texts};
    const struct language *arabic = phrase_language(S("ar"), S(""));
    CHECK_STR(phrase_fill(t->arena, &phrase, arabic, "n", S("{m}")),
              S("\xE2\x81\xA8{m}\xE2\x81\xA9 of \xE2\x81\xA8{m}\xE2\x81\xA9, not {m} {"));
    CHECK_STR(phrase_text(SAY(sign_in_title), phrase_language(S("en"), S(""))), S("Sign in"));
    CHECK(!str_equal(phrase_text(SAY(sign_in_title), arabic), S("Sign in")));
    CHECK_STR(phrase_fill(t->arena, SAY(sign_in_back_title), phrase_language(S(""), S("")), "name",
                          S("Ada")),
              S("Welcome, \xE2\x81\xA8"
                "Ada\xE2\x81\xA9"));
}
