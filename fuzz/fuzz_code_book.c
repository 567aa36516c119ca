/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * fuzz_code_book — arbitrary bytes as the code book of a file.
 *
 * Whatever comes: an error is a clean sentence; what is read goes into a map that prints and
 * reads again.
 */
#include <assert.h>

#include "base/limits.h"
#include "base/text.h"
#include "listen/code_book.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { COLUMNS = 4 };

static const str header[COLUMNS] = {S_INIT("NETPRO"), S_INIT("a [b]"), S_INIT("x"), S_INIT("x")};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_make(0);
    struct code_book book;
    struct code_book_joined joined;
    struct import_map map = {.columns_len = 0}, again;
    struct err *e = code_book_of_bytes(a, (str){(const char *)data, size}, &book);
    if (e) {
        assert(e->text.len > 0 && str_equal(text_escape(a, e->text), e->text));
    } else {
        code_book_join(a, &book, header, COLUMNS, &map, &joined);
        str text = import_map_to_text(a, &map);
        assert(text.len > LIMIT_MAP_BYTES || !import_map_of_str(a, text, &again));
    }
    arena_done(a);
    return 0;
}
