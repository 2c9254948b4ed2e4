/* SPDX-License-Identifier: Apache-2.0 */
/*
 * connector_sample.h: how the validate of a sink gets to see its topics and their newest records: whoever
 * checks a configuration and has a bus at hand says how to read them.
 */
#ifndef CONNECTOR_SAMPLE_H
#define CONNECTOR_SAMPLE_H

#include <weir/plugin.h>
#include <weir/regex.h>

#include "plugin/registry.h"

/* A field that a transformation's configuration names, and whether a record had it. */
struct sample_field {
    struct sample_field *next;
    struct weir_str alias, name;
    bool seen;
};

/* Of all topics' samples. */
struct sample_fields {
    struct weir_arena *arena;
    struct sample_field *first;
};

struct connector_sample {
    const struct registry_entry *entry;
    const char *connector;
    const struct weir_props *props; /* variables resolved */
    struct weir_str topic;
    int64_t deadline_ms; /* monotonic */
    const bool *cancelled;
    struct sample_fields *fields; /* to be added to */
    weir_sample_fn *visit;
    void *visitor;
};

struct connector_sampler {
    enum weir_verdict (*read)(void *self, const struct connector_sample *sample,
                              struct weir_err *err);
    /* The bus's topics that regex matches. */
    enum weir_verdict (*topics)(void *self, const struct weir_regex *regex,
                                struct weir_arena *arena, struct weir_str **topics, size_t *n,
                                struct weir_err *err);
    void *self;
};

/* What weir_connector_sample needs to know of the call it is made in. */
struct weir_connector_host {
    const struct connector_sampler *sampler; /* NULL: there is no bus */
    struct connector_sample sample;          /* but for topic and visitor */
};

#endif
