/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * fuzz_map — arbitrary bytes as the map of an import.
 *
 * Whatever comes: an error names a line and is a clean sentence; what is read prints
 * and reads again as the same map; found in a header or not, nothing else happens.
 */
#include <assert.h>

#include "base/limits.h"
#include "base/text.h"
#include "listen/import_map.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { SENTENCE_BYTES_MAX = 4000, COLUMNS = 6 };

static const str header[COLUMNS] = {S_INIT("NETPRO"), S_INIT("a [b]"), S_INIT("x"),
                                    S_INIT("x"),      S_INIT(""),      S_INIT("größe")};

static void check_error(struct arena *a, const struct err *e)
{
    assert(e->why == WHY_USAGE || e->why == WHY_LIMIT);
    assert(e->text.len > 0 && e->text.len <= SENTENCE_BYTES_MAX);
    assert(str_equal(text_escape(a, e->text), e->text));
    assert(e->text.ptr[e->text.len - 1] == '.' || e->text.ptr[e->text.len - 1] == '?');
    assert(e->why == WHY_LIMIT || str_starts_with(e->at, S("line ")));
    assert(!e->position || e->position <= text_len(e->source) + 1);
}

static void check_bound(const struct import_map *map)
{
    for (unsigned i = 0; i < IMPORT_ROLE_COUNT; i++)
        assert(map->roles[i].position < COLUMNS);
    for (size_t i = 0; i < map->columns_len; i++)
        assert(map->columns[i].name.position < COLUMNS);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_make(0);
    struct import_map map = {.columns_len = 0}, again = {.columns_len = 0};
    struct err *e = import_map_of_str(a, str_copy(a, (str){(const char *)data, size}), &map);
    if (e) {
        check_error(a, e);
    } else {
        str text = import_map_to_text(a, &map);
        if (text.len <= LIMIT_MAP_BYTES) {
            e = import_map_of_str(a, text, &again);
            assert(!e && again.columns_len == map.columns_len);
            assert(str_equal(import_map_to_text(a, &again), text));
        }
        e = import_map_bind(a, &map, header, COLUMNS);
        if (e)
            check_error(a, e);
        else
            check_bound(&map);
    }
    arena_done(a);
    return 0;
}
