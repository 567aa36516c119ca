/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What is asked about a second table.
 */
#include "base/buf.h"
#include "base/limits.h"
#include "base/text.h"
#include "listen/import_plan_private.h"

static void ask_by(struct planning *p, const struct join *j)
{
    import_plan_ask_line(
        p, "join_by", import_map_join_by(p->a, j->by_name),
        str_format(p->a,
                   "%.*s is joined by what is in %.*s, which it calls %.*s. Another key is chosen "
                   "by \"join by\", and by \"join to\" where the second table calls it otherwise.",
                   STR(text_quote(p->a, j->name)), STR(text_quote(p->a, j->by_name)),
                   STR(text_quote(p->a, j->to_name))));
}

static void ask_key(struct planning *p, const struct join *j)
{
    size_t len = 0;
    const str *columns = join_table_header(j->table, &len);
    struct buf b = buf_make(p->a, 64 * KIB);
    for (size_t i = 0; i < len; i++)
        buf_addf(&b, "%s%.*s", i ? ", " : "", STR(text_quote(p->a, columns[i])));
    import_plan_ask_line(
        p, "join_key", import_map_join_by(p->a, p->ask->header[0]),
        str_format(p->a,
                   "It cannot be told by which columns %.*s belongs to the file: \"join by\" names "
                   "that of the file, \"join to\" that of %.*s, which has %.*s.",
                   STR(text_quote(p->a, j->name)), STR(text_quote(p->a, j->name)),
                   STR(buf_str(&b))));
}

static void ask_twice(struct planning *p, const struct join *j, const struct join_counts *n)
{
    unsigned long long keys = j->keys.twice, records = n->twice;
    import_plan_ask_line(
        p, "join_twice", S("join twice: first"),
        str_format(p->a,
                   "%llu key%s stand%s in %.*s more than once and with different cells: %.*s in "
                   "the lines %llu and %llu%s. %llu record%s would become several. Which row "
                   "counts: the first, the last, or none of them?",
                   keys, keys == 1 ? "" : "s", keys == 1 ? "s" : "", STR(text_quote(p->a, j->name)),
                   STR(text_quote(p->a, j->keys.twice_key)),
                   (unsigned long long)j->keys.twice_lines[0],
                   (unsigned long long)j->keys.twice_lines[1], keys == 1 ? "" : ", to begin with",
                   records, records == 1 ? "" : "s"));
}

void import_plan_ask_join(struct planning *p)
{
    const struct join *j = p->ask->join;
    if (!j)
        return;
    if (j->is_guessed)
        ask_by(p, j);
    if (!join_has_key(j))
        ask_key(p, j);
    else if (join_stops(j, p->ask->joined))
        ask_twice(p, j, p->ask->joined);
}
