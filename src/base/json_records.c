/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/json_records.h"

#include "base/limits.h"
#include "base/packed.h"
#include "base/text.h"
#include "base/utf16.h"

enum shape {
    SHAPE_ARRAY,
    SHAPE_MEMBER, /* the array is a member of the one object */
    SHAPE_OBJECTS
};

struct json_records {
    struct arena *arena;
    struct arena *own; /* of the record; made anew where it has become large */
    struct json_stream *stream;
    str name;
    enum shape shape;
    size_t member; /* its number, in SHAPE_MEMBER */
    bool is_begun, is_ended, left_out_tail;
    size_t last_line; /* of the record before, where it ended or began */
};

const char *json_records_kind(const struct json_value *value)
{
    switch (value->kind) {
    case JSON_KIND_NULL:
        return "null";
    case JSON_KIND_BOOL:
        return value->is_true ? "true" : "false";
    case JSON_KIND_NUMBER:
        return "a number";
    case JSON_KIND_TEXT:
        return "a text";
    case JSON_KIND_ARRAY:
        return "an array";
    case JSON_KIND_OBJECT:
    case JSON_KIND_COUNT:
        break;
    }
    return "an object";
}

/* ---- which of the shapes it is ---- */

/* The object that the file begins with. */
struct look {
    struct json_stream *stream;
    size_t members;
    size_t arrays; /* members that are arrays of objects, */
    size_t array;  /* … the number of the last of them */
};

/* Whether all items of the array at hand are objects; *is_sound false: it is none. */
static struct err *look_at_array(struct look *l, bool *are_objects, bool *is_sound)
{
    int next = ',';
    str text;
    size_t items = 0;
    *are_objects = true;
    json_stream_step(l->stream);
    while (next == ',') {
        TRY(json_stream_peek(l->stream, &next));
        if (next == JSON_STREAM_END || next == ']')
            break;
        *are_objects = *are_objects && next == '{';
        items++;
        TRY(json_stream_value(l->stream, &text));
        TRY(json_stream_peek(l->stream, &next));
        if (next == ',')
            json_stream_step(l->stream);
    }
    *is_sound = next == ']';
    *are_objects = *are_objects && items > 0;
    if (*is_sound)
        json_stream_step(l->stream);
    return NULL;
}

/* A name, its colon and its value; *is_sound false where that is not what stands there. */
static struct err *look_at_member(struct look *l, bool *is_sound)
{
    int next = JSON_STREAM_END;
    str text;
    bool are_objects = false;
    *is_sound = false;
    TRY(json_stream_peek(l->stream, &next));
    if (next != '"')
        return NULL;
    TRY(json_stream_value(l->stream, &text));
    TRY(json_stream_peek(l->stream, &next));
    if (next != ':')
        return NULL;
    json_stream_step(l->stream);
    TRY(json_stream_peek(l->stream, &next));
    if (next == JSON_STREAM_END)
        return NULL;
    *is_sound = true;
    if (next == '[')
        TRY(look_at_array(l, &are_objects, is_sound));
    else
        TRY(json_stream_value(l->stream, &text));
    if (are_objects) {
        l->arrays++;
        l->array = l->members;
    }
    l->members++;
    return NULL;
}

/* What is wrong in the object is for the reading of its records to say. */
static struct err *look_at_object(struct json_stream *stream, struct json_records *r)
{
    struct look l = {.stream = stream};
    bool is_sound = true;
    int next = JSON_STREAM_END;
    json_stream_step(stream);
    do {
        TRY(look_at_member(&l, &is_sound));
        TRY(json_stream_peek(stream, &next));
        if (is_sound && next == ',')
            json_stream_step(stream);
    } while (is_sound && next == ',');
    if (is_sound && next == '}') {
        json_stream_step(stream);
        TRY(json_stream_peek(stream, &next));
        is_sound = next == JSON_STREAM_END; /* else another one follows */
        if (!is_sound)
            return NULL;
    }
    if (l.arrays == 1) {
        r->shape = SHAPE_MEMBER;
        r->member = l.array;
    }
    return NULL;
}

static struct err *open_text(struct arena *a, str path, str name, struct file **file)
{
    TRY(packed_open(a, path, name, file));
    return utf16_open(a, *file, file);
}

static struct err *look(struct arena *own, struct json_records *r, str path)
{
    struct file *file = NULL;
    int next = JSON_STREAM_END;
    TRY(open_text(own, path, r->name, &file));
    struct json_stream *stream = json_stream_make(own, file);
    TRY(json_stream_peek(stream, &next));
    r->shape = next == '[' ? SHAPE_ARRAY : SHAPE_OBJECTS;
    return next == '{' ? look_at_object(stream, r) : NULL;
}

static void close_own(void *what)
{
    const struct json_records *r = what;
    arena_done(r->own);
}

struct err *json_records_open(struct arena *a, str path, str name, struct json_records **out)
{
    struct json_records *r = ARENA_NEW(a, struct json_records);
    struct file *file = NULL;
    r->arena = a;
    r->name = name;
    struct arena *own = arena_make(0);
    struct err *e = look(own, r, path);
    if (e)
        e = err_copy(a, e);
    arena_done(own);
    TRY(e);
    r->own = arena_make(0);
    arena_defer(a, close_own, r);
    TRY(open_text(a, path, name, &file));
    r->stream = json_stream_make(a, file);
    *out = r;
    return NULL;
}

/* ---- reading ---- */

static struct err *read_text(struct json_records *r, str text, struct json_value *out)
{
    struct err *e = json_read_piece(r->own, text, json_stream_place(r->stream), out);
    if (e)
        WRAP(r->arena, err_copy(r->arena, e), "\"%.*s\"", STR(r->name));
    return NULL;
}

/* Something else stands where what is expected. */
static struct err *expected(const struct json_records *r, const char *what, int is)
{
    struct json_place place = json_stream_place(r->stream);
    const char character = (char)is;
    str quoted = S("but the file ends");
    if (is != JSON_STREAM_END)
        quoted = str_format(r->arena, "not %.*s", STR(text_quote(r->arena, (str){&character, 1})));
    FAIL(r->arena, WHY_INVALID,
         "\"%.*s\": This JSON cannot be read: at line %zu, character %zu %s is expected, %.*s.",
         STR(r->name), place.line, place.character, what, STR(quoted));
}

/* c, which is what is called so. */
static struct err *take(struct json_records *r, int c, const char *what)
{
    int next = JSON_STREAM_END;
    TRY(json_stream_peek(r->stream, &next));
    if (next != c)
        return expected(r, what, next);
    json_stream_step(r->stream);
    return NULL;
}

static struct err *take_value(struct json_records *r, struct json_value *out)
{
    int next = JSON_STREAM_END;
    str text;
    TRY(json_stream_peek(r->stream, &next));
    if (next == JSON_STREAM_END)
        return expected(r, "a value", next);
    TRY(json_stream_value(r->stream, &text));
    return read_text(r, text, out);
}

/* A name and its colon. */
static struct err *take_name(struct json_records *r)
{
    struct json_value name;
    int next = JSON_STREAM_END;
    TRY(json_stream_peek(r->stream, &next));
    if (next != '"')
        return expected(r, "a name in double quotes", next);
    TRY(take_value(r, &name));
    return take(r, ':', "a colon");
}

/* Up to the array of SHAPE_MEMBER. */
static struct err *take_members_before(struct json_records *r)
{
    struct json_value value;
    TRY(take(r, '{', "an object"));
    for (size_t i = 0; i < r->member; i++) {
        TRY(take_name(r));
        TRY(take_value(r, &value));
        TRY(take(r, ',', "a comma"));
    }
    return take_name(r);
}

static struct err *take_members_behind(struct json_records *r)
{
    struct json_value value;
    int next = JSON_STREAM_END;
    for (;;) {
        TRY(json_stream_peek(r->stream, &next));
        if (next != ',')
            return take(r, '}', "a comma or }");
        json_stream_step(r->stream);
        TRY(take_name(r));
        TRY(take_value(r, &value));
    }
}

static struct err *end(struct json_records *r)
{
    int next = JSON_STREAM_END;
    r->is_ended = true;
    if (r->shape == SHAPE_MEMBER)
        TRY(take_members_behind(r));
    TRY(json_stream_peek(r->stream, &next));
    return next == JSON_STREAM_END ? NULL : expected(r, "the end of the file", next);
}

/* To the next item of the array; *found false behind the last. */
static struct err *go_to_item(struct json_records *r, bool *found)
{
    int next = JSON_STREAM_END;
    *found = true;
    if (r->is_begun) {
        TRY(json_stream_peek(r->stream, &next));
        if (next == ']') {
            *found = false;
            json_stream_step(r->stream);
            return end(r);
        }
        return take(r, ',', "a comma or ]");
    }
    r->is_begun = true;
    if (r->shape == SHAPE_MEMBER)
        TRY(take_members_before(r));
    TRY(take(r, '[', "an array"));
    TRY(json_stream_peek(r->stream, &next));
    if (next != ']')
        return NULL;
    *found = false;
    json_stream_step(r->stream);
    return end(r);
}

/* To the next object; *found false behind the last. */
static struct err *go_to_object(struct json_records *r, bool *found)
{
    int next = JSON_STREAM_END;
    TRY(json_stream_peek(r->stream, &next));
    *found = next != JSON_STREAM_END;
    r->is_ended = !*found;
    if (*found && r->is_begun && json_stream_place(r->stream).line == r->last_line)
        return expected(r, "a line break between two records", next);
    r->is_begun = true;
    return NULL;
}

static struct err *no_record(const struct json_records *r, const struct json_value *value,
                             struct json_place place)
{
    const char *kind = json_records_kind(value);
    if (r->shape == SHAPE_OBJECTS && place.line == 1)
        FAIL(r->arena, WHY_INVALID,
             "\"%.*s\" holds %s and no table: at line 1, character %zu an array of objects, or one "
             "object a line, is expected.",
             STR(r->name), kind, place.character);
    FAIL(r->arena, WHY_INVALID,
         "\"%.*s\" is no table: at line %zu, character %zu stands %s, where a record, an object, "
         "is expected.",
         STR(r->name), place.line, place.character, kind);
}

struct err *json_records_next(struct json_records *r, struct json_record *record, bool *found)
{
    enum { OWN_KEPT = 1024 * 1024 };
    int next = JSON_STREAM_END;
    str text;
    *found = false;
    if (r->is_ended)
        return NULL;
    if (arena_used(r->own) > OWN_KEPT) {
        arena_done(r->own);
        r->own = arena_make(0);
    }
    TRY(r->shape == SHAPE_OBJECTS ? go_to_object(r, found) : go_to_item(r, found));
    if (!*found)
        return NULL;
    TRY(json_stream_peek(r->stream, &next));
    if (next == JSON_STREAM_END)
        return expected(r, "a value", next);
    TRY(json_stream_value(r->stream, &text));
    struct json_place place = json_stream_place(r->stream);
    if (r->shape == SHAPE_OBJECTS && json_stream_is_cut(r->stream) &&
        file_growth(json_stream_file(r->stream)) > 0) {
        r->left_out_tail = r->is_ended = true;
        *found = false;
        return NULL;
    }
    record->line = place.line;
    TRY(read_text(r, text, &record->value));
    if (record->value.kind != JSON_KIND_OBJECT)
        return no_record(r, &record->value, place);
    r->last_line = place.line;
    for (str rest = text; str_has(rest, '\n'); r->last_line++)
        (void)str_cut(rest, '\n', &rest);
    return NULL;
}

uint64_t json_records_taken(const struct json_records *r)
{
    return file_taken(json_stream_file(r->stream));
}

uint64_t json_records_size(const struct json_records *r)
{
    return file_size(json_stream_file(r->stream));
}

bool json_records_left_out_tail(const struct json_records *r)
{
    return r->left_out_tail;
}
