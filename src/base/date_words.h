/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * date_words — dates as people and tools write them in words, and the time of day beside a
 * date: "5 March 2024", "11th Nov 2019", "05-Mar-24", "3 de mayo de 2024", "Nov 2019",
 * "Tue Feb 24 11:35:52 +0000 2015", "05/21/2016 10:15:00 PM".
 *
 * Knows the months and weekdays of English, German, French and Spanish.
 */
#ifndef BASE_DATE_WORDS_H
#define BASE_DATE_WORDS_H

#include "base/date.h"

/* What was written of a moment; without a time it is the whole day. */
struct date_time {
    int32_t day;    /* since 1970-01-01 on the wall's calendar */
    int32_t second; /* of the day, 0 to 86,399; has_time */
    int32_t east;   /* seconds that its clock is ahead of UTC; has_zone */
    bool has_time, has_zone;
};

/* The whole of s, which has the name of a month, or is as Amazon writes it: "09 5, 2013".
 * A month and a year alone are its first day. */
bool date_of_words(str s, struct date_time *out);

/* Whatever date_of_str() reads, with the time of day where it can be read.  The offset of a zone
 * is read where it is a number, Z, UTC or GMT. */
bool date_time_of_str(str s, enum date_order order, struct date_time *out);

#endif
