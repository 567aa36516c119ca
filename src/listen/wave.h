/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * wave — which columns of a later wave of a survey are the fields of an earlier one, though
 * names and codes changed; and whether a scale did.
 *
 * It proposes by names, by questions as they were asked, and by how often each answer was
 * given.  Pure: it decides nothing, and converts nothing.
 */
#ifndef LISTEN_WAVE_H
#define LISTEN_WAVE_H

#include "listen/import_map.h"
#include "listen/scale.h"

struct wave_column {
    str name;  /* as its file writes it */
    str label; /* the question as it was asked; its name where nobody said it */
    const struct scale_text *texts; /* what was answered, each once */
    size_t texts_len;
    enum import_kind kind;
    bool more; /* and other texts, too many to be compared */
};

struct wave_match {
    size_t now, before; /* index of the column of this wave and of the earlier one */
    bool by_name, by_label, by_answers;
    double likeness; /* 0.7 to 1 */
};

/* Pairs of which each is the other's most alike, ascending by now; out has room for now_len.
 * None where there are very many columns. */
void wave_match(const struct wave_column *now, size_t now_len, const struct wave_column *before,
                size_t before_len, struct wave_match *out, size_t *len);

enum wave_scale {
    WAVE_SCALE_SAME,    /* or nothing speaks against it */
    WAVE_SCALE_CHANGED, /* more than one answer in twenty lies outside the other's codes */
    WAVE_SCALE_TURNED   /* the same codes, and given as often as their mirror images were */
};
/* Of two columns of scores.  was, is: the codes of both, where not the same. */
enum wave_scale wave_scale(struct arena *a, const struct wave_column *now,
                           const struct wave_column *before, struct scale_range *is,
                           struct scale_range *was);

#endif
