/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * bench/answers: questions to a data folder of the survey (survey.h), each from its text
 * to its answer, beside a bare read of the columns that it asks for and beside SQL on the
 * record itself.
 *
 * usage: answers DIR [sql]
 *
 * One line a question: CPU and wall milliseconds of the answer, of the bare read and of
 * the SQL (0 without "sql"); bytes a row that were read; the question.  Answer and bare
 * read in turn, and the middle of the rounds counts; SQL runs once.
 */
#include <sqlite3.h>

#include "people/organisation_db.h"
#include "survey.h"
#include "understand/record_answer.h"

enum { ROUNDS = 5 };

/* The SQL gives a row per group: the value and n. */
struct asked {
    const char *question, *sql;
};

/* recommend is field 1 and region field 10; were they not, the answers would differ. */
#define RECOMMEND "json_extract(answers, '$.\"1\"')"
#define REGION "json_extract(answers, '$.\"10\"')"
#define NPS "100.0 * (sum(v >= 9) - sum(v <= 6)) / count(v), count(v)"

static const struct asked all[] = {
    {"nps(recommend)", "SELECT " NPS " FROM (SELECT " RECOMMEND " AS v FROM signal)"},
    {"nps(recommend) by month",
     "SELECT " NPS ", m FROM (SELECT " RECOMMEND " AS v, "
     "strftime('%Y-%m', at / 1000000, 'unixepoch') AS m FROM signal) GROUP BY m"},
    {"nps(recommend) by region",
     "SELECT " NPS ", r FROM (SELECT " RECOMMEND " AS v, " REGION " AS r FROM signal) GROUP BY r"},
    {"nps(recommend) by region, channel",
     "SELECT " NPS ", r, channel FROM (SELECT " RECOMMEND " AS v, " REGION
     " AS r, channel FROM signal) GROUP BY r, channel"},
    {"nps(recommend) where region in (\"Wales\", \"Sicily\") and channel = \"web\"",
     "SELECT " NPS " FROM (SELECT " RECOMMEND " AS v FROM signal WHERE " REGION
     " IN ('Wales', 'Sicily') AND channel = (SELECT id FROM word WHERE kind = 'channel' AND "
     "word = 'web'))"},
    {"nps(recommend) weighted by region",
     "SELECT 100.0 * sum(w * ((v >= 9) - (v <= 6))) / sum(w), count(v), r FROM (SELECT " RECOMMEND
     " AS v, " REGION " AS r, weight + 0.0 AS w FROM signal) GROUP BY r"},
    {"nps(recommend) latest per person",
     "SELECT " NPS " FROM (SELECT v FROM (SELECT " RECOMMEND
     " AS v, max(at * 100000000 / 100000000 + id / 1e12) FROM signal WHERE person IS NOT NULL "
     "GROUP BY person) UNION ALL SELECT " RECOMMEND " FROM signal WHERE person IS NULL)"},
};

/* What SQL must say too, or the comparison is worth nothing. */
struct said {
    size_t rows;
    uint64_t n;
    double sum; /* of the values */
};

struct bench {
    struct arena *a;
    struct store *store;
    sqlite3 *sql;
    str folder;
    struct zone *zone;
    struct record_catalogue catalogue;
    uint64_t bytes, rows; /* of the columns read last */
    struct said said;     /* by the answer made last */
};

static volatile uint64_t sink;

typedef uint64_t words __attribute__((vector_size(32)));

static uint64_t sum_of(const uint8_t *bytes, size_t len)
{
    words sums[4] = {{0}}, sum;
    size_t i = 0;
    for (; i + sizeof sums <= len; i += sizeof sums) {
        words four[4];
        memcpy(four, bytes + i, sizeof four);
        for (size_t w = 0; w < 4; w++)
            sums[w] += four[w];
    }
    sum = sums[0] + sums[1] + sums[2] + sums[3];
    for (; i < len; i++)
        sum[0] += bytes[i];
    return sum[0] + sum[1] + sum[2] + sum[3];
}

static void read_column(struct bench *b, const struct column *column)
{
    for (size_t block = 0; block < column_blocks(column); block++) {
        struct block_codes codes = column_block_codes(column, block);
        size_t bytes = codes.width * column_block_rows(column, block);
        if (bytes)
            sink += sum_of(codes.codes, bytes);
        b->bytes += bytes;
    }
}

/* Within one state of the record. */
static struct err *find_names(struct bench *b, struct arena *a, const struct asked *asked,
                              struct record_ask *ask)
{
    TRY(catalogue_load(a, store_db(b->store), &b->catalogue));
    return record_ask_of_str(a, str_of_chars(asked->question), &b->catalogue, ask);
}

static struct err *read_once(struct bench *b, struct arena *a, const struct asked *asked,
                             struct taken *taken)
{
    struct record_ask ask;
    struct columns columns;
    TRY(find_names(b, a, asked, &ask));
    struct columns_ask wanted = {.wishes = ask.wishes.list,
                                 .wishes_len = ask.wishes.len,
                                 .zone = b->zone,
                                 .folder = b->folder};
    TRY(columns_load(a, store_db(b->store), &wanted, &columns));
    b->bytes = 0;
    b->rows = columns.rows;
    struct taken began = taken_now();
    for (size_t i = 0; i < ask.wishes.len; i++)
        read_column(b, columns.list[i]);
    taken_add(taken, began);
    return NULL;
}

static struct err *answer_once(struct bench *b, struct arena *a, const struct asked *asked,
                               struct taken *taken)
{
    struct record_ask ask;
    struct record_answer answer;
    struct taken began = taken_now();
    TRY(find_names(b, a, asked, &ask));
    struct record_asked how = {.catalogue = &b->catalogue,
                               .ask = &ask,
                               .zone = b->zone,
                               .installation = store_key(b->store),
                               .folder = b->folder,
                               .today = zone_day(b->zone, usec_now())};
    TRY(record_answer(a, store_db(b->store), &how, &answer));
    taken_add(taken, began);
    b->said = (struct said){.rows = answer.answer.rows_len};
    for (size_t i = 0; i < answer.answer.rows_len; i++) {
        b->said.sum += answer.answer.rows[i].estimate.value;
        b->said.n += answer.answer.rows[i].estimate.n;
    }
    return NULL;
}

/* Each in an arena and a state of the record of its own. */
static struct taken once(struct bench *b, const struct asked *asked,
                         struct err *(*doing)(struct bench *b, struct arena *a,
                                              const struct asked *asked, struct taken *taken))
{
    struct arena *a = arena_make(0);
    struct taken taken = {0, 0};
    const struct err *e = db_begin_read(a, store_db(b->store));
    if (!e)
        e = doing(b, a, asked, &taken);
    if (e)
        (void)fprintf(stderr, "%s: %.*s\n", asked->question, STR(e->text));
    if (e)
        exit(EXIT_FAILURE);
    db_end_read(store_db(b->store));
    arena_done(a);
    return taken;
}

static struct taken ask_sql(struct bench *b, const struct asked *asked)
{
    sqlite3_stmt *statement = NULL;
    struct said said = {0};
    struct taken taken = {0, 0}, began = taken_now();
    (void)sqlite3_prepare_v2(b->sql, asked->sql, -1, &statement, NULL);
    while (sqlite3_step(statement) == SQLITE_ROW) {
        said.rows++;
        said.sum += sqlite3_column_double(statement, 0);
        said.n += (uint64_t)sqlite3_column_int64(statement, 1);
    }
    taken_add(&taken, began);
    bool same = said.rows == b->said.rows && said.n == b->said.n && said.sum - b->said.sum < 1e-6 &&
                b->said.sum - said.sum < 1e-6;
    if (sqlite3_finalize(statement) != SQLITE_OK || !same) {
        (void)fprintf(
            stderr, "%s: SQL gives %zu rows, %llu answers, sum %.9g, not %zu, %llu, %.9g; %s\n",
            asked->question, said.rows, (unsigned long long)said.n, said.sum, b->said.rows,
            (unsigned long long)b->said.n, b->said.sum, sqlite3_errmsg(b->sql));
        exit(EXIT_FAILURE);
    }
    return taken;
}

static int by_cpu(const void *left, const void *right)
{
    const struct taken *a = left, *b = right;
    return (a->cpu > b->cpu) - (a->cpu < b->cpu);
}

static void run(struct bench *b, const struct asked *asked)
{
    struct taken answered[ROUNDS], read[ROUNDS], sql = {0, 0};
    for (size_t i = 0; i < ROUNDS; i++) {
        answered[i] = once(b, asked, answer_once);
        read[i] = once(b, asked, read_once);
    }
    qsort(answered, ROUNDS, sizeof *answered, by_cpu);
    qsort(read, ROUNDS, sizeof *read, by_cpu);
    if (b->sql)
        sql = ask_sql(b, asked);
    const struct taken *each[] = {&answered[ROUNDS / 2], &read[ROUNDS / 2], &sql};
    for (size_t i = 0; i < 3; i++)
        (void)printf("%.4f %.4f ", each[i]->cpu * 1e3, each[i]->wall * 1e3);
    (void)printf("%.2f %s\n", b->rows ? (double)b->bytes / (double)b->rows : 0, asked->question);
    (void)fflush(stdout);
}

static struct err *open_all(struct bench *b, const char *dir, bool has_sql)
{
    str zone;
    TRY(store_open(b->a, str_of_chars(dir), (struct store_options){.role = STORE_READS},
                   &b->store));
    b->folder = str_format(b->a, "%s/columns", dir);
    TRY(organisation_zone(b->a, store_db(b->store), &zone));
    TRY(zone_open(b->a, zone, &b->zone));
    const char *path = str_format(b->a, "%s/attune.db", dir).ptr;
    if (has_sql && sqlite3_open_v2(path, &b->sql, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK)
        FAIL(b->a, WHY_FAILED, "\"%s\" cannot be opened.", path);
    return NULL;
}

int main(int argc, char **argv)
{
    struct bench b = {.a = arena_make(0)};
    if (argc < 2)
        return EXIT_FAILURE;
    const struct err *e = open_all(&b, argv[1], argc == 3);
    for (size_t i = 0; i < sizeof all / sizeof *all && !e; i++)
        run(&b, &all[i]);
    if (e)
        (void)fprintf(stderr, "%.*s\n", STR(e->text));
    (void)sqlite3_close(b.sql);
    arena_done(b.a);
    return e ? EXIT_FAILURE : EXIT_SUCCESS;
}
