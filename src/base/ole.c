/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/ole.h"

#include "base/limits.h"

enum { PIECE = 64 * 1024, LONGEST = 32, PARTS = 4 };

/* Parts by which a container is known; their names are written in UTF-16. */
static const struct {
    str part;
    const char *what;
} parts[PARTS] = {
    {S_INIT("E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0"),
     "encrypted with a password; open it, save it without one, and take that file"},
    {S_INIT("W\0o\0r\0k\0b\0o\0o\0k\0"),
     "an old Excel file (.xls); save it as .xlsx, or the sheet as CSV"},
    {S_INIT("B\0o\0o\0k\0\0"), "an old Excel file (.xls); save it as .xlsx, or the sheet as CSV"},
    {S_INIT("W\0o\0r\0d\0D\0o\0c\0u\0m\0"),
     "an old Word document; put its table into a spreadsheet"},
};

static bool has(str bytes, str part)
{
    return memmem(bytes.ptr, bytes.len, part.ptr, part.len) != NULL;
}

struct err *ole_refusal(struct arena *a, struct file *file, str name)
{
    char *room = arena_take(a, LONGEST + PIECE);
    size_t kept = 0, got = 1, best = PARTS;
    while (got) {
        TRY(file_read(a, file, room + kept, PIECE, &got));
        str bytes = {room, kept + got};
        for (size_t i = 0; i < best; i++)
            if (has(bytes, parts[i].part))
                best = i;
        kept = bytes.len < LONGEST ? bytes.len : LONGEST; /* a name may straddle two pieces */
        memmove(room, room + bytes.len - kept, kept);
    }
    FAIL(a, WHY_INVALID, "\"%.*s\" is %s.", STR(name),
         best < PARTS ? parts[best].what : "an old Office file; save its table as .xlsx or CSV");
}
