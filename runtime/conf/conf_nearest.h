/* SPDX-License-Identifier: Apache-2.0 */
/*
 * conf_nearest.h: the name that somebody meant when he mistyped one: for warnings about unknown
 * keys and flags.
 */
#ifndef CONF_NEAREST_H
#define CONF_NEAREST_H

#include <weir/conf.h>

/* The smallest number of letters to insert, delete, change or swap; both at most 64 letters are
 * looked at. */
WEIR_EXPORT size_t conf_distance(struct weir_str a, struct weir_str b);
/* The key that is near enough to be meant; NULL: none. Patterns are not suggested. */
WEIR_EXPORT const char *conf_nearest(const struct weir_conf_key *keys, struct weir_str name);
/* Whether a distance is near for a name of this length. */
WEIR_EXPORT bool conf_is_near(size_t distance, struct weir_str name);

#endif
