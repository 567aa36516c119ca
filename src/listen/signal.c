/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/signal.h"

#include <string.h>

#include "base/json_lex.h"
#include "base/limits.h"
#include "base/public_id.h"
#include "base/text.h"
#include "listen/signal_check.h"

#define WEIGHT_MAX ((int64_t)LIMIT_WEIGHT)

void signal_add_fault(struct arena *a, struct signal_batch *batch, const struct signal_fault *fault)
{
    if (!batch->faults)
        batch->faults = ARENA_ARRAY(a, struct signal_fault, LIMIT_FAULTS);
    if (batch->faults_len < LIMIT_FAULTS)
        batch->faults[batch->faults_len++] = *fault;
}

static void add(struct arena *a, struct signal_batch *batch, size_t index, str pointer,
                const char *code, str detail)
{
    struct signal_fault fault = {
        .index = index, .pointer = pointer, .code = code, .detail = detail};
    signal_add_fault(a, batch, &fault);
}

static void check_word(struct arena *a, struct signal_batch *batch, size_t index, str pointer,
                       str word)
{
    if (word.len > LIMIT_NAME_BYTES)
        add(a, batch, index, pointer, "too_long",
            str_format(a, "It has %zu bytes; at most %zu are taken.", word.len, LIMIT_NAME_BYTES));
    else if (!text_is_utf8(word))
        add(a, batch, index, pointer, "not_utf8", S("It is not UTF-8."));
}

static void check_words(struct arena *a, struct signal_batch *batch, size_t index)
{
    const struct signal *s = &batch->signals[index];
    const struct {
        str pointer;
        str word;
    } words[] = {
        {S("/kind"), s->kind},
        {S("/source"), s->source},
        {S("/channel"), s->channel},
        {S("/language"), s->language},
        {S("/relationship"), s->relationship},
        {S("/unit"), s->unit},
        {S("/touchpoint"), s->touchpoint},
        {S("/account"), s->account},
        {S("/person/external_id"), s->person_external_id},
        {S("/person/email"), s->person_email},
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (words[i].word.len)
            check_word(a, batch, index, words[i].pointer, words[i].word);
}

static bool is_word(str word)
{
    return word.len <= LIMIT_NAME_BYTES && text_is_utf8(word);
}

static bool is_sound(const struct signal_value *value)
{
    return (value->field || (value->name.len && is_word(value->name))) &&
           value->text.len <= LIMIT_ANSWER_BYTES && text_is_utf8(value->text);
}

/* Most are sound, and then nobody needs to know where they stand. */
static void check_value(struct arena *a, struct signal_batch *batch, size_t index,
                        const struct signal_value *value)
{
    if (is_sound(value))
        return;
    str at = json_lex_pointer(a, value->is_context ? S("/context") : S("/answers"), value->name);
    if (value->field == 0)
        check_word(a, batch, index, at, value->name);
    if (value->field == 0 && value->name.len == 0)
        add(a, batch, index, at, "missing", S("An answer needs the name of its field."));
    if (value->text.len > LIMIT_ANSWER_BYTES)
        add(a, batch, index, at, "too_long",
            str_format(a, "The answer has %zu bytes; at most %zu are taken.", value->text.len,
                       LIMIT_ANSWER_BYTES));
    else if (!text_is_utf8(value->text))
        add(a, batch, index, at, "not_utf8", S("The answer is not UTF-8."));
}

static void check_signal(struct arena *a, struct signal_batch *batch, size_t index)
{
    const struct signal *s = &batch->signals[index];
    if (s->key.len == 0)
        add(a, batch, index, S("/key"), "missing", S("A signal needs a key."));
    if (s->key.len > LIMIT_NAME_BYTES)
        add(a, batch, index, S("/key"), "too_long",
            str_format(a, "The key has %zu bytes; at most %zu are taken.", s->key.len,
                       LIMIT_NAME_BYTES));
    if (s->source.len == 0 && batch->source.len == 0)
        add(a, batch, index, S("/source"), "missing",
            S("Nothing says where the signal comes from."));
    if (s->has_weight &&
        (s->weight.mantissa <= 0 || decimal_compare(s->weight, decimal_of_int(WEIGHT_MAX)) > 0))
        add(a, batch, index, S("/weight"), "out_of_range",
            str_format(a, "A weight is above 0 and at most %lld.", (long long)WEIGHT_MAX));
    check_words(a, batch, index);
    for (size_t i = 0; i < s->values_len; i++)
        check_value(a, batch, index, &s->values[i]);
}

struct err *signal_check(struct arena *a, struct signal_batch *batch)
{
    for (size_t i = 0; i < batch->len && batch->faults_len < LIMIT_FAULTS; i++)
        check_signal(a, batch, i);
    return signal_faults_err(a, batch);
}

struct err *signal_faults_err(struct arena *a, const struct signal_batch *batch)
{
    if (batch->faults_len == 0)
        return NULL;
    const struct signal_fault *first = &batch->faults[0];
    bool is_conflict = true;
    for (size_t i = 0; i < batch->faults_len; i++)
        is_conflict = is_conflict && strcmp(batch->faults[i].code, SIGNAL_TWO_PERSONS) == 0;
    str where = batch->len > 1 ? str_format(a, "Signal %zu, ", first->index + 1) : S("");
    struct err *e =
        err_make(a, is_conflict ? WHY_CONFLICT : WHY_INVALID, __FILE__, __LINE__, "%.*s%.*s: %.*s",
                 STR(where), STR(text_quote(a, first->pointer)), STR(first->detail));
    e->at = first->pointer;
    return e;
}

static const str prefix = S_INIT("sig_");

str signal_public_id(struct arena *a, const struct secret_key *key, int64_t id)
{
    struct secret_key own = secret_key_for(key, "signal");
    return public_id_make(a, &own, prefix, id);
}

bool signal_of_public_id(struct arena *a, const struct secret_key *key, str text, int64_t *id)
{
    struct secret_key own = secret_key_for(key, "signal");
    return public_id_read(a, &own, prefix, text, id);
}
