/* SPDX-License-Identifier: Apache-2.0 */
/*
 * avro_same.c: in a schema's text a name stands for one type. Where two types of a schema have the
 * same name and are laid out differently, the text would say of the second what is true of the
 * first, and what was written could not be read; Java's converter writes it nevertheless.
 */
#include "avro_from_connect.h"

struct named {
    struct named *next;
    const struct avro_schema *avro;
};

struct walk {
    struct weir_arena *arena;
    struct named *seen;
    const struct avro_schema *wrong;
};

static bool same(const struct avro_schema *a, const struct avro_schema *b, int depth);

static bool same_parts(const struct avro_schema *a, const struct avro_schema *b, int depth)
{
    for (size_t i = 0; i < a->n_fields; i++) {
        if (!weir_str_eq(a->fields[i].name, b->fields[i].name) ||
            !same(a->fields[i].type, b->fields[i].type, depth)) {
            return false;
        }
    }
    for (size_t i = 0; i < a->n_symbols; i++) {
        if (!weir_str_eq(a->symbols[i], b->symbols[i])) {
            return false;
        }
    }
    for (size_t i = 0; i < a->n_branches; i++) {
        if (!same(a->branches[i], b->branches[i], depth)) {
            return false;
        }
    }
    return !a->items || same(a->items, b->items, depth);
}

/* Whether values of the two are the same bytes. */
static bool same(const struct avro_schema *a, const struct avro_schema *b, int depth)
{
    if (a == b || depth++ >= AVRO_DEPTH_MAX) {
        return true;
    }
    return a->type == b->type && a->n_fields == b->n_fields && a->n_symbols == b->n_symbols &&
           a->n_branches == b->n_branches && a->size == b->size &&
           (!avro_is_named(a) || avro_same_name(a, b)) && same_parts(a, b, depth);
}

/* false: it was here before, or it is wrong. */
static bool first_time(struct walk *walk, const struct avro_schema *avro)
{
    for (const struct named *at = walk->seen; at; at = at->next) {
        if (avro_same_name(at->avro, avro)) {
            walk->wrong = same(at->avro, avro, 0) ? walk->wrong : avro;
            return false;
        }
    }
    struct named *named = WEIR_NEW(walk->arena, struct named);
    *named = (struct named){.next = walk->seen, .avro = avro};
    walk->seen = named;
    return true;
}

static void visit(struct walk *walk, const struct avro_schema *avro)
{
    if (walk->wrong || (avro_is_named(avro) && !first_time(walk, avro))) {
        return;
    }
    for (size_t i = 0; i < avro->n_fields; i++) {
        visit(walk, avro->fields[i].type);
    }
    for (size_t i = 0; i < avro->n_branches; i++) {
        visit(walk, avro->branches[i]);
    }
    if (avro->items) {
        visit(walk, avro->items);
    }
}

enum weir_verdict avro_check_names(struct weir_arena *arena, const struct avro_schema *avro,
                                   struct weir_err *err)
{
    struct walk walk = {.arena = arena};
    visit(&walk, avro);
    return walk.wrong ? weir_err_set(err, WEIR_BAD_DATA,
                                     "two different types of the schema are both named %.*s in "
                                     "Avro; give one of the Connect schemas another name",
                                     WEIR_STR_ARG(avro_full_name(arena, walk.wrong)))
                      : WEIR_OK;
}
