/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * utf16 — a file in UTF-16 read as UTF-8.
 *
 * Known by its byte order mark (FF FE or FE FF), else by NUL bytes in nearly every other
 * place, and in none between, of its first LIMIT_ENCODING_SAMPLE bytes.  Half a surrogate
 * pair and half a character at the end are U+FFFD.
 */
#ifndef BASE_UTF16_H
#define BASE_UTF16_H

#include "base/err.h"
#include "base/file.h"

/* f itself where it is not in UTF-16; the byte order mark is no part of the text. */
struct err *utf16_open(struct arena *a, struct file *f, struct file **out);

#endif
