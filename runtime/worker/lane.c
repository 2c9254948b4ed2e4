/* SPDX-License-Identifier: Apache-2.0 */
/*
 * lane.c: a holder and a queue behind it.
 */
#include "worker/lane.h"

#include <stddef.h>

void lane_enter(struct lane *lane, struct lane_place *place)
{
    place->next = NULL;
    if (!lane->holder) {
        lane->holder = place;
        place->enter(place);
        return;
    }
    struct lane_place **at = &lane->first;
    while (*at) {
        at = &(*at)->next;
    }
    *at = place;
}

void lane_leave(struct lane *lane, struct lane_place *place)
{
    if (lane->holder != place) {
        struct lane_place **at = &lane->first;
        while (*at && *at != place) {
            at = &(*at)->next;
        }
        if (*at) {
            *at = place->next;
        }
        return;
    }
    lane->holder = lane->first;
    if (lane->holder) {
        lane->first = lane->holder->next;
        lane->holder->enter(lane->holder);
    }
}

bool lane_free(const struct lane *lane)
{
    return lane->holder == NULL;
}
