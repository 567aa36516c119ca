/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "understand/answer.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

struct note *answer_add_note(struct arena *a, struct answer *answer, const char *code)
{
    if (answer->notes_len == answer->notes_room)
        answer->notes = arena_grow_array(a, answer->notes, answer->notes_len, &answer->notes_room,
                                         sizeof *answer->notes);
    struct note *note = &answer->notes[answer->notes_len++];
    *note = (struct note){.code = code, .of_record = answer->of_record};
    return note;
}

static struct note_part *add_part(struct note *note, const char *key, enum note_kind kind)
{
    assert(note->parts_len < NOTE_PARTS);
    struct note_part *part = &note->parts[note->parts_len++];
    *part = (struct note_part){.key = key, .kind = kind};
    return part;
}

void note_add_number(struct note *note, const char *key, double number)
{
    add_part(note, key, NOTE_NUMBER)->number = number;
}

void note_add_text(struct note *note, const char *key, str text)
{
    add_part(note, key, NOTE_TEXT)->text = text;
}

void note_add_pair(struct note *note, const char *key, double first, double second)
{
    struct note_part *part = add_part(note, key, NOTE_PAIR);
    part->number = first;
    part->second = second;
}

void note_add_counts(struct note *note, const char *key, const struct note_count *counts,
                     size_t len)
{
    struct note_part *part = add_part(note, key, NOTE_COUNTS);
    part->counts = counts;
    part->counts_len = len;
}

void note_add_lines(struct note *note, const char *key, const uint64_t *lines, size_t len)
{
    struct note_part *part = add_part(note, key, NOTE_LINES);
    part->lines = lines;
    part->lines_len = len;
}

static int missing_order(const void *left, const void *right)
{
    const str *a = left, *b = right;
    struct decimal x, y;
    bool x_is = decimal_of_str(*a, &x), y_is = decimal_of_str(*b, &y);
    if (x_is != y_is)
        return y_is - x_is;
    int order = x_is ? decimal_compare(x, y) : 0;
    return order ? order : str_compare(*a, *b);
}

void answer_set_missing(struct arena *a, struct answer *answer, const struct measure_field *fields,
                        size_t fields_len)
{
    size_t room = 0, len = 0;
    for (size_t i = 0; i < fields_len; i++)
        room += fields[i].scale.missing_len;
    str *all = ARENA_ARRAY(a, str, room);
    for (size_t i = 0; i < fields_len; i++)
        for (size_t j = 0; j < fields[i].scale.missing_len; j++)
            all[len++] = fields[i].scale.missing[j];
    qsort(all, len, sizeof *all, missing_order);
    size_t kept = 0;
    for (size_t i = 0; i < len; i++)
        if (kept == 0 || !str_equal(all[kept - 1], all[i]))
            all[kept++] = all[i];
    answer->missing = all;
    answer->missing_len = kept;
}

const struct note *answer_note(const struct answer *answer, const char *code)
{
    for (size_t i = 0; i < answer->notes_len; i++)
        if (strcmp(answer->notes[i].code, code) == 0)
            return &answer->notes[i];
    return NULL;
}
