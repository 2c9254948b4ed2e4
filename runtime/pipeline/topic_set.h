/* SPDX-License-Identifier: Apache-2.0 */
/*
 * topic_set.h: the topics a task has met: asked for every record, so that the topic of the record
 * before costs only a comparison.
 */
#ifndef TOPIC_SET_H
#define TOPIC_SET_H

#include "base/map.h"

struct topic_set {
    struct map map;
    struct weir_str last; /* the newest answer */
    size_t n_untold;      /* met, but not known to be in use */
};

bool topic_set_add_slow(struct topic_set *set, struct weir_str topic);
/* Whether it was met and is told now for the first time. */
bool topic_set_tell(struct topic_set *set, struct weir_str topic);
void topic_set_clear(struct topic_set *set);

/* Whether it is new; then it is in the set from now on. */
static inline bool topic_set_add(struct topic_set *set, struct weir_str topic)
{
    return !(set->last.n == topic.n && set->last.p && memcmp(set->last.p, topic.p, topic.n) == 0) &&
           topic_set_add_slow(set, topic);
}

#endif
