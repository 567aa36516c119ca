/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * sample_cmd — the options of a sample on the command line, for all commands that make
 * one.
 */
#ifndef SAMPLE_SAMPLE_CMD_H
#define SAMPLE_SAMPLE_CMD_H

#include "base/command.h"
#include "sample/sample.h"

/* Rows of a command's table of options. */
#define SAMPLE_CMD_OPTIONS                                                                         \
    {.name = "signals",                                                                            \
     .kind = OPTION_TEXT,                                                                          \
     .value = "N",                                                                                 \
     .about = "how many signals the sample has, if not 25000"},                                    \
        {.name = "seed",                                                                           \
         .kind = OPTION_TEXT,                                                                      \
         .value = "N",                                                                             \
         .about = "which sample, of those that chance could have made; 1 without it"},             \
    {                                                                                              \
        .name = "end", .kind = OPTION_TEXT, .value = "DATE",                                       \
        .about = "the sample ends before the Monday that is before this day; tomorrow without it"  \
    }

/* From --signals, --seed, --end.  zone: the organisation's.  USAGE. */
struct err *sample_cmd_options(const struct call *c, struct zone *zone, struct sample_options *out);

/* Makes the sample, or goes on with one that was begun; *told gets lines that say so. */
struct err *sample_cmd_make(struct call *c, struct db *db, str *told);
/* Lines about the sample that is there. */
str sample_cmd_tell(struct arena *a, const struct sample *sample);

#endif
