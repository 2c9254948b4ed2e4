/* SPDX-License-Identifier: Apache-2.0 */
/*
 * verdicts.c: a plugin's verdicts on single records come in, in any order and repeatedly; a list
 * sorted by record goes out to whoever called the plugin.
 */
#include "data/verdicts.h"

#include <stdio.h>
#include <stdlib.h>

#include <weir/mem.h>

#define ARENA_CHUNK 4096

void verdicts_init(struct weir_verdicts *verdicts)
{
    *verdicts = (struct weir_verdicts){0};
    weir_arena_init(&verdicts->arena, ARENA_CHUNK);
}

void verdicts_reset(struct weir_verdicts *verdicts)
{
    if (verdicts->n) {
        verdicts->n = 0;
        weir_arena_reset(&verdicts->arena);
    }
}

void verdicts_free(struct weir_verdicts *verdicts)
{
    weir_arena_free(&verdicts->arena);
    free(verdicts->items);
    *verdicts = (struct weir_verdicts){0};
}

enum weir_verdict weir_verdict_set(struct weir_verdicts *verdicts, uint32_t i,
                                   enum weir_verdict class, const char *fmt, ...)
{
    struct weir_err err;
    va_list args;
    va_start(args, fmt);
    weir_err_setv(&err, class, fmt, args);
    va_end(args);
    if (verdicts->n == verdicts->cap) {
        verdicts->cap = verdicts->cap ? verdicts->cap * 2 : 16;
        verdicts->items = weir_xrealloc(verdicts->items, verdicts->cap, sizeof(*verdicts->items));
    }
    verdicts->items[verdicts->n++] = (struct verdict){
        .i = i, .class = class, .text = weir_arena_cstr(&verdicts->arena, err.text)};
    return class;
}

static void merge_into(struct verdict *to, const struct verdict *from, size_t n_left,
                       size_t n_right)
{
    const struct verdict *left = from;
    const struct verdict *right = from + n_left;
    for (size_t l = 0, r = 0; l < n_left || r < n_right;) {
        bool from_left = l < n_left && (r == n_right || left[l].i <= right[r].i);
        *to++ = from_left ? left[l++] : right[r++];
    }
}

/* Stable, unlike qsort: the order of the calls decides between two verdicts on one record. */
static void sort_range(struct verdict *items, struct verdict *spare, size_t n)
{
    if (n < 2) {
        return;
    }
    size_t half = n / 2;
    sort_range(items, spare, half);
    sort_range(items + half, spare, n - half);
    merge_into(spare, items, half, n - half);
    memcpy(items, spare, n * sizeof(*items));
}

void verdicts_sort(struct weir_verdicts *verdicts)
{
    if (!verdicts->n) {
        return;
    }
    struct verdict *spare = weir_xmalloc(verdicts->n * sizeof(*spare));
    sort_range(verdicts->items, spare, verdicts->n);
    free(spare);
    uint32_t kept = 0;
    for (uint32_t at = 0; at < verdicts->n; at++) {
        bool last = at + 1 == verdicts->n || verdicts->items[at + 1].i != verdicts->items[at].i;
        if (last && verdicts->items[at].class != WEIR_OK) {
            verdicts->items[kept++] = verdicts->items[at];
        }
    }
    verdicts->n = kept;
}
