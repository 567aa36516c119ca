/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * layout_index — every declared layout, written by tools/index.py.
 */
#ifndef LISTEN_LAYOUT_INDEX_H
#define LISTEN_LAYOUT_INDEX_H

#include "listen/layout.h"

extern const struct layout *const layout_index[]; /* ends with NULL */
extern const unsigned layout_index_len;

#endif
