/* SPDX-License-Identifier: Apache-2.0 */
/*
 * migrate_verify_text.c: for each kind of column one expression for MariaDB and one for PostgreSQL
 * that give the same text for the same value, whatever the copy's own code thinks of it. Zero dates,
 * and nulls with a default, are told on MariaDB's side as the target has them.
 */
#include "migrate_verify_text.h"

#include <inttypes.h>

#include "common/mariadb/cdc_column.h"
#include "common/mariadb/cdc_row.h"
#include "common/pg/pg_sql.h"
#include "common/pg/pg_type.h"

/* What is known of the column while its texts are made. */
struct rendering {
    const struct cdc_column *col;
    const struct my_column *column;
    const struct sink_bind *bind;
    uint32_t base; /* the target's type */
    const char *my;  /* the column's name in backticks */
    const char *pg;  /* in quotes */
    struct weir_arena *arena;
};

/* ---- forms; each prints its two expressions ---- */

static bool put_truth(const struct rendering *r, struct weir_buf *my, struct weir_buf *pg)
{
    if (r->base != PG_BOOL && r->base != PG_BIT) {
        return false;
    }
    weir_buf_printf(my, "IF(%s IS NULL, NULL, IF(%s <> 0, 'true', 'false'))", r->my, r->my);
    if (r->base == PG_BOOL) {
        weir_buf_printf(pg, "%s::text", r->pg);
    } else {
        weir_buf_printf(pg, "(position(B'1' in %s) > 0)::text", r->pg);
    }
    return true;
}

static bool is_int(enum my_kind kind)
{
    return (kind >= MY_TINYINT && kind <= MY_BIGINT) || kind == MY_YEAR || kind == MY_BOOLEAN;
}

static bool put_int(const struct rendering *r, struct weir_buf *my, struct weir_buf *pg)
{
    if (!is_int(r->column->kind) || r->col->is_truth) {
        return false;
    }
    if (r->base == PG_BOOL) {
        return put_truth(r, my, pg);
    }
    weir_buf_printf(my, "CAST(CAST(%s AS SIGNED) AS CHAR)", r->my);
    weir_buf_printf(pg, "%s::text", r->pg);
    return true;
}

/*
 * Both servers write a double with the fewest digits that tell it; where they put its point and
 * exponent differs. Sign, digits without zeros around them, and the point's place are the same.
 */
static bool put_float(const struct rendering *r, struct weir_buf *my, struct weir_buf *pg)
{
    bool is_number = r->column->kind == MY_FLOAT || r->column->kind == MY_DOUBLE ||
                     r->column->kind == MY_DECIMAL;
    if (!is_number || (r->base != PG_FLOAT4 && r->base != PG_FLOAT8)) {
        return false;
    }
    const char *text = weir_arena_printf(r->arena, "CAST(ABS(%s * 1e0) AS CHAR)", r->my);
    const char *mantissa = weir_arena_printf(r->arena, "SUBSTRING_INDEX(%s, 'e', 1)", text);
    const char *whole = weir_arena_printf(r->arena, "SUBSTRING_INDEX(%s, '.', 1)", mantissa);
    weir_buf_printf(my,
                    "IF(%s = 0, '0', CONCAT(IF(%s < 0, '-', ''), TRIM(BOTH '0' FROM REPLACE(%s, '.', "
                    "'')), 'e', LENGTH(%s) + IF(LOCATE('e', %s), CAST(SUBSTRING_INDEX(%s, 'e', -1) AS "
                    "SIGNED), 0) - (LENGTH(REPLACE(%s, '.', '')) - LENGTH(TRIM(LEADING '0' FROM "
                    "REPLACE(%s, '.', ''))))))",
                    r->my, r->my, mantissa, whole, text, text, mantissa, mantissa);
    text = weir_arena_printf(r->arena, "abs(%s::float8)::text", r->pg);
    mantissa = weir_arena_printf(r->arena, "split_part(%s, 'e', 1)", text);
    whole = weir_arena_printf(r->arena, "split_part(%s, '.', 1)", mantissa);
    weir_buf_printf(pg,
                    "CASE WHEN %s = 0 THEN '0' WHEN %s IS NOT NULL THEN concat(CASE WHEN %s < 0 THEN "
                    "'-' END, trim(BOTH '0' FROM replace(%s, '.', '')), 'e', length(%s) + "
                    "coalesce(nullif(split_part(%s, 'e', 2), '')::int, 0) - (length(replace(%s, '.', "
                    "'')) - length(trim(LEADING '0' FROM replace(%s, '.', ''))))) END",
                    r->pg, r->pg, r->pg, mantissa, whole, text, mantissa, mantissa);
    return true;
}

static bool is_text(enum my_kind kind)
{
    return kind == MY_CHAR || kind == MY_VARCHAR || kind == MY_TEXT || kind == MY_ENUM ||
           kind == MY_SET || kind == MY_JSON || kind == MY_UUID || kind == MY_INET4 ||
           kind == MY_INET6;
}

static bool is_binary(enum my_kind kind)
{
    return kind == MY_BINARY || kind == MY_VARBINARY || kind == MY_BLOB;
}

/* Bytes that the source wrote as a text. */
static bool put_coded(const struct rendering *r, struct weir_buf *my, struct weir_buf *pg)
{
    if (r->col->form != CDC_HEX && r->col->form != CDC_BASE64) {
        return false;
    }
    weir_buf_printf(my, "MD5(%s)", r->my);
    weir_buf_printf(pg, "md5(decode(%s, '%s'))", r->pg,
                    r->col->form == CDC_HEX ? "hex" : "base64");
    return true;
}

static bool put_text(const struct rendering *r, struct weir_buf *my, struct weir_buf *pg)
{
    bool large = r->column->kind == MY_TEXT || r->column->kind == MY_JSON;
    bool decimal = r->column->kind == MY_DECIMAL && !r->column->is_unsigned;
    if (is_binary(r->column->kind)) {
        return put_coded(r, my, pg);
    }
    if (decimal) {
        weir_buf_printf(my, "CAST(%s AS CHAR)", r->my);
        weir_buf_printf(pg, "%s::text", r->pg);
        return true;
    }
    if (!is_text(r->column->kind) || r->base == PG_JSONB ||
        my_charset_is_binary(r->col->charset)) {
        return false;
    }
    weir_buf_printf(my, "%sREPLACE(CONVERT(%s USING utf8mb4), CHAR(0 USING utf8mb4), '')%s",
                    large ? "MD5(" : "", r->my, large ? ")" : "");
    weir_buf_printf(pg, "%s%s::text%s", large ? "md5(" : "", r->pg, large ? ")" : "");
    return true;
}

static bool put_bytes(const struct rendering *r, struct weir_buf *my, struct weir_buf *pg)
{
    bool plain = is_binary(r->column->kind) ||
                 (is_text(r->column->kind) && my_charset_is_binary(r->col->charset));
    if (!plain || r->base != PG_BYTEA) {
        return false;
    }
    weir_buf_printf(my, "MD5(%s)", r->my);
    weir_buf_printf(pg, "md5(%s)", r->pg);
    return true;
}

static bool put_decimal(const struct rendering *r, struct weir_buf *my, struct weir_buf *pg)
{
    if (r->column->kind != MY_DECIMAL && r->column->kind != MY_BIGINT) {
        return false;
    }
    weir_buf_printf(my, "CAST(%s + 0 AS CHAR)", r->my);
    weir_buf_printf(pg, "%s::text", r->pg);
    return true;
}

static bool put_bits(const struct rendering *r, struct weir_buf *my, struct weir_buf *pg)
{
    if (r->column->kind != MY_BIT || (r->base != PG_BIT && r->base != PG_VARBIT)) {
        return false;
    }
    weir_buf_printf(my, "LPAD(BIN(%s + 0), %d, '0')", r->my, r->column->length);
    weir_buf_printf(pg, "%s::text", r->pg);
    return true;
}

/* ---- dates ---- */

/* A value in milliseconds has lost what came after them. */
static bool is_cut(const struct rendering *r)
{
    return r->col->form == CDC_TIME_CONNECT || r->col->form == CDC_TIME_MS;
}

/* What the target has for a date that does not exist, as an SQL literal. */
static void put_absent(const struct rendering *r, struct weir_buf *my)
{
    struct weir_value val = sink_bind_value(r->bind, r->col->absent);
    if (val.type == WEIR_NULL) {
        weir_buf_text(my, "NULL");
    } else if (r->bind->type.kind == KIND_DATE) {
        weir_buf_printf(my, "DATE_FORMAT('1970-01-01' + INTERVAL %" PRId64 " DAY, '%%Y-%%m-%%d')",
                        val.i);
    } else if (r->bind->type.kind == KIND_TIMESTAMP) {
        int64_t per = r->bind->type.per_us;
        int64_t us = per < 0 ? val.i * -per : val.i / per;
        weir_buf_printf(my,
                        "DATE_FORMAT('1970-01-01 00:00:00.000000' + INTERVAL %" PRId64
                        " MICROSECOND, '%%Y-%%m-%%d %%H:%%i:%%s.%%f')",
                        us);
    } else { /* an instant, whose text has a T and a Z */
        weir_buf_text(my, "DATE_FORMAT(REPLACE(");
        my_quote_text(my, val.n ? weir_str_n(val.p, val.n - 1) : WEIR_STR(""));
        weir_buf_text(my, ", 'T', ' '), '%Y-%m-%d %H:%i:%s.%f')");
    }
}

/* With two-digit years bent, where the source does so. */
static void put_moment(const struct rendering *r, const char *form, struct weir_buf *my)
{
    weir_buf_printf(my, "IF(%s IS NULL, NULL, IF(MONTH(%s) = 0 OR DAYOFMONTH(%s) = 0 OR "
                        "LAST_DAY(DATE_FORMAT(%s, '%%Y-%%m-01')) < DATE(%s) OR DATE(%s) IS NULL, ",
                    r->my, r->my, r->my, r->my, r->my, r->my);
    put_absent(r, my);
    weir_buf_text(my, ", ");
    bool bends = r->col->adjust && r->column->kind != MY_TIMESTAMP;
    if (bends) {
        weir_buf_printf(my, "DATE_FORMAT(%s + INTERVAL IF(YEAR(%s) > 99, 0, IF(YEAR(%s) < 70, 2000, "
                            "1900)) YEAR, '",
                        r->my, r->my, r->my);
    } else {
        weir_buf_printf(my, "DATE_FORMAT(%s, '", r->my);
    }
    weir_buf_printf(my, "%s')))", form);
}

static bool put_date(const struct rendering *r, struct weir_buf *my, struct weir_buf *pg)
{
    if (r->column->kind != MY_DATE || r->base != PG_DATE) {
        return false;
    }
    put_moment(r, "%Y-%m-%d", my);
    weir_buf_printf(pg, "to_char(%s, 'YYYY-MM-DD')", r->pg);
    return true;
}

static bool put_timestamp(const struct rendering *r, struct weir_buf *my, struct weir_buf *pg)
{
    bool is_moment = r->column->kind == MY_DATETIME || r->column->kind == MY_TIMESTAMP;
    bool zoned = r->base == PG_TIMESTAMPTZ;
    if (!is_moment || (!zoned && r->base != PG_TIMESTAMP)) {
        return false;
    }
    bool cut = r->column->kind == MY_DATETIME && is_cut(r);
    weir_buf_text(my, cut ? "LEFT(" : "");
    put_moment(r, "%Y-%m-%d %H:%i:%s.%f", my);
    weir_buf_text(my, cut ? ", 23)" : "");
    weir_buf_printf(pg, "to_char(%s%s, 'YYYY-MM-DD HH24:MI:SS.%s')", r->pg,
                    zoned ? " AT TIME ZONE 'UTC'" : "", cut ? "MS" : "US");
    return true;
}

static bool put_time(const struct rendering *r, struct weir_buf *my, struct weir_buf *pg)
{
    if (r->column->kind != MY_TIME || r->base != PG_TIME) {
        return false;
    }
    weir_buf_printf(my, is_cut(r) ? "LEFT(TIME_FORMAT(%s, '%%H:%%i:%%s.%%f'), 12)"
                                  : "TIME_FORMAT(%s, '%%H:%%i:%%s.%%f')",
                    r->my);
    weir_buf_printf(pg, "to_char(%s, 'HH24:MI:SS.%s')", r->pg, is_cut(r) ? "MS" : "US");
    return true;
}

/* ---- which ---- */

static bool put_both(const struct rendering *r, struct weir_buf *my, struct weir_buf *pg)
{
    static bool (*const forms[KIND_COUNT])(const struct rendering *, struct weir_buf *,
                                           struct weir_buf *) = {
        [KIND_BOOL] = put_truth,
        [KIND_INT16] = put_int,
        [KIND_INT32] = put_int,
        [KIND_INT64] = put_int,
        [KIND_FLOAT32] = put_float,
        [KIND_FLOAT64] = put_float,
        [KIND_TEXT] = put_text,
        [KIND_JSON] = put_text,
        [KIND_UUID] = put_text,
        [KIND_BYTES] = put_bytes,
        [KIND_DECIMAL] = put_decimal,
        [KIND_DATE] = put_date,
        [KIND_TIME] = put_time,
        [KIND_TIMESTAMP] = put_timestamp,
        [KIND_ZONED_TIMESTAMP] = put_timestamp,
        [KIND_BITS] = put_bits,
    };
    return forms[r->bind->type.kind] && forms[r->bind->type.kind](r, my, pg);
}

/* The source's column that the field is; NULL: none by itself. */
static const struct cdc_column *column_of(const struct migrate_table *table,
                                          const struct migrate_field *field)
{
    for (uint32_t i = 0; field->origin >= 0 && i < table->cdc->n_steps; i++) {
        const struct cdc_step *step = &table->cdc->text_steps[i];
        if ((field->in_key ? step->key : step->field) == field->origin) {
            return step->col->mask ? NULL : step->col;
        }
    }
    return NULL;
}

/* What stands for a null with a default, rendered by the same form; false: it cannot be. */
static bool put_default(const struct rendering *r, struct weir_buf *my)
{
    struct weir_value def = sink_bind_value(r->bind, weir_null());
    switch (def.type) {
    case WEIR_BOOLEAN:
        weir_buf_text(my, def.b ? "'true'" : "'false'");
        return true;
    case WEIR_STRING:
        if (r->bind->type.kind == KIND_TEXT && is_text(r->column->kind)) {
            bool large = r->column->kind == MY_TEXT;
            weir_buf_text(my, large ? "MD5(" : "");
            my_quote_text(my, weir_value_str(def));
            weir_buf_text(my, large ? ")" : "");
            return true;
        }
        return false;
    case WEIR_INT16:
    case WEIR_INT32:
    case WEIR_INT64:
        if (r->base == PG_BOOL) {
            weir_buf_text(my, def.i ? "'true'" : "'false'");
            return true;
        }
        if (r->bind->type.kind <= KIND_INT64) {
            weir_buf_printf(my, "'%" PRId64 "'", def.i);
            return true;
        }
        return false;
    default:
        return false;
    }
}

bool migrate_verify_text(const struct migrate_table *table, uint32_t i, struct weir_buf *my,
                         struct weir_buf *pg)
{
    const struct migrate_field *field = &table->fields[i];
    const struct cdc_column *col = column_of(table, field);
    struct weir_buf names[2];
    struct weir_arena arena;
    size_t my_was = my->n, pg_was = pg->n;
    if (!col) {
        return false;
    }
    weir_arena_init(&arena, 4096);
    weir_buf_init(&names[0], 1024);
    weir_buf_init(&names[1], 1024);
    my_quote_name(&names[0], col->column->name);
    pg_sql_name(&names[1], field->bind.column->name);
    const struct rendering r = {
        .col = col,
        .column = col->column,
        .bind = &field->bind,
        .base = field->bind.column->base,
        .my = weir_buf_cstr(&names[0]),
        .pg = weir_buf_cstr(&names[1]),
        .arena = &arena,
    };
    bool replaced = sink_bind_value(r.bind, weir_null()).type != WEIR_NULL && col->column->optional;
    bool done = true;
    if (replaced) {
        weir_buf_printf(my, "IF(%s IS NULL, ", r.my);
        done = put_default(&r, my);
        weir_buf_text(my, ", ");
    }
    done = done && put_both(&r, my, pg);
    weir_buf_text(my, replaced ? ")" : "");
    weir_buf_free(&names[0]);
    weir_buf_free(&names[1]);
    weir_arena_free(&arena);
    if (!done) {
        my->n = my_was;
        pg->n = pg_was;
    }
    return done;
}
