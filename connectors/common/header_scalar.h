/* SPDX-License-Identifier: Apache-2.0 */
/*
 * header_scalar.h: what a header can be besides a word, a list or a map: a number, a date, a text
 * in quotes. For header_parse.c.
 */
#ifndef HEADER_SCALAR_H
#define HEADER_SCALAR_H

#include <weir/batch.h>

#include "header_tokens.h"

/* sch NULL: null. */
struct header_typed {
    const struct weir_schema *sch;
    struct weir_value val;
};

/* Makes the schema and has the batch hold it. */
const struct weir_schema *header_schema(struct weir_batch *batch,
                                        const struct weir_schema_spec *spec);

/* The smallest type that holds it, as Java has it: 1.0 is an int8, 0.1 a float32. */
bool header_number(struct weir_batch *batch, struct weir_str token, struct header_typed *out);
/* A date of this token, or a time of it and the four that follow, which are then taken. */
bool header_date(struct weir_batch *batch, struct header_tokens *tokens, struct weir_str token,
                 struct header_typed *out);
/* What follows an opening quote: a date or a string. */
void header_quoted(struct weir_batch *batch, struct header_tokens *tokens,
                   struct header_typed *out);

#endif
