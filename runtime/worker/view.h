/* SPDX-License-Identifier: Apache-2.0 */
/*
 * view.h: connectors as REST shows them, in a request's arena. The herder's thread.
 */
#ifndef VIEW_H
#define VIEW_H

#include "worker/herder_internal.h"

enum {
    VIEW_STATUS = 1,
    VIEW_METRICS = 2, /* and class and version; metrics are referenced until the arena goes */
};

/* The configuration as long as the arena lives, without a copy. */
const struct weir_props *view_config(struct weir_arena *arena, struct config_doc *doc);
/* cc NULL: it is not configured (any more). */
void view_connector(const struct herder *herder, struct weir_arena *arena, struct weir_str name,
                    const struct config_connector *cc, int what, struct connector_info *out);
const char *view_type(const struct herder *herder, const struct weir_props *config);

#endif
