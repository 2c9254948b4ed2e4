/* SPDX-License-Identifier: Apache-2.0 */
/*
 * stage.c: one sentence under a lock.
 */
#include "worker/stage.h"

#include <stdio.h>

#include <weir/time.h>

void stage_init(struct stage *stage)
{
    *stage = (struct stage){.ready = false};
    pthread_mutex_init(&stage->lock, NULL);
}

void stage_destroy(struct stage *stage)
{
    pthread_mutex_destroy(&stage->lock);
}

void stage_set(struct stage *stage, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    pthread_mutex_lock(&stage->lock);
    vsnprintf(stage->text, sizeof(stage->text), fmt, args);
    stage->since_ms = weir_clock_wall_ms();
    pthread_mutex_unlock(&stage->lock);
    va_end(args);
}

void stage_clear(struct stage *stage)
{
    pthread_mutex_lock(&stage->lock);
    stage->text[0] = '\0';
    pthread_mutex_unlock(&stage->lock);
}

void stage_ready(struct stage *stage)
{
    pthread_mutex_lock(&stage->lock);
    stage->ready = true;
    stage->text[0] = '\0';
    pthread_mutex_unlock(&stage->lock);
}

struct weir_str stage_show(struct stage *stage, struct weir_arena *arena, bool *ready)
{
    struct weir_buf out;
    weir_buf_init(&out, 512);
    pthread_mutex_lock(&stage->lock);
    *ready = stage->ready;
    if (stage->text[0]) {
        weir_buf_text(&out, stage->text);
        weir_buf_text(&out, ", which began at ");
        weir_time_timestamp(&out, stage->since_ms);
    }
    pthread_mutex_unlock(&stage->lock);
    struct weir_str text = weir_arena_str(arena, weir_buf_view(&out));
    weir_buf_free(&out);
    return text;
}
