/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sink_reduce.c: rows come in the order of the log; groups of rows that one statement takes go
 * out. Of each key only the last change is kept, which lets deletes and writes be gathered by
 * table. Where that would not give the same result (a delete that a partial row follows, rows of
 * other columns, insert mode) a new stage begins: stages are executed one after another.
 */
#include <limits.h>
#include <stdlib.h>

#include <weir/mem.h>

#include "sink.h"

struct seen { /* the keys of the stage, by hash */
    uint32_t *slots; /* row + 1; 0: free */
    size_t mask;
};

/* ---- keys ---- */

static struct weir_value key_value(const struct sink *sink, const struct sink_row *row, uint32_t i)
{
    const struct sink_column *column = &row->write->plan->columns[i];
    const struct sink_bind *bind = &row->write->binds[i];
    struct weir_value val = sink_bind_value(bind, row->sides[column->side][column->at]);
    return bind->form == SINK_KEY_AS_IS ? val : sink_key_value(bind->form, val, &sink->batch->arena);
}

static bool is_int(uint8_t type)
{
    return type >= WEIR_INT8 && type <= WEIR_INT64;
}

static uint64_t mix(uint64_t hash, uint64_t x)
{
    hash = (hash ^ x) * 0x9e3779b97f4a7c15u;
    return hash ^ hash >> 29;
}

static uint64_t hash_value(uint64_t hash, struct weir_value val)
{
    switch (val.type) {
    case WEIR_STRING:
    case WEIR_BYTES:
    case WEIR_DECIMAL:
        return mix(hash, weir_str_hash(weir_value_str(val)));
    case WEIR_BOOLEAN:
        return mix(hash, val.b);
    case WEIR_ARRAY:
    case WEIR_MAP:
    case WEIR_STRUCT:
    case WEIR_NULL:
    case WEIR_FLOAT32:
        return mix(hash, val.n);
    default:
        return mix(hash, (uint64_t)val.i);
    }
}

static uint64_t hash_row(const struct sink *sink, const struct sink_row *row)
{
    uint64_t hash = (uintptr_t)row->write->target;
    for (uint32_t i = 0; i < row->write->plan->n_keys; i++) {
        hash = hash_value(hash, key_value(sink, row, i));
    }
    return hash;
}

static bool same_key(const struct sink *sink, const struct sink_row *a, const struct sink_row *b)
{
    if (a->write->target != b->write->target) {
        return false;
    }
    for (uint32_t i = 0; i < a->write->plan->n_keys; i++) {
        struct weir_value x = key_value(sink, a, i), y = key_value(sink, b, i);
        bool same = is_int(x.type) && is_int(y.type) ? x.i == y.i : weir_value_equal(x, y);
        if (!same) {
            return false;
        }
    }
    return true;
}

/* The slot of the row's key, or the free one where it belongs. */
static uint32_t *slot_of(const struct sink *sink, struct seen *seen, const struct sink_row *row)
{
    size_t at = hash_row(sink, row) & seen->mask;
    while (seen->slots[at]) {
        const struct sink_row *other = &sink->rows[seen->slots[at] - 1];
        if (other->stage == sink->stage && same_key(sink, other, row)) {
            break;
        }
        at = (at + 1) & seen->mask;
    }
    return &seen->slots[at];
}

/* ---- groups ---- */

static struct sink_group *add_group(struct sink *sink, struct sink_write *write, enum sink_op op)
{
    if (sink->n_groups == sink->cap_groups) {
        sink->cap_groups = sink->cap_groups ? 2 * sink->cap_groups : 16;
        sink->groups = weir_xrealloc(sink->groups, sink->cap_groups, sizeof(*sink->groups));
    }
    struct sink_group *group = &sink->groups[sink->n_groups++];
    *group = (struct sink_group){
        .write = write, .op = op, .stage = sink->stage, .first = NO_ROW, .last = NO_ROW};
    return group;
}

static struct sink_group *group_of(struct sink *sink, struct sink_write *write, enum sink_op op)
{
    if (write->stage != sink->stage) {
        write->stage = sink->stage;
        for (size_t i = 0; i < OP_SKIP; i++) {
            write->groups[i] = -1;
        }
    }
    if (write->groups[op] < 0) {
        write->groups[op] = (int)sink->n_groups;
        return add_group(sink, write, op);
    }
    return &sink->groups[write->groups[op]];
}

static void append(struct sink *sink, struct sink_group *group, uint32_t i)
{
    sink->rows[i].next = NO_ROW;
    if (group->last == NO_ROW) {
        group->first = i;
    } else {
        sink->rows[group->last].next = i;
    }
    group->last = i;
    group->n++;
}

/* ---- stages ---- */

static void begin_stage(struct sink *sink)
{
    sink->stage++;
}

/* Both write their keys in the same types, so that equal keys look equal. */
static bool same_keys(const struct sink_write *a, const struct sink_write *b)
{
    if (a == b) {
        return true;
    }
    bool same = a->plan->n_keys == b->plan->n_keys;
    for (uint32_t i = 0; same && i < a->plan->n_keys; i++) {
        same = a->binds[i].column == b->binds[i].column && a->binds[i].type.kind == b->binds[i].type.kind;
    }
    return same;
}

/* Every column that the earlier one writes, the later one writes too. */
static bool covers(const struct sink_write *later, const struct sink_write *earlier)
{
    for (uint32_t i = 0; later != earlier && i < earlier->plan->n_columns; i++) {
        uint32_t at = 0;
        while (at < later->plan->n_columns &&
               later->binds[at].column != earlier->binds[i].column) {
            at++;
        }
        if (at == later->plan->n_columns) {
            return false;
        }
    }
    return true;
}

/* Whether the row can join the stage as far as its table goes. */
static bool joins(const struct sink *sink, const struct sink_row *row)
{
    const struct sink_target *target = row->write->target;
    if (target->stage != sink->stage) {
        return true;
    }
    if (row->op == OP_TRUNCATE || target->stage_ops & 1u << OP_TRUNCATE) {
        return false;
    }
    if (sink->conf->insert_mode == SINK_INSERT || !row->write->plan->n_keys) {
        return target->stage_ops == 1u << row->op && target->stage_write == row->write;
    }
    if (row->write->keys_alike && sink->conf->insert_mode == SINK_UPDATE) {
        return false; /* one UPDATE would take either of two rows */
    }
    if (row->write->keys_alike && target->stage_ops != 1u << row->op) {
        return false; /* deletes would overtake writes */
    }
    return same_keys(target->stage_write, row->write);
}

static void enter(struct sink *sink, struct sink_row *row)
{
    struct sink_target *target = row->write->target;
    if (target->stage != sink->stage) {
        target->stage = sink->stage;
        target->stage_ops = 0;
        target->stage_write = row->write;
    }
    target->stage_ops |= 1u << row->op;
    row->stage = sink->stage;
}

enum meeting { TAKES_PLACE, IS_NOTHING, NEEDS_STAGE };

/* A later change meets an earlier one of its key. */
static enum meeting meet(const struct sink *sink, const struct sink_row *earlier,
                         const struct sink_row *later)
{
    if (later->op == OP_DELETE) {
        return TAKES_PLACE;
    }
    if (sink->conf->insert_mode == SINK_UPDATE) {
        /* What was deleted cannot be updated. */
        return earlier->op == OP_DELETE                ? IS_NOTHING
               : covers(later->write, earlier->write) ? TAKES_PLACE
                                                       : NEEDS_STAGE;
    }
    bool whole = earlier->op == OP_DELETE ? later->write->covers_all
                                          : covers(later->write, earlier->write);
    return whole ? TAKES_PLACE : NEEDS_STAGE;
}

/* ---- rows ---- */

static void take(struct sink *sink, struct seen *seen, uint32_t i)
{
    struct sink_row *row = &sink->rows[i];
    if (!joins(sink, row)) {
        begin_stage(sink);
    }
    bool by_key = sink->conf->insert_mode != SINK_INSERT && row->write->plan->n_keys &&
                  row->op != OP_TRUNCATE;
    uint32_t *slot = by_key ? slot_of(sink, seen, row) : NULL;
    struct sink_row *earlier = slot && *slot ? &sink->rows[*slot - 1] : NULL;
    if (earlier) {
        enum meeting meeting = meet(sink, earlier, row);
        if (meeting == IS_NOTHING) {
            row->superseded = true;
            return;
        }
        if (meeting == NEEDS_STAGE) {
            begin_stage(sink);
            slot = slot_of(sink, seen, row);
        } else {
            earlier->superseded = true;
        }
    }
    enter(sink, row);
    if (slot) {
        *slot = i + 1;
    }
    append(sink, group_of(sink, row->write, row->op), i);
}

/* Superseded rows leave their groups. */
static void sweep(struct sink *sink)
{
    for (uint32_t g = 0; g < sink->n_groups; g++) {
        struct sink_group *group = &sink->groups[g];
        uint32_t *link = &group->first;
        group->last = NO_ROW;
        group->n = 0;
        while (*link != NO_ROW) {
            struct sink_row *row = &sink->rows[*link];
            if (row->superseded) {
                *link = row->next;
            } else {
                group->last = *link;
                group->n++;
                link = &row->next;
            }
        }
    }
}

/* Within a stage deletes go first, they may free what a write needs: children before those that
 * foreign keys point to. Writes go the other way. */
static int rank(const struct sink_group *group)
{
    int depth = group->write->target->depth;
    return group->op == OP_TRUNCATE ? INT_MIN : group->op == OP_DELETE ? -1 - depth : depth;
}

/* Stable. */
static void order(struct sink *sink)
{
    for (uint32_t i = 1; i < sink->n_groups; i++) {
        struct sink_group group = sink->groups[i];
        uint32_t at = i;
        while (at > 0 && sink->groups[at - 1].stage == group.stage &&
               rank(&sink->groups[at - 1]) > rank(&group)) {
            sink->groups[at] = sink->groups[at - 1];
            at--;
        }
        sink->groups[at] = group;
    }
}

static struct seen new_seen(struct sink *sink, uint32_t n)
{
    size_t size = 16;
    while (size < (size_t)n * 2) {
        size *= 2;
    }
    return (struct seen){.slots = WEIR_NEW_ARRAY(&sink->batch->arena, uint32_t, size),
                         .mask = size - 1};
}

bool sink_is_overtaken(const struct sink *sink, uint32_t i)
{
    for (uint32_t later = i + 1; later < sink->n_rows; later++) {
        if (sink->rows[later].op != OP_TRUNCATE && sink->rows[i].op != OP_TRUNCATE &&
            same_key(sink, &sink->rows[i], &sink->rows[later])) {
            return true;
        }
    }
    return false;
}

void sink_reduce(struct sink *sink, uint32_t from, uint32_t to)
{
    struct seen seen = new_seen(sink, to - from);
    sink->n_groups = 0;
    if (sink->targets_changed) {
        sink_targets_rank(sink);
    }
    begin_stage(sink);
    for (uint32_t i = from; i < to; i++) {
        sink->rows[i].superseded = false;
        if (!sink->rows[i].bad) {
            take(sink, &seen, i);
        }
    }
    sweep(sink);
    order(sink);
}
