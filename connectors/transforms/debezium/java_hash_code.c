/* SPDX-License-Identifier: Apache-2.0 */
/*
 * java_hash_code.c: a value comes in, the number Java's classes make of it goes out; so that a
 * record goes to the same partition as with Debezium.
 */
#include "java_hash_code.h"

#include <weir/decimal.h>

/* ---- hashCode ---- */

static uint32_t of_long(int64_t x)
{
    return (uint32_t)((uint64_t)x ^ (uint64_t)x >> 32);
}

/* Of UTF-16 units, which UTF-8 is turned into on the way. */
static uint32_t of_text(struct weir_str text)
{
    uint32_t hash = 0;
    for (size_t at = 0; at < text.n;) {
        uint8_t lead = (uint8_t)text.p[at++];
        if (lead < 0x80) {
            hash = hash * 31 + lead;
            continue;
        }
        int more = lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : lead >= 0xc0 ? 1 : 0;
        uint32_t point = more ? lead & (0x3fu >> more) : lead;
        for (; more > 0 && at < text.n; more--) {
            point = point << 6 | ((uint8_t)text.p[at++] & 0x3f);
        }
        if (point > 0xffff) {
            hash = hash * 31 + (0xd7c0 + (point >> 10));
            point = 0xdc00 + (point & 0x3ff);
        }
        hash = hash * 31 + point;
    }
    return hash;
}

static uint32_t of_bytes(struct weir_str bytes)
{
    uint32_t hash = 1;
    for (size_t i = bytes.n; i > 0; i--) {
        hash = hash * 31 + (uint32_t)(int8_t)bytes.p[i - 1];
    }
    return hash;
}

/* BigInteger.hashCode: of the magnitude's 32-bit words, then the sign. */
static uint32_t of_unscaled(struct weir_str unscaled)
{
    bool negative = unscaled.n && (unscaled.p[0] & 0x80);
    uint32_t hash = 0;
    uint32_t word = 0;
    bool begun = false;
    size_t n = unscaled.n;
    /* Two's complement is turned into the magnitude: invert, and add one where the tail is zero. */
    size_t last = n;
    while (negative && last > 0 && unscaled.p[last - 1] == 0) {
        last--;
    }
    for (size_t i = 0; i < n; i++) {
        uint8_t byte = (uint8_t)unscaled.p[i];
        byte = !negative       ? byte
               : i + 1 < last  ? (uint8_t)~byte
               : i + 1 == last ? (uint8_t)-byte
                               : 0;
        word = word << 8 | byte;
        if ((n - i - 1) % 4 == 0) {
            begun = begun || word != 0;
            hash = begun ? hash * 31 + word : 0;
            word = 0;
        }
    }
    return negative ? 0 - hash : hash;
}

static uint32_t of_decimal(struct weir_value val)
{
    int64_t x;
    uint32_t scale = (uint32_t)val.scale;
    if (!weir_decimal_to_i64(weir_value_str(val), &x) || x == INT64_MIN) {
        return 31 * of_unscaled(weir_value_str(val)) + scale;
    }
    uint64_t size = x < 0 ? 0 - (uint64_t)x : (uint64_t)x;
    uint32_t hash = (uint32_t)(size >> 32) * 31 + (uint32_t)size;
    return 31 * (x < 0 ? 0 - hash : hash) + scale;
}

static uint32_t of_double(double x)
{
    uint64_t bits = 0x7ff8000000000000u;
    if (x == x) {
        memcpy(&bits, &x, sizeof(bits));
    }
    return (uint32_t)(bits ^ bits >> 32);
}

static uint32_t of_float(float x)
{
    uint32_t bits = 0x7fc00000u;
    if (x == x) {
        memcpy(&bits, &x, sizeof(bits));
    }
    return bits;
}

static bool of_items(struct weir_value val, int32_t *hash)
{
    uint32_t sum = val.type == WEIR_ARRAY ? 1 : 0;
    for (uint32_t i = 0; i < val.n; i++) {
        int32_t a = 0;
        int32_t b = 0;
        bool good = val.type == WEIR_ARRAY ? java_hash_code(val.items[i], &a)
                                           : java_hash_code(val.items[2 * i], &a) &&
                                                 java_hash_code(val.items[2 * i + 1], &b);
        if (!good) {
            return false;
        }
        sum = val.type == WEIR_ARRAY ? sum * 31 + (uint32_t)a : sum + (uint32_t)(a ^ b);
    }
    *hash = (int32_t)sum;
    return true;
}

bool java_hash_code(struct weir_value val, int32_t *hash)
{
    switch ((enum weir_type)val.type) {
    case WEIR_NULL:
        *hash = 0;
        return true;
    case WEIR_BOOLEAN:
        *hash = val.b ? 1231 : 1237;
        return true;
    case WEIR_INT8:
    case WEIR_INT16:
    case WEIR_INT32:
        *hash = (int32_t)val.i;
        return true;
    case WEIR_INT64:
    case WEIR_TIME:
    case WEIR_TIMESTAMP:
        *hash = (int32_t)of_long(val.i);
        return true;
    case WEIR_DATE:
        *hash = (int32_t)of_long(val.i * 86400000);
        return true;
    case WEIR_FLOAT32:
        *hash = (int32_t)of_float(val.f32);
        return true;
    case WEIR_FLOAT64:
        *hash = (int32_t)of_double(val.f64);
        return true;
    case WEIR_STRING:
        *hash = (int32_t)of_text(weir_value_str(val));
        return true;
    case WEIR_BYTES:
        *hash = (int32_t)of_bytes(weir_value_str(val));
        return true;
    case WEIR_DECIMAL:
        *hash = (int32_t)of_decimal(val);
        return true;
    case WEIR_ARRAY:
    case WEIR_MAP:
        return of_items(val, hash);
    case WEIR_STRUCT:
        break;
    }
    return false;
}

/* ---- MurmurHash3, the 64-bit variant as Debezium carries it ---- */

struct murmur {
    uint64_t h1, h2, k1, k2, c1, c2;
};

static uint64_t rotate(uint64_t x, int by)
{
    return x << by | x >> (64 - by);
}

static void mix(struct murmur *state)
{
    state->k1 = rotate(state->k1 * state->c1, 23) * state->c2;
    state->h1 = (state->h1 ^ state->k1) + state->h2;
    state->h2 = rotate(state->h2, 41);
    state->k2 = rotate(state->k2 * state->c2, 23) * state->c1;
    state->h2 = (state->h2 ^ state->k2) + state->h1;
    state->h1 = state->h1 * 3 + 0x52dce729;
    state->h2 = state->h2 * 3 + 0x38495ab5;
    state->c1 = state->c1 * 5 + 0x7b7d159c;
    state->c2 = state->c2 * 5 + 0x6bce6396;
}

static uint64_t final_mix(uint64_t k)
{
    k = (k ^ k >> 33) * 0xff51afd7ed558ccdu;
    k = (k ^ k >> 33) * 0xc4ceb9fe1a85ec53u;
    return k ^ k >> 33;
}

/* Bytes of the tail are signed, as in Java. */
static uint64_t tail_word(const char *p, size_t n)
{
    uint64_t word = 0;
    for (size_t i = 0; i < n; i++) {
        word ^= (uint64_t)(int64_t)(int8_t)p[i] << 8 * i;
    }
    return word;
}

static int32_t murmur_of(struct weir_str bytes)
{
    const uint64_t seed = 9001;
    struct murmur state = {.h1 = 0x9368e53c2f6af274u ^ seed,
                           .h2 = 0x586dcd208f7cd3fdu ^ seed,
                           .c1 = 0x87c37b91114253d5u,
                           .c2 = 0x4cf5ad432745937fu};
    size_t at = 0;
    for (; at + 16 <= bytes.n; at += 16) {
        memcpy(&state.k1, bytes.p + at, 8);
        memcpy(&state.k2, bytes.p + at + 8, 8);
        mix(&state);
    }
    size_t left = bytes.n - at;
    state.k1 = state.k2 = 0;
    if (left) {
        state.k1 = tail_word(bytes.p + at, left < 8 ? left : 8);
        state.k2 = left > 8 ? tail_word(bytes.p + at + 8, left - 8) : 0;
        mix(&state);
    }
    state.h2 ^= bytes.n;
    state.h1 += state.h2;
    state.h2 += state.h1;
    state.h1 = final_mix(state.h1);
    state.h2 = final_mix(state.h2);
    return (int32_t)(uint32_t)((state.h1 + state.h2) >> 32);
}

bool java_murmur_code(struct weir_value val, int32_t *hash)
{
    if (val.type == WEIR_STRING) {
        *hash = murmur_of(weir_value_str(val));
        return true;
    }
    if (!java_hash_code(val, hash)) {
        return false;
    }
    uint32_t x = (uint32_t)*hash;
    char bytes[4] = {(char)x, (char)(x >> 8), (char)(x >> 16), (char)(x >> 24)};
    *hash = murmur_of(weir_str_n(bytes, sizeof(bytes)));
    return true;
}
