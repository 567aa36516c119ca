/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

static void close_lock(void *what)
{
    (void)close(*(int *)what);
}

struct err *lock_take(struct arena *a, str dir, const char *doing)
{
    str path = str_format(a, "%.*s/lock", STR(dir));
    int *fd = ARENA_NEW(a, int);
    (void)doing;
    *fd = open(str_to_chars(a, path), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (*fd < 0)
        FAIL(a, errno == EACCES ? WHY_DENIED : WHY_FAILED, "\"%.*s\" cannot be opened: %s.",
             STR(path), strerror(errno));
    arena_defer(a, close_lock, fd);
    if (flock(*fd, LOCK_EX | LOCK_NB) != 0)
        FAIL(a, WHY_BUSY, "Another process writes to the data folder \"%.*s\".", STR(dir));
    return NULL;
}
