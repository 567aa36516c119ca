/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * export_form — how an export writes a signal, so that an import reads the same signal:
 * what the columns are called that every table has, and keys that are no text.
 *
 * The columns of the signal itself begin with "signal.", which no field does; by the
 * first two an export is known, whatever stands behind them.
 */
#ifndef LISTEN_EXPORT_FORM_H
#define LISTEN_EXPORT_FORM_H

#include "listen/import_map.h"

enum export_column {
    EXPORT_KEY,
    EXPORT_AT,         /* empty where nobody said when */
    EXPORT_ASSUMED_AT, /* then this is when it is taken to have been */
    EXPORT_KIND,
    EXPORT_CHANNEL,
    EXPORT_UNIT,
    EXPORT_TOUCHPOINT,
    EXPORT_LANGUAGE,
    EXPORT_RELATIONSHIP,
    EXPORT_WEIGHT,
    EXPORT_PERSON,
    EXPORT_EMAIL, /* personal, and so is the next */
    EXPORT_ACCOUNT,
    EXPORT_COLUMNS
};
extern const str export_column_names[EXPORT_COLUMNS];
enum import_role export_column_role(enum export_column column);

/* Whether a table with this header is an export; trimmed names. */
bool export_form_is(const str *header, size_t len);
/* The column of that name; EXPORT_COLUMNS where it is none of the signal's. */
enum export_column export_column_of_name(str name);

/* A key as a text without line breaks and blanks at its ends: itself or, where it is no
 * such text, "key:" and its bytes in base32. */
str export_key_to_text(struct arena *a, str key);
/* What was written so. */
str export_key_of_text(struct arena *a, str text);

#endif
