/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * import_api — what the addresses of imports have in common.
 */
#ifndef LISTEN_IMPORT_API_H
#define LISTEN_IMPORT_API_H

#include "base/conf.h"
#include "http/request.h"
#include "listen/import_list_db.h"

extern const struct conf conf_named_upload_mib;

#define IMPORT_API_MEMBERS                                                                         \
    "\"import\":{\"type\":\"integer\"},\"source\":{\"type\":[\"string\",\"null\"]},"               \
    "\"name\":{\"type\":\"string\"},\"state\":{\"enum\":[\"looked_at\",\"waiting\",\"running\","   \
    "\"stopped\",\"done\",\"undoing\",\"undone\"]},\"rows\":{\"type\":[\"integer\",\"null\"]},"    \
    "\"records\":{\"type\":\"integer\"},\"taken\":{\"type\":\"integer\"},"                         \
    "\"duplicates\":{\"type\":\"integer\"},\"refused\":{\"type\":\"integer\"},"                    \
    "\"removed\":{\"type\":\"integer\"},\"by\":{\"type\":[\"string\",\"null\"]},"                  \
    "\"error\":{\"type\":[\"string\",\"null\"]},\"started_at\":{\"type\":[\"string\",\"null\"]},"  \
    "\"ended_at\":{\"type\":[\"string\",\"null\"]},\"undone_at\":{\"type\":[\"string\",\"null\"]}" \
    ","                                                                                            \
    "\"is_sent\":{\"type\":\"boolean\"}"
#define IMPORT_API_NEEDED                                                                          \
    "\"import\",\"source\",\"name\",\"state\",\"rows\",\"records\",\"taken\",\"duplicates\","      \
    "\"refused\",\"removed\",\"by\",\"error\",\"started_at\",\"ended_at\",\"undone_at\",\"is_"     \
    "sent\""
/* One import, as it is listed, and with its report. */
#define IMPORT_API_ENTRY                                                                           \
    "{\"type\":\"object\",\"required\":[" IMPORT_API_NEEDED                                        \
    "],\"properties\":{" IMPORT_API_MEMBERS "}}"
#define IMPORT_API_SCHEMA                                                                          \
    "{\"type\":\"object\",\"required\":[" IMPORT_API_NEEDED                                        \
    ",\"report\"],\"properties\":{" IMPORT_API_MEMBERS                                             \
    ",\"report\":{\"type\":[\"object\",\"null\"]}}}"

/* The import that {id} names.  MISSING. */
struct err *import_api_find(struct request *rq, struct import_entry *out);
/* Answers with an import and its report. */
struct err *import_api_reply(struct request *rq, int status, int64_t id);

#endif
