/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Any bytes as a table: the reader against a naive one, byte by byte.
 *
 * The first byte says which columns are asked for, the rest is the file.
 */
#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/csv.h"
#include "base/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { CELLS_MAX = 4096 };

/* One record as the naive reader sees it. */
struct naive {
    size_t cells;
    str cell[CELLS_MAX];
    size_t next; /* where the next record begins */
    bool unclosed;
};

static char text[1 << 17];

/* A cell at `at`: its bytes are unquoted into text from *used on. */
static size_t naive_cell(str file, size_t at, const struct csv_dialect *d, struct naive *n,
                         size_t *used)
{
    size_t start = *used;
    if (at < file.len && file.ptr[at] == '"') {
        at++;
        for (;; at++) {
            if (at >= file.len) {
                n->unclosed = true;
                return at;
            }
            if (file.ptr[at] == '"' && at + 1 < file.len && file.ptr[at + 1] == '"')
                at++;
            else if (file.ptr[at] == '"')
                break;
            text[(*used)++] = file.ptr[at];
        }
        at++;
    }
    while (at < file.len && file.ptr[at] != d->delimiter && file.ptr[at] != d->newline)
        text[(*used)++] = file.ptr[at++];
    if (n->cells < CELLS_MAX)
        n->cell[n->cells] = (str){text + start, *used - start};
    n->cells++;
    return at;
}

static void naive_record(str file, size_t at, const struct csv_dialect *d, struct naive *n)
{
    size_t used = 0, start = at;
    *n = (struct naive){.cells = 0};
    for (;;) {
        at = naive_cell(file, at, d, n, &used);
        if (n->unclosed || at >= file.len || file.ptr[at] == d->newline)
            break;
        at++;
    }
    n->next = at < file.len ? at + 1 : at;
    if (n->unclosed) {
        const char *end = memchr(file.ptr + start, d->newline, file.len - start);
        n->next = end ? (size_t)(end - file.ptr) + 1 : file.len;
    }
}

static bool is_empty_line(str file, size_t at, const struct naive *n)
{
    str line = str_slice(file, at, n->next);
    while (line.len && (line.ptr[line.len - 1] == '\n' || line.ptr[line.len - 1] == '\r'))
        line.len--;
    return n->cells == 1 && line.len == 0;
}

static void check_cells(struct arena *a, const struct csv *csv, const struct csv_record *r,
                        const struct naive *n, uint8_t which, size_t header_len)
{
    size_t asked = 0;
    for (size_t c = 0; c < header_len && c < CELLS_MAX; c++) {
        if (!(which >> (c % 8) & 1))
            continue;
        str cell = n->cell[c];
        if (!str_is_ascii(cell) && !(csv_dialect(csv)->is_utf8 && text_is_utf8(cell)))
            cell = text_of_windows_1252(a, cell);
        assert(str_equal(str_trim(cell), r->cells[asked]));
        assert(text_is_utf8(r->cells[asked]));
        asked++;
    }
}

static void compare(struct arena *a, struct csv *csv, str file, uint8_t which)
{
    static struct naive n;
    const struct csv_dialect *d = csv_dialect(csv);
    size_t at = d->bom, header_len = 0, len = 0, selected[CELLS_MAX];
    (void)csv_header(csv, &header_len);
    for (size_t c = 0; c < header_len && c < CELLS_MAX; c++)
        if (which >> (c % 8) & 1)
            selected[len++] = c;
    csv_select(csv, selected, len);
    do
        naive_record(file, at, d, &n), at = n.next;
    while (is_empty_line(file, at, &n) && n.cells == 1 && at < file.len && header_len > 1);
    struct csv_record r;
    bool found = false;
    uint64_t line = 0;
    while (!csv_next(csv, &r, &found) && found) {
        assert(r.line > line);
        line = r.line;
        if (r.fault == CSV_SOUND) {
            assert(r.cells_len == header_len);
            if (header_len > 1 && header_len <= CELLS_MAX)
                for (;;) {
                    naive_record(file, at, d, &n);
                    bool empty = is_empty_line(file, at, &n);
                    at = n.next;
                    if (!empty && n.cells == header_len && !n.unclosed)
                        break;
                    assert(at < file.len);
                }
            if (header_len > 1 && header_len <= CELLS_MAX)
                check_cells(a, csv, &r, &n, which, header_len);
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2 || size > sizeof text)
        return 0;
    int memory = memfd_create("table", MFD_CLOEXEC);
    if (memory < 0 || write(memory, data + 1, size - 1) != (ssize_t)(size - 1))
        return 0;
    struct arena *a = arena_make(0);
    struct file *file = NULL;
    struct csv *csv = NULL;
    str path = str_format(a, "/proc/self/fd/%d", memory);
    if (!file_open(a, path, &file) && !csv_open(a, file, &csv))
        compare(a, csv, (str){(const char *)data + 1, size - 1}, data[0]);
    arena_done(a);
    (void)close(memory);
    return 0;
}
