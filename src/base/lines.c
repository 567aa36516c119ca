/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/lines.h"

#include <string.h>

#include "base/limits.h"

#define FIRST_ROOM (64 * KIB)
/* A line, its end, and a byte order mark. */
#define MOST_ROOM (LIMIT_RECORD_BYTES + 2 + 3)

struct lines {
    struct arena *arena;
    struct file *file;
    char *buffer;
    size_t room;
    size_t start, end; /* what is read and not yet given */
    size_t looked;     /* up to here there is no LF behind start */
    uint64_t number;   /* of the line given last */
    bool file_ended, left_out_tail;
};

struct lines *lines_make(struct arena *a, struct file *f)
{
    struct lines *l = ARENA_NEW(a, struct lines);
    *l = (struct lines){.arena = a, .file = f, .room = FIRST_ROOM};
    l->buffer = arena_take(a, l->room);
    return l;
}

static struct err *check_length(const struct lines *l, size_t len)
{
    if (len > LIMIT_RECORD_BYTES)
        FAIL(l->arena, WHY_LIMIT, "Line %llu of \"%.*s\" is longer than %zu MiB.",
             (unsigned long long)l->number + 1, STR(file_path(l->file)), LIMIT_RECORD_BYTES / MIB);
    return NULL;
}

/* Reads on behind what is not yet given, in a larger buffer where it is full. */
static struct err *read_on(struct lines *l)
{
    size_t kept = l->end - l->start;
    char *to = l->buffer;
    if (kept == l->room) {
        l->room = l->room < MOST_ROOM / 2 ? l->room * 2 : MOST_ROOM;
        to = arena_take(l->arena, l->room);
    }
    memmove(to, l->buffer + l->start, kept);
    l->buffer = to;
    l->start = 0;
    l->end = l->looked = kept;
    size_t got = 0;
    TRY(file_read(l->arena, l->file, to + kept, l->room - kept, &got));
    l->end += got;
    l->file_ended = got == 0;
    return NULL;
}

/* Reads until there is a line's end behind start, or no more. */
static struct err *find_end(struct lines *l, const char **newline)
{
    *newline = NULL;
    for (;;) {
        if (l->looked < l->end)
            *newline = memchr(l->buffer + l->looked, '\n', l->end - l->looked);
        l->looked = *newline ? (size_t)(*newline - l->buffer) : l->end;
        if (*newline || l->file_ended)
            return NULL;
        if (l->end - l->start == MOST_ROOM)
            return check_length(l, MOST_ROOM);
        TRY(read_on(l));
    }
}

/* What is there of the first line, without a byte order mark. */
static str without_mark(const struct lines *l, str text)
{
    static const str mark = S_INIT("\xEF\xBB\xBF");
    bool has = l->number == 0 && str_starts_with(text, mark);
    return has ? str_slice(text, mark.len, text.len) : text;
}

/* The line up to its LF, or the file's rest; false where that is none. */
static bool cut_line(struct lines *l, const char *newline, str *text)
{
    str cut = {l->buffer + l->start, l->end - l->start};
    if (newline) {
        cut.len = (size_t)(newline - cut.ptr);
        *text = without_mark(l, cut);
        if (text->len && text->ptr[text->len - 1] == '\r')
            text->len--;
        return true;
    }
    *text = without_mark(l, cut);
    l->left_out_tail = text->len > 0 && file_growth(l->file) > 0;
    return text->len > 0 && !l->left_out_tail;
}

struct err *lines_next(struct lines *l, struct line *line, bool *found)
{
    const char *newline = NULL;
    str text;
    TRY(find_end(l, &newline));
    bool is_line = cut_line(l, newline, &text);
    if (is_line)
        TRY(check_length(l, text.len));
    *found = is_line;
    if (!is_line)
        return NULL;
    l->start = l->looked = newline ? (size_t)(newline - l->buffer) + 1 : l->end;
    *line = (struct line){text, ++l->number};
    return NULL;
}

bool lines_left_out_tail(const struct lines *l)
{
    return l->left_out_tail;
}
