/* SPDX-License-Identifier: Apache-2.0 */
/*
 * transform_rig.h: transforms and predicates of the plugin, opened from a class and a JSON object
 * of keys, and records as tests/golden/transforms writes them, read into a batch.
 */
#ifndef TRANSFORM_RIG_H
#define TRANSFORM_RIG_H

#include <weir/json.h>
#include <weir/plugin.h>

#include "data/verdicts.h"

struct transform_rig {
    struct weir_arena arena;
    const struct weir_component *component;
    void *self;
};

/* The error of the keys or of open; then nothing is to be closed. */
enum weir_verdict transform_rig_open(struct transform_rig *rig, const char *class_name,
                                     const struct weir_json *config, bool is_sink,
                                     struct weir_err *err);
void transform_rig_close(struct transform_rig *rig);
enum weir_verdict transform_rig_apply(struct transform_rig *rig, struct weir_batch *batch,
                                      struct weir_verdicts *verdicts, struct weir_err *err);
/* Whether the predicate holds for record i. */
bool transform_rig_test(struct transform_rig *rig, struct weir_batch *batch, uint32_t i);

/* schemas: what the numbers in the records stand for. Texts live in arena. False: it holds what
 * cannot be UTF-8. */
bool transform_rig_record(struct weir_arena *arena, const struct weir_json *doc,
                          const struct weir_schema *const *schemas, struct weir_batch *batch);

#endif
