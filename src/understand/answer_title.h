/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * answer_title — what stands above an answer shown to people.
 */
#ifndef UNDERSTAND_ANSWER_TITLE_H
#define UNDERSTAND_ANSWER_TITLE_H

#include "base/buf.h"
#include "understand/answer.h"
#include "understand/question.h"

struct answer_title {
    const struct metric *metric;
    str *fields, *by; /* names as they were asked for */
    size_t fields_len, by_len;
};
/* "Net Promoter Score of NETPRO by BAREA" */
str answer_title(struct arena *a, const struct answer_title *title);
/* Adds " · counts 4 and 5": the answers of the box, or the highest codes. */
void answer_title_box(struct arena *a, const struct answer *answer, const str *box, size_t box_len,
                      struct buf *b);
/* "Against the rest" */
str answer_title_compared(struct arena *a, enum compare_with compare, str text);

#endif
