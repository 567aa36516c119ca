/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/owner_message.h"

#include "base/limits.h"
#include "base/test.h"

static const struct owner_request sample = {
    .version = S_INIT("1.2.3"),
    .now = -1,
    .now_day = 20513,
    .variables = {"71", NULL, "", "a=b"},
};

static struct owner_request there_and_back(struct test *t, const struct owner_request *request)
{
    str message;
    size_t len = 0;
    struct owner_request back;
    CHECK_OK(owner_message_of_request(t->arena, request, &message));
    CHECK(owner_message_length((const unsigned char *)message.ptr, &len));
    CHECK_INT(len, message.len - OWNER_HEAD_BYTES);
    CHECK_OK(owner_message_to_request(t->arena, str_slice(message, OWNER_HEAD_BYTES, message.len),
                                      &back));
    return back;
}

TEST(owner_message_says_all_of_a_request)
{
    str words[] = {S("note"), S("--word="), S(""), S("--"), S("a b\xFF\n"), S("COLUMNS=9")};
    struct owner_request request = sample;
    request.words = words;
    request.words_len = sizeof words / sizeof *words;
    struct owner_request back = there_and_back(t, &request);
    CHECK_STR(back.version, S("1.2.3"));
    CHECK_INT(back.now, -1);
    CHECK_INT(back.now_day, 20513);
    for (size_t i = 0; i < CALLER_VARIABLES; i++) {
        CHECK((back.variables[i] == NULL) == (request.variables[i] == NULL));
        if (back.variables[i])
            CHECK_STR(str_of_chars(back.variables[i]), str_of_chars(request.variables[i]));
    }
    CHECK_INT(back.words_len, request.words_len);
    for (size_t i = 0; i < back.words_len; i++)
        CHECK_STR(back.words[i], words[i]);
}

TEST(owner_message_takes_words_up_to_its_limit)
{
    struct owner_request request = sample;
    str message;
    char *many = arena_take(t->arena, LIMIT_OWNER_REQUEST_BYTES);
    str word = {many, LIMIT_OWNER_REQUEST_BYTES - 100};
    memset(many, 'x', LIMIT_OWNER_REQUEST_BYTES);
    request.words = &word;
    request.words_len = 1;
    CHECK_STR(there_and_back(t, &request).words[0], word);
    word.len = LIMIT_OWNER_REQUEST_BYTES;
    const struct err *e = owner_message_of_request(t->arena, &request, &message);
    CHECK(e && e->why == WHY_LIMIT);
    CHECK_STR(e->text, S("The words of this command are longer than the 1024 KiB that the owner of "
                         "a data folder takes."));
}

TEST(owner_message_has_a_longest_length)
{
    size_t len = 7;
    CHECK(owner_message_length((const unsigned char[]){0, 0, 16, 0}, &len) && len == MIB);
    len = 7;
    CHECK(!owner_message_length((const unsigned char[]){1, 0, 16, 0}, &len) && len == 7);
    CHECK(!owner_message_length((const unsigned char[]){0, 0, 0, 255}, &len) && len == 7);
}

/* | stands for the zero byte. */
static str zeroed(struct test *t, const char *text)
{
    char *bytes = str_to_chars(t->arena, str_of_chars(text));
    size_t len = 0;
    for (; bytes[len]; len++)
        if (bytes[len] == '|')
            bytes[len] = '\0';
    return (str){bytes, len};
}

TEST(owner_message_that_is_none_is_refused)
{
    static const char *const wrong[] = {
        "",
        "attune-command",
        "attune-commands|1|0|0||word|",
        "attune-command|1|",
        "attune-command|1||0||word|",
        "attune-command|1|0|0x||word|",
        "attune-command|1|-|0||word|",
        "attune-command|1|0|1000000000000000000||word|",
        "attune-command|1|0|3000000||word|",
        "attune-command|1|999999999999999999|0||word|",
        "attune-command|1|0|0|word|",
        "attune-command|1|0|0|TZ||word|",
        "attune-command|1|0|0|PATH=x||word|",
        "attune-command|1|0|0|TZ=a|TZ=a||word|",
        "attune-command|1|0|0|TZ=a|",
        "attune-command|1|0|0||",
        "attune-command|1|0|0||word",
        "attune-command|1|0|0||word|more",
    };
    struct owner_request request = {.words_len = 9};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        const struct err *e = owner_message_to_request(t->arena, zeroed(t, wrong[i]), &request);
        CHECK_THAT(e && e->why == WHY_INVALID, "\"%s\" is taken", wrong[i]);
        CHECK_INT(request.words_len, 9);
    }
    CHECK_OK(
        owner_message_to_request(t->arena, zeroed(t, "attune-command|1|0|0|TZ=||word|"), &request));
    CHECK_INT(request.words_len, 1);
}
