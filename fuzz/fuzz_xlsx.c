/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Any bytes as a workbook: it is read or refused, and its cells are UTF-8.
 *
 * The first byte says what the others are: 'Z' an archive; else the sheet, the shared texts
 * and the styles, with a NUL between, which are packed here, as they are and with the right
 * checksums, since no chance would find those.
 */
#include <stdint.h>
#include <stdio.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/table.h"
#include "base/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* An archive in the making. */
struct archive {
    struct buf bytes, list;
    unsigned members;
};

static void add_number(struct buf *b, uint32_t number, size_t bytes)
{
    for (size_t i = 0; i < bytes; i++, number >>= 8)
        buf_add_char(b, (char)(number & 0xFF));
}

static uint32_t checksum(str s)
{
    uint32_t sum = UINT32_MAX;
    for (size_t i = 0; i < s.len; i++) {
        sum ^= (unsigned char)s.ptr[i];
        for (unsigned bit = 0; bit < 8; bit++)
            sum = sum >> 1 ^ (sum & 1 ? 0xEDB88320U : 0);
    }
    return ~sum;
}

/* Version to how many bytes of name and extra, as both kinds of headers have it. */
static void add_about(struct buf *b, str name, str content)
{
    add_number(b, 20, 2); /* version; flags, method: as it is; time, date */
    add_number(b, 0, 4);
    add_number(b, 0x00210000, 4);
    add_number(b, checksum(content), 4);
    add_number(b, (uint32_t)content.len, 4);
    add_number(b, (uint32_t)content.len, 4);
    add_number(b, (uint32_t)name.len, 2);
    add_number(b, 0, 2);
}

static void add_member(struct archive *z, str name, str content)
{
    uint32_t at = (uint32_t)z->bytes.len;
    buf_add(&z->bytes, S("PK\x03\x04"));
    add_about(&z->bytes, name, content);
    buf_add(&z->bytes, name);
    buf_add(&z->bytes, content);
    buf_add(&z->list, S("PK\x01\x02"));
    add_number(&z->list, 20, 2);
    add_about(&z->list, name, content);
    add_number(&z->list, 0, 4); /* comment, disk */
    add_number(&z->list, 0, 2);
    add_number(&z->list, 0, 4);
    add_number(&z->list, at, 4);
    buf_add(&z->list, name);
    z->members++;
}

static str archive_of_parts(struct arena *a, str parts)
{
    static const str names[] = {S_INIT("xl/sheet.xml"), S_INIT("xl/texts.xml"),
                                S_INIT("xl/styles.xml")};
    struct archive z = {.bytes = buf_make(a, 64 * MIB), .list = buf_make(a, MIB)};
    add_member(
        &z, S("xl/workbook.xml"),
        S("<workbook xmlns:r=\"r\"><sheets><sheet name=\"S\" r:id=\"1\"/></sheets></workbook>"));
    add_member(
        &z, S("xl/_rels/workbook.xml.rels"),
        S("<Relationships><Relationship Id=\"1\" Type=\"/worksheet\" Target=\"sheet.xml\"/>"
          "<Relationship Id=\"2\" Type=\"/sharedStrings\" Target=\"texts.xml\"/>"
          "<Relationship Id=\"3\" Type=\"/styles\" Target=\"styles.xml\"/></Relationships>"));
    for (size_t i = 0; i < 3 && parts.ptr; i++)
        add_member(&z, names[i], str_cut(parts, '\0', &parts));
    uint32_t at = (uint32_t)z.bytes.len;
    buf_add(&z.bytes, buf_str(&z.list));
    buf_add(&z.bytes, S("PK\x05\x06"));
    add_number(&z.bytes, 0, 4);
    add_number(&z.bytes, z.members, 2);
    add_number(&z.bytes, z.members, 2);
    add_number(&z.bytes, (uint32_t)z.list.len, 4);
    add_number(&z.bytes, at, 4);
    add_number(&z.bytes, 0, 2);
    return buf_str(&z.bytes);
}

static void read_table(struct arena *a, str path)
{
    struct table *table = NULL;
    struct table_source source = {.path = path};
    struct table_record record;
    bool found = true;
    size_t len = 0;
    if (table_open(a, &source, &table))
        return;
    (void)table_header(table, &len);
    table_select_all(a, table);
    while (!table_next(table, &record, &found) && found)
        for (size_t i = 0; i < len && record.fault == TABLE_SOUND; i++)
            if (!text_is_utf8(record.cells[i]))
                __builtin_trap();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    FILE *file = size > 1 ? tmpfile() : NULL;
    if (!file)
        return 0;
    struct arena *a = arena_make(0);
    str bytes = {(const char *)data + 1, size - 1};
    if (data[0] != 'Z')
        bytes = archive_of_parts(a, bytes);
    if (fwrite(bytes.ptr, 1, bytes.len, file) == bytes.len && fflush(file) == 0)
        read_table(a, str_format(a, "/proc/self/fd/%d", fileno(file)));
    arena_done(a);
    (void)fclose(file);
    return 0;
}
