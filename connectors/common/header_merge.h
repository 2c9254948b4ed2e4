/* SPDX-License-Identifier: Apache-2.0 */
/*
 * header_merge.h: the one schema of a list's elements (or a map's keys, or values), and the
 * elements brought to it, as the SchemaMerger and convertTo of Connect's Values.
 */
#ifndef HEADER_MERGE_H
#define HEADER_MERGE_H

#include <weir/schema.h>

struct header_merge {
    const struct weir_schema *common; /* NULL: nothing seen, or nothing in common */
    bool apart;                       /* nothing in common, whatever comes */
};

/* sch NULL: of a null, which says nothing. */
void header_merge_add(struct header_merge *merge, const struct weir_schema *sch);

/* False: val cannot become what sch says, and the whole header is a plain text. */
bool header_convert(const struct weir_schema *sch, struct weir_value *val);

#endif
