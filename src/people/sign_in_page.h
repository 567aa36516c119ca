/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * sign_in_page — what the form and the page of a link both say and need.
 */
#ifndef PEOPLE_SIGN_IN_PAGE_H
#define PEOPLE_SIGN_IN_PAGE_H

#include "http/request.h"
#include "people/sign_in_db.h"

/* What is wrong with all of a form, and the status it is said with. */
struct sign_in_trouble {
    int status;
    str text;
};

/* True: cookies would cross a network in the clear, and the page says so. */
bool sign_in_page_refuse(struct request *rq);
struct sign_in_trouble sign_in_page_stale(const struct request *rq);
struct sign_in_trouble sign_in_page_wait(struct request *rq, unsigned seconds);
struct sign_in_trouble sign_in_page_busy(struct request *rq);
/* Of the browser that asks. */
struct sign_in_from sign_in_page_from(const struct request *rq);

#endif
