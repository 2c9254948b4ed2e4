/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cdc_schema.c: the catalog of a server's tables, for the source. Statements come from the binlog
 * and the snapshot, whole tables from the schema history.
 */
#include "cdc_schema.h"

#include <stdlib.h>

#include <weir/mem.h>

struct cdc_schema {
    struct my_catalog *catalog;
};

struct cdc_schema *cdc_schema_new(void)
{
    struct cdc_schema *schema = weir_xcalloc(1, sizeof(*schema));
    schema->catalog = my_catalog_new();
    return schema;
}

void cdc_schema_nocase(struct cdc_schema *schema)
{
    my_catalog_nocase(schema->catalog);
}

void cdc_schema_no_comments(struct cdc_schema *schema)
{
    my_catalog_no_comments(schema->catalog);
}

bool cdc_schema_has_comments(const struct cdc_schema *schema)
{
    return my_catalog_has_comments(schema->catalog);
}

void cdc_schema_free(struct cdc_schema *schema)
{
    if (schema) {
        my_catalog_free(schema->catalog);
        free(schema);
    }
}

const struct my_table *cdc_schema_table(const struct cdc_schema *schema, struct weir_str db,
                                        struct weir_str name)
{
    return my_catalog_find(schema->catalog, db, name);
}

void cdc_schema_put(struct cdc_schema *schema, const struct my_table *table)
{
    my_catalog_put(schema->catalog, table);
}

void cdc_schema_drop(struct cdc_schema *schema, struct weir_str db, struct weir_str name)
{
    (void)my_catalog_drop(schema->catalog, db, name);
}

struct weir_str cdc_schema_charset(const struct cdc_schema *schema, struct weir_str db)
{
    return my_catalog_charset(schema->catalog, db);
}

size_t cdc_schema_list(const struct cdc_schema *schema, struct weir_arena *arena,
                       const struct my_table ***tables)
{
    return my_catalog_list(schema->catalog, arena, tables);
}

enum weir_verdict cdc_schema_apply(struct cdc_schema *schema, struct weir_str default_db,
                                   struct weir_str sql,
                                   bool (*captured)(void *self, struct weir_str db,
                                                    struct weir_str name),
                                   void *self, struct weir_arena *arena,
                                   struct ddl_changes *changes, struct weir_err *err)
{
    return ddl_apply(schema->catalog, default_db, sql, captured, self, arena, changes, err);
}
