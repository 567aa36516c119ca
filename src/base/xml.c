/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/xml.h"

#include <assert.h>
#include <expat.h>

#include "base/limits.h"
#include "base/text.h"

enum { PIECE = 32 * 1024 };

struct xml_attributes {
    const XML_Char *const *pairs;
};

struct xml {
    struct arena *arena;
    struct zip_stream *stream;
    str place; /* how messages call the document */
    const struct xml_handler *handler;
    void *ctx;
    XML_Parser parser;
    struct err *error;
    unsigned depth;
    uint64_t called_at; /* bytes taken when a handler was last called */
    bool is_paused, is_last;
};

/* Behind the prefix. */
static str local_name(const XML_Char *name)
{
    const char *colon = strchr(name, ':');
    return str_of_chars(colon ? colon + 1 : name);
}

str xml_attribute(const struct xml_attributes *attributes, const char *name)
{
    for (const XML_Char *const *pair = attributes->pairs; pair[0]; pair += 2) {
        const char *colon = strchr(pair[0], ':');
        if (strcmp(colon ? colon + 1 : pair[0], name) == 0)
            return str_of_chars(pair[1]);
    }
    return (str){NULL, 0};
}

void xml_fail(struct xml *x, struct err *e)
{
    if (!x->error)
        x->error = e;
    (void)XML_StopParser(x->parser, XML_FALSE);
}

void xml_pause(struct xml *x)
{
    x->is_paused = true;
    (void)XML_StopParser(x->parser, XML_TRUE);
}

static struct err *too_deep(const struct xml *x)
{
    FAIL(x->arena, WHY_LIMIT, "%.*s has elements in elements more than %d deep.", STR(x->place),
         LIMIT_XML_DEPTH);
}

static void on_open(void *ctx, const XML_Char *name, const XML_Char **pairs)
{
    struct xml *x = ctx;
    const struct xml_attributes attributes = {(const XML_Char *const *)pairs};
    x->called_at = zip_stream_taken(x->stream);
    if (x->error)
        return;
    if (++x->depth > LIMIT_XML_DEPTH)
        xml_fail(x, too_deep(x));
    else
        x->handler->open(x->ctx, local_name(name), &attributes);
}

static void on_close(void *ctx, const XML_Char *name)
{
    struct xml *x = ctx;
    x->called_at = zip_stream_taken(x->stream);
    x->depth--;
    if (!x->error)
        x->handler->close(x->ctx, local_name(name));
}

static void on_text(void *ctx, const XML_Char *text, int len)
{
    struct xml *x = ctx;
    x->called_at = zip_stream_taken(x->stream);
    if (!x->error)
        x->handler->text(x->ctx, (str){text, (size_t)len});
}

static struct err *has_doctype(const struct xml *x)
{
    FAIL(x->arena, WHY_INVALID, "%.*s declares a document type, which no spreadsheet does.",
         STR(x->place));
}

static void on_doctype(void *ctx, const XML_Char *name, const XML_Char *system_id,
                       const XML_Char *public_id, int has_internal)
{
    (void)name, (void)system_id, (void)public_id, (void)has_internal;
    struct xml *x = ctx;
    xml_fail(x, has_doctype(x));
}

static void close_parser(void *what)
{
    const struct xml *x = what;
    XML_ParserFree(x->parser);
}

struct err *xml_open(struct arena *a, const struct zip_archive *z, size_t member,
                     const struct xml_handler *handler, void *ctx, struct xml **out)
{
    struct xml *x = ARENA_NEW(a, struct xml);
    size_t len = 0;
    const struct zip_member *members = zip_archive_members(z, &len);
    assert(member < len);
    x->arena = a;
    x->handler = handler;
    x->ctx = ctx;
    x->place = str_format(a, "\"%.*s\": %.*s in it", STR(zip_archive_name(z)),
                          STR(text_quote(a, members[member].name)));
    TRY(zip_stream_open(a, z, member, &x->stream));
    x->parser = XML_ParserCreate(NULL);
    assert(x->parser);
    arena_defer(a, close_parser, x);
    XML_SetUserData(x->parser, x);
    XML_SetElementHandler(x->parser, on_open, on_close);
    XML_SetCharacterDataHandler(x->parser, on_text);
    XML_SetStartDoctypeDeclHandler(x->parser, on_doctype);
    *out = x;
    return NULL;
}

/* expat said no. */
static struct err *mistake(const struct xml *x)
{
    if (x->error)
        return x->error;
    FAIL(x->arena, WHY_INVALID, "%.*s is no sound XML: line %lu, character %lu: %s.", STR(x->place),
         (unsigned long)XML_GetCurrentLineNumber(x->parser),
         (unsigned long)XML_GetCurrentColumnNumber(x->parser) + 1,
         XML_ErrorString(XML_GetErrorCode(x->parser)));
}

/* One piece more. */
static struct err *feed(struct xml *x, enum XML_Status *status)
{
    size_t got = 0;
    void *room = XML_GetBuffer(x->parser, PIECE);
    if (!room)
        return mistake(x);
    TRY(zip_stream_read(x->arena, x->stream, room, PIECE, &got));
    if (zip_stream_taken(x->stream) - x->called_at > LIMIT_XML_PIECE_BYTES)
        FAIL(x->arena, WHY_LIMIT, "%.*s has an element with more than %zu MiB in its tag.",
             STR(x->place), LIMIT_XML_PIECE_BYTES / MIB);
    x->is_last = got == 0;
    *status = XML_ParseBuffer(x->parser, (int)got, x->is_last);
    return NULL;
}

struct err *xml_read(struct xml *x, bool *ended)
{
    for (;;) {
        enum XML_Status status = XML_STATUS_OK;
        if (x->is_paused) {
            x->is_paused = false;
            status = XML_ResumeParser(x->parser);
        } else if (x->is_last) {
            *ended = true;
            return NULL;
        } else {
            TRY(feed(x, &status));
        }
        if (status == XML_STATUS_ERROR || x->error)
            return mistake(x);
        if (status == XML_STATUS_SUSPENDED) {
            *ended = false;
            return NULL;
        }
    }
}

uint64_t xml_taken(const struct xml *x)
{
    return zip_stream_taken(x->stream);
}

struct err *xml_read_all(struct arena *a, const struct zip_archive *z, size_t member,
                         const struct xml_handler *handler, void *ctx)
{
    struct xml *x = NULL;
    bool ended = false;
    TRY(xml_open(a, z, member, handler, ctx, &x));
    while (!ended)
        TRY(xml_read(x, &ended));
    return NULL;
}
