/* SPDX-License-Identifier: Apache-2.0 */
/*
 * router.h: the table of all endpoints, one row each, in the order of Connect's documentation.
 */
#ifndef ROUTER_H
#define ROUTER_H

#include "rest/request.h"

enum {
    ROUTE_ADMIN = 1,    /* lives on the admin listener when there is one */
    ROUTE_ANY_TYPE = 2, /* not JSON: Accept and Content-Type are not looked at */
    ROUTE_INTERNAL = 4, /* worker to worker: signed, no basic authentication */
    ROUTE_HEALTH = 8,   /* without credentials where rest.health.anonymous says so */
};

struct route {
    const char *method;
    const char *pattern; /* "/connectors/{}/status"; {} takes one segment */
    void (*handle)(struct request *req);
    int flags;
};

/* Finds req->route or answers 404, 405, 415, 406 or OPTIONS; false: answered. */
bool route_find(struct request *req);

/* The handlers, one file a resource. */
void root_get(struct request *req);
void health_get(struct request *req);
void connectors_list(struct request *req);
void connectors_create(struct request *req);
void connectors_get(struct request *req);
void connectors_delete(struct request *req);
void connectors_config_get(struct request *req);
void connectors_config_put(struct request *req);
void connectors_config_patch(struct request *req);
void connectors_status(struct request *req);
void connectors_restart(struct request *req);
void connectors_pause(struct request *req);
void connectors_resume(struct request *req);
void connectors_stop(struct request *req);
void tasks_list(struct request *req);
void internal_call(struct request *req);
void task_status(struct request *req);
void task_restart(struct request *req);
void topics_get(struct request *req);
void topics_reset(struct request *req);
void offsets_get(struct request *req);
void offsets_patch(struct request *req);
void offsets_delete(struct request *req);
void plugins_list(struct request *req);
void plugin_config(struct request *req);
void plugin_validate(struct request *req);
void loggers_list(struct request *req);
void logger_get(struct request *req);
void logger_put(struct request *req);
void metrics_get(struct request *req);
void page_get(struct request *req);

#endif
