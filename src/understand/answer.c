/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "understand/answer.h"

#include <assert.h>
#include <string.h>

struct note *answer_add_note(struct arena *a, struct answer *answer, const char *code)
{
    if (answer->notes_len == answer->notes_room)
        answer->notes = arena_grow_array(a, answer->notes, answer->notes_len, &answer->notes_room,
                                         sizeof *answer->notes);
    struct note *note = &answer->notes[answer->notes_len++];
    *note = (struct note){.code = code};
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

const struct note *answer_note(const struct answer *answer, const char *code)
{
    for (size_t i = 0; i < answer->notes_len; i++)
        if (strcmp(answer->notes[i].code, code) == 0)
            return &answer->notes[i];
    return NULL;
}
