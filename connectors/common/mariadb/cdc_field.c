/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cdc_field.c: a column and the handling modes come in, the Connect type, semantic name and
 * parameters of its field go out.
 */
#include "cdc_field.h"

#include "cdc_struct.h"

void cdc_field_param(struct cdc_field *field, struct weir_str key, struct weir_str value)
{
    if (field->n_params < CDC_FIELD_PARAMS) {
        field->params[field->n_params++] = (struct weir_param){key, value};
    }
}

static void semantic(struct cdc_field *field, enum weir_type type, const char *name)
{
    field->type = type;
    field->name = weir_str_of(name);
    field->version = 1;
}

static void param_number(struct cdc_field *field, struct weir_arena *arena, const char *key,
                         int32_t x)
{
    cdc_field_param(field, weir_str_of(key), weir_str_of(weir_arena_printf(arena, "%d", x)));
}

static void decimal(struct cdc_field *field, struct weir_arena *arena, int32_t precision,
                    int32_t scale)
{
    semantic(field, WEIR_BYTES, "org.apache.kafka.connect.data.Decimal");
    param_number(field, arena, "scale", scale);
    param_number(field, arena, "connect.decimal.precision", precision);
}

static int32_t or_else(int32_t x, int32_t fallback)
{
    return x == MY_NONE ? fallback : x;
}

static enum weir_type of_binary(const struct mariadb_conf *conf)
{
    return conf->binary_mode == BINARY_BYTES ? WEIR_BYTES : WEIR_STRING;
}

static void of_decimal(const struct mariadb_conf *conf, const struct my_column *column,
                       struct weir_arena *arena, struct cdc_field *field)
{
    switch ((enum mariadb_decimal_mode)conf->decimal_mode) {
    case DECIMAL_PRECISE:
        decimal(field, arena, or_else(column->length, 10), or_else(column->scale, 0));
        break;
    case DECIMAL_STRING:
        field->type = WEIR_STRING;
        break;
    case DECIMAL_DOUBLE:
        field->type = WEIR_FLOAT64;
        break;
    }
}

static void of_bigint(const struct mariadb_conf *conf, const struct my_column *column,
                      struct weir_arena *arena, struct cdc_field *field)
{
    if (column->is_unsigned && conf->bigint_mode == BIGINT_PRECISE) {
        decimal(field, arena, 20, 0);
    } else {
        field->type = WEIR_INT64;
    }
}

static void of_bit(const struct my_column *column, struct weir_arena *arena,
                   struct cdc_field *field)
{
    int32_t bits = or_else(column->length, 1);
    if (bits > 1) {
        semantic(field, WEIR_BYTES, "io.debezium.data.Bits");
        param_number(field, arena, "length", bits);
    } else {
        field->type = WEIR_BOOLEAN;
    }
}

/* ---- members ---- */

static size_t put_member(char *to, struct weir_str member, char quote)
{
    size_t n = 0;
    for (size_t i = 0; i < member.n; i++) {
        if (member.p[i] == ',') {
            to[n++] = '\\';
        }
        if (member.p[i] == quote && i + 1 < member.n && member.p[i + 1] == quote) {
            i++;
        }
        to[n++] = member.p[i];
    }
    return n;
}

/* The members as the statement had them, without their quotes but with their backslashes. */
static void of_members(const struct my_column *column, const char *name, struct weir_arena *arena,
                       struct cdc_field *field)
{
    size_t n = 0;
    for (uint32_t i = 0; i < column->n_members; i++) {
        n += 2 * column->members[i].n + 1;
    }
    char *text = weir_arena_bytes(arena, n + 1);
    n = 0;
    for (uint32_t i = 0; i < column->n_members; i++) {
        struct weir_str member = column->members[i];
        char quote = member.n >= 2 ? member.p[0] : '\0';
        if (quote == '\'' || quote == '"') {
            member = weir_str_n(member.p + 1, member.n - 2);
        }
        if (i) {
            text[n++] = ',';
        }
        n += put_member(text + n, member, quote);
    }
    semantic(field, WEIR_STRING, name);
    cdc_field_param(field, WEIR_STR("allowed"), weir_str_n(text, n));
}

/* ---- time ---- */

static void of_time(const struct mariadb_conf *conf, struct cdc_field *field)
{
    static const struct {
        enum weir_type type;
        const char *name;
    } forms[] = {
        [TIME_ADAPTIVE_MICROS] = {WEIR_INT64, "io.debezium.time.MicroTime"},
        [TIME_CONNECT] = {WEIR_INT32, "org.apache.kafka.connect.data.Time"},
        [TIME_ISOSTRING] = {WEIR_STRING, "io.debezium.time.IsoTime"},
        [TIME_MICROS] = {WEIR_INT64, "io.debezium.time.MicroTime"},
        [TIME_NANOS] = {WEIR_INT64, "io.debezium.time.NanoTime"},
    };
    semantic(field, forms[conf->time_mode].type, forms[conf->time_mode].name);
}

static void of_date(const struct mariadb_conf *conf, struct cdc_field *field)
{
    switch ((enum mariadb_time_mode)conf->time_mode) {
    case TIME_CONNECT:
        semantic(field, WEIR_INT32, "org.apache.kafka.connect.data.Date");
        break;
    case TIME_ISOSTRING:
        semantic(field, WEIR_STRING, "io.debezium.time.IsoDate");
        break;
    case TIME_ADAPTIVE_MICROS:
    case TIME_MICROS:
    case TIME_NANOS:
        semantic(field, WEIR_INT32, "io.debezium.time.Date");
        break;
    }
}

static void of_datetime(const struct mariadb_conf *conf, const struct my_column *column,
                        struct cdc_field *field)
{
    switch ((enum mariadb_time_mode)conf->time_mode) {
    case TIME_ADAPTIVE_MICROS:
        semantic(field, WEIR_INT64,
                 or_else(column->length, 0) > 3 ? "io.debezium.time.MicroTimestamp"
                                                : "io.debezium.time.Timestamp");
        break;
    case TIME_CONNECT:
        semantic(field, WEIR_INT64, "org.apache.kafka.connect.data.Timestamp");
        break;
    case TIME_ISOSTRING:
        semantic(field, WEIR_STRING, "io.debezium.time.IsoTimestamp");
        break;
    case TIME_MICROS:
        semantic(field, WEIR_INT64, "io.debezium.time.MicroTimestamp");
        break;
    case TIME_NANOS:
        semantic(field, WEIR_INT64, "io.debezium.time.NanoTimestamp");
        break;
    }
}

/* ---- structs and arrays ---- */

static void of_point(const struct my_column *column, struct cdc_field *field)
{
    struct cdc_struct plan = {.name = WEIR_STR("io.debezium.data.geometry.Point"),
                              .version = 1,
                              .optional = column->optional,
                              .doc = "Geometry (POINT)"};
    cdc_struct_plain(&plan, "x", WEIR_FLOAT64, false);
    cdc_struct_plain(&plan, "y", WEIR_FLOAT64, false);
    cdc_struct_plain(&plan, "wkb", WEIR_BYTES, true);
    cdc_struct_plain(&plan, "srid", WEIR_INT32, true);
    field->type = WEIR_STRUCT;
    field->whole = cdc_struct_make(&plan);
}

/* Optional even where the column is not: so Debezium has it. */
static void of_geometry(struct cdc_field *field)
{
    struct cdc_struct plan = {.name = WEIR_STR("io.debezium.data.geometry.Geometry"),
                              .version = 1,
                              .optional = true,
                              .doc = "Geometry"};
    cdc_struct_plain(&plan, "wkb", WEIR_BYTES, false);
    cdc_struct_plain(&plan, "srid", WEIR_INT32, true);
    field->type = WEIR_STRUCT;
    field->whole = cdc_struct_make(&plan);
    field->optional = true;
}

static void of_vector(const struct my_column *column, struct cdc_field *field)
{
    static const int32_t one = 1;
    field->type = WEIR_ARRAY;
    field->whole = weir_schema_make(&(struct weir_schema_spec){
        .type = WEIR_ARRAY,
        .optional = column->optional,
        .name = WEIR_STR("io.debezium.data.FloatVector"),
        .version = &one,
        .value_schema = weir_schema_plain(WEIR_FLOAT32, false),
    });
}

/* ---- */

/* CHAR and TEXT in the character set "binary" are bytes, as SHOW CREATE TABLE says. */
static bool is_text(const struct my_column *column)
{
    return !column->charset.p || !weir_str_eq_nocase(column->charset, WEIR_STR("binary"));
}

bool cdc_field_of_column(const struct mariadb_conf *conf, const struct my_column *column,
                         struct weir_arena *arena, struct cdc_field *field)
{
    bool is_unsigned = column->is_unsigned;
    *field = (struct cdc_field){.optional = column->optional};
    switch (column->kind) {
    case MY_UNKNOWN:
        return false;
    case MY_BIT:
        of_bit(column, arena, field);
        break;
    case MY_BOOLEAN:
        field->type = WEIR_BOOLEAN;
        break;
    case MY_TINYINT:
        field->type = WEIR_INT16;
        break;
    case MY_SMALLINT:
        field->type = is_unsigned ? WEIR_INT32 : WEIR_INT16;
        break;
    case MY_MEDIUMINT:
        field->type = WEIR_INT32;
        break;
    case MY_INT:
        field->type = is_unsigned ? WEIR_INT64 : WEIR_INT32;
        break;
    case MY_BIGINT:
        of_bigint(conf, column, arena, field);
        break;
    case MY_FLOAT:
        field->type = column->scale == MY_NONE && column->length <= 24 ? WEIR_FLOAT32
                                                                       : WEIR_FLOAT64;
        break;
    case MY_DOUBLE:
        field->type = WEIR_FLOAT64;
        break;
    case MY_DECIMAL:
        of_decimal(conf, column, arena, field);
        break;
    case MY_CHAR:
    case MY_VARCHAR:
    case MY_TEXT:
        field->type = is_text(column) ? WEIR_STRING : of_binary(conf);
        break;
    case MY_BINARY:
    case MY_VARBINARY:
    case MY_BLOB:
        field->type = of_binary(conf);
        break;
    case MY_INET4:
    case MY_INET6:
        field->type = WEIR_STRING;
        break;
    case MY_ENUM:
        of_members(column, "io.debezium.data.Enum", arena, field);
        break;
    case MY_SET:
        of_members(column, "io.debezium.data.EnumSet", arena, field);
        break;
    case MY_JSON:
        semantic(field, WEIR_STRING, "io.debezium.data.Json");
        break;
    case MY_UUID:
        semantic(field, WEIR_STRING, "io.debezium.data.Uuid");
        break;
    case MY_VECTOR:
        of_vector(column, field);
        break;
    case MY_DATE:
        of_date(conf, field);
        break;
    case MY_TIME:
        of_time(conf, field);
        break;
    case MY_DATETIME:
        of_datetime(conf, column, field);
        break;
    case MY_TIMESTAMP:
        semantic(field, WEIR_STRING, "io.debezium.time.ZonedTimestamp");
        break;
    case MY_YEAR:
        semantic(field, WEIR_INT32, "io.debezium.time.Year");
        break;
    case MY_POINT:
        of_point(column, field);
        break;
    case MY_GEOMETRY:
        of_geometry(field);
        break;
    }
    return true;
}

const struct weir_schema *cdc_field_make(const struct cdc_field *field)
{
    struct weir_schema_spec spec = {.type = field->type};
    int32_t version = field->version;
    if (field->whole) {
        spec = weir_schema_spec_of(field->whole);
    } else {
        spec.name = field->name;
        spec.version = field->version ? &version : NULL;
    }
    if (!field->whole || field->doc.p) {
        spec.doc = field->doc;
    }
    spec.optional = field->optional;
    spec.def = &field->def;
    spec.params = field->params;
    spec.n_params = field->n_params;
    return weir_schema_make(&spec);
}

void cdc_field_drop(struct cdc_field *field)
{
    weir_schema_unref(field->whole);
    field->whole = NULL;
}
