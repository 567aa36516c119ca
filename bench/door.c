/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * bench/door: signals through signal_submit(), as the API will send them: answers by
 * name, one call a batch.  Its peer is load_plain.c.
 *
 * usage: door DIR FROM ROWS SPAN BATCH [THREADS [persons]]     (survey.h)
 *
 * The rows go into the data folder DIR, which is made where there is none.  Prints CPU and wall
 * seconds from the first submission until the record is closed and its log home; making the rows is
 * not counted.
 */
#include <pthread.h>
#include <unistd.h>

#include "base/limits.h"
#include "listen/field_db.h"
#include "listen/signal.h"
#include "people/organisation_db.h"
#include "survey.h"

enum { VALUES = SURVEY_ANSWERS + 1 };

struct work {
    struct survey_load load;
    struct store *store;
    struct taken taken;
};

static struct err *fill(struct arena *a, struct db *db, void *what)
{
    (void)what;
    TRY(organisation_add(a, db, S("UTC"), 0));
    return field_add_canonical(a, db, 0);
}

static void make_signal(struct arena *a, const struct work *w, uint64_t index, struct signal *s)
{
    struct survey_row row = survey_row(index, w->load.span, w->load.has_persons);
    struct signal_value *values = ARENA_ARRAY(a, struct signal_value, VALUES);
    *s = (struct signal){.key = str_copy(a, (str){(const char *)row.key, sizeof row.key}),
                         .at = row.at,
                         .channel = str_of_chars(row.channel),
                         .language = str_of_chars(row.language),
                         .touchpoint = str_of_chars(row.touchpoint),
                         .has_weight = true,
                         .weight = {row.weight_pct, 2},
                         .values = values};
    if (row.person)
        s->person_external_id = str_format(a, "customer-%u", row.person);
    for (size_t i = 0; i < SURVEY_ANSWERS; i++)
        values[s->values_len++] = (struct signal_value){.name = str_of_chars(survey_fields[i]),
                                                        .text = str_of_chars(row.answers[i])};
    if (row.comment)
        values[s->values_len++] = (struct signal_value){.name = str_of_chars(survey_comment_field),
                                                        .text = str_of_chars(row.comment)};
}

static void submit(struct store *store, const struct signal *signals, size_t len)
{
    struct arena *a = arena_make(0);
    struct signal_batch batch = {
        .signals = signals, .len = len, .source = S("survey"), .opens = true, .now = 1};
    const struct err *e = signal_submit(a, store, &batch);
    if (e)
        (void)fprintf(stderr, "%.*s\n", STR(e->text));
    if (e)
        exit(EXIT_FAILURE);
    arena_done(a);
}

/* A producer that waits for each of its signals. */
struct producer {
    struct store *store;
    const struct signal *signals;
    size_t len;
};

static void *produce(void *what)
{
    const struct producer *p = what;
    for (size_t i = 0; i < p->len; i++)
        submit(p->store, p->signals + i, 1);
    return NULL;
}

static void submit_from_threads(const struct work *w, const struct signal *signals, size_t len)
{
    struct producer producers[SURVEY_THREADS];
    pthread_t threads[SURVEY_THREADS];
    size_t each = len / w->load.threads;
    for (size_t i = 0; i < w->load.threads; i++) {
        producers[i] = (struct producer){w->store, signals + i * each, each};
        if (pthread_create(&threads[i], NULL, produce, &producers[i]) != 0)
            exit(EXIT_FAILURE);
    }
    for (size_t i = 0; i < w->load.threads; i++)
        (void)pthread_join(threads[i], NULL);
}

static void send(struct work *w, const struct signal *signals, size_t len)
{
    struct taken began = taken_now();
    if (w->load.threads > 1)
        submit_from_threads(w, signals, len);
    else
        submit(w->store, signals, len);
    taken_add(&w->taken, began);
}

static struct err *load(struct arena *a, struct work *w)
{
    struct arena *own = arena_make(0);
    str dir = str_of_chars(w->load.path);
    if (access(w->load.path, F_OK) != 0)
        TRY(store_make(a, dir, fill, NULL));
    TRY(store_open(own, dir, (struct store_options){.role = STORE_OWNS}, &w->store));
    for (uint64_t done = 0; done < w->load.rows;) {
        struct arena *rows = arena_make(0);
        size_t len = survey_load_next(&w->load, done);
        struct signal *signals = ARENA_ARRAY(rows, struct signal, len);
        for (size_t i = 0; i < len; i++)
            make_signal(rows, w, w->load.from + done + i, &signals[i]);
        send(w, signals, len);
        arena_done(rows);
        done += len;
    }
    struct taken began = taken_now();
    arena_done(own);
    taken_add(&w->taken, began);
    (void)printf("%.6f %.6f\n", w->taken.cpu, w->taken.wall);
    return NULL;
}

int main(int argc, char **argv)
{
    struct arena *a = arena_make(0);
    struct work w = {.store = NULL};
    if (!survey_load_of_words(argc, argv, &w.load))
        return EXIT_FAILURE;
    const struct err *e = load(a, &w);
    if (e)
        (void)fprintf(stderr, "%.*s\n", STR(e->text));
    arena_done(a);
    return e ? EXIT_FAILURE : EXIT_SUCCESS;
}
