/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Signing in as browsers do it, and as those who should not get in try it.
 */
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "browser.h"
#include "people/session.h"

static bool is_in(struct browser *b)
{
    struct client_reply reply = GET(b, "/test/person");
    CHECK(reply.status == 200 || reply.status == 401);
    return reply.status == 200;
}

/* ---- links ---- */

TEST(a_link_is_used_by_sending_its_form_and_not_by_looking)
{
    struct served s = served_start(t, NULL, NULL);
    struct browser looks = browser_of(t, &s);
    const char *link = browser_first_link(t, &s);
    for (int i = 0; i < 3; i++)
        CHECK_INT(browser_ask(&looks, str_to_chars(t->arena, str_format(t->arena, "GET %s", link)),
                              "", S(""))
                      .status,
                  200);
    struct browser ada = browser_administrator(t, &s);
    CHECK(is_in(&ada));
    struct client_reply again = browser_ask(
        &looks, str_to_chars(t->arena, str_format(t->arena, "GET %s", link)), "", S(""));
    CHECK_INT(again.status, 410);
    CHECK(run_has(again.body, "was used") && run_has(again.body, "attune sign-in --data DIR"));
    again =
        browser_ask(&looks, str_to_chars(t->arena, str_format(t->arena, "POST %s", link)), AS_FORM,
                    S("csrf=x&name=Eve&email=eve@example.org&password=quiet+orange+ferry"));
    CHECK_INT(again.status, 410);
    CHECK_INT(GET(&looks, "/sign-in/link/00000000000000000000000000").status, 404);
    (void)served_stop(t, &s);
}

TEST(a_link_says_beside_the_field_what_is_wrong_and_is_not_used_by_it)
{
    struct served s = served_start(t, NULL, NULL);
    struct browser b = browser_of(t, &s);
    const char *link = browser_first_link(t, &s);
    struct client_reply page =
        SEND(&b, link, {"name", "<b>Ada\""}, {"email", "ada"}, {"password", "short"});
    CHECK_INT(page.status, 422);
    CHECK(run_has(page.body, "id=\"email-fault\">This is not an e-mail address."));
    CHECK(run_has(page.body, "id=\"password-fault\">The password has fewer than 12 characters."));
    CHECK(run_has(page.body, "value=\"&#60;b&#62;Ada&#34;\""));
    CHECK(!run_has(page.body, "short\""));
    page = SEND(&b, link, {"name", "Ada"}, {"email", "ada@example.org"},
                {"password", "ada@example.org rules"});
    CHECK_INT(page.status, 422);
    CHECK(run_has(page.body, "holds your name or e-mail"));
    b = browser_administrator(t, &s);
    CHECK(is_in(&b));
    (void)served_stop(t, &s);
}

struct racer {
    struct browser browser;
    const char *what;
    str form;
    int status;
};

static void *send_it(void *what)
{
    struct racer *r = what;
    struct test own = {.arena = arena_make(0), .dir = r->browser.t->dir};
    r->browser.t = &own;
    r->status = browser_ask(&r->browser, r->what, AS_FORM, r->form).status;
    arena_done(own.arena);
    return NULL;
}

TEST(of_six_browsers_that_use_one_link_at_once_one_gets_in)
{
    enum { RACERS = 6 };
    struct served s = served_start(t, NULL, NULL);
    struct browser b = browser_of(t, &s);
    const char *link = browser_first_link(t, &s);
    struct client_reply page =
        browser_ask(&b, str_to_chars(t->arena, str_format(t->arena, "GET %s", link)), "", S(""));
    str form =
        browser_form(t, browser_form_token(t, page.body),
                     (const struct said[]){
                         {"name", "Ada"}, {"email", "ada@example.org"}, {"password", PASSWORD}},
                     3);
    struct racer racers[RACERS];
    pthread_t threads[RACERS];
    size_t in = 0, gone = 0;
    for (size_t i = 0; i < RACERS; i++) {
        racers[i] =
            (struct racer){.browser = b,
                           .what = str_to_chars(t->arena, str_format(t->arena, "POST %s", link)),
                           .form = form};
        CHECK(pthread_create(&threads[i], NULL, send_it, &racers[i]) == 0);
    }
    for (size_t i = 0; i < RACERS; i++) {
        (void)pthread_join(threads[i], NULL);
        in += racers[i].status == 303;
        gone += racers[i].status == 410;
    }
    CHECK_INT(in, 1);
    CHECK_INT(gone, RACERS - 1);
    (void)served_stop(t, &s);
}

TEST(a_new_link_lets_in_who_is_known_with_or_without_a_new_password)
{
    struct served s = served_start(t, NULL, NULL);
    struct browser ada = browser_administrator(t, &s), second = browser_of(t, &s);
    struct client_reply reply = SEND(&second, browser_another_link(t), {"password", ""});
    CHECK_INT(reply.status, 303);
    CHECK(is_in(&second) && is_in(&ada));
    struct browser third = browser_of(t, &s);
    reply = SEND(&third, browser_another_link(t), {"password", "seven green lanterns"});
    CHECK_INT(reply.status, 303);
    CHECK(is_in(&third) && !is_in(&second) && !is_in(&ada));
    CHECK_INT(browser_sign_in(&ada, "ada@example.org", PASSWORD).status, 401);
    CHECK_INT(browser_sign_in(&ada, "ada@example.org", "seven green lanterns").status, 303);
    (void)served_stop(t, &s);
}

TEST(links_of_another_folder_and_old_ones_let_nobody_in)
{
    struct ran other = RUN(t, "init", "other");
    const char *foreign = browser_link_in(t, other.out);
    CHECK_INT(RUN(t, "init", served_folder(t)).status, 0);
    struct ran old = RUN(t, "sign-in", "--data", served_folder(t), "--now", "2026-03-01T09:00:00Z");
    struct served s = served_start(t, ARGS("--now", "2026-03-01T09:31:00Z"), NULL);
    struct browser b = browser_of(t, &s);
    str get = str_format(t->arena, "GET %s", foreign);
    CHECK_INT(browser_ask(&b, str_to_chars(t->arena, get), "", S("")).status, 404);
    get = str_format(t->arena, "GET %s", browser_link_in(t, old.out));
    struct client_reply reply = browser_ask(&b, str_to_chars(t->arena, get), "", S(""));
    CHECK_INT(reply.status, 410);
    CHECK(run_has(reply.body, "too old") && run_has(reply.body, "30"));
    (void)served_stop(t, &s);
}

/* ---- passwords ---- */

TEST(whether_somebody_is_known_is_not_told)
{
    struct served s = served_start(t, NULL, NULL);
    (void)browser_administrator(t, &s);
    struct browser b = browser_of(t, &s);
    struct client_reply known = browser_sign_in(&b, "ada@example.org", "not the password");
    struct client_reply unknown = browser_sign_in(&b, "eve@example.org", "not the password");
    CHECK_INT(known.status, 401);
    CHECK_INT(unknown.status, 401);
    CHECK(run_has(known.body, "E-mail or password is wrong."));
    CHECK_INT(known.body.len, unknown.body.len);
    CHECK(run_has(known.body, "value=\"ada@example.org\""));
    CHECK(!run_has(known.body, "not the password"));
    CHECK_INT(browser_sign_in(&b, "ADA@Example.org", PASSWORD).status, 303);
    CHECK(is_in(&b));
    (void)served_stop(t, &s);
}

TEST(who_guesses_waits_and_the_administrator_gets_in_by_a_link)
{
    struct served s = served_start(t, NULL, NULL);
    (void)browser_administrator(t, &s);
    struct browser guesser = browser_of(t, &s), ada = browser_of(t, &s);
    for (int i = 0; i < 3; i++)
        CHECK_INT(browser_sign_in(&guesser, "ada@example.org", "not the password").status, 401);
    struct client_reply reply = browser_sign_in(&guesser, "ada@example.org", PASSWORD);
    CHECK_INT(reply.status, 429);
    CHECK(client_header(&reply, "retry-after").len > 0);
    CHECK(run_has(reply.body, "Too many attempts."));
    CHECK_INT(browser_sign_in(&ada, "ada@example.org", PASSWORD).status, 429);
    CHECK_INT(SEND(&ada, browser_another_link(t), {"password", ""}).status, 303);
    CHECK(is_in(&ada));
    for (int i = 0; i < 6; i++)
        (void)browser_sign_in(&guesser, i % 2 ? "bob@example.org" : "eve@example.org",
                              "a wrong guess");
    reply = browser_sign_in(&guesser, "somebody.else@example.org", "a wrong guess");
    CHECK_INT(reply.status, 429); /* the address, whoever it tries */
    CHECK_INT(GET(&guesser, "/sign-in/link/00000000000000000000000000").status, 429);
    ada = browser_of(t, &s); /* from the same address */
    CHECK_INT(SEND(&ada, browser_another_link(t), {"password", ""}).status, 303);
    (void)served_stop(t, &s);
}

TEST(one_goes_on_to_a_page_of_this_server_alone)
{
    struct served s = served_start(t, NULL, NULL);
    (void)browser_administrator(t, &s);
    struct browser b = browser_of(t, &s);
    struct client_reply page = GET(&b, "/sign-in?next=%2Foverview%3Fper%3Dmonth");
    CHECK_STR(browser_value_behind(t, page.body, "name=\"next\" value=\""),
              S("/overview?per=month"));
    page = GET(&b, "/sign-in?next=%2F%2Fevil.example");
    CHECK(!run_has(page.body, "evil"));
    struct client_reply reply = SEND(&b, "/sign-in", {"email", "ada@example.org"},
                                     {"password", PASSWORD}, {"next", "//evil.example/"});
    CHECK_STR(client_header(&reply, "location"), S("/"));
    b = browser_of(t, &s);
    reply = SEND(&b, "/sign-in", {"email", "ada@example.org"}, {"password", PASSWORD},
                 {"next", "/imports/12?from=50"});
    CHECK_STR(client_header(&reply, "location"), S("/imports/12?from=50"));
    (void)served_stop(t, &s);
}

/* ---- sessions ---- */

static str set_cookie_of(const struct client_reply *reply, const char *name)
{
    str rest = reply->head;
    while (rest.len) {
        str value, found = str_cut(str_cut(rest, '\n', &rest), ':', &value);
        if (str_equal_ignoring_case(found, S("set-cookie")) &&
            str_starts_with(str_trim(value), str_of_chars(name)))
            return str_trim(value);
    }
    return S("");
}

TEST(cookies_are_for_this_host_and_not_for_scripts)
{
    struct served s = served_start(t, NULL, NULL);
    struct browser b = browser_administrator(t, &s);
    b.session = S("");
    struct client_reply reply = browser_sign_in(&b, "ada@example.org", PASSWORD);
    str cookie = set_cookie_of(&reply, "attune=");
    CHECK(run_has(cookie, "; Path=/; HttpOnly; SameSite=Lax") && !run_has(cookie, "Secure"));
    CHECK(!run_has(cookie, "Domain"));
    (void)served_stop(t, &s);
    s = served_start(t, NULL, ARGS("ATTUNE_PUBLIC_URL=https://cx.example.org"));
    b = browser_of(t, &s);
    b.from = "Origin: https://cx.example.org\r\n" FROM_HERE;
    reply = browser_sign_in(&b, "ada@example.org", PASSWORD);
    CHECK_INT(reply.status, 303);
    cookie = set_cookie_of(&reply, "__Host-attune=");
    CHECK(run_has(cookie, "; Path=/; HttpOnly; SameSite=Lax; Secure"));
    CHECK(run_has(b.form, "__Host-attune_form="));
    CHECK(is_in(&b));
    /* The name without its prefix is one that others could have set. */
    b.session = str_slice(b.session, sizeof "__Host-" - 1, b.session.len);
    CHECK(!is_in(&b));
    (void)served_stop(t, &s);
}

TEST(a_session_laid_under_somebody_is_not_theirs)
{
    struct served s = served_start(t, NULL, NULL);
    struct browser eve = browser_administrator(t, &s), ada = browser_of(t, &s);
    ada.session = eve.session; /* laid under */
    struct client_reply reply = GET(&ada, "/sign-in");
    CHECK(run_has(reply.body, "You are signed in"));
    struct client_reply page = client_ask(t, &s, "GET /sign-in", FROM_HERE, S(""));
    browser_keep_cookies(&ada, &page);
    str form = browser_form(
        t, browser_form_token(t, page.body),
        (const struct said[]){{"email", "ada@example.org"}, {"password", PASSWORD}}, 2);
    ada.session = eve.session;
    CHECK_INT(browser_ask(&ada, "POST /sign-in", AS_FORM, form).status, 303);
    CHECK(!str_equal(ada.session, eve.session));
    CHECK(is_in(&ada) && !is_in(&eve));
    ada.session = S("attune=00000000000000000000000000");
    CHECK(!is_in(&ada));
    (void)served_stop(t, &s);
}

TEST(signing_out_here_leaves_others_in_and_everywhere_does_not)
{
    struct served s = served_start(t, NULL, NULL);
    struct browser one = browser_administrator(t, &s), two = browser_of(t, &s),
                   three = browser_of(t, &s);
    CHECK_INT(browser_sign_in(&two, "ada@example.org", PASSWORD).status, 303);
    CHECK_INT(browser_sign_in(&three, "ada@example.org", PASSWORD).status, 303);
    struct browser kept = two; /* a copy of its cookie */
    str form = browser_form(t, browser_csrf(&two), (const struct said[]){{"do", "here"}}, 1);
    struct client_reply reply = browser_ask(&two, "POST /sign-out", AS_FORM, form);
    CHECK_INT(reply.status, 303);
    CHECK_STR(client_header(&reply, "location"), S("/sign-in"));
    CHECK_STR(two.session, S(""));
    CHECK(is_in(&one) && !is_in(&kept) && is_in(&three));
    form = browser_form(t, browser_csrf(&one), (const struct said[]){{"do", "everywhere"}}, 1);
    CHECK_INT(browser_ask(&one, "POST /sign-out", AS_FORM, form).status, 303);
    CHECK(!is_in(&three));
    /* The browser's own way, without a form; and when it is out already. */
    CHECK_INT(browser_sign_in(&one, "ada@example.org", PASSWORD).status, 303);
    str headers = str_format(t->arena, "Accept: application/json\r\nX-Attune-CSRF: %.*s\r\n",
                             STR(browser_csrf(&one)));
    CHECK_INT(browser_ask(&one, "POST /sign-out", str_to_chars(t->arena, headers), S("")).status,
              204);
    CHECK(!is_in(&one));
    CHECK_INT(browser_ask(&one, "POST /sign-out", "Accept: application/json\r\n", S("")).status,
              204);
    (void)served_stop(t, &s);
}

TEST(a_session_ends_after_twelve_quiet_hours)
{
    struct served s = served_start(t, ARGS("--now", "2026-03-01T09:00:00Z"), NULL);
    struct browser b = browser_administrator(t, &s);
    (void)served_stop(t, &s);
    s = served_start(t, ARGS("--now", "2026-03-01T20:00:00Z"), NULL);
    CHECK(is_in(&b));
    (void)served_stop(t, &s);
    s = served_start(t, ARGS("--now", "2026-03-02T07:00:00Z"), NULL);
    CHECK(is_in(&b)); /* it was seen eleven hours ago */
    (void)served_stop(t, &s);
    s = served_start(t, ARGS("--now", "2026-03-02T20:00:00Z"), NULL);
    CHECK(!is_in(&b));
    (void)served_stop(t, &s);
}

/* ---- other sites ---- */

static int change(struct browser *b, const char *from, str csrf)
{
    str header = csrf.len ? str_format(b->t->arena, "X-Attune-CSRF: %.*s\r\n", STR(csrf)) : S("");
    const char *kept = b->from;
    b->from = from;
    int status =
        browser_ask(b, "POST /test/person", str_to_chars(b->t->arena, header), S("")).status;
    b->from = kept;
    return status;
}

TEST(a_change_comes_from_our_own_page_with_its_own_token)
{
    struct served s = served_start(t, NULL, NULL);
    struct browser ada = browser_administrator(t, &s), other = browser_of(t, &s);
    CHECK_INT(browser_sign_in(&other, "ada@example.org", PASSWORD).status, 303);
    str csrf = browser_csrf(&ada), stolen = browser_csrf(&other);
    str own = str_format(t->arena, "Origin: http://127.0.0.1:%u\r\n", s.port);
    CHECK_INT(change(&ada, FROM_HERE, csrf), 200);
    CHECK_INT(change(&ada, str_to_chars(t->arena, own), csrf), 200);
    CHECK_INT(change(&ada, "", csrf), 200);
    CHECK_INT(change(&ada, FROM_HERE, S("")), 403);
    CHECK_INT(change(&ada, FROM_HERE, stolen), 403);
    CHECK_INT(change(&ada, "Sec-Fetch-Site: cross-site\r\n", csrf), 403);
    CHECK_INT(change(&ada, "Sec-Fetch-Site: same-site\r\n", csrf), 403);
    CHECK_INT(change(&ada, "Origin: https://evil.example\r\n", csrf), 403);
    CHECK_INT(change(&ada, "Origin: null\r\n", csrf), 403);
    (void)served_stop(t, &s);
}

TEST(nobody_is_signed_in_from_another_site)
{
    struct served s = served_start(t, NULL, NULL);
    (void)browser_administrator(t, &s);
    struct browser b = browser_of(t, &s);
    struct client_reply page = GET(&b, "/sign-in");
    str good = browser_form_token(t, page.body);
    const struct said said[] = {{"email", "ada@example.org"}, {"password", PASSWORD}};
    str form = browser_form(t, good, said, 2);
    struct browser elsewhere = b;
    elsewhere.form = S(""); /* another site's form comes without the cookie */
    page = browser_ask(&elsewhere, "POST /sign-in", AS_FORM, form);
    CHECK_INT(page.status, 403);
    CHECK(run_has(page.body, "came from another page") && !elsewhere.session.len);
    b.from = "Sec-Fetch-Site: cross-site\r\n";
    CHECK_INT(browser_ask(&b, "POST /sign-in", AS_FORM, form).status, 403);
    b.from = FROM_HERE;
    CHECK_INT(browser_ask(&b, "POST /sign-in", AS_FORM, browser_form(t, S("x"), said, 2)).status,
              403);
    CHECK_INT(browser_ask(&b, "POST /sign-in", AS_FORM, form).status, 303);
    (void)served_stop(t, &s);
}

/* ---- programs ---- */

TEST(a_token_is_for_programs_of_its_own_folder)
{
    struct served s = served_start(t, NULL, NULL);
    struct browser ada = browser_administrator(t, &s);
    struct ran made = RUN(t, "token", "--data", served_folder(t), "--name", "crm");
    CHECK_INT(RUN(t, "init", "other").status, 0);
    struct ran foreign = RUN(t, "token", "--data", "other", "--name", "crm");
    str bearer = str_format(t->arena, "Authorization: Bearer %.*s\r\n", STR(str_trim(made.out)));
    const char *good = str_to_chars(t->arena, bearer);
    bearer = str_format(t->arena, "Authorization: Bearer %.*s\r\n", STR(str_trim(foreign.out)));
    const char *bad = str_to_chars(t->arena, bearer);
    struct client_reply me = client_ask(t, &s, "GET /api/v1/me", good, S(""));
    CHECK_INT(me.status, 200);
    CHECK_STR(run_text(run_parse(t, me.body), "kind"), S("token"));
    CHECK_STR(run_text(run_parse(t, me.body), "name"), S("crm"));
    CHECK_INT(client_ask(t, &s, "POST /test/person", good, S("")).status, 200);
    CHECK_INT(client_ask(t, &s, "GET /test/secret", good, S("")).status, 200);
    CHECK_INT(client_ask(t, &s, "GET /test/person", good, S("")).status, 403);
    CHECK_INT(client_ask(t, &s, "GET /test/secret", bad, S("")).status, 401);
    CHECK_INT(client_ask(t, &s, "GET /test/secret", "Authorization: Basic YTpi\r\n", S("")).status,
              401);
    /* A token that is not good is not made good by a cookie. */
    CHECK_INT(browser_ask(&ada, "GET /api/v1/me", bad, S("")).status, 401);
    CHECK_INT(GET(&ada, "/test/secret").status, 403);
    (void)served_stop(t, &s);
}

/* ---- where it listens ---- */

TEST(beyond_this_machine_nobody_signs_in_without_https)
{
    struct served s = served_start(t, NULL, NULL);
    struct browser ada = browser_administrator(t, &s);
    (void)served_stop(t, &s);
    static const char *const env[] = {"ATTUNE_PUBLIC_URL=http://127.0.0.1:7414", NULL};
    static const char *const told[] = {"ATTUNE_PUBLIC_URL=http://cx.example.org", NULL};
    for (int i = 0; i < 2; i++) {
        struct run run = {.args = ARGS("serve", "--data", served_folder(t), "--listen",
                                       i ? "127.0.0.1:0" : "0.0.0.0:0"),
                          .env = i ? told : env};
        s = (struct served){.running = run_start(t, &run)};
        str line = run_wait_for(t, &s.running, "Nobody can sign in here");
        CHECK(run_has(line, "https") && !run_has(line, "/sign-in/link/"));
        size_t at =
            (i ? sizeof "listening on http://127.0.0.1:" : sizeof "listening on http://0.0.0.0:") -
            1;
        for (; line.ptr[at] != '\n'; at++)
            s.port = (uint16_t)(s.port * 10 + (line.ptr[at] - '0'));
        struct client_reply page = client_ask(t, &s, "GET /sign-in", "", S(""));
        CHECK_INT(page.status, 403);
        CHECK(run_has(page.body, "public_url") && !run_has(page.body, "<form"));
        ada.server = &s;
        CHECK_INT(browser_ask(&ada, "GET /api/v1/me", "", S("")).status, 401);
        (void)served_stop(t, &s);
    }
}

/* ---- the command line ---- */

TEST(init_makes_an_administrator_whom_a_link_lets_in)
{
    struct ran ran = RUN(t, "init", served_folder(t), "--admin", "ada@example.org");
    CHECK_INT(ran.status, 0);
    CHECK(run_has(ran.out, "http://127.0.0.1:7414/sign-in/link/"));
    struct served s = served_start(t, NULL, NULL);
    struct browser ada = browser_of(t, &s);
    struct client_reply reply = SEND(&ada, browser_link_in(t, ran.out), {"password", PASSWORD});
    CHECK_INT(reply.status, 303);
    CHECK(is_in(&ada));
    str at = str_format(t->arena, "http://127.0.0.1:%u/sign-in/link/", s.port);
    ran = RUN(t, "sign-in", "--data", served_folder(t), "--user", "Ada@example.org");
    CHECK(str_starts_with(ran.out, at));
    ran = RUN(t, "sign-in", "--data", served_folder(t), "--user", "eve@example.org");
    CHECK_INT(ran.status, 66);
    CHECK_STR(ran.out, S(""));
    (void)served_stop(t, &s);
    ran = RUN(t, "init", "other", "--admin", "ada");
    CHECK_INT(ran.status, 64);
    CHECK(access("other", F_OK) != 0);
}

TEST(the_demo_prints_a_link_each_time_that_lets_in_with_one_button)
{
    for (int i = 0; i < 2; i++) {
        struct run run = {.args = ARGS("demo", "--data", served_folder(t), "--listen",
                                       "127.0.0.1:0", "--signals", "200")};
        struct served s = {.running = run_start(t, &run)};
        const char *link = browser_first_link(t, &s);
        str line = run_wait_for(t, &s.running, "\n");
        for (size_t at = sizeof "listening on http://127.0.0.1:" - 1; line.ptr[at] != '\n'; at++)
            s.port = (uint16_t)(s.port * 10 + (line.ptr[at] - '0'));
        struct browser b = browser_of(t, &s);
        CHECK_INT(SEND(&b, link, {"password", ""}).status, 303);
        CHECK(run_has(GET(&b, "/sign-in").body, "Demo"));
        (void)served_stop(t, &s);
    }
}

/* The next line is typed when it is asked for: what is typed before is thrown away. */
static void type(struct test *t, int terminal, const struct running *running, const char *asked,
                 const char *line)
{
    struct running errors = {.out = running->err, .program = running->err};
    (void)run_wait_for(t, &errors, asked);
    (void)usleep(50000);
    CHECK(write(terminal, line, strlen(line)) == (ssize_t)strlen(line));
}

TEST(init_asks_for_the_password_on_a_terminal)
{
    int locked = 0, terminal = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC);
    unsigned number = 0;
    if (terminal < 0 || ioctl(terminal, TIOCSPTLCK, &locked) || ioctl(terminal, TIOCGPTN, &number))
        test_skip("this machine gives no terminal");
    str input = str_format(t->arena, "/dev/pts/%u", number);
    struct run run = {.args = ARGS("init", served_folder(t), "--admin", "ada@example.org"),
                      .input = str_to_chars(t->arena, input)};
    struct running running = run_start(t, &run);
    type(t, terminal, &running, "12 characters: ", "123456789012\n");
    type(t, terminal, &running,
         "row of neighbours, on the keyboard or in the alphabet.\nPassword, of at "
         "least 12 characters: ",
         PASSWORD "\n");
    type(t, terminal, &running, "Once more: ", PASSWORD "\n");
    struct ran ran = run_end(t, &running);
    CHECK_THAT(ran.status == 0, "%.*s", STR(ran.err));
    CHECK(run_has(ran.out, "Sign in as ada@example.org:\nhttp://127.0.0.1:7414/sign-in\n"));
    CHECK(!run_has(ran.out, "link"));
    (void)close(terminal);
    struct served s = served_start(t, NULL, NULL);
    struct browser ada = browser_of(t, &s);
    CHECK_INT(browser_sign_in(&ada, "ada@example.org", PASSWORD).status, 303);
    CHECK(is_in(&ada));
    (void)served_stop(t, &s);
}

/* ---- languages ---- */

TEST(pages_speak_the_readers_language)
{
    struct served s = served_start(t, NULL, NULL);
    struct browser b = browser_of(t, &s);
    struct client_reply page =
        browser_ask(&b, "GET /sign-in", "Accept-Language: ar-EG,en;q=0.5\r\n", S(""));
    CHECK(run_has(page.body, "<html lang=\"ar\" dir=\"rtl\">"));
    page = GET(&b, "/sign-in?lang=ar");
    CHECK(run_has(page.body, "dir=\"rtl\"") && run_has(page.body, "action=\"/sign-in?lang=ar\""));
    page = GET(&b, "/sign-in?lang=%3Cscript%3E");
    CHECK(run_has(page.body, "<html lang=\"en\" dir=\"ltr\">") && !run_has(page.body, "<script"));
    CHECK(run_has(client_header(&page, "content-security-policy"), "default-src 'none'"));
    CHECK_STR(client_header(&page, "cache-control"), S("no-store"));
    (void)served_stop(t, &s);
}

/* ---- what a page needs ---- */

TEST(a_page_names_an_icon_and_a_style_that_are_there_and_allowed)
{
    static const struct {
        const char *part, *type, *allowed;
    } needed[] = {
        {"<link rel=\"icon\" href=\"", "image/svg+xml", "img-src 'self'"},
        {"<link rel=\"stylesheet\" href=\"", "text/css; charset=utf-8", "style-src 'self'"},
    };
    struct served s = served_start(t, NULL, NULL);
    struct browser b = browser_of(t, &s);
    struct client_reply page = GET(&b, "/sign-in");
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++) {
        str address = browser_value_behind(t, page.body, needed[i].part);
        str what = str_format(t->arena, "GET %.*s", STR(address));
        struct client_reply reply = browser_ask(&b, what.ptr, "", S(""));
        CHECK_THAT(reply.status == 200, "%.*s: %d", STR(what), reply.status);
        CHECK_STR(client_header(&reply, "content-type"), str_of_chars(needed[i].type));
        CHECK(reply.body.len);
        CHECK(run_has(client_header(&page, "content-security-policy"), needed[i].allowed));
        CHECK(str_starts_with(address, S("/"))); /* of this server: 'self' */
    }
    (void)served_stop(t, &s);
}
