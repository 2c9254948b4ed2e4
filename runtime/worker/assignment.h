/* SPDX-License-Identifier: Apache-2.0 */
/*
 * assignment.h: who runs what. The leader runs everything; the others stand by.
 */
#ifndef ASSIGNMENT_H
#define ASSIGNMENT_H

#include <stdbool.h>

#include <weir/str.h>

struct assignment {
    bool leader; /* this worker */
};

/* task -1: the connector itself. */
bool assignment_is_mine(const struct assignment *assignment, struct weir_str connector, int task);

#endif
