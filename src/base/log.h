/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * log — what a server did, one JSON object a line on standard error.
 *
 *   {"at":"2026-03-01T09:30:00Z","level":"error","event":"request.failed","request":"…"}
 *
 * Events are nouns.verbs.  Values are typed, so that nothing personal gets in as text by
 * accident, and no text of others is a format.  One write a line; any thread.
 */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include <stdint.h>

#include "base/zone.h"

enum log_level { LOG_INFO, LOG_WARNING, LOG_ERROR, LOG_LEVEL_COUNT };

struct log_value {
    const char *key; /* NULL ends the list */
    enum { LOG_IS_WHOLE, LOG_IS_TEXT, LOG_IS_PERSONAL } kind;
    int64_t whole;
    str text;
};

#define L_INT(name, value) ((struct log_value){.key = (name), .whole = (int64_t)(value)})
#define L_STR(name, value) ((struct log_value){.key = (name), .kind = LOG_IS_TEXT, .text = (value)})
/* An address, a name, words: its length alone is written. */
#define L_PII(name, value)                                                                         \
    ((struct log_value){.key = (name), .kind = LOG_IS_PERSONAL, .text = (value)})

#define LOG(level, event, ...)                                                                     \
    log_write((level), (event), (const struct log_value[]){__VA_ARGS__, {.key = NULL}})

void log_write(enum log_level level, const char *event, const struct log_value *values);
/* A line without its break. */
str log_line(struct arena *a, usec_t at, enum log_level level, const char *event,
             const struct log_value *values);

#endif
