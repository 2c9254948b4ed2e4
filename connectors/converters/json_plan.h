/* SPDX-License-Identifier: Apache-2.0 */
/*
 * json_plan.h: what writing a schema's values as JSON needs, prepared once: the members' names with
 * their quotes, and the envelope's head with the schema's text. Kept by schema in a table that
 * belongs to one converter, so that no lock is needed.
 */
#ifndef JSON_PLAN_H
#define JSON_PLAN_H

#include <weir/digits.h>
#include <weir/json.h>

#include "converters.h"

/* This many bytes after a name's text may be read, so that it is copied in whole blocks. */
#define JSON_NAME_PAD 16

#define JSON_NOT_PLAIN 255 /* no type */

#define JSON_UNSEEN    UINT64_MAX /* no value begins so */
#define JSON_SEEN_TEXT 32         /* bytes of a text that is compared with the next one */
#define JSON_KEPT      48         /* bytes of a value's JSON that are kept */

#define JSON_SHORT_DECIMAL 12 /* bytes of a number of up to 18 digits, and somewhat more */
#define JSON_PLAIN_MAX     (WEIR_JSON_SHORT + 2) /* more than an integer's JSON, or such a number's */

/* A field's value in the record before, and what was written for it. */
struct json_seen {
    uint64_t head; /* its first half: type, scale and length */
    union {
        int64_t i;
        char text[JSON_SEEN_TEXT];
    };
    uint32_t n_kept; /* bytes in json_past's text, name included; 0: it is not there */
    uint32_t max;    /* of those */
};

/* A field of a struct. */
struct json_member {
    struct weir_str name; /* {"a": or ,"b": with JSON_NAME_PAD more bytes behind it */
    const struct json_plan *plan;
    uint32_t room; /* for name, plain value and what is copied beyond */
    uint8_t plain; /* type of the values that need no look at the schema, or none */
    bool is_integer;
    bool is_decimal; /* written in base64: a Decimal of plan->sch->scale */
    bool null_stays; /* a null is written as one */
    struct json_seen seen;
};

/*
 * What a struct said in the record before: where records come from, and much of what they say, is
 * often the same in the next one. Fields that do not change are then copied, all that stand in a
 * row at once.
 */
struct json_past {
    char *text;  /* the members that were short, one behind the other */
    char *spare; /* where the next one's are gathered */
};

struct json_plan {
    const struct weir_schema *sch;
    enum weir_logical logical;
    bool has_scale;                /* of a Decimal: its schema says one */
    struct json_member *members;   /* a struct's fields, and one that ends them */
    struct json_past *past;        /* a struct's; NULL: none is kept */
    const struct json_plan *items; /* an array's, or a map's values' */
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
