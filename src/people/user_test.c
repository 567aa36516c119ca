/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "people/user.h"

#include "base/buf.h"
#include "base/limits.h"
#include "base/test.h"

static enum user_fault fault_of(struct test *t, const char *password)
{
    return user_fault_of_password(t->arena, str_of_chars(password), S("Ada Byron Li"),
                                  S("countess@lovelace.example"));
}

static void check_fault(struct test *t, const char *password, enum user_fault should)
{
    enum user_fault is = fault_of(t, password);
    CHECK_THAT(is == should, "%s: %u, should be %u", password, (unsigned)is, (unsigned)should);
}

TEST(a_password_of_twelve_characters_without_rules_of_composition_is_fine)
{
    check_fault(t, "quiet orange ferry", USER_FINE);
    check_fault(t, "vmkzhtqpwxru", USER_FINE);
    check_fault(t, "837402956173", USER_FINE);
    check_fault(t,
                "\xE9\x9B\xA8\xE3\x81\xAE\xE6\x97\xA5\xE3\x81\xAF\xE5\xAE\xB6\xE3\x81\xA7"
                "\xE6\x9C\xAC\xE3\x82\x92\xE8\xAA\xAD\xE3\x82\x80\xE3\x81\xAE\xE3\x81\xA0",
                USER_FINE);
    check_fault(t, "the password is a purple boat", USER_FINE);
}

TEST(a_password_has_12_to_1000_characters)
{
    struct buf b = buf_make(t->arena, MIB);
    check_fault(t, "", USER_PASSWORD_EMPTY);
    check_fault(t, "vmkzhtqpwxr", USER_PASSWORD_SHORT);
    check_fault(t, "\xC3\xA9t\xC3\xA9\xC3\xA9t\xC3\xA9\xC3\xA9t\xC3\xA9x", USER_PASSWORD_SHORT);
    buf_add_repeated(&b, S("vmkzhtqpwx"), 100);
    CHECK(user_fault_of_password(t->arena, buf_str(&b), S(""), S("")) == USER_FINE);
    buf_add_char(&b, 'x');
    CHECK(user_fault_of_password(t->arena, buf_str(&b), S(""), S("")) == USER_PASSWORD_LONG);
}

TEST(a_password_that_others_would_try_first_is_refused)
{
    check_fault(t, "my name is Byron!", USER_PASSWORD_OWN);
    check_fault(t, "Countess-of-all", USER_PASSWORD_OWN);
    check_fault(t, "xx LOVELACE xx yy", USER_PASSWORD_OWN);
    check_fault(t, "a list of liars", USER_FINE); /* "Li" is too short to count */
    check_fault(t, "aaaaaaaaaaaa", USER_PASSWORD_FEW);
    check_fault(t, "abcabcabcabcabc", USER_PASSWORD_FEW);
    check_fault(t, "123456789012", USER_PASSWORD_ROW);
    check_fault(t, "abcdefghijklm", USER_PASSWORD_ROW);
    check_fault(t, "qwertyuiopas", USER_PASSWORD_ROW);
    check_fault(t, "QWERTZuiopasd", USER_PASSWORD_ROW);
    check_fault(t, "Password1234!", USER_PASSWORD_COMMON);
    check_fault(t, "passwordpassword", USER_PASSWORD_COMMON);
    check_fault(t, "Welcome2026!!", USER_PASSWORD_COMMON);
    check_fault(t, "AttuneAdmin2026", USER_PASSWORD_COMMON);
    check_fault(t, "correcthorsebatterystaple", USER_PASSWORD_COMMON);
}

TEST(an_email_has_two_parts)
{
    static const char *const bad[] = {"ada",           "ada@",     "@b.example",   "ada@b",
                                      "a@b@c.example", "a b@c.de", "ada@.example", "ada@b.",
                                      "<a@b.de>",      "a@b..de",  "a@b.de\n",     "\xFF@b.de"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        CHECK_THAT(user_fault_of_email(str_of_chars(bad[i])) == USER_EMAIL_BAD, "%s", bad[i]);
    CHECK(user_fault_of_email(S("ada@lovelace.example")) == USER_FINE);
    CHECK(user_fault_of_email(S("j\xC3\xBCrg+cx@b\xC3\xBC.example.org")) == USER_FINE);
    CHECK(user_fault_of_email(S("")) == USER_EMAIL_EMPTY);
    struct buf b = buf_make(t->arena, MIB);
    buf_add_repeated(&b, S("a"), LIMIT_EMAIL_BYTES);
    buf_add(&b, S("@b.de"));
    CHECK(user_fault_of_email(buf_str(&b)) == USER_EMAIL_LONG);
}

TEST(every_fault_has_a_sentence)
{
    CHECK(!user_fault_phrase(USER_FINE));
    for (unsigned i = USER_FINE + 1; i < USER_FAULT_COUNT; i++)
        CHECK(user_fault_phrase((enum user_fault)i)->texts[0].len > 0);
}
