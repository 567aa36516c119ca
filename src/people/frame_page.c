/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "people/frame_page.h"

PHRASE(sign_in_error_title);

extern const str sign_in_css; /* made of sign_in.css */

const struct route_content frame_form = {.type = "application/x-www-form-urlencoded"};

static const char policy[] = "default-src 'none'; style-src 'self'; img-src 'self'; "
                             "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const struct language *frame_language(const struct request *rq)
{
    return phrase_language(request_query(rq, "lang"), request_header(rq, "accept-language"));
}

str frame_say(const struct frame *f, const struct phrase *phrase)
{
    return phrase_text(phrase, f->language);
}

/* ---- around ---- */

static void add_meta(struct markup *m, const char *name, str content)
{
    markup_open(m, "meta");
    markup_attribute(m, "name", str_of_chars(name));
    markup_attribute(m, "content", content);
    markup_close(m);
}

static void add_link(struct markup *m, const char *relation, str to)
{
    markup_open(m, "link");
    markup_attribute(m, "rel", str_of_chars(relation));
    markup_attribute(m, "href", to);
    markup_close(m);
}

static str style_address(struct arena *a)
{
    return str_format(a, "/sign-in/style.css?v=%08x", (unsigned)str_hash(sign_in_css));
}

static void add_head(struct frame *f, str title)
{
    struct markup *m = &f->m;
    markup_open(m, "head");
    markup_open(m, "meta");
    markup_attribute(m, "charset", S("utf-8"));
    markup_close(m);
    add_meta(m, "viewport", S("width=device-width, initial-scale=1"));
    add_meta(m, "robots", S("noindex"));
    markup_element(m, "title", str_format(f->rq->arena, "%.*s \xC2\xB7 Attune", STR(title)));
    add_link(m, "icon", S("/assets/icon.svg"));
    add_link(m, "stylesheet", style_address(f->rq->arena));
    markup_close(m);
}

struct frame frame_begin(struct request *rq, str title, bool is_wrong)
{
    struct frame f = {
        .rq = rq, .language = frame_language(rq), .m = markup_make(rq->arena, LIMIT_PAGE_BYTES)};
    str full = is_wrong
                   ? phrase_fill(rq->arena, SAY(sign_in_error_title), f.language, "title", title)
                   : title;
    markup_open(&f.m, "html");
    markup_attribute(&f.m, "lang", f.language->tag);
    markup_attribute(&f.m, "dir", f.language->is_right_to_left ? S("rtl") : S("ltr"));
    add_head(&f, full);
    markup_open(&f.m, "body");
    markup_open(&f.m, "main");
    frame_paragraph(&f, "brand", S("Attune"));
    markup_open(&f.m, "div");
    markup_attribute(&f.m, "class", S("card"));
    markup_element(&f.m, "h1", title);
    return f;
}

void frame_end(struct frame *f, int status)
{
    struct request *rq = f->rq;
    markup_close(&f->m);
    markup_close(&f->m);
    markup_close(&f->m);
    markup_close(&f->m);
    buf_add(reply_text(rq, status, S("text/html; charset=utf-8")), markup_str(&f->m));
    rq->reply.policy = str_of_chars(policy);
    rq->reply.is_plain = true; /* the form's token stands beside what others may choose */
}

/* ---- within ---- */

void frame_paragraph(struct frame *f, const char *class, str text)
{
    markup_open(&f->m, "p");
    if (*class)
        markup_attribute(&f->m, "class", str_of_chars(class));
    markup_text(&f->m, text);
    markup_close(&f->m);
}

void frame_alert(struct frame *f, str text)
{
    markup_open(&f->m, "p");
    markup_attribute(&f->m, "class", S("alert"));
    markup_attribute(&f->m, "role", S("alert"));
    markup_text(&f->m, text);
    markup_close(&f->m);
}

void frame_command(struct frame *f, const struct phrase *lead, str command)
{
    markup_open(&f->m, "p");
    markup_attribute(&f->m, "class", S("aside"));
    markup_text(&f->m, frame_say(f, lead));
    markup_text(&f->m, S(" "));
    markup_open(&f->m, "code");
    markup_attribute(&f->m, "dir", S("ltr"));
    markup_text(&f->m, command);
    markup_close(&f->m);
    markup_close(&f->m);
}

void frame_link(struct frame *f, const char *class, str to, str text)
{
    markup_open(&f->m, "a");
    if (*class)
        markup_attribute(&f->m, "class", str_of_chars(class));
    markup_attribute(&f->m, "href", to);
    markup_text(&f->m, text);
    markup_close(&f->m);
}

void frame_open_form(struct frame *f, str action)
{
    struct arena *a = f->rq->arena;
    str wished = request_query(f->rq, "lang");
    if (wished.len)
        action = str_format(a, "%.*s?lang=%.*s", STR(action), STR(pairs_encode(a, wished)));
    markup_open(&f->m, "form");
    markup_attribute(&f->m, "method", S("post"));
    markup_attribute(&f->m, "action", action);
    markup_flag(&f->m, "novalidate"); /* what is wrong is said by us, in the page's language */
}

void frame_hidden(struct frame *f, const char *name, str value)
{
    markup_open(&f->m, "input");
    markup_attribute(&f->m, "type", S("hidden"));
    markup_attribute(&f->m, "name", str_of_chars(name));
    markup_attribute(&f->m, "value", value);
    markup_close(&f->m);
}

static void add_note(struct frame *f, const struct frame_field *field, const char *kind,
                     const struct phrase *phrase)
{
    if (!phrase)
        return;
    markup_open(&f->m, "p");
    markup_attribute(&f->m, "class", str_of_chars(kind));
    markup_attribute(&f->m, "id", str_format(f->rq->arena, "%s-%s", field->name, kind));
    markup_text(&f->m, frame_say(f, phrase));
    markup_close(&f->m);
}

static str described_by(const struct frame *f, const struct frame_field *field)
{
    const char *fault = field->fault ? "-fault" : "", *hint = field->hint ? "-hint" : "";
    return str_format(f->rq->arena, "%s%s%s%s%s", *fault ? field->name : "", fault,
                      *fault && *hint ? " " : "", *hint ? field->name : "", hint);
}

static void add_field(struct frame *f, const struct frame_field *field, bool takes_focus)
{
    struct markup *m = &f->m;
    str name = str_of_chars(field->name), notes = described_by(f, field);
    markup_open(m, "div");
    markup_attribute(m, "class", S("row"));
    markup_open(m, "label");
    markup_attribute(m, "for", name);
    markup_text(m, frame_say(f, field->label));
    markup_close(m);
    markup_open(m, "input");
    markup_attribute(m, "id", name);
    markup_attribute(m, "name", name);
    markup_attribute(m, "type", str_of_chars(field->type));
    markup_attribute(m, "autocomplete", str_of_chars(field->complete));
    if (field->value.len)
        markup_attribute(m, "value", field->value);
    if (str_equal(str_of_chars(field->type), S("email")))
        markup_attribute(m, "dir", S("ltr"));
    if (notes.len)
        markup_attribute(m, "aria-describedby", notes);
    if (field->fault)
        markup_attribute(m, "aria-invalid", S("true"));
    if (field->is_fixed)
        markup_flag(m, "readonly");
    else if (!field->is_optional)
        markup_flag(m, "required");
    if (takes_focus)
        markup_flag(m, "autofocus");
    markup_close(m);
    add_note(f, field, "fault", field->fault);
    add_note(f, field, "hint", field->hint);
    markup_close(m);
}

void frame_fields(struct frame *f, const struct frame_field *fields, size_t len)
{
    size_t focus = len;
    for (size_t i = len; i-- > 0;)
        if (!fields[i].value.len)
            focus = i;
    for (size_t i = len; i-- > 0;)
        if (fields[i].fault)
            focus = i;
    for (size_t i = 0; i < len; i++)
        add_field(f, &fields[i], i == focus);
}

void frame_button(struct frame *f, const char *class, const char *value, str text)
{
    markup_open(&f->m, "button");
    markup_attribute(&f->m, "type", S("submit"));
    if (*class)
        markup_attribute(&f->m, "class", str_of_chars(class));
    if (*value) {
        markup_attribute(&f->m, "name", S("do"));
        markup_attribute(&f->m, "value", str_of_chars(value));
    }
    markup_text(&f->m, text);
    markup_close(&f->m);
}

void frame_close_form(struct frame *f)
{
    markup_close(&f->m);
}

static struct err *style_run(struct request *rq)
{
    rq->reply.cache = S("public, max-age=31536000, immutable"); /* its address names its content */
    reply_static(rq, 200, S("text/css; charset=utf-8"), sign_in_css);
    return NULL;
}

static const struct route_parameter style_parameters[] = {
    {.name = "v", .about = "its version, so that it may be kept"},
};

static const struct route_answer style_answers[] = {
    {.status = 200, .content = {.type = "text/css"}},
};

ROUTE(sign_in_style) = {
    .method = METHOD_GET,
    .path = "/sign-in/style.css",
    .queue = QUEUE_NONE,
    .access = ACCESS_OPEN,
    .about = "What the pages that sign in look like",
    .query = style_parameters,
    .query_len = sizeof style_parameters / sizeof *style_parameters,
    .any_query = true,
    .answers = style_answers,
    .answers_len = sizeof style_answers / sizeof *style_answers,
    .is_hidden = true,
    .run = style_run,
};
