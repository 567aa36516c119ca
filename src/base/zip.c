/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/zip.h"

#include <assert.h>
#include <errno.h>
#include <zip.h>

#include "base/limits.h"
#include "base/text.h"

struct zip_archive {
    struct zip *archive;
    str name;
    struct zip_member *members;
    size_t len;
};

struct zip_stream {
    const struct zip_archive *archive;
    const struct zip_member *member;
    struct zip_file *file;
    uint64_t taken;
};

static void close_archive(void *what)
{
    const struct zip_archive *z = what;
    zip_discard(z->archive);
}

static void close_stream(void *what)
{
    const struct zip_stream *s = what;
    (void)zip_fclose(s->file);
}

static struct err *open_failed(struct arena *a, str name, int code, int number)
{
    switch (code) {
    case ZIP_ER_NOENT:
        FAIL(a, WHY_MISSING, "There is no file \"%.*s\".", STR(name));
    case ZIP_ER_OPEN:
    case ZIP_ER_READ:
    case ZIP_ER_SEEK:
        FAIL(a, number == EACCES ? WHY_DENIED : WHY_FAILED, "The file \"%.*s\" cannot be read: %s.",
             STR(name), strerror(number));
    default:
        FAIL(a, WHY_INVALID,
             "\"%.*s\" begins as a ZIP file, and its end is missing or damaged; was it copied or "
             "downloaded as a whole?",
             STR(name));
    }
}

static struct err *read_member(struct arena *a, const struct zip_archive *z, size_t i,
                               struct zip_member *member)
{
    struct zip_stat about;
    zip_stat_init(&about);
    if (zip_stat_index(z->archive, i, 0, &about) != 0 || !about.name)
        FAIL(a, WHY_INVALID, "\"%.*s\" is a damaged ZIP file: its list of files cannot be read.",
             STR(z->name));
    *member = (struct zip_member){
        .name = str_copy(a, str_of_chars(about.name)),
        .size = about.valid & ZIP_STAT_SIZE ? about.size : 0,
        .packed = about.valid & ZIP_STAT_COMP_SIZE ? about.comp_size : 0,
        .is_encrypted =
            about.valid & ZIP_STAT_ENCRYPTION_METHOD && about.encryption_method != ZIP_EM_NONE,
    };
    return NULL;
}

struct err *zip_archive_open(struct arena *a, str path, str name, struct zip_archive **out)
{
    struct zip_archive *z = ARENA_NEW(a, struct zip_archive);
    int code = 0;
    z->name = name;
    z->archive = zip_open(str_to_chars(a, path), ZIP_RDONLY, &code);
    if (!z->archive)
        return open_failed(a, name, code, errno);
    arena_defer(a, close_archive, z);
    zip_int64_t len = zip_get_num_entries(z->archive, 0);
    if (len < 0 || (size_t)len > LIMIT_ZIP_MEMBERS)
        FAIL(a, WHY_LIMIT, "\"%.*s\" has more than %zu files in it.", STR(name), LIMIT_ZIP_MEMBERS);
    z->len = (size_t)len;
    z->members = ARENA_ARRAY(a, struct zip_member, z->len);
    for (size_t i = 0; i < z->len; i++)
        TRY(read_member(a, z, i, &z->members[i]));
    *out = z;
    return NULL;
}

str zip_archive_name(const struct zip_archive *z)
{
    return z->name;
}

const struct zip_member *zip_archive_members(const struct zip_archive *z, size_t *len)
{
    *len = z->len;
    return z->members;
}

bool zip_archive_find(const struct zip_archive *z, str member, size_t *index)
{
    for (size_t i = 0; i < z->len; i++)
        if (str_equal_ignoring_case(z->members[i].name, member)) {
            *index = i;
            return true;
        }
    return false;
}

static struct err *check_size(struct arena *a, const struct zip_archive *z,
                              const struct zip_member *m)
{
    if (m->size > LIMIT_ZIP_MEMBER_BYTES)
        FAIL(a, WHY_LIMIT, "\"%.*s\": %.*s in it is longer than %zu GiB unpacked.", STR(z->name),
             STR(text_quote(a, m->name)), LIMIT_ZIP_MEMBER_BYTES / GIB);
    if (m->size > LIMIT_ZIP_SMALL && m->size / LIMIT_ZIP_RATIO > m->packed)
        FAIL(a, WHY_LIMIT,
             "\"%.*s\": %.*s in it would unpack to more than %d times its length; such files are "
             "made to fill a machine.",
             STR(z->name), STR(text_quote(a, m->name)), LIMIT_ZIP_RATIO);
    return NULL;
}

struct err *zip_stream_open(struct arena *a, const struct zip_archive *z, size_t index,
                            struct zip_stream **out)
{
    assert(index < z->len);
    struct zip_stream *s = ARENA_NEW(a, struct zip_stream);
    s->archive = z;
    s->member = &z->members[index];
    if (s->member->is_encrypted)
        FAIL(a, WHY_INVALID, "\"%.*s\" is a ZIP file with a password; unpack it first.",
             STR(z->name));
    TRY(check_size(a, z, s->member));
    s->file = zip_fopen_index(z->archive, index, 0);
    if (!s->file)
        FAIL(a, WHY_INVALID, "\"%.*s\": %.*s in it cannot be unpacked: %s.", STR(z->name),
             STR(text_quote(a, s->member->name)), zip_strerror(z->archive));
    arena_defer(a, close_stream, s);
    *out = s;
    return NULL;
}

struct err *zip_stream_read(struct arena *a, struct zip_stream *s, char *into, size_t room,
                            size_t *got)
{
    zip_int64_t len = zip_fread(s->file, into, room);
    s->taken += len > 0 ? (uint64_t)len : 0;
    if (len < 0 || s->taken > s->member->size || (len == 0 && s->taken < s->member->size))
        FAIL(a, WHY_INVALID,
             "\"%.*s\" is a damaged ZIP file: %.*s in it is not what it was when it was packed.",
             STR(s->archive->name), STR(text_quote(a, s->member->name)));
    *got = (size_t)len;
    return NULL;
}

uint64_t zip_stream_taken(const struct zip_stream *s)
{
    return s->taken;
}

/* ---- writing ---- */

struct zip_writer {
    struct zip *archive; /* NULL: closed */
    str path;
};

static void give_up(void *what)
{
    const struct zip_writer *w = what;
    if (w->archive)
        zip_discard(w->archive);
}

static struct err *write_failed(struct arena *a, const struct zip_writer *w)
{
    int number = zip_error_code_system(zip_get_error(w->archive));
    FAIL(a, number == ENOSPC || number == EDQUOT || number == EFBIG ? WHY_LIMIT : WHY_FAILED,
         "\"%.*s\" cannot be written: %s.", STR(w->path), zip_strerror(w->archive));
}

struct err *zip_writer_open(struct arena *a, str path, struct zip_writer **out)
{
    struct zip_writer *w = ARENA_NEW(a, struct zip_writer);
    int code = 0;
    w->path = path;
    w->archive = zip_open(str_to_chars(a, path), ZIP_CREATE | ZIP_TRUNCATE, &code);
    if (!w->archive)
        FAIL(a, WHY_FAILED, "\"%.*s\" cannot be made: %s.", STR(path), strerror(errno));
    arena_defer(a, give_up, w);
    *out = w;
    return NULL;
}

/* The archive has the source from then on, where it could be added. */
static struct err *add_source(struct arena *a, struct zip_writer *w, str name,
                              struct zip_source *source)
{
    if (source && zip_file_add(w->archive, str_to_chars(a, name), source, ZIP_FL_ENC_UTF_8) >= 0)
        return NULL;
    zip_source_free(source);
    return write_failed(a, w);
}

struct err *zip_writer_add(struct arena *a, struct zip_writer *w, str name, str bytes)
{
    return add_source(a, w, name, zip_source_buffer(w->archive, bytes.ptr, bytes.len, 0));
}

struct err *zip_writer_add_file(struct arena *a, struct zip_writer *w, str name, str path)
{
    return add_source(a, w, name, zip_source_file(w->archive, str_to_chars(a, path), 0, -1));
}

struct err *zip_writer_close(struct arena *a, struct zip_writer *w)
{
    if (zip_close(w->archive) != 0)
        return write_failed(a, w);
    w->archive = NULL;
    return NULL;
}
