/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cdc_binlog_decimal.c: the binary DECIMAL of the servers (groups of nine digits in four bytes,
 * big-endian, the outer groups shorter, the first bit the sign, all inverted when negative) becomes
 * a Decimal, its text or a double.
 */
#include "cdc_decode.h"

#include <endian.h>

#include "cdc_number.h"

#define DIGITS_A_GROUP 9
#define EXACT_DOUBLE   (INT64_C(1) << 53)
#define EXACT_POWER    22

static const uint8_t group_bytes[DIGITS_A_GROUP + 1] = {0, 1, 1, 2, 2, 3, 3, 4, 4, 4};

/* A cell being read: groups from left to right. */
struct groups {
    const uint8_t *p;
    bool flip;   /* the number is negative */
    bool first;  /* whose highest bit is the sign */
    bool broken; /* a group was larger than its digits */
};

static const uint32_t powers[10] = {1,      10,      100,      1000,      10000,
                                    100000, 1000000, 10000000, 100000000, 1000000000};

static inline uint32_t be(const uint8_t *p, unsigned n)
{
    switch (n) {
    case 1:
        return p[0];
    case 2:
        return (uint32_t)p[0] << 8 | p[1];
    case 3:
        return (uint32_t)p[0] << 16 | (uint32_t)p[1] << 8 | p[2];
    default:
        return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
    }
}

/* Of 1 to 9 digits. */
static inline uint32_t next_group(struct groups *groups, unsigned digits)
{
    unsigned n = group_bytes[digits];
    uint32_t x = be(groups->p, n);
    if (groups->first) {
        x ^= 0x80u << 8 * (n - 1);
        groups->first = false;
    }
    if (groups->flip) {
        x ^= UINT32_MAX >> (32 - 8 * n);
    }
    groups->p += n;
    if (x >= powers[digits]) {
        groups->broken = true;
        return 0;
    }
    return x;
}

uint32_t cdc_binlog_decimal_width(unsigned precision, unsigned scale)
{
    unsigned whole = precision - scale;
    return whole / DIGITS_A_GROUP * 4 + group_bytes[whole % DIGITS_A_GROUP] +
           scale / DIGITS_A_GROUP * 4 + group_bytes[scale % DIGITS_A_GROUP];
}

static inline bool open_groups(const struct cdc_column *col, struct weir_str cell, struct groups *groups)
{
    if (cell.n != col->width) {
        return false;
    }
    groups->p = (const uint8_t *)cell.p;
    groups->first = true;
    groups->flip = cell.n && !(cell.p[0] & 0x80);
    groups->broken = false;
    return true;
}

/* Calls push for every group in turn. */
#define EACH_GROUP(col, groups, push)                                                              \
    do {                                                                                           \
        unsigned whole_ = (unsigned)(col)->precision - (col)->scale;                               \
        unsigned head_ = whole_ % DIGITS_A_GROUP;                                                  \
        unsigned tail_ = (col)->scale % DIGITS_A_GROUP;                                            \
        if (head_) {                                                                               \
            push(next_group(groups, head_), head_);                                                \
        }                                                                                          \
        for (unsigned i_ = whole_ / DIGITS_A_GROUP + (col)->scale / DIGITS_A_GROUP; i_ > 0; i_--) { \
            push(next_group(groups, DIGITS_A_GROUP), DIGITS_A_GROUP);                              \
        }                                                                                          \
        if (tail_) {                                                                               \
            push(next_group(groups, tail_), tail_);                                                \
        }                                                                                          \
    } while (0)

/* ---- up to 18 digits ---- */

#define WORD 4

static void add_group(struct cdc_column *col, unsigned digits, unsigned *end)
{
    unsigned n = group_bytes[digits];
    bool is_first = col->n_groups == 0;
    *end += n;
    col->groups[col->n_groups++] = (struct cdc_group){
        .at = (uint8_t)(*end > WORD ? *end - WORD : 0),
        .shift = (uint8_t)(*end < WORD ? 8 * (WORD - *end) : 0),
        .mask = UINT32_MAX >> 8 * (WORD - n),
        .sign = is_first ? 0x80u << 8 * (n - 1) : 0,
        .limit = powers[digits],
    };
}

void cdc_binlog_decimal_bind(struct cdc_column *col)
{
    unsigned whole = (unsigned)col->precision - col->scale;
    unsigned end = 0;
    col->n_groups = 0;
    if (col->precision > CDC_SMALL_DIGITS) {
        return;
    }
    if (whole % DIGITS_A_GROUP) {
        add_group(col, whole % DIGITS_A_GROUP, &end);
    }
    for (unsigned i = whole / DIGITS_A_GROUP + col->scale / DIGITS_A_GROUP; i > 0; i--) {
        add_group(col, DIGITS_A_GROUP, &end);
    }
    if (col->scale % DIGITS_A_GROUP) {
        add_group(col, col->scale % DIGITS_A_GROUP, &end);
    }
}

static inline uint32_t word_at(const char *p)
{
    uint32_t x;
    memcpy(&x, p, sizeof(x));
    return be32toh(x);
}

/* Of col->width bytes, of a column with groups. False: a group is larger than its digits. */
static inline bool small_number(const struct cdc_column *col, const char *p, int64_t *out)
{
    char word[WORD] = {0};
    if (col->width < WORD) {
        p = memcpy(word, p, col->width);
    }
    uint32_t flip = *p & 0x80 ? 0 : UINT32_MAX;
    bool good = true;
    uint64_t x = 0; /* of groups that are too large it is anything */
    for (const struct cdc_group *at = col->groups, *end = at + col->n_groups; at < end; at++) {
        uint32_t group = (((word_at(p + at->at) ^ flip) >> at->shift) & at->mask) ^ at->sign;
        good = good && group < at->limit;
        x = x * at->limit + group;
    }
    *out = (int64_t)(flip ? 0 - x : x);
    return good;
}

static struct weir_str large_number(const struct cdc_column *col, struct groups *groups,
                                    struct weir_arena *arena)
{
    struct cdc_number number = {.negative = groups->flip};
#define PUSH(group, digits) cdc_number_push(&number, (group), (digits))
    EACH_GROUP(col, groups, PUSH);
#undef PUSH
    return cdc_number_bytes(&number, arena);
}

static enum cdc_decoded no_digits(const struct cdc_column *col, struct weir_err *err)
{
    weir_err_set(err, WEIR_BAD_DATA, "%.*s: a DECIMAL has digits that are none",
                 WEIR_STR_ARG(col->name));
    return CDC_BROKEN;
}

static enum cdc_decoded checked(const struct cdc_column *col, const struct groups *groups,
                                struct weir_err *err)
{
    return groups->broken ? no_digits(col, err) : CDC_GOOD;
}

enum cdc_decoded cdc_binlog_decimal(const struct cdc_column *col, struct weir_str cell,
                                    struct weir_arena *arena, struct weir_value *val,
                                    struct weir_err *err)
{
    struct groups groups;
    if (col->n_groups && cell.n == col->width) {
        int64_t x;
        bool good = small_number(col, cell.p, &x);
        *val = weir_decimal(cdc_number_bytes_i64(x, arena), col->scale);
        return good ? CDC_GOOD : no_digits(col, err);
    }
    if (!open_groups(col, cell, &groups)) {
        return cdc_broken(col, cell, err);
    }
    *val = weir_decimal(large_number(col, &groups, arena), col->scale);
    return checked(col, &groups, err);
}

/* ---- as text, as BigDecimal.toPlainString has it ---- */

static char *put_digits(char *to, uint32_t group, unsigned digits)
{
    for (unsigned i = digits; i > 0; i--) {
        to[i - 1] = (char)('0' + group % 10);
        group /= 10;
    }
    return to + digits;
}

static struct weir_str plain_text(const struct cdc_column *col, struct groups *groups,
                                  struct weir_arena *arena)
{
    char digits[CDC_NUMBER_DIGITS + DIGITS_A_GROUP];
    char *end = digits;
#define PUSH(group, n) end = put_digits(end, (group), (n))
    EACH_GROUP(col, groups, PUSH);
#undef PUSH
    const char *point = end - col->scale;
    const char *p = digits;
    while (p + 1 < point && *p == '0') {
        p++;
    }
    bool zero = true;
    for (const char *q = p; q < end; q++) {
        zero = zero && *q == '0';
    }
    char *text = weir_arena_bytes(arena, sizeof(digits) + 3);
    char *to = text;
    if (groups->flip && !zero) {
        *to++ = '-';
    }
    if (p >= point) {
        *to++ = '0';
    }
    for (; p < end; p++) {
        if (p == point) {
            *to++ = '.';
        }
        *to++ = *p;
    }
    return weir_str_n(text, (size_t)(to - text));
}

enum cdc_decoded cdc_binlog_decimal_text(const struct cdc_column *col, struct weir_str cell,
                                         struct weir_arena *arena, struct weir_value *val,
                                         struct weir_err *err)
{
    struct groups groups;
    if (!open_groups(col, cell, &groups)) {
        return cdc_broken(col, cell, err);
    }
    *val = weir_string(plain_text(col, &groups, arena));
    return checked(col, &groups, err);
}

/* ---- as the nearest double ---- */

enum cdc_decoded cdc_binlog_decimal_double(const struct cdc_column *col, struct weir_str cell,
                                           struct weir_arena *arena, struct weir_value *val,
                                           struct weir_err *err)
{
    static const double tens[EXACT_POWER + 1] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                                 1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                                 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    struct groups groups;
    double x = 0;
    if (!open_groups(col, cell, &groups)) {
        return cdc_broken(col, cell, err);
    }
    if (col->n_groups) {
        int64_t unscaled;
        bool good = small_number(col, cell.p, &unscaled);
        if (unscaled >= -EXACT_DOUBLE && unscaled <= EXACT_DOUBLE) {
            *val = weir_f64((double)unscaled / tens[col->scale]); /* both exact: rounded once */
            return good ? CDC_GOOD : no_digits(col, err);
        }
    }
    if (!weir_str_to_double(plain_text(col, &groups, arena), &x)) {
        return cdc_broken(col, cell, err);
    }
    *val = weir_f64(x);
    return checked(col, &groups, err);
}
