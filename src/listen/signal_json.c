/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/signal_json.h"

#include "base/json_lex.h"
#include "base/limits.h"
#include "base/text.h"
#include "listen/export_form.h"

enum { WEIGHT_PLACES = 6 };

struct reading {
    struct arena *a;
    size_t index;
    struct signal *out;
    struct signal_faults *faults;
    struct signal_value *values;
};

/* ---- faults ---- */

static void add_fault_at(struct reading *r, str pointer, const char *code, str detail)
{
    struct signal_faults *f = r->faults;
    if (!f->list)
        f->list = ARENA_ARRAY(r->a, struct signal_fault, LIMIT_FAULTS);
    if (f->len == LIMIT_FAULTS)
        return;
    f->list[f->len++] = (struct signal_fault){
        .index = r->index, .pointer = pointer, .code = code, .detail = detail};
}

static void add_fault(struct reading *r, str parent, str name, const char *code, str detail)
{
    add_fault_at(r, json_lex_pointer(r->a, parent, name), code, detail);
}

static const char *kind_name(const struct json_value *v)
{
    switch (v->kind) {
    case JSON_KIND_NULL:
        return "null";
    case JSON_KIND_BOOL:
        return "true or false";
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

static void add_wrong_type(struct reading *r, str parent, str name, const struct json_value *v,
                           const char *expected)
{
    add_fault(r, parent, name, "wrong_type",
              str_format(r->a, "%s is expected here, not %s.", expected, kind_name(v)));
}

static void add_unknown(struct reading *r, str parent, str name, const char *whose,
                        const str *known, size_t known_len)
{
    str nearest = text_suggest(r->a, name, known, known_len);
    str hint = nearest.len ? str_format(r->a, "; did you mean \"%.*s\"?", STR(nearest)) : S(".");
    add_fault(r, parent, name, "unknown_member",
              str_format(r->a, "%s has no member %.*s%.*s", whose, STR(text_quote(r->a, name)),
                         STR(hint)));
}

static bool is_short(struct reading *r, str parent, str name, str text, size_t most)
{
    if (text.len > most)
        add_fault(r, parent, name, "too_long",
                  str_format(r->a, "It has %zu bytes; at most %zu are taken.", text.len, most));
    return text.len <= most;
}

/* ---- names ---- */

static bool has_control(str s)
{
    for (size_t i = 0; i < s.len; i++)
        if ((unsigned char)s.ptr[i] < 0x20 || s.ptr[i] == 0x7F)
            return true;
    return false;
}

/* A name is one line of text. */
static bool is_name(struct reading *r, str parent, str name, str text)
{
    if (!is_short(r, parent, name, text, LIMIT_NAME_BYTES))
        return false;
    if (has_control(text))
        add_fault(r, parent, name, "control_character",
                  S("A line break or another control character stands in it."));
    return !has_control(text);
}

static void read_name(struct reading *r, str parent, const struct json_value *v, str *into)
{
    if (v->kind == JSON_KIND_NULL)
        return;
    if (v->kind != JSON_KIND_TEXT)
        add_wrong_type(r, parent, v->key, v, "A text in double quotes");
    else if (is_name(r, parent, v->key, str_trim(v->text)))
        *into = str_trim(v->text);
}

/* Members whose value is a name; false where this is none of them. */
static bool take_name(struct reading *r, const struct json_value *member)
{
    struct signal *s = r->out;
    const struct {
        str name;
        str *into;
    } names[] = {
        {S("kind"), &s->kind},
        {S("source"), &s->source},
        {S("channel"), &s->channel},
        {S("language"), &s->language},
        {S("relationship"), &s->relationship},
        {S("unit"), &s->unit},
        {S("touchpoint"), &s->touchpoint},
        {S("account"), &s->account},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (str_equal(names[i].name, member->key)) {
            read_name(r, S(""), member, names[i].into);
            return true;
        }
    }
    return false;
}

/* ---- values ---- */

static bool is_answer(struct reading *r, str parent, str name, str text)
{
    if (!is_short(r, parent, name, text, LIMIT_ANSWER_BYTES))
        return false;
    if (str_has(text, '\0'))
        add_fault(r, parent, name, "control_character",
                  S("It holds the character U+0000, which no answer is kept with."));
    return !str_has(text, '\0');
}

/* Text and number; false, and a fault, where it is none. */
static bool text_of_tick(struct reading *r, str parent, str name, const struct json_value *v,
                         str *text)
{
    if (v->kind != JSON_KIND_TEXT && v->kind != JSON_KIND_NUMBER) {
        add_wrong_type(r, parent, name, v, "A text or a number");
        return false;
    }
    *text = str_trim(v->text);
    if (!str_has(*text, ';') && !str_has(*text, '\n'))
        return is_answer(r, parent, name, *text);
    add_fault(r, parent, name, "separator_in_tick",
              S("A semicolon or a line break stands in it, which stand between ticks."));
    return false;
}

static bool text_of_ticks(struct reading *r, str parent, const struct json_value *v, str *text)
{
    struct buf joined = buf_make(r->a, LIMIT_ANSWER_BYTES);
    str pointer = json_lex_pointer(r->a, parent, v->key);
    bool is_sound = true;
    for (size_t i = 0; i < v->len && r->faults->len < LIMIT_FAULTS; i++) {
        str tick = S("");
        str name = str_format(r->a, "%zu", i);
        is_sound = text_of_tick(r, pointer, name, &v->items[i], &tick) && is_sound;
        buf_add(&joined, joined.len && tick.len ? S("; ") : S(""));
        buf_add(&joined, tick);
    }
    if (is_sound && joined.full)
        add_fault(
            r, parent, v->key, "too_long",
            str_format(r->a, "The ticks together have more than %zu bytes.", LIMIT_ANSWER_BYTES));
    *text = buf_str(&joined);
    return is_sound && !joined.full;
}

/* Empty where it was not answered; false, and a fault, where it cannot be read. */
static bool text_of_value(struct reading *r, str parent, const struct json_value *v,
                          bool is_context, str *text)
{
    switch (v->kind) {
    case JSON_KIND_NULL:
        *text = S("");
        return true;
    case JSON_KIND_BOOL:
        *text = v->is_true ? S("true") : S("false");
        return true;
    case JSON_KIND_NUMBER:
    case JSON_KIND_TEXT:
        *text = str_trim(v->text);
        return is_answer(r, parent, v->key, *text);
    case JSON_KIND_ARRAY:
        if (!is_context)
            return text_of_ticks(r, parent, v, text);
        break;
    case JSON_KIND_OBJECT:
    case JSON_KIND_COUNT:
        break;
    }
    add_wrong_type(r, parent, v->key, v, "A text or a number");
    return false;
}

static void read_value(struct reading *r, str parent, const struct json_value *v, bool is_context)
{
    str name = str_trim(v->key), text;
    if (name.len == 0) {
        add_fault(r, parent, v->key, "missing",
                  is_context ? S("A context needs a name.")
                             : S("An answer needs the name of its field."));
        return;
    }
    if (is_name(r, parent, v->key, name) && text_of_value(r, parent, v, is_context, &text) &&
        text.len > 0)
        r->values[r->out->values_len++] =
            (struct signal_value){.name = name, .text = text, .is_context = is_context};
}

/* Answers, or contexts. */
static void read_values(struct reading *r, const struct json_value *v, bool is_context)
{
    str parent = is_context ? S("/context") : S("/answers");
    if (v->kind == JSON_KIND_NULL)
        return;
    if (v->kind != JSON_KIND_OBJECT) {
        add_wrong_type(r, S(""), v->key, v, "An object of names and values");
        return;
    }
    if (v->len > LIMIT_SIGNAL_VALUES) {
        add_fault(r, S(""), v->key, "too_many",
                  str_format(r->a, "It has %zu members; at most %zu are taken.", v->len,
                             LIMIT_SIGNAL_VALUES));
        return;
    }
    for (size_t i = 0; i < v->len && r->faults->len < LIMIT_FAULTS; i++)
        read_value(r, parent, &v->items[i], is_context);
}

/* ---- the other members ---- */

/* Any bytes, blanks at its ends too: it is the sender's. */
static void read_key(struct reading *r, const struct json_value *v)
{
    if (v->kind == JSON_KIND_NULL)
        return;
    if (v->kind != JSON_KIND_TEXT)
        add_wrong_type(r, S(""), v->key, v, "A text in double quotes");
    else if (str_trim(v->text).len == 0)
        add_fault(r, S(""), v->key, "missing", S("The key is empty; a signal needs one."));
    else if (is_short(r, S(""), v->key, v->text, LIMIT_NAME_BYTES))
        r->out->key = export_key_of_text(r->a, v->text);
}

static void read_at(struct reading *r, const struct json_value *v)
{
    if (v->kind == JSON_KIND_NULL)
        return;
    if (v->kind != JSON_KIND_TEXT)
        add_wrong_type(r, S(""), v->key, v, "A time such as \"2026-03-01T09:30:00Z\"");
    else if (!usec_of_str(str_trim(v->text), &r->out->at))
        add_fault(r, S(""), v->key, "not_a_time",
                  str_format(r->a,
                             "A time with its zone such as \"2026-03-01T09:30:00Z\" is expected "
                             "here, not %.*s.",
                             STR(text_quote(r->a, v->text))));
}

static void read_at_assumed(struct reading *r, const struct json_value *v)
{
    if (v->kind == JSON_KIND_BOOL)
        r->out->at_assumed = v->is_true;
    else if (v->kind != JSON_KIND_NULL)
        add_wrong_type(r, S(""), v->key, v, "true or false");
}

/* Rounded as it will be (contract.md §4) it must not be nothing. */
static bool is_weight(struct decimal weight)
{
    int64_t millionths = 0;
    return decimal_compare(weight, decimal_of_int(LIMIT_WEIGHT)) <= 0 &&
           decimal_to_units(weight, WEIGHT_PLACES, &millionths) && millionths > 0;
}

static void read_weight(struct reading *r, const struct json_value *v)
{
    struct decimal weight;
    if (v->kind == JSON_KIND_NULL)
        return;
    if (v->kind != JSON_KIND_NUMBER) {
        add_wrong_type(r, S(""), v->key, v, "A number");
        return;
    }
    if (!decimal_of_str(v->text, &weight) || !is_weight(weight)) {
        add_fault(r, S(""), v->key, "out_of_range",
                  str_format(r->a, "A weight is at least 0.000001 and at most %d.", LIMIT_WEIGHT));
        return;
    }
    r->out->has_weight = true;
    r->out->weight = weight;
}

static void read_person(struct reading *r, const struct json_value *v)
{
    static const str known[] = {S_INIT("external_id"), S_INIT("email")};
    str parent = S("/person");
    if (v->kind == JSON_KIND_NULL)
        return;
    if (v->kind != JSON_KIND_OBJECT) {
        add_wrong_type(r, S(""), v->key, v, "An object with external_id or email");
        return;
    }
    for (size_t i = 0; i < v->len; i++) {
        const struct json_value *member = &v->items[i];
        if (str_equal(member->key, known[0]))
            read_name(r, parent, member, &r->out->person_external_id);
        else if (str_equal(member->key, known[1]))
            read_name(r, parent, member, &r->out->person_email);
        else
            add_unknown(r, parent, member->key, "A person", known, sizeof known / sizeof *known);
    }
}

static void read_member(struct reading *r, const struct json_value *member)
{
    static const str known[] = {
        S_INIT("key"),      S_INIT("at"),           S_INIT("answers"),    S_INIT("kind"),
        S_INIT("source"),   S_INIT("channel"),      S_INIT("unit"),       S_INIT("touchpoint"),
        S_INIT("person"),   S_INIT("account"),      S_INIT("context"),    S_INIT("weight"),
        S_INIT("language"), S_INIT("relationship"), S_INIT("at_assumed"),
    };
    if (str_equal(member->key, S("key")))
        read_key(r, member);
    else if (str_equal(member->key, S("at")))
        read_at(r, member);
    else if (str_equal(member->key, S("at_assumed")))
        read_at_assumed(r, member);
    else if (str_equal(member->key, S("answers")))
        read_values(r, member, false);
    else if (str_equal(member->key, S("context")))
        read_values(r, member, true);
    else if (str_equal(member->key, S("person")))
        read_person(r, member);
    else if (str_equal(member->key, S("weight")))
        read_weight(r, member);
    else if (!take_name(r, member))
        add_unknown(r, S(""), member->key, "A signal", known, sizeof known / sizeof *known);
}

/* ---- signals ---- */

static void check_required(struct reading *r, const struct json_value *value)
{
    static const str required[] = {S_INIT("key"), S_INIT("at"), S_INIT("answers")};
    for (size_t i = 0; i < sizeof required / sizeof *required; i++) {
        const struct json_value *member = json_read_member(value, required[i]);
        if (!member || member->kind == JSON_KIND_NULL)
            add_fault(r, S(""), required[i], "missing",
                      str_format(r->a, "A signal needs the member \"%.*s\".", STR(required[i])));
    }
}

static size_t members_of(const struct json_value *value, str name)
{
    const struct json_value *member = json_read_member(value, name);
    return member && member->kind == JSON_KIND_OBJECT ? member->len : 0;
}

bool signal_json_read(struct arena *a, const struct json_value *value, size_t index,
                      struct signal *signal, struct signal_faults *faults)
{
    struct reading r = {.a = a, .index = index, .out = signal, .faults = faults};
    size_t before = faults->len;
    *signal = (struct signal){.values_len = 0};
    if (value->kind != JSON_KIND_OBJECT) {
        add_fault_at(&r, S(""), "wrong_type",
                     str_format(a, "A signal is an object, not %s.", kind_name(value)));
        return false;
    }
    size_t most = members_of(value, S("answers")) + members_of(value, S("context"));
    if (most > 0)
        signal->values = r.values = ARENA_ARRAY(a, struct signal_value, most);
    for (size_t i = 0; i < value->len && faults->len < LIMIT_FAULTS; i++)
        read_member(&r, &value->items[i]);
    check_required(&r, value);
    return faults->len == before && before < LIMIT_FAULTS;
}

struct err *signal_json_batch(struct arena *a, const struct json_value *document,
                              struct signal_json *out)
{
    bool is_array = document->kind == JSON_KIND_ARRAY;
    if (!is_array && document->kind != JSON_KIND_OBJECT)
        FAIL(a, WHY_INVALID, "A signal is an object, and several are an array of them, not %s.",
             kind_name(document));
    size_t len = is_array ? document->len : 1;
    if (len > LIMIT_BATCH_SIGNALS)
        FAIL(a, WHY_LIMIT, "These are %zu signals; at most %zu are taken at once.", len,
             LIMIT_BATCH_SIGNALS);
    struct signal *signals = ARENA_ARRAY(a, struct signal, len);
    struct signal_faults faults = {NULL, 0};
    const struct json_value *elements = is_array ? document->items : document;
    for (size_t i = 0; i < len && faults.len < LIMIT_FAULTS; i++)
        (void)signal_json_read(a, &elements[i], i, &signals[i], &faults);
    *out = (struct signal_json){.signals = signals, .len = len, .faults = faults};
    return NULL;
}
