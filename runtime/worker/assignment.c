/* SPDX-License-Identifier: Apache-2.0 */
/*
 * assignment.c: the rule by which connectors and tasks are given to workers. Asked by connector.c.
 */
#include "worker/assignment.h"

bool assignment_is_mine(const struct assignment *assignment, struct weir_str connector, int task)
{
    (void)connector;
    (void)task;
    return assignment->leader;
}
