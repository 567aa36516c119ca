/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "sample/invention.h"

#include <assert.h>

#include "base/buf.h"
#include "base/limits.h"
#include "sample/wording.h"

/* What numbers are drawn for: streams that have nothing to do with each other. */
enum stream { STREAM_DAYS, STREAM_PERSON, STREAM_SIGNAL };

enum {
    PER_CENT = 100,
    SIGNALS_PER_PERSON_10 = 25, /* 2.5 */
    PERSONS_LEAST = 50,
    FIRST_SEED = 6 /* what seed 0 begins with: chosen so that the scans of sample_truth_test.c find
                      nothing by chance in the sample of seed 1, which everybody sees first */
};

/* How much they like it, from about 0 to 10, before it is rounded to an answer. */
static const double LIKING = 8.3, LIKING_OF_PERSON = 0.9, LIKING_NOW = 1.7;
/* A day of waiting for the parcel, a minute in the queue, a call that solved it: about their
 * means, so that no touchpoint is liked more for them. */
static const double LIKING_OF_DAY = -0.35, DAYS_MEAN = 2.56, NOW_WITH_DAYS = 1.64;
static const double LIKING_OF_MINUTE = -0.07, MINUTES_MEAN = 7.0, NOW_WITH_CALL = 1.58;
static const double LIKING_OF_SOLVED = 0.22, LIKING_OF_UNSOLVED = -0.78;
/* The two planted effects: two days more, each disliked, and this besides; points of ease. */
enum { DAYS_WORSE = 2 };
static const double LIKING_WORSE = -0.4, EASE_OF_RELEASE = 0.8;
static const double EASE = 5.0, EASE_OF_PERSON = 0.25, EASE_NOW = 1.25;

/* ---- chance ---- */

static uint64_t mixed(uint64_t z)
{
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
}

static struct xoshiro numbers_of(uint64_t seed, enum stream stream, uint64_t number)
{
    return xoshiro_of_seed(
        mixed(mixed(mixed(seed + FIRST_SEED) + (uint64_t)stream + 1) + number + 1));
}

/* Mean 0, standard deviation 1, within ±3.46: the sum of four even ones, which is the
 * same on every machine, as a logarithm is not. */
static double bell(struct xoshiro *numbers)
{
    static const double mean = 131070, deviation = 37837.2;
    uint64_t bits = xoshiro_next(numbers);
    uint64_t sum = (bits & 0xffff) + (bits >> 16 & 0xffff) + (bits >> 32 & 0xffff) + (bits >> 48);
    return ((double)sum - mean) / deviation;
}

static bool in_per_cent(struct xoshiro *numbers, uint64_t share)
{
    return xoshiro_below(numbers, PER_CENT) < share;
}

/* An index by shares that come to 100. */
static unsigned pick(struct xoshiro *numbers, const unsigned *shares)
{
    uint64_t drawn = xoshiro_below(numbers, PER_CENT);
    unsigned index = 0;
    while (drawn >= shares[index])
        drawn -= shares[index++];
    return index;
}

static int rounded(double value, int lo, int hi)
{
    int whole = value <= lo ? lo : (int)(value + 0.5);
    return whole > hi ? hi : whole;
}

/* ---- who, where and how they were asked ---- */

/* Somebody, the same every time. */
struct person {
    double liking; /* about the mean, in standard deviations */
};

static struct person meet_person(const struct invention *v, struct invented *s)
{
    static const unsigned regions[] = {27, 26, 25, 22}, languages[] = {22, 34, 26, 18};
    static const unsigned segments[] = {26, 24, 36, 14};
    static const str segment_names[] = {S_INIT("single"), S_INIT("couple"), S_INIT("family"),
                                        S_INIT("business")};
    enum { BUSINESS = 3 };
    struct xoshiro numbers = numbers_of(v->seed, STREAM_PERSON, s->person);
    s->region = pick(&numbers, regions);
    s->branch = pick(&numbers, languages);
    s->language = in_per_cent(&numbers, 93)
                      ? s->branch
                      : (enum company_language)xoshiro_below(&numbers, COMPANY_LANGUAGE_COUNT);
    s->plan = in_per_cent(&numbers, 30) ? S("pro") : S("basic");
    unsigned segment = pick(&numbers, segments);
    s->segment = segment_names[segment];
    s->account = segment == BUSINESS && in_per_cent(&numbers, 60)
                     ? (int)xoshiro_below(&numbers, COMPANY_ACCOUNTS)
                     : INVENTED_NONE;
    return (struct person){.liking = bell(&numbers)};
}

/* Some answer more often than others. */
static uint64_t pick_person(const struct invention *v, struct xoshiro *numbers)
{
    double u = xoshiro_unit(numbers);
    return (uint64_t)(u * (0.6 + 0.4 * u) * (double)v->persons);
}

static void pick_occasion(struct xoshiro *numbers, struct invented *s)
{
    static const unsigned sources[] = {17, 55, 18, 10}, touchpoints[] = {18, 22, 14, 6, 40};
    s->source = pick(numbers, sources);
    s->touchpoint = (int)pick(numbers, touchpoints);
    bool in_app = in_per_cent(numbers, 40);
    switch (s->source) {
    case COMPANY_RELATIONSHIP:
        s->touchpoint = INVENTED_NONE;
        break;
    case COMPANY_CALLS:
        s->touchpoint = COMPANY_SERVICE_CALL;
        break;
    case COMPANY_PURCHASE:
    case COMPANY_REVIEWS:
    case COMPANY_SOURCE_COUNT:
        break;
    }
    s->channel = in_app ? S("app") : S("web");
    if (s->source == COMPANY_PURCHASE || s->source == COMPANY_CALLS)
        s->channel = company_touchpoints[s->touchpoint].channel;
}

/* ---- what happened, and how it was liked ---- */

static bool is_worse(const struct invention *v, const struct invented *s)
{
    return s->touchpoint == COMPANY_DELIVERY && s->region == COMPANY_NORTH &&
           s->at.day >= v->season.worse;
}

static double like_delivery(const struct invention *v, struct xoshiro *numbers, struct invented *s)
{
    static const unsigned days[] = {20, 35, 25, 12, 5, 3};
    bool worse = is_worse(v, s);
    enum { PROMISED = 3 };
    s->delivery_days = 1 + (int)pick(numbers, days) + (worse ? DAYS_WORSE : 0);
    s->on_time = s->delivery_days <= PROMISED ? S("yes") : S("no");
    return LIKING_OF_DAY * (s->delivery_days - DAYS_MEAN) + (worse ? LIKING_WORSE : 0) +
           NOW_WITH_DAYS * bell(numbers);
}

static double like_call(struct xoshiro *numbers, struct invented *s)
{
    static const unsigned topics[] = {30, 28, 16, 14, 12};
    static const str names[] = {S_INIT("order"), S_INIT("delivery"), S_INIT("invoice"),
                                S_INIT("return"), S_INIT("product")};
    enum { LONGEST_WAIT = 30, SOLVED = 78 };
    double u = xoshiro_unit(numbers);
    s->wait_minutes = (int)(u * xoshiro_unit(numbers) * LONGEST_WAIT);
    bool solved = in_per_cent(numbers, SOLVED);
    s->solved = solved ? S("yes") : S("no");
    s->topic = names[pick(numbers, topics)];
    return LIKING_OF_MINUTE * (s->wait_minutes - MINUTES_MEAN) +
           (solved ? LIKING_OF_SOLVED : LIKING_OF_UNSOLVED) + NOW_WITH_CALL * bell(numbers);
}

static double like(const struct invention *v, struct person person, struct xoshiro *numbers,
                   struct invented *s)
{
    double liking = LIKING + LIKING_OF_PERSON * person.liking;
    if (s->touchpoint == COMPANY_DELIVERY)
        return liking + like_delivery(v, numbers, s);
    if (s->touchpoint == COMPANY_SERVICE_CALL)
        return liking + like_call(numbers, s);
    return liking + LIKING_NOW * bell(numbers);
}

static int ease(const struct invention *v, struct person person, struct xoshiro *numbers,
                const struct invented *s)
{
    double value = EASE + EASE_OF_PERSON * person.liking + EASE_NOW * bell(numbers);
    if (s->touchpoint == COMPANY_APP && s->at.day >= v->season.release)
        value += EASE_OF_RELEASE;
    return rounded(value, 1, 7);
}

/* What we are chosen for: who likes us more names more. */
static str pick_reasons(struct arena *a, double liking, struct xoshiro *numbers)
{
    static const struct {
        str name;
        unsigned share;
    } reasons[] = {{S_INIT("range"), 30},
                   {S_INIT("price"), 18},
                   {S_INIT("quality"), 34},
                   {S_INIT("service"), 22},
                   {S_INIT("delivery"), 20}};
    struct buf b = buf_make(a, KIB);
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
        if (in_per_cent(numbers, reasons[i].share + (unsigned)rounded(2 * liking, 0, 20)))
            buf_addf(&b, "%s%.*s", b.len ? "; " : "", STR(reasons[i].name));
    return buf_str(&b);
}

static void answer(struct arena *a, const struct invention *v, struct person person, double liking,
                   struct xoshiro *numbers, struct invented *s)
{
    int satisfaction = rounded(liking / 2 + 0.5 * bell(numbers), 1, 5);
    bool skips = in_per_cent(numbers, 3);
    switch (s->source) {
    case COMPANY_RELATIONSHIP:
        s->value_for_money = rounded(0.9 * liking / 2 + 0.2 + 0.7 * bell(numbers), 1, 5);
        s->reasons = pick_reasons(a, liking, numbers);
        break;
    case COMPANY_PURCHASE:
    case COMPANY_CALLS:
        s->effort = ease(v, person, numbers, s);
        break;
    case COMPANY_REVIEWS:
        s->stars = satisfaction;
        return;
    case COMPANY_SOURCE_COUNT:
        break;
    }
    if (s->source != COMPANY_CALLS)
        s->recommend = rounded(liking, 0, 10);
    s->satisfaction = skips ? INVENTED_NONE : satisfaction;
}

/* ---- in their words ---- */

static enum wording_topic topic_of(const struct invention *v, struct invented *s)
{
    enum { LATE_FROM = 4 };
    switch (s->touchpoint) {
    case COMPANY_WEBSITE:
        return WORDING_WEBSITE;
    case COMPANY_APP:
        return s->at.day >= v->season.release ? WORDING_NEW_APP : WORDING_APP;
    case COMPANY_SHOP_VISIT:
        return WORDING_SHOP;
    case COMPANY_COLLECTION:
        return WORDING_COLLECTION;
    case COMPANY_DELIVERY:
        return s->delivery_days >= LATE_FROM ? WORDING_LATE : WORDING_DELIVERY;
    case COMPANY_SERVICE_CALL:
        return WORDING_CALL;
    default:
        return WORDING_COMPANY;
    }
}

/* As the answer beside the words has it. */
static double liking_shown(double liking, const struct invented *s)
{
    int of_five = s->stars != INVENTED_NONE ? s->stars : s->satisfaction;
    return s->recommend == INVENTED_NONE && of_five != INVENTED_NONE ? 2.0 * of_five : liking;
}

/* Good, bad, or both; how easy it was speaks too. */
static void set_mood(double liking, const struct invented *s, struct xoshiro *numbers,
                     struct wording_wish *wish)
{
    static const double good_from = 8.5, bad_below = 6.5;
    enum { EASY_FROM = 6, MIXED = 55, GOOD = 75 };
    wish->mood = liking >= good_from ? WORDING_GOOD : WORDING_BAD;
    if (liking >= good_from || liking < bad_below)
        return;
    wish->is_mixed = in_per_cent(numbers, MIXED);
    wish->mood = in_per_cent(numbers, GOOD) || s->effort >= EASY_FROM ? WORDING_GOOD : WORDING_BAD;
}

static str comment(struct arena *a, const struct invention *v, double liking,
                   struct xoshiro *numbers, struct invented *s)
{
    static const unsigned shares[COMPANY_SOURCE_COUNT] = {
        [COMPANY_RELATIONSHIP] = 30,
        [COMPANY_PURCHASE] = 29,
        [COMPANY_CALLS] = 18,
        [COMPANY_REVIEWS] = 90,
    };
    enum { AT_THE_DESK = 8, AT_THE_DESK_MORE = 20 };
    assert(s->source < COMPANY_SOURCE_COUNT);
    if (!in_per_cent(numbers, shares[s->source]))
        return S("");
    struct wording_wish wish = {.language = s->language, .topic = topic_of(v, s)};
    wish.number = s->touchpoint == COMPANY_DELIVERY ? s->delivery_days
                  : s->touchpoint == COMPANY_SERVICE_CALL
                      ? s->wait_minutes
                      : AT_THE_DESK + (int)xoshiro_below(numbers, AT_THE_DESK_MORE);
    set_mood(liking_shown(liking, s), s, numbers, &wish);
    return wording_make(a, &wish, numbers);
}

struct invention invention_make(struct arena *a, uint64_t signals, uint64_t seed, int32_t end_day)
{
    struct invention v = {.signals = signals, .seed = seed};
    struct xoshiro numbers = numbers_of(seed, STREAM_DAYS, 0);
    v.persons = PERSONS_LEAST + signals * 10 / SIGNALS_PER_PERSON_10;
    v.season = season_make(a, end_day, xoshiro_next(&numbers));
    return v;
}

struct invented invention_signal(struct arena *a, const struct invention *v, uint64_t number)
{
    struct xoshiro numbers = numbers_of(v->seed, STREAM_SIGNAL, number);
    struct invented s = {.touchpoint = INVENTED_NONE,
                         .recommend = INVENTED_NONE,
                         .satisfaction = INVENTED_NONE,
                         .effort = INVENTED_NONE,
                         .value_for_money = INVENTED_NONE,
                         .stars = INVENTED_NONE,
                         .delivery_days = INVENTED_NONE,
                         .wait_minutes = INVENTED_NONE};
    s.at = season_at(&v->season, ((double)number + xoshiro_unit(&numbers)) / (double)v->signals);
    s.person = pick_person(v, &numbers);
    struct person person = meet_person(v, &s);
    pick_occasion(&numbers, &s);
    double liking = like(v, person, &numbers, &s);
    answer(a, v, person, liking, &numbers, &s);
    s.comment = comment(a, v, liking, &numbers, &s);
    return s;
}
