/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Any bytes as the body of a request with signals.
 *
 * Every signal without a fault has what the door asks for: a key, texts that are
 * UTF-8, trimmed, not empty and within their limits, a weight above nothing.  A fault
 * has a code, a pointer and one clean sentence.  Its answers as the record keeps them
 * come back.
 */
#include <stdint.h>

#include "base/limits.h"
#include "base/text.h"
#include "listen/answers_json.h"
#include "listen/signal_json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void should(bool holds)
{
    if (!holds)
        __builtin_trap();
}

static void check_text(str text, size_t most)
{
    should(text.len <= most && text_is_utf8(text));
    should(str_equal(str_trim(text), text));
}

static void check_names(const struct signal *s)
{
    const str names[] = {
        s->kind,         s->source,     s->channel, s->language,           s->unit,
        s->relationship, s->touchpoint, s->account, s->person_external_id, s->person_email};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        check_text(names[i], LIMIT_NAME_BYTES);
        should(!str_has(names[i], '\n') && !str_has(names[i], '\0'));
    }
}

static void check_signal(struct arena *a, const struct signal *s, size_t size)
{
    struct buf out = buf_make(a, 8 * size + 64 * s->values_len + 64);
    struct answers_writer w = answers_json_begin(&out);
    should(s->key.len > 0 && s->key.len <= LIMIT_NAME_BYTES && text_is_utf8(s->key));
    should(!s->has_weight || s->weight.mantissa > 0);
    check_names(s);
    for (size_t i = 0; i < s->values_len; i++) {
        check_text(s->values[i].name, LIMIT_NAME_BYTES);
        check_text(s->values[i].text, LIMIT_ANSWER_BYTES);
        should(s->values[i].name.len > 0 && s->values[i].text.len > 0);
        answers_json_add(&w, (int64_t)i + 1, s->values[i].text);
    }
    answers_json_end(&w);
    should(!out.full);
    struct answers_scan scan = answers_scan_make(a, buf_str(&out));
    int64_t field = 0;
    str text;
    for (size_t i = 0; i < s->values_len; i++)
        should(answers_scan_next(&scan, &field, &text) && field == (int64_t)i + 1 &&
               str_equal(text, s->values[i].text));
    should(!answers_scan_next(&scan, &field, &text) && !scan.is_damaged);
}

static void check_fault(struct arena *a, const struct signal_fault *f, size_t len)
{
    should(f->code && f->index < len && text_is_utf8(f->pointer));
    should(f->pointer.len == 0 || f->pointer.ptr[0] == '/');
    should(f->detail.len > 0 && str_equal(text_escape(a, f->detail), f->detail));
    char last = f->detail.ptr[f->detail.len - 1];
    should(last == '.' || last == '?');
}

static void check_batch(struct arena *a, const struct signal_json *batch, size_t size)
{
    should(batch->faults.len <= LIMIT_FAULTS);
    for (size_t i = 0; i < batch->faults.len; i++)
        check_fault(a, &batch->faults.list[i], batch->len);
    for (size_t i = 0; i < batch->len && batch->faults.len == 0; i++)
        check_signal(a, &batch->signals[i], size);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_make(0);
    str body = str_copy(a, (str){(const char *)data, size});
    struct json_value document;
    struct signal_json batch;
    if (!json_read(a, body, &document) && !signal_json_batch(a, &document, &batch))
        check_batch(a, &batch, size);
    /* As the record's own text, which it hardly ever is. */
    struct answers_scan scan = answers_scan_make(a, body);
    int64_t field = 0, before = 0;
    str text;
    for (; answers_scan_next(&scan, &field, &text); before = field)
        should(field > before && text.len <= size);
    arena_done(a);
    return 0;
}
