/* SPDX-License-Identifier: Apache-2.0 */
/* converters.h: the three converters of a task, the connector's own or the worker's. */
#ifndef CONVERTERS_H
#define CONVERTERS_H

#include "pipeline/task.h"
#include "plugin/component.h"

struct converter {
    struct component component;
    const struct weir_converter_ops *ops;
    const char *class_name;
};

struct converters {
    struct converter key, value, header;
};

enum weir_verdict converters_open(struct converters *converters, struct task *task,
                                  struct weir_err *err);
void converters_close(struct converters *converters);

#endif
