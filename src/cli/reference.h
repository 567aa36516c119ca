/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * reference — everything that the declarations of commands and measures and the
 * manual say, as one document: a man page, Markdown, a completion for bash.
 */
#ifndef CLI_REFERENCE_H
#define CLI_REFERENCE_H

#include "base/buf.h"
#include "base/command.h"

/* "attune score FILE --measure MEASURE --field COL [options]" */
str reference_usage(struct arena *a, const struct command *command);
/* Its options and those of every command, one list. */
const struct option **reference_options(struct arena *a, const struct command *command,
                                        size_t *len);
/* "--per PERIOD" */
str reference_term(struct arena *a, const struct option *option);
/* What it is about, and its choices. */
str reference_about(struct arena *a, const struct option *option);
/* Takes the next example off *rest: a command, and what it answers (may be empty). */
str reference_example(str *rest, str *answers);
/* Whether one of its options takes a measure. */
bool reference_has_measures(const struct command *command);

void reference_to_man(struct arena *a, struct buf *out);
void reference_to_markdown(struct arena *a, struct buf *out);
void reference_to_bash(struct arena *a, struct buf *out);

#endif
