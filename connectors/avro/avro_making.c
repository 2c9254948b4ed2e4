/* SPDX-License-Identifier: Apache-2.0 */
/*
 * avro_making.c: the properties of an Avro schema: version, parameters, default and name of the
 * Connect schema, and Avro's own logical types. The order in which they are added is the order of
 * their text, so it follows Confluent's AvroData line by line.
 */
#include "avro_making.h"

struct avro_schema *avro_making_refuse(struct avro_making *to, const char *what)
{
    weir_err_set(to->err, WEIR_BAD_DATA, "%s", what);
    return NULL;
}

bool avro_making_number(struct avro_making *to, const struct weir_schema *sch, const char *key,
                        int64_t *out)
{
    struct weir_str text = weir_schema_param(sch, key);
    if (text.p && weir_str_to_i64(text, out) && *out >= INT32_MIN && *out <= INT32_MAX) {
        return true;
    }
    weir_err_set(to->err, WEIR_BAD_DATA, text.p ? "For input string: \"%.*s\"" : "null",
                 WEIR_STR_ARG(text));
    return false;
}

bool avro_making_digits(struct avro_making *to, const struct weir_schema *sch, int64_t *precision,
                        int64_t *scale)
{
    *precision = AVRO_PRECISION_DEFAULT;
    return avro_making_number(to, sch, "scale", scale) &&
           (!weir_schema_param(sch, AVRO_PRECISION).p ||
            avro_making_number(to, sch, AVRO_PRECISION, precision));
}

static void add_parameters(struct avro_making *to, struct avro_schema *avro,
                           const struct weir_schema *sch)
{
    struct weir_json *params = weir_json_new_object(to->arena);
    for (uint32_t i = 0; i < sch->n_params; i++) {
        if (to->options->discard_type_doc_default ||
            !weir_str_is(sch->params[i].key, AVRO_FIELD_DEFAULT)) {
            weir_json_add_n(params, sch->params[i].key,
                            weir_json_new_str(to->arena, sch->params[i].value));
        }
    }
    if (params->count) {
        avro_add_prop(to->arena, avro, "connect.parameters", params);
    }
}

static bool add_default(struct avro_making *to, struct avro_schema *avro,
                        const struct weir_schema *sch)
{
    bool from_field =
        !to->options->discard_type_doc_default && weir_schema_param(sch, AVRO_FIELD_DEFAULT).p;
    if (!sch->has_default || from_field) {
        return true;
    }
    struct weir_json *def = avro_default(to->arena, to->options, sch, sch->def, to->err);
    if (def) {
        avro_add_prop(to->arena, avro, "connect.default", def);
    }
    return def != NULL;
}

static void add_text(struct avro_making *to, struct avro_schema *avro, const char *name,
                     struct weir_str text)
{
    if (text.p) {
        avro_add_prop(to->arena, avro, name, weir_json_new_str(to->arena, text));
    }
}

static bool add_metadata(struct avro_making *to, struct avro_schema *avro,
                         const struct weir_schema *sch)
{
    add_text(to, avro, "connect.doc", sch->doc);
    if (sch->has_version) {
        avro_add_prop(to->arena, avro, "connect.version",
                      weir_json_new_i64(to->arena, sch->version));
    }
    add_parameters(to, avro, sch);
    if (!add_default(to, avro, sch)) {
        return false;
    }
    add_text(to, avro, "connect.name", sch->name);
    if (sch->type == WEIR_INT8 || sch->type == WEIR_INT16) {
        add_text(to, avro, "connect.type",
                 sch->type == WEIR_INT8 ? WEIR_STR("int8") : WEIR_STR("int16"));
    }
    return true;
}

/* What Avro's own library demands before it takes a logical type. */
static bool check_logical(struct avro_making *to, const struct avro_schema *avro,
                          enum weir_logical logical)
{
    enum avro_type want = logical == WEIR_LOGICAL_TIMESTAMP ? AVRO_LONG : AVRO_INT;
    if (logical == WEIR_LOGICAL_DECIMAL ? avro->type == AVRO_BYTES || avro->type == AVRO_FIXED
                                        : avro->type == want) {
        return true;
    }
    static const char *const words[] = {
        [WEIR_LOGICAL_DECIMAL] = "Logical type decimal must be backed by fixed or bytes",
        [WEIR_LOGICAL_DATE] = "Date can only be used with an underlying int type",
        [WEIR_LOGICAL_TIME] = "Time (millis) can only be used with an underlying int type",
        [WEIR_LOGICAL_TIMESTAMP] =
            "Timestamp (millis) can only be used with an underlying long type",
    };
    avro_making_refuse(to, words[logical]);
    return false;
}

static bool add_logical(struct avro_making *to, struct avro_schema *avro,
                        const struct weir_schema *sch)
{
    static const struct weir_str names[] = {
        [WEIR_LOGICAL_DECIMAL] = WEIR_STR("decimal"),
        [WEIR_LOGICAL_DATE] = WEIR_STR("date"),
        [WEIR_LOGICAL_TIME] = WEIR_STR("time-millis"),
        [WEIR_LOGICAL_TIMESTAMP] = WEIR_STR("timestamp-millis"),
    };
    enum weir_logical logical = avro_logical(sch);
    int64_t precision = 0;
    int64_t scale = 0;
    if (logical == WEIR_LOGICAL_NONE) {
        return true;
    }
    if (logical == WEIR_LOGICAL_DECIMAL && !avro_making_digits(to, sch, &precision, &scale)) {
        return false;
    }
    /* A decimal that Avro's library would refuse is named all the same, without being asked. */
    bool legacy = logical == WEIR_LOGICAL_DECIMAL && (scale < 0 || scale > precision);
    if (!legacy && !check_logical(to, avro, logical)) {
        return false;
    }
    add_text(to, avro, "logicalType", names[logical]);
    return true;
}

bool avro_making_props(struct avro_making *to, struct avro_schema *avro,
                       const struct weir_schema *sch)
{
    if ((to->options->connect_meta_data && !add_metadata(to, avro, sch)) ||
        !add_logical(to, avro, sch)) {
        return false;
    }
    for (uint32_t i = 0; i < sch->n_params; i++) {
        if (weir_str_starts(sch->params[i].key, WEIR_STR("avro"))) {
            add_text(to, avro, weir_arena_str(to->arena, sch->params[i].key).p,
                     sch->params[i].value);
        }
    }
    return true;
}
