/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * store — the record of one data folder: who may write it, how writes become
 * durable, where reads come from.
 *
 *   DIR/attune.db     the record (SQLite, WAL, synchronous FULL)
 *   DIR/keys/         the installation's key, outside the database
 *   DIR/lock          held by the owner, with its process number
 *   DIR/attune.sock   where the owner takes commands
 *   DIR/columns/      derived, see engine
 *
 * A folder has one owner at a time.  Its writer thread alone writes and
 * checkpoints; it commits many writes in one transaction and answers all of them
 * when they are on disk.
 */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include <semaphore.h>

#include "base/err.h"
#include "base/secret.h"
#include "store/db.h"

struct store;

enum store_role {
    STORE_READS, /* beside an owner or without one */
    STORE_OWNS,  /* BUSY where another process does */
};

struct store_options {
    enum store_role role;
    const char *doing;       /* what the owner is for, told to who finds the folder owned */
    const char *file_system; /* for tests, as in store/db.h, and so is this: */
    const char *synchronous;
    uint64_t log_passive; /* 0: LIMIT_LOG_PASSIVE */
};

/* Makes a data folder: folders, key, record; fill() writes what it begins with, in the
 * same step, so that a folder is there wholly or not at all.  CONFLICT where there is
 * one, or anything else. */
struct err *store_make(struct arena *a, str dir,
                       struct err *(*fill)(struct arena *a, struct db *db, void *what), void *what);
/* The same with a record and a key that are there already: lay() puts the one at
 * DIR/attune.db.part, on disk, and the other into DIR/keys; neither stays where it fails. */
struct store_making {
    const char *doing; /* "restore" */
    struct err *(*lay)(struct arena *a, str dir, void *what);
    struct err *(*fill)(struct arena *a, struct db *db, void *what);
    void *what; /* of both */
};
struct err *store_make_of(struct arena *a, str dir, const struct store_making *m);
/* Closed with the arena: what is queued is written first.  MISSING where there is
 * no data folder. */
struct err *store_open(struct arena *a, str dir, struct store_options options, struct store **out);
str store_dir(const struct store *s);
/* Whether this process owns the folder. */
bool store_is_owned(const struct store *s);
const struct secret_key *store_key(const struct store *s);
/* The connection for reads of the thread that opened the store. */
struct db *store_db(struct store *s);
/* A connection for reads of another thread, closed with its arena. */
struct err *store_open_reader(struct arena *a, const struct store *s, struct db **out);
/* The same record for another thread: reads on a connection of its own, writes by the
 * same writer.  Closed with its arena, which must be done before s is closed. */
struct err *store_share(struct arena *a, const struct store *s, struct store **out);

/* Something that changes the record.  apply() runs on the writer thread, within a
 * transaction shared with others; where it fails, its own changes are taken back.
 * The arena is the writer's until the write is done. */
struct write {
    struct err *(*apply)(struct arena *a, struct db *db, void *what);
    void *what;
    struct arena *arena;
    /* Private to store: */
    struct err *error;
    struct write *next;
    sem_t done; /* who waits for this one is woken, and nobody else */
};

/* Queues a write; waits where the queue is full. */
void store_begin_write(struct store *s, struct write *w);
/* Waits until it is on disk, or says why it is not.  Once for each that was begun. */
struct err *store_end_write(struct store *s, struct write *w);
/* Both. */
struct err *store_write(struct store *s, struct write *w);

/* How the writer of an owned store is. */
struct store_state {
    bool is_broken; /* a sync failed: nothing more is taken */
    uint64_t commits, writes;
    uint64_t log_bytes; /* not brought home yet */
    size_t queued;
};
struct store_state store_state(const struct store *s);

#endif
