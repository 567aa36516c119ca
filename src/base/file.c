/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/caller.h"

enum { ENDING_SEEN_MS = 100 }; /* at the latest, while nothing comes */

struct file {
    str path, place;
    str front;                      /* read ahead and not yet given */
    const struct file_layer *layer; /* NULL: read from the descriptor */
    const struct file *under;
    int descriptor;
    bool is_input; /* the caller's, who closes it */
    bool has_size;
    uint64_t size, taken;
};

static void close_file(void *what)
{
    const struct file *f = what;
    if (!f->is_input)
        (void)close(f->descriptor);
}

static struct err *open_failed(struct arena *a, str path, int number)
{
    switch (number) {
    case ENOENT:
    case ENOTDIR:
        FAIL(a, WHY_MISSING, "There is no file \"%.*s\".", STR(path));
    case EACCES:
    case EPERM:
        FAIL(a, WHY_DENIED, "The file \"%.*s\" may not be read: permission denied.", STR(path));
    default:
        FAIL(a, WHY_FAILED, "The file \"%.*s\" cannot be opened: %s.", STR(path), strerror(number));
    }
}

struct err *file_open(struct arena *a, str path, struct file **out)
{
    struct file *f = ARENA_NEW(a, struct file);
    f->path = f->place = path;
    f->is_input = str_equal(path, S("-"));
    f->descriptor =
        f->is_input ? caller_input() : open(str_to_chars(a, path), O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (f->descriptor < 0)
        return open_failed(a, path, errno);
    arena_defer(a, close_file, f);
    struct stat about;
    if (fstat(f->descriptor, &about) != 0)
        return open_failed(a, path, errno);
    if (S_ISDIR(about.st_mode))
        FAIL(a, WHY_INVALID, "\"%.*s\" is a folder; name one file in it.", STR(path));
    f->has_size = S_ISREG(about.st_mode);
    f->size = f->has_size ? (uint64_t)about.st_size : 0;
    /* Standard input may be a file of which somebody else read the front. */
    off_t at = f->has_size ? lseek(f->descriptor, 0, SEEK_CUR) : 0;
    f->taken = at <= 0 ? 0 : (uint64_t)at < f->size ? (uint64_t)at : f->size;
    *out = f;
    return NULL;
}

/* A pipe or a terminal may be silent for long; who is told to end does not wait for it. */
static bool wait_for_input(const struct file *f)
{
    struct pollfd input = {.fd = f->descriptor, .events = POLLIN};
    while (!caller_is_to_end()) {
        int ready = poll(&input, 1, ENDING_SEEN_MS);
        if (ready > 0 || (ready < 0 && errno != EINTR))
            return true;
    }
    return false;
}

struct file *file_over(struct arena *a, const struct file *under, const struct file_layer *layer)
{
    struct file *f = ARENA_NEW(a, struct file);
    *f = (struct file){.path = under->path, .descriptor = -1, .layer = layer, .under = under};
    return f;
}

static struct err *read_descriptor(struct arena *a, struct file *f, char *into, size_t room,
                                   size_t *got)
{
    if (f->has_size && room > f->size - f->taken)
        room = (size_t)(f->size - f->taken);
    if (room == 0) {
        *got = 0;
        return NULL;
    }
    if (f->is_input && !f->has_size && !wait_for_input(f))
        FAIL(a, WHY_FAILED, "Reading \"%.*s\" ended before its end: told to stop.", STR(f->path));
    ssize_t len = 0;
    do
        len = read(f->descriptor, into, room);
    while (len < 0 && errno == EINTR);
    if (len < 0)
        FAIL(a, WHY_FAILED, "Reading \"%.*s\" failed: %s.", STR(f->path), strerror(errno));
    if (len == 0 && f->has_size)
        FAIL(a, WHY_CONFLICT, "\"%.*s\" became shorter while it was read; try again.",
             STR(f->path));
    f->taken += (uint64_t)len;
    *got = (size_t)len;
    return NULL;
}

struct err *file_read(struct arena *a, struct file *f, char *into, size_t room, size_t *got)
{
    if (f->front.len == 0)
        return f->layer ? f->layer->read(a, f->layer->state, into, room, got)
                        : read_descriptor(a, f, into, room, got);
    *got = room < f->front.len ? room : f->front.len;
    memcpy(into, f->front.ptr, *got);
    f->front = str_slice(f->front, *got, f->front.len);
    return NULL;
}

struct err *file_peek(struct arena *a, struct file *f, size_t len, str *front)
{
    if (f->front.len < len) {
        char *bytes = arena_take(a, len);
        size_t have = 0, got = 1;
        while (got && have < len) {
            TRY(file_read(a, f, bytes + have, len - have, &got));
            have += got;
        }
        f->front = (str){bytes, have};
    }
    *front = str_slice(f->front, 0, len);
    return NULL;
}

bool file_can_reopen(const struct file *f)
{
    return f->layer ? file_can_reopen(f->under) : f->has_size && !f->is_input;
}

str file_place(const struct file *f)
{
    return f->layer ? file_place(f->under) : f->place;
}

str file_path(const struct file *f)
{
    return f->path;
}

void file_call(struct file *f, str name)
{
    f->path = name;
}

uint64_t file_size(const struct file *f)
{
    return !f->layer        ? f->size
           : f->layer->size ? f->layer->size(f->layer->state)
                            : file_size(f->under);
}

uint64_t file_taken(const struct file *f)
{
    return !f->layer         ? f->taken
           : f->layer->taken ? f->layer->taken(f->layer->state)
                             : file_taken(f->under);
}

uint64_t file_growth(const struct file *f)
{
    struct stat about;
    if (f->layer)
        return f->layer->is_whole ? 0 : file_growth(f->under);
    if (!f->has_size || fstat(f->descriptor, &about) != 0 || (uint64_t)about.st_size < f->size)
        return 0;
    return (uint64_t)about.st_size - f->size;
}
