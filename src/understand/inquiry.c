/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "understand/inquiry.h"

#include "base/limits.h"
#include "people/organisation_db.h"

struct err *inquiry_make(struct arena *a, const struct store *s, struct db *db, str text,
                         usec_t now, struct inquiry *out)
{
    str zone;
    TRY(organisation_zone(a, db, &zone));
    TRY(zone_open(a, zone, &out->zone));
    TRY(catalogue_load(a, db, &out->catalogue));
    TRY(record_ask_of_str(a, text, &out->catalogue, &out->ask));
    out->asked = (struct record_asked){
        .catalogue = &out->catalogue,
        .ask = &out->ask,
        .zone = out->zone,
        .installation = store_key(s),
        .folder = str_format(a, "%.*s/columns", STR(store_dir(s))),
        .today = zone_day(out->zone, now),
    };
    return NULL;
}

void inquiry_say_words(struct arena *a, struct err *e)
{
    struct buf b = buf_make(a, MIB);
    for (size_t i = 0; i < e->text.len; i++) {
        bool dashes = str_starts_with(str_slice(e->text, i, e->text.len), S("--"));
        if (dashes)
            i++;
        else
            buf_add_char(&b, e->text.ptr[i]);
    }
    e->text = buf_str(&b);
}
