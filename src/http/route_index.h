/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * route_index — every declared route, written by tools/index.py.
 */
#ifndef HTTP_ROUTE_INDEX_H
#define HTTP_ROUTE_INDEX_H

#include "http/route.h"

extern const struct route *const route_index[]; /* ends with NULL */
extern const unsigned route_index_len;

#endif
