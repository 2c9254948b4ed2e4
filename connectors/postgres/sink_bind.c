/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sink_bind.c: groups of rows come in, one binary array a column goes out, all in sink->wire. How a
 * field travels to its column is chosen once, by what it means and what the column is. A value that
 * has no form in the column's type makes its record bad.
 */
#include <stdio.h>

#include <weir/mem.h>

#include "common/pg/pg_binary.h"
#include "common/pg/pg_type.h"
#include "sink_bind.h"

/* ---- choosing ---- */

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

static const char *cast_to(struct weir_arena *arena, const struct pg_column *column)
{
    if (column->base == PG_BIT) { /* a cast to plain bit would mean bit(1) */
        return "::bit varying";
    }
    return weir_arena_printf(arena, "::%.*s", WEIR_STR_ARG(column->cast_name));
}

bool sink_bind_choose(struct sink *sink, const struct sink_column *column,
                      const struct pg_column *into, struct sink_bind *bind, const char **why)
{
    struct sink_type type = sink_type_of(column->schema, sink->conf->plain_types);
    uint32_t wire = detour(type.kind, into->base);
    if (!wire || !sink_encoder(type, wire)) {
        wire = natural[type.kind];
    }
    if (type.kind == KIND_TIMESTAMP && sink->conf->zoned_instants) {
        wire = PG_TIMESTAMPTZ; /* the session's zone makes a local time of it */
    }
    *bind = (struct sink_bind){
        .put = sink_encoder(type, wire),
        .wire = wire,
        .cast = assigns(wire, into->base) ? "" : cast_to(&sink->plan_arena, into),
        .schema = column->schema,
        .column = into,
        .type = type,
        .n_nul = &sink->n_nul,
        .reject_nul = sink->conf->nul == SINK_NUL_REJECT,
        .null_default = sink->conf->null_default,
    };
    if (into->generated) {
        *why = "the column is generated";
    }
    return bind->put && !into->generated;
}

/* ---- binding ---- */

#define WIRE_KEEP_BYTES ((size_t)4 * 1024 * 1024)

/* What a null means: the default where a value is required (§ always with Confluent's keys). */
static struct weir_value value_of(const struct sink_bind *bind, const struct sink_row *row,
                                  const struct sink_column *column)
{
    struct weir_value val = row->sides[column->side][column->at];
    bool take_default = val.type == WEIR_NULL && bind->schema->has_default &&
                        (!bind->schema->optional || bind->null_default);
    return take_default ? bind->schema->def : val;
}

static void refuse(struct sink *sink, struct sink_row *row, const struct sink_bind *bind,
                   struct weir_value val)
{
    struct weir_buf words;
    char length[32] = "";
    bool sized = val.type == WEIR_STRING || val.type == WEIR_BYTES || val.type == WEIR_DECIMAL;
    weir_buf_init(&words, 1024);
    sink_type_words(&words, bind->schema);
    if (sized) {
        snprintf(length, sizeof(length), " of %u bytes", val.n);
    }
    sink_row_bad(sink, row, "table %.*s, column %.*s: a value%s of type %.*s cannot be stored as "
                 "%.*s",
                 WEIR_STR_ARG(row->write->target->words), WEIR_STR_ARG(bind->column->name), length,
                 WEIR_STR_ARG(weir_buf_view(&words)), WEIR_STR_ARG(bind->column->type_name));
    weir_buf_free(&words);
    sink->again = true;
}

static void bind_column(struct sink *sink, const struct sink_group *group, uint32_t i)
{
    struct sink_bind *bind = &group->write->binds[i];
    const struct sink_column *column = &group->write->plan->columns[i];
    struct weir_buf *wire = &sink->wire;
    bool has_null = false;
    size_t at = pg_array_begin(wire, bind->wire);
    for (uint32_t r = group->first; r != NO_ROW; r = sink->rows[r].next) {
        struct sink_row *row = &sink->rows[r];
        struct weir_value val = value_of(bind, row, column);
        if (val.type == WEIR_NULL) {
            has_null = true;
            pg_put_null(wire);
        } else if (!bind->put(bind, val, wire) && !row->bad) {
            refuse(sink, row, bind, val);
        }
    }
    pg_array_end(wire, at, group->n, has_null);
    sink->params[sink->n_params++] = (struct pg_param){.p = (const char *)at, .n = wire->n - at};
}

static void need_params(struct sink *sink, size_t n)
{
    if (sink->n_params + n > sink->cap_params) {
        sink->cap_params = 2 * (sink->n_params + n);
        sink->params = weir_xrealloc(sink->params, sink->cap_params, sizeof(*sink->params));
    }
}

/* Until all is bound the buffer may move: places become pointers at the end. */
static void point(struct sink *sink)
{
    for (size_t i = 0; i < sink->n_params; i++) {
        sink->params[i].p = sink->wire.p + (uintptr_t)sink->params[i].p;
    }
}

enum weir_verdict sink_bind(struct sink *sink, struct weir_err *err)
{
    sink->n_params = 0;
    sink->again = false;
    weir_buf_shrink(&sink->wire, WIRE_KEEP_BYTES);
    for (uint32_t g = 0; g < sink->n_groups; g++) {
        struct sink_group *group = &sink->groups[g];
        uint32_t n = group->write->statements[group->op].n_params;
        group->params = sink->n_params;
        need_params(sink, n);
        for (uint32_t i = 0; group->n && i < n; i++) {
            bind_column(sink, group, i);
        }
    }
    point(sink);
    return weir_buf_check(&sink->wire, WEIR_FATAL, "a batch in PostgreSQL's form", err);
}
