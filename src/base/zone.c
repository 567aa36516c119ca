/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/zone.h"

#include <assert.h>
#include <unicode/ucal.h>
#include <unicode/uenum.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/caller.h"
#include "base/file.h"
#include "base/text.h"

enum { NAME_BYTES_MAX = 128, LINK_BYTES_MAX = 4096, USEC_IN_MS = 1000 };

/* Beyond every offset there was: those of Alaska and Manila, before they changed the side of the
 * date line, were near 16 hours. */
#define OFFSET_MAX (18 * USEC_HOUR)
#define NEVER_BEFORE INT64_MIN
#define NEVER_AFTER INT64_MAX

/* ICU is asked for offsets only; days and times of day are arithmetic. */
struct zone {
    str name;
    UCalendar *calendar;
    usec_t from, to, offset; /* found last: the offset of the instants from <= at < to */
};

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b != 0 && (a < 0) != (b < 0));
}

/* ---- names ---- */

static void close_names(void *what)
{
    uenum_close(what);
}

static struct err *list_names(struct arena *a, UEnumeration **names)
{
    UErrorCode code = U_ZERO_ERROR;
    UEnumeration *found = ucal_openTimeZones(&code);
    if (U_FAILURE(code))
        FAIL(a, WHY_FAILED, "ICU's list of time zones cannot be read: %s.", u_errorName(code));
    arena_defer(a, close_names, found);
    *names = found;
    return NULL;
}

/* {NULL, 0} at the end.  A view that the next call ends. */
static str next_name(UEnumeration *names)
{
    UErrorCode code = U_ZERO_ERROR;
    int32_t len = 0;
    const char *name = uenum_next(names, &len, &code);
    return U_SUCCESS(code) && name ? (str){name, (size_t)len} : (str){NULL, 0};
}

/* Its spelling in ICU's list, or {NULL, 0}. */
static str known_name(struct arena *a, UEnumeration *names, str name)
{
    for (str known; (known = next_name(names)).ptr;)
        if (str_equal_ignoring_case(known, name))
            return str_copy(a, known);
    return (str){NULL, 0};
}

/* "Madrid" of "Europe/Madrid". */
static str city_of(str name)
{
    for (size_t i = name.len; i > 0; i--)
        if (name.ptr[i - 1] == '/')
            return str_slice(name, i, name.len);
    return name;
}

/* The nearest name, or the one whose city is the nearest; may be empty. */
static str suggest(struct arena *a, UEnumeration *names, str given)
{
    UErrorCode code = U_ZERO_ERROR;
    uenum_reset(names, &code);
    int32_t count = uenum_count(names, &code);
    size_t room = U_SUCCESS(code) && count > 0 ? (size_t)count : 0, len = 0;
    str *known = ARENA_ARRAY(a, str, room), *cities = ARENA_ARRAY(a, str, room);
    for (str name; len < room && (name = next_name(names)).ptr; len++) {
        known[len] = str_copy(a, name);
        cities[len] = city_of(known[len]);
    }
    str near = text_suggest(a, given, known, len);
    if (near.len)
        return near;
    near = text_suggest(a, given, cities, len);
    for (size_t i = 0; i < len; i++)
        if (near.len && near.ptr == cities[i].ptr)
            return known[i];
    return near;
}

static struct err *unknown_name(struct arena *a, UEnumeration *names, str name)
{
    str near = suggest(a, names, name);
    if (near.len)
        FAIL(a, WHY_USAGE, "There is no time zone %.*s; did you mean %.*s?",
             STR(text_quote(a, name)), STR(near));
    FAIL(a, WHY_USAGE, "There is no time zone %.*s; they are called like Europe/Madrid or UTC.",
         STR(text_quote(a, name)));
}

str zone_name(const struct zone *z)
{
    return z->name;
}

str zone_data_version(struct arena *a)
{
    UErrorCode code = U_ZERO_ERROR;
    const char *version = ucal_getTZDataVersion(&code);
    return U_SUCCESS(code) && version ? str_copy(a, str_of_chars(version)) : S("unknown");
}

/* ---- the host's zone ---- */

/* The name behind "…/zoneinfo/" of a path, or all of it. */
static str name_of_path(str path)
{
    static const str folder = S_INIT("/zoneinfo/");
    static const str kinds[] = {S_INIT("posix/"), S_INIT("right/")};
    for (size_t i = 0; i + folder.len <= path.len; i++) {
        if (!str_equal(str_slice(path, i, i + folder.len), folder))
            continue;
        path = str_slice(path, i + folder.len, path.len);
        for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
            if (str_starts_with(path, kinds[k]))
                return str_slice(path, kinds[k].len, path.len);
        return path;
    }
    return path;
}

/* The first line of a small file; {NULL, 0} where there is none. */
static str line_of_file(struct arena *a, str path)
{
    struct file *file = NULL;
    size_t got = 0;
    char *bytes = arena_take(a, NAME_BYTES_MAX);
    if (file_open(a, path, &file) || file_read(a, file, bytes, NAME_BYTES_MAX, &got))
        return (str){NULL, 0};
    str rest;
    return str_trim(str_cut((str){bytes, got}, '\n', &rest));
}

static str target_of_link(struct arena *a, const char *path)
{
    char *bytes = arena_take(a, LINK_BYTES_MAX);
    ssize_t len = readlink(path, bytes, LINK_BYTES_MAX);
    return len > 0 ? name_of_path((str){bytes, (size_t)len}) : (str){NULL, 0};
}

static str name_by_icu(struct arena *a)
{
    UChar wide[NAME_BYTES_MAX];
    UErrorCode code = U_ZERO_ERROR;
    int32_t len = ucal_getHostTimeZone(wide, NAME_BYTES_MAX, &code);
    if (U_FAILURE(code) || len <= 0 || len > NAME_BYTES_MAX)
        return (str){NULL, 0};
    char *name = arena_take(a, (size_t)len);
    for (int32_t i = 0; i < len; i++)
        name[i] = wide[i] < 0x80 ? (char)wide[i] : '?';
    return (str){name, (size_t)len};
}

static str known_or_empty(struct arena *a, str name)
{
    UEnumeration *names = NULL;
    if (name.len == 0 || list_names(a, &names))
        return (str){NULL, 0};
    return known_name(a, names, name);
}

/* The variable decides where it is set.  A rule such as <+03>-3 has no name, and the machine's
 * zone would be another than the one asked for. */
static str name_of_variable(struct arena *a, str value)
{
    if (str_starts_with(value, S(":")))
        value = str_slice(value, 1, value.len);
    str name = known_or_empty(a, name_of_path(value));
    return name.len ? name : S("UTC");
}

str zone_of_host(struct arena *a)
{
    const char *variable = caller_variable("TZ");
    if (variable)
        return name_of_variable(a, str_of_chars(variable));
    str name = known_or_empty(a, line_of_file(a, S("/etc/timezone")));
    if (!name.len)
        name = known_or_empty(a, target_of_link(a, "/etc/localtime"));
    if (!name.len)
        name = known_or_empty(a, name_by_icu(a));
    return name.len ? name : S("UTC");
}

/* ---- offsets ---- */

static void close_calendar(void *what)
{
    ucal_close(what);
}

struct err *zone_open(struct arena *a, str name, struct zone **out)
{
    UEnumeration *names = NULL;
    TRY(list_names(a, &names));
    str known = known_name(a, names, name);
    if (!known.len)
        return unknown_name(a, names, name);
    UChar *wide = ARENA_ARRAY(a, UChar, known.len);
    for (size_t i = 0; i < known.len; i++)
        wide[i] = (UChar)(unsigned char)known.ptr[i];
    UErrorCode code = U_ZERO_ERROR;
    UCalendar *calendar = ucal_open(wide, (int32_t)known.len, "en", UCAL_GREGORIAN, &code);
    if (U_FAILURE(code))
        FAIL(a, WHY_FAILED, "ICU's data of the time zone %.*s cannot be read: %s.", STR(known),
             u_errorName(code));
    arena_defer(a, close_calendar, calendar);
    struct zone *z = ARENA_NEW(a, struct zone);
    *z = (struct zone){.name = known, .calendar = calendar}; /* from = to: nothing found yet */
    *out = z;
    return NULL;
}

/* When the offset changes next, or did last, at the instant that the calendar is set to. */
static usec_t change(const struct zone *z, UTimeZoneTransitionType type, usec_t where_none)
{
    UErrorCode code = U_ZERO_ERROR;
    UDate ms = 0;
    bool changes = ucal_getTimeZoneTransitionDate(z->calendar, type, &ms, &code);
    assert(U_SUCCESS(code));
    return changes ? (usec_t)ms * USEC_IN_MS : where_none;
}

/* Makes z->offset the one at that instant. */
static void look_up(struct zone *z, usec_t at)
{
    if (at >= z->from && at < z->to)
        return;
    UErrorCode code = U_ZERO_ERROR;
    ucal_setMillis(z->calendar, (UDate)floor_div(at, USEC_IN_MS), &code);
    int32_t ms = ucal_get(z->calendar, UCAL_ZONE_OFFSET, &code);
    ms += ucal_get(z->calendar, UCAL_DST_OFFSET, &code);
    assert(U_SUCCESS(code));
    z->from = change(z, UCAL_TZ_TRANSITION_PREVIOUS_INCLUSIVE, NEVER_BEFORE);
    z->to = change(z, UCAL_TZ_TRANSITION_NEXT, NEVER_AFTER);
    z->offset = (usec_t)ms * USEC_IN_MS;
}

int32_t zone_day(struct zone *z, usec_t at)
{
    look_up(z, at);
    return (int32_t)floor_div(at + z->offset, USEC_DAY);
}

usec_t zone_time_of_day(struct zone *z, usec_t at)
{
    look_up(z, at);
    usec_t wall = at + z->offset;
    return wall - floor_div(wall, USEC_DAY) * USEC_DAY;
}

/* From the earliest instant at which any clock could show that time, one offset after the
 * other: the first that shows it, or the change that passed over it. */
usec_t zone_instant(struct zone *z, int32_t day, usec_t time_of_day)
{
    usec_t wall = day * USEC_DAY + time_of_day;
    look_up(z, wall - OFFSET_MAX);
    while (wall - z->offset >= z->to)
        look_up(z, z->to);
    usec_t at = wall - z->offset;
    return at < z->from ? z->from : at;
}

usec_t zone_day_start(struct zone *z, int32_t day)
{
    return zone_instant(z, day, 0);
}
