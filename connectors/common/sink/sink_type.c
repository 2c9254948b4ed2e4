/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sink_type.c: a schema comes in; what it means and which PostgreSQL type a new column gets come
 * out. sink_ddl.c writes it, sink_bind.c binds by it.
 */
#include "sink_type.h"

#include <stdio.h>

#define NAMED(text, k, ...)                                                                        \
    {                                                                                              \
        .name = text, .type = {.kind = (k), .length = -1, __VA_ARGS__ }                            \
    }

static const struct {
    const char *name;
    struct sink_type type;
} names[] = {
    NAMED("io.debezium.time.Date", KIND_DATE),
    NAMED("io.debezium.time.Time", KIND_TIME, .per_us = -1000),
    NAMED("io.debezium.time.MicroTime", KIND_TIME, .per_us = 1),
    NAMED("io.debezium.time.NanoTime", KIND_TIME, .per_us = 1000),
    NAMED("io.debezium.time.Timestamp", KIND_TIMESTAMP, .per_us = -1000),
    NAMED("io.debezium.time.MicroTimestamp", KIND_TIMESTAMP, .per_us = 1),
    NAMED("io.debezium.time.NanoTimestamp", KIND_TIMESTAMP, .per_us = 1000),
    NAMED("io.debezium.time.ZonedTimestamp", KIND_ZONED_TIMESTAMP),
    NAMED("io.debezium.time.ZonedTime", KIND_ZONED_TIME),
    NAMED("io.debezium.time.MicroDuration", KIND_DURATION, .per_us = 1),
    NAMED("io.debezium.data.Bits", KIND_BITS),
    NAMED("io.debezium.data.Json", KIND_JSON),
    NAMED("io.debezium.data.Uuid", KIND_UUID),
    NAMED("io.debezium.data.Xml", KIND_XML),
    NAMED("io.debezium.data.VariableScaleDecimal", KIND_VARIABLE_DECIMAL),
    NAMED("io.debezium.data.geometry.Geometry", KIND_GEOMETRY),
    NAMED("io.debezium.data.geometry.Geography", KIND_GEOMETRY),
    NAMED("io.debezium.data.geometry.Point", KIND_POINT),
    NAMED("io.debezium.data.FloatVector", KIND_FLOAT_VECTOR),
    NAMED("io.debezium.data.DoubleVector", KIND_DOUBLE_VECTOR),
    NAMED("io.debezium.data.SparseDoubleVector", KIND_SPARSE_VECTOR),
};

static const struct sink_type logicals[] = {
    [WEIR_LOGICAL_DECIMAL] = {.kind = KIND_DECIMAL, .length = -1},
    [WEIR_LOGICAL_DATE] = {.kind = KIND_DATE, .length = -1},
    [WEIR_LOGICAL_TIME] = {.kind = KIND_TIME, .per_us = -1000, .length = -1},
    [WEIR_LOGICAL_TIMESTAMP] = {.kind = KIND_TIMESTAMP, .per_us = -1000, .length = -1},
};

static const enum sink_kind plain_kinds[] = {
    [WEIR_BOOLEAN] = KIND_BOOL,    [WEIR_INT8] = KIND_INT16,      [WEIR_INT16] = KIND_INT16,
    [WEIR_INT32] = KIND_INT32,     [WEIR_INT64] = KIND_INT64,     [WEIR_FLOAT32] = KIND_FLOAT32,
    [WEIR_FLOAT64] = KIND_FLOAT64, [WEIR_STRING] = KIND_TEXT,     [WEIR_BYTES] = KIND_BYTES,
    [WEIR_ARRAY] = KIND_ARRAY,     [WEIR_MAP] = KIND_MAP,         [WEIR_STRUCT] = KIND_NONE,
};

static int32_t number_param(const struct weir_schema *sch, const char *key)
{
    int64_t number = 0;
    struct weir_str text = weir_schema_param(sch, key);
    return text.p && weir_str_to_i64(text, &number) && number >= 0 && number <= INT32_MAX
               ? (int32_t)number
               : -1;
}

struct sink_type sink_type_of(const struct weir_schema *sch, bool plain)
{
    if (sch->logical != WEIR_LOGICAL_NONE) {
        return logicals[sch->logical];
    }
    for (size_t i = 0; sch->name.p && !plain && i < sizeof(names) / sizeof(names[0]); i++) {
        if (weir_str_is(sch->name, names[i].name)) {
            struct sink_type type = names[i].type;
            type.length = type.kind == KIND_BITS ? number_param(sch, "length") : -1;
            return type;
        }
    }
    enum sink_kind kind = sch->type < sizeof(plain_kinds) / sizeof(plain_kinds[0])
                              ? plain_kinds[sch->type]
                              : KIND_NONE;
    return (struct sink_type){.kind = kind, .length = -1};
}

void sink_type_words(struct weir_buf *buf, const struct weir_schema *sch)
{
    if (sch->name.p) {
        weir_buf_printf(buf, "%.*s (%s)", WEIR_STR_ARG(sch->name), weir_type_name(sch->type));
    } else {
        weir_buf_text(buf, weir_type_name(sch->type));
    }
}

/* ---- new columns ---- */

static const char *const columns[KIND_COUNT] = {
    [KIND_BOOL] = "boolean",
    [KIND_INT16] = "smallint",
    [KIND_INT32] = "integer",
    [KIND_INT64] = "bigint",
    [KIND_FLOAT32] = "real",
    [KIND_FLOAT64] = "double precision",
    [KIND_TEXT] = "text",
    [KIND_BYTES] = "bytea",
    [KIND_VARIABLE_DECIMAL] = "double precision",
    [KIND_DATE] = "date",
    [KIND_DURATION] = "interval",
    [KIND_JSON] = "json",
    [KIND_UUID] = "uuid",
    [KIND_XML] = "xml",
    [KIND_POINT] = "point",
    [KIND_MAP] = "hstore",
    [KIND_FLOAT_VECTOR] = "halfvec",
    [KIND_DOUBLE_VECTOR] = "vector",
    [KIND_SPARSE_VECTOR] = "sparsevec",
};

#define SOURCE_TYPE   "__debezium.source.column.type"
#define SOURCE_LENGTH "__debezium.source.column.length"

/* What only its source's type says of a column; these names are PostgreSQL's too. */
static const struct {
    const char *source;
    enum sink_kind kind;
} sourced[] = {
    {"citext", KIND_TEXT},    {"inet", KIND_TEXT},      {"cidr", KIND_TEXT},
    {"macaddr", KIND_TEXT},   {"ltree", KIND_TEXT},
    {"int4range", KIND_TEXT}, {"int8range", KIND_TEXT}, {"numrange", KIND_TEXT},
    {"tsrange", KIND_TEXT},   {"tstzrange", KIND_TEXT}, {"daterange", KIND_TEXT},
    {"oid", KIND_INT64},
};

static const char *by_source(const struct weir_schema *sch, enum sink_kind kind)
{
    struct weir_str source = weir_schema_param(sch, SOURCE_TYPE);
    for (size_t i = 0; source.p && i < sizeof(sourced) / sizeof(sourced[0]); i++) {
        if (kind == sourced[i].kind && weir_str_eq_nocase(source, weir_str_of(sourced[i].source))) {
            return sourced[i].source;
        }
    }
    return NULL;
}

bool sink_type_is_bit(const struct weir_schema *sch)
{
    return sch->type == WEIR_BOOLEAN && !sch->name.p &&
           weir_str_eq_nocase(weir_schema_param(sch, SOURCE_TYPE), WEIR_STR("BIT"));
}

static void put_text(struct weir_buf *buf, const struct weir_schema *sch, bool plain)
{
    struct weir_str source = plain ? WEIR_STR_NULL : weir_schema_param(sch, SOURCE_TYPE);
    int32_t length = number_param(sch, SOURCE_LENGTH);
    if (source.p && length > 0 && weir_str_eq_nocase(source, WEIR_STR("VARCHAR"))) {
        weir_buf_printf(buf, "varchar(%d)", length);
    } else if (source.p && length > 0 && weir_str_eq_nocase(source, WEIR_STR("CHAR"))) {
        weir_buf_printf(buf, "char(%d)", length);
    } else {
        weir_buf_text(buf, "text");
    }
}

static void put_decimal(struct weir_buf *buf, const struct weir_schema *sch, bool plain)
{
    int32_t precision = number_param(sch, "connect.decimal.precision");
    int32_t scale = sch->scale < 0 ? 0 : sch->scale;
    if (plain) {
        weir_buf_text(buf, "numeric");
    } else if (precision > 0) {
        weir_buf_printf(buf, "numeric(%d,%d)", precision < scale ? scale : precision, scale);
    } else if (scale > 0) {
        weir_buf_printf(buf, "numeric(38,%d)", scale);
    } else {
        weir_buf_text(buf, "numeric");
    }
}

static void put_temporal(struct weir_buf *buf, const struct weir_schema *sch, const char *name,
                         bool plain)
{
    if (plain) {
        weir_buf_text(buf, name);
        return;
    }
    int32_t digits = number_param(sch, SOURCE_LENGTH);
    weir_buf_printf(buf, "%s(%d)", name, digits >= 0 && digits <= 6 ? digits : 6);
}

bool sink_type_column(struct weir_buf *buf, const struct weir_schema *sch, bool plain,
                      struct weir_str postgis)
{
    struct sink_type type = sink_type_of(sch, plain);
    const char *source = plain ? NULL : by_source(sch, type.kind);
    if (source) {
        weir_buf_text(buf, source);
        return true;
    }
    if (!plain && sink_type_is_bit(sch)) {
        weir_buf_text(buf, "bit(1)");
        return true;
    }
    switch (type.kind) {
    case KIND_TEXT:
        put_text(buf, sch, plain);
        return true;
    case KIND_DECIMAL:
        put_decimal(buf, sch, plain);
        return true;
    case KIND_TIME:
        put_temporal(buf, sch, "time", plain);
        return true;
    case KIND_TIMESTAMP:
        put_temporal(buf, sch, "timestamp", plain);
        return true;
    case KIND_ZONED_TIMESTAMP:
        put_temporal(buf, sch, "timestamp", plain);
        weir_buf_text(buf, " with time zone");
        return true;
    case KIND_ZONED_TIME:
        put_temporal(buf, sch, "time", plain);
        weir_buf_text(buf, " with time zone");
        return true;
    case KIND_JSON:
        weir_buf_text(buf, weir_str_eq_nocase(weir_schema_param(sch, SOURCE_TYPE), WEIR_STR("JSONB"))
                               ? "jsonb"
                               : "json");
        return true;
    case KIND_BITS:
        weir_buf_printf(buf, "bit(%d)", type.length > 0 ? type.length : 1);
        return true;
    case KIND_GEOMETRY:
        weir_buf_printf(buf, "%.*s.%s", WEIR_STR_ARG(postgis),
                        weir_str_ends(sch->name, WEIR_STR(".Geography")) ? "geography" : "geometry");
        return true;
    case KIND_ARRAY:
        if (!sink_type_column(buf, sch->value_schema, plain, postgis)) {
            return false;
        }
        weir_buf_text(buf, "[]");
        return true;
    case KIND_NONE:
    case KIND_COUNT:
        return false;
    case KIND_BOOL:
    case KIND_INT16:
    case KIND_INT32:
    case KIND_INT64:
    case KIND_FLOAT32:
    case KIND_FLOAT64:
    case KIND_BYTES:
    case KIND_VARIABLE_DECIMAL:
    case KIND_DATE:
    case KIND_DURATION:
    case KIND_UUID:
    case KIND_XML:
    case KIND_POINT:
    case KIND_FLOAT_VECTOR:
    case KIND_DOUBLE_VECTOR:
    case KIND_SPARSE_VECTOR:
    case KIND_MAP:
        weir_buf_text(buf, columns[type.kind]);
        return true;
    }
    return false;
}
