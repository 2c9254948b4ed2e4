/* SPDX-License-Identifier: Apache-2.0 */
/*
 * run_state.h: the states of connectors and tasks, in Connect's words.
 */
#ifndef RUN_STATE_H
#define RUN_STATE_H

#include <weir/str.h>

enum run_state {
    STATE_UNASSIGNED,
    STATE_RUNNING,
    STATE_PAUSED,
    STATE_STOPPED,
    STATE_FAILED,
    STATE_RESTARTING,
};
#define RUN_STATES (STATE_RESTARTING + 1)

const char *run_state_name(enum run_state state);
bool run_state_parse(struct weir_str text, enum run_state *state);

#endif
