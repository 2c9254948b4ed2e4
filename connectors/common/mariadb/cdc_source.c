/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cdc_source.c: an origin comes in, the source block goes out; one copy of the table's constant part
 * and a dozen stores.
 */
#include "cdc_source.h"

#include "cdc_struct.h"

enum field {
    VERSION,
    CONNECTOR,
    NAME,
    TS_MS,
    SNAPSHOT,
    DB,
    SEQUENCE,
    TS_US,
    TS_NS,
    TABLE,
    SERVER_ID,
    GTID,
    FILE_NAME,
    POS,
    ROW,
    THREAD,
    QUERY,
};

static const struct weir_schema *snapshot_mark_schema(void)
{
    static const int32_t one = 1;
    static const struct weir_param allowed = {
        WEIR_STR("allowed"),
        WEIR_STR("true,first,first_in_data_collection,last_in_data_collection,last,false,"
                 "incremental")};
    struct weir_value def = weir_string(WEIR_STR("false"));
    return weir_schema_make(&(struct weir_schema_spec){
        .type = WEIR_STRING,
        .optional = true,
        .name = WEIR_STR("io.debezium.data.Enum"),
        .version = &one,
        .def = &def,
        .params = &allowed,
        .n_params = 1,
    });
}

const struct weir_schema *cdc_source_schema(struct weir_str connector)
{
    char name[64];
    const struct weir_schema *snapshot = snapshot_mark_schema();
    struct cdc_struct plan = {.version = 1};
    int n = snprintf(name, sizeof(name), "io.debezium.connector.%.*s.Source",
                     WEIR_STR_ARG(connector));
    plan.name = weir_str_n(name, (size_t)n);
    cdc_struct_plain(&plan, "version", WEIR_STRING, false);
    cdc_struct_plain(&plan, "connector", WEIR_STRING, false);
    cdc_struct_plain(&plan, "name", WEIR_STRING, false);
    cdc_struct_plain(&plan, "ts_ms", WEIR_INT64, false);
    cdc_struct_field(&plan, "snapshot", snapshot);
    cdc_struct_plain(&plan, "db", WEIR_STRING, false);
    cdc_struct_plain(&plan, "sequence", WEIR_STRING, true);
    cdc_struct_plain(&plan, "ts_us", WEIR_INT64, true);
    cdc_struct_plain(&plan, "ts_ns", WEIR_INT64, true);
    cdc_struct_plain(&plan, "table", WEIR_STRING, true);
    cdc_struct_plain(&plan, "server_id", WEIR_INT64, false);
    cdc_struct_plain(&plan, "gtid", WEIR_STRING, true);
    cdc_struct_plain(&plan, "file", WEIR_STRING, false);
    cdc_struct_plain(&plan, "pos", WEIR_INT64, false);
    cdc_struct_plain(&plan, "row", WEIR_INT32, false);
    cdc_struct_plain(&plan, "thread", WEIR_INT64, true);
    cdc_struct_plain(&plan, "query", WEIR_STRING, true);
    const struct weir_schema *sch = cdc_struct_make(&plan);
    weir_schema_unref(snapshot);
    return sch;
}

void cdc_source_constant(const struct cdc_maker *maker, struct weir_str db, struct weir_str table,
                         struct weir_value constant[CDC_SOURCE_FIELDS])
{
    for (size_t i = 0; i < CDC_SOURCE_FIELDS; i++) {
        constant[i] = weir_null();
    }
    constant[VERSION] = weir_string(WEIR_STR(CDC_VERSION));
    constant[CONNECTOR] = weir_string(maker->connector);
    constant[NAME] = weir_string(maker->prefix);
    constant[DB] = weir_string(db.p ? db : WEIR_STR(""));
    constant[TABLE] = table.p ? weir_string(table) : weir_null();
}

static inline struct weir_value text_or_null(struct weir_str text)
{
    return text.p ? weir_string(text) : weir_null();
}

static struct weir_value snapshot_value(enum cdc_snapshot snapshot)
{
    switch (snapshot) {
    case CDC_SNAPSHOT_FALSE:
        break; /* null: the schema's default says "false" */
    case CDC_SNAPSHOT_TRUE:
        return weir_string(WEIR_STR("true"));
    case CDC_SNAPSHOT_FIRST:
        return weir_string(WEIR_STR("first"));
    case CDC_SNAPSHOT_FIRST_IN_COLLECTION:
        return weir_string(WEIR_STR("first_in_data_collection"));
    case CDC_SNAPSHOT_LAST_IN_COLLECTION:
        return weir_string(WEIR_STR("last_in_data_collection"));
    case CDC_SNAPSHOT_LAST:
        return weir_string(WEIR_STR("last"));
    case CDC_SNAPSHOT_INCREMENTAL:
        return weir_string(WEIR_STR("incremental"));
    }
    return weir_null();
}

struct weir_value cdc_source_block(const struct weir_value constant[CDC_SOURCE_FIELDS],
                                   const struct cdc_origin *origin, struct weir_arena *arena)
{
    struct weir_value *block = weir_arena_alloc(arena, CDC_SOURCE_FIELDS * sizeof(*block));
    memcpy(block, constant, CDC_SOURCE_FIELDS * sizeof(*block));
    block[TS_MS] = weir_int(WEIR_INT64, origin->ts_us / 1000);
    block[TS_US] = weir_int(WEIR_INT64, origin->ts_us);
    block[TS_NS] = weir_int(WEIR_INT64, origin->ts_us * 1000);
    block[SNAPSHOT] = snapshot_value(origin->snapshot);
    block[SERVER_ID] = weir_int(WEIR_INT64, origin->server_id);
    block[GTID] = text_or_null(origin->gtid);
    block[FILE_NAME] = weir_string(origin->file);
    block[POS] = weir_int(WEIR_INT64, (int64_t)origin->pos);
    block[ROW] = weir_int(WEIR_INT32, origin->row);
    block[THREAD] = origin->thread >= 0 ? weir_int(WEIR_INT64, origin->thread) : weir_null();
    block[QUERY] = text_or_null(origin->query);
    return weir_items(WEIR_STRUCT, block, CDC_SOURCE_FIELDS);
}
