/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * zstd — bytes compressed into a file as they come, and read out of it again (RFC 8878,
 * libzstd behind it).
 *
 * A file is one frame, with a checksum of what was put in.  Reading takes as much memory
 * as LIMIT_ZSTD_WINDOW_LOG allows, whatever the file says of itself, and however much
 * comes out; how much may, the caller decides.
 */
#ifndef BASE_ZSTD_H
#define BASE_ZSTD_H

#include "base/err.h"
#include "base/file.h"
#include "base/new_file.h"

struct zstd_writer;
struct zstd_reader;

struct zstd_writer *zstd_writer_make(struct arena *a, struct new_file *to);
struct err *zstd_write(struct arena *a, struct zstd_writer *z, str bytes);
/* Ends the frame; once. */
struct err *zstd_write_end(struct arena *a, struct zstd_writer *z);

struct zstd_reader *zstd_reader_make(struct arena *a, struct file *from);
/* As many bytes as there is room for; less only at the end, where the checksum is right
 * and nothing follows.  INVALID with the place in the file where it is no frame, damaged or
 * cut off. */
struct err *zstd_read(struct arena *a, struct zstd_reader *z, char *into, size_t room, size_t *got);

#endif
