/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * json_records — the records of a JSON file, one at a time: the objects of an array; those
 * of the one array of objects that an object alone holds ({"responses": [{…}, …]}); or
 * objects one after the other, each on a new line; one object is one record.
 */
#ifndef BASE_JSON_RECORDS_H
#define BASE_JSON_RECORDS_H

#include "base/json_stream.h"

struct json_records;

struct json_record {
    uint64_t line;           /* where it begins */
    struct json_value value; /* an object, valid until the next */
};

/* Looks through the file first, where only its end says which of these it is.  INVALID,
 * with what the file holds instead and where. */
struct err *json_records_open(struct arena *a, str path, str name, struct json_records **out);
struct err *json_records_next(struct json_records *r, struct json_record *record, bool *found);
uint64_t json_records_taken(const struct json_records *r);
uint64_t json_records_size(const struct json_records *r);
/* The file grew while it was read, and its last, incomplete record was left out. */
bool json_records_left_out_tail(const struct json_records *r);

/* "an array", "a number" …: what a value is called in a message. */
const char *json_records_kind(const struct json_value *value);

#endif
