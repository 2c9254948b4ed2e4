/* SPDX-License-Identifier: Apache-2.0 */
/*
 * task_state.h: which state may follow which, for connectors and tasks. All that is said about a
 * unit goes through here.
 */
#ifndef TASK_STATE_H
#define TASK_STATE_H

#include "store/status_store.h"

/* from NULL: nothing is known of it. Tasks are never STOPPED. */
bool task_state_may(const enum run_state *from, enum run_state to);
bool connector_state_may(const enum run_state *from, enum run_state to);

#endif
