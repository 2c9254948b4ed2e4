/* SPDX-License-Identifier: Apache-2.0 */
/*
 * restart_plan.h: the answer to POST /connectors/x/restart with flags: the connector's state, with
 * RESTARTING for what will be restarted.
 */
#ifndef RESTART_PLAN_H
#define RESTART_PLAN_H

#include "worker/herder_internal.h"

/* NULL: no status of it is known. */
const struct connector_info *restart_plan_make(const struct herder *herder,
                                               struct weir_arena *arena, struct weir_str name,
                                               bool include_tasks, bool only_failed);

#endif
