/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/backup_text.h"

#include "understand/answer_words.h"

static str count(struct arena *a, const struct backup_manifest *m, str table, const char *one)
{
    const struct backup_table *t = backup_manifest_table(m, table);
    uint64_t rows = t ? t->rows : 0;
    return str_format(a, "%.*s %s%s", STR(words_count(a, (double)rows)), one, rows == 1 ? "" : "s");
}

str backup_text_content(struct arena *a, const struct backup_manifest *m)
{
    return str_format(a, "%.*s from %.*s, %.*s", STR(count(a, m, S("signal"), "signal")),
                      STR(count(a, m, S("source"), "source")),
                      STR(count(a, m, S("person"), "person")));
}

str backup_text_bytes(struct arena *a, uint64_t bytes)
{
    static const char *const units[] = {"kB", "MB", "GB", "TB"};
    if (bytes < 1000)
        return str_format(a, "%d bytes", (int)bytes);
    double n = (double)bytes / 1000;
    size_t unit = 0;
    for (; n >= 999.95 && unit + 1 < sizeof units / sizeof *units; unit++)
        n /= 1000;
    return str_format(a, "%.1f %s", n, units[unit]);
}
