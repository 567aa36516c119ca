/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * owner_client — has the owner of a data folder run a command of this process.
 */
#ifndef CLI_OWNER_CLIENT_H
#define CLI_OWNER_CLIENT_H

#include "cli/owner_message.h"

/* Sends the request (owner_message_of_request) with the standard streams, which the
 * owner then reads and writes.  *answer: OWNER_DONE with the exit status; OWNER_FULL, or
 * OWNER_NO_ANSWER where nobody took it within wait_ms: then nothing was done.  Told to end
 * (cli/ending.h), it hangs up.  FAILED where the owner ended in the middle, DENIED where it
 * is another user's, CONFLICT where it is another version. */
struct err *owner_client_run(struct arena *a, str dir, str request, int wait_ms,
                             enum owner_answer *answer, int *status);

#endif
