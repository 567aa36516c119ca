/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Signing in with e-mail and password, and signing out, without a script.
 */
#include "people/sign_in_page.h"
#include "base/log.h"
#include "people/frame_page.h"
#include "people/gate_api.h"
#include "people/origin.h"
#include "people/sign_in_db.h"
#include "people/user.h"

PHRASE(sign_in_title);
PHRASE(sign_in_email);
PHRASE(sign_in_password);
PHRASE(sign_in_button);
PHRASE(sign_in_wrong);
PHRASE(sign_in_wait);
PHRASE(sign_in_busy);
PHRASE(sign_in_stale);
PHRASE(sign_in_lost);
PHRASE(sign_in_is_title);
PHRASE(sign_in_is_text);
PHRASE(sign_in_go_on);
PHRASE(sign_in_out_button);
PHRASE(sign_in_out_all_button);
PHRASE(sign_in_refused_title);
PHRASE(sign_in_refused);
PHRASE(sign_in_refused_todo);

enum { STALE_STATUS = 403, WRONG_STATUS = 401, WAIT_STATUS = 429, BUSY_STATUS = 503 };

/* ---- what several pages say ---- */

bool sign_in_page_refuse(struct request *rq)
{
    if (!gate_refuses(rq))
        return false;
    const struct language *language = frame_language(rq);
    struct frame f = frame_begin(rq, phrase_text(SAY(sign_in_refused_title), language), true);
    frame_alert(&f, frame_say(&f, SAY(sign_in_refused)));
    frame_paragraph(&f, "", frame_say(&f, SAY(sign_in_refused_todo)));
    frame_end(&f, STALE_STATUS);
    return true;
}

struct sign_in_trouble sign_in_page_stale(const struct request *rq)
{
    return (struct sign_in_trouble){STALE_STATUS,
                                    phrase_text(SAY(sign_in_stale), frame_language(rq))};
}

struct sign_in_trouble sign_in_page_wait(struct request *rq, unsigned seconds)
{
    LOG(LOG_WARNING, "sign_in.waits", L_STR("request", rq->id), L_INT("seconds", seconds));
    rq->reply.retry_s = seconds;
    return (struct sign_in_trouble){WAIT_STATUS,
                                    phrase_fill(rq->arena, SAY(sign_in_wait), frame_language(rq),
                                                "seconds", str_format(rq->arena, "%u", seconds))};
}

struct sign_in_trouble sign_in_page_busy(struct request *rq)
{
    rq->reply.retry_s = 2;
    return (struct sign_in_trouble){BUSY_STATUS,
                                    phrase_text(SAY(sign_in_busy), frame_language(rq))};
}

struct sign_in_from sign_in_page_from(const struct request *rq)
{
    str address = address_to_str(rq->arena, rq->client);
    str place =
        str_format(rq->arena, "%.*s %.*s", STR(address), STR(request_header(rq, "user-agent")));
    return (struct sign_in_from){
        .place = place, .old_secret = gate_visit(rq)->secret, .now = rq->now};
}

/* ---- the form ---- */

struct form {
    str email, password, next, token;
    const struct phrase *email_fault, *password_fault;
};

static struct err *show_form(struct request *rq, const struct form *form,
                             struct sign_in_trouble trouble)
{
    struct frame f =
        frame_begin(rq, phrase_text(SAY(sign_in_title), frame_language(rq)), trouble.status != 200);
    const struct frame_field fields[] = {{.name = "email",
                                          .type = "email",
                                          .complete = "username",
                                          .label = SAY(sign_in_email),
                                          .fault = form->email_fault,
                                          .value = form->email},
                                         {.name = "password",
                                          .type = "password",
                                          .complete = "current-password",
                                          .label = SAY(sign_in_password),
                                          .fault = form->password_fault}};
    if (trouble.text.len)
        frame_alert(&f, trouble.text);
    frame_open_form(&f, S("/sign-in"));
    frame_hidden(&f, "csrf", gate_form_token(rq));
    if (origin_leads_here(form->next))
        frame_hidden(&f, "next", form->next);
    frame_fields(&f, fields, sizeof fields / sizeof *fields);
    frame_button(&f, "", "", frame_say(&f, SAY(sign_in_button)));
    frame_close_form(&f);
    frame_command(&f, SAY(sign_in_lost), S("attune sign-in --data DIR"));
    frame_end(&f, trouble.status);
    return NULL;
}

/* Somebody is signed in: out again, or on. */
static struct err *show_who(struct request *rq)
{
    struct user user;
    const struct language *language = frame_language(rq);
    TRY(user_get(rq->arena, store_db(rq->store), &gate_keys(rq)->person, rq->principal.id, &user));
    struct frame f = frame_begin(rq, phrase_text(SAY(sign_in_is_title), language), false);
    frame_paragraph(&f, "lead",
                    phrase_fill(rq->arena, SAY(sign_in_is_text), language, "name", user.name));
    frame_link(&f, "button", S("/"), frame_say(&f, SAY(sign_in_go_on)));
    frame_open_form(&f, S("/sign-out"));
    frame_hidden(&f, "csrf", gate_visit(rq)->csrf);
    frame_button(&f, "plain", "here", frame_say(&f, SAY(sign_in_out_button)));
    frame_button(&f, "plain", "everywhere", frame_say(&f, SAY(sign_in_out_all_button)));
    frame_close_form(&f);
    frame_end(&f, 200);
    return NULL;
}

static struct err *form_run(struct request *rq)
{
    if (sign_in_page_refuse(rq))
        return NULL;
    if (rq->principal.kind == PRINCIPAL_USER)
        return show_who(rq);
    struct form form = {.next = request_query(rq, "next")};
    return show_form(rq, &form, (struct sign_in_trouble){200, S("")});
}

/* ---- signing in ---- */

/* Whether the password is that of somebody; as long for nobody as for anybody. */
static struct err *check(struct request *rq, const struct form *form, struct user *user,
                         bool *is_right)
{
    TRY(user_by_email(rq->arena, store_db(rq->store), &gate_keys(rq)->person, form->email, user));
    bool may = user->id && !user->is_ended;
    TRY(secret_password_is(rq->arena, may ? user->password : S(""), form->password, is_right));
    return NULL;
}

static struct err *let_in(struct request *rq, const struct form *form, const struct user *user)
{
    str secret;
    struct sign_in_password password = {.user = user, .better_hash = S("")};
    struct sign_in_from from = sign_in_page_from(rq);
    if (secret_password_is_weak(rq->arena, user->password))
        TRY(secret_password_hash(rq->arena, form->password, &password.better_hash));
    TRY(sign_in_with_password(rq->arena, rq->store, gate_keys(rq), &password, &from, &secret));
    gate_forgive_attempt(rq, form->email, ATTEMPTS_FORGIVE_ALL);
    gate_set_session(rq, secret);
    reply_redirect(rq, origin_leads_here(form->next) ? form->next : S("/"));
    return NULL;
}

static struct err *try_password(struct request *rq, const struct form *form)
{
    struct user user;
    bool is_right = false;
    unsigned wait = gate_begin_attempt(rq, form->email);
    if (wait)
        return show_form(rq, form, sign_in_page_wait(rq, wait));
    struct err *e = check(rq, form, &user, &is_right);
    if (!e && is_right)
        e = let_in(rq, form, &user);
    if (e && e->why == WHY_BUSY) {
        gate_forgive_attempt(rq, form->email, ATTEMPTS_FORGIVE_ONE);
        return show_form(rq, form, sign_in_page_busy(rq));
    }
    if (e && e->why != WHY_DENIED && e->why != WHY_LIMIT)
        return e;
    if (!e && is_right)
        return NULL;
    LOG(LOG_WARNING, "sign_in.refused", L_STR("request", rq->id),
        L_PII("address", address_to_str(rq->arena, rq->client)));
    return show_form(rq, form,
                     (struct sign_in_trouble){WRONG_STATUS,
                                              phrase_text(SAY(sign_in_wrong), frame_language(rq))});
}

static struct err *sign_in_run(struct request *rq)
{
    struct pairs pairs;
    if (sign_in_page_refuse(rq))
        return NULL;
    TRY(request_form(rq, &pairs));
    struct form form = {.email = str_trim(pairs_get(&pairs, S("email"))),
                        .password = pairs_get(&pairs, S("password")),
                        .next = pairs_get(&pairs, S("next")),
                        .token = pairs_get(&pairs, S("csrf"))};
    if (!gate_is_form_good(rq, form.token))
        return show_form(rq, &form, sign_in_page_stale(rq));
    form.email_fault = user_fault_phrase(user_fault_of_email(form.email));
    form.password_fault = form.password.len ? NULL : user_fault_phrase(USER_PASSWORD_EMPTY);
    if (form.email_fault || form.password_fault)
        return show_form(rq, &form, (struct sign_in_trouble){422, S("")});
    return try_password(rq, &form);
}

/* ---- signing out ---- */

static bool wants_json(const struct request *rq)
{
    return str_starts_with(request_header(rq, "accept"), S("application/json"));
}

static struct err *sign_out_run(struct request *rq)
{
    struct pairs pairs;
    struct sign_in_from from = sign_in_page_from(rq);
    if (rq->principal.kind == PRINCIPAL_USER) {
        TRY(gate_check_csrf(rq));
        TRY(request_form(rq, &pairs));
        bool is_all = str_equal(pairs_get(&pairs, S("do")), S("everywhere"));
        TRY(sign_out(rq->arena, rq->store, gate_keys(rq), rq->principal.id,
                     is_all ? SIGN_OUT_EVERYWHERE : SIGN_OUT_HERE, &from));
    }
    gate_set_session(rq, S(""));
    if (wants_json(rq))
        reply_empty(rq, 204);
    else
        reply_redirect(rq, S("/sign-in"));
    return NULL;
}

/* ---- routes ---- */

#define PAGE                                                                                       \
    {                                                                                              \
        .type = "text/html"                                                                        \
    }

static const struct route_parameter form_parameters[] = {
    {.name = "next", .about = "the page of this server to go on to"},
    {.name = "lang", .about = "the language"},
};

static const struct route_answer form_answers[] = {
    {.status = 200, .content = PAGE},
    {.status = 403, .about = "Nobody signs in here without https", .content = PAGE},
};

static const struct route_answer sign_in_answers[] = {
    {.status = 303, .about = "Signed in"},
    {.status = 401, .about = "The e-mail and the password do not belong together", .content = PAGE},
    {.status = 403, .about = "The form is too old, or nobody signs in here", .content = PAGE},
    {.status = 422, .about = "What is wrong stands beside its field", .content = PAGE},
    {.status = 422, .code = "INVALID"},
    {.status = 429, .about = "Too many tries", .content = PAGE},
    {.status = 503, .about = "Too many sign in at once", .content = PAGE},
};

static const struct route_answer sign_out_answers[] = {
    {.status = 204, .about = "Signed out, for a script"},
    {.status = 303, .about = "Signed out"},
    {.status = 403, .about = "It was sent by another page", .code = "DENIED"},
    {.status = 422, .code = "INVALID"},
};

ROUTE(sign_in_form) = {
    .method = METHOD_GET,
    .path = "/sign-in",
    .queue = QUEUE_READ,
    .access = ACCESS_OPEN,
    .about = "The form to sign in",
    .query = form_parameters,
    .query_len = sizeof form_parameters / sizeof *form_parameters,
    .any_query = true,
    .answers = form_answers,
    .answers_len = sizeof form_answers / sizeof *form_answers,
    .is_hidden = true,
    .run = form_run,
};

ROUTE(sign_in) = {
    .method = METHOD_POST,
    .path = "/sign-in",
    .queue = QUEUE_SLOW,
    .access = ACCESS_OPEN,
    .body = {.kind = BODY_TYPED,
             .max = LIMIT_SIGN_IN_FORM_BYTES,
             .types = &frame_form,
             .types_len = 1},
    .about = "Signs in with e-mail and password",
    .query = form_parameters,
    .query_len = sizeof form_parameters / sizeof *form_parameters,
    .any_query = true,
    .answers = sign_in_answers,
    .answers_len = sizeof sign_in_answers / sizeof *sign_in_answers,
    .is_hidden = true,
    .run = sign_in_run,
};

ROUTE(sign_out) = {
    .method = METHOD_POST,
    .path = "/sign-out",
    .queue = QUEUE_WRITE,
    .access = ACCESS_OPEN,
    .body = {.kind = BODY_TYPED,
             .max = LIMIT_SIGN_IN_FORM_BYTES,
             .types = &frame_form,
             .types_len = 1,
             .is_optional = true},
    .about = "Signs out, here or everywhere",
    .any_query = true,
    .answers = sign_out_answers,
    .answers_len = sizeof sign_out_answers / sizeof *sign_out_answers,
    .is_hidden = true,
    .run = sign_out_run,
};
