/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * answer_table — an answer as a table on a terminal.
 */
#ifndef UNDERSTAND_ANSWER_TABLE_CMD_H
#define UNDERSTAND_ANSWER_TABLE_CMD_H

#include "draw/terminal.h"
#include "understand/answer.h"

struct answer_table_ask {
    const struct answer *answer;
    const struct answer *total; /* over all groups, one row a choice; NULL: none */
    str title, subtitle;
    str compared; /* header of the verdicts: "Against the rest" */
    bool weighted;
    const str *hints;
    size_t hints_len;
};

void answer_to_table(struct arena *a, const struct answer_table_ask *ask, struct terminal t,
                     struct buf *out);

#endif
