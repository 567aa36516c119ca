/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * xlsx_number — numbers of a workbook's cells as text: as a spreadsheet shows them, dates
 * as 2017-05-03.
 */
#ifndef BASE_XLSX_NUMBER_H
#define BASE_XLSX_NUMBER_H

#include "base/buf.h"
#include "base/xlsx_format.h"

/* A number of digits only; false where it is none, or above 10^18. */
bool xlsx_whole(str s, uint64_t *out);

/* Fifteen digits, as a spreadsheet has them: 0.30000000000000004 is 0.3, 5.0 is 5; whole
 * numbers keep all of theirs.  What is no number is added as it is. */
void xlsx_add_number(struct buf *b, str written);

/* The day and the time of day that a number stands for: "2017-05-03",
 * "2017-05-03 14:30:00", "14:30:00"; a date with a part of a day has its time, whether
 * the format shows it or not.  False where no calendar has such a day; nothing is added.
 * is_1904: the workbook counts days from 1904-01-01, else from 1900-01-01 with a
 * 1900-02-29 that never was. */
bool xlsx_add_date(struct buf *b, str written, struct xlsx_format format, bool is_1904);

#endif
