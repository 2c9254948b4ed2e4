/* SPDX-License-Identifier: Apache-2.0 */
/*
 * connector_say.c: what state a connector or task is in, said to the status topic. The table of
 * transitions is asked first, so that no order of events can show a state that cannot be.
 */
#include "worker/connector.h"
#include "worker/task_state.h"

static struct status make_status(const struct connector *connector, enum run_state state,
                                 const char *trace)
{
    const struct herder *herder = connector->herder;
    const char *version = connector->entry ? connector->entry->version : NULL;
    return (struct status){.state = state,
                           .trace = weir_str_of(trace),
                           .worker_id = weir_str_of(herder->options.worker_id),
                           .version = weir_str_of(version),
                           .generation = herder->generation};
}

static void complain(const struct connector *connector, const enum run_state *from,
                     enum run_state to)
{
    weir_error(&connector->log, "a state cannot change from %s to %s: nothing is said",
               from ? run_state_name(*from) : "nothing", run_state_name(to));
}

void connector_say(struct connector *connector, enum run_state state, const char *trace)
{
    struct status_store *statuses = connector->herder->statuses;
    const struct status_entry *entry = status_store_get(statuses, connector->name);
    const enum run_state *from =
        entry && entry->connector.known ? &entry->connector.status.state : NULL;
    if (!connector_state_may(from, state)) {
        complain(connector, from, state);
        return;
    }
    if (!from || *from != state) {
        weir_info(&connector->log, "connector is %s", run_state_name(state));
    }
    struct status status = make_status(connector, state, trace);
    status_store_put(statuses, connector->name, &status);
}

void slot_say(struct task_slot *slot, enum run_state state, const char *trace)
{
    struct connector *connector = slot->connector;
    struct status_store *statuses = connector->herder->statuses;
    const struct status *before =
        status_entry_task(status_store_get(statuses, connector->name), slot->id);
    const enum run_state *from = before ? &before->state : NULL;
    if (!task_state_may(from, state)) {
        complain(connector, from, state);
        return;
    }
    if (!from || *from != state) {
        weir_info(&connector->log, "task %d is %s", slot->id, run_state_name(state));
    }
    struct status status = make_status(connector, state, trace);
    status_store_put_task(statuses, connector->name, slot->id, &status);
}
