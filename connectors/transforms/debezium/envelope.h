/* SPDX-License-Identifier: Apache-2.0 */
/*
 * envelope.h: Debezium's change events as transforms see them: which records are one, and
 * references to fields of theirs as add.fields and add.headers write them.
 */
#ifndef ENVELOPE_H
#define ENVELOPE_H

#include <weir/batch.h>
#include <weir/conf.h>

#include "plan_cache.h"

/* A schema whose name ends with ".Envelope". */
bool envelope_is(const struct weir_schema *sch);

/* "op", "source.ts_ms", "lsn:NEW": read once, when the transform opens. */
struct field_ref {
    struct weir_str parent; /* p NULL: the envelope itself */
    struct weir_str field;
    struct weir_str name; /* of what is added */
};

struct field_refs {
    struct field_ref *items;
    size_t n;
};

/* Where it is in one schema, and the schema that goes with it. */
struct field_place {
    const struct field_ref *ref;
    const struct weir_schema *schema; /* optional; owned by the plan */
    int parent;                       /* -1: the envelope */
    int field;
    bool in_envelope; /* not in its parent: found in the envelope instead */
};

struct field_places {
    struct field_place *items;
    size_t n;
};

/* As String.split: empty ones at the end of the list are none. */
enum weir_verdict field_refs_parse(struct weir_arena *arena, const struct weir_conf_list *list,
                                   struct weir_str prefix, struct field_refs *refs,
                                   struct weir_err *err);
/* Those that there are in plan->from, an envelope's. */
enum weir_verdict field_refs_place(struct plan *plan, const struct field_refs *refs,
                                   struct field_places *out, struct weir_err *err);
struct weir_value field_place_value(const struct field_place *place, struct weir_value envelope);

#endif
