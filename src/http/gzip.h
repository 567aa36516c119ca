/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * gzip — makes a body shorter for a client that takes it so (zlib behind it).
 */
#ifndef HTTP_GZIP_H
#define HTTP_GZIP_H

#include "base/arena.h"
#include "base/str.h"

enum { GZIP_FROM_BYTES = 1024 }; /* shorter bodies fit into the first packets anyway */

/* False where it would not become shorter. */
bool gzip_of_str(struct arena *a, str bytes, str *out);

#endif
