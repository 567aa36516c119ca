/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * way_in — links that sign in once, as they are printed: where the server is, and for
 * whom.
 */
#ifndef CLI_WAY_IN_H
#define CLI_WAY_IN_H

#include "base/command.h"
#include "base/conf.h"
#include "store/store.h"

/* The settings that hold for a data folder. */
struct err *way_in_settings(struct arena *a, str dir, struct settings **out);
/* From here on this process serves at that address. */
void way_in_is_at(str url);
/* What links begin with: where this process serves, else where the settings say that it would
 * be served. */
struct err *way_in_url(struct arena *a, str dir, str *url);
/* "http://…/sign-in/link/TOKEN" */
str way_in_link(struct arena *a, str url, str token);
/* What is printed for who comes first: a link, alone on its line.  Where it is only needed if
 * nobody can sign in with a password yet, empty where somebody can. */
enum way_in_when { WAY_IN_NEEDED, WAY_IN_ALWAYS };
struct err *way_in_tell(struct call *c, struct store *s, str url, enum way_in_when when, str *text);
/* Where there is no administrator, one of the demonstration, whom its link alone lets in. */
struct err *way_in_for_demo(struct call *c, struct store *s);

#endif
