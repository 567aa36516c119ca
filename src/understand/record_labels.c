/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "understand/record_labels.h"

#include "listen/field_db.h"

struct reader {
    struct arena *a;
    struct db *db;
    const struct record_catalogue *catalogue;
};

/* A field whose column holds codes that may have labels; else NULL. */
static const struct field *field_of(const struct reader *r, const struct condition *leaf)
{
    const struct column_wish *column = &r->catalogue->means[leaf->field].column;
    bool is_equal = leaf->comparison == COMPARISON_EQUAL || leaf->comparison == COMPARISON_IN;
    if (!is_equal || column->of != COLUMN_FIELD || column->field->kind == FIELD_CHOICE)
        return NULL;
    return column->field;
}

/* Codes in place of the texts of a leaf that are their labels. */
static struct err *add_codes(struct reader *r, struct condition *leaf)
{
    const struct field *field = field_of(r, leaf);
    const struct field_code *codes = NULL;
    size_t codes_len = 0, len = 0;
    bool is_label = false;
    if (!field)
        return NULL;
    TRY(field_code_list(r->a, r->db, field->id, &codes, &codes_len));
    struct value *values = ARENA_ARRAY(r->a, struct value, leaf->values_len * (codes_len + 1));
    for (size_t i = 0; i < leaf->values_len; i++) {
        const struct value *said = &leaf->values[i];
        size_t before = len;
        for (size_t k = 0; said->kind == VALUE_TEXT && k < codes_len; k++)
            if (str_equal(codes[k].label, said->text)) {
                values[len] = *said;
                values[len++].text = codes[k].code;
            }
        is_label = is_label || len > before;
        if (len == before)
            values[len++] = *said;
    }
    if (!is_label)
        return NULL;
    leaf->comparison = COMPARISON_IN;
    leaf->values = values;
    leaf->values_len = len;
    return NULL;
}

/* As deep as the parser allows (LIMIT_EXPRESSION_DEPTH). */
static struct err *copy(struct reader *r, const struct condition *c, struct condition **out)
{
    struct condition *made = ARENA_NEW(r->a, struct condition);
    *made = *c;
    *out = made;
    if (c->kind == CONDITION_LEAF)
        return add_codes(r, made);
    struct condition **parts = ARENA_ARRAY(r->a, struct condition *, c->parts_len);
    for (size_t i = 0; i < c->parts_len; i++)
        TRY(copy(r, c->parts[i], &parts[i]));
    made->parts = parts;
    return NULL;
}

struct err *record_labels(struct arena *a, struct db *db, const struct record_catalogue *catalogue,
                          const struct condition *condition, struct condition **out)
{
    struct reader r = {a, db, catalogue};
    *out = NULL;
    return condition ? copy(&r, condition, out) : NULL;
}
