/* SPDX-License-Identifier: Apache-2.0 */
/*
 * arena.c: bump allocation in chunks that go all at once. A reset keeps one ordinary chunk, so
 * that a batch in steady use never calls malloc; a chunk made for one large piece is given back.
 */
#include <weir/arena.h>

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <weir/mem.h>

#include "base/asan.h"

struct weir_arena_chunk {
    struct weir_arena_chunk *next;
    size_t size; /* of data */
    char data[] __attribute__((aligned(16)));
};

struct weir_arena_hook {
    struct weir_arena_hook *next;
    void (*fn)(void *);
    void *p;
};

void weir_arena_init(struct weir_arena *arena, size_t chunk_size)
{
    *arena = (struct weir_arena){.chunk_size = chunk_size};
}

static void run_hooks(struct weir_arena *arena)
{
    struct weir_arena_hook *hook = arena->hooks;
    arena->hooks = NULL;
    for (; hook; hook = hook->next) {
        hook->fn(hook->p);
    }
}

static void free_chunks(struct weir_arena_chunk *chunk)
{
    while (chunk) {
        struct weir_arena_chunk *next = chunk->next;
        free(chunk);
        chunk = next;
    }
}

static void open_chunk(struct weir_arena *arena, struct weir_arena_chunk *chunk)
{
    arena->p = chunk ? chunk->data : NULL;
    arena->end = chunk ? chunk->data + chunk->size : NULL;
}

void weir_arena_free(struct weir_arena *arena)
{
    run_hooks(arena);
    free_chunks(arena->chunks);
    weir_arena_init(arena, arena->chunk_size);
}

void weir_arena_reset(struct weir_arena *arena)
{
    run_hooks(arena);
    struct weir_arena_chunk *keep = NULL;
    struct weir_arena_chunk **at = &arena->chunks;
    while (!ASAN_WATCHES && *at && !keep) {
        if ((*at)->size == arena->chunk_size) {
            keep = *at;
            *at = keep->next;
            keep->next = NULL;
        } else {
            at = &(*at)->next;
        }
    }
    free_chunks(arena->chunks);
    arena->chunks = keep;
    arena->used = 0;
    open_chunk(arena, keep);
}

size_t weir_arena_used(const struct weir_arena *arena)
{
    return arena->used + (arena->chunks ? (size_t)(arena->p - arena->chunks->data) : 0);
}

void *weir_arena_grow(struct weir_arena *arena, size_t size, size_t align)
{
    if (size > PTRDIFF_MAX) {
        weir_arena_product(size, SIZE_MAX);
    }
    size_t want = size > arena->chunk_size ? size + align : arena->chunk_size;
    struct weir_arena_chunk *chunk = weir_xmalloc(sizeof(*chunk) + want);
    chunk->size = want;
    if (want != arena->chunk_size && arena->chunks) {
        /* A piece with a chunk to itself goes behind the current one, which stays in use. */
        chunk->next = arena->chunks->next;
        arena->chunks->next = chunk;
        arena->used += size;
        return chunk->data;
    }
    arena->used = weir_arena_used(arena);
    chunk->next = arena->chunks;
    arena->chunks = chunk;
    open_chunk(arena, chunk);
    return weir_arena_at(arena, size, align);
}

void weir_arena_hook(struct weir_arena *arena, void (*fn)(void *), void *p)
{
    struct weir_arena_hook *hook = weir_arena_alloc(arena, sizeof(*hook));
    *hook = (struct weir_arena_hook){.next = arena->hooks, .fn = fn, .p = p};
    arena->hooks = hook;
}

size_t weir_arena_product(size_t count, size_t size)
{
    size_t bytes = 0;
    if (__builtin_mul_overflow(count, size, &bytes)) {
        fprintf(stderr, "%zu items of %zu bytes are too many\n", count, size);
        abort();
    }
    return bytes;
}

struct weir_str weir_arena_str(struct weir_arena *arena, struct weir_str s)
{
    if (!s.p) {
        return s;
    }
    char *p = weir_arena_bytes(arena, s.n + 1);
    memcpy(p, s.p, s.n);
    p[s.n] = 0;
    return weir_str_n(p, s.n);
}

char *weir_arena_cstr(struct weir_arena *arena, const char *s)
{
    return (char *)(uintptr_t)weir_arena_str(arena, weir_str_of(s)).p;
}

char *weir_arena_printf(struct weir_arena *arena, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    va_list again;
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, fmt, args);
    va_end(args);
    size_t size = n < 0 ? 1 : (size_t)n + 1;
    char *p = weir_arena_bytes(arena, size);
    p[0] = 0;
    vsnprintf(p, size, fmt, again);
    va_end(again);
    return p;
}
