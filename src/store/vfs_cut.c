/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/vfs_cut.h"

#include <assert.h>
#include <fcntl.h>
#include <pthread.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/test_random.h"

enum { SECTOR = 512 };

enum kind { MADE, WRITTEN, TRUNCATED, SYNCED, NOT_SYNCED, DELETED, NOTED };

struct event {
    enum kind kind;
    size_t file;       /* in vfs_cut.files */
    const char *bytes; /* of a write */
    size_t len;
    uint64_t offset; /* the new length where truncated */
    int64_t note;
    bool syncs; /* a deletion */
};

/* One file from being made to being deleted; its name may come again. */
struct watched {
    const char *name;
    const char *path;
    bool is_there;  /* as the program sees it */
    bool was_there; /* before everything, with these bytes: */
    const char *bytes;
    size_t len;
};

struct vfs_cut {
    struct arena *arena; /* own: called from many threads, under the lock */
    pthread_mutex_t lock;
    const struct vfs_hook *inner;
    struct event *events;
    size_t events_len, events_room;
    struct watched *files;
    size_t files_len, files_room;
};

static void add_event(struct vfs_cut *c, struct event e)
{
    if (c->events_len == c->events_room)
        c->events = arena_grow_array(c->arena, c->events, c->events_len, &c->events_room,
                                     sizeof *c->events);
    c->events[c->events_len++] = e;
}

/* What a file holds before the first call. */
static void read_whole(struct arena *a, const char *path, struct watched *w)
{
    int file = open(path, O_RDONLY | O_CLOEXEC);
    struct stat about;
    assert(file >= 0 && fstat(file, &about) == 0);
    size_t len = 0, room = (size_t)about.st_size;
    char *bytes = arena_take(a, room);
    for (ssize_t got; len < room && (got = read(file, bytes + len, room - len)) > 0;)
        len += (size_t)got;
    assert(len == room);
    (void)close(file);
    w->bytes = bytes;
    w->len = len;
}

static bool find_file(const struct vfs_cut *c, const char *path, size_t *found)
{
    for (size_t i = 0; i < c->files_len; i++)
        if (c->files[i].is_there && strcmp(c->files[i].path, path) == 0) {
            *found = i;
            return true;
        }
    return false;
}

static size_t add_file(struct vfs_cut *c, const char *path, bool is_new)
{
    if (c->files_len == c->files_room)
        c->files =
            arena_grow_array(c->arena, c->files, c->files_len, &c->files_room, sizeof *c->files);
    struct watched *w = &c->files[c->files_len];
    const char *copy = str_to_chars(c->arena, str_of_chars(path));
    *w = (struct watched){
        .path = copy, .name = vfs_shim_file(copy), .is_there = true, .was_there = !is_new};
    if (is_new)
        add_event(c, (struct event){.kind = MADE, .file = c->files_len});
    else
        read_whole(c->arena, path, w);
    return c->files_len++;
}

static void log_call(struct vfs_cut *c, const struct vfs_call *call)
{
    size_t file = 0;
    bool is_known = find_file(c, call->path, &file);
    if (!is_known && (call->op == VFS_OPEN || call->op == VFS_DELETE))
        file = add_file(c, call->path, call->makes);
    struct event e = {.file = file, .offset = call->offset, .syncs = call->syncs};
    if (call->op == VFS_WRITE) {
        e.kind = WRITTEN;
        e.len = call->len;
        e.bytes = str_copy(c->arena, (str){call->bytes, call->len}).ptr;
    } else if (call->op == VFS_TRUNCATE) {
        e.kind = TRUNCATED;
    } else if (call->op == VFS_SYNC) {
        e.kind = SYNCED;
    } else if (call->op == VFS_DELETE) {
        e.kind = DELETED;
        c->files[file].is_there = false;
    } else {
        return;
    }
    add_event(c, e);
}

/* What a call did that fails: the beginning of a write, a sync that forgets. */
static void log_failure(struct vfs_cut *c, const struct vfs_call *call)
{
    size_t file = 0;
    if (call->op == VFS_WRITE && call->done) {
        struct vfs_call part = *call;
        part.len = call->done;
        log_call(c, &part);
    } else if (call->op == VFS_SYNC && find_file(c, call->path, &file)) {
        add_event(c, (struct event){.kind = NOT_SYNCED, .file = file});
    }
}

static int before_call(void *what, struct vfs_call *call)
{
    struct vfs_cut *c = what;
    int code = c->inner ? c->inner->before(c->inner->what, call) : 0;
    (void)pthread_mutex_lock(&c->lock);
    if (code)
        log_failure(c, call);
    else
        log_call(c, call);
    (void)pthread_mutex_unlock(&c->lock);
    return code;
}

static void close_log(void *what)
{
    struct vfs_cut *c = what;
    arena_done(c->arena);
}

struct vfs_cut *vfs_cut_make(struct arena *a, const char *name, const struct vfs_hook *inner)
{
    struct vfs_cut *c = ARENA_NEW(a, struct vfs_cut);
    c->arena = arena_make(0);
    c->inner = inner;
    (void)pthread_mutex_init(&c->lock, NULL);
    arena_defer(a, close_log, c);
    vfs_shim_register(a, name, (struct vfs_hook){before_call, c});
    return c;
}

void vfs_cut_note(struct vfs_cut *c, int64_t n)
{
    (void)pthread_mutex_lock(&c->lock);
    add_event(c, (struct event){.kind = NOTED, .note = n});
    (void)pthread_mutex_unlock(&c->lock);
}

size_t vfs_cut_len(struct vfs_cut *c)
{
    (void)pthread_mutex_lock(&c->lock);
    size_t len = c->events_len;
    (void)pthread_mutex_unlock(&c->lock);
    return len;
}

size_t vfs_cut_notes(struct arena *a, struct vfs_cut *c, size_t moment, int64_t **notes)
{
    (void)pthread_mutex_lock(&c->lock);
    size_t len = 0;
    int64_t *found = ARENA_ARRAY(a, int64_t, moment);
    for (size_t i = 0; i < moment; i++)
        if (c->events[i].kind == NOTED)
            found[len++] = c->events[i].note;
    (void)pthread_mutex_unlock(&c->lock);
    *notes = found;
    return len;
}

/* How the disk treats what was not synced. */
enum fate { ALL_LOST, ALL_KEPT, SOME_WRITES, SOME_SECTORS, SOME_GARBAGE, FATES };

struct waiting {
    const struct event *event;
    bool is_forgotten; /* its sync failed */
};

/* A file of the image. */
struct content {
    char *bytes;
    size_t len, room;
    struct waiting *waiting; /* since its last sync */
    size_t waiting_len, waiting_room;
    bool is_there; /* on the disk */
};

struct image {
    struct arena *arena;
    struct content *files;
    const struct event **names; /* made and deleted since the last sync */
    size_t names_len, names_room;
    struct test_random dice;
    enum fate fate;
    bool hits_neighbours;
    size_t damaged;
};

static void make_room(struct arena *a, struct content *f, size_t need)
{
    if (need <= f->room)
        return;
    size_t room = f->room * 2 > need ? f->room * 2 : need;
    char *bytes = arena_take(a, room);
    if (f->len)
        memcpy(bytes, f->bytes, f->len);
    f->bytes = bytes;
    f->room = room;
}

static void resize(struct arena *a, struct content *f, size_t len)
{
    make_room(a, f, len);
    if (len > f->len)
        memset(f->bytes + f->len, 0, len - f->len);
    f->len = len;
}

static void put(struct arena *a, struct content *f, size_t offset, const char *bytes, size_t len)
{
    if (f->len < offset + len)
        resize(a, f, offset + len);
    if (len)
        memcpy(f->bytes + offset, bytes, len);
}

static void put_garbage(struct image *i, struct content *f, size_t from, size_t to)
{
    if (i->hits_neighbours) {
        from -= from % SECTOR;
        size_t end = (to + SECTOR - 1) / SECTOR * SECTOR;
        to = end < f->len ? end : to;
    }
    if (f->len < to)
        resize(i->arena, f, to);
    for (size_t at = from; at < to; at++)
        f->bytes[at] = (char)test_random_below(&i->dice, 256);
}

/* Whether a whole write, or one sector of it, is there. */
static bool survives(struct image *i, bool is_sector)
{
    if (i->fate == ALL_KEPT || i->fate == ALL_LOST)
        return i->fate == ALL_KEPT;
    return is_sector == (i->fate == SOME_WRITES) || test_random_one_in(&i->dice, 2);
}

static void put_damaged(struct image *i, struct content *f, const struct event *e)
{
    bool is_there = survives(i, false);
    if (e->kind == TRUNCATED) {
        if (is_there)
            resize(i->arena, f, (size_t)e->offset);
        return;
    }
    size_t offset = (size_t)e->offset, end = offset + e->len;
    for (size_t from = offset, to = 0; from < end; from = to) {
        to = from - from % SECTOR + SECTOR;
        to = to < end ? to : end;
        if (is_there && survives(i, true)) {
            put(i->arena, f, from, e->bytes + (from - offset), to - from);
            continue;
        }
        i->damaged++;
        if (i->fate == SOME_GARBAGE && test_random_one_in(&i->dice, 2))
            put_garbage(i, f, from, to);
    }
}

static void put_waiting(struct image *i, struct content *f, bool is_synced)
{
    for (size_t w = 0; w < f->waiting_len; w++) {
        const struct event *e = f->waiting[w].event;
        if (!is_synced || f->waiting[w].is_forgotten)
            put_damaged(i, f, e);
        else if (e->kind == TRUNCATED)
            resize(i->arena, f, (size_t)e->offset);
        else
            put(i->arena, f, (size_t)e->offset, e->bytes, e->len);
    }
    f->waiting_len = 0;
}

static void put_names(struct image *i, size_t len)
{
    for (size_t n = 0; n < len; n++)
        i->files[i->names[n]->file].is_there = i->names[n]->kind == MADE;
    i->names_len = 0;
}

static void await(struct image *i, struct content *f, const struct event *e)
{
    if (f->waiting_len == f->waiting_room)
        f->waiting = arena_grow_array(i->arena, f->waiting, f->waiting_len, &f->waiting_room,
                                      sizeof *f->waiting);
    f->waiting[f->waiting_len++] = (struct waiting){.event = e};
}

static void await_name(struct image *i, const struct event *e)
{
    if (i->names_len == i->names_room)
        i->names =
            arena_grow_array(i->arena, i->names, i->names_len, &i->names_room, sizeof *i->names);
    i->names[i->names_len++] = e;
    if (e->syncs)
        put_names(i, i->names_len);
}

static void replay(struct image *i, const struct event *e)
{
    struct content *f = &i->files[e->file];
    switch (e->kind) {
    case WRITTEN:
    case TRUNCATED:
        await(i, f, e);
        break;
    case SYNCED:
        put_waiting(i, f, true);
        put_names(i, i->names_len);
        break;
    case NOT_SYNCED:
        for (size_t w = 0; w < f->waiting_len; w++)
            f->waiting[w].is_forgotten = true;
        break;
    case MADE:
    case DELETED:
        await_name(i, e);
        break;
    case NOTED:
        break;
    }
}

static void write_file(const char *path, const struct content *f)
{
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    assert(file >= 0);
    for (size_t done = 0; done < f->len;) {
        ssize_t put_len = write(file, f->bytes + done, f->len - done);
        assert(put_len > 0);
        done += (size_t)put_len;
    }
    (void)close(file);
}

static void write_image(const struct vfs_cut *c, struct image *i, str folder)
{
    for (size_t f = 0; f < c->files_len; f++) {
        str path = str_format(i->arena, "%.*s/%s", STR(folder), c->files[f].name);
        (void)unlink(path.ptr);
        (void)unlink(str_format(i->arena, "%.*s-shm", STR(path)).ptr);
    }
    for (size_t f = 0; f < c->files_len; f++)
        if (i->files[f].is_there)
            write_file(str_format(i->arena, "%.*s/%s", STR(folder), c->files[f].name).ptr,
                       &i->files[f]);
}

size_t vfs_cut_image(struct vfs_cut *c, size_t moment, struct vfs_damage damage, str folder)
{
    struct image i = {.arena = arena_make(0),
                      .dice = {.state = damage.seed},
                      .hits_neighbours = damage.hits_neighbours};
    i.fate = (enum fate)test_random_below(&i.dice, FATES);
    (void)pthread_mutex_lock(&c->lock);
    i.files = ARENA_ARRAY(i.arena, struct content, c->files_len);
    for (size_t f = 0; f < c->files_len; f++) {
        i.files[f].is_there = c->files[f].was_there;
        put(i.arena, &i.files[f], 0, c->files[f].bytes, c->files[f].len);
    }
    for (size_t e = 0; e < moment; e++)
        replay(&i, &c->events[e]);
    for (size_t f = 0; f < c->files_len; f++)
        put_waiting(&i, &i.files[f], false);
    put_names(&i, test_random_below(&i.dice, i.names_len + 1));
    write_image(c, &i, folder);
    (void)pthread_mutex_unlock(&c->lock);
    size_t damaged = i.damaged;
    arena_done(i.arena);
    return damaged;
}
