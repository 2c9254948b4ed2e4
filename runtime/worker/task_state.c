/* SPDX-License-Identifier: Apache-2.0 */
/*
 * task_state.c: the table of legal transitions. A state may always be said again (a new worker, a
 * new trace). What another worker left behind may be anything, so that UNASSIGNED, where every
 * start begins, follows all.
 */
#include "worker/task_state.h"

#define BIT(state) (1u << (state))
#define U BIT(STATE_UNASSIGNED)
#define R BIT(STATE_RUNNING)
#define P BIT(STATE_PAUSED)
#define S BIT(STATE_STOPPED)
#define F BIT(STATE_FAILED)
#define G BIT(STATE_RESTARTING)

static const unsigned task_next[RUN_STATES] = {
    [STATE_UNASSIGNED] = U | R | P | F | G,
    [STATE_RUNNING] = U | R | P | F,
    [STATE_PAUSED] = U | R | P | F,
    [STATE_FAILED] = U | R | P | F | G,
    [STATE_RESTARTING] = U | R | P | F | G,
};
#define TASK_FIRST (U | R | P | F)

static const unsigned connector_next[RUN_STATES] = {
    [STATE_UNASSIGNED] = U | R | P | S | F | G,
    [STATE_RUNNING] = U | R | P | S | F,
    [STATE_PAUSED] = U | R | P | S | F,
    [STATE_STOPPED] = U | R | P | S | F,
    [STATE_FAILED] = U | R | S | F | G,
    [STATE_RESTARTING] = U | R | P | S | F | G,
};
#define CONNECTOR_FIRST (U | R | P | S | F)

bool task_state_may(const enum run_state *from, enum run_state to)
{
    return ((from ? task_next[*from] : TASK_FIRST) & BIT(to)) != 0;
}

bool connector_state_may(const enum run_state *from, enum run_state to)
{
    return ((from ? connector_next[*from] : CONNECTOR_FIRST) & BIT(to)) != 0;
}
