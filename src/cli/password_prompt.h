/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * password_prompt — asks for a password on the terminal, without showing it.
 */
#ifndef CLI_PASSWORD_PROMPT_H
#define CLI_PASSWORD_PROMPT_H

#include "base/command.h"

/* Whether standard input is a terminal; else nothing is asked. */
bool password_prompt_can_ask(void);
/* A password that is fine for somebody of that name and e-mail, typed twice the same; asks
 * again where it is not.  INVALID where the input ends before. */
struct err *password_prompt(struct call *c, str name, str email, str *password);

#endif
