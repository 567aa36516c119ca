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
