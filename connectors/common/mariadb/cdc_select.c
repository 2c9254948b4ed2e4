/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cdc_select.c: the columns of a table become the list of a SELECT. Floats are multiplied by a
 * double, whose text has every bit of them: MariaDB shows a FLOAT with six digits only.
 */
#include "cdc_row.h"
#include "common/mysql/my_session.h"

void cdc_table_select(const struct cdc_table *cdc, struct weir_buf *sql)
{
    for (uint32_t i = 0; i < cdc->n_steps; i++) {
        const struct my_column *column = cdc->text_steps[i].col->column;
        bool is_float = column->kind == MY_FLOAT || column->kind == MY_DOUBLE;
        weir_buf_text(sql, i ? ", " : "");
        my_quote_name(sql, column->name);
        weir_buf_text(sql, is_float ? " * 1e0" : "");
    }
    if (cdc->n_steps == 0) {
        weir_buf_text(sql, "1"); /* every column is left out, the rows are still events */
    }
}
