/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/importing_private.h"

#include "base/limits.h"
#include "base/text.h"
#include "listen/export_form.h"
#include "listen/import_db.h"
#include "listen/import_first.h"
#include "listen/import_known_db.h"
#include "listen/import_lines.h"
#include "listen/import_near.h"
#include "listen/import_quarantine.h"
#include "listen/import_table.h"
#include "listen/seal_db.h"
#include "people/own_domain_db.h"

struct err *importing_read_at(struct arena *a, struct zone *zone, str text, const char *called,
                              usec_t *at)
{
    int32_t day = 0;
    usec_t time_of_day = 0;
    if (usec_of_str(text, at))
        return NULL;
    if (!usec_of_wall(text, &day, &time_of_day))
        FAIL(a, WHY_USAGE, "%s takes a date such as 2026-03-01, or a time, not %.*s.", called,
             STR(text_quote(a, text)));
    *at = zone_instant(zone, day, time_of_day);
    return NULL;
}

/* What the map says of a source that nobody knows yet. */
static struct err *describe_source(struct importing *i)
{
    if (i->source.id || !i->ask.map)
        return NULL;
    if (i->ask.map->name.len)
        i->source.name = i->ask.map->name;
    return reach_apply(i->a, &i->ask.map->reach, &i->source.reach);
}

/* A file that attune wrote itself is not what this source's files look like. */
static bool is_export(const struct importing *i)
{
    return !i->is_lines && export_form_is(i->table.header, i->table.header_len);
}

static struct err *find_source(struct importing *i)
{
    struct import_source_ask ask = {.given = i->ask.source, .path = i->ask.name};
    if (!ask.given.len)
        ask.given = i->ask.map ? i->ask.map->source : S("");
    size_t own = import_quarantine_columns(i->table.header, i->table.header_len);
    if (!i->is_lines && !is_export(i))
        ask.header = import_header_hash(i->a, i->table.header + own, i->table.width - own);
    i->opening.header = ask.header;
    TRY(import_source_find(i->a, i->ask.db, &ask, &i->source));
    return describe_source(i);
}

/* An id that stands twice is no key: then the whole record is. */
static struct err *check_key(struct importing *i)
{
    size_t column = i->plan.roles[IMPORT_ROLE_KEY];
    bool is = true;
    if (column == IMPORT_NONE)
        return NULL;
    TRY(import_table_is_unique(i->a, &i->table, column, &is));
    if (is)
        return NULL;
    i->plan.roles[IMPORT_ROLE_KEY] = IMPORT_NONE;
    i->notes[i->report.notes_len++] = (struct import_note){
        .code = "key_repeats",
        .text = str_format(i->a,
                           "The column %.*s is no key: it has empty cells, or the same one twice; "
                           "each record is known by all of its cells instead.",
                           STR(text_quote(i->a, i->table.header[column])))};
    return NULL;
}

/* What says why a record was refused is left out when it comes back. */
static struct err *skip_own_columns(struct importing *i)
{
    struct buf text = buf_make(i->a, LIMIT_MAP_BYTES);
    size_t own = import_quarantine_columns(i->table.header, i->table.header_len);
    if (!own)
        return NULL;
    buf_add(&text, i->map_text);
    for (size_t c = 0; c < own; c++)
        buf_addf(&text, "\n[%.*s] kind: skip\n", STR(i->table.header[c]));
    struct import_map *map = ARENA_NEW(i->a, struct import_map);
    TRY(import_map_of_str(i->a, buf_str(&text), map));
    i->ask.map = map;
    i->map_text = import_map_to_text(i->a, map);
    return NULL;
}

/* A map that a file of this kind was read by before, where this one has none. */
static struct err *find_unused_map(struct importing *i)
{
    size_t own = import_quarantine_columns(i->table.header, i->table.header_len);
    if (i->ask.map || is_export(i))
        return NULL;
    return import_memory_find(i->a, i->ask.db, i->table.header + own, i->table.width - own,
                              i->source.id ? i->source.key : S(""), &i->unused);
}

/* Of a source that has had files, none of which had this header. */
static struct err *find_changes(struct importing *i, const struct import_known *known)
{
    bool is_met = false;
    if (!i->source.id || is_export(i) || !i->opening.header.len)
        return NULL;
    TRY(import_header_is_met(i->a, i->ask.db, i->source.id, i->opening.header, &is_met));
    if (!is_met)
        i->changes = import_changes_of(i->a, &i->plan, known);
    return NULL;
}

static struct err *plan(struct importing *i)
{
    struct import_known known;
    struct import_waves waves;
    str alike = S("");
    size_t same = 0;
    TRY(skip_own_columns(i));
    TRY(import_waves_find(i->a, i->ask.db, &i->source, i->ask.map, &waves));
    if (!i->source.id && !is_export(i) && !(i->ask.map && i->ask.map->has_wave))
        TRY(import_waves_guess(i->a, i->ask.db, i->table.header, i->table.header_len, &alike,
                               &same));
    TRY(import_known_load(i->a, i->ask.db, i->source.id, &waves, &known, &i->known_ids));
    i->opening.wave_of = waves.len ? waves.list[0].id : 0;
    struct person_keys keys = person_keys_of(store_key(i->ask.store));
    const str *own_domains = NULL;
    size_t own_domains_len = 0;
    TRY(own_domain_list(i->a, i->ask.db, &keys, &own_domains, &own_domains_len));
    struct import_plan_ask ask = {.header = i->table.header,
                                  .header_len = i->table.header_len,
                                  .profile = i->table.profile,
                                  .map = i->ask.map,
                                  .known = &known,
                                  .own_domains = own_domains,
                                  .own_domains_len = own_domains_len,
                                  .workbook =
                                      i->table.workbook.sheet.ptr ? &i->table.workbook : NULL,
                                  .names_line = i->table.names_line,
                                  .title = i->table.title,
                                  .time_is_given = i->ask.at_is_given,
                                  .layout = i->table.reading,
                                  .join = i->table.wish.join,
                                  .joined = &i->table.joined,
                                  .alike = alike,
                                  .alike_same = same};
    struct err *e = import_plan_make(i->a, &ask, &i->plan);
    if (e)
        return e;
    i->report.plan = &i->plan;
    TRY(find_changes(i, &known));
    return check_key(i);
}

/* The file, and where in it the table lies as far as somebody says so. */
static struct table_source source_of(const struct importing *i)
{
    struct table_source source = {.path = i->ask.path, .name = i->ask.name, .sheet = i->ask.sheet};
    if (!i->ask.map)
        return source;
    if (source.sheet.len == 0)
        source.sheet = i->ask.map->sheet;
    source.names_line = i->ask.map->names_line;
    return source;
}

/* Of signals as JSON, a map says what the fields are that they answer: its sections are
 * called as those, and are planned as columns of which nothing is known. */
static struct err *plan_fields(struct importing *i)
{
    struct import_known known;
    struct import_waves waves;
    const struct import_map *m = i->ask.map;
    for (unsigned role = 0; role < IMPORT_ROLE_COUNT; role++)
        if (m->roles[role].line)
            FAIL(i->a, WHY_USAGE,
                 "Line %zu of the map: signals as JSON have no columns; which says what stands in "
                 "their members.",
                 m->roles[role].line);
    str *names = ARENA_ARRAY(i->a, str, m->columns_len);
    for (size_t c = 0; c < m->columns_len; c++) {
        if (m->columns[c].name.number)
            FAIL(i->a, WHY_USAGE, "Line %zu of the map: fields of signals as JSON have names.",
                 m->columns[c].name.line);
        names[c] = m->columns[c].name.name;
    }
    TRY(import_waves_find(i->a, i->ask.db, &i->source, m, &waves));
    TRY(import_known_load(i->a, i->ask.db, i->source.id, &waves, &known, &i->known_ids));
    i->opening.wave_of = waves.len ? waves.list[0].id : 0;
    struct import_plan_ask ask = {.header = names,
                                  .header_len = m->columns_len,
                                  .profile = import_profile_make(i->a, m->columns_len, false),
                                  .map = i->ask.map,
                                  .known = &known,
                                  .time_is_given = true,
                                  .has_no_labels = true};
    return import_plan_make(i->a, &ask, &i->plan);
}

/* What the code book says of this file's columns goes into the map. */
static struct err *join_codes(struct importing *i)
{
    struct code_book_joined joined;
    const struct code_book *book = i->ask.codes;
    if (!book)
        return NULL;
    if (!i->ask.map)
        i->ask.map = ARENA_NEW(i->a, struct import_map);
    TRY(import_map_bind(i->a, i->ask.map, i->table.header, i->table.header_len));
    code_book_join(i->a, book, i->table.header, i->table.header_len, i->ask.map, &joined);
    if (joined.columns == 0)
        FAIL(i->a, WHY_USAGE,
             "None of the %zu variables of the code book is a column of this file; the first is "
             "%.*s.",
             book->len, STR(text_quote(i->a, joined.first_unknown)));
    i->map_text = import_map_to_text(i->a, i->ask.map);
    if (joined.unknown)
        importing_note(
            i, "codes_unknown", "variables", joined.unknown,
            str_format(i->a,
                       "%zu of the code book's variables are no columns of this file; the "
                       "first is %.*s.",
                       joined.unknown, STR(text_quote(i->a, joined.first_unknown))));
    if (joined.differences)
        importing_note(i, "codes_differ", "differences", joined.differences,
                       joined.first_difference)
            ->about = joined.first_differing;
    return NULL;
}

/* What the map says of a second table; which it is goes into the map. */
static struct err *settle_join(struct importing *i)
{
    struct import_map *m = i->ask.map;
    bool is_said = m && (m->join.len || m->join_by.len || m->join_to.len || m->join_twice);
    if (!i->ask.join && is_said)
        FAIL(i->a, WHY_USAGE, "The map joins %.*s, which was not given: --join names the file.",
             STR(m->join.len ? text_quote(i->a, m->join) : S("a second table")));
    if (!i->ask.join)
        return NULL;
    i->join = *i->ask.join;
    if (!m)
        m = i->ask.map = ARENA_NEW(i->a, struct import_map);
    if (i->join.by.len)
        m->join_by = i->join.by;
    if (i->join.to.len)
        m->join_to = i->join.to;
    m->join = i->join.source.name;
    i->join.by = m->join_by;
    i->join.to = m->join_to;
    i->join.twice = m->join_twice;
    i->map_text = import_map_to_text(i->a, m);
    i->table.join_wish = &i->join;
    return NULL;
}

static struct err *learn(struct importing *i)
{
    if (i->is_lines && i->ask.join)
        FAIL(i->a, WHY_USAGE,
             "A second table is joined to a table; \"%.*s\" holds signals as JSON.",
             STR(i->ask.name));
    if (i->is_lines && i->ask.codes)
        FAIL(i->a, WHY_USAGE, "A code book is about columns; \"%.*s\" holds signals as JSON.",
             STR(i->ask.name));
    if (i->is_lines) {
        if (i->ask.sheet.len)
            FAIL(i->a, WHY_USAGE, "--sheet is about workbooks; \"%.*s\" holds signals as JSON.",
                 STR(i->ask.name));
        i->lines = (struct import_lines){
            .path = i->ask.path, .shows_progress = i->ask.shows_progress, .ends = i->ask.ends};
        TRY(import_lines_learn(i->a, &i->lines));
        TRY(find_source(i));
        return i->ask.map ? plan_fields(i) : NULL;
    }
    i->table = (struct import_table){.source = source_of(i),
                                     .shows_progress = i->ask.shows_progress,
                                     .ends = i->ask.ends,
                                     .layout = i->ask.map ? i->ask.map->layout : S(""),
                                     .takes_all = i->ask.map && i->ask.map->takes_all};
    TRY(settle_join(i));
    i->table.map = i->ask.map;
    TRY(import_table_learn(i->a, &i->table));
    TRY(join_codes(i));
    TRY(find_source(i));
    TRY(find_unused_map(i));
    return plan(i);
}

static struct err *open_record(struct importing *i)
{
    i->opening.source = &i->source;
    i->opening.plan = i->plan.columns_len ? &i->plan : NULL;
    i->opening.known_ids = i->known_ids;
    i->opening.name = i->ask.name;
    i->opening.content = i->is_lines ? i->lines.content : i->table.content;
    i->opening.map = i->map_text;
    i->opening.now = i->ask.now;
    i->opening.actor = i->ask.actor;
    i->opening.upload = i->ask.upload;
    i->opening.rows = i->is_lines ? i->lines.records : i->table.records;
    i->opening.field_ids = ARENA_ARRAY(i->a, int64_t, i->plan.columns_len + 1);
    TRY(import_open(i->a, i->ask.store, &i->opening));
    i->refused_before = i->opening.row.refused;
    return NULL;
}

static struct import_reading reading_of(struct importing *i)
{
    return (struct import_reading){.table = &i->table,
                                   .plan = &i->plan,
                                   .field_ids = i->opening.field_ids,
                                   .source = i->source.key,
                                   .near = i->source.near_keys ? &i->near_key : NULL,
                                   .zone = i->ask.zone,
                                   .at = i->ask.at,
                                   .at_is_given = i->ask.at_is_given,
                                   .refusals = &i->refusals,
                                   .trial = i->report.dry_run ? &i->trial : NULL};
}

/* Sends the file or, in a trial, only looks at it once more. */
static struct err *read_again(struct importing *i, struct import_sender *sender)
{
    int64_t done = i->opening.row.records;
    if (i->is_lines) {
        i->lines.trial = i->report.dry_run ? &i->trial : NULL;
        return import_lines_send(i->a, &i->lines, done, &i->refusals, sender);
    }
    struct import_reading reading = reading_of(i);
    return import_table_send(i->a, &reading, done, sender);
}

static struct err *send(struct importing *i)
{
    struct import_sending sending = {
        .store = i->ask.store,
        .source = i->source.key,
        .opens = true,
        .has_columns = !i->is_lines,
        .leaves_out_personal = is_export(i) && i->plan.roles[IMPORT_ROLE_ACCOUNT] == IMPORT_NONE,
        .keys_named = !i->is_lines && i->plan.roles[IMPORT_ROLE_KEY] != IMPORT_NONE,
        .now = i->opening.now,
        .row = &i->opening.row,
        .refusals = &i->refusals,
    };
    return read_again(i, import_sender_make(i->a, &sending));
}

/* What would be taken; a column that is kept has some field. */
static struct err *try_out(struct importing *i)
{
    i->trial = (struct import_trial){.db = i->ask.db, .source = i->source.id};
    i->opening.field_ids = ARENA_ARRAY(i->a, int64_t, i->table.header_len + 1);
    for (size_t c = 0; !i->is_lines && c < i->table.header_len; c++)
        i->opening.field_ids[c] = i->plan.columns[c].field.len > 0;
    TRY(read_again(i, NULL));
    i->opening.row.taken = (int64_t)i->trial.taken;
    i->opening.row.duplicates = (int64_t)i->trial.duplicates;
    return NULL;
}

static bool is_to_end(const struct importing *i)
{
    return i->ask.ends && atomic_load(i->ask.ends);
}

/* Where it stops in the middle, it says how to go on. */
static struct err *send_all(struct importing *i)
{
    struct err *e = send(i);
    if (!e || is_to_end(i))
        return e;
    return err_wrap(
        i->a, e, __FILE__, __LINE__,
        "The import stopped behind record %lld, and the same command goes on from there",
        (long long)i->opening.row.records);
}

/* What came is made into columns where it is much.  It can be asked about either way, so
 * that this failed is told, and no failure of the import. */
static void seal(struct importing *i)
{
    struct seal_options how = {.shows_progress = i->ask.shows_progress, .ends = i->ask.ends};
    struct seal_outcome outcome = {.was_damaged = false};
    const struct err *e = seal_columns(i->a, i->ask.store, i->ask.db, &how, &outcome);
    if (outcome.was_damaged)
        importing_note(i, "columns_made_anew", NULL, 0,
                       S("Some columns were damaged and were made anew from the record."));
    if (e)
        importing_note(
            i, "not_sealed", NULL, 0,
            str_format(i->a,
                       "All is taken, but no columns could be made of it, so that questions "
                       "take longer until attune rebuild makes them: %.*s",
                       STR(e->text)))
            ->about = e->text;
}

static void report(struct importing *i)
{
    const struct import_row *row = &i->opening.row;
    importing_add_notes(i);
    i->report.source = i->source.key;
    i->report.is_new_source = i->source.id == 0;
    if (!i->is_lines && i->table.reading->layout)
        i->report.layout = str_of_chars(i->table.reading->layout->name);
    i->report.rows = i->is_lines ? i->lines.records
                                 : i->table.records + i->table.left_out + i->table.left_out_by_map;
    i->report.taken = (uint64_t)row->taken;
    i->report.duplicates = (uint64_t)row->duplicates;
    i->report.refused = i->refusals.len + (uint64_t)i->refused_before;
    i->report.refused_first = i->refusals.list;
    i->report.refused_listed = i->refusals.listed;
    i->report.import = row->id;
    i->report.resumed = row->resumes;
    i->report.notes = i->notes;
    i->report.join = i->table.wish.join;
    i->report.joined = &i->table.joined;
}

static struct err *end(struct importing *i)
{
    struct buf json = buf_make(i->a, LIMIT_OUTPUT_BYTES);
    struct import_row row = i->opening.row;
    row.refused = (int64_t)i->report.refused;
    import_report_to_json(&i->report, &json);
    return import_close(i->a, i->ask.store, &row, &i->opening, buf_str(&json));
}

struct err *importing_look(struct arena *a, const struct importing_ask *ask, struct importing **out)
{
    /* A batch may still be on its way when an import fails: it looks at this until the arena
     * is done. */
    struct importing *i = ARENA_NEW(a, struct importing);
    *i = (struct importing){.ask = *ask, .a = a, .refusals = {.arena = a}, .map_text = S("")};
    i->near_key = import_near_key(store_key(ask->store));
    if (!i->ask.at_is_given)
        i->ask.at = i->ask.now;
    if (i->ask.map)
        i->map_text = import_map_to_text(a, i->ask.map);
    TRY(import_lines_are(a, i->ask.path, i->ask.name, &i->is_lines));
    i->refusals.is_of_lines = i->is_lines;
    TRY(learn(i));
    *out = i;
    return NULL;
}

struct err *importing_try(struct importing *i)
{
    i->report.dry_run = true;
    TRY(try_out(i));
    report(i);
    return NULL;
}

/* A record never becomes several. */
static struct err *check_join(const struct importing *i)
{
    const struct join *j = i->table.wish.join;
    if (!j || !join_stops(j, &i->table.joined))
        return NULL;
    if (!join_has_key(j))
        FAIL(i->a, WHY_USAGE,
             "It cannot be told by which columns %.*s belongs to the file; say so: --on "
             "COLUMN=COLUMN, or \"join by:\" and \"join to:\" in the map.",
             STR(text_quote(i->a, j->name)));
    FAIL(i->a, WHY_USAGE,
         "%.*s has %.*s in the lines %llu and %llu, with different cells, so that records would "
         "become several; say in the map which counts: join twice: first, last or none.",
         STR(text_quote(i->a, j->name)), STR(text_quote(i->a, j->keys.twice_key)),
         (unsigned long long)j->keys.twice_lines[0], (unsigned long long)j->keys.twice_lines[1]);
}

struct err *importing_take(struct importing *i)
{
    TRY(check_join(i));
    TRY(open_record(i));
    struct err *e = send_all(i);
    /* One that was sent is gone on with by the owner that comes next.  Where it cannot be
     * written either, it is seen to be stopped all the same. */
    if (e && !(i->ask.upload && is_to_end(i)))
        (void)import_stop(i->a, i->ask.store, i->opening.row.id, e->text);
    TRY(e);
    import_table_forget_twice(&i->table);
    seal(i);
    report(i);
    return end(i);
}

const struct import_report *importing_report(const struct importing *i)
{
    return &i->report;
}

struct err *importing_quarantine(struct importing *i, struct new_file *to, size_t *len)
{
    struct import_quarantine q = {.source = source_of(i),
                                  .is_lines = i->is_lines,
                                  .plan = &i->plan,
                                  .refusals = &i->refusals};
    *len = i->refusals.records_len;
    return import_quarantine_write(i->a, &q, to);
}

str importing_map(const struct importing *i)
{
    return i->map_text;
}

const struct import_plan *importing_plan(const struct importing *i)
{
    return i->is_lines ? NULL : &i->plan;
}

const struct import_profile *importing_profile(const struct importing *i)
{
    return i->table.profile;
}

struct err *importing_first(struct importing *i, size_t limit, struct json *j)
{
    struct import_reading reading = reading_of(i);
    if (!i->is_lines)
        return import_first_rows(i->a, &reading, limit, j);
    json_open_array(j);
    json_close_array(j);
    return NULL;
}
