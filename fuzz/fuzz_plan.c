/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * fuzz_plan — any lines as a table (cells between bars, the first line its header),
 * from its profile to a plan.
 *
 * Whatever comes: counts add up; the keys of the fields are keys and differ; every
 * question is one clean line of text with a map line that is read and found in this
 * header; the same table planned anew, its fields on record, goes to the same fields.
 */
#include <assert.h>

#include "base/text.h"
#include "listen/import_key.h"
#include "listen/import_plan.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { COLUMNS_MAX = 12 };

struct table {
    str header[COLUMNS_MAX];
    size_t len;
    struct import_profile *profile;
};

static size_t split(str line, str *cells)
{
    size_t len = 0;
    while (line.ptr && len < COLUMNS_MAX)
        cells[len++] = str_trim(str_cut(line, '|', &line));
    return len;
}

static struct table read_table(struct arena *a, str text)
{
    struct table t = {.len = 0};
    str rest = text;
    t.len = split(str_cut(rest, '\n', &rest), t.header);
    t.profile = import_profile_make(a, t.len, text.len % 2);
    while (rest.ptr) {
        str cells[COLUMNS_MAX] = {{NULL, 0}};
        (void)split(str_cut(rest, '\n', &rest), cells);
        import_profile_add(t.profile, cells);
    }
    return t;
}

static void check_profile(struct arena *a, const struct table *t)
{
    for (size_t i = 0; i < t->len; i++) {
        struct import_profile_column c = import_profile_column(a, t->profile, i);
        assert(c.cells + c.missing == import_profile_records(t->profile));
        assert(c.numbers <= c.cells && c.wholes <= c.numbers && c.distinct <= c.cells);
        assert(c.more || c.repeats + c.distinct == c.cells);
        uint64_t dates = 0;
        for (unsigned d = 0; d < DATE_EVIDENCE_COUNT; d++)
            dates += c.dates[d];
        assert(dates == c.cells);
    }
}

static void check_fields(struct arena *a, const struct import_plan *p)
{
    for (size_t i = 0; i < p->columns_len; i++) {
        str field = p->columns[i].field;
        assert((field.len == 0) == (p->columns[i].kind == IMPORT_SKIP));
        assert(field.len == 0 || import_key_is_valid(a, field));
        for (size_t j = 0; j < i && field.len > 0; j++)
            assert(!str_equal(p->columns[j].field, field));
    }
}

static void check_questions(struct arena *a, const struct table *t, const struct import_plan *p)
{
    struct import_map map = {.columns_len = 0};
    for (size_t i = 0; i < p->questions_len; i++) {
        const struct import_question *q = &p->questions[i];
        assert(q->text.len > 0 && str_equal(text_escape(a, q->text), q->text));
        assert(
            !import_map_of_str(a, q->map, &map)); /* some have a line for each of several columns */
        assert(!import_map_bind(a, &map, t->header, t->len));
    }
}

/* The record after an import by this plan. */
static struct import_known record_of(struct arena *a, const struct import_plan *p)
{
    struct import_known k = {.fields_len = IMPORT_CANONICAL_FIELDS};
    struct import_known_field *fields =
        ARENA_ARRAY(a, struct import_known_field, IMPORT_CANONICAL_FIELDS + p->columns_len);
    struct import_known_alias *aliases = ARENA_ARRAY(a, struct import_known_alias, p->columns_len);
    for (size_t i = 0; i < IMPORT_CANONICAL_FIELDS; i++)
        fields[i] = import_canonical_fields[i];
    for (size_t i = 0; i < p->columns_len; i++) {
        const struct import_plan_column *c = &p->columns[i];
        size_t field = c->known;
        if (c->field.len == 0)
            continue;
        if (field == IMPORT_NONE) {
            field = k.fields_len++;
            fields[field] = (struct import_known_field){.key = c->field, .kind = c->kind};
        }
        if (c->alias.len)
            aliases[k.aliases_len++] = (struct import_known_alias){c->alias, field};
    }
    k.fields = fields;
    k.aliases = aliases;
    return k;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_make(0);
    str text = str_copy(a, (str){(const char *)data, size});
    if (text_is_utf8(text)) {
        struct table t = read_table(a, text);
        struct import_known known = {.fields = import_canonical_fields,
                                     .fields_len = IMPORT_CANONICAL_FIELDS};
        struct import_plan_ask ask = {t.header, t.len, t.profile, NULL, &known, false, NULL};
        struct import_plan plan = {.columns_len = 0}, again = {.columns_len = 0};
        check_profile(a, &t);
        assert(!import_plan_make(a, &ask, &plan));
        check_fields(a, &plan);
        check_questions(a, &t, &plan);
        known = record_of(a, &plan);
        assert(!import_plan_make(a, &ask, &again));
        for (size_t i = 0; i < t.len; i++)
            assert(str_equal(plan.columns[i].field, again.columns[i].field));
    }
    arena_done(a);
    return 0;
}
