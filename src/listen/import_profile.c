/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/import_profile.h"

#include <assert.h>
#include <string.h>

#include "base/limits.h"
#include "listen/answers.h"
#include "listen/short_cell.h"

enum {
    FIRST_ENTRIES = 8,
    POOL_BYTES = 64 * 1024,
    SAMPLE_VALUES = 256, /* of which so many hashes are kept */
    SAMPLE_SLOTS = 2 * SAMPLE_VALUES,
    NUMBER_BYTES = 64,
    DATE_BYTES = 48,
    EMAIL_BYTES = 254,
    MISSING_WORD_BYTES = 5,
};

enum trait {
    TRAIT_NUMBER = 1,
    TRAIT_WHOLE = 2,
    TRAIT_PADDED = 4,
    TRAIT_BLANK = 8,
    TRAIT_BREAK = 16,
    TRAIT_EMAIL = 32
};

/* What is found out about a text when it is first seen. */
struct traits {
    uint32_t characters;
    uint8_t flags;
    uint8_t date; /* enum date_evidence */
    struct decimal number;
};

struct entry {
    str text;
    uint64_t count;
    uint32_t hash;
    uint16_t characters;
    uint8_t flags, date;
};

/* Some of the texts that are not kept: those whose hash ends with as many zero bits
 * as it takes for SAMPLE_VALUES of them.  Their number tells how many there are, and
 * their counts whether they repeat. */
struct sample {
    uint64_t mask;
    size_t len;
    struct {
        uint64_t hash; /* 0: empty */
        uint64_t count;
    } slots[SAMPLE_SLOTS];
};

/* Sums over the cells whose text is not kept. */
struct sums {
    uint64_t cells, numbers, wholes, padded, emails, blanks, breaks, characters;
    uint64_t dates[DATE_EVIDENCE_COUNT];
    size_t longest;
};

struct column_state {
    uint16_t short_entries[SHORT_CELLS]; /* entry + 1; 0: not seen, or not kept */
    uint64_t missing;
    struct entry *entries;
    uint16_t *slots; /* entry + 1; 0: empty */
    size_t len, room, slots_len;
    struct decimal min, max;
    bool has_numbers;
    bool more;
    struct sample *sample; /* NULL: nothing was left out, or no memory for it */
    struct sums rest;
};

struct import_profile {
    struct arena *arena;
    size_t columns_len;
    struct column_state *columns;
    bool decimal_comma;
    size_t others_from; /* columns from here on are another table's … */
    bool others_comma;  /* … with its own decimal sign */
    uint64_t records;
    size_t budget; /* bytes left for texts */
    char *pool;
    size_t pool_left;
};

struct import_profile *import_profile_make(struct arena *a, size_t columns, bool decimal_comma)
{
    struct import_profile *p = ARENA_NEW(a, struct import_profile);
    *p = (struct import_profile){.arena = a,
                                 .columns_len = columns,
                                 .columns = ARENA_ARRAY(a, struct column_state, columns),
                                 .decimal_comma = decimal_comma,
                                 .others_from = columns,
                                 .budget = LIMIT_PROFILE_BYTES};
    return p;
}

uint64_t import_profile_records(const struct import_profile *p)
{
    return p->records;
}

size_t import_profile_columns(const struct import_profile *p)
{
    return p->columns_len;
}

void import_profile_set_others(struct import_profile *p, size_t from, bool decimal_comma)
{
    p->others_from = from;
    p->others_comma = decimal_comma;
}

bool import_profile_decimal_comma(const struct import_profile *p, size_t column)
{
    return column < p->others_from ? p->decimal_comma : p->others_comma;
}

/* ---- one text ---- */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Something, one @, and a name with a point inside; no blank was found in it. */
static bool is_email(str s)
{
    const char *at = s.len <= EMAIL_BYTES ? memchr(s.ptr, '@', s.len) : NULL;
    if (!at || at == s.ptr)
        return false;
    str domain = str_slice(s, (size_t)(at - s.ptr) + 1, s.len);
    const char *point = memchr(domain.ptr, '.', domain.len);
    return point && point != domain.ptr && domain.ptr[domain.len - 1] != '.' &&
           !str_has(domain, '@');
}

static void measure(str s, struct traits *t)
{
    size_t characters = 0;
    for (size_t i = 0; i < s.len; i++)
        characters += ((unsigned char)s.ptr[i] & 0xC0) != 0x80;
    t->characters = (uint32_t)characters;
    t->flags |= memchr(s.ptr, ' ', s.len) ? TRAIT_BLANK : 0;
    t->flags |= str_has(s, '\n') || str_has(s, '\r') ? TRAIT_BREAK : 0;
}

static void look_for_number(str s, bool decimal_comma, struct traits *t)
{
    if (s.len > NUMBER_BYTES || !scale_number(s, decimal_comma, &t->number))
        return;
    t->flags |= TRAIT_NUMBER;
    t->flags |= decimal_is_whole(t->number) ? TRAIT_WHOLE : 0;
    t->flags |= s.len > 1 && s.ptr[0] == '0' && is_digit(s.ptr[1]) ? TRAIT_PADDED : 0;
}

/* 2026 and 7.5 are numbers; 20260301 is both. */
static void look_for_date(str s, struct traits *t)
{
    bool is_other_number = (t->flags & TRAIT_NUMBER) && s.len != 8;
    /* "Tue Feb 24 …": the name of a weekday or a month may stand in front */
    bool may_begin = is_digit(s.ptr[0]) || s.ptr[0] >= 'A' || (unsigned char)s.ptr[0] > 127;
    if (may_begin && s.len <= DATE_BYTES && !is_other_number)
        t->date = (uint8_t)date_evidence_of(s);
}

static bool has_decimal_comma(const struct import_profile *p, const struct column_state *c)
{
    return import_profile_decimal_comma(p, (size_t)(c - p->columns));
}

/* s is not empty. */
static struct traits traits_of(str s, bool decimal_comma)
{
    struct traits t = {.date = DATE_NONE};
    measure(s, &t);
    look_for_number(s, decimal_comma, &t);
    look_for_date(s, &t);
    if (!(t.flags & (TRAIT_NUMBER | TRAIT_BLANK)) && is_email(s))
        t.flags |= TRAIT_EMAIL;
    return t;
}

static void widen_range(struct column_state *c, const struct traits *t)
{
    if (!(t->flags & TRAIT_NUMBER))
        return;
    if (!c->has_numbers || decimal_compare(t->number, c->min) < 0)
        c->min = t->number;
    if (!c->has_numbers || decimal_compare(t->number, c->max) > 0)
        c->max = t->number;
    c->has_numbers = true;
}

/* ---- texts that are kept ---- */

static size_t slot_of(const struct column_state *c, str text, uint32_t hash)
{
    size_t at = hash & (c->slots_len - 1);
    for (; c->slots[at]; at = (at + 1) & (c->slots_len - 1)) {
        const struct entry *e = &c->entries[c->slots[at] - 1];
        if (e->hash == hash && str_equal(e->text, text))
            break;
    }
    return at;
}

/* Twice the entries and twice the slots; false where there is no memory for them. */
static bool grow(struct import_profile *p, struct column_state *c)
{
    size_t room = c->room ? c->room * 2 : FIRST_ENTRIES, slots_len = room * 2;
    size_t bytes = room * sizeof *c->entries + slots_len * sizeof *c->slots;
    if (bytes > p->budget)
        return false;
    p->budget -= bytes;
    struct entry *entries = ARENA_ARRAY(p->arena, struct entry, room);
    if (c->len)
        memcpy(entries, c->entries, c->len * sizeof *entries);
    c->entries = entries;
    c->room = room;
    c->slots = ARENA_ARRAY(p->arena, uint16_t, slots_len);
    c->slots_len = slots_len;
    for (size_t i = 0; i < c->len; i++)
        c->slots[slot_of(c, entries[i].text, entries[i].hash)] = (uint16_t)(i + 1);
    return true;
}

static bool keep_text(struct import_profile *p, str text, str *kept)
{
    if (text.len > p->budget)
        return false;
    if (text.len > p->pool_left) {
        p->pool = arena_take(p->arena, POOL_BYTES);
        p->pool_left = POOL_BYTES;
    }
    memcpy(p->pool, text.ptr, text.len);
    *kept = (str){p->pool, text.len};
    p->pool += text.len;
    p->pool_left -= text.len;
    p->budget -= text.len;
    return true;
}

/* The entry of a text that is new to the column, + 1; 0: it is not kept. */
static uint16_t add_entry(struct import_profile *p, struct column_state *c, str text, uint32_t hash)
{
    str kept;
    if (c->len == LIMIT_PROFILE_DISTINCT || (c->len == c->room && !grow(p, c)) ||
        !keep_text(p, text, &kept))
        return 0;
    struct traits t = traits_of(text, has_decimal_comma(p, c));
    widen_range(c, &t);
    c->slots[slot_of(c, text, hash)] = (uint16_t)(c->len + 1);
    c->entries[c->len++] = (struct entry){.text = kept,
                                          .count = 1,
                                          .hash = hash,
                                          .characters = (uint16_t)t.characters,
                                          .flags = t.flags,
                                          .date = t.date};
    return (uint16_t)c->len;
}

/* ---- texts that are not kept ---- */

static size_t sample_slot(const struct sample *s, uint64_t hash)
{
    size_t at = (hash >> 32) & (SAMPLE_SLOTS - 1);
    while (s->slots[at].hash && s->slots[at].hash != hash)
        at = (at + 1) & (SAMPLE_SLOTS - 1);
    return at;
}

/* Leaves half of the values out, until there is room. */
static void thin_out(struct sample *s)
{
    struct sample full = *s;
    while (s->len == SAMPLE_VALUES) {
        *s = (struct sample){.mask = s->mask << 1 | 1};
        for (size_t i = 0; i < SAMPLE_SLOTS; i++) {
            uint64_t hash = full.slots[i].hash;
            if (!hash || (hash & s->mask))
                continue;
            size_t at = sample_slot(s, hash);
            s->slots[at].hash = hash;
            s->slots[at].count = full.slots[i].count;
            s->len++;
        }
    }
}

static void add_to_sample(struct import_profile *p, struct column_state *c, uint64_t hash)
{
    if (!c->sample && p->budget >= sizeof *c->sample) {
        c->sample = ARENA_NEW(p->arena, struct sample);
        p->budget -= sizeof *c->sample;
    }
    struct sample *s = c->sample;
    if (!s || (hash & s->mask))
        return;
    hash += hash == 0;
    size_t at = sample_slot(s, hash);
    if (s->slots[at].hash) {
        s->slots[at].count++;
        return;
    }
    s->slots[at].hash = hash;
    s->slots[at].count = 1;
    if (++s->len == SAMPLE_VALUES)
        thin_out(s);
}

static void add_to_sums(struct sums *s, const struct traits *t, uint64_t count)
{
    s->cells += count;
    s->numbers += t->flags & TRAIT_NUMBER ? count : 0;
    s->wholes += t->flags & TRAIT_WHOLE ? count : 0;
    s->padded += t->flags & TRAIT_PADDED ? count : 0;
    s->emails += t->flags & TRAIT_EMAIL ? count : 0;
    s->blanks += t->flags & TRAIT_BLANK ? count : 0;
    s->breaks += t->flags & TRAIT_BREAK ? count : 0;
    s->dates[t->date] += count;
    s->characters += t->characters * count;
    if (t->characters > s->longest)
        s->longest = t->characters;
}

static void leave_out(struct import_profile *p, struct column_state *c, str text, uint64_t hash)
{
    struct traits t = traits_of(text, has_decimal_comma(p, c));
    c->more = true;
    widen_range(c, &t);
    add_to_sums(&c->rest, &t, 1);
    add_to_sample(p, c, hash);
}

/* ---- cells ---- */

/* The entry of a text, + 1; 0: it is not kept. */
static uint16_t add_text(struct import_profile *p, struct column_state *c, str text)
{
    uint64_t hash = str_hash(text);
    uint16_t entry = 0;
    if (text.len <= LIMIT_PROFILE_TEXT_BYTES) {
        if (c->slots_len)
            entry = c->slots[slot_of(c, text, (uint32_t)hash)];
        if (entry) {
            c->entries[entry - 1].count++;
            return entry;
        }
        entry = add_entry(p, c, text, (uint32_t)hash);
    }
    if (!entry)
        leave_out(p, c, text, hash);
    return entry;
}

/* cell is longer than one character. */
static bool is_missing(str cell)
{
    return cell.len <= MISSING_WORD_BYTES && str_has(S("NnBb"), cell.ptr[0]) &&
           answers_is_missing_word(cell);
}

static void add_cell(struct import_profile *p, struct column_state *c, str cell)
{
    size_t index = short_cell(cell);
    if (index < SHORT_CELLS) {
        uint16_t entry = c->short_entries[index];
        if (entry)
            c->entries[entry - 1].count++;
        else
            c->short_entries[index] = add_text(p, c, cell);
        return;
    }
    if (cell.len == 0 || is_missing(cell))
        c->missing++;
    else
        (void)add_text(p, c, cell);
}

void import_profile_add(struct import_profile *p, const str *cells)
{
    p->records++;
    for (size_t i = 0; i < p->columns_len; i++)
        add_cell(p, &p->columns[i], cells[i]);
}

/* ---- what was found ---- */

static void count_texts(const struct column_state *c, struct import_profile_column *out)
{
    out->distinct = c->len;
    out->repeats = out->cells - c->rest.cells - c->len;
    if (!c->more)
        return;
    if (!c->sample) { /* no memory was left: as many as there are cells */
        out->distinct += c->rest.cells;
        return;
    }
    uint64_t stands_for = c->sample->mask + 1;
    for (size_t i = 0; i < SAMPLE_SLOTS; i++)
        if (c->sample->slots[i].hash)
            out->repeats += c->sample->slots[i].count - 1;
    uint64_t others = c->sample->len * stands_for;
    out->distinct += others < c->rest.cells ? others : c->rest.cells;
}

struct import_profile_column import_profile_column(struct arena *a, const struct import_profile *p,
                                                   size_t column)
{
    assert(column < p->columns_len);
    const struct column_state *c = &p->columns[column];
    struct scale_text *texts = ARENA_ARRAY(a, struct scale_text, c->len);
    struct sums sums = c->rest;
    for (size_t i = 0; i < c->len; i++) {
        const struct entry *e = &c->entries[i];
        struct traits t = {.characters = e->characters, .flags = e->flags, .date = e->date};
        add_to_sums(&sums, &t, e->count);
        texts[i] = (struct scale_text){e->text, e->count};
    }
    struct import_profile_column out = {.cells = sums.cells,
                                        .missing = c->missing,
                                        .texts = texts,
                                        .texts_len = c->len,
                                        .more = c->more,
                                        .numbers = sums.numbers,
                                        .wholes = sums.wholes,
                                        .min = c->min,
                                        .max = c->max,
                                        .padded = sums.padded,
                                        .emails = sums.emails,
                                        .blanks = sums.blanks,
                                        .breaks = sums.breaks,
                                        .characters = sums.characters,
                                        .longest = sums.longest};
    memcpy(out.dates, sums.dates, sizeof out.dates);
    count_texts(c, &out);
    return out;
}
