/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cdc_meta_schema.h: the schemas of the records beside the data, made once a task.
 */
#ifndef WEIR_CDC_META_SCHEMA_H
#define WEIR_CDC_META_SCHEMA_H

#include "cdc_maker.h"

/* Fills maker->meta; maker's connector name and source schema are there. */
void cdc_meta_schemas_make(struct cdc_maker *maker);
void cdc_meta_schemas_free(struct cdc_meta_schemas *schemas);

#endif
