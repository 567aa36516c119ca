/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * asset_index — all files of the browser interface, sorted by path.
 *
 * The table and the bytes are made by web/tools/pack.mjs (or tools/web.py --none).
 */
#ifndef HTTP_ASSET_INDEX_H
#define HTTP_ASSET_INDEX_H

#include "http/asset.h"

extern const struct asset asset_index[];
extern const unsigned asset_index_len;

#endif
