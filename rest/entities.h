/* SPDX-License-Identifier: Apache-2.0 */
/*
 * entities.h: our structs as the exact JSON of Connect's REST API: member order, nulls, what is
 * left out when absent.
 */
#ifndef ENTITIES_H
#define ENTITIES_H

#include <weir/json.h>

#include "conf/conf_infos.h"
#include "worker/herder.h"

void entity_member(struct weir_buf *out, const char *name); /* "name": with a comma if needed */
void entity_str(struct weir_buf *out, struct weir_str s);   /* p NULL: null */
void entity_config(struct weir_buf *out, const struct weir_props *config);
void entity_connector_info(struct weir_buf *out, const struct connector_info *info);
void entity_connector_state(struct weir_buf *out, const struct connector_info *info);
void entity_task_state(struct weir_buf *out, const struct task_state *task);
void entity_task_info(struct weir_buf *out, struct weir_str connector, int task,
                      const struct weir_props *config);
void entity_key_info(struct weir_buf *out, const struct config_key_info *key);
void entity_config_infos(struct weir_buf *out, const struct config_infos *infos);

#endif
