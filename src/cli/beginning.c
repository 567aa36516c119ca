/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/beginning.h"

#include "listen/field_db.h"
#include "people/audit_db.h"
#include "people/organisation_db.h"

static struct err *fill(struct arena *a, struct db *db, void *what)
{
    const struct beginning *b = what;
    struct audit audit = {.at = b->now,
                          .actor = S("command line"),
                          .action = S("folder.made"),
                          .object = S(""),
                          .detail = S("{}")};
    TRY(organisation_add(a, db, b->zone, b->now));
    TRY(field_add_canonical(a, db, b->now));
    if (b->sample)
        TRY(sample_begin(a, db, b->sample));
    return audit_add(a, db, &audit);
}

struct err *beginning_make(struct arena *a, str dir, struct beginning *beginning)
{
    return store_make(a, dir, fill, beginning);
}
