/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * csv — reads tables of text (RFC 4180 and what people make of it) in one pass
 * with constant memory.
 *
 * Delimiter, line ends, byte order mark and encoding (codepage.h) are found by themselves; a
 * first line "sep=;" says which delimiter it is, and is no header; nor is a title above the
 * names (table_names.h).
 * Only the columns asked for are made; the others are counted over.  A quote
 * opens a cell only at its very start; elsewhere it is a character.  An empty
 * line is no record, except in a table of one column.  Rules: contract.md §7.
 */
#ifndef BASE_CSV_H
#define BASE_CSV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/csv_dialect.h"
#include "base/err.h"
#include "base/file.h"
#include "base/table.h"

struct csv;

/* Reads the header, which stands in names_line (from 1; 0: it is found out). */
struct err *csv_open(struct arena *a, struct file *f, uint64_t names_line, struct csv **out);
/* Names of the columns, trimmed, UTF-8, in the file's order; a blank one is "". */
const str *csv_header(const struct csv *c, size_t *len);
/* Which columns records deliver, by position in the header; ascending, each
 * once.  Without a call, none. */
void csv_select(struct csv *c, const size_t *columns, size_t len);
/* The next record; *found false at the end. */
struct err *csv_next(struct csv *c, struct table_record *record, bool *found);

const struct file *csv_file(const struct csv *c);
const struct csv_dialect *csv_dialect(const struct csv *c);
/* The line that the header stands in. */
uint64_t csv_names_line(const struct csv *c);
/* The first words above the header; empty: none were found. */
str csv_title(const struct csv *c);
const struct table_mixed *csv_mixed(const struct csv *c);
/* The file grew while it was read, and its last, incomplete record was left out. */
bool csv_left_out_tail(const struct csv *c);

#endif
