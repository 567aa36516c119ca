/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * packed — a file that may be compressed, read as what is in it.
 *
 * Its first bytes say whether it is (gzip, zstd, ZIP), not its name.  Nothing is unpacked to
 * disk or held as a whole.  Of an archive the one file in it is read; a workbook (xlsx, ods),
 * which is an archive too, is left as it is.  What unpacks to more than
 * LIMIT_UNPACKED_BYTES, or to LIMIT_UNPACKED_RATIO times its length, is refused.
 */
#ifndef BASE_PACKED_H
#define BASE_PACKED_H

#include "base/err.h"
#include "base/file.h"

/* What file_open() says; name: how messages call it, empty: as its path.  INVALID for an
 * archive of no file or of several, and for what is packed twice. */
struct err *packed_open(struct arena *a, str path, str name, struct file **out);

/* A file's name without the ending that says how it is compressed. */
str packed_inner_name(str name);

#endif
