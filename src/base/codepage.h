/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * codepage — reads the bytes of a text that is not all UTF-8, character by character.
 *
 * People paste from a mail, type on an old till and export once more, so that one cell may
 * hold several code pages.  Of a byte above 127
 *
 *   a well-formed sequence of UTF-8 is that character, if the file is mostly UTF-8 or the
 *     character is one that bytes of another code page hardly make by chance,
 *   80 is the euro sign and 85 the ellipsis,
 *   81..9F are cp850 (letters: 82 is é) or Windows-1252 (quotes, dashes: 82 is ‚),
 *   A0..FF are Latin-1.
 *
 * Which of both 81..9F is, its neighbours say: a letter stands beside letters, a capital at
 * a word's front or among capitals, a mark where such a mark stands.  Where both or neither
 * would do, it is what its record's other such bytes are that were clear, else what the
 * file's are; else Windows-1252.  So a text is read the same however it is cut into reads.
 *
 * It knows no language and no words.
 */
#ifndef BASE_CODEPAGE_H
#define BASE_CODEPAGE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"

/* What a text has shown of itself. */
struct codepage {
    bool is_utf8; /* nothing above 127, or well-formed sequences more often than other bytes */
    bool is_dos;  /* bytes 81..9F were clearly cp850 more often than Windows-1252 */
};

/* Of a file's first bytes; a character that their end cuts does not count. */
struct codepage codepage_of_sample(str sample, bool whole);
/* For one record of that file, with its delimiters and quotes.  *is_mixed: something in it
 * is not in the file's encoding: not UTF-8 in a file that is, else UTF-8 or cp850. */
struct codepage codepage_of_record(str record, struct codepage file, bool *is_mixed);

/* Bytes of that record, such as a cell, as UTF-8.  Every byte has a meaning: the five that
 * Windows-1252 leaves open are cp850. */
str codepage_decode(struct arena *a, str bytes, struct codepage record);

#endif
