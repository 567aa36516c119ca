/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * xml — reads one XML document of an archive from front to end, in constant memory, and
 * calls for each element and text.
 *
 * expat is hidden in xml.c.  Prefixes of names are left out ("x:row" is "row").  There are
 * no entities but the five of XML: a document type is refused, and with it whatever it
 * could declare, expand or fetch.
 */
#ifndef BASE_XML_H
#define BASE_XML_H

#include <stdbool.h>

#include "base/err.h"
#include "base/str.h"
#include "base/zip.h"

struct xml;
struct xml_attributes;

/* Called while xml_read() reads; ctx is the caller's.  A text may come in pieces. */
struct xml_handler {
    void (*open)(void *ctx, str name, const struct xml_attributes *attributes);
    void (*close)(void *ctx, str name);
    void (*text)(void *ctx, str piece);
};

/* An attribute by its name; ptr NULL where there is none.  Valid during the call. */
str xml_attribute(const struct xml_attributes *attributes, const char *name);

/* member: by its number in the archive. */
struct err *xml_open(struct arena *a, const struct zip_archive *z, size_t member,
                     const struct xml_handler *handler, void *ctx, struct xml **out);
/* Reads on until a handler pauses it (*ended false) or to the end.  INVALID with the line
 * where it is no well-formed XML, LIMIT for LIMIT_XML_DEPTH and LIMIT_XML_PIECE_BYTES. */
struct err *xml_read(struct xml *x, bool *ended);
/* From within a handler: xml_read() returns behind it, and goes on when called again. */
void xml_pause(struct xml *x);
/* From within a handler: xml_read() returns e. */
void xml_fail(struct xml *x, struct err *e);
/* Bytes of the document taken so far. */
uint64_t xml_taken(const struct xml *x);

/* Reads a whole document. */
struct err *xml_read_all(struct arena *a, const struct zip_archive *z, size_t member,
                         const struct xml_handler *handler, void *ctx);

#endif
