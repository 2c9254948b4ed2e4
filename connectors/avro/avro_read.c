/* SPDX-License-Identifier: Apache-2.0 */
/*
 * avro_read.c: a message's bytes and the steps of its schema come in, the record's value goes out.
 * The bytes are anybody's: every length is held against what is left of them.
 */
#include "avro_read.h"

#include <weir/reader.h>

#include "common/java_text.h"
#include "common/json_map.h"

/* Items that take no bytes, such as empty records: more of them a message are refused. */
#define ITEMS_FREE 65536
/* Of data without a schema. */
#define ANY_DEPTH_MAX 500

struct reading {
    struct weir_reader rd;
    size_t items_left; /* of all arrays and maps: every other item takes a byte of its own */
    struct weir_arena *arena;
    struct weir_err *err;
};

#define APART __attribute__((noinline))

#define FAIL(in, ...) (weir_err_set((in)->err, WEIR_BAD_DATA, __VA_ARGS__), false)

static bool read_value(struct reading *in, const struct avro_steps *steps, struct weir_value *val);

static APART bool too_short(struct reading *in)
{
    return FAIL(in, "the message ends within a value");
}

/* ---- Avro's parts ---- */

/* Zigzag, at most ten bytes; a reader that failed gives 0. */
static inline int64_t get_long(struct weir_reader *rd)
{
    uint64_t z = 0;
    for (unsigned shift = 0; shift < 70; shift += 7) {
        uint8_t byte = weir_reader_u8(rd);
        z |= shift < 64 ? (uint64_t)(byte & 0x7f) << shift : 0;
        if (!(byte & 0x80)) {
            return (int64_t)(z >> 1) ^ -(int64_t)(z & 1);
        }
    }
    rd->failed = true;
    return 0;
}

static bool get_text(struct reading *in, struct weir_str *text)
{
    int64_t n = get_long(&in->rd);
    if (in->rd.failed || n < 0 || (uint64_t)n > weir_reader_left(&in->rd)) {
        return too_short(in);
    }
    *text = weir_reader_str(&in->rd, (size_t)n);
    return true;
}

static bool get_branch(struct reading *in, uint32_t n, uint32_t *branch)
{
    int64_t at = get_long(&in->rd);
    if (in->rd.failed) {
        return too_short(in);
    }
    if (at < 0 || at >= (int64_t)n) {
        return FAIL(in, "a union has no branch %lld", (long long)at);
    }
    *branch = (uint32_t)at;
    return true;
}

/* How many items the next block has; 0: it was the last. */
static bool get_block(struct reading *in, size_t *n)
{
    int64_t count = get_long(&in->rd);
    if (count < 0) {
        count = count == INT64_MIN ? INT64_MAX : -count;
        (void)get_long(&in->rd); /* its bytes, for those who want to skip it */
    }
    if (in->rd.failed) {
        return too_short(in);
    }
    if ((uint64_t)count > in->items_left) {
        return FAIL(in, "%lld items in %zu bytes", (long long)count, weir_reader_left(&in->rd));
    }
    in->items_left -= (size_t)count;
    *n = (size_t)count;
    return true;
}

/* ---- bytes ---- */

static struct weir_value bytes_value(const struct avro_steps *steps, struct weir_str bytes)
{
    if (steps->sch->logical != WEIR_LOGICAL_DECIMAL) {
        return weir_bytes(bytes);
    }
    /* As short as Java's BigInteger has it. */
    while (bytes.n > 1 && ((bytes.p[0] == 0 && !(bytes.p[1] & 0x80)) ||
                           (bytes.p[0] == (char)0xff && (bytes.p[1] & 0x80)))) {
        bytes = weir_str_from(bytes, 1);
    }
    return weir_decimal(bytes, steps->sch->scale);
}

static bool read_bytes(struct reading *in, const struct avro_steps *steps, struct weir_value *val)
{
    struct weir_str bytes = WEIR_STR_NULL;
    if (steps->how == AVRO_GET_BYTES) {
        if (!get_text(in, &bytes)) {
            return false;
        }
    } else {
        size_t n = steps->how == AVRO_GET_FIXED ? steps->n : weir_reader_left(&in->rd);
        bytes = weir_reader_str(&in->rd, n);
        if (in->rd.failed) {
            return too_short(in);
        }
    }
    if (!bytes.n && steps->sch->logical == WEIR_LOGICAL_DECIMAL) {
        return FAIL(in, "Zero length BigInteger");
    }
    *val = bytes_value(steps, bytes.p ? bytes : WEIR_STR(""));
    return true;
}

static bool read_string(struct reading *in, struct weir_value *val)
{
    struct weir_str text;
    if (!get_text(in, &text)) {
        return false;
    }
    *val = weir_string(java_text_utf8(in->arena, text.p ? text : WEIR_STR("")));
    return true;
}

static bool read_symbol(struct reading *in, const struct avro_steps *steps, struct weir_value *val)
{
    int64_t at = get_long(&in->rd);
    if (in->rd.failed) {
        return too_short(in);
    }
    if (at < 0 || (uint64_t)at >= steps->symbols->n_symbols) {
        return FAIL(in, "the enum %.*s has no symbol %lld", WEIR_STR_ARG(steps->symbols->name),
                    (long long)at);
    }
    *val = weir_string(weir_arena_str(in->arena, steps->symbols->symbols[at]));
    return true;
}

/* ---- numbers ---- */

static bool read_int(struct reading *in, const struct avro_steps *steps, struct weir_value *val)
{
    int64_t x = get_long(&in->rd);
    enum weir_type type = (enum weir_type)steps->sch->type;
    if (in->rd.failed) {
        return too_short(in);
    }
    switch ((enum weir_logical)steps->sch->logical) {
    case WEIR_LOGICAL_DATE:
        type = WEIR_DATE;
        break;
    case WEIR_LOGICAL_TIME:
        type = WEIR_TIME;
        if (x < 0 || x > 86400000) {
            return FAIL(in, "Time values must use number of milliseconds greater than 0 and less "
                            "than 86400000");
        }
        break;
    case WEIR_LOGICAL_TIMESTAMP:
        type = WEIR_TIMESTAMP;
        break;
    case WEIR_LOGICAL_NONE:
    case WEIR_LOGICAL_DECIMAL:
        x = type == WEIR_INT8    ? (int8_t)x
            : type == WEIR_INT16 ? (int16_t)x
            : type == WEIR_INT32 ? (int32_t)x
                                 : x;
        break;
    }
    *val = weir_int(type, x);
    return true;
}

static bool read_fraction(struct reading *in, bool narrow, struct weir_value *val)
{
    uint64_t bits = weir_reader_le(&in->rd, narrow ? 4 : 8);
    if (in->rd.failed) {
        return too_short(in);
    }
    if (narrow) {
        uint32_t half = (uint32_t)bits;
        float x;
        memcpy(&x, &half, sizeof(x));
        *val = weir_f32(x);
    } else {
        double x;
        memcpy(&x, &bits, sizeof(x));
        *val = weir_f64(x);
    }
    return true;
}

/* ---- containers ---- */

/* One item into to[0], or an entry into to[0] and to[1]. */
static bool read_item(struct reading *in, const struct avro_steps *steps, struct weir_value *to)
{
    if (steps->how == AVRO_GET_ENTRIES) {
        return read_value(in, &steps->children[0], &to[steps->children[0].field]) &&
               read_value(in, &steps->children[1], &to[steps->children[1].field]);
    }
    if (steps->how == AVRO_GET_MAP) {
        return read_string(in, to) && read_value(in, &steps->children[0], &to[1]);
    }
    return read_value(in, &steps->children[0], to);
}

/* Values of an array or a map; mostly there is one block, and no copy. */
struct list {
    struct weir_value *items;
    size_t n;
    size_t cap;
};

static struct weir_value *room(struct reading *in, struct list *list, size_t n)
{
    if (n > list->cap - list->n) {
        size_t cap = list->n + n > 2 * list->cap ? list->n + n : 2 * list->cap;
        struct weir_value *items = WEIR_NEW_ARRAY(in->arena, struct weir_value, cap);
        if (list->n) {
            memcpy(items, list->items, list->n * sizeof(*items));
        }
        list->items = items;
        list->cap = cap;
    }
    list->n += n;
    return &list->items[list->n - n];
}

static struct weir_value listed(struct reading *in, const struct list *list, bool is_map)
{
    return is_map ? weir_items(WEIR_MAP, list->items,
                               json_map_unique(in->arena, list->items, list->n / 2))
                  : weir_items(WEIR_ARRAY, list->items, list->n);
}

static APART bool read_items(struct reading *in, const struct avro_steps *steps,
                             struct weir_value *val)
{
    size_t each = steps->how == AVRO_GET_ARRAY ? 1 : 2;
    struct list list = {0};
    size_t n = 1;
    while (get_block(in, &n) && n) {
        struct weir_value *to = room(in, &list, each * n);
        for (size_t i = 0; i < n; i++) {
            if (!read_item(in, steps, &to[each * i])) {
                return false;
            }
        }
    }
    *val = listed(in, &list, each == 2);
    return n == 0;
}

static bool read_record(struct reading *in, const struct avro_steps *steps, struct weir_value *val)
{
    struct weir_value *items =
        weir_arena_alloc(in->arena, weir_arena_product(steps->n, sizeof(*items)));
    for (uint32_t i = 0; i < steps->n; i++) {
        if (!read_value(in, &steps->children[i], &items[i])) {
            return false;
        }
    }
    *val = weir_items(WEIR_STRUCT, items, steps->n);
    return true;
}

static bool read_nullable(struct reading *in, const struct avro_steps *steps,
                          struct weir_value *val)
{
    uint32_t branch = 0;
    bool nullable = steps->how == AVRO_GET_NULLABLE;
    if (!get_branch(in, nullable ? 2 : 1, &branch)) {
        return false;
    }
    if (nullable && branch == steps->null_branch) {
        *val = weir_null();
        return true;
    }
    return read_value(in, steps->children, val);
}

static APART bool read_branches(struct reading *in, const struct avro_steps *steps,
                                struct weir_value *val)
{
    uint32_t branch = 0;
    *val = weir_null();
    if (!get_branch(in, steps->n, &branch)) {
        return false;
    }
    const struct avro_steps *part = &steps->children[branch];
    if (part->how == AVRO_GET_NULL) {
        return true;
    }
    struct weir_value *items = WEIR_NEW_ARRAY(in->arena, struct weir_value, steps->sch->n_fields);
    *val = weir_items(WEIR_STRUCT, items, steps->sch->n_fields);
    return read_value(in, part, &items[part->field]);
}

/* ---- without a schema ---- */

static bool read_anything(struct reading *in, struct weir_value *val, int depth);

static bool read_any_items(struct reading *in, bool is_map, struct weir_value *val, int depth)
{
    size_t each = is_map ? 2 : 1;
    struct list list = {0};
    size_t n = 1;
    while (get_block(in, &n) && n) {
        struct weir_value *to = room(in, &list, each * n);
        for (size_t i = 0; i < each * n; i++) {
            if (!read_anything(in, &to[i], depth + 1)) {
                return false;
            }
        }
    }
    *val = listed(in, &list, is_map);
    return n == 0;
}

/* The fields of the record for anything, in their order; the first that is set is the value. */
static bool read_any_field(struct reading *in, int field, struct weir_value *val, int depth)
{
    static const struct weir_value none;
    struct weir_str text;
    *val = none;
    switch (field) {
    case 0:
        *val = weir_bool(weir_reader_u8(&in->rd) != 0);
        return !in->rd.failed || too_short(in);
    case 1:
        if (!get_text(in, &text)) {
            return false;
        }
        *val = weir_bytes(text.p ? text : WEIR_STR(""));
        return true;
    case 2:
    case 3:
        return read_fraction(in, field == 3, val);
    case 4:
        *val = weir_int(WEIR_INT32, (int32_t)get_long(&in->rd));
        return !in->rd.failed || too_short(in);
    case 5:
        *val = weir_int(WEIR_INT64, get_long(&in->rd));
        return !in->rd.failed || too_short(in);
    case 6:
        return read_string(in, val);
    default:
        return read_any_items(in, field == 8, val, depth);
    }
}

static bool read_anything(struct reading *in, struct weir_value *val, int depth)
{
    *val = weir_null();
    if (depth >= ANY_DEPTH_MAX) {
        return FAIL(in, "the value is nested too deep");
    }
    for (int field = 0; field < 9; field++) {
        struct weir_value part = weir_null();
        uint32_t branch = 0;
        if (!get_branch(in, 2, &branch) ||
            (branch == 1 && !read_any_field(in, field, &part, depth))) {
            return false;
        }
        *val = val->type == WEIR_NULL ? part : *val;
    }
    return true;
}

/* ---- any value ---- */

static bool read_value(struct reading *in, const struct avro_steps *steps, struct weir_value *val)
{
    switch (steps->how) {
    case AVRO_GET_BOOLEAN:
        *val = weir_bool(weir_reader_u8(&in->rd) == 1);
        return !in->rd.failed || too_short(in);
    case AVRO_GET_INT:
        return read_int(in, steps, val);
    case AVRO_GET_FLOAT:
    case AVRO_GET_DOUBLE:
        return read_fraction(in, steps->how == AVRO_GET_FLOAT, val);
    case AVRO_GET_BYTES:
    case AVRO_GET_RAW:
    case AVRO_GET_FIXED:
        return read_bytes(in, steps, val);
    case AVRO_GET_STRING:
        return read_string(in, val);
    case AVRO_GET_SYMBOL:
        return read_symbol(in, steps, val);
    case AVRO_GET_ARRAY:
    case AVRO_GET_MAP:
    case AVRO_GET_ENTRIES:
        return read_items(in, steps, val);
    case AVRO_GET_RECORD:
        return read_record(in, steps, val);
    case AVRO_GET_NULLABLE:
    case AVRO_GET_SINGLE:
        return read_nullable(in, steps, val);
    case AVRO_GET_BRANCHES:
        return read_branches(in, steps, val);
    case AVRO_GET_ANYTHING:
        return read_anything(in, val, 0);
    case AVRO_GET_NULL:
        break;
    }
    *val = weir_null();
    return true;
}

enum weir_verdict avro_read(const struct avro_steps *steps, struct weir_str bytes,
                            struct weir_arena *arena, struct weir_value *val, struct weir_err *err)
{
    struct reading in = {.rd = weir_reader_of(bytes),
                         .items_left = bytes.n + ITEMS_FREE,
                         .arena = arena,
                         .err = err};
    return read_value(&in, steps, val) ? WEIR_OK : err->class;
}
