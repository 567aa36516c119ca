/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/packed.h"

#include "base/buf.h"
#include "base/gzip.h"
#include "base/limits.h"
#include "base/spool.h"
#include "base/text.h"
#include "base/zip.h"
#include "base/zstd.h"

enum kind { PLAIN, GZIP, ZSTD, ZIP };
enum { LONGEST_MAGIC = 4, NAMES_LISTED = 10, NAMES_BYTES = 4096 };

static const struct {
    str magic;
    enum kind kind;
} magics[] = {
    {S_INIT("\x1F\x8B"), GZIP},
    {S_INIT("\x28\xB5\x2F\xFD"), ZSTD},
    {S_INIT("PK\x03\x04"), ZIP},
    {S_INIT("PK\x05\x06"), ZIP}, /* nothing in it */
};

struct packed {
    struct file *from;
    struct gzip_reader *gzip; /* one of these three */
    struct zstd_reader *zstd;
    struct zip_stream *zip;
    uint64_t size, made; /* ZIP: bytes unpacked, in all; so far */
};

static struct err *kind_of(struct arena *a, struct file *f, enum kind *kind)
{
    str front;
    TRY(file_peek(a, f, LONGEST_MAGIC, &front));
    *kind = PLAIN;
    for (size_t i = 0; i < sizeof magics / sizeof *magics; i++)
        if (str_starts_with(front, magics[i].magic))
            *kind = magics[i].kind;
    return NULL;
}

static struct err *unpack(struct arena *a, struct packed *p, char *into, size_t room, size_t *got)
{
    if (p->gzip)
        return gzip_read(a, p->gzip, into, room, got);
    if (p->zstd)
        return zstd_read(a, p->zstd, into, room, got);
    return zip_stream_read(a, p->zip, into, room, got);
}

/* zip.h has limits of its own. */
static struct err *check_made(struct arena *a, const struct packed *p)
{
    if (p->zip)
        return NULL;
    if (p->made > LIMIT_UNPACKED_BYTES)
        FAIL(a, WHY_LIMIT, "\"%.*s\" unpacks to more than %zu GiB.", STR(file_path(p->from)),
             LIMIT_UNPACKED_BYTES / GIB);
    if (p->made > LIMIT_UNPACKED_SMALL && p->made / LIMIT_UNPACKED_RATIO > file_taken(p->from))
        FAIL(a, WHY_LIMIT,
             "\"%.*s\" unpacks to more than %d times its length; such files are made to fill a "
             "machine.",
             STR(file_path(p->from)), LIMIT_UNPACKED_RATIO);
    return NULL;
}

static struct err *read_packed(struct arena *a, void *state, char *into, size_t room, size_t *got)
{
    struct packed *p = state;
    TRY(unpack(a, p, into, room, got));
    p->made += *got;
    return check_made(a, p);
}

static uint64_t size_of_member(const void *state)
{
    return ((const struct packed *)state)->size;
}

static uint64_t taken_of_member(const void *state)
{
    return ((const struct packed *)state)->made;
}

/* ---- archives ---- */

/* Folders, and what systems put beside what people pack. */
static bool is_aside(str member)
{
    if (member.len == 0 || member.ptr[member.len - 1] == '/' ||
        str_starts_with(member, S("__MACOSX/")))
        return true;
    for (str rest = member; rest.ptr;) {
        str part = str_cut(rest, '/', &rest);
        if (str_starts_with(part, S(".")))
            return true;
    }
    return false;
}

/* A workbook or another document that is an archive: it is left to who knows such. */
static bool is_document(const struct zip_archive *z)
{
    static const str members[] = {
        S_INIT("[Content_Types].xml"), S_INIT("xl/workbook.xml"),      S_INIT("xl/workbook.bin"),
        S_INIT("word/document.xml"),   S_INIT("ppt/presentation.xml"), S_INIT("content.xml"),
        S_INIT("Index/Document.iwa"),
    };
    size_t index;
    for (size_t i = 0; i < sizeof members / sizeof *members; i++)
        if (zip_archive_find(z, members[i], &index))
            return true;
    return false;
}

static struct err *several(struct arena *a, str name, const struct zip_member *members, size_t len)
{
    struct buf names = buf_make(a, NAMES_BYTES);
    size_t found = 0;
    for (size_t i = 0; i < len; i++)
        if (!is_aside(members[i].name) && found++ < NAMES_LISTED)
            buf_addf(&names, "%s%.*s", found > 1 ? ", " : "", STR(text_quote(a, members[i].name)));
    if (found > NAMES_LISTED)
        buf_addf(&names, " and %zu others", found - NAMES_LISTED);
    FAIL(a, WHY_INVALID,
         "\"%.*s\" is a ZIP file with %zu files in it: %.*s; unpack it, and name one of them.",
         STR(name), found, STR(buf_str(&names)));
}

/* The one file in it. */
static struct err *find_member(struct arena *a, str name, const struct zip_member *members,
                               size_t len, size_t *index)
{
    size_t found = 0;
    for (size_t i = 0; i < len; i++)
        if (!is_aside(members[i].name) && found++ == 0)
            *index = i;
    if (found > 1)
        return several(a, name, members, len);
    if (found == 0)
        FAIL(a, WHY_INVALID, "\"%.*s\" is a ZIP file with no file in it.", STR(name));
    return NULL;
}

static struct err *open_member(struct arena *a, struct packed *p, bool *is_left)
{
    struct zip_archive *z = NULL;
    str name = file_path(p->from);
    size_t len = 0, index = 0;
    TRY(zip_archive_open(a, file_place(p->from), name, &z));
    *is_left = is_document(z);
    if (*is_left)
        return NULL;
    const struct zip_member *members = zip_archive_members(z, &len);
    TRY(find_member(a, name, members, len, &index));
    p->size = members[index].size;
    return zip_stream_open(a, z, index, &p->zip);
}

/* ---- whatever it is ---- */

static struct err *check_packed_once(struct arena *a, struct file *inner)
{
    enum kind kind = PLAIN;
    TRY(kind_of(a, inner, &kind));
    if (kind != PLAIN)
        FAIL(a, WHY_INVALID,
             "\"%.*s\" is compressed, and what is in it is so again or a workbook; unpack it "
             "first.",
             STR(file_path(inner)));
    return NULL;
}

/* An archive is read from its end: one that comes by a pipe is kept in a file first. */
static struct err *keep(struct arena *a, struct file **f)
{
    str place, name = file_path(*f);
    TRY(spool_file(a, *f, &place));
    TRY(file_open(a, place, f));
    file_call(*f, name);
    return NULL;
}

struct err *packed_open(struct arena *a, str path, str name, struct file **out)
{
    struct file *f = NULL;
    enum kind kind = PLAIN;
    bool is_left = false;
    TRY(file_open(a, path, &f));
    if (name.len)
        file_call(f, name);
    TRY(kind_of(a, f, &kind));
    if (kind == ZIP && !file_can_reopen(f))
        TRY(keep(a, &f));
    struct packed *p = ARENA_NEW(a, struct packed);
    p->from = f;
    if (kind == GZIP)
        p->gzip = gzip_reader_make(a, f);
    else if (kind == ZSTD)
        p->zstd = zstd_reader_make(a, f);
    else if (kind == ZIP)
        TRY(open_member(a, p, &is_left));
    *out = f;
    if (kind == PLAIN || is_left)
        return NULL;
    struct file_layer *layer = ARENA_NEW(a, struct file_layer);
    *layer = (struct file_layer){.read = read_packed,
                                 .state = p,
                                 .size = p->zip ? size_of_member : NULL,
                                 .taken = p->zip ? taken_of_member : NULL,
                                 .is_whole = true};
    *out = file_over(a, f, layer);
    return check_packed_once(a, *out);
}

str packed_inner_name(str name)
{
    static const str endings[] = {S_INIT(".gz"), S_INIT(".zip"), S_INIT(".zst")};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        size_t behind = endings[i].len;
        if (name.len > behind &&
            str_equal_ignoring_case(str_slice(name, name.len - behind, name.len), endings[i]))
            return str_slice(name, 0, name.len - behind);
    }
    return name;
}
