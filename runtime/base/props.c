/* SPDX-License-Identifier: Apache-2.0 */
/*
 * props.c: names and texts in the order they were first given. A configuration has tens of
 * entries and is read when something starts, so a search is a walk; one that has more than that
 * gets a hash index, which lies behind its items: of twice as many slots, each with the number of
 * an item, 0 when free.
 */
#include <weir/props.h>

#define FIRST_ITEMS 16
/* Sizes are FIRST_ITEMS times powers of two; those above have an index. */
#define WALK_MAX 64

void weir_props_init(struct weir_props *props, struct weir_arena *arena)
{
    *props = (struct weir_props){.arena = arena};
}

static bool indexed(const struct weir_props *props)
{
    return props->cap > WALK_MAX;
}

/* The slot of name, or the free one where it would go. */
static uint32_t *find_slot(const struct weir_props *props, struct weir_str name)
{
    uint32_t *slots = (uint32_t *)(props->items + props->cap);
    size_t last = props->cap * 2 - 1;
    size_t at = weir_str_hash(name) & last;
    while (slots[at] && !weir_str_eq(props->items[slots[at] - 1].name, name)) {
        at = (at + 1) & last;
    }
    return &slots[at];
}

static void fill_index(struct weir_props *props)
{
    memset(props->items + props->cap, 0, props->cap * 2 * sizeof(uint32_t));
    for (size_t i = 0; i < props->n; i++) {
        *find_slot(props, props->items[i].name) = (uint32_t)i + 1;
    }
}

static struct weir_prop *find(const struct weir_props *props, struct weir_str name)
{
    if (indexed(props)) {
        uint32_t slot = *find_slot(props, name);
        return slot ? &props->items[slot - 1] : NULL;
    }
    for (size_t i = 0; i < props->n; i++) {
        if (weir_str_eq(props->items[i].name, name)) {
            return &props->items[i];
        }
    }
    return NULL;
}

static void grow(struct weir_props *props)
{
    size_t cap = props->cap ? props->cap * 2 : FIRST_ITEMS;
    size_t bytes = weir_arena_product(cap, sizeof(*props->items) + 2 * sizeof(uint32_t));
    struct weir_prop *items = weir_arena_zalloc(props->arena, bytes);
    if (props->n) {
        memcpy(items, props->items, props->n * sizeof(*items));
    }
    props->items = items;
    props->cap = cap;
    if (indexed(props)) {
        fill_index(props);
    }
}

static void append(struct weir_props *props, struct weir_prop item)
{
    if (props->n == props->cap) {
        grow(props);
    }
    props->items[props->n++] = item;
    if (indexed(props)) {
        *find_slot(props, item.name) = (uint32_t)props->n;
    }
}

void weir_props_set(struct weir_props *props, struct weir_str name, struct weir_str value)
{
    struct weir_prop *item = find(props, name);
    struct weir_str kept = weir_arena_str(props->arena, value);
    if (item) {
        item->value = kept;
        return;
    }
    append(props, (struct weir_prop){weir_arena_str(props->arena, name), kept});
}

void weir_props_set_c(struct weir_props *props, const char *name, const char *value)
{
    weir_props_set(props, weir_str_of(name), weir_str_of(value));
}

bool weir_props_remove(struct weir_props *props, struct weir_str name)
{
    struct weir_prop *item = find(props, name);
    if (!item) {
        return false;
    }
    size_t after = props->n - 1 - (size_t)(item - props->items);
    memmove(item, item + 1, after * sizeof(*item));
    props->n--;
    if (indexed(props)) {
        fill_index(props);
    }
    return true;
}

bool weir_props_has(const struct weir_props *props, const char *name)
{
    return find(props, weir_str_of(name)) != NULL;
}

struct weir_str weir_props_get(const struct weir_props *props, const char *name)
{
    return weir_props_get_s(props, weir_str_of(name));
}

struct weir_str weir_props_get_s(const struct weir_props *props, struct weir_str name)
{
    const struct weir_prop *item = find(props, name);
    return item ? item->value : WEIR_STR_NULL;
}

void weir_props_copy(struct weir_props *to, const struct weir_props *from)
{
    weir_props_sub(to, from, "");
}

void weir_props_sub(struct weir_props *to, const struct weir_props *from, const char *prefix)
{
    struct weir_str head = weir_str_of(prefix);
    for (size_t i = 0; i < from->n; i++) {
        const struct weir_prop *item = &from->items[i];
        if (weir_str_starts(item->name, head)) {
            weir_props_set(to, weir_str_from(item->name, head.n), item->value);
        }
    }
}

bool weir_props_equal(const struct weir_props *a, const struct weir_props *b)
{
    if (a->n != b->n) {
        return false;
    }
    for (size_t i = 0; i < a->n; i++) {
        const struct weir_prop *item = find(b, a->items[i].name);
        if (!item || !weir_str_eq(item->value, a->items[i].value)) {
            return false;
        }
    }
    return true;
}
