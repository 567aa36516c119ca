/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The code book beside an export: a map, so that an import takes each column for what it
 * is on record.
 */
#include "base/buf.h"
#include "base/date.h"
#include "base/limits.h"
#include "base/text.h"
#include "listen/export_db.h"
#include "listen/import_db.h"

static enum import_place place_of(const struct field *f)
{
    if (f->is_context)
        return IMPORT_PLACE_CONTEXT;
    return f->source ? IMPORT_PLACE_OWN : IMPORT_PLACE_SHARED;
}

static struct import_map_column column_of(const struct export_field *x)
{
    const struct field *f = x->field;
    return (struct import_map_column){.name = {.line = 1, .name = x->column},
                                      .field = f->key,
                                      .place = place_of(f),
                                      .label = f->label,
                                      .aliases = x->aliases,
                                      .aliases_len = x->aliases_len,
                                      .has_kind = true,
                                      .kind = import_kind_of_field(f->kind),
                                      .has_scale = f->has_scale && f->kind == FIELD_SCORE,
                                      .scale = f->scale,
                                      .meaning = f->meaning,
                                      .has_personal = f->is_personal,
                                      .is_personal = f->is_personal,
                                      .has_decimal = f->decimal_comma,
                                      .decimal_comma = f->decimal_comma,
                                      .has_missing = f->has_missing,
                                      .proposes = f->proposes,
                                      .missing = f->missing,
                                      .missing_len = f->missing_len,
                                      .codes = x->codes,
                                      .codes_len = x->codes_len};
}

static str people_text(struct arena *a, int64_t people)
{
    return people ? str_format(a, "%lld", (long long)people) : S("");
}

static struct reach_change reach_of(struct arena *a, const struct reach *r)
{
    bool is_known = !str_equal(r->reached, S("unknown"));
    return (struct reach_change){
        .reached = is_known ? r->reached : S(""),
        .invited = people_text(a, r->invited),
        .population = people_text(a, r->population),
        .from = r->has_first ? period_label(a, PERIOD_DAY, r->first_day) : S(""),
        .to = r->has_last ? period_label(a, PERIOD_DAY, r->last_day) : S("")};
}

/* What whoever opens the file should know. */
static void add_comments(struct buf *b, const struct export *x)
{
    buf_addf(b, "# The code book of %llu signals.  attune import FILE --map THIS reads both.\n",
             (unsigned long long)x->signals);
    if (x->has_assumed_times)
        buf_add(b,
                S("# signal.at is empty where nobody said when; signal.assumed_at is a guess.\n"));
    for (size_t i = 0; i < x->left_out_len; i++)
        buf_addf(b, "%s%.*s", i ? ", " : "# Personal, and not in it: ", STR(x->left_out[i]));
    if (x->left_out_len)
        buf_add(b, S("; attune export --personal.\n"));
}

struct err *export_map(struct arena *a, const struct export *x, str *text)
{
    struct import_map map = {.source = x->source.key,
                             .name =
                                 str_equal(x->source.name, x->source.key) ? S("") : x->source.name,
                             .reach = reach_of(a, &x->source.reach),
                             .columns_len = x->fields_len};
    map.columns = ARENA_ARRAY(a, struct import_map_column, x->fields_len);
    for (size_t i = 0; i < x->fields_len; i++)
        map.columns[i] = column_of(&x->fields[i]);
    str entries = import_map_to_text(a, &map);
    struct buf b = buf_make(a, LIMIT_MAP_BYTES);
    add_comments(&b, x);
    buf_add(&b, entries);
    if (b.full)
        FAIL(a, WHY_LIMIT, "The code book of \"%.*s\" is longer than the %zu MiB a map may have.",
             STR(x->source.key), LIMIT_MAP_BYTES / MIB);
    *text = buf_str(&b);
    return NULL;
}
