/* SPDX-License-Identifier: Apache-2.0 */
/*
 * json_plan.h: what writing a schema's values as JSON needs, prepared once: the members' names with
 * their quotes, and the envelope's head with the schema's text. Kept by schema in a table that
 * belongs to one converter, so that no lock is needed.
 */
#ifndef JSON_PLAN_H
#define JSON_PLAN_H

#include <weir/digits.h>

#include "converters.h"

/* This many bytes after a name's text may be read, so that it is copied in whole blocks. */
#define JSON_NAME_PAD 16

#define JSON_NOT_PLAIN 255 /* no type */

#define JSON_MEMO_VALUE  24 /* bytes of a text that is kept */
#define JSON_MEMO_LUCK   32 /* a change takes one, and two come back when there is none */
#define JSON_MEMO_MEMBER 96 /* bytes of a member that is kept; a multiple of JSON_NAME_PAD */

/*
 * A field's value in the record before, and what was written for it, name included: where records
 * come from, and much of what they say, is often the same in the next one. A field that changes all
 * the time loses its luck, and is not looked at any more.
 */
struct json_memo {
    uint8_t type;
    int8_t luck;
    uint16_t n_member;
    uint32_t n; /* of a text */
    int64_t i;  /* of a number */
    char value[JSON_MEMO_VALUE];
    char member[JSON_MEMO_MEMBER];
};

/* A field of a struct. */
struct json_member {
    struct weir_str name; /* {"a": or ,"b": with JSON_NAME_PAD more bytes behind it */
    const struct json_plan *plan;
    struct json_memo *memo; /* NULL: none is kept of such a field */
    uint8_t plain;          /* type of the values that need no look at the schema, or none */
    bool is_integer;
    bool is_decimal; /* written in base64: a Decimal of plan->sch->scale */
    bool null_stays; /* a null is written as one */
};

struct json_plan {
    const struct weir_schema *sch;
    enum weir_logical logical;
    bool has_scale;               /* of a Decimal: its schema says one */
    const struct json_member *members; /* a struct's fields */
    size_t room;                       /* for any of them, with what is copied beyond */
    const struct json_plan *items;     /* an array's, or a map's values' */
    const struct json_plan *keys;
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
