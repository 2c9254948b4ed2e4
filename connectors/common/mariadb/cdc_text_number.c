/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cdc_text_number.c: numbers as a SELECT's texts show them. Floats come multiplied into doubles
 * (cdc_select.c), so that their text has every bit.
 */
#include "cdc_decode.h"

#include "cdc_number.h"

/* What an unsigned BIGINT above the signed ones wraps to, as in the binlog. */
static bool read_integer(struct weir_str cell, int64_t *x)
{
    uint64_t u;
    if (weir_str_to_i64(cell, x)) {
        return true;
    }
    if (!weir_str_to_u64(cell, &u)) {
        return false;
    }
    *x = (int64_t)u;
    return true;
}

enum cdc_decoded cdc_text_int(const struct cdc_column *col, struct weir_str cell,
                              struct weir_arena *arena, struct weir_value *val,
                              struct weir_err *err)
{
    int64_t x;
    (void)arena;
    if (!read_integer(cell, &x)) {
        return cdc_broken(col, cell, err);
    }
    *val = weir_int((enum weir_type)col->type, x);
    return CDC_GOOD;
}

enum cdc_decoded cdc_text_uint8_precise(const struct cdc_column *col, struct weir_str cell,
                                        struct weir_arena *arena, struct weir_value *val,
                                        struct weir_err *err)
{
    uint64_t x;
    if (!weir_str_to_u64(cell, &x)) {
        return cdc_broken(col, cell, err);
    }
    *val = weir_decimal(cdc_number_bytes_u64(x, arena), 0);
    return CDC_GOOD;
}

enum cdc_decoded cdc_text_boolean(const struct cdc_column *col, struct weir_str cell,
                                  struct weir_arena *arena, struct weir_value *val,
                                  struct weir_err *err)
{
    int64_t x;
    (void)arena;
    if (!read_integer(cell, &x)) {
        return cdc_broken(col, cell, err);
    }
    *val = weir_bool(x != 0);
    return CDC_GOOD;
}

enum cdc_decoded cdc_text_float(const struct cdc_column *col, struct weir_str cell,
                                struct weir_arena *arena, struct weir_value *val,
                                struct weir_err *err)
{
    double x;
    (void)arena;
    if (!weir_str_to_double(cell, &x)) {
        return cdc_broken(col, cell, err);
    }
    bool is_float = col->column->kind == MY_FLOAT;
    *val = col->type == WEIR_FLOAT32 ? weir_f32((float)x) : weir_f64(is_float ? (float)x : x);
    return CDC_GOOD;
}

/* ---- DECIMAL ---- */

/* Digits with as many after the point as the column has. */
static bool read_number(const struct cdc_column *col, struct weir_str cell,
                        struct cdc_number *number, uint32_t *n_digits)
{
    size_t i = cell.n && (cell.p[0] == '-' || cell.p[0] == '+');
    uint32_t fraction = 0;
    bool point = false;
    *number = (struct cdc_number){.negative = cell.n && cell.p[0] == '-'};
    for (*n_digits = 0; i < cell.n; i++) {
        unsigned digit = (unsigned)cell.p[i] - '0';
        if (cell.p[i] == '.' && !point) {
            point = true;
        } else if (digit > 9 || *n_digits >= CDC_NUMBER_DIGITS || (point && fraction >= col->scale)) {
            return false;
        } else {
            cdc_number_push(number, digit, 1);
            *n_digits += number->n > 0;
            fraction += point;
        }
    }
    for (; fraction < col->scale; fraction++) {
        cdc_number_push(number, 0, 1);
    }
    return cell.n > 0;
}

enum cdc_decoded cdc_text_decimal(const struct cdc_column *col, struct weir_str cell,
                                  struct weir_arena *arena, struct weir_value *val,
                                  struct weir_err *err)
{
    struct cdc_number number;
    uint32_t n_digits;
    if (!read_number(col, cell, &number, &n_digits)) {
        return cdc_broken(col, cell, err);
    }
    *val = weir_decimal(cdc_number_bytes(&number, arena), col->scale);
    return CDC_GOOD;
}

enum cdc_decoded cdc_text_decimal_text(const struct cdc_column *col, struct weir_str cell,
                                       struct weir_arena *arena, struct weir_value *val,
                                       struct weir_err *err)
{
    (void)col;
    (void)err;
    bool negative = cell.n && cell.p[0] == '-';
    struct weir_str digits = weir_str_from(cell, negative);
    while (digits.n > 1 && digits.p[0] == '0' && digits.p[1] != '.') { /* ZEROFILL */
        digits = weir_str_from(digits, 1);
    }
    char *to = weir_arena_bytes(arena, digits.n + 1);
    to[0] = '-';
    memcpy(to + negative, digits.p, digits.n);
    *val = weir_string(weir_str_n(to, digits.n + negative));
    return CDC_GOOD;
}

enum cdc_decoded cdc_text_decimal_double(const struct cdc_column *col, struct weir_str cell,
                                         struct weir_arena *arena, struct weir_value *val,
                                         struct weir_err *err)
{
    double x;
    (void)arena;
    if (!weir_str_to_double(cell, &x)) {
        return cdc_broken(col, cell, err);
    }
    *val = weir_f64(x);
    return CDC_GOOD;
}
