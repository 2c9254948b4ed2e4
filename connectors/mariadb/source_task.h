/* SPDX-License-Identifier: Apache-2.0 */
/* source_task.h: the task, as the plugin offers it: weir_source_ops. */
#ifndef WEIR_SOURCE_TASK_H
#define WEIR_SOURCE_TASK_H

#include <weir/plugin.h>

enum weir_verdict source_task_open(struct weir_task *task, const void *conf, void **self,
                                   struct weir_err *err);
enum weir_verdict source_task_poll(void *self, struct weir_batch **batch, int64_t wait_ms,
                                   struct weir_err *err);
void source_task_wake(void *self);
void source_task_close(void *self);

#endif
