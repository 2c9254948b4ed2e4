/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cdc_source.h: the source block of an event: where the change was made. Its constant part is made
 * once a table, the rest comes from the origin.
 */
#ifndef WEIR_CDC_SOURCE_H
#define WEIR_CDC_SOURCE_H

#include "cdc_envelope.h"

#define CDC_VERSION       "3.5.0.Final" /* the Debezium whose events ours are equal to */
#define CDC_SOURCE_FIELDS 17

/* io.debezium.connector.<connector>.Source; one reference, the caller's. */
const struct weir_schema *cdc_source_schema(struct weir_str connector);
/* What is the same for all events of a table; table.p NULL: null. Texts are not copied. */
void cdc_source_constant(const struct cdc_maker *maker, struct weir_str db, struct weir_str table,
                         struct weir_value constant[CDC_SOURCE_FIELDS]);
/* The whole block, in arena. */
struct weir_value cdc_source_block(const struct weir_value constant[CDC_SOURCE_FIELDS],
                                   const struct cdc_origin *origin, struct weir_arena *arena);

#endif
