/* SPDX-License-Identifier: Apache-2.0 */
/*
 * local_topic_admin.c: topics are listed, described, created and deleted. A deleted topic goes at
 * once from sight, its records in small steps. Next: local_writer.c runs the changes,
 * local_retain.c erases.
 */
#include <endian.h>
#include <stdio.h>

#include "bus/local_bus.h"
#include "bus/local_offsets.h"

struct create_call {
    struct local_call call;
    struct local_topic *topic;
    bool existed;
};

struct delete_call {
    struct local_call call;
    struct weir_str name;
    struct local_topic *topic;
};

/* ---- asking ---- */

static struct bus_topic_info info_of(const struct local_topic *topic)
{
    return (struct bus_topic_info){
        .name = topic->name, .partitions = topic->n_parts, .replication_factor = 1};
}

enum weir_verdict local_topics_list(struct bus *handle, struct weir_arena *arena,
                                    const struct bus_topic_info **list, size_t *n,
                                    struct weir_err *err)
{
    struct local_bus *bus = local_bus_of(handle);
    enum weir_verdict class = local_topics_refresh(bus, err);
    if (class != WEIR_OK) {
        return class;
    }
    pthread_rwlock_rdlock(&bus->topics.lock);
    *n = bus->topics.n;
    struct bus_topic_info *infos = WEIR_NEW_ARRAY(arena, struct bus_topic_info, *n);
    for (size_t i = 0; i < *n; i++) {
        infos[i] = info_of(bus->topics.items[i]);
        infos[i].name = weir_arena_str(arena, infos[i].name);
    }
    pthread_rwlock_unlock(&bus->topics.lock);
    *list = infos;
    return WEIR_OK;
}

enum weir_verdict local_topic_info(struct bus *handle, struct weir_str name,
                                   struct bus_topic_info *info, struct weir_err *err)
{
    struct local_bus *bus = local_bus_of(handle);
    enum weir_verdict class = local_topics_refresh(bus, err);
    struct local_topic *topic = class == WEIR_OK ? local_topic_find(bus, name) : NULL;
    *info = topic ? info_of(topic) : (struct bus_topic_info){.name = name};
    return class;
}

static void set_number(struct weir_props *props, const char *name, int64_t value)
{
    char text[24];
    snprintf(text, sizeof(text), "%lld", (long long)value);
    weir_props_set_c(props, name, text);
}

enum weir_verdict local_topic_configs(struct bus *handle, struct weir_str name,
                                      struct weir_props *configs, struct weir_err *err)
{
    struct local_bus *bus = local_bus_of(handle);
    enum weir_verdict class = local_topics_refresh(bus, err);
    struct local_topic *topic = class == WEIR_OK ? local_topic_find(bus, name) : NULL;
    if (!topic) {
        return class != WEIR_OK
                   ? class
                   : weir_err_set(err, WEIR_RETRY, "there is no topic %.*s", WEIR_STR_ARG(name));
    }
    weir_props_set_c(configs, "cleanup.policy", "delete");
    set_number(configs, "retention.ms", topic->retention_ms);
    set_number(configs, "retention.bytes", topic->retention_bytes);
    set_number(configs, "delete.retention.ms", topic->delete_retention_ms);
    weir_props_set_c(configs, "message.timestamp.type", "CreateTime");
    for (size_t i = 0; i < topic->configs.n; i++) {
        weir_props_set(configs, topic->configs.items[i].name, topic->configs.items[i].value);
    }
    return WEIR_OK;
}

/* ---- creating ---- */

/* The next n free ids of a kind: reads and moves on the counter in the meta database. */
static int take_ids(struct local_env *env, MDB_txn *txn, const char *kind, uint32_t n,
                    uint32_t *first)
{
    MDB_val key = local_val(kind, strlen(kind));
    MDB_val val;
    uint32_t next = 0;
    int rc = mdb_get(txn, env->db[LOCAL_META], &key, &val);
    if (rc == 0 && val.mv_size == sizeof(next)) {
        memcpy(&next, val.mv_data, sizeof(next));
        next = le32toh(next);
    } else if (rc != MDB_NOTFOUND) {
        return rc ? rc : MDB_CORRUPTED;
    }
    *first = next;
    next = htole32(next + n);
    val = local_val(&next, sizeof(next));
    return mdb_put(txn, env->db[LOCAL_META], &key, &val, 0);
}

static int put_parts(struct local_env *env, MDB_txn *txn, const struct local_topic *topic)
{
    int rc = 0;
    for (int32_t i = 0; i < topic->n_parts && rc == 0; i++) {
        rc = local_part_put(env, txn, &topic->parts[i]);
    }
    return rc;
}

static int apply_create(struct local_bus *bus, struct local_request *req, MDB_txn *txn)
{
    struct create_call *create = (struct create_call *)req;
    struct local_topic *topic = create->topic;
    MDB_val key = local_val(topic->name.p, topic->name.n);
    MDB_val val;
    int rc = mdb_get(txn, bus->env.db[LOCAL_TOPICS], &key, &val);
    create->existed = rc == 0;
    if (rc != MDB_NOTFOUND) {
        return rc;
    }
    uint32_t id = 0;
    uint32_t first_part = 0;
    rc = take_ids(&bus->env, txn, "topic", 1, &id);
    if (rc == 0) {
        rc = take_ids(&bus->env, txn, "part", (uint32_t)topic->n_parts, &first_part);
    }
    local_topic_number(topic, id, first_part);
    if (rc == 0) {
        rc = local_topic_put(&bus->env, txn, topic);
    }
    return rc ? rc : put_parts(&bus->env, txn, topic);
}

static void created(struct local_bus *bus, struct local_call *call)
{
    struct create_call *create = (struct create_call *)call;
    if (!create->existed) {
        local_topics_add(bus, create->topic);
        local_groups_changed(bus);
    }
}

static enum weir_verdict check_name(struct weir_str name, struct weir_err *err)
{
    bool ok = name.n > 0 && name.n <= LOCAL_TOPIC_NAME_MAX && !weir_str_is(name, ".") &&
              !weir_str_is(name, "..");
    for (size_t i = 0; i < name.n && ok; i++) {
        char c = name.p[i];
        ok = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
             c == '.' || c == '_' || c == '-';
    }
    return ok ? WEIR_OK
              : weir_err_set(err, WEIR_BAD_CONFIG,
                             "%.*s is not a topic's name: 1 to %u letters, digits, . _ -",
                             WEIR_STR_ARG(name), LOCAL_TOPIC_NAME_MAX);
}

static enum weir_verdict read_only(const struct local_bus *bus, struct weir_err *err)
{
    return weir_err_set(err, WEIR_FATAL, "the log in %s is open for reading only", bus->env.dir);
}

enum weir_verdict local_topic_create(struct bus *handle, const struct weir_topic_spec *spec,
                                     bool *was_created, struct weir_err *err)
{
    struct local_bus *bus = local_bus_of(handle);
    *was_created = false;
    int32_t n_parts = spec->partitions == -1 ? bus->partitions : spec->partitions;
    enum weir_verdict class =
        bus->env.read_only ? read_only(bus, err) : check_name(spec->name, err);
    if (class == WEIR_OK && (n_parts < 1 || n_parts > LOCAL_PARTITIONS_MAX)) {
        class = weir_err_set(err, WEIR_BAD_CONFIG, "topic %.*s: %d partitions are not 1 to %d",
                             WEIR_STR_ARG(spec->name), n_parts, LOCAL_PARTITIONS_MAX);
    }
    struct create_call create = {.call.req.apply = apply_create, .call.committed = created};
    if (class == WEIR_OK) {
        class = local_topic_new(bus, spec->name, n_parts, spec->configs, spec->n_configs,
                                &create.topic, err);
    }
    if (class != WEIR_OK) {
        return class;
    }
    class = local_call(bus, &create.call, err);
    *was_created = class == WEIR_OK && !create.existed;
    if (!*was_created) {
        local_topic_free(create.topic);
    }
    return class;
}

enum weir_verdict local_topic_ensure(struct local_bus *bus, struct weir_str name,
                                     struct local_topic **topic, struct weir_err *err)
{
    *topic = local_topic_find(bus, name);
    while (!*topic) {
        struct weir_topic_spec spec = {.name = name, .partitions = -1, .replication_factor = -1};
        bool was_created = false;
        enum weir_verdict class = local_topic_create(&bus->handle, &spec, &was_created, err);
        if (class != WEIR_OK) {
            return class;
        }
        *topic = local_topic_find(bus, name);
    }
    return WEIR_OK;
}

/* ---- deleting ---- */

static int apply_delete(struct local_bus *bus, struct local_request *req, MDB_txn *txn)
{
    struct delete_call *drop = (struct delete_call *)req;
    drop->topic = local_topic_find(bus, drop->name);
    if (!drop->topic) {
        local_refuse(req, WEIR_RETRY, "there is no topic %.*s", WEIR_STR_ARG(drop->name));
        return 0;
    }
    MDB_val key = local_val(drop->name.p, drop->name.n);
    int rc = mdb_del(txn, bus->env.db[LOCAL_TOPICS], &key, NULL);
    if (rc == MDB_NOTFOUND) { /* deleted twice in this transaction */
        local_refuse(req, WEIR_RETRY, "there is no topic %.*s", WEIR_STR_ARG(drop->name));
        return 0;
    }
    uint32_t first = htobe32(drop->topic->first_part);
    uint32_t n = htole32((uint32_t)drop->topic->n_parts);
    key = local_val(&first, sizeof(first));
    MDB_val val = local_val(&n, sizeof(n));
    if (rc == 0) {
        rc = mdb_put(txn, bus->env.db[LOCAL_DROPPED], &key, &val, 0);
    }
    return rc ? rc : local_offsets_forget_topic(bus, txn, drop->name);
}

static void deleted(struct local_bus *bus, struct local_call *call)
{
    struct delete_call *drop = (struct delete_call *)call;
    local_topics_drop(bus, drop->topic);
    local_groups_changed(bus);
    bus->retain.dropped = true;
    bus->writer.next_sweep_ms = 0;
}

enum weir_verdict local_topic_delete(struct bus *handle, struct weir_str name, struct weir_err *err)
{
    struct local_bus *bus = local_bus_of(handle);
    if (bus->env.read_only) {
        return read_only(bus, err);
    }
    struct delete_call drop = {
        .call.req.apply = apply_delete, .call.committed = deleted, .name = name};
    return local_call(bus, &drop.call, err);
}
