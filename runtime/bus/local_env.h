/* SPDX-License-Identifier: Apache-2.0 */
/*
 * local_env.h: the LMDB environment of the embedded log: opened, locked, its databases, read
 * transactions, and what LMDB's results mean to people. Owned by struct local_bus.
 */
#ifndef LOCAL_ENV_H
#define LOCAL_ENV_H

#include <lmdb.h>
#include <pthread.h>
#include <stdatomic.h>

#include "bus/bus.h"

#define LOCAL_FORMAT     2u /* of the file; local_format.c has the table */
#define LOCAL_FORMAT_MIN 1u /* the oldest that is read */
#define LOCAL_READ_SLOTS 64

enum local_db {
    LOCAL_META,
    LOCAL_TOPICS,
    LOCAL_DROPPED,
    LOCAL_PARTS,
    LOCAL_LOG,
    LOCAL_KEYS,
    LOCAL_TOMBS,
    LOCAL_GROUPS,
    LOCAL_DBS,
};

struct local_env {
    MDB_env *mdb;
    MDB_dbi db[LOCAL_DBS];
    char *dir;
    int lock_fd; /* the writing process's lock; -1: read only */
    bool read_only;
    int64_t map_bytes;
    char cluster[32];
    char *map;                  /* the file in memory */
    _Atomic int64_t read_bytes; /* since the map was last trimmed */
    pthread_mutex_t lock;       /* of the idle read transactions */
    MDB_txn *idle[LOCAL_READ_SLOTS];
    size_t n_idle;
};

/* Creates what is missing, refuses a second writer and other formats in one sentence. */
enum weir_verdict local_env_open(struct local_env *env, const struct bus_local_options *options,
                                 struct weir_err *err);
void local_env_close(struct local_env *env);

/* A snapshot to read from; any thread; given back at once: a long one makes the file grow. */
enum weir_verdict local_env_read(struct local_env *env, MDB_txn **txn, struct weir_err *err);
/* read_bytes: how much of the file was looked at, so that its pages are given back in time. */
void local_env_read_end(struct local_env *env, MDB_txn *txn, size_t read_bytes);
/* The same for what the writer looked at. */
void local_env_touched(struct local_env *env, size_t read_bytes);
/* Forgets readers of processes that died. */
void local_env_clear_readers(struct local_env *env);

/* What rc means: RETRY when room is all that lacks, else FATAL. */
enum weir_verdict local_env_error(const struct local_env *env, int rc, struct weir_err *err);

/* ---- values and keys ---- */

static inline MDB_val local_val(const void *p, size_t n)
{
    return (MDB_val){.mv_size = n, .mv_data = (void *)(uintptr_t)p};
}

static inline struct weir_str local_str(MDB_val val)
{
    return (struct weir_str){.p = val.mv_data, .n = val.mv_size};
}

#define LOCAL_LOG_KEY 12u
/* u32 partition id, u64 offset: big-endian, so that LMDB keeps a partition's batches in order. */
void local_log_key(uint8_t key[LOCAL_LOG_KEY], uint32_t part_id, int64_t offset);
/* False when it is another partition's. */
bool local_log_key_read(MDB_val key, uint32_t part_id, int64_t *offset);

#endif
