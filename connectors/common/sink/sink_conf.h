/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sink_conf.h: what the keys of a connector fill. Debezium's keys fill struct sink_conf itself;
 * Confluent's are translated to it (sink_confluent.c).
 */
#ifndef SINK_CONF_H
#define SINK_CONF_H

#include <weir/plugin.h>

enum sink_insert_mode { SINK_INSERT, SINK_UPSERT, SINK_UPDATE };
enum sink_key_mode { SINK_KEY_NONE, SINK_KEY_KAFKA, SINK_KEY_RECORD_KEY, SINK_KEY_RECORD_VALUE,
                     SINK_KEY_RECORD_HEADER };
enum sink_evolution { SINK_EVOLUTION_NONE, SINK_EVOLUTION_BASIC };
enum sink_naming { SINK_NAMING_UNDERSCORES, SINK_NAMING_AS_IS };
enum sink_nul { SINK_NUL_STRIP, SINK_NUL_REJECT };

struct sink_conf {
    struct weir_str url;
    struct weir_str user;
    struct weir_str password;
    int insert_mode;
    int key_mode;
    int evolution;
    int nul;
    int quote_mode;   /* Confluent's */
    int exactly_once; /* 1: required */
    bool delete_enabled;
    bool truncate_enabled;
    bool quote;
    struct weir_conf_list key_fields;
    struct weir_str table_format;
    struct weir_str naming_class;
    struct weir_str column_naming_class;
    struct weir_str time_zone;
    struct weir_str geometry_schema;
    struct weir_conf_list include;
    struct weir_conf_list exclude;
    struct weir_regex *cloud_events; /* names of schemas whose record is the field data; NULL: none */
    struct weir_str offsets_table;
    int32_t batch_size; /* accepted: a batch is what the worker hands over */
    int64_t retry_wait_ms;
    bool auto_create, auto_evolve; /* from schema.evolution */
    /* Confluent's only. */
    bool flat_only;    /* an envelope is a row like any other */
    bool plain_types;  /* io.debezium.* names mean nothing */
    bool null_default; /* a null becomes the field's default */
    bool zoned_instants; /* timestamps are written as local times of time_zone */
    struct weir_conf_list instants; /* int64 fields that are moments in microseconds */
    int instant_unit;               /* 1: in nanoseconds */
    struct weir_str text_column;    /* where a value that is a text goes */
    struct weir_str provider_class;
    struct weir_conf_matches driver; /* parameters of the URL given as keys */
    int naming;        /* of topics; from naming_class */
};

/* What Confluent's connector does otherwise. */
void sink_confluent_complete(struct sink_conf *conf, struct weir_arena *arena);
/* What keys alone cannot say: class names, keys that exclude each other. */
/* *key: which key is to blame. */
enum weir_verdict sink_conf_complete(struct sink_conf *conf, const char **key,
                                     struct weir_err *err);

#endif
