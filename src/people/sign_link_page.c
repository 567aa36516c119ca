/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The page of a link that signs in once.  Looking at it does not use it up: programs that
 * follow links in mails and logs only look.
 */
#include "base/log.h"
#include "people/frame_page.h"
#include "people/gate_api.h"
#include "people/sign_in_page.h"
#include "people/user.h"

PHRASE(sign_in_first_title);
PHRASE(sign_in_first_lead);
PHRASE(sign_in_first_button);
PHRASE(sign_in_name);
PHRASE(sign_in_email);
PHRASE(sign_in_password);
PHRASE(sign_in_password_hint);
PHRASE(sign_in_back_title);
PHRASE(sign_in_back_lead);
PHRASE(sign_in_new_password);
PHRASE(sign_in_keep_hint);
PHRASE(sign_in_button);
PHRASE(sign_in_link_used_title);
PHRASE(sign_in_link_used);
PHRASE(sign_in_link_over_title);
PHRASE(sign_in_link_over);
PHRASE(sign_in_link_unknown_title);
PHRASE(sign_in_link_unknown);
PHRASE(sign_in_link_again);
PHRASE(sign_in_to_form);

enum { FIELDS = 3, GONE_STATUS = 410, MISSING_STATUS = 404 };

/* Who comes by a link, and what they said. */
struct coming {
    struct request *rq;
    str token;
    struct sign_link link;
    struct user user; /* whom it signs in; id 0: the first administrator */
    str name, email, password;
    enum user_fault name_fault, email_fault, password_fault;
};

static struct err *find(struct coming *c)
{
    struct request *rq = c->rq;
    const struct session_keys *keys = gate_keys(rq);
    bool has_password = false;
    int64_t other = 0;
    TRY(sign_link_find(rq->arena, store_db(rq->store), keys, c->token, rq->now, &c->link));
    if (c->link.state != SIGN_LINK_GOOD)
        return NULL;
    if (c->link.user) {
        TRY(user_get(rq->arena, store_db(rq->store), &keys->person, c->link.user, &c->user));
        if (!c->user.id || c->user.is_ended)
            c->link.state = SIGN_LINK_USED;
        return NULL;
    }
    TRY(user_first_administrator(rq->arena, store_db(rq->store), &other, &has_password));
    if (other)
        c->link.state = SIGN_LINK_USED;
    return NULL;
}

/* ---- pages ---- */

static struct err *show_not_good(struct coming *c)
{
    struct request *rq = c->rq;
    const struct language *language = frame_language(rq);
    static const struct phrase *const titles[SIGN_LINK_STATE_COUNT] = {
        [SIGN_LINK_UNKNOWN] = SAY(sign_in_link_unknown_title),
        [SIGN_LINK_USED] = SAY(sign_in_link_used_title),
        [SIGN_LINK_OVER] = SAY(sign_in_link_over_title)};
    static const struct phrase *const texts[SIGN_LINK_STATE_COUNT] = {
        [SIGN_LINK_UNKNOWN] = SAY(sign_in_link_unknown),
        [SIGN_LINK_USED] = SAY(sign_in_link_used),
        [SIGN_LINK_OVER] = SAY(sign_in_link_over)};
    str minutes = str_format(rq->arena, "%lld", (long long)(SIGN_LINK_LASTS / USEC_MINUTE));
    struct frame f = frame_begin(rq, phrase_text(titles[c->link.state], language), true);
    frame_paragraph(&f, "",
                    phrase_fill(rq->arena, texts[c->link.state], language, "minutes", minutes));
    frame_link(&f, "", S("/sign-in"), frame_say(&f, SAY(sign_in_to_form)));
    frame_command(&f, SAY(sign_in_link_again), S("attune sign-in --data DIR"));
    frame_end(&f, c->link.state == SIGN_LINK_UNKNOWN ? MISSING_STATUS : GONE_STATUS);
    return NULL;
}

static void add_first_fields(struct frame *f, const struct coming *c)
{
    const struct frame_field fields[FIELDS] = {{.name = "name",
                                                .type = "text",
                                                .complete = "name",
                                                .label = SAY(sign_in_name),
                                                .fault = user_fault_phrase(c->name_fault),
                                                .value = c->name},
                                               {.name = "email",
                                                .type = "email",
                                                .complete = "username",
                                                .label = SAY(sign_in_email),
                                                .fault = user_fault_phrase(c->email_fault),
                                                .value = c->email},
                                               {.name = "password",
                                                .type = "password",
                                                .complete = "new-password",
                                                .label = SAY(sign_in_password),
                                                .hint = SAY(sign_in_password_hint),
                                                .fault = user_fault_phrase(c->password_fault)}};
    frame_fields(f, fields, FIELDS);
    frame_button(f, "", "", frame_say(f, SAY(sign_in_first_button)));
}

/* The e-mail stands there for the browser that keeps passwords. */
static void add_known_fields(struct frame *f, const struct coming *c)
{
    const struct frame_field fields[] = {{.name = "email",
                                          .type = "email",
                                          .complete = "username",
                                          .label = SAY(sign_in_email),
                                          .value = c->user.email,
                                          .is_fixed = true},
                                         {.name = "password",
                                          .type = "password",
                                          .complete = "new-password",
                                          .label = SAY(sign_in_new_password),
                                          .hint = SAY(sign_in_keep_hint),
                                          .fault = user_fault_phrase(c->password_fault),
                                          .is_optional = true}};
    frame_fields(f, fields, sizeof fields / sizeof *fields);
    frame_button(f, "", "", frame_say(f, SAY(sign_in_button)));
}

static struct err *show_form(struct coming *c, struct sign_in_trouble trouble)
{
    struct request *rq = c->rq;
    bool is_first = !c->link.user;
    const struct language *language = frame_language(rq);
    str title =
        is_first ? phrase_text(SAY(sign_in_first_title), language)
                 : phrase_fill(rq->arena, SAY(sign_in_back_title), language, "name", c->user.name);
    struct frame f = frame_begin(rq, title, trouble.status != 200);
    frame_paragraph(&f, "lead",
                    frame_say(&f, is_first ? SAY(sign_in_first_lead) : SAY(sign_in_back_lead)));
    if (trouble.text.len)
        frame_alert(&f, trouble.text);
    frame_open_form(
        &f, str_format(rq->arena, "/sign-in/link/%.*s", STR(pairs_encode(rq->arena, c->token))));
    frame_hidden(&f, "csrf", gate_form_token(rq));
    if (is_first)
        add_first_fields(&f, c);
    else
        add_known_fields(&f, c);
    frame_close_form(&f);
    frame_end(&f, trouble.status);
    return NULL;
}

/* ---- requests ---- */

/* An address that guesses waits; a good link never does, so that nobody is locked out. */
static struct err *arrive(struct coming *c, bool *is_answered)
{
    struct request *rq = c->rq;
    *is_answered = true;
    if (sign_in_page_refuse(rq))
        return NULL;
    TRY(find(c));
    unsigned wait = c->link.state == SIGN_LINK_UNKNOWN ? gate_begin_address(rq) : 0;
    if (wait) {
        struct sign_in_trouble trouble = sign_in_page_wait(rq, wait);
        reply_problem_of(rq, trouble.status, "TOO_OFTEN", trouble.text);
        return NULL;
    }
    *is_answered = c->link.state != SIGN_LINK_GOOD;
    return *is_answered ? show_not_good(c) : NULL;
}

static struct err *look_run(struct request *rq)
{
    bool is_answered = false;
    struct coming c = {.rq = rq, .token = request_parameter(rq, "token")};
    TRY(arrive(&c, &is_answered));
    return is_answered ? NULL : show_form(&c, (struct sign_in_trouble){200, S("")});
}

static bool has_faults(struct coming *c)
{
    if (!c->link.user) {
        c->name_fault = user_fault_of_name(c->name);
        c->email_fault = user_fault_of_email(c->email);
    }
    if (!c->link.user || c->password.len)
        c->password_fault =
            user_fault_of_password(c->rq->arena, c->password, c->link.user ? c->user.name : c->name,
                                   c->link.user ? c->user.email : c->email);
    return c->name_fault || c->email_fault || c->password_fault;
}

static struct err *use(struct coming *c, str *secret)
{
    struct request *rq = c->rq;
    struct sign_in_from from = sign_in_page_from(rq);
    struct sign_in_link link = {
        .token = c->token, .name = c->name, .email = c->email, .password = S("")};
    if (c->password.len)
        TRY(secret_password_hash(rq->arena, c->password, &link.password));
    return sign_in_with_link(rq->arena, rq->store, gate_keys(rq), &link, &from, secret);
}

static struct err *after_use(struct coming *c, struct err *e)
{
    if (e->why == WHY_BUSY)
        return show_form(c, sign_in_page_busy(c->rq));
    if (e->why == WHY_CONFLICT) {
        c->email_fault = USER_EMAIL_TAKEN;
        return show_form(c, (struct sign_in_trouble){422, S("")});
    }
    if (e->why != WHY_DENIED)
        return e;
    TRY(find(c)); /* somebody was faster */
    if (c->link.state == SIGN_LINK_GOOD)
        return e;
    return show_not_good(c);
}

static struct err *use_run(struct request *rq)
{
    struct pairs pairs;
    str secret;
    bool is_answered = false;
    struct coming c = {.rq = rq, .token = request_parameter(rq, "token")};
    TRY(arrive(&c, &is_answered));
    if (is_answered)
        return NULL;
    TRY(request_form(rq, &pairs));
    c.name = str_trim(pairs_get(&pairs, S("name")));
    c.email = str_trim(pairs_get(&pairs, S("email")));
    c.password = pairs_get(&pairs, S("password"));
    if (!gate_is_form_good(rq, pairs_get(&pairs, S("csrf"))))
        return show_form(&c, sign_in_page_stale(rq));
    if (has_faults(&c))
        return show_form(&c, (struct sign_in_trouble){422, S("")});
    struct err *e = use(&c, &secret);
    if (e)
        return after_use(&c, e);
    gate_set_session(rq, secret);
    reply_redirect(rq, S("/"));
    return NULL;
}

/* ---- routes ---- */

#define PAGE                                                                                       \
    {                                                                                              \
        .type = "text/html"                                                                        \
    }

static const struct route_answer look_answers[] = {
    {.status = 200, .content = PAGE},
    {.status = 403, .about = "Nobody signs in here without https", .content = PAGE},
    {.status = 404, .about = "There is no such link", .content = PAGE},
    {.status = 410, .about = "It was used, or its time is over", .content = PAGE},
    {.status = 429, .code = "TOO_OFTEN"},
};

static const struct route_answer use_answers[] = {
    {.status = 303, .about = "Signed in"},
    {.status = 403, .about = "The form is too old, or nobody signs in here", .content = PAGE},
    {.status = 404, .about = "There is no such link", .content = PAGE},
    {.status = 410, .about = "It was used, or its time is over", .content = PAGE},
    {.status = 422, .about = "What is wrong stands beside its field", .content = PAGE},
    {.status = 422, .code = "INVALID"},
    {.status = 429, .code = "TOO_OFTEN"},
    {.status = 503, .about = "Too many sign in at once", .content = PAGE},
};

ROUTE(sign_link_look) = {
    .method = METHOD_GET,
    .path = "/sign-in/link/{token}",
    .queue = QUEUE_READ,
    .access = ACCESS_OPEN,
    .about = "The page of a link that signs in once",
    .any_query = true,
    .answers = look_answers,
    .answers_len = sizeof look_answers / sizeof *look_answers,
    .is_hidden = true,
    .run = look_run,
};

ROUTE(sign_link_use) = {
    .method = METHOD_POST,
    .path = "/sign-in/link/{token}",
    .queue = QUEUE_SLOW,
    .access = ACCESS_OPEN,
    .body = {.kind = BODY_TYPED,
             .max = LIMIT_SIGN_IN_FORM_BYTES,
             .types = &frame_form,
             .types_len = 1},
    .about = "Signs in by a link",
    .any_query = true,
    .answers = use_answers,
    .answers_len = sizeof use_answers / sizeof *use_answers,
    .is_hidden = true,
    .run = use_run,
};
