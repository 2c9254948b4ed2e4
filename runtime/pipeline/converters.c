/* SPDX-License-Identifier: Apache-2.0 */
/* converters.c: opens a task's key, value and header converters and closes them with it. */
#include "pipeline/converters.h"

static enum weir_verdict open_one(struct converter *converter, const char *role, struct task *task,
                                  struct weir_err *err)
{
    const struct pipeline *pipeline = task->pipeline;
    enum weir_verdict verdict =
        component_open_converter(pipeline->registry, role, pipeline->worker, &task->props,
                                 &task->arena, &task->api.log, (const bool *)&task->api.stopping,
                                 &converter->component, err);
    if (verdict == WEIR_OK) {
        converter->ops = converter->component.component->ops;
        converter->class_name = converter->component.component->class_name;
    }
    return verdict;
}

enum weir_verdict converters_open(struct converters *converters, struct task *task,
                                  struct weir_err *err)
{
    task_enter(task, "converter open");
    enum weir_verdict verdict = open_one(&converters->key, "key.converter", task, err);
    if (verdict == WEIR_OK) {
        verdict = open_one(&converters->value, "value.converter", task, err);
    }
    if (verdict == WEIR_OK) {
        verdict = open_one(&converters->header, "header.converter", task, err);
    }
    task_leave(task);
    return verdict;
}

static void close_one(struct converter *converter)
{
    if (converter->ops) {
        component_close(&converter->component);
        converter->ops = NULL;
    }
}

void converters_close(struct converters *converters)
{
    close_one(&converters->header);
    close_one(&converters->value);
    close_one(&converters->key);
}
