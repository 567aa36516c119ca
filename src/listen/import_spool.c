/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/import_spool.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/file.h"
#include "base/secret.h"
#include "base/spool.h"

enum { NAME_BYTES = 8 };

static void remove_spool(void *path)
{
    (void)unlink(path);
}

struct err *import_spool_input(struct arena *a, str dir, str *path)
{
    char name[NAME_BYTES];
    struct file *from = NULL;
    secret_random(name, sizeof name);
    *path = str_format(a, "%.*s/spool/import-%.*s", STR(dir),
                       STR(secret_to_base32(a, (str){name, sizeof name})));
    TRY(file_open(a, S("-"), &from));
    char *chars = str_to_chars(a, *path);
    int to = open(chars, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (to < 0)
        FAIL(a, errno == EACCES ? WHY_DENIED : WHY_FAILED, "\"%.*s\" cannot be made: %s.",
             STR(*path), strerror(errno));
    arena_defer(a, remove_spool, chars);
    struct err *e = spool_copy(a, from, to, *path);
    (void)close(to);
    return e;
}
