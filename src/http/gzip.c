/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "http/gzip.h"

#include <limits.h>
#include <zlib.h>

enum { LEVEL = 5, WINDOW_WITH_HEAD = 15 + 16, MEMORY = 8 };

bool gzip_of_str(struct arena *a, str bytes, str *out)
{
    z_stream z = {.avail_in = (uInt)bytes.len};
    if (bytes.len > UINT_MAX / 2 ||
        deflateInit2(&z, LEVEL, Z_DEFLATED, WINDOW_WITH_HEAD, MEMORY, Z_DEFAULT_STRATEGY) != Z_OK)
        return false;
    unsigned char *into = arena_take(a, bytes.len + 1);
    memcpy(&z.next_in, &bytes.ptr, sizeof z.next_in); /* it is only read */
    z.next_out = into;
    z.avail_out = (uInt)bytes.len; /* not shorter: not worth it */
    bool is_done = deflate(&z, Z_FINISH) == Z_STREAM_END;
    (void)deflateEnd(&z);
    if (is_done)
        *out = (str){(const char *)into, z.total_out};
    return is_done;
}
