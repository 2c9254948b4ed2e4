/* SPDX-License-Identifier: Apache-2.0 */
/*
 * arena_buf.h: a buffer whose bytes are the arena's, for what is small and needed as long. Never
 * give it back.
 */
#ifndef ARENA_BUF_H
#define ARENA_BUF_H

#include <weir/arena.h>

/* Room for n bytes; more does not fit. */
static inline struct weir_buf arena_buf(struct weir_arena *arena, size_t n)
{
    size_t cap = n + 16;
    return (struct weir_buf){.p = weir_arena_bytes(arena, cap), .cap = cap - 1, .max = cap - 1};
}

#endif
