/* SPDX-License-Identifier: Apache-2.0 */
/*
 * schema_check.c: whether a value may stand where a schema says, as ConnectSchema.validateValue
 * asks, in its words. Meant for set-up, tests and values of unknown make, not for every record.
 */
#include <weir/schema.h>

#include <stdio.h>

/* The class a value of this tag has in Java. */
static const char *java_class(enum weir_type type)
{
    static const char *const names[] = {
        [WEIR_NULL] = "null",
        [WEIR_BOOLEAN] = "class java.lang.Boolean",
        [WEIR_INT8] = "class java.lang.Byte",
        [WEIR_INT16] = "class java.lang.Short",
        [WEIR_INT32] = "class java.lang.Integer",
        [WEIR_INT64] = "class java.lang.Long",
        [WEIR_FLOAT32] = "class java.lang.Float",
        [WEIR_FLOAT64] = "class java.lang.Double",
        [WEIR_STRING] = "class java.lang.String",
        [WEIR_BYTES] = "class [B",
        [WEIR_ARRAY] = "class java.util.ArrayList",
        [WEIR_MAP] = "class java.util.HashMap",
        [WEIR_STRUCT] = "class org.apache.kafka.connect.data.Struct",
        [WEIR_DECIMAL] = "class java.math.BigDecimal",
        [WEIR_DATE] = "class java.util.Date",
        [WEIR_TIME] = "class java.util.Date",
        [WEIR_TIMESTAMP] = "class java.util.Date",
    };
    return (size_t)type < sizeof(names) / sizeof(names[0]) ? names[type] : "?";
}

static enum weir_type expected_type(const struct weir_schema *sch)
{
    switch ((enum weir_logical)sch->logical) {
    case WEIR_LOGICAL_DECIMAL:
        return WEIR_DECIMAL;
    case WEIR_LOGICAL_DATE:
        return WEIR_DATE;
    case WEIR_LOGICAL_TIME:
        return WEIR_TIME;
    case WEIR_LOGICAL_TIMESTAMP:
        return WEIR_TIMESTAMP;
    case WEIR_LOGICAL_NONE:
        break;
    }
    return (enum weir_type)sch->type;
}

static enum weir_verdict check(const struct weir_schema *sch, struct weir_value val,
                               const char *field, struct weir_err *err);

static enum weir_verdict wrong_type(const struct weir_schema *sch, struct weir_value val,
                                    const char *field, struct weir_err *err)
{
    bool named = sch->name.p != NULL;
    return weir_err_set(
        err, WEIR_BAD_DATA, "Invalid Java object for schema%s%.*s%s with type %s: %s%s%s%s",
        named ? " \"" : "", WEIR_STR_ARG(sch->name), named ? "\"" : "",
        weir_type_name((enum weir_type)sch->type), java_class((enum weir_type)val.type),
        field ? " for field: \"" : "", field ? field : "", field ? "\"" : "");
}

static enum weir_verdict check_struct(const struct weir_schema *sch, struct weir_value val,
                                      struct weir_err *err)
{
    if (val.n != sch->n_fields) {
        return weir_err_set(err, WEIR_BAD_DATA, "Struct schemas do not match.");
    }
    for (uint32_t i = 0; i < val.n; i++) {
        const struct weir_field *part = &sch->fields[i];
        bool unset = val.items[i].type == WEIR_NULL && part->schema->has_default;
        char name[256];
        snprintf(name, sizeof(name), "%.*s", WEIR_STR_ARG(part->name));
        if (!unset && check(part->schema, val.items[i], name, err) != WEIR_OK) {
            return err->class;
        }
    }
    return WEIR_OK;
}

static enum weir_verdict check_parts(const struct weir_schema *sch, struct weir_value val,
                                     struct weir_err *err)
{
    bool map = sch->type == WEIR_MAP;
    uint64_t n = map ? (uint64_t)val.n * 2 : val.n;
    for (uint64_t i = 0; i < n; i++) {
        const struct weir_schema *part = map && i % 2 == 0 ? sch->key_schema : sch->value_schema;
        if (check(part, val.items[i], NULL, err) != WEIR_OK) {
            return err->class;
        }
    }
    return WEIR_OK;
}

static enum weir_verdict check(const struct weir_schema *sch, struct weir_value val,
                               const char *field, struct weir_err *err)
{
    if (val.type == WEIR_NULL) {
        return sch->optional ? WEIR_OK
                             : weir_err_set(err, WEIR_BAD_DATA,
                                            "Invalid value: null used for required field: \"%s\", "
                                            "schema type: %s",
                                            field ? field : "null",
                                            weir_type_name((enum weir_type)sch->type));
    }
    if (val.type != expected_type(sch)) {
        return wrong_type(sch, val, field, err);
    }
    if (sch->type == WEIR_STRUCT) {
        return check_struct(sch, val, err);
    }
    return sch->type == WEIR_ARRAY || sch->type == WEIR_MAP ? check_parts(sch, val, err) : WEIR_OK;
}

enum weir_verdict weir_schema_check(const struct weir_schema *sch, struct weir_value val,
                                    struct weir_err *err)
{
    return check(sch, val, NULL, err);
}
