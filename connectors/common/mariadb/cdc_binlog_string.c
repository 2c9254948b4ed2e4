/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cdc_binlog_string.c: texts in the column's character set, binary columns, members of ENUM and SET,
 * and MariaDB's UUID and INET types, as the binlog has them.
 */
#include "cdc_decode.h"

enum cdc_decoded cdc_binlog_string(const struct cdc_column *col, struct weir_str cell,
                                   struct weir_arena *arena, struct weir_value *val,
                                   struct weir_err *err)
{
    (void)err;
    *val = weir_string(my_charset_decode(col->charset, cell, arena));
    return CDC_GOOD;
}

/* ---- binary ---- */

static struct weir_value hex(struct weir_str bytes, struct weir_arena *arena)
{
    static const char digits[] = "0123456789abcdef";
    char *to = weir_arena_bytes(arena, 2 * bytes.n);
    for (size_t i = 0; i < bytes.n; i++) {
        to[2 * i] = digits[(uint8_t)bytes.p[i] >> 4];
        to[2 * i + 1] = digits[bytes.p[i] & 15];
    }
    return weir_string(weir_str_n(to, 2 * bytes.n));
}

static struct weir_value base64(struct weir_str bytes, bool url, struct weir_arena *arena)
{
    static const char standard[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    static const char urls[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    const char *digits = url ? urls : standard;
    size_t n = (bytes.n + 2) / 3 * 4;
    char *to = weir_arena_bytes(arena, n);
    for (size_t i = 0, k = 0; i < bytes.n; i += 3, k += 4) {
        size_t left = bytes.n - i;
        uint32_t x = (uint32_t)(uint8_t)bytes.p[i] << 16 |
                     (left > 1 ? (uint32_t)(uint8_t)bytes.p[i + 1] << 8 : 0) |
                     (left > 2 ? (uint8_t)bytes.p[i + 2] : 0);
        to[k] = digits[x >> 18];
        to[k + 1] = digits[x >> 12 & 63];
        to[k + 2] = left > 1 ? digits[x >> 6 & 63] : '=';
        to[k + 3] = left > 2 ? digits[x & 63] : '=';
    }
    return weir_string(weir_str_n(to, n));
}

static struct weir_value in_form(const struct cdc_column *col, struct weir_str bytes,
                                 struct weir_arena *arena)
{
    switch ((enum cdc_binary_form)col->form) {
    case CDC_BYTES:
        break;
    case CDC_BASE64:
    case CDC_BASE64_URL:
        return base64(bytes, col->form == CDC_BASE64_URL, arena);
    case CDC_HEX:
        return hex(bytes, arena);
    }
    char *to = weir_arena_bytes(arena, bytes.n);
    if (bytes.n) {
        memcpy(to, bytes.p, bytes.n);
    }
    return weir_bytes(weir_str_n(to, bytes.n));
}

enum cdc_decoded cdc_binlog_binary(const struct cdc_column *col, struct weir_str cell,
                                   struct weir_arena *arena, struct weir_value *val,
                                   struct weir_err *err)
{
    (void)err;
    *val = in_form(col, cell, arena);
    return CDC_GOOD;
}

/* The cell with the zeros at its end that the binlog leaves out. */
static struct weir_str padded(struct weir_str cell, size_t width, struct weir_arena *arena)
{
    if (cell.n >= width) {
        return cell;
    }
    char *to = weir_arena_bytes(arena, width);
    if (cell.n) {
        memcpy(to, cell.p, cell.n);
    }
    memset(to + cell.n, 0, width - cell.n);
    return weir_str_n(to, width);
}

enum cdc_decoded cdc_binlog_fixed_binary(const struct cdc_column *col, struct weir_str cell,
                                         struct weir_arena *arena, struct weir_value *val,
                                         struct weir_err *err)
{
    (void)err;
    *val = in_form(col, padded(cell, col->width, arena), arena);
    return CDC_GOOD;
}

/* ---- members ---- */

static uint64_t bits_of(struct weir_str cell)
{
    uint64_t x = 0;
    for (size_t i = cell.n; i > 0; i--) {
        x = x << 8 | (uint8_t)cell.p[i - 1];
    }
    return x;
}

enum cdc_decoded cdc_binlog_enum(const struct cdc_column *col, struct weir_str cell,
                                 struct weir_arena *arena, struct weir_value *val,
                                 struct weir_err *err)
{
    (void)arena;
    uint64_t i = cell.n <= 2 ? bits_of(cell) : UINT64_MAX;
    if (i >= col->n_members) {
        return cdc_broken(col, cell, err);
    }
    *val = col->members[i];
    return CDC_GOOD;
}

enum cdc_decoded cdc_binlog_set(const struct cdc_column *col, struct weir_str cell,
                                struct weir_arena *arena, struct weir_value *val,
                                struct weir_err *err)
{
    if (cell.n > 8) {
        return cdc_broken(col, cell, err);
    }
    uint64_t bits = bits_of(cell);
    if (col->n_members < 64 && bits >> col->n_members) {
        return cdc_broken(col, cell, err);
    }
    size_t n = 0;
    for (uint32_t i = 0; i < col->n_members; i++) {
        n += bits >> i & 1 ? col->members[i].n + 1 : 0;
    }
    char *text = weir_arena_bytes(arena, n + 1);
    char *to = text;
    for (uint32_t i = 0; i < col->n_members; i++) {
        if (bits >> i & 1) {
            memcpy(to, col->members[i].p, col->members[i].n);
            to += col->members[i].n;
            *to++ = ',';
        }
    }
    *val = weir_string(weir_str_n(text, n ? n - 1 : 0));
    return CDC_GOOD;
}
