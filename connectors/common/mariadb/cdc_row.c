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

/* What is not just good. */
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

static inline enum weir_verdict step_value(const struct cdc_table *cdc, const struct cdc_step *step,
                                           struct weir_str cell, struct weir_arena *arena,
                                           struct weir_value *val, struct weir_err *err)
{
    enum cdc_decoded got = cell.p ? step->decode(step->col, cell, arena, val, err) : CDC_ABSENT;
    return got == CDC_GOOD && !step->col->is_truth ? WEIR_OK : settle(cdc, step, got, val, err);
}

static enum weir_verdict run(const struct cdc_table *cdc, const struct cdc_step *steps,
                             const struct weir_str *cells, struct weir_arena *arena,
                             struct weir_value *row, struct weir_value *key, struct weir_err *err)
{
    uint32_t n_key = cdc->key_schema ? cdc->key_schema->n_fields : 0;
    struct weir_value *fields = weir_arena_alloc(arena, cdc->n_fields * sizeof(*fields));
    struct weir_value *keys = key ? weir_arena_alloc(arena, n_key * sizeof(*keys)) : NULL;
    struct weir_value apart; /* in the key alone */
    for (const struct cdc_step *step = steps, *end = steps + cdc->n_steps; step < end; step++) {
        struct weir_value *val = step->field >= 0 ? &fields[step->field] : &apart;
        if (step_value(cdc, step, cells[step->cell], arena, val, err) != WEIR_OK) {
            return err->class;
        }
        if (step->key >= 0 && keys) {
            keys[step->key] = *val;
        }
        if (step->col->mask) {
            *val = cdc_mask_value(step->col->mask, *val, arena);
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
    return run(cdc, cdc->cell_steps, cells, arena, row, key, err);
}

enum weir_verdict cdc_table_row_of_text(const struct cdc_table *cdc, const struct weir_str *cells,
                                        struct weir_arena *arena, struct weir_value *row,
                                        struct weir_value *key, struct weir_err *err)
{
    return run(cdc, cdc->text_steps, cells, arena, row, key, err);
}
