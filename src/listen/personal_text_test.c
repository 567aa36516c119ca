/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/personal_text.h"

#include "base/test.h"

#define EACH(is, should, ...) check_each((is), #is, (should), (const char *const[]){__VA_ARGS__, 0})
static void check_each(bool (*is)(str), const char *called, bool should, const char *const *texts)
{
    for (size_t i = 0; texts[i]; i++)
        CHECK_THAT(is(str_of_chars(texts[i])) == should, "%s of \"%s\"", called, texts[i]);
}

TEST(telephones_have_a_shape)
{
    EACH(personal_text_is_phone, true, "+49 30 1234567", "5550100199", "(555) 010-0199",
         "001-581-896-7013x3890", "555-010-0199 ext. 12", "030/1234567");
    EACH(personal_text_is_phone, false, "", "+", "123456", "1234567890123456", "555 CALL NOW",
         "192.168.100.200", "1,234,567", "-1234567", "12.5 EUR", "1234567-");
}

TEST(telephones_in_groups_are_no_other_numbers)
{
    EACH(personal_text_is_grouped_phone, true, "+493012345678", "+49 30 1234567", "(555) 010-0199",
         "01 42 68 53 00", "01.42.68.53.00", "555.010.0199", "030/1234567", "0171 2345678");
    EACH(personal_text_is_grouped_phone, false, "5550100199", "1 234 567", "2017-05-03",
         "03/05/2017", "12345-6789", "978-3-16-148410-0", "1234567.89", "0.1234567", "+1000000");
}

TEST(computers_have_addresses)
{
    EACH(personal_text_is_ip, true, "192.0.2.17", "2001:db8::1", "::1", "fe80:0:0:0:1:2:3:4");
    EACH(personal_text_is_ip, false, "", "1.2.3", "1.2.3.4.5", "256.1.1.1", "96.0.4664.110",
         "12:30:45", "12:30", "01.42.68.53", ":", "1::2::3");
}

TEST(names_are_words)
{
    EACH(personal_text_is_name, true, "Ada", "O'Neill", "Jean-Luc", "José María Ruiz de la Peña",
         "Müller");
    EACH(personal_text_is_name, false, "", "R2D2", "a b c d e f g", "x@y", "7");
    EACH(personal_text_is_full_name, true, "Ada Lovelace", "Ludwig van Beethoven", "Élodie Roux",
         "Lovelace, Ada");
    EACH(personal_text_is_full_name, false, "Ada", "red wine", "ACME INC", "Mazda RX4");
}

TEST(addresses_have_a_number)
{
    EACH(personal_text_is_address, true, "12 Main St", "Hauptstraße 5a", "3, rue de la Paix");
    EACH(personal_text_is_address, false, "", "Main", "12", "A1", "12 34");
}
