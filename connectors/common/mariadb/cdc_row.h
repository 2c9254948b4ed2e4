/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cdc_row.h: the order in which a row's cells become values, for cdc_table.c, which lays it down.
 */
#ifndef WEIR_CDC_ROW_H
#define WEIR_CDC_ROW_H

#include "cdc_column.h"
#include "cdc_table.h"

struct cdc_step {
    cdc_decode *decode;
    const struct cdc_column *col;
    uint32_t cell;
    int32_t field; /* of the row; -1: not in it */
    int32_t key;   /* of the key; -1: not in it */
    bool is_plain; /* in the row alone, as it was decoded */
};

#endif
