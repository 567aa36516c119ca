/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * import_map_private — what the files that read a map share while they do.
 */
#ifndef LISTEN_IMPORT_MAP_PRIVATE_H
#define LISTEN_IMPORT_MAP_PRIVATE_H

#include "engine/dictionary.h"
#include "listen/import_map.h"

/* Entries that are no role, and where they belong. */
enum entry {
    ENTRY_LAYOUT,
    ENTRY_LEFT_OUT,
    ENTRY_SOURCE,
    ENTRY_WAVE,
    ENTRY_SHEET,
    ENTRY_HEADER,
    ENTRY_JOIN,
    ENTRY_JOIN_BY,
    ENTRY_JOIN_TO,
    ENTRY_JOIN_TWICE,
    ENTRY_TIME_ORDER,
    ENTRY_NAME,
    ENTRY_REACHED,
    ENTRY_INVITED,
    ENTRY_POPULATION,
    ENTRY_FROM,
    ENTRY_TO,
    ENTRY_FIELD, /* from here on: about a column */
    ENTRY_OWN_FIELD,
    ENTRY_SHARED_FIELD,
    ENTRY_CONTEXT,
    ENTRY_KIND,
    ENTRY_LABEL,
    ENTRY_ALIAS,
    ENTRY_SCALE,
    ENTRY_MEASURES,
    ENTRY_MEASURES_OF,
    ENTRY_EXPECTED_FROM,
    ENTRY_BETTER,
    ENTRY_CURRENCY,
    ENTRY_DECIMAL,
    ENTRY_DATE_ORDER,
    ENTRY_PERSONAL,
    ENTRY_DEGREES,
    ENTRY_MISSING,
    ENTRY_LEAVE_OUT,
    ENTRY_CODE,
    ENTRY_COUNT
};

/* A section, while it is read. */
struct import_map_open_section {
    size_t said[ENTRY_COUNT]; /* line of each entry; 0: not yet */
    struct field_code *codes;
    size_t codes_room;
    struct dictionary *known_codes;
    str *aliases;
    size_t aliases_room;
};

struct import_map_reader {
    struct arena *arena;
    str line; /* without the line's end */
    size_t number;
    size_t said[ENTRY_COUNT]; /* of the file as a whole */
    struct import_map_open_section section;
    struct import_map_column *column; /* NULL: no section yet */
    size_t columns_room;
    struct import_map map;
};

/* An error at a part of the line. */
#define AT(r, part, ...)                                                                           \
    import_map_at((r), (part), err_make((r)->arena, WHY_USAGE, __FILE__, __LINE__, __VA_ARGS__))
struct err *import_map_at(const struct import_map_reader *r, str part, struct err *e);

/* import_map_words.c */
str import_map_quote(const struct import_map_reader *r, str s);
/* ", did you mean …?" or the list of what there is. */
str import_map_hint(const struct import_map_reader *r, str given, const str *known, size_t len);
/* A text in double quotes at the start of *rest, which is left behind it. */
struct err *import_map_read_quoted(const struct import_map_reader *r, str *rest, str *out);
/* The whole of s, quoted or bare; what says nothing is a mistake. */
struct err *import_map_read_text(const struct import_map_reader *r, str s, const char *what,
                                 str *out);
/* The name of a column, or its place. */
struct err *import_map_read_name(const struct import_map_reader *r, str s, const char *what,
                                 struct import_map_name *out);

#endif
