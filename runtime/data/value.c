/* SPDX-License-Identifier: Apache-2.0 */
/*
 * value.c: copying a value out of the memory it points into, and comparing two. Equality is
 * Java's equals(): NaN equals NaN, 0.0 is not -0.0, maps have no order, decimals differ by scale.
 */
#include <weir/value.h>

static struct weir_value copy_items(struct weir_arena *arena, struct weir_value val, size_t n)
{
    struct weir_value *items = weir_arena_alloc(arena, weir_arena_product(n, sizeof(*items)));
    for (size_t i = 0; i < n; i++) {
        items[i] = weir_value_copy(arena, val.items[i]);
    }
    val.items = items;
    return val;
}

struct weir_value weir_value_copy(struct weir_arena *arena, struct weir_value val)
{
    switch ((enum weir_type)val.type) {
    case WEIR_STRING:
    case WEIR_BYTES:
    case WEIR_DECIMAL:
        val.p = weir_arena_str(arena, weir_value_str(val)).p;
        return val;
    case WEIR_ARRAY:
    case WEIR_STRUCT:
        return copy_items(arena, val, val.n);
    case WEIR_MAP:
        return copy_items(arena, val, weir_arena_product(val.n, 2));
    case WEIR_NULL:
    case WEIR_BOOLEAN:
    case WEIR_INT8:
    case WEIR_INT16:
    case WEIR_INT32:
    case WEIR_INT64:
    case WEIR_FLOAT32:
    case WEIR_FLOAT64:
    case WEIR_DATE:
    case WEIR_TIME:
    case WEIR_TIMESTAMP:
        break;
    }
    return val;
}

static bool double_equal(double a, double b)
{
    return (a != a && b != b) || memcmp(&a, &b, sizeof(a)) == 0;
}

static bool items_equal(struct weir_value a, struct weir_value b)
{
    for (size_t i = 0; i < a.n; i++) {
        if (!weir_value_equal(a.items[i], b.items[i])) {
            return false;
        }
    }
    return true;
}

static bool map_has(struct weir_value map, struct weir_value key, struct weir_value value)
{
    for (size_t i = 0; i < map.n; i++) {
        if (weir_value_equal(map.items[2 * i], key)) {
            return weir_value_equal(map.items[2 * i + 1], value);
        }
    }
    return false;
}

static bool map_equal(struct weir_value a, struct weir_value b)
{
    for (size_t i = 0; i < a.n; i++) {
        const struct weir_value *entry = &a.items[2 * i];
        bool same_place = weir_value_equal(entry[0], b.items[2 * i]);
        if (same_place ? !weir_value_equal(entry[1], b.items[2 * i + 1])
                       : !map_has(b, entry[0], entry[1])) {
            return false;
        }
    }
    return true;
}

bool weir_value_equal(struct weir_value a, struct weir_value b)
{
    if (a.type != b.type) {
        return false;
    }
    switch ((enum weir_type)a.type) {
    case WEIR_NULL:
        return true;
    case WEIR_BOOLEAN:
        return a.b == b.b;
    case WEIR_INT8:
    case WEIR_INT16:
    case WEIR_INT32:
    case WEIR_INT64:
    case WEIR_DATE:
    case WEIR_TIME:
    case WEIR_TIMESTAMP:
        return a.i == b.i;
    case WEIR_FLOAT32:
        return double_equal(a.f32, b.f32);
    case WEIR_FLOAT64:
        return double_equal(a.f64, b.f64);
    case WEIR_DECIMAL:
        return a.scale == b.scale && weir_str_eq(weir_value_str(a), weir_value_str(b));
    case WEIR_STRING:
    case WEIR_BYTES:
        return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
    case WEIR_ARRAY:
    case WEIR_STRUCT:
        return a.n == b.n && items_equal(a, b);
    case WEIR_MAP:
        return a.n == b.n && map_equal(a, b);
    }
    return false;
}

const char *weir_type_name(enum weir_type type)
{
    static const char *const names[] = {
        [WEIR_NULL] = "NULL",       [WEIR_BOOLEAN] = "BOOLEAN",     [WEIR_INT8] = "INT8",
        [WEIR_INT16] = "INT16",     [WEIR_INT32] = "INT32",         [WEIR_INT64] = "INT64",
        [WEIR_FLOAT32] = "FLOAT32", [WEIR_FLOAT64] = "FLOAT64",     [WEIR_STRING] = "STRING",
        [WEIR_BYTES] = "BYTES",     [WEIR_ARRAY] = "ARRAY",         [WEIR_MAP] = "MAP",
        [WEIR_STRUCT] = "STRUCT",   [WEIR_DECIMAL] = "DECIMAL",     [WEIR_DATE] = "DATE",
        [WEIR_TIME] = "TIME",       [WEIR_TIMESTAMP] = "TIMESTAMP",
    };
    return (size_t)type < sizeof(names) / sizeof(names[0]) ? names[type] : "?";
}
