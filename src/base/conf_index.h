/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * conf_index — every declared setting, written by tools/index.py.
 */
#ifndef BASE_CONF_INDEX_H
#define BASE_CONF_INDEX_H

#include "base/conf.h"

extern const struct conf *const conf_index[]; /* ends with NULL */
extern const unsigned conf_index_len;

#endif
