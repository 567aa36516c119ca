/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <jansson.h>
#include <string.h>

#include "base/csv_of_test.h"

/* The record's cells are the object's values, by the header's names. */
static void should_be_object(struct test *t, const struct csv *csv,
                             const struct table_record *record, const json_t *object)
{
    size_t len = 0;
    const str *header = csv_header(csv, &len);
    CHECK_INT(json_object_size(object), len);
    CHECK_INT(record->fault, TABLE_SOUND);
    for (size_t i = 0; i < len; i++) {
        const json_t *value = json_object_get(object, str_to_chars(t->arena, header[i]));
        CHECK_THAT(json_is_string(value), "there is no %.*s", STR(header[i]));
        CHECK_STR(record->cells[i], str_of_chars(json_string_value(value)));
    }
}

static json_t *loaded(struct test *t, const char *shared)
{
    json_error_t error;
    json_t *document = json_load_file(test_shared(t, shared).ptr, 0, &error);
    CHECK_THAT(document, "%s: %s", shared, error.text);
    return document;
}

TEST(csv_spectrum_is_read_to_its_stated_results)
{
    static const char *const names[] = {
        "comma_in_quotes",
        "empty",
        "empty_crlf",
        "escaped_quotes",
        "json",
        "newlines",
        "newlines_crlf",
        "quotes_and_newlines",
        "simple",
        "simple_crlf",
        "utf8",
    };
    for (size_t n = 0; n < sizeof names / sizeof *names; n++) {
        struct csv *csv = opened_with_all(
            t, test_shared(t, str_format(t->arena, "data/csv_spectrum/csvs/%s.csv", names[n]).ptr));
        json_t *objects =
            loaded(t, str_format(t->arena, "data/csv_spectrum/json/%s.json", names[n]).ptr);
        struct table_record record;
        bool found = true;
        for (size_t i = 0; i < json_array_size(objects); i++) {
            CHECK_OK(csv_next(csv, &record, &found));
            CHECK_THAT(found, "%s ends at %zu", names[n], i);
            should_be_object(t, csv, &record, json_array_get(objects, i));
        }
        CHECK_OK(csv_next(csv, &record, &found));
        CHECK_THAT(!found, "%s has more", names[n]);
        json_decref(objects);
    }
}

/* The stated result is one object, not an array of one; and its telephone number,
 * 1234567890, is not the file's, 2095257564.  The other cells agree; their degree
 * signs are U+FFFD on both sides. */
TEST(csv_spectrum_location_coordinates_agrees_but_for_its_telephone_number)
{
    struct csv *csv =
        opened_with_all(t, test_shared(t, "data/csv_spectrum/csvs/location_coordinates.csv"));
    json_t *object = loaded(t, "data/csv_spectrum/json/location_coordinates.json");
    struct table_record record;
    bool found = false;
    CHECK_OK(csv_next(csv, &record, &found));
    CHECK(found && json_is_object(object));
    CHECK_STR(record.cells[0], S("2095257564"));
    CHECK_INT(json_object_set_new(object, "Contact Phone Number", json_string("2095257564")), 0);
    should_be_object(t, csv, &record, object);
    CHECK_OK(csv_next(csv, &record, &found));
    CHECK(!found);
    json_decref(object);
}

TEST(csv_reads_odd_tables_of_others)
{
    static const struct {
        const char *name, *should;
    } tables[] = {
        {"ascii", "<A><B><C> 2:[1][2][3]"},
        {"blank-cells", "<id><name> 2:[1][Paul] 3:[2][John] 4:[3][George] 5:[4][Ringo] 6:[5][]"},
        {"blank-headers", "<id><><age> 2:[1101][John][30] 3:[1102][Julie][26]"},
        {"blank-rows", "<id><name><age> 2:[1101][John][30] 3:[1102][Julie][26] 4:[][][]"},
        {"bom", "<id><name> 2:[1][english] 3:[2][中国人]"},
        {"delimiter", "<id><name> 2:[1][english] 3:[2][中国人]"},
        {"defective-rows", "<id><name><age> 2:!1(2) 3:!2(4)"},
        {"duplicate-headers",
         "<id><name><id><age><id> 2:[1101][John][0][30][001101] 3:[1102][Julie][0][26][001102]"},
        {"escaping", "<ID><Test> 2:[1][\"Test line 1\"] 3:[2][\"Test \"\" line 2\"] "
                     "4:[3][\"Test \\\" line 3\"]"},
        {"countries", "<id><neighbor_id><name><population> 3:[1][Ireland][Britain][67] 4:!2(5) "
                      "5:[3][22][Germany][83] 6:[4][][Italy][60] 7:!1(1)"},
    };
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        str path = test_shared(
            t, str_format(t->arena, "data/csv_frictionless/%s.csv", tables[i].name).ptr);
        CHECK_STR(shown(t, opened(t, path)), str_of_chars(tables[i].should));
    }
    CHECK(strstr(refusal(t, test_shared(t, "data/csv_frictionless/empty.csv"))->text.ptr, "empty"));
}

/* Records, and how many of them are sound. */
static void should_hold(struct test *t, const char *shared, uint64_t records, uint64_t sound)
{
    struct csv *csv = opened_with_all(t, test_shared(t, shared));
    struct table_record record;
    uint64_t all = 0, good = 0;
    for (bool found = true;;) {
        CHECK_OK(csv_next(csv, &record, &found));
        if (!found)
            break;
        all++;
        good += record.fault == TABLE_SOUND;
    }
    CHECK_THAT(all == records && good == sound, "%s has %llu records, %llu of them sound", shared,
               (unsigned long long)all, (unsigned long long)good);
}

TEST(csv_agrees_with_the_naive_reader_on_files_of_others)
{
    static const char *const names[] = {
        "csv_frictionless/accent",
        "csv_frictionless/doublequote",
        "csv_frictionless/encoding-issue-274",
        "csv_frictionless/issue-1066-largecellsize",
        "retail_nps_french/nps_demo_odd_utf8",
        "retail_nps_french/nps_demo_odd_as_found_bytes",
        "sfo_customer_survey/2017_SFO_Customer_Survey_20250817",
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        str path = test_shared(t, str_format(t->arena, "data/%s.csv", names[i]).ptr);
        str difference = csv_naive_difference(t->arena, path, i);
        CHECK_THAT(difference.len == 0, "%s: %.*s", names[i], STR(difference));
    }
}

TEST(csv_of_both_encodings_has_the_same_records)
{
    should_hold(t, "data/retail_nps_french/nps_demo_odd_utf8.csv", 7015, 7015);
    should_hold(t, "data/retail_nps_french/nps_demo_odd_as_found_bytes.csv", 7015, 7015);
    should_hold(t, "data/csv_frictionless/encoding-issue-274.csv", 507, 507);
    should_hold(t, "data/csv_frictionless/issue-1066-largecellsize.csv", 19, 19);
    should_hold(t, "data/csv_frictionless/accent.csv", 2, 2);
}
