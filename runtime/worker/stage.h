/* SPDX-License-Identifier: Apache-2.0 */
/*
 * stage.h: what the herder is busy with, in words, for those who wait for it. Any thread.
 */
#ifndef STAGE_H
#define STAGE_H

#include <pthread.h>

#include <weir/arena.h>

struct stage {
    pthread_mutex_t lock;
    char text[192]; /* "": nothing */
    int64_t since_ms; /* wall clock */
    bool ready;
};

void stage_init(struct stage *stage);
void stage_destroy(struct stage *stage);
void stage_set(struct stage *stage, const char *fmt, ...) WEIR_PRINTF(2, 3);
void stage_clear(struct stage *stage);
void stage_ready(struct stage *stage);
/* "reading the config topic, which began at 2026-11-21T10:00:00.000Z"; empty when there is none. */
struct weir_str stage_show(struct stage *stage, struct weir_arena *arena, bool *ready);

#endif
