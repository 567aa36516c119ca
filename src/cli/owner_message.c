/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/owner_message.h"

#include <inttypes.h>
#include <string.h>

#include "base/buf.h"
#include "base/date.h"
#include "base/limits.h"

static const str first_text = S_INIT("attune-command");

static void add_text(struct buf *b, str text)
{
    buf_add(b, text);
    buf_add_char(b, '\0');
}

struct err *owner_message_of_request(struct arena *a, const struct owner_request *request,
                                     str *message)
{
    struct buf b = buf_make(a, OWNER_HEAD_BYTES + LIMIT_OWNER_REQUEST_BYTES);
    buf_add_repeated(&b, (str){"", 1}, OWNER_HEAD_BYTES);
    add_text(&b, first_text);
    add_text(&b, request->version);
    add_text(&b, str_format(a, "%" PRId64, request->now));
    add_text(&b, str_format(a, "%" PRId64, request->now_day));
    for (size_t i = 0; i < CALLER_VARIABLES; i++)
        if (request->variables[i])
            add_text(&b, str_format(a, "%s=%s", caller_variable_names[i], request->variables[i]));
    add_text(&b, S(""));
    for (size_t i = 0; i < request->words_len; i++)
        add_text(&b, request->words[i]);
    if (b.full)
        FAIL(a, WHY_LIMIT,
             "The words of this command are longer than the %zu KiB that the owner of a data "
             "folder takes.",
             LIMIT_OWNER_REQUEST_BYTES / KIB);
    size_t len = b.len - OWNER_HEAD_BYTES;
    for (size_t i = 0; i < OWNER_HEAD_BYTES; i++)
        b.ptr[i] = (char)(unsigned char)(len >> (8 * i) & 0xFF);
    *message = buf_str(&b);
    return NULL;
}

bool owner_message_length(const unsigned char head[OWNER_HEAD_BYTES], size_t *len)
{
    size_t sum = 0;
    for (size_t i = 0; i < OWNER_HEAD_BYTES; i++)
        sum |= (size_t)head[i] << (8 * i);
    if (sum > LIMIT_OWNER_REQUEST_BYTES)
        return false;
    *len = sum;
    return true;
}

/* Takes the next text off *rest, NUL-terminated; false where there is none. */
static bool next_text(str *rest, str *text)
{
    const char *end = rest->len ? memchr(rest->ptr, '\0', rest->len) : NULL;
    if (!end)
        return false;
    *text = (str){rest->ptr, (size_t)(end - rest->ptr)};
    *rest = str_slice(*rest, text->len + 1, rest->len);
    return true;
}

/* At most 18 digits. */
static bool read_whole(str text, int64_t *whole)
{
    bool is_before = str_starts_with(text, S("-"));
    int64_t sum = 0;
    if (is_before)
        text = str_slice(text, 1, text.len);
    if (text.len < 1 || text.len > 18)
        return false;
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] < '0' || text.ptr[i] > '9')
            return false;
        sum = sum * 10 + (text.ptr[i] - '0');
    }
    *whole = is_before ? -sum : sum;
    return true;
}

/* An instant and a day of the years 1 to 9999, give or take the width of a zone. */
static bool read_now(str *rest, struct owner_request *request)
{
    str now, day;
    int64_t first = date_to_day((struct date){1, 1, 1}) - 1;
    int64_t last = date_to_day((struct date){9999, 12, 31}) + 1;
    return next_text(rest, &now) && next_text(rest, &day) && read_whole(now, &request->now) &&
           read_whole(day, &request->now_day) && request->now >= first * USEC_DAY &&
           request->now <= last * USEC_DAY && request->now_day >= first && request->now_day <= last;
}

/* NAME=value; each name once. */
static bool read_variable(str text, struct owner_request *request)
{
    str value, name = str_cut(text, '=', &value);
    for (size_t i = 0; i < CALLER_VARIABLES; i++)
        if (str_equal(name, str_of_chars(caller_variable_names[i])) && value.ptr &&
            !request->variables[i]) {
            request->variables[i] = value.ptr;
            return true;
        }
    return false;
}

static bool read_front(str *rest, struct owner_request *request)
{
    str text;
    if (!next_text(rest, &text) || !str_equal(text, first_text) ||
        !next_text(rest, &request->version) || !read_now(rest, request))
        return false;
    while (next_text(rest, &text)) {
        if (text.len == 0)
            return true;
        if (!read_variable(text, request))
            return false;
    }
    return false;
}

struct err *owner_message_to_request(struct arena *a, str message, struct owner_request *request)
{
    struct owner_request read = {.words = NULL};
    str rest = str_copy(a, message);
    if (!read_front(&rest, &read))
        FAIL(a, WHY_INVALID, "This is no request to the owner of a data folder.");
    size_t room = 0;
    for (size_t i = 0; i < rest.len; i++)
        room += rest.ptr[i] == '\0';
    read.words = ARENA_ARRAY(a, str, room);
    while (next_text(&rest, &read.words[read.words_len]))
        if (++read.words_len == room)
            break;
    if (rest.len || read.words_len == 0)
        FAIL(a, WHY_INVALID, "This is no request to the owner of a data folder.");
    *request = read;
    return NULL;
}
