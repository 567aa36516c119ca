/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * signal_json — signals as JSON (contract.md §9), read into what the one door takes.
 *
 * Members of a signal: key, at (RFC 3339 with zone) and answers are required; kind,
 * source, channel, language, relationship, unit, touchpoint, person {external_id,
 * email}, account, weight, context, at_assumed (true: at is a guess) are not, and null
 * is the same as nothing.  A key may be written as listen/export_form.h has it.
 *
 * An answer is a text (trimmed; empty is no answer), a number (as written), true or
 * false (so as texts), or an array of texts and numbers: ticks, which become one text
 * with "; " between them, as a question of ticks is read.  Context is text, number,
 * true or false.  Names are trimmed, a key is not.
 *
 * Knows the form alone: what names mean is for the door (listen/signal.h), as are two
 * names of one field.
 */
#ifndef LISTEN_SIGNAL_JSON_H
#define LISTEN_SIGNAL_JSON_H

#include "base/json_read.h"
#include "listen/signal.h"

/* Codes of faults; they stay as they are:
 *   missing            a required member, or a name, is not there or blank
 *   wrong_type         a text where a number belongs, and the like
 *   unknown_member     no member is called so; the detail names the nearest
 *   not_a_time         not RFC 3339, or without a zone
 *   out_of_range       a weight below a millionth or above LIMIT_WEIGHT
 *   too_long           more than LIMIT_NAME_BYTES, of an answer LIMIT_ANSWER_BYTES
 *   too_many           more than LIMIT_SIGNAL_VALUES answers or contexts
 *   control_character  U+0000 in an answer; in a name any control character
 *   separator_in_tick  a tick with a semicolon or a line break, which stand between ticks */
struct signal_faults {
    struct signal_fault *list;
    size_t len; /* at most LIMIT_FAULTS */
};

/* One signal, which is the index-th of its batch.  False where it has faults, which are
 * added; signal then holds what could be read.  Texts live as long as the document. */
bool signal_json_read(struct arena *a, const struct json_value *value, size_t index,
                      struct signal *signal, struct signal_faults *faults);

/* A signal, or an array of at most LIMIT_BATCH_SIGNALS. */
struct signal_json {
    const struct signal *signals;
    size_t len;
    struct signal_faults faults; /* any: the whole of it is refused */
};
/* INVALID where the document is neither, LIMIT where they are too many. */
struct err *signal_json_batch(struct arena *a, const struct json_value *document,
                              struct signal_json *out);

#endif
