/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * laid_table_private — what the files of laid_table share.
 */
#ifndef LISTEN_LAID_TABLE_PRIVATE_H
#define LISTEN_LAID_TABLE_PRIVATE_H

#include "base/buf.h"
#include "engine/dictionary.h"
#include "listen/laid_table.h"

/* A record of the front of the table, kept while its layout is not known. */
struct kept {
    struct table_record record;
    struct kept *next;
};

struct laid_table {
    struct arena *arena;
    struct table *table;
    struct layout_reading reading;
    const str *names;
    struct dictionary *measures; /* code: index among the reading's; NULL: no long table */
    uint32_t measure;            /* of the record */
    struct kept *kept;           /* the next that is handed out; NULL: none any more */
    size_t header_left;          /* records that are header */
    uint64_t left_out;
    /* The columns asked for, and those of the file that they need, ascending. */
    size_t *wanted, *needed;
    size_t wanted_len, needed_len;
    bool is_laid;    /* they are not the same */
    size_t *place;   /* [column of the file]: among the needed */
    str *raw;        /* of a kept record, the needed cells */
    str *cells;      /* of the record, the wanted ones */
    struct buf made; /* cells that are made of others */
};

/* laid_table_front.c: reads the front, and from it how the table is laid out. */
struct err *laid_lay(struct laid_table *t, const struct laid_wish *wish);

#endif
