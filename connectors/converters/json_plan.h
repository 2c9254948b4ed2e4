/* SPDX-License-Identifier: Apache-2.0 */
/*
 * json_plan.h: what writing a schema's values as JSON needs, prepared once: the members' names with
 * their quotes, and the envelope's head with the schema's text. Kept by schema in a table that
 * belongs to one converter, so that no lock is needed.
 */
#ifndef JSON_PLAN_H
#define JSON_PLAN_H

#include "converters.h"

/* This many bytes after a name's text may be read, so that it is copied in whole blocks. */
#define JSON_NAME_PAD 16

struct json_plan {
    const struct weir_schema *sch;
    enum weir_logical logical;
    bool has_scale;               /* of a Decimal: its schema says one */
    const struct weir_str *names; /* of a struct's fields: {"a": or ,"b": with JSON_NAME_PAD more */
    /* A struct's fields'; else the items' or values', and the keys'. */
    const struct json_plan *const *children;
    struct weir_str envelope; /* {"schema":...,"payload": ; of a whole record's plan, if enabled */
};

struct json_plans;

/* conf outlives them. */
struct json_plans *json_plans_new(const struct json_conf *conf);
void json_plans_free(struct json_plans *plans);
/* The plan of a whole record; good until the next call. NULL: a default does not fit its schema. */
const struct json_plan *json_plans_get(struct json_plans *plans, const struct weir_schema *sch,
                                       struct weir_err *err);

#endif
