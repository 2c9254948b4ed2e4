/* SPDX-License-Identifier: Apache-2.0 */
/*
 * restart_policy.h: whether and when something that failed is started again by itself.
 */
#ifndef RESTART_POLICY_H
#define RESTART_POLICY_H

#include <weir/err.h>

#include "base/backoff.h"

struct restart_policy {
    bool enabled;
    int same_record_max;
    struct backoff backoff;
    char record[256];    /* where it failed last; "": unknown */
    int same_record;     /* so often in a row */
    int64_t started_ms;  /* monotonic: running since; 0: not running */
};

void restart_policy_init(struct restart_policy *policy, bool enabled, int64_t first_ms,
                         int64_t max_ms, int same_record_max);
void restart_policy_running(struct restart_policy *policy, int64_t now_ms);
/*
 * It failed: true and how long to wait, or false: it stays FAILED, for *why (a literal). at: the
 * record it failed at, "" when unknown.
 */
bool restart_policy_failed(struct restart_policy *policy, enum weir_verdict class, const char *at,
                           int64_t now_ms, int64_t *wait_ms, const char **why);
/* Somebody started it by hand: what was counted is forgotten. */
void restart_policy_reset(struct restart_policy *policy);

#endif
