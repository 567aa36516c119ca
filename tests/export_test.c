/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What attune export promises: an export that is imported where there is nothing gives the
 * same answers, and where it came from changes nothing.
 */
#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

#include "api.h"
#include "base/limits.h"
#include "browser.h"
#include "import.h"

static const char *file(struct test *t, const char *name, const char *content)
{
    return run_file(t, name, str_of_chars(content));
}

/* Runs it; fails the test unless it ends with this status. */
static struct ran run_ok(struct test *t, int status, const char *const *words)
{
    struct ran ran = run_program(t, &(struct run){.args = words});
    CHECK_THAT(ran.status == status, "%s ends with %d, should with %d: %.*s %.*s", words[0],
               ran.status, status, STR(ran.err), STR(ran.out));
    return ran;
}
#define OK(t, ...) run_ok((t), 0, ARGS(__VA_ARGS__))

static void make_folder(struct test *t, const char *dir)
{
    (void)OK(t, "init", dir, "--zone", "Europe/Berlin");
}

static json_t *take(struct test *t, const char *dir, const char *path, const char *map)
{
    struct ran ran =
        RUN(t, "import", "--data", dir, "--format", "json", path, map ? "--map" : NULL, map);
    CHECK_THAT(ran.status <= 1, "%s: %.*s", path, STR(ran.err));
    return run_parse(t, ran.out);
}

static void check_counts(json_t *d, double taken, double duplicates)
{
    bool same = run_number(d, "taken") == taken && run_number(d, "duplicates") == duplicates &&
                run_number(d, "refused_n") == 0;
    CHECK_THAT(same, "should be %.0f taken, %.0f duplicates, none refused: %s", taken, duplicates,
               json_dumps(d, 0));
}

/* ---- the same answers ---- */

/* Ids of signals are those of an installation. */
static void forget_ids(json_t *answer)
{
    size_t i = 0;
    json_t *refusal = NULL;
    json_array_foreach(json_object_get(json_object_get(answer, "refused"), "first"), i, refusal)
    {
        (void)json_object_del(refusal, "signal");
    }
}

static json_t *ask(struct test *t, const char *dir, str question)
{
    struct ran ran = RUN(t, "query", "--data", dir, "--format", "json", question.ptr);
    json_t *answer = run_parse(t, ran.out);
    forget_ids(answer);
    return answer;
}

static void check_answer(struct test *t, const char *dir, const char *other, str question)
{
    json_t *here = ask(t, dir, question), *there = ask(t, other, question);
    CHECK_THAT(json_equal(here, there), "%.*s: %s is not %s", STR(question), json_dumps(there, 0),
               json_dumps(here, 0));
}

enum { QUESTIONS_MAX = 64, OF_A_KIND = 3 };

struct questions {
    str list[QUESTIONS_MAX];
    size_t len;
};

static void add(struct test *t, struct questions *q, const char *form, str first, str second)
{
    struct buf b = buf_make(t->arena, 64 * KIB);
    str rest = str_of_chars(form), fields[] = {first, second};
    for (size_t i = 0; rest.ptr; i++) {
        buf_add(&b, str_cut(rest, '%', &rest));
        if (rest.ptr && i < sizeof fields / sizeof *fields)
            buf_addf(&b, "src.%.*s", STR(fields[i]));
    }
    CHECK(q->len < QUESTIONS_MAX);
    q->list[q->len++] = str_copy(t->arena, str_format(t->arena, "%.*s", STR(buf_str(&b))));
}

/* Scores and choices of what an import reported, by what it has. */
static struct questions questions_of(struct test *t, json_t *report)
{
    struct questions q = {.len = 0};
    size_t i = 0, scores = 0, choices = 0;
    json_t *column = NULL;
    str by = S("");
    json_array_foreach(run_at(report, "columns"), i, column)
    {
        str kind = run_text(column, "kind");
        if (run_is_null(column, "field"))
            continue;
        str field = run_text(column, "field");
        bool is_number = str_equal(kind, S("score")) || str_equal(kind, S("number"));
        if (str_equal(kind, S("choice")) && choices++ < OF_A_KIND) {
            by = field;
            add(t, &q, "choices(%)", field, S(""));
        }
        if (!is_number || scores++ >= OF_A_KIND)
            continue;
        add(t, &q, "mean(%)", field, S(""));
        add(t, &q, "mean(%) weighted", field, S(""));
        add(t, &q, "mean(%) latest per person", field, S(""));
        add(t, &q, "share(%, 1)", field, S(""));
        add(t, &q, "mean(%) by month", field, S(""));
        if (by.len)
            add(t, &q, "mean(%) by %", field, by);
    }
    CHECK_THAT(q.len > 0, "nothing can be asked: %s", json_dumps(report, 0));
    return q;
}

/* ---- there and back ---- */

struct trip {
    const char *format;
    bool is_personal;
};

static const struct trip trips[] = {
    {"csv", true}, {"csv", false}, {"ndjson", true}, {"ndjson", false}, {"xlsx", true}};

enum { TRIPS = sizeof trips / sizeof *trips };

struct exported {
    const char *data, *map;
};

static struct exported export_source(struct test *t, const char *dir, const struct trip *trip,
                                     const char *source)
{
    const char *folder =
        str_format(t->arena, "out-%s-%s-%d", dir, trip->format, trip->is_personal).ptr;
    (void)OK(t, "export", "--data", dir, "--to", folder, "--format", trip->format, "--source",
             source, trip->is_personal ? "--personal" : NULL);
    return (struct exported){.data =
                                 str_format(t->arena, "%s/%s.%s", folder, source, trip->format).ptr,
                             .map = str_format(t->arena, "%s/%s.map", folder, source).ptr};
}

/* Exports, takes it elsewhere and here, and asks both. */
static void check_trip(struct test *t, const struct trip *trip, double signals,
                       const struct questions *questions)
{
    struct exported x = export_source(t, "data", trip, "src");
    const char *other = str_format(t->arena, "other-%s-%d", trip->format, trip->is_personal).ptr;
    make_folder(t, other);
    check_counts(take(t, other, x.data, x.map), signals, 0);
    for (size_t i = 0; i < questions->len; i++)
        check_answer(t, "data", other, questions->list[i]);
    check_counts(take(t, "data", x.data, x.map), 0, signals);
    struct exported again = export_source(t, other, trip, "src");
    if (!trip->is_personal)
        return; /* pseudonyms are an installation's, and comments are none there */
    CHECK_STR(test_read(t, str_of_chars(again.map)), test_read(t, str_of_chars(x.map)));
    if (strcmp(trip->format, "xlsx") != 0) /* an archive says when it was packed */
        CHECK(
            str_equal(test_read(t, str_of_chars(again.data)), test_read(t, str_of_chars(x.data))));
}

static void check_trips(struct test *t, const char *path, const char *map)
{
    make_folder(t, "data");
    struct ran ran = RUN(t, "import", "--data", "data", "--format", "json", "--source", "src", path,
                         map ? "--map" : NULL, map);
    CHECK_THAT(ran.status <= 1, "%s: %.*s", path, STR(ran.err));
    json_t *report = run_parse(t, ran.out);
    struct questions questions = questions_of(t, report);
    for (size_t i = 0; i < TRIPS; i++)
        check_trip(t, &trips[i], run_number(report, "taken"), &questions);
}

static const char *shared(struct test *t, const char *path)
{
    return test_shared(t, path).ptr;
}

TEST(an_airports_survey_comes_back_with_its_code_book)
{
    const char *map = file(t, "airport.map",
                           "source: src\nkey: RESPNUM\nweight: WEIGHT\nname: Airport, 2017\n"
                           "reached: random\npopulation: 50000000\n"
                           "[NETPRO]\nfield: recommend\nscale: 0-10\nmissing: 11, 99\n"
                           "code 10: extremely likely\ncode 0: \"not at all, never\"\n"
                           "[Q7ALL]\nscale: 1-5\nmissing: 0, 6\ncode 5: =outstanding\n");
    const char *path = shared(t, "data/sfo_customer_survey/2017_SFO_Customer_Survey_20250817.csv");
    check_trips(t, path, map);
}

TEST(a_shops_answers_in_two_encodings_come_back)
{
    check_trips(t, shared(t, "data/retail_nps_french/nps_demo_odd_as_found_bytes.csv"), NULL);
}

TEST(a_hospitals_answers_come_back)
{
    check_trips(t, shared(t, "data/hcahps_hospital/hcahps.csv"), NULL);
}

TEST(reviews_with_their_comments_come_back)
{
    check_trips(t, shared(t, "data/skytrax_lounge/lounge.csv"),
                file(t, "lounge.map", "source: src\ntime: date\n"));
}

TEST(answers_with_commas_in_numbers_come_back)
{
    check_trips(t,
                shared(t, "data/learning_r_survey/Learning R Internet Survey (Spanish Version) - "
                          "Form Responses 1.tsv"),
                NULL);
}

/* Persons, places, contexts, a field that is called as a shared one, guessed times, ticks,
 * and keys that are no texts. */
TEST(signals_of_every_shape_come_back)
{
    const char *lines = file(
        t, "src.ndjson",
        "{\"key\":\"NA\",\"at\":\"2026-01-31T23:30:00Z\",\"answers\":{\"recommend\":9,"
        "\"Why, then?\":\"=HYPERLINK(1)\",\"ticks\":[\"Web\",\"Phone\"]},\"context\":{\"Region\":"
        "\"Nord\",\"plan\":3},\"person\":{\"external_id\":\"ann\",\"email\":\"ann@example.org\"},"
        "\"unit\":\"Shop A\",\"channel\":\"web\",\"language\":\"de\",\"kind\":\"call\","
        "\"touchpoint\":\"till\",\"relationship\":\"customer\",\"account\":\"acme\",\"weight\":2}\n"
        "{\"key\":\" 2\",\"at\":\"2026-02-01T09:00:00.25Z\",\"answers\":{\"recommend\":3,"
        "\"Why, then?\":\"a\\r\\nb, "
        "\\\"c\\\"\",\"ticks\":\"Web\"},\"context\":{\"Region\":\"Süd\"},"
        "\"person\":{\"email\":\"bob@example.org\"},\"unit\":\"Shop B\",\"weight\":0.5}\n"
        "{\"key\":\"-3\",\"at\":\"2026-02-02T09:00:00Z\",\"at_assumed\":true,\"answers\":{"
        "\"recommend\":10,\"comment\":\"it took me very long to find the door of this shop\"},"
        "\"person\":{\"external_id\":\"ann\"},\"unit\":\"Shop A\"}\n"
        "{\"key\":\"4\",\"at\":\"2026-02-03T09:00:00Z\",\"answers\":{\"recommend\":10}}\n");
    static const str all[] = {S_INIT("nps(recommend)"),
                              S_INIT("nps(recommend) weighted"),
                              S_INIT("nps(recommend) latest per person"),
                              S_INIT("nps(recommend) by month"),
                              S_INIT("nps(recommend) by region"),
                              S_INIT("nps(recommend) by unit"),
                              S_INIT("nps(recommend) by signal.kind"),
                              S_INIT("nps(recommend) by channel"),
                              S_INIT("nps(recommend) by language"),
                              S_INIT("nps(recommend) by touchpoint"),
                              S_INIT("nps(recommend) by relationship"),
                              S_INIT("choices(ticks)"),
                              S_INIT("choices(`Why, then?`)"),
                              S_INIT("mean(plan)"),
                              S_INIT("nps(recommend) where region = \"Nord\"")};
    struct questions questions = {.len = sizeof all / sizeof *all};
    memcpy(questions.list, all, sizeof all);
    make_folder(t, "data");
    check_counts(take(t, "data", lines, NULL), 4, 0);
    for (size_t i = 0; i < questions.len; i++)
        CHECK_THAT(!json_object_get(ask(t, "data", all[i]), "error"), "%.*s", STR(all[i]));
    for (size_t i = 0; i < TRIPS; i++)
        check_trip(t, &trips[i], 4, &questions);
}

TEST(a_field_of_its_own_stays_beside_the_shared_one_of_its_name)
{
    make_folder(t, "data");
    const char *map = file(t, "a.map",
                           "source: src\n[a] own field: satisfaction\nscale: 1-10\n"
                           "[b] field: satisfaction\n[c] context: area\ndecimal: comma\n");
    check_counts(take(t, "data", file(t, "a.csv", "a,b,c\n9,5,x\n10,4,y\n1,1,x\n"), map), 3, 0);
    struct questions questions = {.len = 4};
    questions.list[0] = S("mean(src.satisfaction)");
    questions.list[1] = S("mean(satisfaction)");
    questions.list[2] = S("mean(src.a) by area");
    questions.list[3] = S("mean(src.b)");
    CHECK_NEAR(run_number(ask(t, "data", questions.list[0]), "rows/0/value"), 20 / 3.0, 1e-12);
    CHECK_NEAR(run_number(ask(t, "data", questions.list[1]), "rows/0/value"), 10 / 3.0, 1e-12);
    for (size_t i = 0; i < TRIPS; i++)
        check_trip(t, &trips[i], 3, &questions);
}

TEST(who_was_reached_counts_there_too)
{
    make_folder(t, "data");
    struct buf b = buf_make(t->arena, MIB);
    buf_add(&b, S("recommend\n"));
    for (int i = 0; i < 38; i++)
        buf_addf(&b, "%d\n", i % 11);
    (void)take(t, "data", run_file(t, "src.csv", buf_str(&b)), NULL);
    (void)OK(t, "source", "--data", "data", "src", "--reached", "everybody", "--invited", "38",
             "--population", "40", "--from", "2026-03-01", "--to", "2026-03-31", "--name",
             "Spring");
    struct questions questions = {.len = 1};
    questions.list[0] = S("nps(recommend)");
    check_trip(t, &trips[0], 38, &questions);
    json_t *d = run_parse(t, OK(t, "source", "--data", "other-csv-1", "--format", "json").out);
    CHECK_STR(run_text(d, "sources/0/name"), S("Spring"));
    CHECK_STR(run_text(d, "sources/0/to"), S("2026-03-31"));
    CHECK_INT(run_number(d, "sources/0/invited"), 38);
    /* What somebody says of a source stays, whatever a map says later. */
    (void)OK(t, "source", "--data", "other-csv-1", "src", "--population", "unknown");
    (void)take(t, "other-csv-1", "out-data-csv-1/src.csv", "out-data-csv-1/src.map");
    d = run_parse(t, OK(t, "source", "--data", "other-csv-1", "--format", "json").out);
    CHECK(run_is_null(d, "sources/0/population"));
}

/* ---- what stands in the files ---- */

TEST(a_table_is_written_to_the_letter)
{
    make_folder(t, "data");
    const char *map = file(t, "a.map",
                           "source: src\nkey: id\ntime: when\n[id] kind: skip\n[when] kind: skip\n"
                           "[q]\nlabel: \"How, \\\"then\\\"?\"\nscale: 1-5\nmissing: none, 9\n"
                           "code 5: very good\n[w] kind: text\n[c] kind: comment\n");
    (void)take(t, "data",
               file(t, "a.csv",
                    "id,when,q,w,c\n1,2026-01-05 09:30,5,=1+2,me\n2,2026-07-05,9.0,\"a, \"\"b\"\"\n"
                    "c\",\n3,,4.0,-7,\n"),
               map);
    (void)OK(t, "export", "--data", "data", "--to", "out", "--now", "2026-08-01T00:00:00Z");
    str csv = test_read(t, S("out/src.csv"));
    str assumed = str_slice(csv, 0, 0);
    for (str rest = csv; rest.ptr && assumed.len == 0;) {
        str line = str_cut(rest, '\n', &rest), cell = S("");
        if (str_starts_with(line, S("3,,")))
            assumed = str_cut(str_slice(line, 3, line.len), ',', &cell);
    }
    CHECK(assumed.len > 0);
    CHECK_STR(csv, str_format(t->arena,
                              "signal.key,signal.at,signal.assumed_at,signal.kind,signal.channel,"
                              "signal.unit,signal.touchpoint,signal.language,signal.relationship,"
                              "signal.weight,signal.person,q,w\r\n"
                              "1,2026-01-05T08:30:00Z,,survey,,,,,,,,5,\"'=1+2\"\r\n"
                              "2,2026-07-04T22:00:00Z,,survey,,,,,,,,9.0,\"a, \"\"b\"\"\nc\"\r\n"
                              "3,,%.*s,survey,,,,,,,,4.0,-7\r\n",
                              STR(assumed)));
    CHECK_STR(test_read(t, S("out/src.map")),
              S("# The code book of 3 signals.  attune import FILE --map THIS reads both.\n"
                "# signal.at is empty where nobody said when; signal.assumed_at is a guess.\n"
                "# Personal, and not in it: comment; attune export --personal.\n"
                "source: src\n"
                "\n"
                "[q]\n"
                "own field: q\n"
                "kind: score\n"
                "label: How, \"then\"?\n"
                "scale: 1-5\n"
                "missing: none, 9\n"
                "code 5: very good\n"
                "\n"
                "[w]\n"
                "own field: w\n"
                "kind: text\n"
                "label: w\n"));
}

TEST(what_is_personal_leaves_only_when_it_is_asked_for)
{
    make_folder(t, "data");
    const char *map = file(t, "a.map", "source: src\nemail: mail\naccount: firm\n");
    (void)take(t, "data",
               file(t, "a.csv",
                    "mail,firm,score,comment\nann@example.org,Acme,9,It was so good that I came "
                    "again twice\nbob@example.org,Acme,3,Nobody knew the way to the second floor "
                    "there\nann@example.org,,7,\n"),
               map);
    struct ran ran = OK(t, "export", "--data", "data", "--to", "-", "--source", "src");
    CHECK(!run_has(ran.out, "ann@") && !run_has(ran.out, "Acme") && !run_has(ran.out, "floor"));
    CHECK(run_has(ran.out, "person_"));
    CHECK_THAT(run_has(ran.err, "comment, signal.email, signal.account"), "%.*s", STR(ran.err));
    CHECK(run_has(ran.err, "--personal"));
    ran = OK(t, "export", "--data", "data", "--to", "-", "--format", "ndjson", "--personal");
    CHECK(run_has(ran.out, "\"email\":\"ann@example.org\""));
    CHECK(run_has(ran.out, "\"account\":\"Acme\"") && run_has(ran.out, "second floor"));
    CHECK_STR(ran.err, S(""));
}

/* An export without what is personal, taken where that is known, takes nothing away. */
TEST(a_pseudonym_is_the_person_where_it_comes_from)
{
    make_folder(t, "data");
    const char *map = file(t, "a.map", "source: src\nperson: who\nkey: id\n");
    (void)take(t, "data", file(t, "a.csv", "id,who,q\n1,ann,1\n2,ann,3\n3,bob,5\n"), map);
    struct exported x = export_source(t, "data", &trips[1], "src");
    str csv = test_read(t, str_of_chars(x.data)), person = S("");
    for (str rest = csv; rest.ptr;) {
        str line = str_cut(rest, '\n', &rest);
        if (!str_starts_with(line, S("1,")))
            continue;
        for (str cells = line; cells.ptr && !str_starts_with(person, S("person_"));)
            person = str_cut(cells, ',', &cells);
    }
    const char *more = str_format(t->arena,
                                  "{\"key\":\"9\",\"at\":\"2026-01-01T00:00:00Z\",\"source\":"
                                  "\"src\",\"answers\":{\"q\":2},\"person\":{\"external_id\":"
                                  "\"%.*s\"}}\n",
                                  STR(person))
                           .ptr;
    check_counts(take(t, "data", file(t, "more.ndjson", more), NULL), 1, 0);
    CHECK_INT(run_number(ask(t, "data", S("mean(src.q) latest per person")), "rows/0/n"), 2);
}

/* ---- when it goes wrong ---- */

TEST(nothing_is_overwritten)
{
    make_folder(t, "data");
    (void)take(t, "data", file(t, "a.csv", "q\n1\n2\n"), NULL);
    (void)take(t, "data", file(t, "b.csv", "r\n1\n2\n"), NULL);
    CHECK(mkdir("out", 0755) == 0);
    (void)file(t, "out/b.map", "mine");
    struct ran ran = run_ok(t, 73, ARGS("export", "--data", "data", "--to", "out"));
    CHECK_THAT(run_has(ran.err, "out/b.map"), "%.*s", STR(ran.err));
    CHECK_STR(test_read(t, S("out/b.map")), S("mine"));
    CHECK(access("out/a.csv", F_OK) != 0 && access("out/b.csv", F_OK) != 0);
    (void)OK(t, "export", "--data", "data", "--to", "out", "--source", "a", "--source", "a");
    CHECK(access("out/a.csv", F_OK) == 0 && access("out/a.map", F_OK) == 0);
}

TEST(what_is_not_there_is_named)
{
    make_folder(t, "data");
    struct ran ran = OK(t, "export", "--data", "data", "--to", "out");
    CHECK(run_has(ran.out, "no source yet"));
    (void)take(t, "data", file(t, "spring.csv", "q\n1\n2\n"), NULL);
    (void)take(t, "data", file(t, "empty.csv", "q,area\n"), NULL);
    ran = run_ok(t, 66, ARGS("export", "--data", "data", "--to", "o", "--source", "sprng"));
    CHECK(run_has(ran.err, "did you mean \"spring\"?"));
    ran = run_ok(t, 64, ARGS("export", "--data", "data", "--to", "-"));
    CHECK(run_has(ran.err, "one source"));
    ran = run_ok(
        t, 64,
        ARGS("export", "--data", "data", "--to", "-", "--source", "spring", "--format", "xlsx"));
    CHECK(run_has(ran.err, "workbook"));
    ran = run_ok(t, 66, ARGS("export", "--data", "data", "--to", "no/such/place"));
    CHECK(run_has(ran.err, "no/such/place"));
    ran = run_ok(t, 64, ARGS("export", "--data", "data"));
    CHECK(run_has(ran.err, "--to"));
    (void)OK(t, "export", "--data", "data", "--to", "o2");
    str lines = test_read(t, S("o2/empty.csv")), rest = S("");
    (void)str_cut(lines, '\n', &rest);
    CHECK_STR(rest, S(""));
    make_folder(t, "other");
    check_counts(take(t, "other", "o2/empty.csv", "o2/empty.map"), 0, 0);
}

static size_t files_in(const char *folder)
{
    size_t files = 0;
    DIR *open = opendir(folder);
    CHECK(open);
    for (const struct dirent *d = readdir(open); d; d = readdir(open))
        files += d->d_name[0] != '.';
    (void)closedir(open);
    return files;
}

/* With no file longer than so many KiB, as on a disk that is full. */
TEST(a_full_disk_leaves_no_half_file)
{
    static const char *const forms[] = {"csv", "ndjson", "xlsx"};
    enum { ROWS = 20000 };
    make_folder(t, "data");
    struct buf b = buf_make(t->arena, 4 * MIB);
    buf_add(&b, S("q,area\n"));
    for (int i = 0; i < ROWS; i++)
        buf_addf(&b, "%d,%c%d\n", i % 11, "AB"[i % 2], i * 7919 % 1000);
    (void)take(t, "data", run_file(t, "a.csv", buf_str(&b)), NULL);
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        const char *script =
            str_format(t->arena,
                       "ulimit -f 400; exec \"$ATTUNE\" export --data data --to full --format %s",
                       forms[i])
                .ptr;
        struct ran ran = run_program(t, &(struct run){.program = "sh", .args = ARGS("-c", script)});
        CHECK_THAT(ran.status == 65, "%s: %d %.*s", forms[i], ran.status, STR(ran.err));
        CHECK_INT(files_in("full"), 0);
    }
    struct ran full =
        run_program(t, &(struct run){.args = ARGS("export", "--data", "data", "--to", "-"),
                                     .output = "/dev/full"});
    CHECK_INT(full.status, 74);
    CHECK(run_has(full.err, "could not be written"));
}

/* ---- over HTTP ---- */

TEST(an_export_is_downloaded_by_who_is_signed_in)
{
    struct served s = served_start(t, NULL, NULL);
    struct browser ada = browser_administrator(t, &s);
    (void)TAKE(t, file(t, "spring.csv", "q,area\n1,A\n5,=B\n"));
    struct client_reply reply = GET(&ada, "/api/v1/sources/spring/export");
    CHECK_THAT(reply.status == 200, "%d: %.*s", reply.status, STR(reply.body));
    (void)OK(t, "export", "--data", "data", "--to", "out", "--personal");
    CHECK(str_starts_with(reply.body, S("signal.key,signal.at,")));
    CHECK(run_has(reply.body, "\"'=B\"\r\n"));
    reply = GET(&ada, "/api/v1/sources/spring/export?format=csv&personal=1");
    CHECK_STR(reply.body, test_read(t, S("out/spring.csv")));
    CHECK_STR(client_header(&reply, "content-disposition"),
              S("attachment; filename*=UTF-8''spring.csv"));
    reply = GET(&ada, "/api/v1/sources/spring/export?format=map&personal=1");
    CHECK_STR(reply.body, test_read(t, S("out/spring.map")));
    reply = GET(&ada, "/api/v1/sources/spring/export?format=ndjson");
    CHECK(str_starts_with(reply.body, S("{\"key\":")));
    reply = GET(&ada, "/api/v1/sources/spring/export?format=xlsx");
    CHECK(reply.status == 200 && str_starts_with(reply.body, S("PK\x03\x04")));
    CHECK_INT(GET(&ada, "/api/v1/sources/sprang/export").status, 404);
    CHECK_INT(GET(&ada, "/api/v1/sources/spring/export?format=pdf").status, 400);
    CHECK_INT(GET(&ada, "/api/v1/sources/spring/export?personal=2").status, 400);
    CHECK_INT(files_in("data/spool"), 0);
    struct browser nobody = browser_of(t, &s);
    CHECK_INT(GET(&nobody, "/api/v1/sources/spring/export").status, 401);
    (void)served_stop(t, &s);
}

TEST(a_token_exports_nothing)
{
    struct api api = api_start(t);
    struct api_ask ask = {.what = "GET /api/v1/sources/till/export", .token = api.till};
    CHECK_INT(api_ask(&api, &ask).status, 403);
    api_stop(&api);
}
