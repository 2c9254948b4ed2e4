/* SPDX-License-Identifier: Apache-2.0 */
/*
 * plugin.h: a plugin is one .so that exports weir_plugin_entry() and hands over descriptors. A
 * component = kind, class name, key table, ops. Descriptors and op tables start with their size;
 * members are only ever added at the end, and what a plugin lacks reads as zero.
 */
#ifndef WEIR_PLUGIN_H
#define WEIR_PLUGIN_H

#include <weir/batch.h>
#include <weir/conf.h>
#include <weir/task.h>

enum weir_kind {
    WEIR_SOURCE,
    WEIR_SINK,
    WEIR_TRANSFORMATION,
    WEIR_PREDICATE,
    WEIR_CONVERTER,
    WEIR_HEADER_CONVERTER,
    WEIR_SUBCOMMAND,
};

struct weir_component {
    uint32_t size; /* sizeof(struct weir_component) */
    enum weir_kind kind;
    const char *class_name;      /* Java's: org.apache.kafka.connect.json.JsonConverter */
    const char *const *aliases;  /* further full class names, NULL-terminated; NULL: none */
    const char *version;         /* NULL: the plugin's */
    const char *doc;             /* one sentence */
    const struct weir_conf_key *keys; /* ends with WEIR_CONF_END; NULL: none */
    size_t conf_size;            /* of the struct that keys fill */
    const void *ops;             /* by kind, below */
};

struct weir_plugin {
    struct weir_abi abi;
    const char *name; /* "mariadb" */
    const char *version;
    const struct weir_component *const *components; /* NULL-terminated */
};

/* The one exported symbol. host_abi = major << 16 | minor of the worker. */
WEIR_EXPORT const struct weir_plugin *weir_plugin_entry(uint32_t host_abi);

/* ---- connectors ---- */

/* What a connector callback sees besides its conf. Thread: the connector's own. */
struct weir_connector {
    const char *name;
    const struct weir_props *props; /* complete, variables resolved */
    const struct weir_log *log;
    struct weir_arena *arena; /* for the duration of the call */
    const bool *cancelled;    /* the caller has given up; long work asks this */
    const struct weir_connector_host *host; /* the worker's */
};

/* Keeps nothing of the batch, whose live records only count. */
typedef void weir_sample_fn(void *self, const struct weir_batch *batch);
/*
 * For a sink's validate: shows the newest records of the topic once, about a hundred, as its tasks
 * would get them. OK without a visit: there are none, or no bus is at hand. Blocks some seconds at
 * most.
 */
WEIR_EXPORT enum weir_verdict weir_connector_sample(const struct weir_connector *connector,
                                                    struct weir_str topic, weir_sample_fn *visit,
                                                    void *self, struct weir_err *err);

/*
 * For a sink's validate: the topics that its tasks would read now, those that topics names or those
 * of the bus that topics.regex matches (none, when no bus is at hand). In the connector's arena.
 */
WEIR_EXPORT enum weir_verdict weir_connector_topics(const struct weir_connector *connector,
                                                    struct weir_str **topics, size_t *n,
                                                    struct weir_err *err);

struct weir_task_configs; /* the list being filled */
/* Adds one task and returns its config, a copy of the connector's, to be changed. */
WEIR_EXPORT struct weir_props *weir_task_configs_add(struct weir_task_configs *configs);

/* One entry of PATCH or DELETE .../offsets; offset.p NULL: forget it. */
struct weir_offset_change {
    struct weir_str partition; /* canonical JSON */
    struct weir_str offset;
};

/* The part that sources and sinks have in common. Every member may be NULL. Thread: a thread of
 * the connector, never the herder's: these may block, and are abandoned past their deadline. */
struct weir_connector_ops {
    /* At most max calls of weir_task_configs_add. NULL: one task with the connector's config. */
    enum weir_verdict (*task_configs)(const struct weir_connector *connector, const void *conf,
                                      int max, struct weir_task_configs *configs,
                                      struct weir_err *err);
    /* Rules between keys, live checks. Runs only when the keys by themselves are right. A
     * deadline_ms of 0: no server may be asked, rules alone. */
    void (*validate)(const struct weir_connector *connector, const void *conf,
                     int64_t deadline_ms, struct weir_report *report);
    /* Checks and applies what is asked outside the worker; *handled = false: the connector keeps no
     * offsets elsewhere. NULL: handled = false, nothing checked. An error refuses the request. */
    enum weir_verdict (*alter_offsets)(const struct weir_connector *connector, const void *conf,
                                       const struct weir_offset_change *changes, size_t n,
                                       bool *handled, struct weir_err *err);
};

/* Thread of everything below: the task's own, except wake. self is what open gave. */
struct weir_source_ops {
    uint32_t size; /* sizeof(struct weir_source_ops) */
    struct weir_connector_ops connector;
    bool (*exactly_once_support)(const void *conf);       /* NULL: no */
    bool (*defines_transactions)(const void *conf);       /* NULL: no */
    enum weir_verdict (*open)(struct weir_task *task, const void *conf, void **self,
                              struct weir_err *err);
    /*
     * Fills *batch, which is empty, or points *batch at one from weir_task_batch_get. Returns
     * within about wait_ms even if there is nothing (then with an empty batch and OK). RETRY: call
     * again after the policy's backoff.
     */
    enum weir_verdict (*poll)(void *self, struct weir_batch **batch, int64_t wait_ms,
                              struct weir_err *err);
    /* This offset and all before it are durable on the bus. Once a batch, in order. NULL: unused. */
    void (*committed)(void *self, const struct weir_offset *offset);
    /* Makes a blocked callback return soon. ANY thread; may only set an atomic and write to an
     * eventfd. NULL: poll keeps to wait_ms anyway. */
    void (*wake)(void *self);
    void (*close)(void *self);
};

struct weir_sink_ops {
    uint32_t size;
    struct weir_connector_ops connector;
    enum weir_verdict (*open)(struct weir_task *task, const void *conf, void **self,
                              struct weir_err *err);
    /* Partitions with the offset that reading will begin at; weir_task_seek may change it here. */
    enum weir_verdict (*assigned)(void *self, const struct weir_topic_partition *partitions,
                                  size_t n, struct weir_err *err);
    enum weir_verdict (*revoked)(void *self, const struct weir_topic_partition *partitions,
                                 size_t n, struct weir_err *err);
    /*
     * Live records only count (rec->state). Keeps nothing of the batch: copy. A record that cannot
     * be written gets a verdict; RETRY as the result means the same batch comes again. The dead
     * letters of a batch are durable by the next flush, not before put returns: a sink with offsets
     * of its own moves them past rejected records there.
     */
    enum weir_verdict (*put)(void *self, struct weir_batch *batch, struct weir_verdicts *verdicts,
                             struct weir_err *err);
    /* Makes what was put durable; lowers offsets to what is safe (Connect's preCommit); an offset
     * of -1 means do not commit this one. NULL: all that was put is safe. */
    enum weir_verdict (*flush)(void *self, struct weir_topic_partition *offsets, size_t n,
                               struct weir_err *err);
    void (*wake)(void *self); /* ANY thread, as above */
    void (*close)(void *self);
};

/* ---- transformations, predicates: whole batches, in place, new bytes from batch->arena ---- */

/* What a component that is not a connector is opened with. */
struct weir_open {
    const void *conf;
    const struct weir_log *log;
    struct weir_arena *arena; /* the component's lifetime */
    bool is_key;              /* converters */
    bool is_sink;             /* the chain of a sink */
    const bool *cancelled;    /* converters: the task ends; long work asks this. NULL: never */
    const char **wrong_key;   /* where open names the key it refuses, if it knows; may be NULL */
};

/* For open, which is about to refuse what this key says; the name lives as long as the plugin. */
static inline void weir_open_blame(const struct weir_open *open, const char *key)
{
    if (open->wrong_key) {
        *open->wrong_key = key;
    }
}

struct weir_transform_ops {
    uint32_t size;
    enum weir_verdict (*open)(const struct weir_open *open, void **self, struct weir_err *err);
    /*
     * Changes live records of the batch for which run is true (run NULL: all); filters by setting
     * rec->state; marks a bad one by weir_verdict_set. Splits append records with their origin set.
     */
    enum weir_verdict (*apply)(void *self, struct weir_batch *batch, const bool *run,
                               struct weir_verdicts *verdicts, struct weir_err *err);
    void (*close)(void *self);
    /* open looks at its conf alone: it is also asked, and closed, when a connector is validated. */
    bool open_is_check;
    /* For validate: the i-th field that the configuration names for records like this one, in *field
     * (p NULL: no more of them), and whether it has it. NULL: there are none. */
    bool (*has_field)(void *self, size_t i, const struct weir_record *rec, struct weir_str *field);
};

struct weir_predicate_ops {
    uint32_t size;
    enum weir_verdict (*open)(const struct weir_open *open, void **self, struct weir_err *err);
    /* Sets run[i] for every record of the batch. */
    enum weir_verdict (*test)(void *self, const struct weir_batch *batch, bool *run,
                              struct weir_err *err);
    void (*close)(void *self);
};

/* ---- converters, header converters ---- */

struct weir_convert {
    struct weir_str topic;
    struct weir_str header; /* the header's name; p NULL for keys and values */
    const struct weir_record *rec;
};

struct weir_converter_ops {
    uint32_t size;
    enum weir_verdict (*open)(const struct weir_open *open, void **self, struct weir_err *err);
    /*
     * Appends to out; *is_null = true for Kafka's null. Thread: the task's. Not called again for
     * headers that stand in the same array as those of a record of the same topic before.
     */
    enum weir_verdict (*to_bytes)(void *self, const struct weir_convert *at,
                                  const struct weir_schema *sch, struct weir_value val,
                                  struct weir_buf *out, bool *is_null, struct weir_err *err);
    /* The result may point into bytes and batch->arena; schemas are held by the batch. */
    enum weir_verdict (*from_bytes)(void *self, const struct weir_convert *at,
                                    struct weir_str bytes, struct weir_batch *batch,
                                    const struct weir_schema **sch, struct weir_value *val,
                                    struct weir_err *err);
    void (*close)(void *self);
};

/* ---- subcommands: `weir <class_name> ...` ---- */
struct weir_subcommand_ops {
    uint32_t size;
    int (*run)(int argc, char **argv); /* argv[0]: its name; returns the exit code */
};

/* What a subcommand may use of other plugins: a component by class, alias or short form; NULL: it
 * is not installed. */
WEIR_EXPORT const struct weir_component *weir_component_find(enum weir_kind kind,
                                                             struct weir_str name);
/* Its typed configuration from texts, by its key table; in arena. */
WEIR_EXPORT enum weir_verdict weir_component_conf(const struct weir_component *component,
                                                  const struct weir_props *props,
                                                  struct weir_arena *arena, void **conf,
                                                  struct weir_err *err) WEIR_MUST_CHECK;
/* A whole file, in arena with a NUL behind it; BAD_CONFIG names the path and the reason. */
WEIR_EXPORT enum weir_verdict weir_file_read(const char *path, size_t max,
                                             struct weir_arena *arena, struct weir_str *out,
                                             struct weir_err *err) WEIR_MUST_CHECK;
/* For calls of its apply. */
WEIR_EXPORT struct weir_verdicts *weir_verdicts_new(void);
WEIR_EXPORT void weir_verdicts_free(struct weir_verdicts *verdicts); /* NULL is fine */
/* The first that is not OK, and whose it is; all are OK again afterwards. */
WEIR_EXPORT enum weir_verdict weir_verdicts_take(struct weir_verdicts *verdicts, uint32_t *rec,
                                                 struct weir_err *err);

#endif
