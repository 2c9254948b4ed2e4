/* SPDX-License-Identifier: Apache-2.0 */
/*
 * checkers.h: who checks configurations. Each class of connectors has runners of its own, so that
 * one whose code hangs holds up only its like. The herder's thread.
 */
#ifndef CHECKERS_H
#define CHECKERS_H

#include "base/map.h"
#include "worker/job.h"

/* A zeroed one is empty. */
struct checkers {
    struct map classes; /* class name -> struct checker_set */
};

/* One that is free if there is; class_name: of the registry ("" for all it does not know), of which
 * there are only so many. */
struct job_runner *checkers_find(struct checkers *checkers, struct weir_str class_name,
                                 struct inbox *inbox, struct timers *timers);
void checkers_close(struct checkers *checkers);

#endif
