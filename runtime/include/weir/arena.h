/* SPDX-License-Identifier: Apache-2.0 */
/*
 * arena.h: memory with one lifetime. There are three: worker, task and batch; the arena is always
 * a parameter. Allocation is a pointer bump; everything goes at once. Not thread-safe.
 */
#ifndef WEIR_ARENA_H
#define WEIR_ARENA_H

#include <weir/buf.h>
#include <weir/str.h>

struct weir_arena_chunk;
struct weir_arena_hook;

struct weir_arena {
    char *p;   /* next free byte of the current chunk */
    char *end;
    struct weir_arena_chunk *chunks;
    struct weir_arena_hook *hooks;
    size_t chunk_size;
    size_t used; /* bytes handed out since the last reset, of closed chunks */
};

WEIR_EXPORT void weir_arena_init(struct weir_arena *arena, size_t chunk_size);
WEIR_EXPORT void weir_arena_free(struct weir_arena *arena);  /* runs hooks, newest first */
WEIR_EXPORT void weir_arena_reset(struct weir_arena *arena); /* runs hooks; keeps one chunk */
WEIR_EXPORT size_t weir_arena_used(const struct weir_arena *arena);
WEIR_EXPORT void *weir_arena_grow(struct weir_arena *arena, size_t size, size_t align);
/* fn(p) runs at reset or free: for foreign handles, so that early returns leak nothing. */
WEIR_EXPORT void weir_arena_hook(struct weir_arena *arena, void (*fn)(void *), void *p);

static inline void *weir_arena_at(struct weir_arena *arena, size_t size, size_t align)
{
    uintptr_t at = ((uintptr_t)arena->p + align - 1) & ~(uintptr_t)(align - 1);
    if (arena->p && at <= (uintptr_t)arena->end && size <= (uintptr_t)arena->end - at) {
        arena->p = (char *)at + size;
        return (char *)at;
    }
    return weir_arena_grow(arena, size, align);
}

/* Never NULL; not zeroed; aligned for any type up to 8 bytes. */
static inline void *weir_arena_alloc(struct weir_arena *arena, size_t size)
{
    return weir_arena_at(arena, size, 8);
}

static inline char *weir_arena_bytes(struct weir_arena *arena, size_t size)
{
    return weir_arena_at(arena, size, 1);
}

static inline void *weir_arena_zalloc(struct weir_arena *arena, size_t size)
{
    return memset(weir_arena_at(arena, size, 8), 0, size);
}

#define WEIR_NEW(arena, type) ((type *)weir_arena_zalloc((arena), sizeof(type)))
#define WEIR_NEW_ARRAY(arena, type, count)                                                         \
    ((type *)weir_arena_zalloc((arena), weir_arena_product((count), sizeof(type))))
WEIR_EXPORT size_t weir_arena_product(size_t count, size_t size); /* aborts on overflow */

WEIR_EXPORT struct weir_str weir_arena_str(struct weir_arena *arena, struct weir_str s); /* NUL follows */
WEIR_EXPORT char *weir_arena_cstr(struct weir_arena *arena, const char *s);
WEIR_EXPORT char *weir_arena_printf(struct weir_arena *arena, const char *fmt, ...)
    WEIR_PRINTF(2, 3);

#endif
