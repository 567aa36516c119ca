/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * dictionary — the distinct texts of a column, each with a small code.
 *
 * Codes are given in order of first appearance, from 0, and never reused.
 */
#ifndef ENGINE_DICTIONARY_H
#define ENGINE_DICTIONARY_H

#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"

/* Codes that stand for no text. */
#define CODE_MISSING UINT32_MAX
#define CODE_NOT_APPLICABLE (UINT32_MAX - 1)
#define CODES_MAX (UINT32_MAX - 2)

struct dictionary;

struct dictionary *dictionary_make(struct arena *a);
/* The code of a text, a new one where it was not seen before. */
uint32_t dictionary_add(struct dictionary *d, str text);
/* The code of a text, or CODE_MISSING where it was never added. */
uint32_t dictionary_find(const struct dictionary *d, str text);
uint32_t dictionary_size(const struct dictionary *d);
str dictionary_text(const struct dictionary *d, uint32_t code);

#endif
