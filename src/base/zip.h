/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * zip — an archive of files (ZIP): what is in it, and one of them as a stream.
 *
 * libzip is hidden in zip.c.  Nothing is unpacked to disk or held as a whole.  What an
 * archive says of itself is not believed: a file in it that is longer than it says, or
 * so much longer than packed that it was made to fill a machine, is refused.
 */
#ifndef BASE_ZIP_H
#define BASE_ZIP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

struct zip_archive;
struct zip_stream;

/* One file in an archive. */
struct zip_member {
    str name;              /* its path in the archive, UTF-8; a folder's ends with "/" */
    uint64_t size, packed; /* bytes, unpacked and as it lies there, as the archive says */
    bool is_encrypted;
};

/* name: how messages call it.  Closed with the arena.  INVALID where it is no archive or
 * a damaged one, LIMIT for more than LIMIT_ZIP_MEMBERS. */
struct err *zip_archive_open(struct arena *a, str path, str name, struct zip_archive **out);
str zip_archive_name(const struct zip_archive *z);
const struct zip_member *zip_archive_members(const struct zip_archive *z, size_t *len);
/* The member of that name, case ignored (as OPC has it); false: there is none. */
bool zip_archive_find(const struct zip_archive *z, str member, size_t *index);

/* Closed with the arena.  INVALID for one with a password, or packed in an unknown way;
 * LIMIT for one that is too long. */
struct err *zip_stream_open(struct arena *a, const struct zip_archive *z, size_t index,
                            struct zip_stream **out);
/* Up to room bytes; *got is 0 at the end, where its checksum was right. */
struct err *zip_stream_read(struct arena *a, struct zip_stream *s, char *into, size_t room,
                            size_t *got);
/* Bytes read so far, unpacked. */
uint64_t zip_stream_taken(const struct zip_stream *s);

/* An archive that is written.  Nothing is at path until it is closed; given up with the
 * arena. */
struct zip_writer;
struct err *zip_writer_open(struct arena *a, str path, struct zip_writer **out);
/* bytes, and the file at path, must stay until it is closed. */
struct err *zip_writer_add(struct arena *a, struct zip_writer *w, str name, str bytes);
struct err *zip_writer_add_file(struct arena *a, struct zip_writer *w, str name, str path);
/* Packs all of it, and takes the place of what is at its path.  LIMIT where there is no
 * space. */
struct err *zip_writer_close(struct arena *a, struct zip_writer *w);

#endif
