/* SPDX-License-Identifier: Apache-2.0 */
/* replace_fields.h: fields taken out of a key or value, for who learns which only at the record. */
#ifndef REPLACE_FIELDS_H
#define REPLACE_FIELDS_H

#include <weir/batch.h>

/* The names in `list` (an array of strings) go; with only_optional those whose schema is optional.
 */
enum weir_verdict replace_fields_drop(struct weir_batch *batch, struct weir_record *rec,
                                      bool is_key, struct weir_value list, bool only_optional,
                                      struct weir_err *err);

#endif
