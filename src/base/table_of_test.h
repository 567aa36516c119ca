/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * table_of_test — whole tables as one text, for tests to compare.
 */
#ifndef BASE_TABLE_OF_TEST_H
#define BASE_TABLE_OF_TEST_H

#include "base/buf.h"
#include "base/limits.h"
#include "base/table.h"
#include "base/test.h"

/* "name|name" and, line by line, "2: cell|cell"; what is not sound: "3! 3 cells instead …".
 * Without lines where those do not matter.  An error where the table cannot be read. */
static inline struct err *test_table_text(struct test *t, struct table *table, bool has_lines,
                                          str *text)
{
    struct buf b = buf_make(t->arena, 64 * MIB);
    struct table_record record;
    bool found = false;
    size_t len = 0;
    const str *header = table_header(table, &len);
    for (size_t i = 0; i < len; i++)
        buf_addf(&b, "%s%.*s", i ? "|" : "", STR(header[i]));
    table_select_all(t->arena, table);
    for (;;) {
        TRY(table_next(table, &record, &found));
        if (!found)
            break;
        buf_add_char(&b, '\n');
        if (has_lines)
            buf_addf(&b, "%llu%c ", (unsigned long long)record.line,
                     record.fault == TABLE_SOUND ? ':' : '!');
        if (record.fault != TABLE_SOUND)
            buf_add(&b, table_fault_reason(t->arena, table, &record));
        for (size_t i = 0; i < len && record.fault == TABLE_SOUND; i++) {
            buf_add(&b, i ? S("|") : S(""));
            buf_add(&b, record.cells[i]);
        }
    }
    *text = buf_str(&b);
    return NULL;
}

#endif
