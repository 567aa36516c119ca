/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PIECE = 64 * 1024 };

static void close_spool(void *what)
{
    (void)close((int)(intptr_t)what);
}

static struct err *write_all(struct arena *a, int to, str path, const char *piece, size_t len)
{
    while (len) {
        ssize_t done = write(to, piece, len);
        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            FAIL(a, errno == ENOSPC ? WHY_LIMIT : WHY_FAILED, "\"%.*s\" cannot be written: %s.",
                 STR(path), strerror(errno));
        piece += done;
        len -= (size_t)done;
    }
    return NULL;
}

struct err *spool_copy(struct arena *a, struct file *from, int to, str path)
{
    char *piece = arena_take(a, PIECE);
    size_t got = 1;
    while (got) {
        TRY(file_read(a, from, piece, PIECE, &got));
        TRY(write_all(a, to, path, piece, got));
    }
    return NULL;
}

static struct err *open_spool(struct arena *a, int *to, str *name, str *path)
{
    const char *dir = getenv("TMPDIR");
    char *chars =
        str_to_chars(a, str_format(a, "%s/attune-XXXXXX", dir && dir[0] == '/' ? dir : "/tmp"));
    *to = mkostemp(chars, O_CLOEXEC);
    if (*to < 0)
        FAIL(a, errno == ENOSPC ? WHY_LIMIT : WHY_FAILED,
             "What comes in cannot be kept in \"%s\" to be read twice: %s.", chars,
             strerror(errno));
    arena_defer(a, close_spool, (void *)(intptr_t)*to); // NOLINT(performance-no-int-to-ptr)
    (void)unlink(chars);
    *name = str_of_chars(chars);
    *path = str_format(a, "/proc/self/fd/%d", *to);
    return NULL;
}

struct err *spool_file(struct arena *a, struct file *from, str *path)
{
    int to = -1;
    str name = {NULL, 0};
    TRY(open_spool(a, &to, &name, path));
    return spool_copy(a, from, to, name);
}

struct err *spool_bytes(struct arena *a, str bytes, str *path)
{
    int to = -1;
    str name = {NULL, 0};
    TRY(open_spool(a, &to, &name, path));
    return write_all(a, to, name, bytes.ptr, bytes.len);
}
