/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * catalogue — the fields that a question may speak of, handed in by whoever has
 * them.
 *
 * Knows names, not what is behind them.
 */
#ifndef ASK_CATALOGUE_H
#define ASK_CATALOGUE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

struct catalogue_field {
    str name;
    str place; /* where it stands, for a message: "column 3"; may be empty */
};

struct catalogue {
    const struct catalogue_field *fields; /* a field is called by its index here */
    size_t fields_len;
    bool places_are_names; /* a place is another name of it, and its own alone: "sfo.netpro" */
    str noun, nouns;       /* what a field is called: "column", "columns"; empty: field, fields */
    /* The values that stand below text in the field's tree, text itself among them, as
     * they occur in the data.  *texts NULL: the field has no tree; *len 0: the tree has
     * no such text.  An error of its own gets the place of the text where it has none.
     * NULL: no field has a tree. */
    struct err *(*under)(struct arena *a, void *knows, size_t field, str text, str **texts,
                         size_t *len);
    void *knows; /* handed to under */
    str no_tree; /* why no field has a tree, for a message: "a file has no trees"; may be empty */
};

/* The field of that name, both trimmed: the one spelled exactly so, else the one
 * that is equal without regard to case.  No such name: WHY_USAGE at position with
 * the nearest name, or with what there is.  Two of it: WHY_USAGE with both places, or
 * with the names to write instead. */
struct err *catalogue_find(struct arena *a, const struct catalogue *catalogue, str name,
                           size_t position, size_t *field);

#endif
