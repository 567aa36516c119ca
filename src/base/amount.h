/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * amount — numbers with what people write around them: "$1,234.50", "1.234,50 €",
 * "CHF 1'200", "(12.00)", "45 %".
 */
#ifndef BASE_AMOUNT_H
#define BASE_AMOUNT_H

#include "base/decimal.h"

/* Reads the whole of s.  Thousands may be divided, all by the same mark: a comma (a point
 * where commas are decimal), an apostrophe, a narrow or no-break blank, a blank where a
 * currency stands beside.  *unit: the three letters of a currency that its sign or name
 * leaves no doubt about; a sign that several have, as it is written ("$", "¥", "kr"); "%";
 * or empty.  Where a unit stands beside and the marks fit the other way alone, they are
 * read that way: "12,50 €".  False: it is no such number, and out is as it was. */
bool amount_of_str(str s, bool decimal_comma, struct decimal *value, str *unit);

/* The three letters in capitals, whether or not there is such a currency. */
bool currency_of_str(str s, str *letters);
/* Of a word in lower case that names one: "usd", "euro". */
bool currency_of_word(str word, str *letters);

#endif
