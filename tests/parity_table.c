/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "parity.h"

#include "base/date.h"
#include "base/limits.h"
#include "base/text.h"
#include "engine/dictionary.h"
#include "listen/field_db.h"
#include "listen/laid_table.h"
#include "listen/scale.h"
#include "listen/seal_db.h"
#include "people/organisation_db.h"
#include "run.h"
#include "store/store.h"

extern const struct command command_named_import;

enum { PCT = 100 };

/* ---- a file ---- */

static bool is_called_once(const struct answers_file *f, size_t at)
{
    bool is = f->header[at].len > 0;
    for (size_t i = 0; i < f->header_len && is; i++)
        is = i == at || !text_equal_ignoring_case(f->header[i], f->header[at]);
    return is;
}

static void look_at_number(struct parity_column *c, struct decimal number, uint64_t count)
{
    double value = decimal_to_double(number);
    c->lo = c->numbers == 0 || value < c->lo ? value : c->lo;
    c->hi = c->numbers == 0 || value > c->hi ? value : c->hi;
    c->numbers += count;
    c->is_whole = c->is_whole && decimal_is_whole(number);
    c->is_positive = c->is_positive && number.mantissa > 0;
}

static void look_at_column(struct test *t, bool decimal_comma, struct parity_column *c)
{
    const struct dictionary *d = column_dictionary(c->cells);
    const uint64_t *counts = column_counts(t->arena, c->cells);
    c->distinct = dictionary_size(d);
    c->is_whole = c->is_positive = true;
    for (uint32_t code = 0; code < dictionary_size(d); code++) {
        struct decimal number;
        str text = dictionary_text(d, code);
        c->filled += counts[code];
        c->longest = text.len > c->longest ? text.len : c->longest;
        if (scale_number(text, decimal_comma, &number))
            look_at_number(c, number, counts[code]);
    }
}

struct parity_file parity_read(struct test *t, str path)
{
    struct parity_file f = {.path = path};
    struct answers_file file;
    f.error = answers_open(t->arena, &(struct table_source){.path = path}, &file);
    if (f.error)
        return f;
    struct answers_wish *wishes = ARENA_ARRAY(t->arena, struct answers_wish, file.header_len);
    for (size_t i = 0; i < file.header_len; i++)
        wishes[i] = (struct answers_wish){i, ANSWERS_CELLS};
    f.error = answers_read(t->arena, &file, wishes, file.header_len, &f.answers);
    if (f.error)
        return f;
    f.decimal_comma = table_decimal_comma(laid_file(file.table));
    f.columns_len = file.header_len;
    f.columns = ARENA_ARRAY(t->arena, struct parity_column, f.columns_len);
    for (size_t i = 0; i < f.columns_len; i++) {
        f.columns[i] = (struct parity_column){.name = file.header[i],
                                              .cells = f.answers.columns[i],
                                              .is_one_name = is_called_once(&file, i)};
        look_at_column(t, f.decimal_comma, &f.columns[i]);
    }
    return f;
}

str parity_usual_cell(struct test *t, const struct parity_column *c, size_t number)
{
    const struct dictionary *d = column_dictionary(c->cells);
    const uint64_t *counts = column_counts(t->arena, c->cells);
    bool *taken = ARENA_ARRAY(t->arena, bool, dictionary_size(d));
    uint32_t best = CODE_MISSING;
    for (size_t i = 0; i <= number; i++) {
        best = CODE_MISSING;
        for (uint32_t code = 0; code < dictionary_size(d); code++)
            if (!taken[code] && (best == CODE_MISSING || counts[code] > counts[best]))
                best = code;
        if (best == CODE_MISSING)
            return S("");
        taken[best] = true;
    }
    return dictionary_text(d, best);
}

/* ---- its import ---- */

static struct err *fill_folder(struct arena *a, struct db *db, void *zone)
{
    TRY(organisation_add(a, db, str_of_chars(zone), 0));
    return field_add_canonical(a, db, 0);
}

struct store *parity_folder(struct test *t, const char *zone)
{
    static unsigned made;
    struct store *s = NULL;
    str dir = str_format(t->arena, "%.*s/data%u", STR(t->dir), ++made);
    CHECK_OK(store_make(t->arena, dir, fill_folder, str_to_chars(t->arena, str_of_chars(zone))));
    CHECK_OK(store_open(t->arena, dir,
                        (struct store_options){.role = STORE_OWNS, .synchronous = "OFF"}, &s));
    return s;
}

static const struct option *option_called(const struct command *command, str name)
{
    for (size_t i = 0; i < command->options_len; i++)
        if (str_equal(str_of_chars(command->options[i].name), name))
            return &command->options[i];
    test_fail(__FILE__, __LINE__, "%s has no option --%.*s", command->name, STR(name));
}

struct err *parity_call(struct test *t, struct arena *a, const struct command *command,
                        struct store *store, str argument, const str *words, str *out, int *status)
{
    enum { ROOM = 8 * MIB };
    static char *printed;
    int32_t today = 0;
    CHECK(date_of_str(S("2026-11-24"), DATE_MONTH_FIRST, &today));
    struct call c = {.arena = a,
                     .command = command,
                     .arguments = &argument,
                     .arguments_len = 1,
                     .given = ARENA_ARRAY(a, struct given, PARITY_WORDS),
                     .store = store,
                     .now = today * USEC_DAY,
                     .now_day = today};
    for (size_t i = 0; words[i].ptr; i += 2)
        c.given[c.given_len++] = (struct given){option_called(command, words[i]), words[i + 1]};
    printed = printed ? printed : arena_take(t->arena, ROOM);
    c.out = fmemopen(printed, ROOM, "w");
    CHECK(c.out);
    c.err = c.out;
    struct err *e = command->run(&c, status);
    (void)fflush(c.out);
    long len = ftell(c.out);
    CHECK_THAT(len >= 0 && len < ROOM - 1, "the answer is too long");
    CHECK(fclose(c.out) == 0);
    *out = (str){printed, (size_t)len};
    return e;
}

/* ---- names ---- */

/* Everything by which a question may call a column. */
struct name {
    str name; /* in small letters */
    size_t column;
};
struct names {
    struct name *list;
    size_t len;
};

static void add_name(struct test *t, struct names *names, str name, size_t column)
{
    names->list[names->len++] = (struct name){text_to_lower(t->arena, name), column};
}

static str field_of(json_t *report, size_t column)
{
    json_t *field = json_object_get(json_array_get(run_at(report, "columns"), column), "field");
    return json_is_string(field) ? str_of_chars(json_string_value(field)) : S("");
}

static str full_name(struct test *t, json_t *report, str name)
{
    return str_format(t->arena, "%.*s.%.*s", STR(run_text(report, "source")), STR(name));
}

static bool is_shared(json_t *report, size_t column)
{
    return json_is_true(
        json_object_get(json_array_get(run_at(report, "columns"), column), "shared"));
}

static struct names names_of(struct test *t, const struct parity_import *i)
{
    struct names names = {ARENA_ARRAY(t->arena, struct name, 4 * i->file->columns_len), 0};
    for (size_t c = 0; c < i->file->columns_len; c++) {
        str key = field_of(i->report, c), alias = i->file->columns[c].name;
        if (!key.len)
            continue;
        add_name(t, &names, key, c);
        if (!is_shared(i->report, c))
            add_name(t, &names, full_name(t, i->report, key), c);
        add_name(t, &names, alias, c);
        add_name(t, &names, full_name(t, i->report, alias), c);
    }
    return names;
}

/* Whether a name is the column's alone.  That of a shared field hides all others. */
static bool means(struct test *t, const struct parity_import *i, const struct names *names,
                  str name, size_t column)
{
    bool found = false;
    str wanted = text_to_lower(t->arena, name);
    for (size_t c = 0; c < i->file->columns_len; c++)
        if (is_shared(i->report, c) && str_equal(field_of(i->report, c), wanted))
            return c == column;
    for (size_t n = 0; n < names->len; n++) {
        if (!str_equal(names->list[n].name, wanted))
            continue;
        if (names->list[n].column != column)
            return false;
        found = true;
    }
    return found;
}

static str in_backquotes(struct test *t, str name)
{
    struct buf b = buf_make(t->arena, 2 * MIB);
    buf_add_char(&b, '`');
    for (size_t i = 0; i < name.len; i++) {
        if (name.ptr[i] == '`')
            buf_add_char(&b, '`');
        buf_add_char(&b, name.ptr[i]);
    }
    buf_add_char(&b, '`');
    return buf_str(&b);
}

/* By its own name where that is its alone, as for `attune score`; else by a full one. */
static void find_name(struct test *t, const struct parity_import *i, const struct names *names,
                      size_t column)
{
    struct parity_field *f = &i->fields[column];
    str name = i->file->columns[column].name, key = field_of(i->report, column);
    const str candidates[] = {name, full_name(t, i->report, name), full_name(t, i->report, key),
                              key};
    size_t len = i->is_beside ? 3 : sizeof candidates / sizeof *candidates;
    for (size_t n = i->is_beside; n < len && !f->asked.len; n++)
        if (means(t, i, names, candidates[n], column)) {
            f->asked = in_backquotes(t, candidates[n]);
            f->is_by_name = n == 0;
        }
}

/* ---- what became of the columns ---- */

static void find_scale(const struct parity_import *i, size_t column, struct parity_field *f)
{
    str key = field_of(i->report, column);
    static const struct {
        str key;
        int lo, hi;
    } scales[] = {
        {S_INIT("recommend"), 0, 10}, {S_INIT("satisfaction"), 1, 5}, {S_INIT("effort"), 1, 7}};
    if (!is_shared(i->report, column))
        return;
    for (size_t s = 0; s < sizeof scales / sizeof *scales; s++)
        if (str_equal(scales[s].key, key)) {
            f->has_scale = true;
            f->scale =
                (struct scale_range){decimal_of_int(scales[s].lo), decimal_of_int(scales[s].hi)};
        }
}

/* What the import must have refused: contract.md §3. */
static void count_refused(struct test *t, const struct parity_file *file, size_t column,
                          struct parity_field *f)
{
    const struct column *cells = file->columns[column].cells;
    struct scale_options options = {
        .given = &f->scale, .proposes = true, .decimal_comma = file->decimal_comma};
    if (!f->has_scale)
        return;
    struct scale s = scale_of_column(t->arena, cells, &options);
    const uint64_t *counts = column_counts(t->arena, cells);
    for (uint32_t code = 0; code < column_codes(cells); code++)
        f->refused += s.codes[code].meaning == SCALE_REFUSED ? counts[code] : 0;
}

static size_t column_of_role(const struct parity_import *i, const char *role)
{
    size_t c = 0;
    json_t *column = NULL;
    json_array_foreach(run_at(i->report, "columns"), c, column)
    {
        const char *is = json_string_value(json_object_get(column, "role"));
        if (is && strcmp(is, role) == 0)
            return c;
    }
    return PARITY_NONE;
}

/* A time with an offset is an instant, and on record its day is that of the organisation's
 * zone, for score the one that is written: both are the same where the zone is the file's. */
static bool days_are_as_written(struct test *t, const struct parity_column *c, const char *name)
{
    struct zone *zone = NULL;
    const struct dictionary *d = column_dictionary(c->cells);
    CHECK_OK(zone_open(t->arena, str_of_chars(name), &zone));
    for (uint32_t code = 0; code < dictionary_size(d); code++) {
        usec_t at = 0;
        int32_t day = 0;
        str text = dictionary_text(d, code);
        if (usec_of_str(text, &at) && date_of_str(date_part(text), DATE_MONTH_FIRST, &day) &&
            zone_day(zone, at) != day)
            return false;
    }
    return true;
}

static bool all_are_as_written(struct test *t, const struct parity_file *f, const char *zone)
{
    for (size_t c = 0; c < f->columns_len; c++)
        if (!days_are_as_written(t, &f->columns[c], zone))
            return false;
    return true;
}

const char *parity_zone(struct test *t, const struct parity_file *f)
{
    static const char *const zones[] = {
        "UTC",          "Europe/Madrid", "America/New_York", "America/Los_Angeles",
        "Asia/Kolkata", "Asia/Tokyo"};
    for (size_t i = 0; i < sizeof zones / sizeof *zones; i++)
        if (all_are_as_written(t, f, zones[i]))
            return zones[i];
    return zones[0];
}

/* People's words and what says who they are cannot be asked for; nor is a cell kept that is
 * longer than an answer may be. */
static bool is_askable(const struct parity_import *i, size_t column)
{
    str kind = i->fields[column].kind;
    const struct parity_column *c = &i->file->columns[column];
    return c->is_one_name && c->longest <= LIMIT_ANSWER_BYTES && !str_equal(kind, S("comment")) &&
           !str_equal(kind, S("skip"));
}

static void describe(struct test *t, struct parity_import *i)
{
    struct names names = names_of(t, i);
    i->fields = ARENA_ARRAY(t->arena, struct parity_field, i->file->columns_len);
    for (size_t c = 0; c < i->file->columns_len; c++) {
        struct parity_field *f = &i->fields[c];
        f->kind = run_text(json_array_get(run_at(i->report, "columns"), c), "kind");
        find_scale(i, c, f);
        count_refused(t, i->file, c, f);
        if (is_askable(i, c))
            find_name(t, i, &names, c);
    }
    i->weight = column_of_role(i, "weight");
    i->person = column_of_role(i, "person");
    if (i->person == PARITY_NONE)
        i->person = column_of_role(i, "email");
    i->time = column_of_role(i, "time");
    if (i->time != PARITY_NONE &&
        !days_are_as_written(t, &i->file->columns[i->time], parity_zone(t, i->file)))
        i->time = PARITY_NONE;
}

struct parity_import parity_import(struct test *t, struct store *store,
                                   const struct parity_file *file, str map, str source)
{
    static unsigned maps;
    struct parity_import i = {.file = file, .store = store, .is_beside = source.len > 0};
    struct arena *a = arena_make(0);
    str words[PARITY_WORDS] = {S("format"), S("json")}, out;
    size_t len = 2;
    int status = 0;
    if (map.len) {
        words[len++] = S("map");
        words[len++] = test_write(t, str_format(t->arena, "map%u", ++maps).ptr, map);
    }
    if (source.len) {
        words[len++] = S("source");
        words[len++] = source;
    }
    words[len] = (str){NULL, 0};
    i.error = parity_call(t, a, &command_named_import, store, file->path, words, &out, &status);
    if (i.error)
        i.error = err_copy(t->arena, i.error);
    else
        i.report = run_parse(t, out);
    arena_done(a);
    if (!i.error && !file->error)
        describe(t, &i);
    return i;
}

void parity_seal(struct store *store)
{
    struct seal_outcome outcome;
    struct arena *a = arena_make(0);
    struct seal_options options = {.everything = true};
    CHECK_OK(seal_columns(a, store, store_db(store), &options, &outcome));
    arena_done(a);
}

/* ---- a map ---- */

/* Who answered, perhaps: there are repeats, but not only a few persons. */
static unsigned rank_as_person(const struct parity_column *c, str kind)
{
    if (c->distinct < 5 || c->filled < c->distinct + c->distinct / 5 || c->longest > 100)
        return 0;
    bool says_id = str_equal(kind, S("id"));
    return (says_id ? 4U : 1U) + (c->filled < 20 * c->distinct ? 2U : 0U);
}

static unsigned rank_as_weight(const struct parity_column *c)
{
    if (c->numbers * PCT < c->filled * 90 || c->filled == 0 || c->lo < 0 || c->hi <= 0 ||
        c->hi > 1e6)
        return 0;
    return c->distinct > 12 ? 2 : 1;
}

static void add_line(struct test *t, struct buf *b, const char *role, const struct parity_import *i,
                     size_t column)
{
    if (column == PARITY_NONE)
        return;
    str name = import_map_column_name(t->arena, i->file->columns[column].name, column, false);
    buf_addf(b, "%s: %.*s\n", role, STR(name));
}

str parity_map(struct test *t, const struct parity_import *first)
{
    struct buf b = buf_make(t->arena, 2 * MIB);
    size_t person = PARITY_NONE, weight = PARITY_NONE, time = PARITY_NONE;
    unsigned best_person = 0, best_weight = 0;
    for (size_t c = 0; c < first->file->columns_len; c++) {
        const struct parity_column *column = &first->file->columns[c];
        unsigned as_person = rank_as_person(column, first->fields[c].kind);
        unsigned as_weight = rank_as_weight(column);
        if (!first->fields[c].asked.len)
            continue;
        if (str_equal(first->fields[c].kind, S("date"))) {
            time = time == PARITY_NONE && column->distinct > 1 ? c : time;
        } else if (as_person > best_person) {
            person = c;
            best_person = as_person;
        } else if (as_weight > best_weight) {
            weight = c;
            best_weight = as_weight;
        }
    }
    if (time != PARITY_NONE &&
        !days_are_as_written(t, &first->file->columns[time], parity_zone(t, first->file)))
        time = PARITY_NONE;
    add_line(t, &b, "person", first, person);
    add_line(t, &b, "time", first, time);
    add_line(t, &b, "weight", first, first->weight == PARITY_NONE ? weight : first->weight);
    return buf_str(&b);
}
