/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * fuzz_owner — arbitrary bytes as a request to the owner of a data folder.
 *
 * Whatever comes is refused, or says the same when it is written and read again.
 */
#include <assert.h>

#include "base/limits.h"
#include "cli/owner_message.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_round_trip(struct arena *a, const struct owner_request *is)
{
    str message;
    size_t len = 0;
    struct owner_request again;
    struct err *e = owner_message_of_request(a, is, &message);
    assert(!e);
    assert(owner_message_length((const unsigned char *)message.ptr, &len));
    assert(len + OWNER_HEAD_BYTES == message.len && len <= LIMIT_OWNER_REQUEST_BYTES);
    e = owner_message_to_request(a, str_slice(message, OWNER_HEAD_BYTES, message.len), &again);
    assert(!e);
    assert(str_equal(is->version, again.version));
    assert(is->now == again.now && is->now_day == again.now_day);
    assert(is->words_len == again.words_len);
    for (size_t i = 0; i < is->words_len; i++)
        assert(str_equal(is->words[i], again.words[i]));
    for (size_t i = 0; i < CALLER_VARIABLES; i++) {
        assert(!is->variables[i] == !again.variables[i]);
        assert(!is->variables[i] ||
               str_equal(str_of_chars(is->variables[i]), str_of_chars(again.variables[i])));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_make(0);
    struct owner_request request;
    if (!owner_message_to_request(a, (str){(const char *)data, size}, &request)) {
        assert(request.words_len > 0 && request.words_len < size);
        check_round_trip(a, &request);
    }
    arena_done(a);
    return 0;
}
