/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/log.h"

#include "base/test.h"

TEST(a_log_line_is_json_with_typed_values)
{
    str line = log_line(t->arena, 0, LOG_WARNING, "door.shut",
                        (const struct log_value[]){L_INT("n", -3),
                                                   L_STR("who", S("\"a\"\n")),
                                                   L_PII("address", S("192.0.2.1")),
                                                   {.key = NULL}});
    CHECK_STR(line,
              S("{\"at\":\"1970-01-01T00:00:00Z\",\"level\":\"warning\",\"event\":\"door.shut\","
                "\"n\":-3,\"who\":\"\\\"a\\\"\\n\",\"address\":9}"));
}

TEST(a_log_line_that_would_be_too_long_keeps_its_event)
{
    struct log_value values[11] = {{.key = NULL}};
    char *text = arena_take(t->arena, 4000);
    memset(text, 'x', 4000);
    for (size_t i = 0; i < 10; i++)
        values[i] = L_STR("text", ((str){text, 4000}));
    CHECK_STR(log_line(t->arena, 0, LOG_INFO, "text.long", values),
              S("{\"at\":\"1970-01-01T00:00:00Z\",\"level\":\"info\",\"event\":\"text.long\"}"));
}
