/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * backup_text — what is in a backup, in words.
 */
#ifndef CLI_BACKUP_TEXT_H
#define CLI_BACKUP_TEXT_H

#include "store/backup_manifest.h"

/* "25,000 signals from 3 sources, 12,000 persons" */
str backup_text_content(struct arena *a, const struct backup_manifest *m);
/* "12.3 MB" */
str backup_text_bytes(struct arena *a, uint64_t bytes);

#endif
