/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/card_number.h"

#include "base/test.h"

TEST(a_card_number_has_its_check_digit)
{
    CHECK(card_number_is(S("4111111111111111"))); /* numbers that card schemes give out for tests */
    CHECK(card_number_is(S("4111 1111 1111 1111")));
    CHECK(card_number_is(S("5555-5555-5555-4444")));
    CHECK(card_number_is(S("378282246310005")));
    CHECK(!card_number_is(S("4111111111111112")));
    CHECK(!card_number_is(S("411111111111111")));  /* too short for its check digit */
    CHECK(!card_number_is(S("0000000000000000"))); /* of no issuer */
    CHECK(!card_number_is(S("41111111111111110000")));
    CHECK(!card_number_is(S("4111 1111 1111 111x")));
    CHECK(!card_number_is(S("")));
}

static str masked(struct test *t, const char *text)
{
    size_t cards = 0;
    return card_number_mask(t->arena, str_of_chars(text), &cards);
}

TEST(a_card_number_within_words_keeps_its_last_four_digits)
{
    CHECK_STR(masked(t, "My card 4111111111111111 was charged twice"),
              S("My card "
                "\u2022\u2022\u2022\u2022\u2022\u2022\u2022\u2022\u2022\u2022\u2022\u20221111 was "
                "charged twice"));
    CHECK_STR(masked(t, "5555-5555-5555-4444 2 times"),
              S("\u2022\u2022\u2022\u2022-\u2022\u2022\u2022\u2022-\u2022\u2022\u2022\u2022-4444 2 "
                "times"));
    size_t cards = 0;
    (void)card_number_mask(t->arena, S("4111 1111 1111 1111, 378282246310005."), &cards);
    CHECK_INT(cards, 2);
    str once = masked(t, "4111111111111111");
    CHECK_STR(card_number_mask(t->arena, once, &cards), once); /* and once only */
    CHECK_INT(cards, 0);
}

TEST(other_long_numbers_are_left_as_they_were_written)
{
    static const char *const texts[] = {
        "order 4111111111111112", /* no check digit */
        "order 1234567890123452", /* of no issuer */
        "call +49 30 1234567 or 0171 1234567",
        "41111111111111110000", /* longer than any */
        "DE89 3704 0044 0532 0130 00",
        "",
        "no digits",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        CHECK_STR(masked(t, texts[i]), str_of_chars(texts[i]));
}
