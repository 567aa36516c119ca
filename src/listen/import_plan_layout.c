/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Says what was taken from a table's layout.
 */
#include "base/buf.h"
#include "base/limits.h"
#include "listen/import_plan_private.h"

static size_t count_private(const struct layout_reading *r)
{
    size_t len = 0;
    for (size_t i = 0; i < r->columns_len; i++)
        len += r->columns[i].what == LAYOUT_PRIVATE;
    return len;
}

static void say_made(const struct layout_reading *r, struct buf *b)
{
    if (r->ticks_len)
        buf_addf(b, "; %zu column%s made of others, one for each question with several ticks",
                 r->ticks_len, r->ticks_len == 1 ? " is" : "s are");
    if (r->measures.names_len)
        buf_addf(b, "; each of its %zu measures is a field", r->measures.names_len);
}

static str sentence(const struct planning *p, const struct layout_reading *r)
{
    struct buf b = buf_make(p->a, 2 * KIB);
    size_t time = r->roles[LAYOUT_TIME], private = count_private(r);
    buf_addf(&b, "The file is %s", r->layout->what);
    if (r->header_records)
        buf_addf(&b, "; its header goes on for %zu more line%s", r->header_records,
                 r->header_records == 1 ? "" : "s");
    if (time != LAYOUT_NONE)
        buf_addf(&b, "; %.*s says when", STR(import_plan_quote(p, time)));
    say_made(r, &b);
    if (private)
        buf_addf(&b, "; %zu column%s with a name, a place or an address %s not kept", private,
                 private == 1 ? "" : "s", private == 1 ? "is" : "are");
    buf_add_char(&b, '.');
    return buf_str(&b);
}

static void say(struct planning *p, const struct layout_reading *r)
{
    import_plan_ask_line(p, "layout", S("layout: none"), sentence(p, r));
    import_plan_part(p, "tool", str_of_chars(r->layout->name));
    if (r->header_records)
        import_plan_part_count(p, "lines", r->header_records);
    if (r->roles[LAYOUT_TIME] != LAYOUT_NONE)
        import_plan_part_column(p, "time", r->roles[LAYOUT_TIME]);
    if (r->ticks_len)
        import_plan_part_count(p, "ticks", r->ticks_len);
    if (r->measures.names_len)
        import_plan_part_count(p, "measures", r->measures.names_len);
    if (count_private(r))
        import_plan_part_count(p, "private", count_private(r));
}

void import_plan_say_layout(struct planning *p)
{
    const struct layout_reading *r = p->ask->layout;
    if (r && r->layout)
        say(p, r);
}
