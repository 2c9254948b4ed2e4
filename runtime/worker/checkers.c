/* SPDX-License-Identifier: Apache-2.0 */
/*
 * checkers.c: a few runners a class, made when they are needed. When all are busy the next check
 * waits behind one of them, in turn.
 */
#include "worker/checkers.h"

#include <stdlib.h>

#include <weir/mem.h>

/* So many configurations of one class are checked at the same time. */
#define AT_ONCE 8

struct checker_set {
    struct job_runner *runners[AT_ONCE];
    unsigned turn;
};

struct job_runner *checkers_find(struct checkers *checkers, struct weir_str class_name,
                                 struct inbox *inbox, struct timers *timers)
{
    struct checker_set *set = map_get(&checkers->classes, class_name);
    if (!set) {
        set = weir_xcalloc(1, sizeof(*set));
        map_set(&checkers->classes, class_name, set);
    }
    for (int i = 0; i < AT_ONCE; i++) {
        if (!set->runners[i]) {
            set->runners[i] = job_runner_new("check", inbox, timers);
            return set->runners[i];
        }
        if (!job_runner_busy(set->runners[i])) {
            return set->runners[i];
        }
    }
    return set->runners[set->turn++ % AT_ONCE];
}

void checkers_close(struct checkers *checkers)
{
    struct map_entry *entry;
    for (size_t at = 0; (entry = map_next(&checkers->classes, &at));) {
        struct checker_set *set = entry->value;
        for (int i = 0; i < AT_ONCE; i++) {
            job_runner_close(set->runners[i]);
        }
        free(set);
    }
    map_free(&checkers->classes);
}
