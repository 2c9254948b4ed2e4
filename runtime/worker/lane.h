/* SPDX-License-Identifier: Apache-2.0 */
/*
 * lane.h: one at a time, in the order of arrival: what changes one connector: records of the config
 * topic, its offsets, restarts. The herder's thread.
 */
#ifndef LANE_H
#define LANE_H

#include <stdbool.h>

struct lane_place {
    void (*enter)(struct lane_place *place); /* it is this one's turn */
    struct lane_place *next;
};

struct lane {
    struct lane_place *holder;
    struct lane_place *first; /* waiting */
};

/* Calls enter at once or later. */
void lane_enter(struct lane *lane, struct lane_place *place);
/* Gives the lane to the next one, or its place among the waiting up. Fine for one that is neither. */
void lane_leave(struct lane *lane, struct lane_place *place);
bool lane_free(const struct lane *lane);

#endif
