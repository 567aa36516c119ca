/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/amount.h"

#include "base/test.h"

static str read(struct test *t, const char *text, bool decimal_comma)
{
    struct decimal value = {0, 0};
    str unit = S("");
    if (!amount_of_str(str_of_chars(text), decimal_comma, &value, &unit))
        return S("no");
    str number = decimal_to_str(t->arena, value);
    return unit.len ? str_format(t->arena, "%.*s %.*s", STR(number), STR(unit)) : number;
}

TEST(amounts_are_read_as_people_write_them)
{
    static const struct {
        const char *written;
        bool decimal_comma;
        const char *read;
    } cases[] = {
        {"$1,234.50", false, "1234.5 $"},
        {"1.234,50 €", true, "1234.5 EUR"},
        {"€1.234.567,89", true, "1234567.89 EUR"},
        {"CHF 1'200", false, "1200 CHF"},
        {"1\u2019200.05 CHF", false, "1200.05 CHF"},
        {"12,50 €", false, "12.5 EUR"}, /* it fits the other way alone */
        {"12.50 €", true, "12.5 EUR"},
        {"1 234 567,5 kr", true, "1234567.5 kr"},
        {"1\u202F234", true, "1234"},
        {"1\u00A0234,5\u00A0€", true, "1234.5 EUR"},
        {"US$ 5", false, "5 USD"},
        {"usd 5", false, "5 USD"},
        {"-$5", false, "-5 $"},
        {"$-5", false, "-5 $"},
        {"($5.25)", false, "-5.25 $"},
        {"(1,005.25)", false, "-1005.25"},
        {"45%", false, "45 %"},
        {"45,5 %", true, "45.5 %"},
        {"1,234", false, "1234"},
        {"1,234,567", false, "1234567"},
        {"-1,234.5", false, "-1234.5"},
        {"7,5", true, "7.5"},
        {"3 euros", false, "3 EUR"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        CHECK_STR(read(t, cases[i].written, cases[i].decimal_comma), str_of_chars(cases[i].read));
}

TEST(other_texts_are_no_amounts)
{
    static const char *const texts[] = {
        "",         " ",         "$",       "7,5",       "1,23,456", "12,3456", "1,2345",
        "0,123",    "(5)",       "5 stars", "1.234.56",  "$5-$10",   "1 234",   "1,234,56",
        "1'234,5",  "$ 5 $",     "--5",     "5 USD EUR", "USD",      ",5",      "1,,234",
        "12 years", "1,234'567", "<$5",     "$1,2.3,4",  "030 123",  "5%%",     "1.2.3",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        CHECK_STR(read(t, texts[i], false), S("no"));
}

TEST(an_amount_longer_than_any_is_none)
{
    char text[80];
    memset(text, '1', sizeof text);
    struct decimal value;
    str unit;
    for (size_t len = 1; len <= sizeof text; len++)
        CHECK(amount_of_str((str){text, len}, false, &value, &unit) == (len <= 18));
}

TEST(currencies_are_three_capital_letters_or_known)
{
    str letters = S("");
    CHECK(currency_of_str(S("eur"), &letters));
    CHECK_STR(letters, S("EUR"));
    CHECK(currency_of_str(S("XAF"), &letters));
    CHECK_STR(letters, S("XAF"));
    CHECK(!currency_of_str(S("xaf"), &letters));
    CHECK(!currency_of_str(S("EURO"), &letters));
    CHECK(!currency_of_str(S(""), &letters));
    CHECK(currency_of_word(S("usd"), &letters));
    CHECK_STR(letters, S("USD"));
    CHECK(!currency_of_word(S("try"), &letters));
}
