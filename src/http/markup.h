/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * markup — builds one HTML document, piece by piece; the only place that writes HTML.
 *
 * Every text and every value of an attribute is escaped, so that what others wrote stays
 * what they wrote.  Scripts, styles and handlers within the page cannot be written at all,
 * and an address in href, src or action begins with / (not //), # or http.
 */
#ifndef HTTP_MARKUP_H
#define HTTP_MARKUP_H

#include "base/buf.h"
#include "base/limits.h"

struct markup {
    struct buf out;
    const char *open[LIMIT_MARKUP_DEPTH]; /* tags, from the outside in */
    unsigned depth;
    bool is_in_tag; /* the last one still takes attributes */
};

/* Begins with the doctype. */
struct markup markup_make(struct arena *a, size_t max);
/* Tags and names of attributes are our own words, and are asserted to be lower case.  One
 * without content (input, meta, …) is closed too. */
void markup_open(struct markup *m, const char *tag);
void markup_attribute(struct markup *m, const char *name, str value);
void markup_flag(struct markup *m, const char *name); /* "required" */
void markup_text(struct markup *m, str text);
void markup_close(struct markup *m);
/* An element that holds a text alone. */
void markup_element(struct markup *m, const char *tag, str text);
/* All of it; every element must be closed. */
str markup_str(const struct markup *m);

#endif
