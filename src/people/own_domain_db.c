/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "people/own_domain_db.h"

#include "base/text.h"
#include "people/user_db.h"

STATEMENT(user_list_ids);

static const str open_domains[] = {
    S_INIT("gmail.com"),      S_INIT("googlemail.com"), S_INIT("outlook.com"),
    S_INIT("outlook.de"),     S_INIT("hotmail.com"),    S_INIT("hotmail.de"),
    S_INIT("hotmail.fr"),     S_INIT("hotmail.es"),     S_INIT("hotmail.co.uk"),
    S_INIT("live.com"),       S_INIT("msn.com"),        S_INIT("yahoo.com"),
    S_INIT("yahoo.de"),       S_INIT("yahoo.fr"),       S_INIT("yahoo.es"),
    S_INIT("yahoo.co.uk"),    S_INIT("ymail.com"),      S_INIT("icloud.com"),
    S_INIT("me.com"),         S_INIT("mac.com"),        S_INIT("aol.com"),
    S_INIT("gmx.de"),         S_INIT("gmx.net"),        S_INIT("gmx.at"),
    S_INIT("gmx.ch"),         S_INIT("web.de"),         S_INIT("t-online.de"),
    S_INIT("freenet.de"),     S_INIT("orange.fr"),      S_INIT("free.fr"),
    S_INIT("laposte.net"),    S_INIT("sfr.fr"),         S_INIT("wanadoo.fr"),
    S_INIT("libero.it"),      S_INIT("proton.me"),      S_INIT("protonmail.com"),
    S_INIT("mail.com"),       S_INIT("mail.ru"),        S_INIT("yandex.ru"),
    S_INIT("qq.com"),         S_INIT("163.com"),        S_INIT("bluewin.ch"),
    S_INIT("comcast.net"),    S_INIT("att.net"),        S_INIT("verizon.net"),
    S_INIT("btinternet.com"),
};

bool own_domain_is_open(str domain)
{
    for (size_t i = 0; i < sizeof open_domains / sizeof *open_domains; i++)
        if (str_equal(domain, open_domains[i]))
            return true;
    return false;
}

str own_domain_of(struct arena *a, str email)
{
    email = str_trim(email);
    size_t at = email.len;
    while (at > 0 && email.ptr[at - 1] != '@')
        at--;
    return at > 1 ? text_to_lower(a, str_slice(email, at, email.len)) : S("");
}

static bool has(const str *list, size_t len, str domain)
{
    for (size_t i = 0; i < len; i++)
        if (str_equal(list[i], domain))
            return true;
    return false;
}

static struct err *list_ids(struct arena *a, struct db *db, int64_t **ids, size_t *len)
{
    size_t room = 0;
    bool found = false;
    struct query *q = db_query(db, SQL(user_list_ids));
    *ids = NULL;
    *len = 0;
    for (;;) {
        TRY(query_next(a, q, &found));
        if (!found)
            return NULL;
        if (*len == room)
            *ids = arena_grow_array(a, *ids, *len, &room, sizeof **ids);
        (*ids)[(*len)++] = query_int(q, 0);
    }
}

struct err *own_domain_list(struct arena *a, struct db *db, const struct person_keys *keys,
                            const str **domains, size_t *len)
{
    int64_t *ids = NULL;
    size_t users = 0;
    TRY(list_ids(a, db, &ids, &users));
    str *list = ARENA_ARRAY(a, str, users);
    *len = 0;
    for (size_t i = 0; i < users; i++) {
        struct user user;
        TRY(user_get(a, db, keys, ids[i], &user));
        str domain = own_domain_of(a, user.email);
        if (domain.len && !own_domain_is_open(domain) && !has(list, *len, domain))
            list[(*len)++] = domain;
    }
    *domains = list;
    return NULL;
}
