/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cdc_row.c: a row's cells come in, of the binlog or of a SELECT, its struct value and its key's go
 * out. What a mode cannot express follows event.converting.failure.handling.mode; the key is never
 * masked.
 */
#include "cdc_row.h"

#include "cdc_mask.h"

/* A value that could not be made: what stands for it, or the error. */
static enum weir_verdict fall_back(const struct cdc_table *cdc, const struct cdc_column *col,
                                   struct weir_value *val, struct weir_err *err)
{
    bool has_place = col->column->optional || col->schema->has_default;
    if (!has_place && cdc->maker->conf->converting_failure == FAILURE_FAIL) {
        return weir_err_wrap(err, "a row of %.*s", WEIR_STR_ARG(cdc->id));
    }
    if (has_place || cdc->maker->conf->converting_failure == FAILURE_WARN) {
        weir_warn(cdc->maker->log, "%s: it becomes %s", err->text,
                  col->column->optional      ? "null"
                  : col->schema->has_default ? "the default"
                                             : "zero");
    }
    *val = col->absent;
    return WEIR_OK;
}

/* What was decoded, or what stands for it. */
static enum weir_verdict settle(const struct cdc_table *cdc, const struct cdc_step *step,
                                enum cdc_decoded got, struct weir_value *val, struct weir_err *err)
{
    switch (got) {
    case CDC_GOOD:
        if (step->col->is_truth) {
            *val = weir_int(WEIR_INT16, val->type == WEIR_BOOLEAN ? val->b : val->i > 0);
        }
        break;
    case CDC_ABSENT:
        *val = step->col->absent;
        break;
    case CDC_UNFIT:
        return fall_back(cdc, step->col, val, err);
    case CDC_BROKEN:
        return WEIR_BAD_DATA;
    }
    return WEIR_OK;
}

/* A value that is masked, in the key too, or 0 or 1 of a number. */
static enum weir_verdict special(const struct cdc_table *cdc, const struct cdc_step *step,
                                 struct weir_str cell, struct weir_arena *arena,
                                 struct weir_value *fields, struct weir_value *keys,
                                 struct weir_err *err)
{
    struct weir_value apart; /* in the key alone */
    struct weir_value *val = step->field >= 0 ? &fields[step->field] : &apart;
    enum cdc_decoded got = cell.p ? step->decode(step->col, cell, arena, val, err) : CDC_ABSENT;
    if (settle(cdc, step, got, val, err) != WEIR_OK) {
        return err->class;
    }
    if (step->key >= 0 && keys) {
        keys[step->key] = *val;
    }
    if (step->col->mask) {
        *val = cdc_mask_value(step->col->mask, *val, arena);
    }
    return WEIR_OK;
}

static inline bool same_cell(struct weir_str a, struct weir_str b)
{
    return a.n == b.n && a.p && b.p && memcmp(a.p, b.p, a.n) == 0;
}

/* A row that is decoded already, of which this one may have values. NULL: none. */
struct row_before {
    const struct weir_str *cells;
    const struct weir_value *fields;
};

static inline enum weir_verdict plain(const struct cdc_table *cdc, const struct cdc_step *step,
                                      const struct weir_str *cells, struct row_before before,
                                      struct weir_arena *arena, struct weir_value *fields,
                                      struct weir_err *err)
{
    struct weir_str cell = cells[step->cell];
    struct weir_value *val = &fields[step->field];
    if (before.cells && same_cell(cell, before.cells[step->cell])) {
        *val = before.fields[step->field];
        return WEIR_OK;
    }
    enum cdc_decoded got = cell.p ? step->decode(step->col, cell, arena, val, err) : CDC_ABSENT;
    return got == CDC_GOOD ? WEIR_OK : settle(cdc, step, got, val, err);
}

static enum weir_verdict run(const struct cdc_table *cdc, const struct cdc_step *steps,
                             const struct weir_str *cells, struct row_before before,
                             struct weir_arena *arena, struct weir_value *row,
                             struct weir_value *key, struct weir_err *err)
{
    uint32_t n_key = cdc->key_schema ? cdc->key_schema->n_fields : 0;
    struct weir_value *fields = weir_arena_alloc(arena, cdc->n_fields * sizeof(*fields));
    struct weir_value *keys = key ? weir_arena_alloc(arena, n_key * sizeof(*keys)) : NULL;
    for (const struct cdc_step *step = steps, *end = steps + cdc->n_steps; step < end; step++) {
        if ((step->is_plain
                 ? plain(cdc, step, cells, before, arena, fields, err)
                 : special(cdc, step, cells[step->cell], arena, fields, keys, err)) != WEIR_OK) {
            return err->class;
        }
    }
    if (keys && cdc->key_identity.p) {
        keys[n_key - 1] = weir_string(cdc->key_identity);
    }
    *row = weir_items(WEIR_STRUCT, fields, cdc->n_fields);
    if (key) {
        *key = cdc->key_schema ? weir_items(WEIR_STRUCT, keys, n_key) : weir_null();
    }
    return WEIR_OK;
}

enum weir_verdict cdc_table_row(const struct cdc_table *cdc, const struct weir_str *cells,
                                struct weir_arena *arena, struct weir_value *row,
                                struct weir_value *key, struct weir_err *err)
{
    return run(cdc, cdc->cell_steps, cells, (struct row_before){0}, arena, row, key, err);
}

enum weir_verdict cdc_table_row_after(const struct cdc_table *cdc, const struct weir_str *cells,
                                      const struct weir_str *cells_before, struct weir_value before,
                                      struct weir_arena *arena, struct weir_value *row,
                                      struct weir_value *key, struct weir_err *err)
{
    struct row_before it = {.cells = cells_before, .fields = before.items};
    return run(cdc, cdc->cell_steps, cells, it, arena, row, key, err);
}

enum weir_verdict cdc_table_row_of_text(const struct cdc_table *cdc, const struct weir_str *cells,
                                        struct weir_arena *arena, struct weir_value *row,
                                        struct weir_value *key, struct weir_err *err)
{
    return run(cdc, cdc->text_steps, cells, (struct row_before){0}, arena, row, key, err);
}
