/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "http/request.h"

#include <errno.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/text.h"
#include "http/field.h"

str request_parameter(const struct request *rq, const char *name)
{
    return pairs_get(&rq->parameters, str_of_chars(name));
}

str request_query(const struct request *rq, const char *name)
{
    return pairs_get(&rq->query, str_of_chars(name));
}

str request_header(const struct request *rq, const char *name)
{
    return pairs_get(&rq->headers, str_of_chars(name));
}

str request_cookie(const struct request *rq, const char *name)
{
    return pairs_get(&rq->cookies, str_of_chars(name));
}

struct err *request_query_whole(const struct request *rq, const char *name, int64_t lo, int64_t hi,
                                int64_t fallback, int64_t *out)
{
    uint64_t value = 0;
    str text = request_query(rq, name);
    bool is_negative = text.len && text.ptr[0] == '-';
    if (!text.ptr) {
        *out = fallback;
        return NULL;
    }
    if (!field_to_length(str_slice(text, is_negative, text.len), &value) || value > INT64_MAX ||
        (is_negative ? -(int64_t)value : (int64_t)value) < lo ||
        (is_negative ? -(int64_t)value : (int64_t)value) > hi)
        FAIL(rq->arena, WHY_USAGE, "%s is a whole number from %lld to %lld, not %.*s.", name,
             (long long)lo, (long long)hi, STR(text_quote(rq->arena, text)));
    *out = is_negative ? -(int64_t)value : (int64_t)value;
    return NULL;
}

struct err *request_form(struct request *rq, struct pairs *out)
{
    str bytes = {NULL, 0};
    if (!str_equal(rq->body.type, S("application/x-www-form-urlencoded"))) {
        *out = (struct pairs){.len = 0};
        return NULL;
    }
    TRY(request_body_bytes(rq, &bytes));
    struct err *e = pairs_of_text(rq->arena, bytes, PAIRS_OF_FORM, out);
    if (e && e->why == WHY_USAGE)
        e->why = WHY_INVALID;
    return e;
}

struct err *request_body_bytes(struct request *rq, str *out)
{
    if (!rq->body.path.len) {
        *out = rq->body.bytes;
        return NULL;
    }
    char *bytes = arena_take(rq->arena, (size_t)rq->body.len + 1);
    size_t len = 0;
    while (len < rq->body.len) {
        ssize_t got = pread(rq->body.file, bytes + len, (size_t)rq->body.len - len, (off_t)len);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            FAIL(rq->arena, WHY_FAILED, "What was received cannot be read again: %s.",
                 got < 0 ? strerror(errno) : "the file became shorter");
        len += (size_t)got;
    }
    *out = rq->body.bytes = (str){bytes, len};
    rq->body.path = (str){NULL, 0}; /* it is read once */
    return NULL;
}

bool request_is_to_end(const struct request *rq)
{
    return rq->is_to_end && atomic_load(rq->is_to_end);
}
