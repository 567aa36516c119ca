/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/backup_manifest.h"

#include "base/buf.h"
#include "base/limits.h"
#include "base/test.h"

#define HASH "000102030405060708090a0b0c0d0e0f"

static struct backup_manifest a_manifest(struct test *t)
{
    struct backup_manifest m = {.program = S("0.1.0"),
                                .made_at = 1772357400 * USEC_SECOND,
                                .steps = 3,
                                .database_bytes = 123456789012,
                                .tables_len = 2};
    m.tables = ARENA_ARRAY(t->arena, struct backup_table, 2);
    m.tables[0] = (struct backup_table){.name = S("signal"), .rows = 25000};
    m.tables[1] = (struct backup_table){.name = S("word"), .rows = 0};
    for (int i = 0; i < SECRET_HASH_BYTES; i++)
        m.tables[0].hash.bytes[i] = m.database_hash.bytes[i] = (unsigned char)i;
    return m;
}

TEST(a_manifest_comes_back_as_it_was_written)
{
    struct backup_manifest is, m = a_manifest(t);
    str text = backup_manifest_to_json(t->arena, &m);
    CHECK_OK(backup_manifest_of_json(t->arena, text, &is));
    CHECK_STR(is.program, m.program);
    CHECK_INT(is.made_at, m.made_at);
    CHECK_INT(is.steps, 3);
    CHECK_INT(is.database_bytes, m.database_bytes);
    CHECK_INT(is.tables_len, 2);
    CHECK_INT(backup_manifest_table(&is, S("signal"))->rows, 25000);
    CHECK(!backup_manifest_table(&is, S("nothing")));
    CHECK_STR(backup_manifest_to_json(t->arena, &is), text);
}

/* A manifest with one text in place of another. */
static const struct err *of_changed(struct test *t, const char *from, const char *to)
{
    struct backup_manifest is, m = a_manifest(t);
    str text = backup_manifest_to_json(t->arena, &m);
    const char *at = strstr(str_to_chars(t->arena, text), from);
    CHECK_THAT(at, "\"%s\" is not in it", from);
    struct buf changed = buf_make(t->arena, MIB);
    size_t front = text.len - strlen(at);
    buf_add(&changed, str_slice(text, 0, front));
    buf_add(&changed, str_of_chars(to));
    buf_add(&changed, str_of_chars(at + strlen(from)));
    return backup_manifest_of_json(t->arena, buf_str(&changed), &is);
}

TEST(a_manifest_that_is_none_is_refused)
{
    static const struct {
        const char *from, *to;
        enum why why;
    } cases[] = {
        {"{", "", WHY_INVALID},
        {"\"program\"", "\"programme\"", WHY_INVALID},
        {"2026-03-01", "yesterday", WHY_INVALID},
        {"\"steps\":3", "\"steps\":0", WHY_INVALID},
        {"\"steps\":3", "\"steps\":-3", WHY_INVALID},
        {"\"steps\":3", "\"steps\":1e9", WHY_INVALID},
        {"\"steps\":3", "\"steps\":9999999999", WHY_INVALID},
        {"123456789012", "12345678901234567890", WHY_INVALID},
        {"123456789012", "\"12\"", WHY_INVALID},
        {HASH, "00", WHY_INVALID},
        {HASH, "000102030405060708090A0B0C0D0E0F", WHY_INVALID},
        {"\"tables\":[", "\"tables\":[7,", WHY_INVALID},
        {"\"attune_backup\":1", "\"attune_backup\":0", WHY_INVALID},
        {"\"attune_backup\":1", "\"attune_backup\":2", WHY_CONFLICT},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct err *e = of_changed(t, cases[i].from, cases[i].to);
        CHECK_THAT(e && e->why == cases[i].why, "%s for %s", cases[i].to, cases[i].from);
    }
}

TEST(a_manifest_of_a_mebibyte_and_more_is_not_read)
{
    struct backup_manifest m;
    char *long_text = arena_take(t->arena, LIMIT_BACKUP_MANIFEST_BYTES + 1);
    const struct err *e =
        backup_manifest_of_json(t->arena, (str){long_text, LIMIT_BACKUP_MANIFEST_BYTES + 1}, &m);
    CHECK(e && e->why == WHY_LIMIT);
}
