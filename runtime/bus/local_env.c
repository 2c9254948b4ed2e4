/* SPDX-License-Identifier: Apache-2.0 */
/*
 * local_env.c: opens the log's LMDB environment, hands out read transactions and gives the pages
 * that readers touched back to the kernel. Next: local_bus.c, which starts the writer on it.
 */
#include "bus/local_env.h"

#include <endian.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <weir/mem.h>

#include "bus/local_lock.h"

#define MAX_READERS     254
#define MAP_BYTES_MIN   ((int64_t)1 << 20)
#define TRIM_BYTES      (4 << 20) /* of reading between two trims of the map */
#define DISK_FULL_BYTES (1 << 20)

static const char *const db_names[LOCAL_DBS] = {"meta", "topics", "dropped", "parts",
                                                "log",  "keys",   "tombs",   "groups"};

void local_log_key(uint8_t key[LOCAL_LOG_KEY], uint32_t part_id, int64_t offset)
{
    uint32_t id = htobe32(part_id);
    uint64_t at = htobe64((uint64_t)offset);
    memcpy(key, &id, sizeof(id));
    memcpy(key + sizeof(id), &at, sizeof(at));
}

bool local_log_key_read(MDB_val key, uint32_t part_id, int64_t *offset)
{
    uint32_t id = 0;
    uint64_t at = 0;
    if (key.mv_size != LOCAL_LOG_KEY) {
        return false;
    }
    memcpy(&id, key.mv_data, sizeof(id));
    memcpy(&at, (char *)key.mv_data + sizeof(id), sizeof(at));
    *offset = (int64_t)be64toh(at);
    return be32toh(id) == part_id;
}

/* ---- what went wrong ---- */

static uint64_t free_bytes(const struct local_env *env)
{
    struct statvfs fs;
    return statvfs(env->dir, &fs) == 0 ? (uint64_t)fs.f_bavail * fs.f_frsize : UINT64_MAX;
}

enum weir_verdict local_env_error(const struct local_env *env, int rc, struct weir_err *err)
{
    enum weir_verdict class = WEIR_FATAL;
    uint64_t room = rc == EIO || rc == ENOSPC || rc == EDQUOT ? free_bytes(env) : UINT64_MAX;
    if (rc == ENOSPC || rc == EDQUOT || room < DISK_FULL_BYTES) {
        class = weir_err_set(err, WEIR_RETRY, "the disk of %s is full: %llu bytes free", env->dir,
                             (unsigned long long)room);
    } else if (rc == MDB_MAP_FULL) {
        class = weir_err_set(err, WEIR_RETRY,
                             "the log in %s has reached data.map.bytes=%lld: raise it, or keep "
                             "less (retention.ms, retention.bytes)",
                             env->dir, (long long)env->map_bytes);
    } else if (rc == MDB_MAP_RESIZED) {
        weir_err_set(err, WEIR_FATAL,
                     "the log in %s has got a larger data.map.bytes: open it again", env->dir);
    } else if (rc == MDB_READERS_FULL) {
        class =
            weir_err_set(err, WEIR_RETRY, "the log in %s has too many readers at once", env->dir);
    } else if (rc == MDB_CORRUPTED || rc == MDB_PAGE_NOTFOUND || rc == MDB_INVALID) {
        weir_err_set(err, WEIR_FATAL, "the log in %s is damaged: %s", env->dir, mdb_strerror(rc));
    } else if (rc == MDB_PANIC) {
        weir_err_set(err, WEIR_FATAL, "the log in %s must be opened again after a failed write",
                     env->dir);
    } else {
        weir_err_set(err, WEIR_FATAL, "the log in %s: %s", env->dir, mdb_strerror(rc));
    }
    err->code = rc;
    return class;
}

/* ---- opening ---- */

static int put_format(struct local_env *env, MDB_txn *txn)
{
    uint32_t le = htole32(LOCAL_FORMAT);
    MDB_val key = local_val("format", 6);
    MDB_val val = local_val(&le, sizeof(le));
    return mdb_put(txn, env->db[LOCAL_META], &key, &val, 0);
}

/* A log of an older format gets this one: from now on there are batches that need it. */
static enum weir_verdict check_format(struct local_env *env, MDB_txn *txn, struct weir_err *err)
{
    MDB_val key = local_val("format", 6);
    MDB_val val;
    int rc = mdb_get(txn, env->db[LOCAL_META], &key, &val);
    uint32_t format = LOCAL_FORMAT_MIN;
    if (rc == 0 && val.mv_size == sizeof(format)) {
        memcpy(&format, val.mv_data, sizeof(format));
        format = le32toh(format);
    } else if (rc != MDB_NOTFOUND || env->read_only) {
        return weir_err_set(err, WEIR_BAD_CONFIG, "%s holds an LMDB file that is not a log",
                            env->dir);
    }
    if (format < LOCAL_FORMAT_MIN || format > LOCAL_FORMAT) {
        return weir_err_set(err, WEIR_BAD_CONFIG,
                            "the log in %s has format %u, and this program reads format %u",
                            env->dir, format, LOCAL_FORMAT);
    }
    bool is_said = rc == 0 && format == LOCAL_FORMAT;
    rc = is_said || env->read_only ? 0 : put_format(env, txn);
    return rc ? local_env_error(env, rc, err) : WEIR_OK;
}

/* The cluster id: made once, 22 letters as Kafka's. */
static int load_cluster(struct local_env *env, MDB_txn *txn)
{
    static const char letters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    MDB_val key = local_val("cluster", 7);
    MDB_val val;
    int rc = mdb_get(txn, env->db[LOCAL_META], &key, &val);
    if (rc == 0) {
        size_t n = val.mv_size < sizeof(env->cluster) ? val.mv_size : sizeof(env->cluster) - 1;
        memcpy(env->cluster, val.mv_data, n);
        return 0;
    }
    uint8_t random[22];
    if (rc != MDB_NOTFOUND || getentropy(random, sizeof(random)) != 0) {
        return rc != MDB_NOTFOUND ? rc : errno;
    }
    for (size_t i = 0; i < sizeof(random); i++) {
        env->cluster[i] = letters[random[i] & 63];
    }
    val = local_val(env->cluster, sizeof(random));
    return mdb_put(txn, env->db[LOCAL_META], &key, &val, 0);
}

static int open_databases(struct local_env *env, MDB_txn *txn)
{
    for (int i = 0; i < LOCAL_DBS; i++) {
        int rc = mdb_dbi_open(txn, db_names[i], env->read_only ? 0 : MDB_CREATE, &env->db[i]);
        if (rc) {
            return rc;
        }
    }
    return 0;
}

static enum weir_verdict load(struct local_env *env, struct weir_err *err)
{
    MDB_txn *txn = NULL;
    int rc = mdb_txn_begin(env->mdb, NULL, env->read_only ? MDB_RDONLY : 0, &txn);
    if (rc) {
        return local_env_error(env, rc, err);
    }
    rc = open_databases(env, txn);
    enum weir_verdict class = WEIR_OK;
    if (rc == MDB_NOTFOUND) {
        class = weir_err_set(err, WEIR_BAD_CONFIG, "there is no log in %s", env->dir);
    } else if (rc == 0) {
        class = check_format(env, txn, err);
    }
    if (rc == 0 && class == WEIR_OK) {
        rc = load_cluster(env, txn);
    }
    if (rc || class != WEIR_OK) {
        mdb_txn_abort(txn);
        return class != WEIR_OK ? class : local_env_error(env, rc, err);
    }
    rc = mdb_txn_commit(txn);
    return rc ? local_env_error(env, rc, err) : WEIR_OK;
}

/* Where LMDB has mapped the file; it does not tell, so the kernel is asked. NULL: not found. */
static char *find_map(const struct local_env *env)
{
    FILE *maps = fopen("/proc/self/maps", "re");
    char *dir = realpath(env->dir, NULL);
    char *path = weir_xprintf("%s/data.mdb\n", dir ? dir : "");
    char *line = NULL;
    size_t cap = 0;
    unsigned long start = 0;
    bool found = false;
    while (maps && !found && getline(&line, &cap, maps) > 0) {
        const char *name = strchr(line, '/');
        found = name && strcmp(name, path) == 0 && sscanf(line, "%lx-", &start) == 1;
    }
    if (maps) {
        fclose(maps);
    }
    free(line);
    free(path);
    free(dir);
    return found ? (char *)start : NULL; // NOLINT(performance-no-int-to-ptr)
}

static enum weir_verdict check_map_bytes(const struct local_env *env, struct weir_err *err)
{
    return env->read_only || env->map_bytes >= MAP_BYTES_MIN
               ? WEIR_OK
               : weir_err_set(err, WEIR_BAD_CONFIG, "data.map.bytes=%lld is less than %lld",
                              (long long)env->map_bytes, (long long)MAP_BYTES_MIN);
}

static int open_mdb(struct local_env *env)
{
    int rc = mdb_env_create(&env->mdb);
    if (rc) {
        return rc;
    }
    mdb_env_set_maxdbs(env->mdb, LOCAL_DBS);
    mdb_env_set_maxreaders(env->mdb, MAX_READERS);
    if (!env->read_only) {
        mdb_env_set_mapsize(env->mdb, (size_t)env->map_bytes);
    }
    return mdb_env_open(env->mdb, env->dir, MDB_NOTLS | (env->read_only ? MDB_RDONLY : 0), 0640);
}

enum weir_verdict local_env_open(struct local_env *env, const struct bus_local_options *options,
                                 struct weir_err *err)
{
    *env = (struct local_env){.dir = weir_xstrdup(options->data_dir),
                              .lock_fd = -1,
                              .read_only = options->read_only,
                              .map_bytes = options->map_bytes};
    pthread_mutex_init(&env->lock, NULL);
    enum weir_verdict class = check_map_bytes(env, err);
    if (class == WEIR_OK) {
        class = local_lock_dir(env->dir, env->read_only, &env->lock_fd, err);
    }
    if (class == WEIR_OK) {
        int rc = open_mdb(env);
        if (env->read_only && rc == ENOENT) {
            class = weir_err_set(err, WEIR_BAD_CONFIG, "there is no log in %s", env->dir);
        } else if (rc == MDB_VERSION_MISMATCH || rc == MDB_INVALID) {
            class =
                weir_err_set(err, WEIR_BAD_CONFIG, "%s/data.mdb is not a log of this program: %s",
                             env->dir, mdb_strerror(rc));
        } else if (rc) {
            class = local_env_error(env, rc, err);
        }
    }
    if (class == WEIR_OK) {
        class = load(env, err);
    }
    if (class != WEIR_OK) {
        local_env_close(env);
        return class;
    }
    env->map = find_map(env);
    local_env_clear_readers(env);
    return WEIR_OK;
}

void local_env_close(struct local_env *env)
{
    for (size_t i = 0; i < env->n_idle; i++) {
        mdb_txn_abort(env->idle[i]);
    }
    if (env->mdb) {
        mdb_env_close(env->mdb);
    }
    if (env->lock_fd >= 0) {
        close(env->lock_fd);
    }
    pthread_mutex_destroy(&env->lock);
    free(env->dir);
}

/* ---- reading ---- */

static MDB_txn *take_idle(struct local_env *env)
{
    pthread_mutex_lock(&env->lock);
    MDB_txn *txn = env->n_idle ? env->idle[--env->n_idle] : NULL;
    pthread_mutex_unlock(&env->lock);
    return txn;
}

enum weir_verdict local_env_read(struct local_env *env, MDB_txn **txn, struct weir_err *err)
{
    *txn = take_idle(env);
    int rc = *txn ? mdb_txn_renew(*txn) : mdb_txn_begin(env->mdb, NULL, MDB_RDONLY, txn);
    if (rc && *txn) {
        mdb_txn_abort(*txn);
    }
    return rc ? local_env_error(env, rc, err) : WEIR_OK;
}

/* Everything that is mapped goes: what is needed again comes back from the page cache. */
static void trim_map(struct local_env *env)
{
    MDB_envinfo info;
    MDB_stat stat;
    if (env->map && mdb_env_info(env->mdb, &info) == 0 && mdb_env_stat(env->mdb, &stat) == 0) {
        madvise(env->map, (info.me_last_pgno + 1) * stat.ms_psize, MADV_DONTNEED);
    }
}

void local_env_touched(struct local_env *env, size_t read_bytes)
{
    int64_t bytes = (int64_t)read_bytes;
    if (atomic_fetch_add(&env->read_bytes, bytes) + bytes >= TRIM_BYTES) {
        atomic_store(&env->read_bytes, 0);
        trim_map(env);
    }
}

void local_env_read_end(struct local_env *env, MDB_txn *txn, size_t read_bytes)
{
    mdb_txn_reset(txn);
    pthread_mutex_lock(&env->lock);
    bool kept = env->n_idle < LOCAL_READ_SLOTS;
    if (kept) {
        env->idle[env->n_idle++] = txn;
    }
    pthread_mutex_unlock(&env->lock);
    if (!kept) {
        mdb_txn_abort(txn);
    }
    local_env_touched(env, read_bytes);
}

void local_env_clear_readers(struct local_env *env)
{
    int dead = 0;
    mdb_reader_check(env->mdb, &dead);
}
