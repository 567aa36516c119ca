/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * tar — the block in front of a file in a POSIX archive (ustar, IEEE 1003.1 pax).
 *
 * Knows plain files with short names and nothing else: no folders, links, devices, no
 * extensions but one, sizes of 8 GiB and more as GNU tar and libarchive write them.
 */
#ifndef STORE_TAR_H
#define STORE_TAR_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

enum { TAR_BLOCK = 512, TAR_NAME_BYTES = 100 };

struct tar_member {
    str name;       /* 1 to TAR_NAME_BYTES bytes */
    unsigned mode;  /* 0600 */
    uint64_t bytes; /* of the file, which follows and is filled up to a whole block */
    int64_t at_s;   /* when it was changed, seconds since 1970, 0 or later */
};

void tar_of_member(const struct tar_member *m, char block[TAR_BLOCK]);
/* False where it is none that this module knows, or damaged; the name is a view of the
 * block. */
bool tar_to_member(const char block[TAR_BLOCK], struct tar_member *out);
/* Zeros behind a file. */
uint64_t tar_padding(uint64_t bytes);
/* Behind the last file stand two blocks of zeros. */
bool tar_is_zero(const char *bytes, size_t len);

#endif
