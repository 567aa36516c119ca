/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The peer of bench/door: the same rows into the same tables with the same indexes,
 * batches and settings, by SQLite and nothing else.  It gets what Attune must find out:
 * the numbers of names and persons, and the answers as JSON; it checks nothing.  Of bench/http
 * too, which counts how long each batch, or each producer's row, waited for the disk: behind
 * the CPU and wall seconds it prints milliseconds that 50 and 99 in a hundred did not exceed.
 *
 * usage: load_plain DIR FROM ROWS SPAN BATCH [THREADS [persons]]     (survey.h)
 *
 * DIR is a data folder with rows of the survey already, so that its names are there.  With
 * BENCH_KEEPS_LOG in the environment its log stays as long as it became, and is written over,
 * as that of a server is: commits that make it longer wait longer for the disk.
 */
#include <pthread.h>
#include <sqlite3.h>

#include "latency.h"
#include "survey.h"

enum { JSON_BYTES = 400, WEIGHT_BYTES = 8, PERSON_BYTES = 32, HASH_BYTES = 16, SEALED_BYTES = 56 };

#define LOG_PASSIVE_PAGES (16 * 1024 / 4)
#define LOG_RESTART_PAGES (64 * 1024 / 4)

/* A row as it is bound. */
struct bound {
    struct survey_row row;
    char json[JSON_BYTES], weight[WEIGHT_BYTES];
    int json_len, weight_len;
    int64_t channel, language, touchpoint;
};

/* The number of a word, looked up once. */
struct known {
    const char *word;
    int64_t id;
};

struct names {
    int64_t source, kind, fields[SURVEY_ANSWERS], comment;
    struct known known[64];
    size_t known_len;
};

struct loader {
    struct survey_load load;
    sqlite3 *db;
    sqlite3_stmt *begin, *commit, *add, *add_words, *find_person, *add_person, *add_identity;
    struct names names;
    int64_t next_id;
    int log_pages;
    int64_t *took_ns; /* of each batch, or of each row of producers */
    size_t took_len;
    /* Producers that wait: */
    pthread_mutex_t lock;
    pthread_cond_t came, went;
    struct waiting *first, **last;
};

static void fail(struct loader *l, const char *doing)
{
    (void)fprintf(stderr, "load_plain: %s: %s\n", doing, sqlite3_errmsg(l->db));
    exit(EXIT_FAILURE);
}

static sqlite3_stmt *prepare(struct loader *l, const char *sql)
{
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v3(l->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL) !=
        SQLITE_OK)
        fail(l, sql);
    return statement;
}

static void run(struct loader *l, sqlite3_stmt *statement)
{
    if (sqlite3_step(statement) != SQLITE_DONE)
        fail(l, sqlite3_sql(statement));
    (void)sqlite3_reset(statement);
}

/* The first column of the first row; 0 where there is none. */
static int64_t number_of(struct loader *l, const char *sql, const char *word)
{
    sqlite3_stmt *statement = prepare(l, sql);
    if (word)
        (void)sqlite3_bind_text(statement, 1, word, -1, SQLITE_STATIC);
    int64_t number = sqlite3_step(statement) == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : 0;
    (void)sqlite3_finalize(statement);
    return number;
}

static int note_log(void *what, sqlite3 *db, const char *name, int pages)
{
    (void)db, (void)name;
    ((struct loader *)what)->log_pages = pages;
    return SQLITE_OK;
}

static void keep_log(struct loader *l)
{
    int yes = 1;
    (void)sqlite3_file_control(l->db, "main", SQLITE_FCNTL_PERSIST_WAL, &yes);
    (void)sqlite3_wal_checkpoint_v2(l->db, NULL, SQLITE_CHECKPOINT_RESTART, NULL, NULL);
}

/* As src/store does. */
static void open_database(struct loader *l)
{
    static const char settings[] = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
                                   "PRAGMA wal_autocheckpoint = 0; PRAGMA temp_store = MEMORY;"
                                   "PRAGMA cell_size_check = ON; PRAGMA trusted_schema = OFF;"
                                   "PRAGMA cache_size = -131072;";
    char path[4096];
    (void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    (void)snprintf(path, sizeof path, "%s/attune.db", l->load.path);
    const char *keys = getenv("BENCH_FOREIGN_KEYS");
    if (sqlite3_open_v2(path, &l->db,
                        SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE,
                        NULL) != SQLITE_OK ||
        sqlite3_exec(l->db, settings, NULL, NULL, NULL) != SQLITE_OK ||
        sqlite3_exec(l->db, keys ? keys : "PRAGMA foreign_keys = ON", NULL, NULL, NULL) !=
            SQLITE_OK)
        fail(l, path);
    (void)sqlite3_wal_hook(l->db, note_log, l);
    if (getenv("BENCH_KEEPS_LOG"))
        keep_log(l);
}

static void find_names(struct loader *l)
{
    static const char field[] = "SELECT id FROM field WHERE key = ?1";
    l->names.source = number_of(l, "SELECT id FROM source WHERE key = ?1", "survey");
    l->names.kind = number_of(l, "SELECT id FROM word WHERE kind = 'kind' AND word = ?1", "survey");
    for (size_t i = 0; i < SURVEY_ANSWERS; i++)
        l->names.fields[i] = number_of(l, field, survey_fields[i]);
    l->names.comment = number_of(l, field, survey_comment_field);
    l->next_id = number_of(l, "SELECT max(id) + 1 FROM signal", NULL);
}

static void prepare_all(struct loader *l)
{
    l->begin = prepare(l, "BEGIN IMMEDIATE");
    l->commit = prepare(l, "COMMIT");
    l->add = prepare(l, "INSERT INTO signal (id, source, key, at, at_assumed, received_at, kind, "
                        "person, touchpoint, channel, language, weight, answers) "
                        "VALUES (?1, ?2, ?3, ?4, 0, 1, ?5, ?6, ?7, ?8, ?9, ?10, ?11)");
    l->add_words = prepare(l, "INSERT INTO verbatim (signal, field, text) VALUES (?1, ?2, ?3)");
    l->find_person = prepare(l, "SELECT person FROM identity WHERE kind = 'plain' AND hash = ?1");
    l->add_person = prepare(l, "INSERT INTO person (made_at) VALUES (1)");
    l->add_identity = prepare(
        l, "INSERT INTO identity (person, kind, hash, sealed) VALUES (?1, 'plain', ?2, ?3)");
}

/* ---- rows ---- */

static int64_t id_of(struct loader *l, const char *sql, const char *word)
{
    struct names *n = &l->names;
    for (size_t i = 0; i < n->known_len; i++)
        if (n->known[i].word == word)
            return n->known[i].id;
    int64_t id = number_of(l, sql, word);
    if (id == 0 || n->known_len == sizeof n->known / sizeof *n->known)
        fail(l, word);
    n->known[n->known_len++] = (struct known){word, id};
    return id;
}

static int write_json(const struct loader *l, struct bound *b)
{
    int len = 0;
    for (size_t i = 0; i < SURVEY_ANSWERS; i++) {
        const char *quote = i < SURVEY_NUMBERS ? "" : "\"";
        len +=
            snprintf(b->json + len, sizeof b->json - (size_t)len, "%s\"%lld\":%s%s%s",
                     i ? "," : "{", (long long)l->names.fields[i], quote, b->row.answers[i], quote);
    }
    return len + snprintf(b->json + len, sizeof b->json - (size_t)len, "}");
}

static void make_bound(struct loader *l, uint64_t index, struct bound *b)
{
    b->row = survey_row(index, l->load.span, l->load.has_persons);
    b->json_len = write_json(l, b);
    b->weight_len = snprintf(b->weight, sizeof b->weight, "%d.%02d", b->row.weight_pct / 100,
                             b->row.weight_pct % 100);
    b->channel =
        id_of(l, "SELECT id FROM word WHERE kind = 'channel' AND word = ?1", b->row.channel);
    b->language =
        id_of(l, "SELECT id FROM word WHERE kind = 'language' AND word = ?1", b->row.language);
    b->touchpoint = id_of(l, "SELECT id FROM touchpoint WHERE key = ?1", b->row.touchpoint);
}

static int64_t take_person(struct loader *l, uint32_t person)
{
    unsigned char hash[HASH_BYTES] = {0}, sealed[SEALED_BYTES] = {0};
    uint64_t scattered = person * UINT64_C(0x9E3779B97F4A7C15);
    for (size_t i = 0; i < sizeof scattered; i++)
        hash[i] = sealed[i] = (unsigned char)(scattered >> (56 - 8 * i));
    (void)sqlite3_bind_blob(l->find_person, 1, hash, sizeof hash, SQLITE_STATIC);
    int64_t id =
        sqlite3_step(l->find_person) == SQLITE_ROW ? sqlite3_column_int64(l->find_person, 0) : 0;
    (void)sqlite3_reset(l->find_person);
    if (id)
        return id;
    run(l, l->add_person);
    id = sqlite3_last_insert_rowid(l->db);
    (void)sqlite3_bind_int64(l->add_identity, 1, id);
    (void)sqlite3_bind_blob(l->add_identity, 2, hash, sizeof hash, SQLITE_STATIC);
    (void)sqlite3_bind_blob(l->add_identity, 3, sealed, sizeof sealed, SQLITE_STATIC);
    run(l, l->add_identity);
    return id;
}

static void add_row(struct loader *l, const struct bound *b)
{
    sqlite3_stmt *s = l->add;
    (void)sqlite3_bind_int64(s, 1, l->next_id);
    (void)sqlite3_bind_int64(s, 2, l->names.source);
    (void)sqlite3_bind_blob(s, 3, b->row.key, SURVEY_KEY_BYTES, SQLITE_STATIC);
    (void)sqlite3_bind_int64(s, 4, b->row.at);
    (void)sqlite3_bind_int64(s, 5, l->names.kind);
    if (b->row.person)
        (void)sqlite3_bind_int64(s, 6, take_person(l, b->row.person));
    else
        (void)sqlite3_bind_null(s, 6);
    (void)sqlite3_bind_int64(s, 7, b->touchpoint);
    (void)sqlite3_bind_int64(s, 8, b->channel);
    (void)sqlite3_bind_int64(s, 9, b->language);
    (void)sqlite3_bind_text(s, 10, b->weight, b->weight_len, SQLITE_STATIC);
    (void)sqlite3_bind_text(s, 11, b->json, b->json_len, SQLITE_STATIC);
    run(l, s);
    if (b->row.comment) {
        (void)sqlite3_bind_int64(l->add_words, 1, l->next_id);
        (void)sqlite3_bind_int64(l->add_words, 2, l->names.comment);
        (void)sqlite3_bind_text(l->add_words, 3, b->row.comment, -1, SQLITE_STATIC);
        run(l, l->add_words);
    }
    l->next_id++;
}

/* The log goes home as in src/store/writer.c. */
static void commit(struct loader *l)
{
    run(l, l->commit);
    if (l->log_pages > LOG_PASSIVE_PAGES)
        (void)sqlite3_wal_checkpoint_v2(l->db, NULL,
                                        l->log_pages > LOG_RESTART_PAGES
                                            ? SQLITE_CHECKPOINT_RESTART
                                            : SQLITE_CHECKPOINT_PASSIVE,
                                        NULL, NULL);
}

/* ---- batches ---- */

static void add_batch(struct loader *l, const struct bound *rows, size_t len)
{
    int64_t began_ns = latency_now_ns();
    run(l, l->begin);
    for (size_t i = 0; i < len; i++)
        add_row(l, &rows[i]);
    commit(l);
    l->took_ns[l->took_len++] = latency_now_ns() - began_ns;
}

/* ---- producers that wait for each of their rows, and one who writes for all ---- */

struct waiting {
    const struct bound *row;
    struct waiting *next;
    bool is_done;
};

struct producer {
    struct loader *loader;
    const struct bound *rows;
    size_t len;
    int64_t *took_ns;
};

static void *produce(void *what)
{
    const struct producer *p = what;
    struct loader *l = p->loader;
    for (size_t i = 0; i < p->len; i++) {
        struct waiting waiting = {.row = &p->rows[i]};
        int64_t began_ns = latency_now_ns();
        (void)pthread_mutex_lock(&l->lock);
        *l->last = &waiting;
        l->last = &waiting.next;
        (void)pthread_cond_signal(&l->came);
        while (!waiting.is_done)
            (void)pthread_cond_wait(&l->went, &l->lock);
        (void)pthread_mutex_unlock(&l->lock);
        p->took_ns[i] = latency_now_ns() - began_ns;
    }
    return NULL;
}

static size_t write_those_who_wait(struct loader *l)
{
    (void)pthread_mutex_lock(&l->lock);
    while (!l->first)
        (void)pthread_cond_wait(&l->came, &l->lock);
    struct waiting *first = l->first;
    l->first = NULL;
    l->last = &l->first;
    (void)pthread_mutex_unlock(&l->lock);
    size_t len = 0;
    run(l, l->begin);
    for (const struct waiting *w = first; w; w = w->next, len++)
        add_row(l, w->row);
    commit(l);
    (void)pthread_mutex_lock(&l->lock);
    for (struct waiting *w = first, *next; w; w = next) {
        next = w->next;
        w->is_done = true;
    }
    (void)pthread_cond_broadcast(&l->went);
    (void)pthread_mutex_unlock(&l->lock);
    return len;
}

static void add_from_threads(struct loader *l, const struct bound *rows, size_t len)
{
    static struct producer producers[SURVEY_THREADS];
    static pthread_t threads[SURVEY_THREADS];
    size_t each = len / l->load.threads, all = each * l->load.threads, left = all;
    l->last = &l->first;
    for (size_t i = 0; i < l->load.threads; i++) {
        producers[i] =
            (struct producer){l, rows + i * each, each, l->took_ns + l->took_len + i * each};
        if (pthread_create(&threads[i], NULL, produce, &producers[i]) != 0)
            exit(EXIT_FAILURE);
    }
    while (left)
        left -= write_those_who_wait(l);
    for (size_t i = 0; i < l->load.threads; i++)
        (void)pthread_join(threads[i], NULL);
    l->took_len += all;
}

static void close_database(struct loader *l)
{
    sqlite3_stmt *const all[] = {l->begin,       l->commit,     l->add,         l->add_words,
                                 l->find_person, l->add_person, l->add_identity};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        (void)sqlite3_finalize(all[i]);
    if (!getenv("BENCH_KEEPS_LOG"))
        (void)sqlite3_wal_checkpoint_v2(l->db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
    (void)sqlite3_close(l->db);
}

static void load(struct loader *l)
{
    struct bound *rows = calloc(survey_load_next(&l->load, 0), sizeof *rows);
    struct taken all = {0, 0};
    l->took_ns = calloc(l->load.rows + 1, sizeof *l->took_ns);
    for (uint64_t done = 0; rows && l->took_ns && done < l->load.rows;) {
        size_t len = survey_load_next(&l->load, done);
        for (size_t i = 0; i < len; i++)
            make_bound(l, l->load.from + done + i, &rows[i]);
        struct taken began = taken_now();
        if (l->load.threads > 1)
            add_from_threads(l, rows, len);
        else
            add_batch(l, rows, len);
        taken_add(&all, began);
        done += len;
    }
    free(rows);
    struct taken began = taken_now();
    close_database(l);
    taken_add(&all, began);
    double middle = latency_ms(l->took_ns, l->took_len, 50);
    (void)printf("%.6f %.6f %.4f %.4f\n", all.cpu, all.wall, middle,
                 latency_ms(l->took_ns, l->took_len, 99));
    free(l->took_ns);
}

int main(int argc, char **argv)
{
    static struct loader l = {.lock = PTHREAD_MUTEX_INITIALIZER,
                              .came = PTHREAD_COND_INITIALIZER,
                              .went = PTHREAD_COND_INITIALIZER};
    if (!survey_load_of_words(argc, argv, &l.load))
        return EXIT_FAILURE;
    open_database(&l);
    find_names(&l);
    prepare_all(&l);
    load(&l);
    return EXIT_SUCCESS;
}
