/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sink_choose.c: how a field travels to its column is chosen once, by what it means and what the
 * column is: the type on the wire, the encoder for it, and a cast where PostgreSQL wants one.
 */
#include "common/pg/pg_type.h"
#include "sink_bind.h"

static const uint32_t natural[KIND_COUNT] = {
    [KIND_BOOL] = PG_BOOL,
    [KIND_INT16] = PG_INT2,
    [KIND_INT32] = PG_INT4,
    [KIND_INT64] = PG_INT8,
    [KIND_FLOAT32] = PG_FLOAT4,
    [KIND_FLOAT64] = PG_FLOAT8,
    [KIND_TEXT] = PG_TEXT,
    [KIND_BYTES] = PG_BYTEA,
    [KIND_DECIMAL] = PG_NUMERIC,
    [KIND_VARIABLE_DECIMAL] = PG_NUMERIC,
    [KIND_DATE] = PG_DATE,
    [KIND_TIME] = PG_TIME,
    [KIND_TIMESTAMP] = PG_TIMESTAMP,
    [KIND_ZONED_TIMESTAMP] = PG_TIMESTAMPTZ,
    [KIND_ZONED_TIME] = PG_TEXT,
    [KIND_DURATION] = PG_INTERVAL,
    [KIND_BITS] = PG_VARBIT,
    [KIND_JSON] = PG_TEXT,
    [KIND_UUID] = PG_TEXT,
    [KIND_XML] = PG_TEXT,
    [KIND_GEOMETRY] = PG_BYTEA,
    [KIND_POINT] = PG_BYTEA,
    [KIND_FLOAT_VECTOR] = PG_TEXT,
    [KIND_DOUBLE_VECTOR] = PG_TEXT,
    [KIND_SPARSE_VECTOR] = PG_TEXT,
    [KIND_MAP] = PG_TEXT,
    [KIND_ARRAY] = PG_TEXT,
};

enum family { NO_FAMILY, NUMBER, TEXTUAL, INSTANT, BITSTRING };

static enum family family_of(uint32_t oid)
{
    switch (oid) {
    case PG_INT2:
    case PG_INT4:
    case PG_INT8:
    case PG_FLOAT4:
    case PG_FLOAT8:
    case PG_NUMERIC:
        return NUMBER;
    case PG_TEXT:
    case PG_VARCHAR:
    case PG_BPCHAR:
        return TEXTUAL;
    case PG_DATE:
    case PG_TIMESTAMP:
    case PG_TIMESTAMPTZ:
        return INSTANT;
    case PG_BIT:
    case PG_VARBIT:
        return BITSTRING;
    default:
        return NO_FAMILY;
    }
}

/* What travels instead where PostgreSQL itself has no way from the natural type. */
static uint32_t detour(enum sink_kind kind, uint32_t to)
{
    enum family family = family_of(to);
    bool is_int = kind == KIND_INT16 || kind == KIND_INT32 || kind == KIND_INT64;
    if (kind == KIND_BOOL || is_int) {
        return family == BITSTRING                       ? PG_VARBIT
               : is_int && to == PG_BOOL                 ? PG_BOOL
               : kind == KIND_BOOL && family == NUMBER ? PG_INT4
                                                         : 0;
    }
    if (kind == KIND_BITS && family == NUMBER) {
        return PG_INT8;
    }
    return to; /* itself, if there is an encoder */
}

/* INSERT and UPDATE cast by themselves between these. */
static bool assigns(uint32_t wire, uint32_t to)
{
    enum family from = family_of(wire), into = family_of(to);
    return wire == to || into == TEXTUAL || (from == into && into != NO_FAMILY);
}

/* "" or "::type", after the parameter. */
static const char *cast_to(struct weir_arena *arena, enum sink_kind kind, uint32_t wire,
                           const struct pg_column *column)
{
    if (kind == KIND_ZONED_TIME && family_of(column->base) == TEXTUAL) {
        return "::timetz"; /* its text is PostgreSQL's, not the record's */
    }
    if (assigns(wire, column->base)) {
        return "";
    }
    if (column->base == PG_BIT) { /* a cast to plain bit would mean bit(1) */
        return "::bit varying";
    }
    return weir_arena_printf(arena, "::%.*s", WEIR_STR_ARG(column->cast_name));
}

bool sink_bind_choose(const struct sink_conf *conf, const struct sink_column *column,
                      const struct pg_column *into, uint64_t *n_nul, struct weir_arena *arena,
                      struct sink_bind *bind, const char **why)
{
    struct sink_type type = sink_column_type(conf, column);
    uint32_t wire = detour(type.kind, into->base);
    if (!wire || !sink_encoder(type, wire)) {
        wire = natural[type.kind];
    }
    if (type.kind == KIND_BOOL && family_of(into->base) == TEXTUAL && !conf->plain_types &&
        sink_type_is_bit(column->schema)) {
        wire = PG_VARBIT; /* its text is 1 or 0 */
    }
    if (type.kind == KIND_TIMESTAMP && conf->zoned_instants) {
        wire = PG_TIMESTAMPTZ; /* the session's zone makes a local time of it */
    }
    *bind = (struct sink_bind){
        .put = sink_encoder(type, wire),
        .wire = wire,
        .cast = cast_to(arena, type.kind, wire, into),
        .schema = column->schema,
        .column = into,
        .type = type,
        .n_nul = n_nul,
        .reject_nul = conf->nul == SINK_NUL_REJECT,
        .null_default = conf->null_default,
        .form = sink_key_form(conf, column, into),
    };
    if (into->generated) {
        *why = "the column is generated";
    }
    return bind->put && !into->generated;
}

static bool put_nothing(struct sink_bind *bind, struct weir_value val, struct weir_buf *buf)
{
    (void)bind;
    (void)val;
    (void)buf;
    return false;
}

void sink_bind_nulls_only(struct sink_bind *bind, struct weir_arena *arena)
{
    bind->put = put_nothing;
    bind->wire = PG_TEXT;
    bind->cast = cast_to(arena, KIND_TEXT, PG_TEXT, bind->column);
}

/* As format_type() writes it, without a length: plain char and bit would be those of one. */
static void spell_out(struct weir_buf *name, struct weir_str type)
{
    static const char *const shorter[][2] = {
        {"timestamp", "timestamp without time zone"}, {"time", "time without time zone"},
        {"varchar", "character varying"},             {"char", "bpchar"},
        {"bit", "\"bit\""},
    };
    for (size_t i = 0; i < type.n; i++) {
        while (i < type.n && type.p[i] == '(') {
            i += (size_t)weir_str_chr(weir_str_from(type, i), ')') + 1;
        }
        if (i < type.n) {
            weir_buf_char(name, type.p[i]);
        }
    }
    for (size_t i = 0; i < sizeof(shorter) / sizeof(shorter[0]); i++) {
        if (weir_str_is(weir_buf_view(name), shorter[i][0])) {
            weir_buf_reset(name);
            weir_buf_text(name, shorter[i][1]);
        }
    }
}

bool sink_is_own_type(const struct sink_conf *conf, const struct sink_column *column,
                      const struct pg_column *into)
{
    struct sink_type type = sink_column_type(conf, column);
    struct weir_buf made, name;
    weir_buf_init(&made, 1024);
    weir_buf_init(&name, 1024);
    bool own = type.kind == KIND_TEXT && family_of(into->base) == TEXTUAL;
    if (sink_type_column(&made, column->schema, conf->plain_types, conf->geometry_schema)) {
        spell_out(&name, weir_buf_view(&made));
        own = own || weir_str_eq(weir_buf_view(&name), into->cast_name);
    }
    weir_buf_free(&made);
    weir_buf_free(&name);
    return own;
}
