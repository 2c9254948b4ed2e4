/* SPDX-License-Identifier: Apache-2.0 */
/* task_topic.h: <weir/topic.h> on the worker's bus. Task's thread. */
#ifndef TASK_TOPIC_H
#define TASK_TOPIC_H

#include "pipeline/task.h"

enum weir_verdict task_topic_open(struct weir_task *api, struct weir_str name,
                                  const struct weir_props *client, struct weir_topic **topic,
                                  struct weir_err *err);

#endif
