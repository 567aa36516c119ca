/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * gzip — bytes compressed as RFC 1952 has it (zlib behind it): a body for a client that takes
 * it so, and a file as it is read.
 *
 * Reading takes as much memory whatever comes out; how much may, the caller decides.
 */
#ifndef BASE_GZIP_H
#define BASE_GZIP_H

#include "base/err.h"
#include "base/file.h"

/* False where it would not become shorter. */
bool gzip_of_str(struct arena *a, str bytes, str *out);

struct gzip_reader;

struct gzip_reader *gzip_reader_make(struct arena *a, struct file *from);
/* Up to room bytes; *got is 0 at the end, where all checksums were right.  Members that follow
 * each other are one text, zeros behind the last are nothing.  INVALID with the place in the
 * file where it is damaged or cut off. */
struct err *gzip_read(struct arena *a, struct gzip_reader *z, char *into, size_t room, size_t *got);

#endif
