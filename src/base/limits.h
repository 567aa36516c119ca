/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * limits — every limit of Attune in one place; each is finite.  What exceeds
 * one is answered with WHY_LIMIT and a sentence that names the limit.
 */
#ifndef BASE_LIMITS_H
#define BASE_LIMITS_H

#include <stddef.h>

#define KIB ((size_t)1024)
#define MIB (1024 * KIB)
#define GIB (1024 * MIB)

/* Files (contract.md §7) */
#define LIMIT_RECORD_BYTES (16 * MIB)
#define LIMIT_COLUMNS ((size_t)10000)
#define LIMIT_ENCODING_SAMPLE (64 * KIB) /* the encoding is decided on these bytes */
#define LIMIT_ROWS ((size_t)4000000000)  /* rows of one file: row numbers have 32 bits */
#define LIMIT_MIXED_LISTED ((size_t)20)  /* records in another encoding than the file's */
#define LIMIT_RAGGED_PCT 20              /* more refused records: not one table */

/* Archives and spreadsheets */
#define LIMIT_ZIP_MEMBERS ((size_t)10000)
#define LIMIT_ZIP_MEMBER_BYTES (8 * GIB) /* of one file in an archive, unpacked */
#define LIMIT_ZIP_RATIO 500              /* times that it may be longer than packed, … */
#define LIMIT_ZIP_SMALL (64 * MIB)       /* … if it is longer than this */
#define LIMIT_XML_DEPTH 64
#define LIMIT_XML_PIECE_BYTES (1 * MIB) /* of one element's name and attributes */
#define LIMIT_SHEET_ROWS ((size_t)1048576)
#define LIMIT_SHARED_TEXT_BYTES (512 * MIB) /* texts that cells of a workbook share */
#define LIMIT_WORKBOOK_SHEETS ((size_t)1000)
#define LIMIT_WORKBOOK_STYLES ((size_t)65536) /* those behind are taken for plain numbers */
#define LIMIT_WORKBOOK_FORMATS ((size_t)4096)

/* Files that are compressed by gzip or zstd */
#define LIMIT_UNPACKED_BYTES (256 * GIB)
#define LIMIT_UNPACKED_RATIO 500        /* times that one may be longer than packed, … */
#define LIMIT_UNPACKED_SMALL (64 * MIB) /* … if it is longer than this */

/* Answers (contract.md §2, §7) */
#define LIMIT_REFUSED_LISTED ((size_t)100)
#define LIMIT_REFUSED_VALUE_BYTES ((size_t)200)
#define LIMIT_QUOTED_CHARS ((size_t)60) /* of a cell, in a message */

/* One question */
#define LIMIT_EXPRESSION_BYTES (64 * KIB)
#define LIMIT_EXPRESSION_DEPTH 100
#define LIMIT_EXPRESSION_TERMS ((size_t)10000)
#define LIMIT_DIMENSIONS ((size_t)8)
#define LIMIT_FIELDS ((size_t)256)
#define LIMIT_CHOICES ((size_t)4096)
#define LIMIT_GROUPS ((size_t)100000)
#define LIMIT_PERIOD_GAPS ((size_t)1000) /* empty periods shown between others */
#define LIMIT_LAST_PERIODS 10000         /* "last N days" */

/* Imports (contract.md §8) */
#define LIMIT_KEY_CHARS ((size_t)60) /* of a field or source */
#define LIMIT_MAP_BYTES (16 * MIB)   /* a code book of many columns is one, too */
#define LIMIT_CODE_BOOK_BYTES (1 * MIB)
#define LIMIT_JOIN_BYTES (128 * MIB)           /* of a second table that is joined, in memory */
#define LIMIT_LAYOUT_SAMPLE_BYTES (4 * MIB)    /* of a table, to know its layout by */
#define LIMIT_MEASURES ((size_t)1000)          /* of a long table */
#define LIMIT_PROFILE_DISTINCT ((size_t)2000)  /* texts of a column that are counted one by one */
#define LIMIT_PROFILE_TEXT_BYTES ((size_t)256) /* longer ones are only measured */
#define LIMIT_PROFILE_BYTES (64 * MIB)         /* of all columns' texts */
#define LIMIT_IMPORTS_LISTED ((size_t)100000)
#define LIMIT_QUARANTINE_RECORDS ((size_t)100000) /* refused records that are given back */
#define LIMIT_UPLOAD_BYTES (4 * GIB)              /* the setting's most */

/* Weights: above this a row's weight is taken for a mistake */
#define LIMIT_WEIGHT 1000000000

/* Exports */
#define LIMIT_EXPORT_ROW_BYTES (256 * MIB)          /* of one signal, as it is written */
#define LIMIT_EXPORT_SHEET_ROWS ((uint64_t)1048576) /* of a spreadsheet, with the header */
#define LIMIT_EXPORT_SHEET_COLUMNS ((size_t)16384)
#define LIMIT_EXPORT_CELL_CHARS ((size_t)32767) /* as UTF-16 */

#define LIMIT_OVERVIEW_VALUES 1000 /* of a dimension that is proposed */

/* Signals (contract.md §9) */
#define LIMIT_FAULTS ((size_t)100)        /* listed of one batch */
#define LIMIT_PAGE_SIGNALS ((size_t)1000) /* listed at once */
#define LIMIT_NAME_BYTES ((size_t)200)    /* keys, names of fields, units, … */
#define LIMIT_ANSWER_BYTES (64 * KIB)
#define LIMIT_SIGNAL_VALUES ((size_t)10000) /* answers of one signal; contexts too */
#define LIMIT_BATCH_SIGNALS ((size_t)10000) /* all or nothing is taken */
#define LIMIT_JSON_DEPTH 64
#define LIMIT_JSON_VALUES ((size_t)2000000) /* of one document */

/* Who signs in (docs/decisions/022-sign-in.md) */
#define LIMIT_PASSWORD_CHARS_LEAST ((size_t)12)
#define LIMIT_PASSWORD_CHARS ((size_t)1000)
#define LIMIT_PASSWORD_BYTES ((size_t)4000)
#define LIMIT_PASSWORDS_AT_ONCE 2U /* hashed: each takes 64 MiB */
#define LIMIT_PASSWORDS_WAITING 16U
#define LIMIT_PASSWORDS_WAIT_MS 5000
#define LIMIT_EMAIL_BYTES ((size_t)254)
#define LIMIT_SIGN_IN_FORM_BYTES (16 * KIB)
#define LIMIT_ATTEMPTS_KEPT ((size_t)4096) /* addresses and accounts, counted one by one */
#define LIMIT_MARKUP_DEPTH 32
#define LIMIT_PAGE_BYTES (256 * KIB)

/* The sample organisation */
#define LIMIT_SAMPLE_SIGNALS ((size_t)100000000)

/* The record */
#define LIMIT_WRITES_QUEUED ((size_t)4096)   /* who comes later waits */
#define LIMIT_WRITES_TOGETHER ((size_t)1024) /* in one transaction */
#define LIMIT_LOG_PASSIVE (16 * MIB) /* of the log beside the record, brought home as it goes, */
#define LIMIT_LOG_RESTART (64 * MIB) /* … waiting for readers, */
#define LIMIT_LOG_BYTES (1 * GIB)    /* … and no more writes are taken */

/* Backups */
#define LIMIT_ZSTD_WINDOW_LOG 24 /* 2^24 bytes are kept of what was read */
#define LIMIT_BACKUP_MANIFEST_BYTES (1 * MIB)
#define LIMIT_BACKUP_DATABASE_BYTES (16384 * GIB)
#define LIMIT_BACKUP_RATIO 1000       /* times that a record is longer than its backup, … */
#define LIMIT_BACKUP_SMALL (64 * MIB) /* … if it is longer than this */

/* Commands that others send to the owner of a data folder */
#define LIMIT_OWNER_COMMANDS ((size_t)16)   /* at once */
#define LIMIT_OWNER_REQUEST_BYTES (1 * MIB) /* of one's words */
#define LIMIT_OWNER_REQUEST_MS 10000        /* until a request must have come */
#define LIMIT_OWNER_WAIT_MS 10000           /* until an owner must have answered */

/* The server.  What a client sends … */
#define LIMIT_HTTP_TARGET_BYTES (16 * KIB) /* path and query */
#define LIMIT_HTTP_HEADERS ((size_t)100)
#define LIMIT_HTTP_HEAD_BYTES (32 * KIB)       /* names and values of headers */
#define LIMIT_HTTP_CONNECTION_BYTES (80 * KIB) /* what the library keeps of a connection */
#define LIMIT_HTTP_PAIRS ((size_t)200)         /* of a query, a form, the cookies */
#define LIMIT_HTTP_BODY_BYTES (8 * MIB)        /* where a route says nothing else */
#define LIMIT_HTTP_BODY_MEMORY (1 * MIB)       /* of one body; the rest is spooled */
#define LIMIT_HTTP_BODIES_MEMORY (64 * MIB)    /* of all bodies */
#define LIMIT_HTTP_SPOOL_BYTES (8 * GIB)       /* of all bodies on disk */
#define LIMIT_HTTP_DISCARD_BYTES (64 * MIB)    /* of a body that is not taken */
/* … how long it may take … */
#define LIMIT_HTTP_HEAD_MS 10000             /* until the headers are there */
#define LIMIT_HTTP_GRACE_MS 10000            /* of a body, besides its rate */
#define LIMIT_HTTP_RATE ((int64_t)16 * 1024) /* bytes a second, both ways */
#define LIMIT_HTTP_WHOLE_MS 60000            /* until a request is answered … */
#define LIMIT_HTTP_SLOW_MS 600000            /* … in the slow queue */
#define LIMIT_HTTP_IDLE_MS 15000             /* between requests */
/* … how many at once, and what for. */
#define LIMIT_HTTP_CONNECTIONS 4096 /* the setting's fallback, and most */
#define LIMIT_HTTP_READERS 16       /* threads */
#define LIMIT_HTTP_WRITERS 64
#define LIMIT_HTTP_SLOW 2
#define LIMIT_HTTP_READS_QUEUED ((size_t)256) /* requests; who comes later is sent away */
#define LIMIT_HTTP_WRITES_QUEUED ((size_t)512)
#define LIMIT_HTTP_SLOW_QUEUED ((size_t)32)
#define LIMIT_REQUEST_BYTES (2 * GIB) /* memory of one request */
/* Answers that go on (event streams) */
#define LIMIT_HTTP_STREAMS ((size_t)64)
#define LIMIT_HTTP_STREAM_BYTES (64 * MIB) /* said at once */
#define LIMIT_HTTP_STREAM_MS 3600000       /* then its client comes again */
#define LIMIT_HTTP_STREAM_SILENT_MS 15000  /* then a comment is sent */

/* Settings and the log */
#define LIMIT_CONF_BYTES (256 * KIB)
#define LIMIT_LOG_LINE_BYTES (8 * KIB)

#define LIMIT_SEAL_BYTES (4 * GIB) /* memory of one round of making columns */
/* Different texts of a field; one with more is answered from the record, not from columns */
#define LIMIT_COLUMN_TEXTS ((size_t)256 * 1024)

/* Memory of one command before it answers with a limit error */
#define LIMIT_COMMAND_BYTES (6 * GIB)
#define LIMIT_TEST_BYTES (1 * GIB)
#define LIMIT_OUTPUT_BYTES (1 * GIB)

#endif
