/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * A lock of the open file (F_OFD_SETLK): it goes with the last descriptor, so no way
 * of dying leaves it behind, and, unlike a lock of the process, closing another
 * descriptor of the same file does not drop it.  flock() would do that as well, but
 * can be asked who holds it only by taking it, which would refuse a true contender.
 */
#include "store/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"

enum { TEXT_BYTES = 64 };

static void release(void *what)
{
    const int *descriptor = what;
    (void)!ftruncate(*descriptor, 0);
    (void)close(*descriptor);
}

static void close_descriptor(void *what)
{
    (void)close(*(const int *)what);
}

static char *path_of(struct arena *a, str dir)
{
    return str_to_chars(a, str_format(a, "%.*s/lock", STR(dir)));
}

static struct err *open_failed(struct arena *a, str dir, int number)
{
    switch (number) {
    case ENOENT:
    case ENOTDIR:
        FAIL(a, WHY_MISSING, "There is no data folder \"%.*s\".", STR(dir));
    case EACCES:
    case EPERM:
    case EROFS:
        FAIL(a, WHY_DENIED, "The data folder \"%.*s\" may not be written: %s.", STR(dir),
             number == EROFS ? "its file system is read-only" : "permission denied");
    default:
        FAIL(a, WHY_FAILED, "The file \"%.*s/lock\" cannot be opened: %s.", STR(dir),
             strerror(number));
    }
}

static struct err *lock_failed(struct arena *a, str dir, int number)
{
    if (number != EAGAIN && number != EACCES)
        FAIL(a, WHY_FAILED, "The file \"%.*s/lock\" cannot be locked: %s.", STR(dir),
             strerror(number));
    struct lock_holder holder = lock_holder(a, dir);
    FAIL(a, WHY_BUSY, "The data folder \"%.*s\" is in use by %.*s.", STR(dir),
         STR(lock_holder_text(a, &holder)));
}

/* That it cannot be written (a full disk) takes nothing from the lock. */
static void write_holder(struct arena *a, int descriptor, const char *doing)
{
    str text = str_format(a, "%ld %s\n", (long)getpid(), doing);
    if (ftruncate(descriptor, 0) == 0)
        (void)!pwrite(descriptor, text.ptr, text.len, 0);
}

struct err *lock_take(struct arena *a, str dir, const char *doing)
{
    int *descriptor = ARENA_NEW(a, int);
    *descriptor = open(path_of(a, dir), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NOCTTY, 0600);
    if (*descriptor < 0)
        return open_failed(a, dir, errno);
    struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    if (fcntl(*descriptor, F_OFD_SETLK, &whole) != 0) {
        int number = errno;
        (void)close(*descriptor);
        return lock_failed(a, dir, number);
    }
    arena_defer(a, release, descriptor);
    write_holder(a, *descriptor, doing);
    return NULL;
}

/* "1234 import\n"; anything else says nothing. */
static void read_text(struct arena *a, str text, struct lock_holder *out)
{
    str doing, number = str_cut(str_trim(text), ' ', &doing);
    int64_t process = 0;
    if (number.len < 1 || number.len > 10 || !doing.len)
        return;
    for (size_t i = 0; i < number.len; i++) {
        if (number.ptr[i] < '0' || number.ptr[i] > '9')
            return;
        process = process * 10 + (number.ptr[i] - '0');
    }
    for (size_t i = 0; i < doing.len; i++)
        if (!strchr("abcdefghijklmnopqrstuvwxyz_-", doing.ptr[i]))
            return;
    out->process = process;
    out->doing = str_copy(a, doing);
}

struct lock_holder lock_holder(struct arena *a, str dir)
{
    struct lock_holder holder = {.is_held = false};
    struct arena *scratch = arena_make(0);
    int descriptor = open(path_of(scratch, dir), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NOCTTY);
    if (descriptor >= 0) {
        arena_defer(scratch, close_descriptor, &descriptor);
        char text[TEXT_BYTES];
        struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
        holder.is_held = fcntl(descriptor, F_OFD_GETLK, &whole) == 0 && whole.l_type != F_UNLCK;
        ssize_t len = holder.is_held ? pread(descriptor, text, sizeof text, 0) : 0;
        if (len > 0)
            read_text(a, (str){text, (size_t)len}, &holder);
    }
    arena_done(scratch);
    return holder;
}

str lock_holder_text(struct arena *a, const struct lock_holder *holder)
{
    if (!holder->process)
        return S("another process");
    return str_format(a, "process %" PRId64 " (%.*s)", holder->process, STR(holder->doing));
}
