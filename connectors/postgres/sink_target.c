/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sink_target.c: names of tables come in, what the catalogue says of them goes out, remembered
 * until somebody has reason to doubt it: a new field, an error that smells of a changed table.
 */
#include "sink.h"

#include <stdlib.h>

#include <weir/mem.h>

static void set_words(struct sink_target *target, struct weir_str schema, struct weir_str name)
{
    target->words = sink_name_words(schema, name, &target->arena);
}

static struct sink_target *new_target(struct sink *sink, struct weir_str schema,
                                      struct weir_str name)
{
    struct sink_target *target = weir_xcalloc(1, sizeof(*target));
    struct weir_arena *arena = weir_task_arena(sink->task);
    weir_arena_init(&target->arena, 4096);
    target->schema = schema.p ? weir_arena_str(arena, schema) : WEIR_STR_NULL;
    target->name = weir_arena_str(arena, name);
    target->next = sink->targets;
    sink->targets = target;
    return target;
}

enum weir_verdict sink_target_read(struct sink *sink, struct sink_target *target,
                                   struct weir_err *err)
{
    if (sink_catch_up(sink, err) != WEIR_OK) {
        return err->class;
    }
    weir_arena_reset(&target->arena);
    target->table = NULL;
    target->version++;
    sink->targets_changed = true;
    set_words(target, target->schema, target->name);
    if (pg_table_read(sink->session, target->schema, target->name, !sink->conf->quote,
                      &target->arena, &target->table, err) != WEIR_OK) {
        return err->class;
    }
    target->filling = target->table && target->table->blank;
    if (target->table) {
        set_words(target, target->table->schema, target->table->name);
    }
    return WEIR_OK;
}

enum weir_verdict sink_target_find(struct sink *sink, struct weir_str full,
                                   struct sink_target **out, struct weir_err *err)
{
    struct weir_str schema, name;
    sink_name_split(sink->conf, full, &sink->batch->arena, &schema, &name);
    struct sink_target *target = sink->targets;
    while (target && !(weir_str_eq(target->name, name) && weir_str_eq(target->schema, schema))) {
        target = target->next;
    }
    if (!target) {
        target = new_target(sink, schema, name);
    }
    *out = target;
    return target->version ? WEIR_OK : sink_target_read(sink, target, err);
}

static struct sink_target *by_oid(struct sink *sink, uint32_t oid)
{
    struct sink_target *target = sink->targets;
    while (target && !(target->table && target->table->oid == oid)) {
        target = target->next;
    }
    return target;
}

static bool sinks(struct sink *sink, struct sink_target *target)
{
    int depth = target->depth;
    for (uint32_t i = 0; i < target->table->n_parents; i++) {
        const struct sink_target *parent = by_oid(sink, target->table->parents[i]);
        depth = parent && parent->depth >= depth ? parent->depth + 1 : depth;
    }
    bool deeper = depth > target->depth;
    target->depth = depth;
    return deeper;
}

#define ROUNDS_MAX 100 /* tables that point at each other have no order */

void sink_targets_rank(struct sink *sink)
{
    bool changed = true;
    for (struct sink_target *target = sink->targets; target; target = target->next) {
        target->depth = 0;
    }
    for (int round = 0; changed && round < ROUNDS_MAX; round++) {
        changed = false;
        for (struct sink_target *target = sink->targets; target; target = target->next) {
            changed = (target->table && sinks(sink, target)) || changed;
        }
    }
    sink->targets_changed = false;
}

void sink_targets_forget(struct sink *sink)
{
    for (struct sink_target *target = sink->targets; target; target = target->next) {
        target->table = NULL;
        target->version++;
        weir_arena_reset(&target->arena);
        set_words(target, target->schema, target->name);
    }
}

void sink_targets_free(struct sink *sink)
{
    while (sink->targets) {
        struct sink_target *target = sink->targets;
        sink->targets = target->next;
        weir_arena_free(&target->arena);
        free(target);
    }
}
