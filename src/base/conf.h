/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * conf — settings: how one is declared, and where its value comes from.
 *
 * CONF(public_url) = {…} beside the code that uses it.  What is built in stands behind
 * DIR/attune.conf ("key = value" lines, # begins a comment), that behind the environment
 * (ATTUNE_PUBLIC_URL), that behind what the command line says.
 */
#ifndef BASE_CONF_H
#define BASE_CONF_H

#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

enum conf_kind {
    CONF_TEXT,
    CONF_WHOLE, /* lo … hi */
    CONF_BOOL,  /* yes, no */
    CONF_KIND_COUNT
};

struct conf {
    const char *name; /* "public_url" */
    enum conf_kind kind;
    const char *fallback; /* as it would be written; "" where there is none */
    int64_t lo, hi;
    const char *about; /* one line */
    /* What else a value that is not empty must be, or NULL: gives how the sentence goes on
     * before it quotes the value ("must be an address, and is"), or NULL where it is fine. */
    const char *(*refuse)(struct arena *a, str value);
};

#define CONF(name) const struct conf conf_named_##name

struct settings;

struct settings_from {
    const struct conf *const *declared;
    unsigned declared_len;
    str file;                       /* its path; no file is no settings */
    const char *const *environment; /* "NAME=value", ends with NULL; NULL: none */
};

/* USAGE with the place ("attune.conf, line 3", "ATTUNE_LISTEN") and, for an unknown key, the
 * one that was probably meant.  Other names of the environment that begin with ATTUNE_ are
 * refused only where they look like a slip. */
struct err *settings_load(struct arena *a, const struct settings_from *from, struct settings **out);
/* From the command line, over all else.  USAGE. */
struct err *settings_set(struct arena *a, struct settings *s, const struct conf *conf, str value);

str settings_text(const struct settings *s, const struct conf *conf);
int64_t settings_whole(const struct settings *s, const struct conf *conf);
bool settings_bool(const struct settings *s, const struct conf *conf);
/* Where it comes from: "built in", "attune.conf, line 3", "ATTUNE_LISTEN", "the command line". */
str settings_origin(const struct settings *s, const struct conf *conf);

#endif
