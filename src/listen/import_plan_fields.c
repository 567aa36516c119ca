/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Which field each column goes to: the one that the map names, the one that the
 * source calls so already, one of those that all sources share, or its own.
 */
#include "base/text.h"
#include "engine/dictionary.h"
#include "listen/import_key.h"
#include "listen/import_plan_private.h"

/* A field that all sources share, and what speaks for it. */
struct canon {
    str key;
    unsigned says;
    bool needs_all;  /* every code of the scale occurs, and nothing speaks for another */
    const char *two; /* code of the question where two columns qualify */
};

static const struct canon canons[] = {
    {S_INIT("recommend"), SAYS_RECOMMEND, false, "two_recommend"},
    {S_INIT("satisfaction"), SAYS_SATISFACTION, true, "two_satisfaction"},
    {S_INIT("effort"), SAYS_EFFORT, true, "two_effort"},
};

static const str comment_key = S_INIT("comment");

struct choosing {
    struct planning *p;
    bool *is_taken; /* [known field]: by a column of this file */
};

static const struct import_known_field *known_field(const struct planning *p, size_t known)
{
    return known == IMPORT_NONE ? NULL : &p->ask->known->fields[known];
}

static size_t find_known(const struct planning *p, str key, bool shared)
{
    const struct import_known *k = p->ask->known;
    for (size_t i = 0; i < k->fields_len; i++)
        if (k->fields[i].is_shared == shared && !k->fields[i].is_context &&
            str_equal(k->fields[i].key, key))
            return i;
    return IMPORT_NONE;
}

static size_t find_context(const struct planning *p, str key)
{
    const struct import_known *k = p->ask->known;
    for (size_t i = 0; i < k->fields_len; i++)
        if (k->fields[i].is_context && str_equal(k->fields[i].key, key))
            return i;
    return IMPORT_NONE;
}

static bool is_settled(const struct planning *p, size_t column)
{
    return p->columns[column].field.len > 0 || p->columns[column].kind == IMPORT_SKIP;
}

/* What was laid down of codes that are no answer holds, unless the map says otherwise now. */
static void take_missing(const struct planning *p, size_t column,
                         const struct import_known_field *f)
{
    struct import_plan_column *out = &p->columns[column];
    const struct import_map_column *m = p->facts[column].section;
    if (!f->has_missing || (m && m->has_missing))
        return;
    out->missing_given = f->missing;
    out->missing_given_len = f->missing_len;
    out->proposes = f->proposes;
}

/* The column goes to a field on record, whose kind and scale it takes on. */
static void settle(struct choosing *c, size_t column, size_t known)
{
    struct import_plan_column *out = &c->p->columns[column];
    const struct import_known_field *f = known_field(c->p, known);
    out->field = f->key;
    out->known = known;
    out->is_of_wave = f->wave.len && !f->is_shared;
    out->is_shared = f->is_shared || out->is_of_wave;
    if (f->is_shared || f->has_scale || !c->p->facts[column].is_labelled)
        out->kind = f->kind;
    take_missing(c->p, column, f);
    if (out->codes_len == 0)
        import_plan_hear_words(c->p, column, f->codes, f->codes_len);
    out->has_scale = f->has_scale || out->has_scale;
    if (f->has_scale)
        out->scale = f->scale;
    c->is_taken[known] = true;
}

/* ---- by the map ---- */

static bool is_same_scale(struct scale_range a, struct scale_range b)
{
    return decimal_equal(a.lo, b.lo) && decimal_equal(a.hi, b.hi);
}

static str range_text(struct arena *a, struct scale_range r)
{
    return str_format(a, "%.*s to %.*s", STR(decimal_to_str(a, r.lo)),
                      STR(decimal_to_str(a, r.hi)));
}

static struct err *check_against_known(const struct planning *p, const struct import_map_column *m,
                                       const struct import_known_field *f)
{
    size_t line = m->name.line;
    if (m->has_kind && m->kind != f->kind && m->kind != IMPORT_SKIP)
        PLAN_FAIL(p, line,
                  "Line %zu of the map: the field %.*s is on record as a %.*s, not a %.*s.", line,
                  STR(text_quote(p->a, f->key)), STR(import_kind_name(f->kind)),
                  STR(import_kind_name(m->kind)));
    if (m->has_scale && f->has_scale && !is_same_scale(m->scale, f->scale))
        PLAN_FAIL(p, line,
                  "Line %zu of the map: the field %.*s has the scale %.*s on record; a column on "
                  "another scale needs a field of its own.",
                  line, STR(text_quote(p->a, f->key)), STR(range_text(p->a, f->scale)));
    return NULL;
}

static size_t find_placed(const struct planning *p, const struct import_map_column *m)
{
    if (m->place == IMPORT_PLACE_CONTEXT)
        return find_context(p, m->field);
    size_t known = m->place == IMPORT_PLACE_OWN ? IMPORT_NONE : find_known(p, m->field, true);
    if (known != IMPORT_NONE || m->place == IMPORT_PLACE_SHARED)
        return known;
    return find_known(p, m->field, false);
}

/* A field of the map: shared, of this source, a dimension, or new. */
static struct err *settle_by_map(struct choosing *c, size_t column)
{
    struct planning *p = c->p;
    const struct import_map_column *m = p->facts[column].section;
    struct import_plan_column *out = &p->columns[column];
    if (!m || m->field.len == 0 || out->kind == IMPORT_SKIP)
        return NULL;
    out->place = m->place;
    if (m->place == IMPORT_PLACE_CONTEXT)
        out->alias = S("");
    size_t known = find_placed(p, m);
    if (known == IMPORT_NONE) {
        out->field = m->field;
        out->is_shared = m->place == IMPORT_PLACE_SHARED;
        return NULL;
    }
    TRY(check_against_known(p, m, known_field(p, known)));
    settle(c, column, known);
    return NULL;
}

/* ---- by what the source calls its fields ---- */

static struct dictionary *index_aliases(const struct planning *p)
{
    struct dictionary *d = dictionary_make(p->a);
    for (size_t i = 0; i < p->ask->known->aliases_len; i++)
        (void)dictionary_add(d, text_to_lower(p->a, p->ask->known->aliases[i].column));
    return d;
}

/* The alias of a name: spelled exactly so, else but for case. */
static size_t alias_of(const struct planning *p, const struct dictionary *index, str name)
{
    const struct import_known *k = p->ask->known;
    size_t near = IMPORT_NONE;
    if (dictionary_find(index, text_to_lower(p->a, name)) == CODE_MISSING)
        return IMPORT_NONE;
    for (size_t i = 0; i < k->aliases_len; i++) {
        if (str_equal(k->aliases[i].column, name))
            return i;
        if (near == IMPORT_NONE && text_equal_ignoring_case(k->aliases[i].column, name))
            near = i;
    }
    return near;
}

static struct err *settle_by_alias(struct choosing *c, const struct dictionary *index,
                                   size_t column)
{
    struct planning *p = c->p;
    const struct import_map_column *m = p->facts[column].section;
    if (is_settled(p, column) || p->facts[column].is_shared)
        return NULL;
    size_t alias = alias_of(p, index, p->columns[column].column);
    if (alias == IMPORT_NONE)
        return NULL;
    size_t known = p->ask->known->aliases[alias].field;
    if (c->is_taken[known])
        return NULL;
    if (m)
        TRY(check_against_known(p, m, known_field(p, known)));
    if (p->ask->known->aliases[alias].is_of_wave && !import_plan_wave_fits(p, column, known))
        c->is_taken[known] = true; /* so that no other column gets it in its place */
    else
        settle(c, column, known);
    return NULL;
}

/* ---- by words and codes ---- */

static struct scale scale_at(const struct planning *p, size_t column, struct scale_range range)
{
    const struct plan_facts *f = &p->facts[column];
    const struct import_plan_column *out = &p->columns[column];
    struct scale_options options = {.given = &range,
                                    .missing = out->missing_given,
                                    .missing_len = out->missing_given_len,
                                    .proposes = out->proposes,
                                    .decimal_comma = out->decimal_comma};
    return scale_of_texts(p->a, f->profile.texts, f->profile.texts_len, &options);
}

static bool occurs(const struct scale *s, size_t len, struct decimal value)
{
    for (size_t i = 0; i < len; i++)
        if (s->codes[i].meaning == SCALE_ANSWER && decimal_equal(s->codes[i].value, value))
            return true;
    return false;
}

static bool refuses_nothing(const struct scale *s, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (s->codes[i].meaning == SCALE_REFUSED)
            return false;
    return true;
}

/* Whether the name of a column says that this is its scale. */
static bool says_scale(const struct planning *p, size_t column, struct scale_range range)
{
    return import_words_name_scale(p->a, p->ask->header[column], decimal_to_str(p->a, range.lo),
                                   decimal_to_str(p->a, range.hi));
}

/* Whether the codes of a column are exactly this scale: its ends occur, or its name says so. */
static bool is_on_scale(const struct planning *p, size_t column, const struct canon *canon,
                        struct scale_range range)
{
    const struct plan_facts *f = &p->facts[column];
    const struct import_map_column *m = f->section;
    size_t len = f->profile.texts_len;
    if (f->profile.more || f->profile.cells == 0)
        return false;
    struct scale s = scale_at(p, column, range);
    if (!refuses_nothing(&s, len))
        return false;
    if (m && m->has_scale)
        return is_same_scale(m->scale, range);
    bool has_ends = occurs(&s, len, range.lo) && occurs(&s, len, range.hi);
    if (!has_ends && (canon->needs_all || !says_scale(p, column, range)))
        return false;
    int64_t points = range.hi.mantissa - range.lo.mantissa + 1;
    return !canon->needs_all ||
           (is_same_scale(f->guess.range, range) && f->codes == (size_t)points);
}

/* A column that shares its name keeps its place by it: the next file with this header
 * must find the same. */
static bool may_be(const struct planning *p, size_t column, enum import_kind kind)
{
    const struct import_map_column *m = p->facts[column].section;
    return !is_settled(p, column) && !p->facts[column].is_shared &&
           (!m || !m->has_kind || m->kind == kind);
}

/* Several columns that could be one field: each keeps its own. */
static void ask_which(struct planning *p, const char *code, str key, const size_t *columns,
                      size_t len)
{
    str more = len > 2 ? str_format(p->a, " (and %zu more)", len - 2) : S("");
    str text = str_format(p->a,
                          "Both %.*s and %.*s%.*s could be the field %.*s that all sources share, "
                          "so each keeps its own name.",
                          STR(import_plan_quote(p, columns[0])),
                          STR(import_plan_quote(p, columns[1])), STR(more), STR(key));
    import_plan_ask_column(p, code, columns[0], str_format(p->a, "field: %.*s", STR(key)), text);
    import_plan_part_column(p, "other", columns[1]);
    import_plan_part(p, "field", key);
}

/* recommend on a scale that is not, or perhaps not, 0 to 10.  Of a scale that is quite
 * another (1 to 5) nothing is asked. */
static void ask_about_scale(struct planning *p, size_t column)
{
    const struct scale *s = &p->facts[column].guess;
    const struct import_map_column *m = p->facts[column].section;
    if (!s->known || !s->whole || s->range.lo.mantissa < 0 || s->range.hi.mantissa < 8 ||
        s->range.hi.mantissa > 12 || (m && m->has_scale) || import_plan_is_numbered(p, column))
        return;
    bool is_one_to_ten =
        is_same_scale(s->range, (struct scale_range){decimal_of_int(1), decimal_of_int(10)});
    str name = import_plan_quote(p, column), range = range_text(p->a, s->range);
    import_plan_ask_column(
        p, is_one_to_ten ? "scale_1_10" : "scale_unclear", column, S("field: recommend"),
        str_format(p->a,
                   is_one_to_ten
                       ? "%.*s goes from %.*s, and a Net Promoter Score is made for 0 to 10; it "
                         "keeps its own name, so that it is not mixed with others."
                       : "The codes of %.*s (%.*s) do not show that its scale is 0 to 10; it keeps "
                         "its own name.",
                   STR(name), STR(range)));
    import_plan_part(p, "lo", decimal_to_str(p->a, s->range.lo));
    import_plan_part(p, "hi", decimal_to_str(p->a, s->range.hi));
}

static void settle_by_codes(struct choosing *c, const struct canon *canon)
{
    struct planning *p = c->p;
    size_t known = find_known(p, canon->key, true), len = 0;
    if (known == IMPORT_NONE || c->is_taken[known] || !known_field(p, known)->has_scale)
        return;
    struct scale_range range = known_field(p, known)->scale;
    size_t *found = ARENA_ARRAY(p->a, size_t, p->ask->header_len);
    for (size_t i = 0; i < p->ask->header_len; i++) {
        if (!(p->facts[i].says & canon->says) || !may_be(p, i, IMPORT_SCORE))
            continue;
        if (is_on_scale(p, i, canon, range))
            found[len++] = i;
        else if (canon->says == SAYS_RECOMMEND)
            ask_about_scale(p, i);
    }
    if (len == 1)
        settle(c, found[0], known);
    else if (len > 1)
        ask_which(p, canon->two, canon->key, found, len);
}

/* Columns of comments: those whose name says so or, where there is none, all of them. */
static size_t find_comments(const struct planning *p, bool named, size_t *found)
{
    size_t len = 0;
    for (size_t i = 0; i < p->ask->header_len; i++)
        if (p->columns[i].kind == IMPORT_COMMENT && may_be(p, i, IMPORT_COMMENT) &&
            !import_plan_is_of_emails(&p->facts[i]) && !p->facts[i].personal &&
            (!named || (p->facts[i].says & SAYS_COMMENT)))
            found[len++] = i;
    return len;
}

/* The one with most in it stands first: it is asked about. */
static void put_longest_first(const struct planning *p, size_t *found, size_t len)
{
    for (size_t i = 1; i < len; i++)
        if (p->facts[found[i]].profile.characters > p->facts[found[0]].profile.characters) {
            size_t other = found[0];
            found[0] = found[i];
            found[i] = other;
        }
}

static void settle_comment(struct choosing *c)
{
    struct planning *p = c->p;
    size_t known = find_known(p, comment_key, true);
    if (known == IMPORT_NONE || c->is_taken[known])
        return;
    size_t *found = ARENA_ARRAY(p->a, size_t, p->ask->header_len);
    size_t len = find_comments(p, true, found);
    if (len == 0)
        len = find_comments(p, false, found);
    put_longest_first(p, found, len);
    if (len == 1)
        settle(c, found[0], known);
    else if (len > 1)
        ask_which(p, "two_comments", comment_key, found, len);
}

/* ---- by its own name ---- */

static void add_str(struct arena *a, str **list, size_t *len, size_t *room, str s)
{
    if (*len == *room)
        *list = arena_grow_array(a, *list, *len, room, sizeof **list);
    (*list)[(*len)++] = s;
}

/* Keys that no column may get by its own name: those of this file's other columns, and
 * those by which the source calls a column of another name. */
static str *keys_in_use(const struct choosing *c, size_t *len)
{
    const struct planning *p = c->p;
    const struct import_known *k = p->ask->known;
    str *list = NULL;
    size_t room = 0;
    *len = 0;
    for (size_t i = 0; i < p->ask->header_len; i++)
        if (p->columns[i].field.len > 0)
            add_str(p->a, &list, len, &room, p->columns[i].field);
    for (size_t i = 0; i < k->aliases_len; i++)
        if (!k->fields[k->aliases[i].field].is_shared)
            add_str(p->a, &list, len, &room, k->fields[k->aliases[i].field].key);
    return list;
}

static void settle_by_name(struct choosing *c)
{
    struct planning *p = c->p;
    size_t len = 0, used_len = 0;
    str *used = keys_in_use(c, &used_len);
    str *keys = ARENA_ARRAY(p->a, str, p->ask->header_len);
    size_t *column = ARENA_ARRAY(p->a, size_t, p->ask->header_len);
    for (size_t i = 0; i < p->ask->header_len; i++) {
        if (is_settled(p, i))
            continue;
        keys[len] = import_key_of_column(p->a, p->columns[i].key_name, i);
        column[len++] = i;
    }
    import_key_make_unique(p->a, keys, len, used, used_len);
    for (size_t i = 0; i < len; i++) {
        size_t known = find_known(p, keys[i], false);
        if (known != IMPORT_NONE && !c->is_taken[known])
            settle(c, column[i], known);
        else
            p->columns[column[i]].field = keys[i];
    }
}

/* Said once: a table may have thousands of them. */
static void ask_about_equal_names(struct planning *p)
{
    size_t first = IMPORT_NONE, second = IMPORT_NONE, len = 0;
    for (size_t i = 0; i < p->ask->header_len; i++) {
        const struct import_plan_column *c = &p->columns[i];
        if (!p->facts[i].is_shared || c->column.len == 0 || c->field.len == 0)
            continue;
        len++;
        if (first == IMPORT_NONE)
            first = i;
        else if (second == IMPORT_NONE && str_equal(c->column, p->columns[first].column))
            second = i;
    }
    if (second == IMPORT_NONE)
        return;
    str keys[] = {text_quote(p->a, p->columns[first].field),
                  text_quote(p->a, p->columns[second].field)};
    str more = len > 2 ? str_format(p->a, " (and %zu more share a name)", len - 2) : S("");
    import_plan_ask_column(
        p, "same_name", second, str_format(p->a, "field: %.*s", STR(p->columns[second].field)),
        str_format(p->a,
                   "Columns %zu and %zu are both called %.*s%.*s; they are kept as %.*s and "
                   "%.*s.",
                   first + 1, second + 1, STR(import_plan_quote(p, first)), STR(more), STR(keys[0]),
                   STR(keys[1])));
    import_plan_part_count(p, "first", first + 1);
    import_plan_part_count(p, "second", second + 1);
    import_plan_part(p, "first_field", p->columns[first].field);
    import_plan_part(p, "second_field", p->columns[second].field);
}

struct err *import_plan_choose_fields(struct planning *p)
{
    struct choosing c = {.p = p, .is_taken = ARENA_ARRAY(p->a, bool, p->ask->known->fields_len)};
    const struct dictionary *aliases = index_aliases(p);
    for (size_t i = 0; i < p->ask->header_len; i++)
        TRY(settle_by_map(&c, i));
    for (size_t i = 0; i < p->ask->header_len; i++)
        TRY(settle_by_alias(&c, aliases, i));
    for (size_t i = 0; i < sizeof canons / sizeof *canons; i++)
        settle_by_codes(&c, &canons[i]);
    settle_comment(&c);
    settle_by_name(&c);
    ask_about_equal_names(p);
    import_plan_ask_renamed(p, c.is_taken);
    return NULL;
}
