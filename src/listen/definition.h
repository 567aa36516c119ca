/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * definition — files that say what a survey asks, and hold no answers: taken for a table they
 * would be records of nobody.
 */
#ifndef LISTEN_DEFINITION_H
#define LISTEN_DEFINITION_H

#include "base/arena.h"
#include "base/err.h"

/* INVALID where the names of a table's columns are those of a definition of Qualtrics (.qsf) or
 * SurveyJS, with what to bring instead. */
struct err *definition_check(struct arena *a, str name, const str *header, size_t len);

#endif
