/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sink_bind.c: groups of rows come in, one binary array a column goes out, all in sink->wire. A
 * value that has no form in the column's type makes its record bad.
 */
#include <stdio.h>

#include <weir/mem.h>

#include "common/pg/pg_binary.h"
#include "sink.h"

#define WIRE_KEEP_BYTES ((size_t)4 * 1024 * 1024)

static void refuse(struct sink *sink, struct sink_row *row, const struct sink_bind *bind,
                   struct weir_value val)
{
    struct weir_buf words;
    char length[32] = "";
    bool sized = val.type == WEIR_STRING || val.type == WEIR_BYTES || val.type == WEIR_DECIMAL;
    weir_buf_init(&words, 1024);
    sink_type_words(&words, bind->schema);
    if (sized) {
        snprintf(length, sizeof(length), " of %u bytes", val.n);
    }
    sink_row_bad(sink, row, "table %.*s, column %.*s: a value%s of type %.*s cannot be stored as "
                 "%.*s",
                 WEIR_STR_ARG(row->write->target->words), WEIR_STR_ARG(bind->column->name), length,
                 WEIR_STR_ARG(weir_buf_view(&words)), WEIR_STR_ARG(bind->column->type_name));
    weir_buf_free(&words);
    sink->again = true;
}

static void bind_column(struct sink *sink, const struct sink_group *group, uint32_t i)
{
    struct sink_bind *bind = &group->write->binds[i];
    const struct sink_column *column = &group->write->plan->columns[i];
    struct weir_buf *wire = &sink->wire;
    bool has_null = false;
    size_t at = pg_array_begin(wire, bind->wire);
    for (uint32_t r = group->first; r != NO_ROW; r = sink->rows[r].next) {
        struct sink_row *row = &sink->rows[r];
        struct weir_value val = sink_bind_value(bind, row->sides[column->side][column->at]);
        if (val.type == WEIR_NULL) {
            has_null = true;
            pg_put_null(wire);
        } else if (!bind->put(bind, val, wire) && !row->bad) {
            refuse(sink, row, bind, val);
        }
    }
    pg_array_end(wire, at, group->n, has_null);
    sink->params[sink->n_params++] = (struct pg_param){.p = (const char *)at, .n = wire->n - at};
}

static void need_params(struct sink *sink, size_t n)
{
    if (sink->n_params + n > sink->cap_params) {
        sink->cap_params = 2 * (sink->n_params + n);
        sink->params = weir_xrealloc(sink->params, sink->cap_params, sizeof(*sink->params));
    }
}

/* Until all is bound the buffer may move: places become pointers at the end. */
static void point(struct sink *sink)
{
    for (size_t i = 0; i < sink->n_params; i++) {
        sink->params[i].p = sink->wire.p + (uintptr_t)sink->params[i].p;
    }
}

enum weir_verdict sink_bind(struct sink *sink, struct weir_err *err)
{
    sink->n_params = 0;
    sink->again = false;
    weir_buf_shrink(&sink->wire, WIRE_KEEP_BYTES);
    for (uint32_t g = 0; g < sink->n_groups; g++) {
        struct sink_group *group = &sink->groups[g];
        uint32_t n = group->write->statements[group->op].n_params;
        group->params = sink->n_params;
        need_params(sink, n);
        for (uint32_t i = 0; group->n && i < n; i++) {
            bind_column(sink, group, i);
        }
    }
    point(sink);
    return weir_buf_check(&sink->wire, WEIR_FATAL, "a batch in PostgreSQL's form", err);
}
