/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * code_book_private — a code book while it is read, in whichever form.
 */
#ifndef LISTEN_CODE_BOOK_PRIVATE_H
#define LISTEN_CODE_BOOK_PRIVATE_H

#include "base/table.h"
#include "engine/dictionary.h"
#include "listen/code_book.h"

struct book_variable {
    struct code_book_variable made;
    struct field_code *codes;
    str *missing;
    size_t codes_room, missing_room;
    struct dictionary *known_codes;
};

struct book_reader {
    struct arena *arena;
    size_t line; /* being read, from 1 */
    struct book_variable *variables;
    size_t len, room;
    struct dictionary *names; /* in lower case */
    struct book_variable *at; /* the one that codes belong to; NULL: none yet */
};

struct book_reader book_reader_make(struct arena *a);
struct code_book book_reader_done(struct book_reader *r);

/* Goes on with the variable of this name, a new one or one that was before. */
void book_begin(struct book_reader *r, str name);
void book_label(struct book_reader *r, str label);
void book_missing(struct book_reader *r, str code);
/* INVALID where the code has another label already. */
struct err *book_code(struct book_reader *r, str code, str label);

/* "3 = Terminal C", "3 - Terminal C", "3) …", "3. …", "3: …"; by_blank: "3 Terminal C", too. */
bool book_split_code(str line, bool by_blank, str *code, str *label);

/* Whether a line is the header of a table with variables and values. */
bool book_is_table_header(struct arena *a, str line);
struct err *book_read_table(struct book_reader *r, struct table *table);

bool book_is_spss(str text);
struct err *book_read_spss(struct book_reader *r, str text);

#define BOOK_FAIL(r, ...)                                                                          \
    return book_at_line((r), err_make((r)->arena, WHY_INVALID, __FILE__, __LINE__, __VA_ARGS__))
struct err *book_at_line(const struct book_reader *r, struct err *e);

#endif
