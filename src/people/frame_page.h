/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * frame — what the pages that sign in have in common: head, card, fields, buttons.
 *
 * In the reader's language and direction, without a script, with a style sheet that is
 * linked.
 */
#ifndef PEOPLE_FRAME_PAGE_H
#define PEOPLE_FRAME_PAGE_H

#include "base/phrase.h"
#include "http/markup.h"
#include "http/request.h"

struct frame {
    struct request *rq;
    const struct language *language;
    struct markup m;
};

/* What the forms of these pages come as. */
extern const struct route_content frame_form;

/* ?lang=, else what the browser accepts. */
const struct language *frame_language(const struct request *rq);

/* Down to the card's title.  A page that says what was wrong is called so. */
struct frame frame_begin(struct request *rq, str title, bool is_wrong);
void frame_end(struct frame *f, int status);

/* What a phrase is in this page's language. */
str frame_say(const struct frame *f, const struct phrase *phrase);
void frame_paragraph(struct frame *f, const char *class, str text);
/* Said at once by a screen reader. */
void frame_alert(struct frame *f, str text);
/* A line for the command line at the server. */
void frame_command(struct frame *f, const struct phrase *lead, str command);
void frame_link(struct frame *f, const char *class, str to, str text);

/* action: a path of ours; the language wished for goes with it. */
void frame_open_form(struct frame *f, str action);
void frame_hidden(struct frame *f, const char *name, str value);
struct frame_field {
    const char *name;
    const char *type;     /* of <input> */
    const char *complete; /* autocomplete */
    const struct phrase *label;
    const struct phrase *hint;  /* or NULL */
    const struct phrase *fault; /* what is wrong with it, or NULL */
    str value;                  /* kept; never a password */
    bool is_optional, is_fixed;
};
/* The first that is wrong, else the first that is empty, has the focus. */
void frame_fields(struct frame *f, const struct frame_field *fields, size_t len);
void frame_button(struct frame *f, const char *class, const char *value, str text);
void frame_close_form(struct frame *f);

#endif
