/* SPDX-License-Identifier: Apache-2.0 */
/*
 * leading.h: what a worker does when it becomes the leader and when it ceases to be.
 */
#ifndef LEADING_H
#define LEADING_H

#include "worker/herder_internal.h"

/* Who leads has changed, or was not known before. */
void leading_look(struct herder *herder);
/* A write ended so: when another has taken the config topic over, it is claimed again. */
void leading_check(struct herder *herder, enum weir_verdict verdict);

#endif
