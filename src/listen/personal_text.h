/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * personal_text — whether a text has the shape of what tells who somebody is.
 *
 * One text alone proves little: look at most of a column, and at its name.
 */
#ifndef LISTEN_PERSONAL_TEXT_H
#define LISTEN_PERSONAL_TEXT_H

#include <stdbool.h>

#include "base/str.h"

/* 7 to 15 digits, with an optional + and blanks, dots, hyphens, slashes or brackets between;
 * "x12" or "ext. 12" may follow. */
bool personal_text_is_phone(str text);
/* The same, written as nobody writes another number: +49 30 1234567, (555) 010-0199,
 * 01 42 68 53 00. */
bool personal_text_is_grouped_phone(str text);
/* An address of a computer: 192.0.2.17, 2001:db8::1. */
bool personal_text_is_ip(str text);
/* The number of a bank account with the check digits of ISO 13616: DE89 3704 0044 0532 0130 00. */
bool personal_text_is_iban(str text);
/* One to six words of letters. */
bool personal_text_is_name(str text);
/* Two to four words of letters, each with a capital: Ada Lovelace, Ludwig van Beethoven. */
bool personal_text_is_full_name(str text);
/* Words with a number among them: 12 Main St. */
bool personal_text_is_address(str text);

#endif
