/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/export_form.h"

#include "base/secret.h"
#include "base/text.h"
#include "listen/answers.h"

const str export_column_names[EXPORT_COLUMNS] = {
    [EXPORT_KEY] = S_INIT("signal.key"),
    [EXPORT_AT] = S_INIT("signal.at"),
    [EXPORT_ASSUMED_AT] = S_INIT("signal.assumed_at"),
    [EXPORT_KIND] = S_INIT("signal.kind"),
    [EXPORT_CHANNEL] = S_INIT("signal.channel"),
    [EXPORT_UNIT] = S_INIT("signal.unit"),
    [EXPORT_TOUCHPOINT] = S_INIT("signal.touchpoint"),
    [EXPORT_LANGUAGE] = S_INIT("signal.language"),
    [EXPORT_RELATIONSHIP] = S_INIT("signal.relationship"),
    [EXPORT_WEIGHT] = S_INIT("signal.weight"),
    [EXPORT_PERSON] = S_INIT("signal.person"),
    [EXPORT_EMAIL] = S_INIT("signal.email"),
    [EXPORT_ACCOUNT] = S_INIT("signal.account"),
};

enum import_role export_column_role(enum export_column column)
{
    static const enum import_role roles[EXPORT_COLUMNS] = {
        [EXPORT_KEY] = IMPORT_ROLE_KEY,
        [EXPORT_AT] = IMPORT_ROLE_TIME,
        [EXPORT_ASSUMED_AT] = IMPORT_ROLE_ASSUMED_TIME,
        [EXPORT_KIND] = IMPORT_ROLE_SIGNAL_KIND,
        [EXPORT_CHANNEL] = IMPORT_ROLE_CHANNEL,
        [EXPORT_UNIT] = IMPORT_ROLE_UNIT,
        [EXPORT_TOUCHPOINT] = IMPORT_ROLE_TOUCHPOINT,
        [EXPORT_LANGUAGE] = IMPORT_ROLE_LANGUAGE,
        [EXPORT_RELATIONSHIP] = IMPORT_ROLE_RELATIONSHIP,
        [EXPORT_WEIGHT] = IMPORT_ROLE_WEIGHT,
        [EXPORT_PERSON] = IMPORT_ROLE_PERSON,
        [EXPORT_EMAIL] = IMPORT_ROLE_EMAIL,
        [EXPORT_ACCOUNT] = IMPORT_ROLE_ACCOUNT,
    };
    return roles[column];
}

bool export_form_is(const str *header, size_t len)
{
    return len > EXPORT_AT && str_equal(header[EXPORT_KEY], export_column_names[EXPORT_KEY]) &&
           str_equal(header[EXPORT_AT], export_column_names[EXPORT_AT]);
}

enum export_column export_column_of_name(str name)
{
    unsigned column = 0;
    while (column < EXPORT_COLUMNS && !str_equal(name, export_column_names[column]))
        column++;
    return (enum export_column)column;
}

static const str marker = S_INIT("key:");

/* Whether a cell or a JSON text gives it back as it is. */
static bool is_plain(str key)
{
    for (size_t i = 0; i < key.len; i++)
        if ((unsigned char)key.ptr[i] < ' ' || key.ptr[i] == '\x7F')
            return false;
    return text_is_utf8(key) && str_trim(key).len == key.len && !answers_is_missing_word(key) &&
           !str_starts_with(key, marker);
}

str export_key_to_text(struct arena *a, str key)
{
    if (is_plain(key))
        return key;
    return str_format(a, "%.*s%.*s", STR(marker), STR(secret_to_base32(a, key)));
}

str export_key_of_text(struct arena *a, str text)
{
    str bytes;
    if (str_starts_with(text, marker) &&
        secret_of_base32(a, str_slice(text, marker.len, text.len), &bytes) && !is_plain(bytes))
        return bytes;
    return text;
}
