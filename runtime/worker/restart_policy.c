/* SPDX-License-Identifier: Apache-2.0 */
/*
 * restart_policy.c: exponential waiting between restarts, which begins anew after a time of health.
 * What only a person can mend is not tried again, nor is a record that fails every time.
 */
#include "worker/restart_policy.h"

#include <stdio.h>
#include <string.h>

/* Having run for so long, and longer than the wait before, is health. */
#define HEALTHY_MS 60000

void restart_policy_init(struct restart_policy *policy, bool enabled, int64_t first_ms,
                         int64_t max_ms, int same_record_max)
{
    *policy = (struct restart_policy){.enabled = enabled, .same_record_max = same_record_max};
    backoff_init(&policy->backoff, first_ms, max_ms, (uint64_t)(uintptr_t)policy);
}

void restart_policy_running(struct restart_policy *policy, int64_t now_ms)
{
    policy->started_ms = now_ms;
}

static void count_record(struct restart_policy *policy, const char *at)
{
    if (at[0] && strncmp(policy->record, at, sizeof(policy->record) - 1) == 0) {
        policy->same_record++;
        return;
    }
    policy->same_record = at[0] ? 1 : 0;
    snprintf(policy->record, sizeof(policy->record), "%s", at);
}

bool restart_policy_failed(struct restart_policy *policy, enum weir_verdict class, const char *at,
                           int64_t now_ms, int64_t *wait_ms, const char **why)
{
    if (policy->started_ms && now_ms - policy->started_ms >= HEALTHY_MS) {
        backoff_reset(&policy->backoff);
    }
    policy->started_ms = 0;
    count_record(policy, at);
    *why = NULL;
    if (!policy->enabled) {
        *why = "task.restart.enable is off";
    } else if (class == WEIR_BAD_CONFIG) {
        *why = "its configuration must be mended";
    } else if (policy->same_record_max > 0 && policy->same_record >= policy->same_record_max) {
        *why = "it fails at the same record again and again";
    }
    if (*why) {
        return false;
    }
    *wait_ms = backoff_next(&policy->backoff);
    return true;
}

void restart_policy_reset(struct restart_policy *policy)
{
    backoff_reset(&policy->backoff);
    policy->record[0] = '\0';
    policy->same_record = 0;
    policy->started_ms = 0;
}
