/* SPDX-License-Identifier: Apache-2.0 */
/* topic_set.c: names come in, whether they are new goes out. */
#include "pipeline/topic_set.h"

#include <stdlib.h>

#include <weir/mem.h>

bool topic_set_add_slow(struct topic_set *set, struct weir_str topic)
{
    char *name = map_get(&set->map, topic);
    bool fresh = !name;
    if (fresh) {
        name = weir_xstrndup(topic.p, topic.n);
        map_set(&set->map, topic, name);
    }
    set->last = weir_str_n(name, topic.n);
    return fresh;
}

void topic_set_clear(struct topic_set *set)
{
    const struct map_entry *entry = NULL;
    for (size_t at = 0; (entry = map_next(&set->map, &at));) {
        free(entry->value);
    }
    map_free(&set->map);
    *set = (struct topic_set){0};
}
