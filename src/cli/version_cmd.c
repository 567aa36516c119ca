/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * attune version — which Attune this is.
 */
#include "base/command.h"
#include "cli/version.h"

static struct err *version_run(struct call *c, int *status)
{
    (void)fprintf(c->out, "attune %s\n", version_number);
    *status = 0;
    return NULL;
}

COMMAND(version) = {
    .name = "version",
    .summary = "Say which version this is",
    .run = version_run,
};
