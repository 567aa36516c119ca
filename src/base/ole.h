/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * ole — the container that old Office files and encrypted ones lie in, told apart only to
 * say what to do.
 */
#ifndef BASE_OLE_H
#define BASE_OLE_H

#include "base/file.h"

/* INVALID: what the file, called by this name, is.  Reads it. */
struct err *ole_refusal(struct arena *a, struct file *file, str name);

#endif
