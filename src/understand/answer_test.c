/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "understand/answer.h"

#include "base/test.h"

TEST(notes_carry_their_numbers_and_texts)
{
    struct answer answer = {.notes = NULL};
    static const char *const codes[] = {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j"};
    for (size_t i = 0; i < 10; i++) {
        struct note *note = answer_add_note(t->arena, &answer, codes[i]);
        note_add_number(note, "n", (double)i);
        note_add_text(note, "text", S("so"));
        note_add_pair(note, "pair", 1, 2);
    }
    CHECK_INT(answer.notes_len, 10);
    for (size_t i = 0; i < 10; i++) {
        const struct note *note = answer_note(&answer, codes[i]);
        CHECK(note && note->parts_len == 3 && note->parts[0].number == (double)i);
        CHECK_STR(note->parts[1].text, S("so"));
        CHECK(note->parts[2].kind == NOTE_PAIR && note->parts[2].second == 2);
    }
    CHECK(!answer_note(&answer, "k"));
}
