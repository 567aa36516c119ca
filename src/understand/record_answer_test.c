/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Whatever happened to the record, segments and tail, the record alone, scalar kernels and
 * those of this machine, a loop over the rows and SQL give the same answers
 * (ATTUNE_TORTURE_QUESTIONS).
 */
#include "understand/record_answer.h"

#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store/vfs_look.h"
#include "understand/record_naive.h"

enum { PLAIN_OF_STEP = 12, WILD_OF_STEP = 18, LINE_BYTES = 64 * 1024 * 1024 };

/* What is asked behind one step, and where what a process answers goes. */
struct asking {
    struct world *w;
    struct naive_question plain[PLAIN_OF_STEP];
    str wild[WILD_OF_STEP];
    int32_t today[WILD_OF_STEP];
    bool may_be_damaged; /* hints may say so */
};

/* A process that answers. */
struct asker {
    struct arena *a;
    const struct asking *asking;
    struct store *store;
    struct record_catalogue catalogue;
    FILE *out;
};

static bool is_damage(str hint)
{
    return str_starts_with(hint, S("The column file")) || str_starts_with(hint, S("There is no"));
}

static struct err *ask(struct arena *a, const struct asker *k, str text, int32_t today, str folder,
                       struct record_answer *out)
{
    struct record_ask asked;
    TRY(record_ask_of_str(a, text, &k->catalogue, &asked));
    struct record_asked question = {.catalogue = &k->catalogue,
                                    .ask = &asked,
                                    .zone = k->asking->w->zone,
                                    .installation = store_key(k->store),
                                    .folder = folder,
                                    .today = today};
    return record_answer(a, store_db(k->store), &question, out);
}

/* The answer, or why there is none. */
static str answer_text(struct arena *a, const struct asker *k, str text, int32_t today, str folder,
                       struct record_answer *out)
{
    struct buf b = buf_make(a, LINE_BYTES);
    *out = (struct record_answer){.hints = NULL};
    const struct err *e = ask(a, k, text, today, folder, out);
    if (e) {
        buf_addf(&b, "error %.*s\n", STR(why_name(e->why)));
        return buf_str(&b);
    }
    for (size_t i = 0; i < out->hints_len; i++)
        CHECK_THAT(k->asking->may_be_damaged || !is_damage(out->hints[i]), "%.*s",
                   STR(out->hints[i]));
    buf_addf(&b, "from %.*s: ", STR(out->sources));
    answer_to_json(&out->answer, &b);
    return buf_str(&b);
}

/* From segments and from the record alone. */
static str answer_both(struct arena *a, const struct asker *k, str text, int32_t today,
                       struct record_answer *out)
{
    str sealed = answer_text(a, k, text, today, k->asking->w->folder, out);
    str plain = answer_text(a, k, text, today, S(""), out);
    if (!str_equal(sealed, plain))
        printf("asked: %.*s (today %d)\n", STR(text), today);
    CHECK_STR(sealed, plain);
    (void)fprintf(k->out, "%.*s", STR(sealed));
    return sealed;
}

static void ask_plain(const struct asker *k, const struct naive_question *q)
{
    struct arena *a = arena_make(0);
    struct record_answer answer;
    str text = answer_both(a, k, q->text, q->today, &answer);
    if (str_starts_with(text, S("error")))
        CHECK_THAT(!naive_has_boxed(k->asking->w, q), "%.*s: %.*s", STR(q->text), STR(text));
    else
        naive_check(k->asking->w, q, &answer.answer);
    arena_done(a);
}

static void ask_wild(const struct asker *k, size_t i)
{
    struct arena *a = arena_make(0);
    struct record_answer answer;
    (void)answer_both(a, k, k->asking->wild[i], k->asking->today[i], &answer);
    arena_done(a);
}

static void answer_all(const struct asking *asking, FILE *out)
{
    struct asker k = {.a = arena_make(0), .asking = asking, .out = out};
    CHECK_OK(
        store_open(k.a, asking->w->dir, (struct store_options){.role = STORE_READS}, &k.store));
    CHECK_OK(db_begin_read(k.a, store_db(k.store)));
    CHECK_OK(catalogue_load(k.a, store_db(k.store), &k.catalogue));
    for (size_t i = 0; i < PLAIN_OF_STEP; i++)
        ask_plain(&k, &asking->plain[i]);
    for (size_t i = 0; i < WILD_OF_STEP; i++)
        ask_wild(&k, i);
    db_end_read(store_db(k.store));
    arena_done(k.a);
}

/* In a process of its own, which chooses its kernels anew. */
static str answers_by(const struct asking *asking, struct arena *a, const char *isa)
{
    const char *name = str_format(a, "%s.txt", isa).ptr;
    const char *path = str_format(a, "%.*s/%s", STR(asking->w->t->dir), name).ptr;
    (void)fflush(stdout);
    pid_t child = fork();
    CHECK(child >= 0);
    if (child == 0) {
        (void)setenv("ATTUNE_ISA", isa, 1);
        FILE *out = fopen(path, "w");
        CHECK(out);
        answer_all(asking, out);
        (void)fclose(out);
        (void)fflush(stdout);
        _exit(0);
    }
    int how = 0;
    CHECK(waitpid(child, &how, 0) == child);
    CHECK_THAT(how == 0, "what %s answers is wrong", isa);
    struct test own = {.arena = a, .dir = asking->w->t->dir};
    return test_read(&own, str_of_chars(path));
}

static size_t count_answers(str lines)
{
    size_t answers = 0;
    for (str line = str_cut(lines, '\n', &lines); lines.ptr; line = str_cut(lines, '\n', &lines))
        answers += str_starts_with(line, S("from "));
    return answers;
}

/* Numbers of SQL's own beside the loop's. */
static void check_sql(struct world *w)
{
    struct arena *a = arena_make(0);
    int64_t *numbers = NULL, signals = 0, answers = 0, sum = 0, assumed = 0;
    size_t len = 0;
    str wrong =
        vfs_look(a, str_format(a, "%.*s/attune.db", STR(w->dir)),
                 "SELECT count(*) FROM signal UNION ALL "
                 "SELECT count(*) FROM signal, json_each(answers) AS j WHERE j.key = '2' "
                 "AND typeof(j.value) = 'integer' AND j.value BETWEEN 1 AND 5 UNION ALL "
                 "SELECT total(j.value) FROM signal, json_each(answers) AS j WHERE j.key = '2' "
                 "AND typeof(j.value) = 'integer' AND j.value BETWEEN 1 AND 5 UNION ALL "
                 "SELECT count(*) FROM signal WHERE at_assumed UNION ALL "
                 "SELECT count(*) FROM verbatim WHERE signal NOT IN (SELECT id FROM signal)",
                 &numbers, &len);
    CHECK_STR(wrong, S(""));
    for (size_t i = 0; i < w->rows_len; i++) {
        const struct world_row *row = &w->rows[i];
        str value = world_value(w, row, WORLD_SATISFACTION);
        if (row->id == 0)
            continue;
        signals++;
        assumed += row->at_assumed;
        bool is = value.len == 1 && value.ptr[0] >= '1' && value.ptr[0] <= '5';
        answers += is;
        sum += is ? value.ptr[0] - '0' : 0;
    }
    CHECK_INT(len, 5);
    CHECK_INT(numbers[0], signals);
    CHECK_INT(numbers[1], answers);
    CHECK_INT(numbers[2], sum);
    CHECK_INT(numbers[3], assumed);
    CHECK_INT(numbers[4], 0);
    arena_done(a);
}

/* Asks anew, and gives how many questions had an answer. */
static size_t compare_all(struct world *w, bool may_be_damaged)
{
    struct arena *a = arena_make(0);
    struct asking *asking = ARENA_NEW(a, struct asking);
    asking->w = w;
    asking->may_be_damaged = may_be_damaged;
    for (size_t i = 0; i < PLAIN_OF_STEP; i++)
        asking->plain[i] = naive_question_make(a, w);
    for (size_t i = 0; i < WILD_OF_STEP; i++) {
        asking->wild[i] = naive_wild_question(a, w);
        asking->today[i] = asking->plain[i % PLAIN_OF_STEP].today;
    }
    str scalar = answers_by(asking, a, "scalar"), best = answers_by(asking, a, "avx2");
    CHECK_STR(best, scalar);
    size_t answers = count_answers(scalar);
    arena_done(a);
    return answers;
}

static size_t questions(void)
{
    return test_times("ATTUNE_TORTURE_QUESTIONS", 1200);
}

/* A third of the questions, each in worlds of their own, so that no test takes long. */
static void ask_in_worlds(struct test *t, uint64_t first_seed)
{
    enum { STEPS_OF_WORLD = 20, OF_STEP = PLAIN_OF_STEP + WILD_OF_STEP };
    size_t asked = 0, answered = 0, most = questions() / 3;
    for (uint64_t seed = first_seed; asked < most; seed++) {
        struct world *w = world_make(t, seed);
        for (size_t step = 0; step < STEPS_OF_WORLD && asked < most; step++) {
            const char *what = world_step(w);
            printf("world %llu, step %zu: %s\n", (unsigned long long)seed, step, what);
            check_sql(w);
            answered += compare_all(w, false);
            asked += OF_STEP;
        }
    }
    printf("%zu of %zu questions had an answer\n", answered, asked);
    CHECK(answered * 4 > asked * 3);
}

TEST(every_way_to_an_answer_gives_the_same_one_whatever_happened_1)
{
    ask_in_worlds(t, 1);
}

TEST(every_way_to_an_answer_gives_the_same_one_whatever_happened_2)
{
    ask_in_worlds(t, 100001);
}

TEST(every_way_to_an_answer_gives_the_same_one_whatever_happened_3)
{
    ask_in_worlds(t, 200001);
}

/* Codes of one, two and four bytes in one column; rows of more than one block. */
TEST(every_way_gives_the_same_answer_of_columns_with_very_many_texts)
{
    struct world *w = world_make(t, 77);
    struct seal_options all = {.everything = true};
    w->months_most = 2;
    w->notes = 200;
    world_add(w, 300);
    (void)world_seal(w, &all);
    w->notes = 1000000;
    world_add(w, 70000);
    CHECK(world_seal(w, &all).signals > UINT16_MAX);
    world_remove(w, 3);
    (void)compare_all(w, false);
    (void)world_seal(w, &all);
    check_sql(w);
    (void)compare_all(w, false);
}
