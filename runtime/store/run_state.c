/* SPDX-License-Identifier: Apache-2.0 */
/*
 * run_state.c: states as texts and back.
 */
#include "store/run_state.h"

static const char *const names[RUN_STATES] = {
    [STATE_UNASSIGNED] = "UNASSIGNED", [STATE_RUNNING] = "RUNNING", [STATE_PAUSED] = "PAUSED",
    [STATE_STOPPED] = "STOPPED",       [STATE_FAILED] = "FAILED",   [STATE_RESTARTING] = "RESTARTING",
};

const char *run_state_name(enum run_state state)
{
    return names[state];
}

bool run_state_parse(struct weir_str text, enum run_state *state)
{
    for (int i = 0; i < RUN_STATES; i++) {
        if (weir_str_is(text, names[i])) {
            *state = (enum run_state)i;
            return true;
        }
    }
    return false;
}
