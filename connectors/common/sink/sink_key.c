/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sink_key.c: two records' key values come in different forms and may yet be one row's: moments
 * with and without trailing zeros, uuids in two cases, char(n) with blanks. Here a value gets the
 * form in which equal ones look equal; where there is none it says so.
 */
#include "common/pg/pg_type.h"
#include "sink_encode.h"

/* Digits after the point are not cut: the column has no length, or the one made for the field. */
static bool is_as_fine(const struct sink_conf *conf, const struct sink_column *column,
                       const struct pg_column *into)
{
    struct weir_buf made;
    weir_buf_init(&made, 1024);
    bool has_length = weir_str_chr(into->type_name, '(') >= 0;
    bool own = sink_type_column(&made, column->schema, conf->plain_types, conf->geometry_schema) &&
               weir_str_starts(into->type_name, weir_buf_view(&made));
    weir_buf_free(&made);
    return own || !has_length;
}

static bool is_integer(uint32_t oid)
{
    return oid == PG_INT2 || oid == PG_INT4 || oid == PG_INT8;
}

static bool is_text(const struct pg_column *into)
{
    return (into->base == PG_TEXT || into->base == PG_VARCHAR) && !into->alike;
}

static enum sink_key_form form_of_text(const struct pg_column *into)
{
    return is_text(into)               ? SINK_KEY_AS_IS
           : into->base == PG_UUID   ? SINK_KEY_LOWER
           : into->base == PG_BPCHAR && !into->alike ? SINK_KEY_UNPADDED
                                                     : SINK_KEY_UNKNOWN;
}

enum sink_key_form sink_key_form(const struct sink_conf *conf, const struct sink_column *column,
                                 const struct pg_column *into)
{
    struct sink_type type = sink_column_type(conf, column);
    bool fine = is_as_fine(conf, column, into);
    bool same = false;
    switch (type.kind) {
    case KIND_TEXT:
    case KIND_UUID:
        return form_of_text(into);
    case KIND_INT16:
    case KIND_INT32:
    case KIND_INT64:
        same = is_integer(into->base) || is_text(into) || (into->base == PG_NUMERIC && fine);
        break;
    case KIND_FLOAT32:
        return into->base == PG_FLOAT4 || into->base == PG_FLOAT8 ? SINK_KEY_UNSIGNED_ZERO
                                                                 : SINK_KEY_UNKNOWN;
    case KIND_FLOAT64:
        return into->base == PG_FLOAT8 ? SINK_KEY_UNSIGNED_ZERO : SINK_KEY_UNKNOWN;
    case KIND_ZONED_TIMESTAMP:
        return into->base == PG_TIMESTAMPTZ && fine ? SINK_KEY_MOMENT : SINK_KEY_UNKNOWN;
    case KIND_TIMESTAMP:
        same = (into->base == PG_TIMESTAMP || into->base == PG_TIMESTAMPTZ) && fine &&
               type.per_us <= 1 && !conf->zoned_instants;
        break;
    case KIND_TIME:
        same = into->base == PG_TIME && fine && type.per_us <= 1;
        break;
    case KIND_DECIMAL:
        same = into->base == PG_NUMERIC && fine;
        break;
    case KIND_BOOL:
        same = into->base == PG_BOOL;
        break;
    case KIND_BYTES:
        same = into->base == PG_BYTEA;
        break;
    case KIND_BITS:
        same = into->base == PG_BIT || into->base == PG_VARBIT;
        break;
    case KIND_DATE:
        same = into->base == PG_DATE;
        break;
    case KIND_NONE:
    case KIND_VARIABLE_DECIMAL:
    case KIND_ZONED_TIME:
    case KIND_DURATION:
    case KIND_JSON:
    case KIND_XML:
    case KIND_GEOMETRY:
    case KIND_POINT:
    case KIND_FLOAT_VECTOR:
    case KIND_DOUBLE_VECTOR:
    case KIND_SPARSE_VECTOR:
    case KIND_MAP:
    case KIND_ARRAY:
    case KIND_COUNT:
        break;
    }
    return same ? SINK_KEY_AS_IS : SINK_KEY_UNKNOWN;
}

/* ---- values ---- */

static struct weir_value lower(struct weir_value val, struct weir_arena *arena)
{
    uint32_t i = 0;
    while (i < val.n && !(val.p[i] >= 'A' && val.p[i] <= 'Z')) {
        i++;
    }
    if (i == val.n) {
        return val;
    }
    char *to = weir_arena_bytes(arena, val.n);
    for (i = 0; i < val.n; i++) {
        to[i] = val.p[i] >= 'A' && val.p[i] <= 'Z' ? (char)(val.p[i] + 32) : val.p[i];
    }
    val.p = to;
    return val;
}

static struct weir_value unpadded(struct weir_value val)
{
    while (val.n && val.p[val.n - 1] == ' ') {
        val.n--;
    }
    return val;
}

static struct weir_value moment(struct weir_value val)
{
    int64_t us;
    return sink_read_moment(weir_value_str(val), &us) ? weir_int(WEIR_INT64, us) : val;
}

static struct weir_value unsigned_zero(struct weir_value val)
{
    if (val.type == WEIR_FLOAT32) {
        return weir_f64(val.f32 == 0 ? 0 : (double)val.f32);
    }
    return val.type == WEIR_FLOAT64 && val.f64 == 0 ? weir_f64(0) : val;
}

struct weir_value sink_key_value(enum sink_key_form form, struct weir_value val,
                                 struct weir_arena *arena)
{
    bool text = val.type == WEIR_STRING;
    switch (form) {
    case SINK_KEY_AS_IS:
    case SINK_KEY_UNKNOWN:
        return val;
    case SINK_KEY_LOWER:
        return text ? lower(val, arena) : val;
    case SINK_KEY_UNPADDED:
        return text ? unpadded(val) : val;
    case SINK_KEY_MOMENT:
        return text ? moment(val) : val;
    case SINK_KEY_UNSIGNED_ZERO:
        return unsigned_zero(val);
    }
    return val;
}
