/* SPDX-License-Identifier: Apache-2.0 */
/*
 * takeover_read.c: what the config and offsets topics and the consumer groups say: the connectors,
 * their target states, and where each goes on. Nothing is written.
 */
#include "cli/takeover.h"

#include "conf/connector_keys.h"
#include "store/config_store.h"
#include "store/offset_store.h"

#define READ_MS 60000

/* One topic's name in these settings, with as many partitions as it has. */
static enum weir_verdict look_at(struct takeover *takeover, struct weir_str topic,
                                 const char *property, int32_t *partitions, struct weir_err *err)
{
    struct bus_topic_info info;
    enum weir_verdict rc = bus_topic_info(takeover->bus, topic, &info, err);
    if (rc == WEIR_OK && info.partitions == 0) {
        rc = weir_err_set(err, WEIR_BAD_CONFIG,
                          "there is no topic %.*s on %s, so there is nothing to go on with: set %s "
                          "as the old worker has it, or begin anew with `weir run`",
                          WEIR_STR_ARG(topic), bus_describe(takeover->bus), property);
    }
    *partitions = rc == WEIR_OK ? info.partitions : 0;
    return rc;
}

/* ---- the connectors ---- */

static void apply(void *self, const struct bus_message *messages, size_t n)
{
    struct config_event event;
    for (size_t i = 0; i < n; i++) {
        config_store_apply(self, messages[i].key, messages[i].value, &event);
    }
}

static void take_connector(struct takeover *takeover, const struct config_connector *from,
                           struct takeover_connector *connector)
{
    struct doctor_connector *doctor = &connector->doctor;
    connector->target = from->target;
    doctor->name = weir_arena_str(&takeover->arena, from->name);
    weir_props_init(&doctor->props, &takeover->arena);
    for (size_t i = 0; i < from->config->props.n; i++) {
        weir_props_set(&doctor->props, from->config->props.items[i].name,
                       from->config->props.items[i].value);
    }
    doctor_check(&takeover->checks, doctor, &takeover->arena);
    connector->sink = registry_find(takeover->checks.registry, WEIR_SINK,
                                    weir_props_get(&doctor->props, "connector.class")) != NULL;
    struct weir_str own_group = weir_props_get(&doctor->props, "consumer.override.group.id");
    connector->group = connector->sink ? sink_group_id(&takeover->arena, own_group, doctor->name)
                                       : WEIR_STR_NULL;
}

static void take_connectors(struct takeover *takeover, const struct config_store *store)
{
    takeover->connectors =
        WEIR_NEW_ARRAY(&takeover->arena, struct takeover_connector, config_store_count(store) + 1);
    size_t at = 0;
    takeover->n = 0;
    for (const struct config_connector *cc; (cc = config_store_next(store, &at));) {
        if (cc->config) {
            take_connector(takeover, cc, &takeover->connectors[takeover->n++]);
        }
    }
}

static enum weir_verdict read_connectors(struct takeover *takeover, struct topic_reader *reader,
                                         struct config_store *store, struct weir_err *err)
{
    int32_t partitions = 0;
    struct weir_str topic = takeover->worker.config_topic;
    enum weir_verdict rc = look_at(takeover, topic, "config.storage.topic", &partitions, err);
    if (rc != WEIR_OK) {
        return rc;
    }
    struct topic_feed *feed = topic_reader_follow(reader, topic, partitions, apply, store);
    return topic_reader_sync(reader, feed, READ_MS, err);
}

/* ---- where they go on ---- */

static enum weir_verdict place_source(struct takeover *takeover, struct offset_store *offsets,
                                      struct takeover_connector *connector, struct weir_err *err)
{
    struct weir_offset *found = NULL;
    size_t n = 0;
    enum weir_verdict rc = offset_store_list(offsets, connector->doctor.name, &takeover->arena,
                                             &found, &n, err);
    if (rc == WEIR_OK) {
        connector->place = n == 0 ? WEIR_STR("from its beginning: it has no offset")
                           : n == 1
                               ? found[0].offset
                               : weir_str_of(weir_arena_printf(&takeover->arena,
                                                               "%zu partitions' offsets", n));
    }
    return rc;
}

static enum weir_verdict place_sink(struct takeover *takeover,
                                    struct takeover_connector *connector, struct weir_err *err)
{
    struct weir_topic_partition *found = NULL;
    size_t n = 0;
    enum weir_verdict rc =
        bus_group_offsets(takeover->bus, connector->group, &takeover->arena, &found, &n, err);
    if (rc == WEIR_OK) {
        connector->place = weir_str_of(weir_arena_printf(
            &takeover->arena, "group %.*s, commits of %zu partition%s",
            WEIR_STR_ARG(connector->group), n, n == 1 ? "" : "s"));
    }
    return rc;
}

static enum weir_verdict place_all(struct takeover *takeover, struct offset_store *offsets,
                                   struct weir_err *err)
{
    enum weir_verdict rc = WEIR_OK;
    for (size_t i = 0; i < takeover->n && rc == WEIR_OK; i++) {
        struct takeover_connector *connector = &takeover->connectors[i];
        rc = connector->sink ? place_sink(takeover, connector, err)
                             : place_source(takeover, offsets, connector, err);
    }
    return rc;
}

static enum weir_verdict open_offsets(struct takeover *takeover, struct topic_reader *reader,
                                      struct internal_topic *topic, struct offset_store **offsets,
                                      struct weir_err *err)
{
    int32_t partitions = 0;
    *topic = (struct internal_topic){.name = takeover->worker.offset_topic};
    enum weir_verdict rc =
        look_at(takeover, topic->name, "offset.storage.topic", &partitions, err);
    rc = rc == WEIR_OK ? offset_store_open(takeover->bus, reader, topic, partitions,
                                           "weir-takeover", offsets, err)
                       : rc;
    return rc == WEIR_OK ? offset_store_load(*offsets, READ_MS, err) : rc;
}

enum weir_verdict takeover_read(struct takeover *takeover, struct weir_err *err)
{
    struct topic_reader *reader = NULL;
    struct offset_store *offsets = NULL;
    struct internal_topic offset_topic;
    struct config_store *store = config_store_new();
    int32_t ignored = 0;
    enum weir_verdict rc = look_at(takeover, takeover->worker.status_topic,
                                   "status.storage.topic", &ignored, err);
    rc = rc == WEIR_OK ? topic_reader_open(takeover->bus, "weir-takeover", &reader, err) : rc;
    rc = rc == WEIR_OK ? read_connectors(takeover, reader, store, err) : rc;
    rc = rc == WEIR_OK ? open_offsets(takeover, reader, &offset_topic, &offsets, err) : rc;
    if (rc == WEIR_OK) {
        take_connectors(takeover, store);
        rc = place_all(takeover, offsets, err);
    }
    if (reader) {
        topic_reader_close(reader);
    }
    if (offsets) {
        offset_store_close(offsets);
    }
    config_store_free(store);
    return rc;
}

/* ---- who is still there ---- */

static enum weir_verdict group_empty(struct takeover *takeover, struct weir_str group,
                                     const char *whose, struct weir_err *err)
{
    int32_t members = 0;
    enum weir_verdict rc = bus_group_members(takeover->bus, group, &members, err);
    if (rc == WEIR_OK && members > 0) {
        rc = weir_err_set(err, WEIR_RETRY,
                          "the group %.*s of %s still has %d member%s: stop the old worker; one "
                          "that was killed counts until its session has ended (--wait SECONDS "
                          "waits for that)",
                          WEIR_STR_ARG(group), whose, members, members == 1 ? "" : "s");
    }
    return rc;
}

enum weir_verdict takeover_alone(struct takeover *takeover, struct weir_err *err)
{
    enum weir_verdict rc = group_empty(takeover, takeover->worker.group_id, "the workers", err);
    for (size_t i = 0; i < takeover->n && rc == WEIR_OK; i++) {
        const struct takeover_connector *connector = &takeover->connectors[i];
        if (connector->sink) {
            rc = group_empty(takeover, connector->group, connector->doctor.name.p, err);
        }
    }
    return rc;
}
