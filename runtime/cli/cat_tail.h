/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cat_tail.h: where the last messages of a partition begin.
 */
#ifndef CAT_TAIL_H
#define CAT_TAIL_H

#include "bus/bus.h"

#define CAT_TAIL_MAX 1000000

/*
 * at: the partition; its offset becomes the one that the last n messages before end begin at, or
 * low when there are not so many. What the consumer was assigned is replaced. n <= CAT_TAIL_MAX.
 */
enum weir_verdict cat_tail(struct bus_consumer *consumer, struct weir_topic_partition *at,
                           int64_t low, int64_t end, int64_t n, struct weir_err *err);

#endif
