/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Puts what a code book says about the columns of a file into the map; where the map
 * says otherwise, it wins.
 */
#include "base/text.h"
#include "engine/dictionary.h"
#include "listen/code_book.h"

struct joining {
    struct arena *a;
    const str *header;
    size_t header_len;
    struct import_map *map;
    size_t columns_room;
    size_t *section_of; /* [column] index of its section + 1; 0: none */
    struct code_book_joined *out;
};

/* The first, spelled exactly so, else but for case. */
static size_t column_called(const struct joining *j, str name)
{
    size_t near = j->header_len;
    for (size_t i = 0; name.len && i < j->header_len; i++) {
        if (str_equal(j->header[i], name))
            return i;
        if (near == j->header_len && text_equal_ignoring_case(j->header[i], name))
            near = i;
    }
    return near;
}

static size_t column_of(const struct joining *j, const struct code_book_variable *v)
{
    size_t column = column_called(j, v->name);
    return column < j->header_len ? column : column_called(j, v->heading);
}

static bool is_shared(const struct joining *j, size_t column)
{
    size_t len = 0;
    for (size_t i = 0; i < j->header_len; i++)
        len += str_equal(j->header[i], j->header[column]);
    return len > 1;
}

static struct import_map_column *section_of(struct joining *j, size_t column)
{
    struct import_map *m = j->map;
    if (j->section_of[column] == 0) {
        if (m->columns_len == j->columns_room)
            m->columns = arena_grow_array(j->a, m->columns, m->columns_len, &j->columns_room,
                                          sizeof *m->columns);
        struct import_map_name name = {.name = j->header[column], .position = column};
        if (name.name.len == 0 || is_shared(j, column))
            name = (struct import_map_name){.number = column + 1, .position = column};
        m->columns[m->columns_len++] = (struct import_map_column){.name = name, .proposes = true};
        j->section_of[column] = m->columns_len;
    }
    return &m->columns[j->section_of[column] - 1];
}

static void note_difference(struct joining *j, size_t column, str what, str mine, str theirs)
{
    if (j->out->differences++)
        return;
    struct arena *a = j->a;
    j->out->first_differing = j->header[column];
    j->out->first_difference = str_format(
        a, "The map says that %.*s of %.*s is %.*s, the code book %.*s; the map's is taken.",
        STR(what), STR(text_quote(a, j->header[column])), STR(text_quote(a, mine)),
        STR(text_quote(a, theirs)));
}

static void join_codes(struct joining *j, size_t column, struct import_map_column *section,
                       const struct code_book_variable *v)
{
    struct field_code *codes =
        ARENA_ARRAY(j->a, struct field_code, section->codes_len + v->codes_len);
    struct dictionary *known = dictionary_make(j->a);
    size_t len = 0;
    for (; len < section->codes_len; len++) {
        codes[len] = section->codes[len];
        (void)dictionary_add(known, codes[len].code);
    }
    for (size_t i = 0; i < v->codes_len; i++) {
        uint32_t at = dictionary_find(known, v->codes[i].code);
        if (at == CODE_MISSING)
            codes[len++] = v->codes[i];
        else if (!str_equal(codes[at].label, v->codes[i].label))
            note_difference(j, column,
                            str_format(j->a, "code %.*s", STR(text_quote(j->a, codes[at].code))),
                            codes[at].label, v->codes[i].label);
    }
    section->codes = codes;
    section->codes_len = len;
}

static void join_variable(struct joining *j, size_t column, const struct code_book_variable *v)
{
    struct import_map_column *section = section_of(j, column);
    j->out->columns++;
    if (section->label.len == 0)
        section->label = v->label;
    else if (v->label.len && !str_equal(section->label, v->label))
        note_difference(j, column, S("the label"), section->label, v->label);
    if (!section->has_missing && v->missing_len) {
        section->has_missing = true;
        section->missing = v->missing;
        section->missing_len = v->missing_len;
    }
    join_codes(j, column, section, v);
}

void code_book_join(struct arena *a, const struct code_book *book, const str *header,
                    size_t header_len, struct import_map *map, struct code_book_joined *out)
{
    struct joining j = {.a = a, .header = header, .header_len = header_len, .map = map, .out = out};
    *out = (struct code_book_joined){.columns = 0};
    j.section_of = ARENA_ARRAY(a, size_t, header_len);
    struct import_map_column *sections =
        ARENA_ARRAY(a, struct import_map_column, map->columns_len + 1);
    for (size_t i = 0; i < map->columns_len; i++) {
        sections[i] = map->columns[i];
        j.section_of[sections[i].name.position] = i + 1;
    }
    map->columns = sections;
    j.columns_room = map->columns_len + 1;
    for (size_t i = 0; i < book->len; i++) {
        size_t column = column_of(&j, &book->variables[i]);
        if (column < header_len)
            join_variable(&j, column, &book->variables[i]);
        else if (out->unknown++ == 0)
            out->first_unknown = book->variables[i].name;
    }
}
