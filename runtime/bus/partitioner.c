/* SPDX-License-Identifier: Apache-2.0 */
/*
 * partitioner.c: where Java's producers put a key: murmur2 of its bytes, modulo the partitions.
 * The embedded log uses it as it is; librdkafka has its own copy (partitioner=murmur2_random).
 */
#include "bus/bus.h"

#define SEED 0x9747b28cu
#define MIX 0x5bd1e995u

static uint32_t little_endian(const unsigned char *p)
{
    return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

static uint32_t murmur2(const unsigned char *p, size_t n)
{
    uint32_t hash = SEED ^ (uint32_t)n;
    for (; n >= 4; p += 4, n -= 4) {
        uint32_t word = little_endian(p) * MIX;
        word = (word ^ word >> 24) * MIX;
        hash = hash * MIX ^ word;
    }
    for (size_t i = n; i-- > 0;) {
        hash ^= (uint32_t)p[i] << (8 * i);
    }
    if (n) {
        hash *= MIX;
    }
    hash = (hash ^ hash >> 13) * MIX;
    return hash ^ hash >> 15;
}

int32_t bus_murmur2_partition(struct weir_str key, int32_t partitions)
{
    uint32_t hash = murmur2((const unsigned char *)key.p, key.n);
    return (int32_t)((hash & 0x7fffffffu) % (uint32_t)partitions);
}
