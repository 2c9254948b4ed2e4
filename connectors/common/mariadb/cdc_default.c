/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cdc_default.c: reads defaults as Debezium does, quirks included, for consumers have registered the
 * schemas that come of it: texts keep their doubled quotes, integers go through a double, binary
 * literals are taken as text. No row's value comes from here but for a date that is none.
 */
#include "cdc_default.h"

#include <math.h>

#include "cdc_decode.h"

#define NUMBER_MAX   128
#define ZERO_INSTANT "1970-01-01T00:00:00Z"

/* ---- zero ---- */

static struct weir_value empty_geometry(bool is_point, struct weir_arena *arena)
{
    static const char wkb[] = {1, 7, 0, 0, 0, 0, 0, 0, 0}; /* GEOMETRYCOLLECTION EMPTY */
    size_t n = is_point ? 4 : 2;
    struct weir_value *fields = WEIR_NEW_ARRAY(arena, struct weir_value, n);
    fields[0] = fields[1] = weir_f64(0);
    fields[n - 2] = weir_bytes(weir_str_n(wkb, sizeof(wkb)));
    fields[n - 1] = weir_null();
    return weir_items(WEIR_STRUCT, fields, n);
}

static struct weir_value empty_text(const struct cdc_column *col)
{
    switch (col->column->kind) {
    case MY_JSON:
        return weir_string(WEIR_STR("{}"));
    case MY_DATE:
        return weir_string(WEIR_STR("1970-01-01Z"));
    case MY_TIME:
        return weir_string(WEIR_STR("00:00:00Z"));
    case MY_DATETIME:
    case MY_TIMESTAMP:
        return weir_string(WEIR_STR(ZERO_INSTANT));
    default:
        return weir_string(WEIR_STR(""));
    }
}

struct weir_value cdc_default_zero(const struct cdc_column *col, int32_t scale,
                                   struct weir_arena *arena)
{
    switch ((enum weir_type)col->type) {
    case WEIR_BOOLEAN:
        return weir_bool(false);
    case WEIR_FLOAT32:
        return weir_f32(0);
    case WEIR_FLOAT64:
        return weir_f64(0);
    case WEIR_STRING:
        return empty_text(col);
    case WEIR_BYTES:
        return weir_bytes(WEIR_STR(""));
    case WEIR_DECIMAL:
        return weir_decimal(weir_str_n("", 1), scale);
    case WEIR_ARRAY:
        return weir_items(WEIR_ARRAY, NULL, 0);
    case WEIR_STRUCT:
        return empty_geometry(col->column->kind == MY_POINT, arena);
    case WEIR_NULL:
    case WEIR_MAP:
        break;
    case WEIR_INT8:
    case WEIR_INT16:
    case WEIR_INT32:
    case WEIR_INT64:
    case WEIR_DATE:
    case WEIR_TIME:
    case WEIR_TIMESTAMP:
        return weir_int((enum weir_type)col->type, 0);
    }
    return weir_null();
}

/* ---- texts ---- */

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* _utf8'abc' is abc. */
static struct weir_str without_introducer(struct weir_str text)
{
    size_t i = 1;
    if (text.n < 4 || text.p[0] != '_' || text.p[text.n - 1] != '\'') {
        return text;
    }
    while (i < text.n && is_word(text.p[i])) {
        i++;
    }
    return i > 1 && text.p[i] == '\'' && i + 1 < text.n
               ? weir_str_n(text.p + i + 1, text.n - i - 2)
               : text;
}

/* What this column's texts are read by; anything but a good one is null. */
static struct weir_value read_by(cdc_decode *decode, const struct cdc_column *col,
                                 struct weir_str text, struct weir_arena *arena)
{
    struct weir_value val;
    struct weir_err err;
    return decode(col, text, arena, &val, &err) == CDC_GOOD ? val : weir_null();
}

/* ---- numbers ---- */

/* Math.round(Double.parseDouble(text)), held to what 64 bits can say. */
static bool rounded(struct weir_str text, int64_t *x)
{
    double d;
    if (!weir_str_to_double(text, &d) || isnan(d)) {
        return false;
    }
    d = floor(d + 0.5);
    *x = d >= 9223372036854775807.0    ? INT64_MAX
         : d <= -9223372036854775808.0 ? INT64_MIN
                                       : (int64_t)d;
    return true;
}

static struct weir_value of_integer(const struct cdc_column *col, struct weir_str text)
{
    int64_t x;
    if (!rounded(text, &x)) {
        return weir_null();
    }
    x = col->is_truth ? x > 0 : x;
    switch ((enum weir_type)col->type) {
    case WEIR_BOOLEAN:
        return weir_bool(x != 0);
    case WEIR_INT16:
        return weir_int(WEIR_INT16, (int16_t)x);
    case WEIR_INT32:
        return weir_int(WEIR_INT32, (int32_t)x);
    default:
        return weir_int((enum weir_type)col->type, x);
    }
}

/* The digits brought to the scale by rounding half up, as BigDecimal.setScale does. */
static struct weir_value of_decimal(const struct cdc_column *col, struct weir_str text,
                                    struct weir_arena *arena)
{
    char digits[NUMBER_MAX + 2] = "";
    char *to = digits + 2;
    ptrdiff_t point = weir_str_chr(text, '.');
    bool negative = text.n && text.p[0] == '-';
    size_t whole = point < 0 ? text.n : (size_t)point;
    size_t keep = whole + (col->scale ? 1u + col->scale : 0);
    if (text.n == 0 || text.n + col->scale + 1 > NUMBER_MAX || weir_str_chr(text, 'e') >= 0 ||
        weir_str_chr(text, 'E') >= 0) {
        return weir_null();
    }
    size_t sign = negative || text.p[0] == '+';
    size_t n = 0;
    bool up = false;
    for (size_t i = sign; i < keep; i++) {
        to[n++] = i < text.n ? text.p[i] : i == whole ? '.' : '0';
    }
    size_t next = keep + (col->scale == 0); /* the first digit that is left out */
    up = point >= 0 && next < text.n && text.p[next] >= '5';
    for (size_t i = n; up && i > 0; i--) {
        if (to[i - 1] != '.') {
            up = to[i - 1] == '9';
            to[i - 1] = up ? '0' : (char)(to[i - 1] + 1);
        }
    }
    if (up || whole == sign) {
        *--to = up ? '1' : '0';
        n++;
    }
    if (negative) {
        *--to = '-';
        n++;
    }
    return read_by(col->of_text, col, weir_str_n(to, n), arena);
}

static struct weir_value of_float(const struct cdc_column *col, struct weir_str text)
{
    double x;
    if (!weir_str_to_double(text, &x)) {
        return weir_null();
    }
    return col->type == WEIR_FLOAT32 ? weir_f32((float)x) : weir_f64(x);
}

/* "1010" of b'1010': the lowest bits last; little-endian bytes come of it. */
static struct weir_value of_bits(const struct cdc_column *col, struct weir_str text,
                                 struct weir_arena *arena)
{
    size_t n = (text.n + 7) / 8 > col->width ? (text.n + 7) / 8 : col->width;
    uint8_t *to = weir_arena_zalloc(arena, n + 1);
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[text.n - 1 - i];
        if (c != '0' && c != '1') {
            return weir_null();
        }
        to[i / 8] |= (uint8_t)((c - '0') << (i % 8));
    }
    return weir_bytes(weir_str_n(to, n));
}

static struct weir_value of_truth(const struct cdc_column *col, struct weir_str text)
{
    int64_t x;
    bool b = weir_str_to_i64(text, &x) ? x != 0 : weir_str_eq_nocase(text, WEIR_STR("true"));
    return col->type == WEIR_BOOLEAN ? weir_bool(b) : weir_int((enum weir_type)col->type, b);
}

/* ---- dates and times ---- */

static bool has_zero_part(struct weir_str text)
{
    return weir_str_is(text, "0") || weir_str_find(text, WEIR_STR("-00")) >= 0 ||
           weir_str_starts(text, WEIR_STR("0000-"));
}

static struct weir_value of_date(const struct cdc_maker *maker, const struct cdc_column *col,
                                 struct weir_str text, struct weir_arena *arena)
{
    struct weir_value val = weir_null();
    ptrdiff_t blank = weir_str_chr(text, ' ');
    if (col->column->kind == MY_DATE && blank > 0) {
        text.n = (size_t)blank;
    }
    ptrdiff_t time = weir_str_chr(text, ' ');
    struct weir_str date = weir_str_n(text.p, time > 0 ? (size_t)time : text.n);
    if (!has_zero_part(date)) {
        val = read_by(col->of_text, col, text, arena);
        if (val.type == WEIR_NULL) {
            weir_warn(maker->log, "%.*s: the default '%.*s' is no %.*s", WEIR_STR_ARG(col->name),
                      WEIR_STR_ARG(text), WEIR_STR_ARG(col->column->type_name));
        }
    }
    return val.type == WEIR_NULL && !col->column->optional ? cdc_default_zero(col, 0, arena) : val;
}

/* With all its digits, as streamed; nothing where the current time is meant and null is allowed. */
static struct weir_value of_timestamp(const struct cdc_maker *maker, const struct cdc_column *col,
                                      struct weir_str text, struct weir_arena *arena)
{
    if (weir_str_is(text, "1970-01-01 00:00:00")) {
        return col->column->optional ? weir_null() : cdc_default_zero(col, 0, arena);
    }
    struct weir_value val = of_date(maker, col, text, arena);
    ptrdiff_t point = val.type == WEIR_STRING ? weir_str_chr(weir_value_str(val), '.') : 0;
    int shown = point > 0 ? (int)val.n - (int)point - 2 : 0;
    if (point == 0 || shown >= col->digits || weir_str_is(weir_value_str(val), ZERO_INSTANT)) {
        return val;
    }
    return weir_string(
        weir_str_of(weir_arena_printf(arena, "%.*s%s%.*sZ", (int)val.n - 1, val.p,
                                      point < 0 ? "." : "", col->digits - shown, "000000")));
}

/* 12:30, 12:30:15.5, or the end of 2020-01-01 12:30:15. */
static struct weir_value of_time(const struct cdc_column *col, struct weir_str text,
                                 struct weir_arena *arena)
{
    ptrdiff_t blank = weir_str_chr(text, ' ');
    ptrdiff_t colon;
    if (blank > 0) {
        text = weir_str_from(text, (size_t)blank + 1);
    }
    colon = weir_str_chr(text, ':');
    if (colon > 0 && weir_str_chr(weir_str_from(text, (size_t)colon + 1), ':') < 0) {
        text = weir_str_of(weir_arena_printf(arena, "%.*s:00", WEIR_STR_ARG(text)));
    }
    return read_by(col->of_text, col, text, arena);
}

static struct weir_value of_year(const struct cdc_column *col, struct weir_str text)
{
    int64_t x;
    if (!weir_str_to_i64(text, &x)) {
        return weir_null();
    }
    if (col->adjust && x > 0 && x < 100) {
        x += x < 70 ? 2000 : 1900;
    }
    return weir_int(WEIR_INT32, x);
}

/* ---- ---- */

static bool is_trimmed(enum my_kind kind)
{
    return (kind >= MY_BIT && kind <= MY_DECIMAL) || (kind >= MY_DATE && kind <= MY_TIMESTAMP);
}

static bool is_number(enum my_kind kind)
{
    return kind == MY_BIT || (kind >= MY_TINYINT && kind <= MY_DECIMAL);
}

static struct weir_value value_of(const struct cdc_maker *maker, const struct cdc_column *col,
                                  struct weir_str text, struct weir_arena *arena)
{
    switch (col->column->kind) {
    case MY_BIT:
    case MY_BOOLEAN:
        return col->type == WEIR_BYTES ? of_bits(col, text, arena) : of_truth(col, text);
    case MY_TINYINT:
    case MY_SMALLINT:
    case MY_MEDIUMINT:
    case MY_INT:
        return of_integer(col, text);
    case MY_BIGINT:
        return col->type == WEIR_DECIMAL ? of_decimal(col, text, arena) : of_integer(col, text);
    case MY_FLOAT:
    case MY_DOUBLE:
        return of_float(col, text);
    case MY_DECIMAL:
        return of_decimal(col, text, arena);
    case MY_DATE:
    case MY_DATETIME:
        return of_date(maker, col, text, arena);
    case MY_TIMESTAMP:
        return of_timestamp(maker, col, text, arena);
    case MY_TIME:
        return of_time(col, text, arena);
    case MY_YEAR:
        return of_year(col, text);
    case MY_CHAR:
    case MY_VARCHAR:
    case MY_TEXT:
        return col->type == WEIR_STRING && !my_charset_is_binary(col->charset)
                   ? read_by(cdc_text_string, col, text, arena)
                   : read_by(cdc_binlog_binary, col, text, arena);
    case MY_BINARY:
    case MY_VARBINARY:
    case MY_BLOB:
        return read_by(cdc_binlog_binary, col, text, arena);
    case MY_ENUM:
    case MY_SET:
    case MY_JSON:
    case MY_INET4:
    case MY_INET6:
        return read_by(cdc_text_string, col, text, arena);
    case MY_UNKNOWN:
    case MY_UUID:
    case MY_VECTOR:
    case MY_POINT:
    case MY_GEOMETRY:
        break;
    }
    return weir_null();
}

struct weir_value cdc_default_value(const struct cdc_maker *maker, const struct cdc_column *col,
                                    struct weir_arena *arena)
{
    struct weir_str text = col->column->default_value;
    enum my_kind kind = col->column->kind;
    if (!col->column->has_default || !text.p) {
        return weir_null();
    }
    text = without_introducer(is_trimmed(kind) ? weir_str_trim(text) : text);
    if (is_number(kind) && weir_str_eq_nocase(text, WEIR_STR("true"))) {
        text = WEIR_STR("1");
    } else if (is_number(kind) && weir_str_eq_nocase(text, WEIR_STR("false"))) {
        text = WEIR_STR("0");
    }
    return value_of(maker, col, text, arena);
}
