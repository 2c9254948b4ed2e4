/* SPDX-License-Identifier: Apache-2.0 */
/*
 * props.c: names and texts in the order they were first given. A configuration has tens of
 * entries and is read when something starts, so a search is a walk.
 */
#include <weir/props.h>

#define FIRST_ITEMS 16

void weir_props_init(struct weir_props *props, struct weir_arena *arena)
{
    *props = (struct weir_props){.arena = arena};
}

static struct weir_prop *find(const struct weir_props *props, struct weir_str name)
{
    for (size_t i = 0; i < props->n; i++) {
        if (weir_str_eq(props->items[i].name, name)) {
            return &props->items[i];
        }
    }
    return NULL;
}

static struct weir_prop *append(struct weir_props *props)
{
    if (props->n == props->cap) {
        size_t cap = props->cap ? props->cap * 2 : FIRST_ITEMS;
        struct weir_prop *items = WEIR_NEW_ARRAY(props->arena, struct weir_prop, cap);
        if (props->n) {
            memcpy(items, props->items, props->n * sizeof(*items));
        }
        props->items = items;
        props->cap = cap;
    }
    return &props->items[props->n++];
}

void weir_props_set(struct weir_props *props, struct weir_str name, struct weir_str value)
{
    struct weir_prop *item = find(props, name);
    struct weir_str kept = weir_arena_str(props->arena, value);
    if (item) {
        item->value = kept;
        return;
    }
    *append(props) = (struct weir_prop){weir_arena_str(props->arena, name), kept};
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
