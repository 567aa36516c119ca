/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/backup_manifest.h"

#include <assert.h>

#include "base/json.h"
#include "base/json_read.h"
#include "base/limits.h"
#include "base/text.h"

enum { FORMAT = 1, DIGITS_MOST = 18, STEPS_MOST = 1000000 };

/* ---- writing ---- */

static void put_hash(struct arena *a, struct json *j, str key, const struct secret_hash *hash)
{
    json_key(j, key);
    json_text(j, secret_to_hex(a, secret_hash_str(hash)));
}

static void put_whole(struct json *j, str key, uint64_t number)
{
    json_key(j, key);
    json_whole(j, (int64_t)number);
}

static void put_tables(struct arena *a, struct json *j, const struct backup_manifest *m)
{
    json_key(j, S("tables"));
    json_open_array(j);
    for (size_t i = 0; i < m->tables_len; i++) {
        json_open_object(j);
        json_key(j, S("name"));
        json_text(j, m->tables[i].name);
        put_whole(j, S("rows"), m->tables[i].rows);
        put_hash(a, j, S("hash"), &m->tables[i].hash);
        json_close_object(j);
    }
    json_close_array(j);
}

str backup_manifest_to_json(struct arena *a, const struct backup_manifest *m)
{
    struct buf out = buf_make(a, LIMIT_BACKUP_MANIFEST_BYTES);
    struct json j = json_make(&out);
    json_open_object(&j);
    put_whole(&j, S("attune_backup"), FORMAT);
    json_key(&j, S("program"));
    json_text(&j, m->program);
    json_key(&j, S("made_at"));
    json_text(&j, usec_to_str(a, m->made_at));
    put_whole(&j, S("steps"), m->steps);
    put_whole(&j, S("database_bytes"), m->database_bytes);
    put_hash(a, &j, S("database_hash"), &m->database_hash);
    put_hash(a, &j, S("key_hash"), &m->key_hash);
    put_tables(a, &j, m);
    json_close_object(&j);
    buf_add_char(&out, '\n');
    assert(!out.full);
    return buf_str(&out);
}

/* ---- reading ---- */

static struct err *wrong(struct arena *a, str key)
{
    FAIL(a, WHY_INVALID, "The list of what is in the backup is damaged: %.*s.",
         STR(text_quote(a, key)));
}

static struct err *get_text(struct arena *a, const struct json_value *in, str key, str *out)
{
    const struct json_value *value = json_read_member(in, key);
    if (!value || value->kind != JSON_KIND_TEXT || value->text.len > LIMIT_NAME_BYTES)
        return wrong(a, key);
    *out = value->text;
    return NULL;
}

static struct err *get_whole(struct arena *a, const struct json_value *in, str key, uint64_t *out)
{
    const struct json_value *value = json_read_member(in, key);
    uint64_t number = 0;
    if (!value || value->kind != JSON_KIND_NUMBER || value->text.len > DIGITS_MOST)
        return wrong(a, key);
    for (size_t i = 0; i < value->text.len; i++) {
        if (value->text.ptr[i] < '0' || value->text.ptr[i] > '9')
            return wrong(a, key);
        number = number * 10 + (uint64_t)(value->text.ptr[i] - '0');
    }
    *out = number;
    return NULL;
}

static int digit_of(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static struct err *get_hash(struct arena *a, const struct json_value *in, str key,
                            struct secret_hash *out)
{
    str text = {NULL, 0};
    struct secret_hash hash;
    TRY(get_text(a, in, key, &text));
    if (text.len != 2 * sizeof hash.bytes)
        return wrong(a, key);
    for (size_t i = 0; i < sizeof hash.bytes; i++) {
        int high = digit_of(text.ptr[2 * i]), low = digit_of(text.ptr[2 * i + 1]);
        if (high < 0 || low < 0)
            return wrong(a, key);
        hash.bytes[i] = (unsigned char)(high << 4 | low);
    }
    *out = hash;
    return NULL;
}

static struct err *get_tables(struct arena *a, const struct json_value *in,
                              struct backup_manifest *m)
{
    const struct json_value *list = json_read_member(in, S("tables"));
    if (!list || list->kind != JSON_KIND_ARRAY)
        return wrong(a, S("tables"));
    m->tables = ARENA_ARRAY(a, struct backup_table, list->len);
    for (; m->tables_len < list->len; m->tables_len++) {
        const struct json_value *item = &list->items[m->tables_len];
        struct backup_table *table = &m->tables[m->tables_len];
        TRY(get_text(a, item, S("name"), &table->name));
        TRY(get_whole(a, item, S("rows"), &table->rows));
        TRY(get_hash(a, item, S("hash"), &table->hash));
    }
    return NULL;
}

static struct err *check_format(struct arena *a, const struct json_value *in)
{
    uint64_t format = 0;
    TRY(get_whole(a, in, S("attune_backup"), &format));
    if (format > FORMAT)
        FAIL(a, WHY_CONFLICT,
             "This backup was made by a newer Attune (its format is %llu, this program knows %d).",
             (unsigned long long)format, FORMAT);
    return format == FORMAT ? NULL : wrong(a, S("attune_backup"));
}

struct err *backup_manifest_of_json(struct arena *a, str text, struct backup_manifest *out)
{
    struct json_value in;
    struct backup_manifest m = {.tables_len = 0};
    uint64_t steps = 0;
    str made_at = {NULL, 0};
    if (text.len > LIMIT_BACKUP_MANIFEST_BYTES)
        FAIL(a, WHY_LIMIT, "The list of what is in the backup is longer than %zu KiB.",
             LIMIT_BACKUP_MANIFEST_BYTES / KIB);
    WRAP(a, json_read(a, text, &in), "The list of what is in the backup is damaged");
    TRY(check_format(a, &in));
    TRY(get_text(a, &in, S("program"), &m.program));
    TRY(get_text(a, &in, S("made_at"), &made_at));
    if (!usec_of_str(made_at, &m.made_at))
        return wrong(a, S("made_at"));
    TRY(get_whole(a, &in, S("steps"), &steps));
    if (steps < 1 || steps > STEPS_MOST)
        return wrong(a, S("steps"));
    m.steps = (unsigned)steps;
    TRY(get_whole(a, &in, S("database_bytes"), &m.database_bytes));
    TRY(get_hash(a, &in, S("database_hash"), &m.database_hash));
    TRY(get_hash(a, &in, S("key_hash"), &m.key_hash));
    TRY(get_tables(a, &in, &m));
    *out = m;
    return NULL;
}

const struct backup_table *backup_manifest_table(const struct backup_manifest *m, str name)
{
    for (size_t i = 0; i < m->tables_len; i++)
        if (str_equal(m->tables[i].name, name))
            return &m->tables[i];
    return NULL;
}
