/* SPDX-License-Identifier: Apache-2.0 */
/*
 * java_hash.c: String.hashCode over UTF-16 units, and the order of HashMap's buckets.
 */
#include "base/java_hash.h"

/* The next code point of valid UTF-8; a stray byte stands for itself. */
static uint32_t next_code(struct weir_str *s)
{
    uint8_t lead = (uint8_t)s->p[0];
    size_t n = lead < 0xc0 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    n = n > s->n ? 1 : n;
    uint32_t code = n == 1 ? lead : lead & (0x7fu >> n);
    for (size_t i = 1; i < n; i++) {
        code = code << 6 | ((uint8_t)s->p[i] & 0x3f);
    }
    *s = weir_str_from(*s, n);
    return code;
}

int32_t java_string_hash(struct weir_str utf8)
{
    uint32_t hash = 0;
    while (utf8.n > 0) {
        uint32_t code = next_code(&utf8);
        if (code >= 0x10000) {
            hash = hash * 31 + (0xd800 + ((code - 0x10000) >> 10));
            code = 0xdc00 + ((code - 0x10000) & 0x3ff);
        }
        hash = hash * 31 + code;
    }
    return (int32_t)hash;
}

/* A HashMap doubles its table of 16 when three quarters of it are taken. */
static uint32_t table_size(size_t n)
{
    uint32_t size = 16;
    while (n > size / 4 * 3) {
        size *= 2;
    }
    return size;
}

static uint32_t bucket(struct weir_str key, uint32_t size)
{
    uint32_t hash = (uint32_t)java_string_hash(key);
    return (hash ^ hash >> 16) & (size - 1);
}

void java_map_order(const struct weir_str *keys, size_t n, size_t *order)
{
    uint32_t size = table_size(n);
    for (size_t i = 0; i < n; i++) {
        /* Insertion: within a bucket the older key stays before the newer. */
        uint32_t mine = bucket(keys[i], size);
        size_t at = i;
        while (at > 0 && bucket(keys[order[at - 1]], size) > mine) {
            order[at] = order[at - 1];
            at--;
        }
        order[at] = i;
    }
}
