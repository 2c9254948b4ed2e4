/* SPDX-License-Identifier: Apache-2.0 */
/* topic_set.c: names come in, whether they are new, or not told yet, goes out. */
#include "pipeline/topic_set.h"

#include <stdlib.h>

#include <weir/mem.h>

struct met {
    bool told;
    char name[];
};

static struct met *meet(struct topic_set *set, struct weir_str topic)
{
    struct met *met = weir_xmalloc(sizeof(*met) + topic.n + 1);
    *met = (struct met){0};
    memcpy(met->name, topic.p, topic.n);
    met->name[topic.n] = '\0';
    map_set(&set->map, topic, met);
    set->n_untold++;
    return met;
}

bool topic_set_add_slow(struct topic_set *set, struct weir_str topic)
{
    struct met *met = map_get(&set->map, topic);
    bool fresh = !met;
    if (fresh) {
        met = meet(set, topic);
    }
    set->last = weir_str_n(met->name, topic.n);
    return fresh;
}

bool topic_set_tell(struct topic_set *set, struct weir_str topic)
{
    struct met *met = set->n_untold ? map_get(&set->map, topic) : NULL;
    if (!met || met->told) {
        return false;
    }
    met->told = true;
    set->n_untold--;
    return true;
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
