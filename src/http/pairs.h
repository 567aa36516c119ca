/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * pairs — names with their values, as queries, forms, cookies and headers have them.
 *
 * Bytes from outside: nothing that is not well-formed gets through, and a name stands
 * once.
 */
#ifndef HTTP_PAIRS_H
#define HTTP_PAIRS_H

#include "base/err.h"
#include "base/str.h"

struct pair {
    str name, value;
};

struct pairs {
    struct pair *items;
    size_t len;
};

/* Absent: {NULL, 0}.  The first of that name. */
str pairs_get(const struct pairs *p, str name);

/* "a=1&b=two+words%21" (a query, a form), decoded.  USAGE where an escape is broken, what
 * comes out is not UTF-8 or holds a control character (in a form, line breaks and tabs
 * pass), or a name stands twice; LIMIT for LIMIT_HTTP_PAIRS. */
enum pairs_from { PAIRS_OF_QUERY, PAIRS_OF_FORM };
struct err *pairs_of_text(struct arena *a, str text, enum pairs_from from, struct pairs *out);
/* "a=1; b=2" (Cookie).  What is not a cookie is left out: others on the same host set
 * them too. */
struct pairs pairs_of_cookies(struct arena *a, str text);
/* "%41b" is "Ab"; false where an escape is broken, or it is not UTF-8 without control
 * characters. */
bool pairs_decode(struct arena *a, str text, str *out);
/* The other way: everything but letters, digits and -._~ is escaped. */
str pairs_encode(struct arena *a, str text);

#endif
