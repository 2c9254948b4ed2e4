/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cdc_text_string.c: texts as a SELECT gives them: the session speaks utf8mb4, so the server has
 * converted them already. Binary columns come as they are and are read as those of the binlog.
 */
#include "cdc_decode.h"

enum cdc_decoded cdc_text_string(const struct cdc_column *col, struct weir_str cell,
                                 struct weir_arena *arena, struct weir_value *val,
                                 struct weir_err *err)
{
    (void)col;
    (void)err;
    *val = weir_string(my_charset_decode(my_charset_utf8(), cell, arena));
    return CDC_GOOD;
}
