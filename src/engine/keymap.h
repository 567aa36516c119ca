/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * keymap — numbers the distinct 64-bit keys of a scan in order of appearance.
 *
 * A small key space is looked up directly, a large one by hashing.
 */
#ifndef ENGINE_KEYMAP_H
#define ENGINE_KEYMAP_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

#define KEYMAP_NONE UINT32_MAX

struct keymap;

/* key_space: keys are below it (UINT64_MAX where unknown). */
struct keymap *keymap_make(struct arena *a, uint64_t key_space);
/* The number of key, a new one where it was not seen before. */
uint32_t keymap_add(struct keymap *m, uint64_t key);
/* Its number, or KEYMAP_NONE. */
uint32_t keymap_find(const struct keymap *m, uint64_t key);
size_t keymap_size(const struct keymap *m);
uint64_t keymap_key(const struct keymap *m, uint32_t number);

#endif
