/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sink_fill.c: groups come in from the reduction; upserts of many new rows into a table that had
 * none go on to sink_sql.c as plain INSERTs, which cost PostgreSQL two thirds of ON CONFLICT. The
 * first key that is there after all refuses its batch, which is written again as upserts.
 */
#include "sink.h"

#define FILL_MIN_ROWS 100 /* fewer gain nothing that is worth a refusal */

/* Without such a key an upsert would be refused, and an INSERT is not. */
static bool has_key(const struct sink_write *write)
{
    const struct pg_table *table = write->target->table;
    const struct sink_plan *plan = write->plan;
    for (uint32_t k = 0; k < table->n_keys; k++) {
        const struct pg_key *key = &table->keys[k];
        uint32_t found = 0;
        for (uint32_t i = 0; i < plan->n_keys * key->n; i++) {
            found += &table->columns[key->columns[i % key->n]] == write->binds[i / key->n].column;
        }
        if (key->n == plan->n_keys && found == key->n) {
            return true;
        }
    }
    return false;
}

static bool is_new(const struct sink *sink, const struct sink_group *group)
{
    for (uint32_t r = group->first; r != NO_ROW; r = sink->rows[r].next) {
        if (sink->rows[r].changes) {
            return false;
        }
    }
    return true;
}

static bool fills(const struct sink *sink, const struct sink_group *group)
{
    const struct sink_write *write = group->write;
    return group->n >= FILL_MIN_ROWS && !write->keys_alike && !write->target->table->deferrable &&
           has_key(write) && is_new(sink, group);
}

void sink_fill(struct sink *sink)
{
    for (uint32_t g = 0; g < sink->n_groups && sink->conf->insert_mode == SINK_UPSERT; g++) {
        struct sink_group *group = &sink->groups[g];
        struct sink_target *target = group->write->target;
        if (group->op != OP_WRITE || !group->n || !target->filling) {
            continue;
        }
        target->filling = fills(sink, group);
        group->op = target->filling ? OP_FILL : OP_WRITE;
    }
}

bool sink_fill_ends(struct sink *sink)
{
    bool ends = false;
    for (uint32_t g = 0; g < sink->n_groups; g++) {
        struct sink_group *group = &sink->groups[g];
        if (group->op == OP_FILL) {
            group->write->target->filling = false;
            ends = true;
        }
    }
    return ends;
}
