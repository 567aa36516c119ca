/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * openapi — the routes as an OpenAPI 3.1 document.
 */
#ifndef HTTP_OPENAPI_H
#define HTTP_OPENAPI_H

#include "base/buf.h"
#include "http/route.h"

/* Hidden routes are left out.  server: where the API is, "https://cx.example.org". */
void openapi_of_routes(const struct route *const *routes, unsigned len, str server, str version,
                       struct buf *out);

#endif
