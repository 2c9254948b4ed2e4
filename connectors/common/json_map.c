/* SPDX-License-Identifier: Apache-2.0 */
/*
 * json_map.c: takes repeated keys out of a map that was just read. Small maps are compared pair by
 * pair; larger ones through a hash table, so that no input makes it slow.
 */
#include "json_map.h"

#define SMALL 24

static uint64_t key_hash(struct weir_value key)
{
    switch ((enum weir_type)key.type) {
    case WEIR_STRING:
    case WEIR_BYTES:
    case WEIR_DECIMAL:
        return weir_str_hash(weir_value_str(key));
    case WEIR_BOOLEAN:
        return key.b;
    case WEIR_INT8:
    case WEIR_INT16:
    case WEIR_INT32:
    case WEIR_INT64:
    case WEIR_DATE:
    case WEIR_TIME:
    case WEIR_TIMESTAMP:
        return (uint64_t)key.i * 0x9e3779b97f4a7c15u >> 7;
    case WEIR_FLOAT32:
    case WEIR_FLOAT64: {
        double x = key.type == WEIR_FLOAT32 ? (double)key.f32 : key.f64;
        return weir_str_hash(weir_str_n(&x, sizeof(x)));
    }
    case WEIR_ARRAY:
    case WEIR_STRUCT:
    case WEIR_MAP: {
        uint64_t hash = key.n;
        /* A map's entries have no order, so only their number counts. */
        for (uint32_t i = 0; key.type != WEIR_MAP && i < key.n; i++) {
            hash = hash * 31 + key_hash(key.items[i]);
        }
        return hash * 0x9e3779b97f4a7c15u >> 7;
    }
    case WEIR_NULL:
        break;
    }
    return 0;
}

static inline bool same_key(struct weir_value a, struct weir_value b)
{
    if (a.type == WEIR_STRING && b.type == WEIR_STRING) {
        return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
    }
    return weir_value_equal(a, b);
}

/* Puts the entry at the place of its key, or at the end; returns the new count. */
static size_t put(struct weir_value *items, size_t kept, size_t same,
                  const struct weir_value *entry)
{
    if (same < kept) {
        items[2 * same + 1] = entry[1];
        return kept;
    }
    items[2 * kept] = entry[0];
    items[2 * kept + 1] = entry[1];
    return kept + 1;
}

/* A number below 256 that equal keys share. */
static unsigned mark_of(struct weir_value key)
{
    if (key.type != WEIR_STRING || key.n == 0) {
        return 0;
    }
    return (key.n * 37 + (unsigned char)key.p[0] * 5 + (unsigned char)key.p[key.n - 1] * 11) & 255;
}

static size_t unique_small(struct weir_value *items, size_t n)
{
    uint64_t marks[4] = {0}; /* those of the keys so far: who has a new one is new */
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        unsigned mark = mark_of(items[2 * i]);
        uint64_t bit = UINT64_C(1) << mark % 64;
        size_t same = marks[mark / 64] & bit ? 0 : kept;
        marks[mark / 64] |= bit;
        while (same < kept && !same_key(items[2 * same], items[2 * i])) {
            same++;
        }
        kept = put(items, kept, same, &items[2 * i]);
    }
    return kept;
}

size_t json_map_unique(struct weir_arena *arena, struct weir_value *items, size_t n)
{
    if (n <= SMALL) {
        return unique_small(items, n);
    }
    size_t slots = 32;
    while (slots < 2 * n) {
        slots *= 2;
    }
    uint32_t *table = WEIR_NEW_ARRAY(arena, uint32_t, slots); /* index + 1; 0: free */
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        size_t at = key_hash(items[2 * i]) & (slots - 1);
        while (table[at] && !same_key(items[2 * (table[at] - 1)], items[2 * i])) {
            at = (at + 1) & (slots - 1);
        }
        size_t same = table[at] ? table[at] - 1 : kept;
        table[at] = (uint32_t)same + 1;
        kept = put(items, kept, same, &items[2 * i]);
    }
    return kept;
}
