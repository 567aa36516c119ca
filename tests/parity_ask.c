/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Questions to a file, chosen by rule from what its columns hold.
 */
#include "base/limits.h"
#include "base/test_random.h"
#include "parity.h"

enum {
    RATINGS_MOST = 6,
    OTHERS_MOST = 4,
    RATING_CODES_MOST = 14,
    CHOICES_MOST = 30,
    GROUPS_MOST = 12,
    CELL_BYTES_MOST = 200,
    NUMBERS_PCT = 90,
    ASKS_ROOM = 4000,
    ASKS_FEWEST = 20,
    ASKS_MOST = 60,
    ROWS_ASKED = 300000, /* in all questions to a file */
    SEED = 7,
};

/* Columns that may stand for something in a question. */
struct pool {
    size_t list[LIMIT_COLUMNS];
    size_t len;
};

struct choosing {
    struct test *t;
    const struct parity_import *import;
    struct pool *ratings, *numbers, *choices, *groups;
    struct parity_ask *asks;
    size_t len;
};

/* ---- columns ---- */

static bool is_of_numbers(const struct parity_column *c)
{
    return c->filled > 0 && c->numbers * 100 >= c->filled * NUMBERS_PCT;
}

static bool is_rating(const struct parity_column *c)
{
    return is_of_numbers(c) && c->is_whole && c->distinct >= 3 &&
           c->distinct <= RATING_CODES_MOST && c->lo >= -1;
}

static bool is_short(const struct parity_column *c)
{
    return c->filled > 0 && c->longest <= CELL_BYTES_MOST;
}

/* Of many, some from all over the file. */
static void thin_out(struct pool *p, size_t most)
{
    if (p->len <= most)
        return;
    for (size_t i = 0; i < most; i++)
        p->list[i] = p->list[i * p->len / most];
    p->len = most;
}

static void fill_pools(struct choosing *c)
{
    const struct parity_import *i = c->import;
    for (size_t at = 0; at < i->file->columns_len; at++) {
        const struct parity_column *column = &i->file->columns[at];
        bool is_whole = i->fields[at].refused == 0; /* nothing of it is missing on record */
        if (!i->fields[at].asked.len)
            continue;
        if (is_rating(column))
            c->ratings->list[c->ratings->len++] = at;
        else if (is_of_numbers(column))
            c->numbers->list[c->numbers->len++] = at;
        if (is_short(column) && is_whole && column->distinct <= CHOICES_MOST)
            c->choices->list[c->choices->len++] = at;
        if (is_short(column) && is_whole && column->distinct <= GROUPS_MOST)
            c->groups->list[c->groups->len++] = at;
    }
    thin_out(c->ratings, RATINGS_MOST);
    thin_out(c->numbers, OTHERS_MOST);
    thin_out(c->choices, OTHERS_MOST);
    thin_out(c->groups, OTHERS_MOST);
}

/* ---- conditions ---- */

static void add_text(struct buf *b, str cell)
{
    buf_add_char(b, '"');
    for (size_t i = 0; i < cell.len; i++) {
        if (cell.ptr[i] == '"')
            buf_add_char(b, '"');
        buf_add_char(b, cell.ptr[i]);
    }
    buf_add_char(b, '"');
}

/* One about a column with few texts; the number says of what kind. */
static str condition_on(struct choosing *c, size_t column, size_t number)
{
    const struct parity_column *of = &c->import->file->columns[column];
    struct buf b = buf_make(c->t->arena, MIB);
    str usual = parity_usual_cell(c->t, of, number % 2), other = parity_usual_cell(c->t, of, 2);
    if (!c->import->fields[column].is_by_name || !usual.len)
        return S("");
    buf_addf(&b, "%.*s ", STR(c->import->fields[column].asked));
    switch (number % 5) {
    case 0:
        buf_add(&b, S("= "));
        add_text(&b, usual);
        break;
    case 1:
        buf_add(&b, S("!= "));
        add_text(&b, usual);
        break;
    case 2:
        buf_add(&b, S("in ("));
        add_text(&b, usual);
        buf_add(&b, other.len ? S(", ") : S(""));
        if (other.len)
            add_text(&b, other);
        buf_add(&b, S(")"));
        break;
    case 3:
        buf_add(&b, S("is not missing"));
        break;
    default:
        buf_addf(&b, ">= %.4f", of->lo + (of->hi - of->lo) / 3);
        break;
    }
    return buf_str(&b);
}

/* ---- questions ---- */

static size_t group_of(const struct choosing *c, size_t number, size_t other)
{
    const struct pool *p = c->groups;
    for (size_t i = 0; i < p->len; i++) {
        size_t column = p->list[(number + i) % p->len];
        if (column != other)
            return column;
    }
    return PARITY_NONE;
}

static void add(struct choosing *c, struct parity_ask ask)
{
    if (c->len < ASKS_ROOM)
        c->asks[c->len++] = ask;
}

static void add_by(struct parity_ask *ask, size_t column)
{
    for (size_t i = 0; i < ask->by_len; i++)
        if (ask->by[i] == column)
            return;
    if (column != PARITY_NONE)
        ask->by[ask->by_len++] = column;
}

/* The same measure in many forms. */
static void add_forms(struct choosing *c, const struct parity_ask *plain, size_t number)
{
    static const char *const periods[] = {"month", "quarter", "year", "week"};
    size_t first = group_of(c, number, plain->fields[0]);
    size_t second = group_of(c, number + 1, first);
    struct parity_ask by_one = *plain, by_two = *plain, where = *plain, rest, among, per;
    add_by(&by_one, first);
    add_by(&by_two, first);
    add_by(&by_two, second);
    where.where = second == PARITY_NONE ? S("") : condition_on(c, second, number);
    rest = by_one;
    rest.compare = "rest";
    among = where;
    among.by_len = by_one.by_len;
    among.by[0] = by_one.by[0];
    among.weighted = c->import->weight != PARITY_NONE;
    const struct parity_ask simple[] = {*plain, by_one, by_two, where, rest, among};
    for (size_t i = 0; i < sizeof simple / sizeof *simple; i++) {
        struct parity_ask ask = simple[i];
        add(c, ask);
        ask.weighted = c->import->weight != PARITY_NONE;
        if (ask.weighted)
            add(c, ask);
    }
    if (first != PARITY_NONE) {
        str condition = condition_on(c, first, number);
        struct parity_ask with = by_one;
        with.compare = condition.len ? condition.ptr : "rest";
        add(c, with);
    }
    if (c->import->time == PARITY_NONE)
        return;
    per = *plain;
    per.per = periods[number % 4];
    add(c, per);
    per.compare = "previous";
    add(c, per);
    per.compare = number % 2 ? "year" : NULL;
    add_by(&per, first);
    per.weighted = c->import->weight != PARITY_NONE;
    add(c, per);
}

static void ask_of_ratings(struct choosing *c)
{
    static const char *const measures[] = {"nps", "mean", "csat", "ces", "ces_top3", "share"};
    for (size_t i = 0; i < c->ratings->len; i++)
        for (size_t m = 0; m < sizeof measures / sizeof *measures; m++) {
            size_t column = c->ratings->list[i];
            struct parity_ask ask = {.measure = measures[m], .fields = {column}, .fields_len = 1};
            bool takes_box = strcmp(ask.measure, "share") == 0 || (ask.measure[1] == 's' && i % 2);
            if (strcmp(ask.measure, "share") == 0 && c->import->fields[column].refused)
                continue;
            if (takes_box)
                ask.box = parity_usual_cell(c->t, &c->import->file->columns[column], i % 2);
            add_forms(c, &ask, i + m);
        }
}

static void ask_of_others(struct choosing *c)
{
    for (size_t i = 0; i < c->numbers->len; i++) {
        struct parity_ask ask = {
            .measure = "mean", .fields = {c->numbers->list[i]}, .fields_len = 1};
        add_forms(c, &ask, i);
    }
    for (size_t i = 0; i < c->choices->len; i++) {
        size_t column = c->choices->list[i];
        struct parity_ask ask = {.measure = "choices", .fields = {column}, .fields_len = 1};
        add_forms(c, &ask, i);
        ask.measure = "share";
        ask.box = parity_usual_cell(c->t, &c->import->file->columns[column], 0);
        add_forms(c, &ask, i + 1);
    }
}

static void ask_for_index(struct choosing *c)
{
    const struct pool *p = c->ratings;
    struct parity_ask ask = {.measure = "index"};
    for (size_t i = p->len; i > 0 && ask.fields_len < PARITY_FIELDS; i--)
        if (!c->import->fields[p->list[i - 1]].has_scale) /* each may have another */
            ask.fields[ask.fields_len++] = p->list[i - 1];
    if (ask.fields_len == PARITY_FIELDS)
        add_forms(c, &ask, 0);
}

/* As many as time allows, of all kinds. */
static size_t draw(struct choosing *c)
{
    struct test_random dice = {SEED};
    size_t most = ROWS_ASKED / (c->import->file->answers.rows + 100);
    most = most < ASKS_FEWEST ? ASKS_FEWEST : most > ASKS_MOST ? ASKS_MOST : most;
    if (c->import->is_beside)
        most /= 2;
    if (c->len <= most)
        return c->len;
    for (size_t i = 0; i < most; i++) {
        size_t other = i + test_random_below(&dice, c->len - i);
        struct parity_ask ask = c->asks[i];
        c->asks[i] = c->asks[other];
        c->asks[other] = ask;
    }
    return most;
}

struct parity_ask *parity_asks(struct test *t, const struct parity_import *i, size_t *len)
{
    struct choosing c = {.t = t,
                         .import = i,
                         .ratings = ARENA_NEW(t->arena, struct pool),
                         .numbers = ARENA_NEW(t->arena, struct pool),
                         .choices = ARENA_NEW(t->arena, struct pool),
                         .groups = ARENA_NEW(t->arena, struct pool),
                         .asks = ARENA_ARRAY(t->arena, struct parity_ask, ASKS_ROOM)};
    fill_pools(&c);
    ask_of_ratings(&c);
    ask_of_others(&c);
    ask_for_index(&c);
    *len = draw(&c);
    return c.asks;
}

/* ---- as words and as a text ---- */

struct words {
    str *list;
    size_t len;
};

static void say(struct words *w, const char *option, str value)
{
    w->list[w->len++] = str_of_chars(option);
    w->list[w->len++] = value;
}

static void say_column(struct words *w, const struct parity_import *i, const char *option,
                       size_t column)
{
    if (column != PARITY_NONE)
        say(w, option, i->file->columns[column].name);
}

/* The scale that the field has on record: `attune score` knows no fields. */
static void say_scale(struct arena *a, struct words *w, const struct parity_import *i,
                      const struct parity_ask *ask)
{
    const struct parity_field *f = &i->fields[ask->fields[0]];
    if (f->has_scale)
        say(w, "scale",
            str_format(a, "%.*s-%.*s", STR(decimal_to_str(a, f->scale.lo)),
                       STR(decimal_to_str(a, f->scale.hi))));
}

const str *parity_score_words(struct arena *a, const struct parity_import *i,
                              const struct parity_ask *ask)
{
    struct words w = {ARENA_ARRAY(a, str, PARITY_WORDS), 0};
    say(&w, "format", S("json"));
    say(&w, "measure", str_of_chars(ask->measure));
    for (size_t f = 0; f < ask->fields_len; f++)
        say_column(&w, i, "field", ask->fields[f]);
    for (size_t b = 0; b < ask->by_len; b++)
        say_column(&w, i, "by", ask->by[b]);
    if (ask->box.len)
        say(&w, "box", ask->box);
    if (ask->where.len)
        say(&w, "where", ask->where);
    if (ask->compare)
        say(&w, "compare", str_of_chars(ask->compare));
    if (ask->per)
        say(&w, "per", str_of_chars(ask->per));
    if (ask->weighted)
        say_column(&w, i, "weight", i->weight);
    say_column(&w, i, "person", i->person);
    say_column(&w, i, "at", i->time);
    if (ask->fields_len == 1)
        say_scale(a, &w, i, ask);
    w.list[w.len] = (str){NULL, 0};
    return w.list;
}

str parity_question(struct arena *a, const struct parity_import *i, const struct parity_ask *ask)
{
    struct buf b = buf_make(a, MIB);
    buf_addf(&b, "%s(", ask->measure);
    for (size_t f = 0; f < ask->fields_len; f++)
        buf_addf(&b, "%s%.*s", f ? ", " : "", STR(i->fields[ask->fields[f]].asked));
    buf_add(&b, S(")"));
    if (ask->box.len) {
        buf_add(&b, S(" box ("));
        add_text(&b, ask->box);
        buf_add(&b, S(")"));
    }
    if (ask->weighted)
        buf_add(&b, S(" weighted"));
    if (ask->per)
        buf_addf(&b, " by %s", ask->per);
    for (size_t d = 0; d < ask->by_len; d++)
        buf_addf(&b, "%s%.*s", d || ask->per ? ", " : " by ", STR(i->fields[ask->by[d]].asked));
    if (ask->where.len)
        buf_addf(&b, " where %.*s", STR(ask->where));
    if (ask->compare)
        buf_addf(&b, " compare %s", ask->compare);
    return buf_str(&b);
}
