/* SPDX-License-Identifier: Apache-2.0 */
/*
 * schema_entry.h: what stands around a schema in the table. The schema is the first member, so
 * that the pointer everybody holds is the entry's.
 */
#ifndef DATA_SCHEMA_ENTRY_H
#define DATA_SCHEMA_ENTRY_H

#include <stdatomic.h>

#include <weir/schema.h>

#define SCHEMA_IMMORTAL UINT32_MAX

struct schema_entry {
    struct weir_schema sch;
    struct schema_entry *next; /* in its bucket */
    uint64_t hash;
    _Atomic(uint32_t) refs; /* SCHEMA_IMMORTAL: not counted */
    _Atomic(struct schema_text *) json;
    struct weir_arena arena; /* all that the schema points to */
};

/* The JSON text, in one piece of malloc'ed memory. */
struct schema_text {
    struct weir_str text;
    char bytes[];
};

static inline struct schema_entry *schema_entry_of(const struct weir_schema *sch)
{
    return (struct schema_entry *)(uintptr_t)sch;
}

/* The plain and logical schemas, which are there without being made. */
#define SCHEMA_SINGLETONS 24
extern struct schema_entry schema_singletons[SCHEMA_SINGLETONS];

#endif
