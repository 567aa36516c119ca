/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * openapi — whether what a server said is what its own OpenAPI document says.
 *
 * Knows the part of JSON Schema that routes use; a keyword that it does not know is a
 * mistake, so that nothing passes unlooked at.
 */
#ifndef TESTS_OPENAPI_H
#define TESTS_OPENAPI_H

#include "run.h"

struct openapi_exchange {
    str method, target; /* with its query */
    str sent_type, sent;
    int status;
    str type, body; /* of the reply; body empty: none, or none that is looked at */
};

/* The document of every route of the program, of those too that it leaves out: pages, files. */
json_t *openapi_of_all(struct test *t);
/* What is wrong, as a sentence; empty: nothing. */
str openapi_mistake(struct test *t, json_t *document, const struct openapi_exchange *x);
/* The same of one value and its schema; the sentence begins with the place in the value. */
str openapi_schema_mistake(struct test *t, json_t *document, json_t *schema, json_t *value);

#endif
