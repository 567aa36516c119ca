/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * attune doctor — looks at a data folder, damaged or not.
 */
#include <errno.h>
#include <sys/stat.h>

#include "base/command.h"
#include "base/json.h"
#include "base/limits.h"
#include "base/text.h"
#include "cli/doctor.h"
#include "draw/terminal.h"

enum { HEALTH_CELLS = 9, CODE_CELLS = 13, WIDTH_MOST = 100, TEXT_LEAST = 30, SOMETHING_WRONG = 65 };

static const char *const formats[] = {"table", "json", NULL};

static const struct option options[] = {
    {.name = "data",
     .kind = OPTION_TEXT,
     .needed = true,
     .value = "DIR",
     .about = "the data folder"},
    {.name = "format",
     .kind = OPTION_CHOICE,
     .choices = formats,
     .value = "FORMAT",
     .about = "how it is printed, if not as a text"},
};

/* ---- printing ---- */

static void add_json(const struct doctor *d, struct buf *out)
{
    struct json j = json_make(out);
    json_open_object(&j);
    json_key(&j, S("checks"));
    json_open_array(&j);
    for (size_t i = 0; i < d->len; i++) {
        const struct check *c = &d->checks[i];
        json_open_object(&j);
        json_key(&j, S("code"));
        json_text(&j, str_of_chars(c->code));
        json_key(&j, S("status"));
        json_text(&j, health_name(c->health));
        json_key(&j, S("text"));
        json_text(&j, c->text);
        json_key(&j, S("todo"));
        if (c->todo.len)
            json_text(&j, c->todo);
        else
            json_none(&j);
        json_close_object(&j);
    }
    json_close_array(&j);
    json_close_object(&j);
    buf_add_char(out, '\n');
}

struct page {
    struct arena *arena;
    struct terminal terminal;
    size_t width; /* of a sentence */
    struct buf *out;
};

static void add_text(const struct page *p, enum tone tone, str s)
{
    str safe = p->terminal.utf8 ? text_escape(p->arena, s) : text_to_ascii(p->arena, s);
    terminal_add(p->terminal, p->out, tone, safe);
}

/* Its lines, the second and later ones below the first. */
static void add_lines(const struct page *p, enum tone tone, str s, bool is_below)
{
    while (s.len) {
        if (is_below)
            buf_add_repeated(p->out, S(" "), HEALTH_CELLS + CODE_CELLS);
        add_text(p, tone, text_wrap_next(&s, p->width));
        buf_add_char(p->out, '\n');
        is_below = true;
    }
}

static void add_padded(const struct page *p, enum tone tone, str s, size_t cells)
{
    add_text(p, tone, s);
    buf_add_repeated(p->out, S(" "), s.len < cells ? cells - s.len : 1);
}

static void add_check(const struct page *p, const struct check *c)
{
    static const enum tone tones[HEALTH_COUNT] = {
        [HEALTH_OK] = TONE_GOOD, [HEALTH_WARNING] = TONE_STRONG, [HEALTH_WRONG] = TONE_BAD};
    add_padded(p, tones[c->health], health_name(c->health), HEALTH_CELLS);
    add_padded(p, TONE_PLAIN, str_of_chars(c->code), CODE_CELLS);
    add_lines(p, TONE_PLAIN, c->text, false);
    add_lines(p, TONE_STRONG, c->todo, true);
}

static void add_page(const struct doctor *d, struct terminal terminal, struct buf *out)
{
    size_t width = terminal.width < WIDTH_MOST ? terminal.width : WIDTH_MOST;
    struct page p = {.arena = d->arena, .terminal = terminal, .out = out, .width = TEXT_LEAST};
    if (width > HEALTH_CELLS + CODE_CELLS + TEXT_LEAST)
        p.width = width - HEALTH_CELLS - CODE_CELLS;
    for (size_t i = 0; i < d->len; i++)
        add_check(&p, &d->checks[i]);
}

/* ---- the command ---- */

static struct err *find_folder(struct call *c, str *dir)
{
    struct stat is;
    *dir = call_value(c, "data");
    if (!dir->len)
        FAIL(c->arena, WHY_USAGE, "attune doctor needs --data DIR, the data folder.");
    if (stat(str_to_chars(c->arena, *dir), &is) != 0)
        FAIL(c->arena, errno == EACCES ? WHY_DENIED : WHY_MISSING,
             "There is no data folder \"%.*s\": %s.", STR(*dir), strerror(errno));
    if (!S_ISDIR(is.st_mode))
        FAIL(c->arena, WHY_MISSING, "\"%.*s\" is no folder.", STR(*dir));
    return NULL;
}

static struct err *doctor_run(struct call *c, int *status)
{
    struct doctor *d = ARENA_NEW(c->arena, struct doctor);
    struct buf out = buf_make(c->arena, MIB);
    *d = (struct doctor){.arena = c->arena, .now = c->now};
    TRY(find_folder(c, &d->dir));
    doctor_look_at_folder(d);
    doctor_look_at_record(d);
    if (str_equal(call_value(c, "format"), S("json")))
        add_json(d, &out);
    else
        add_page(d, terminal_of_stream(c->out), &out);
    (void)fwrite(out.ptr, 1, out.len, c->out);
    *status = doctor_health(d) == HEALTH_WRONG ? SOMETHING_WRONG : 0;
    return NULL;
}

COMMAND(doctor) = {
    .name = "doctor",
    .summary = "Look whether a data folder is well",
    .options = options,
    .options_len = sizeof options / sizeof *options,
    .description =
        "Checks a data folder and what it lies on, one line each: ok, warning or wrong, and what "
        "to do. It looks at permissions, space, the file system, whether waiting for the disk "
        "waits, who uses the folder, what was left behind, SQLite, the record's pages, references "
        "and steps, the list of who changed what, the key, zones, the clock and the files of the "
        "columns. It changes nothing, and may run beside an owner and on a damaged folder.\n\n"
        "It ends with 0 where nothing is wrong, warnings or not, and with 65 where something is.",
    .examples = "attune doctor --data DIR\n"
                "attune doctor --data DIR --format json # for a program that watches it",
    .run = doctor_run,
};
