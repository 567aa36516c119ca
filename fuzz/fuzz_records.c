/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Any bytes as records of JSON: an array of objects is read where the reader of whole
 * documents reads it, with as many records, and refused where that refuses it.
 */
#include <stdint.h>
#include <stdio.h>

#include "base/json_read.h"
#include "base/table.h"
#include "base/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Counts the records; false where it ends with an error. */
static bool read_table(struct arena *a, str path, size_t *records)
{
    struct table *table = NULL;
    struct table_source source = {.path = path, .name = S("a.json")};
    struct table_record record;
    bool found = true;
    size_t len = 0;
    if (table_open(a, &source, &table))
        return false;
    (void)table_header(table, &len);
    table_select_all(a, table);
    for (*records = 0;; ++*records) {
        if (table_next(table, &record, &found))
            return false;
        if (!found)
            return true;
        for (size_t i = 0; i < len; i++)
            if (!text_is_utf8(record.cells[i]))
                __builtin_trap();
    }
}

static bool is_flat(const struct json_value *object)
{
    bool is = object->kind == JSON_KIND_OBJECT && object->len > 0;
    for (size_t i = 0; is && i < object->len; i++)
        is = object->items[i].kind != JSON_KIND_OBJECT;
    return is;
}

static void compare(struct arena *a, str bytes, bool is_read, size_t records)
{
    struct json_value whole;
    const char *front = bytes.ptr;
    while (front < bytes.ptr + bytes.len && str_has(S(" \t\r\n"), *front))
        front++;
    if (front == bytes.ptr + bytes.len || *front != '[')
        return;
    if (json_read(a, bytes, &whole)) {
        if (is_read)
            __builtin_trap();
        return;
    }
    bool should = whole.len > 0; /* of objects within objects two members may be one column */
    for (size_t i = 0; should && i < whole.len; i++)
        should = is_flat(&whole.items[i]);
    if (should && !(is_read && records == whole.len))
        __builtin_trap();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    FILE *file = size > 0 ? tmpfile() : NULL;
    if (!file)
        return 0;
    struct arena *a = arena_make(0);
    str bytes = {(const char *)data, size};
    if (fwrite(data, 1, size, file) == size && fflush(file) == 0) {
        size_t records = 0;
        bool is_read = read_table(a, str_format(a, "/proc/self/fd/%d", fileno(file)), &records);
        compare(a, bytes, is_read, records);
    }
    arena_done(a);
    (void)fclose(file);
    return 0;
}
