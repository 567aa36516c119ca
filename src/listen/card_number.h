/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * card_number — whether a text is the number of a payment card: 13 to 19 digits, in groups or
 * not, of which the last is the check digit of the others (ISO/IEC 7812-1, Luhn).
 */
#ifndef LISTEN_CARD_NUMBER_H
#define LISTEN_CARD_NUMBER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"

/* One in ten of other numbers of that length is one, too: look at many. */
bool card_number_is(str text);

/* The text with a dot for each digit of the card numbers in it, but for their last four; the
 * text itself where it has none.  Only numbers that begin as those of the large issuers do, and
 * have their length, are taken for cards: words that people wrote are changed for nothing else.
 * *cards: how many. */
str card_number_mask(struct arena *a, str text, size_t *cards);

#endif
