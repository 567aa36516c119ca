/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "people/token_db.h"

#include "base/text.h"

STATEMENT(token_add);
STATEMENT(token_find);
STATEMENT(token_by_name);

enum { TOKEN_BYTES = 16 };

static struct secret_hash hash_of(const struct secret_key *installation, str secret)
{
    struct secret_key key = secret_key_for(installation, "token");
    return secret_hash(&key, secret);
}

struct err *token_add(struct arena *a, struct db *db, const struct secret_key *installation,
                      const struct token *token, usec_t now, str *secret)
{
    bool found = false;
    unsigned char bytes[TOKEN_BYTES];
    struct query *q = db_query(db, SQL(token_by_name));
    query_bind_text(q, 1, token->name);
    TRY(query_next(a, q, &found));
    query_done(q);
    if (found)
        FAIL(a, WHY_CONFLICT, "There is a token called %.*s already.",
             STR(text_quote(a, token->name)));
    secret_random(bytes, sizeof bytes);
    str made = str_format(a, "attune_%.*s",
                          STR(secret_to_base32(a, (str){(const char *)bytes, sizeof bytes})));
    struct secret_hash hash = hash_of(installation, made);
    q = db_query(db, SQL(token_add));
    query_bind_text(q, 1, token->name);
    query_bind_blob(q, 2, secret_hash_str(&hash));
    query_bind_int(q, 3, token->opens_fields);
    query_bind_int(q, 4, now);
    TRY(query_run(a, q));
    *secret = made;
    return NULL;
}

struct err *token_find(struct arena *a, struct db *db, const struct secret_key *installation,
                       str secret, struct token *out)
{
    bool found = false;
    struct secret_hash hash = hash_of(installation, secret);
    struct query *q = db_query(db, SQL(token_find));
    query_bind_blob(q, 1, secret_hash_str(&hash));
    TRY(query_next(a, q, &found));
    if (!found)
        FAIL(a, WHY_DENIED, "This token is not known.");
    *out = (struct token){.id = query_int(q, 0),
                          .name = str_copy(a, query_text(q, 1)),
                          .opens_fields = query_int(q, 2) != 0};
    query_done(q);
    return NULL;
}
