/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/import_recall.h"

#include "listen/import_lines.h"
#include "listen/laid_table.h"

/* The columns as they are before anybody said anything; len 0 where it has none. */
static struct err *read_header(struct arena *a, const struct importing_ask *ask, const str **header,
                               size_t *len)
{
    struct laid_table *laid = NULL;
    bool is_lines = false;
    *len = 0;
    TRY(import_lines_are(a, ask->path, ask->name, &is_lines));
    if (is_lines)
        return NULL;
    struct laid_wish wish = {.source = {.path = ask->path, .name = ask->name, .sheet = ask->sheet}};
    TRY(laid_open(a, &wish, &laid));
    *header = laid_header(laid, len);
    return NULL;
}

struct err *import_recall(struct arena *a, struct importing_ask *ask, struct import_memory *memory)
{
    const str *header = NULL;
    size_t len = 0;
    str source = ask->map ? ask->map->source : ask->source;
    *memory = (struct import_memory){.import = 0};
    TRY(read_header(a, ask, &header, &len));
    if (len == 0)
        return NULL;
    TRY(import_memory_find(a, ask->db, header, len, source, memory));
    if (!memory->import)
        return NULL;
    if (ask->map)
        memory->map.source = source;
    else if (!source.len && !memory->map.source.len)
        ask->source = memory->source;
    ask->memory = memory;
    ask->map = &memory->map;
    return NULL;
}
