/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_cdc_envelope.c: a change's records, to the byte, through the real JsonConverter.
 */
#include "unit.h"

#include "cdc_rig.h"

#define COLUMN(n, k, t, ...)                                                                       \
    {.name = WEIR_STR(n), .kind = (k), .type_name = WEIR_STR(t), .native_type = MY_NONE,           \
     __VA_ARGS__}

static const struct weir_str sides[] = {WEIR_STR("'B'"), WEIR_STR("'S'")};

static const struct my_column columns[] = {
    COLUMN("id", MY_BIGINT, "BIGINT UNSIGNED", .is_unsigned = true, .length = 20,
           .scale = MY_NONE),
    COLUMN("px", MY_DECIMAL, "DECIMAL", .optional = true, .length = 18, .scale = 8),
    COLUMN("side", MY_ENUM, "ENUM", .length = 1, .scale = MY_NONE, .members = sides,
           .n_members = 2),
    COLUMN("at", MY_DATETIME, "DATETIME", .optional = true, .length = MY_NONE, .scale = MY_NONE),
};
static const struct weir_str key[] = {WEIR_STR("id")};

static struct binlog_column wires[] = {
    {.type = BINLOG_TYPE_LONGLONG},
    {.type = BINLOG_TYPE_NEWDECIMAL, .meta = 18 << 8 | 8},
    {.type = BINLOG_TYPE_ENUM, .meta = 1},
    {.type = BINLOG_TYPE_DATETIME2},
};
static const struct binlog_table_map map = {.n_columns = 4, .columns = wires};

/* 7, 160.00000000, 'B', 2026-09-21 14:18:41 */
static const struct weir_str cells[] = {
    WEIR_STR("\x07\0\0\0\0\0\0\0"),
    WEIR_STR("\x80\0\0\0\xa0\0\0\0\0"),
    WEIR_STR("\x01"),
    WEIR_STR("\x99\xba\xea\xe4\xa9"),
};

static const struct cdc_origin origin = {
    .ts_us = INT64_C(1790000321000000),
    .server_id = 1,
    .gtid = WEIR_STR("0-1-9191"),
    .file = WEIR_STR("mariadb-bin.000042"),
    .pos = 90410,
    .thread = -1,
};

#define SOURCE                                                                                     \
    "\"source\":{\"version\":\"3.5.0.Final\",\"connector\":\"mariadb\",\"name\":"                  \
    "\"xchange_trading\",\"ts_ms\":1790000321000,\"snapshot\":\"false\",\"db\":\"trading\","       \
    "\"sequence\":null,\"ts_us\":1790000321000000,\"ts_ns\":1790000321000000000,"                  \
    "\"table\":\"trades\",\"server_id\":1,\"gtid\":\"0-1-9191\",\"file\":\"mariadb-bin.000042\","  \
    "\"pos\":90410,\"row\":0,\"thread\":null,\"query\":null}"
#define TAIL(op)                                                                                   \
    SOURCE ",\"transaction\":null,\"op\":\"" op "\",\"ts_ms\":1790000321187,"                      \
           "\"ts_us\":1790000321187421,\"ts_ns\":1790000321187421000}"
#define ROW "{\"id\":7,\"px\":\"A7msoAA=\",\"side\":\"B\",\"at\":1790000321000}"

static void open_trades(struct cdc_rig *rig, const char *const *pairs, bool schemas)
{
    *rig = (struct cdc_rig){0};
    cdc_rig_open(rig, pairs, schemas);
    cdc_rig_table(rig, columns, 4, key, 1);
    cdc_rig_check(cdc_table_bind(rig->cdc, &map, &rig->err) == WEIR_OK, "bind", &rig->err);
}

/* What an update left as it was is taken from the row before: the same values all the same. */
static void read_after(struct cdc_rig *rig, const struct weir_str *before,
                       const struct weir_str *after, struct cdc_change *it)
{
    struct weir_arena *arena = &rig->batch->arena;
    struct weir_value row;
    cdc_rig_check(cdc_table_row(rig->cdc, after, arena, &it->after, &it->key, &rig->err) == WEIR_OK,
                  "row", &rig->err);
    if (before) {
        cdc_rig_check(cdc_table_row_after(rig->cdc, after, before, it->before, arena, &row, &it->key,
                                          &rig->err) == WEIR_OK,
                      "row", &rig->err);
        assert_true(weir_value_equal(it->after, row));
        it->after = row;
    }
}

static void change(struct cdc_rig *rig, enum cdc_op op, const struct weir_str *before,
                   const struct weir_str *after)
{
    struct cdc_change it = {.op = op, .now_ns = INT64_C(1790000321187421000)};
    struct weir_arena *arena = &rig->batch->arena;
    weir_batch_reset(rig->batch);
    if (before) {
        struct weir_value *to = after ? &it.old_key : &it.key;
        cdc_rig_check(cdc_table_row(rig->cdc, before, arena, &it.before, to, &rig->err) == WEIR_OK,
                      "row", &rig->err);
    }
    if (after) {
        read_after(rig, before, after, &it);
    }
    assert_int_equal(WEIR_OK, cdc_envelope_add(rig->cdc, &origin, NULL, &it, WEIR_NO_OFFSET,
                                               rig->batch, &rig->err));
}

static void assert_record(struct cdc_rig *rig, uint32_t i, const char *want_key, const char *want)
{
    assert_true(i < rig->batch->n);
    const struct weir_record *rec = &rig->batch->recs[i];
    assert_string_equal("xchange_trading.trading.trades", rec->topic.p);
    assert_string_equal(want_key, cdc_rig_json(rig, rec->key_schema, rec->key).p);
    assert_string_equal(want, cdc_rig_json(rig, rec->value_schema, rec->value).p);
}

static void create_update_delete_read(void **state)
{
    (void)state;
    struct cdc_rig rig;
    open_trades(&rig, NULL, false);
    change(&rig, CDC_CREATE, NULL, cells);
    assert_int_equal(1, rig.batch->n);
    assert_record(&rig, 0, "{\"id\":7}", "{\"before\":null,\"after\":" ROW "," TAIL("c"));
    change(&rig, CDC_READ, NULL, cells);
    assert_record(&rig, 0, "{\"id\":7}", "{\"before\":null,\"after\":" ROW "," TAIL("r"));
    change(&rig, CDC_UPDATE, cells, cells);
    assert_int_equal(1, rig.batch->n);
    assert_record(&rig, 0, "{\"id\":7}", "{\"before\":" ROW ",\"after\":" ROW "," TAIL("u"));
    change(&rig, CDC_DELETE, cells, NULL);
    assert_int_equal(2, rig.batch->n);
    assert_record(&rig, 0, "{\"id\":7}", "{\"before\":" ROW ",\"after\":null," TAIL("d"));
    assert_record(&rig, 1, "{\"id\":7}", "null");
    assert_int_equal(4, rig.batch->recs[1].n_headers);
    cdc_rig_close(&rig);
}

static void a_key_that_changes(void **state)
{
    (void)state;
    struct cdc_rig rig;
    struct weir_str moved[] = {WEIR_STR("\x08\0\0\0\0\0\0\0"), cells[1], cells[2], cells[3]};
    open_trades(&rig, NULL, false);
    change(&rig, CDC_UPDATE, cells, moved);
    assert_int_equal(3, rig.batch->n);
    assert_record(&rig, 0, "{\"id\":7}", "{\"before\":" ROW ",\"after\":null," TAIL("d"));
    assert_record(&rig, 1, "{\"id\":7}", "null");
    assert_record(&rig, 2, "{\"id\":8}",
                  "{\"before\":null,\"after\":{\"id\":8,\"px\":\"A7msoAA=\",\"side\":\"B\","
                  "\"at\":1790000321000}," TAIL("c"));
    for (uint32_t i = 0; i < 3; i++) {
        const struct weir_header *header = &rig.batch->recs[i].headers[0];
        assert_int_equal(5, rig.batch->recs[i].n_headers);
        assert_true(weir_str_is(header->name, i < 2 ? "__debezium.newkey" : "__debezium.oldkey"));
        assert_int_equal(i < 2 ? 8 : 7, header->value.items[0].i);
    }
    cdc_rig_close(&rig);
}

static void what_is_skipped(void **state)
{
    (void)state;
    static const char *const pairs[] = {"skipped.operations", "d,t", "tombstones.on.delete",
                                        "false", "skip.messages.without.change", "true", NULL};
    struct cdc_rig rig;
    open_trades(&rig, pairs, false);
    change(&rig, CDC_DELETE, cells, NULL);
    assert_int_equal(0, rig.batch->n);
    change(&rig, CDC_UPDATE, cells, cells);
    assert_int_equal(0, rig.batch->n);
    cdc_rig_close(&rig);
}

#define ROW_SCHEMA(field)                                                                          \
    "{\"type\":\"struct\",\"fields\":[{\"type\":\"int64\",\"optional\":false,\"field\":\"id\"},"   \
    "{\"type\":\"bytes\",\"optional\":true,\"name\":"                                              \
    "\"org.apache.kafka.connect.data.Decimal\",\"version\":1,\"parameters\":{\"scale\":\"8\","     \
    "\"connect.decimal.precision\":\"18\"},\"field\":\"px\"},{\"type\":\"string\",\"optional\":"   \
    "false,\"name\":\"io.debezium.data.Enum\",\"version\":1,\"parameters\":{\"allowed\":\"B,S\"}," \
    "\"field\":\"side\"},{\"type\":\"int64\",\"optional\":true,\"name\":"                          \
    "\"io.debezium.time.Timestamp\",\"version\":1,\"field\":\"at\"}],\"optional\":true,"           \
    "\"name\":\"xchange_trading.trading.trades.Value\",\"field\":\"" field "\"}"
#define PLAIN(type, optional, name)                                                                \
    "{\"type\":\"" type "\",\"optional\":" optional ",\"field\":\"" name "\"}"

static const char envelope_schema[] =
    "{\"schema\":{\"type\":\"struct\",\"fields\":[" ROW_SCHEMA("before") "," ROW_SCHEMA(
        "after") ",{\"type\":\"struct\",\"fields\":[" PLAIN("string", "false", "version") "," PLAIN(
        "string", "false", "connector") "," PLAIN("string", "false",
                                                  "name") "," PLAIN("int64", "false", "ts_ms") ","
    "{\"type\":\"string\",\"optional\":true,\"name\":\"io.debezium.data.Enum\",\"version\":1,"
    "\"parameters\":{\"allowed\":\"true,first,first_in_data_collection,last_in_data_collection,"
    "last,false,incremental\"},\"default\":\"false\",\"field\":\"snapshot\"}," PLAIN(
        "string", "false", "db") "," PLAIN("string", "true",
                                           "sequence") "," PLAIN("int64", "true",
                                                                 "ts_us") "," PLAIN("int64", "true",
                                                                                    "ts_ns") ","
    PLAIN("string", "true", "table") "," PLAIN("int64", "false", "server_id") "," PLAIN(
        "string", "true", "gtid") "," PLAIN("string", "false",
                                            "file") "," PLAIN("int64", "false",
                                                              "pos") "," PLAIN("int32", "false",
                                                                               "row") ","
    PLAIN("int64", "true", "thread") "," PLAIN("string", "true", "query") "],\"optional\":false,"
    "\"name\":\"io.debezium.connector.mariadb.Source\",\"version\":1,\"field\":\"source\"},"
    "{\"type\":\"struct\",\"fields\":[" PLAIN("string", "false", "id") "," PLAIN(
        "int64", "false",
        "total_order") "," PLAIN("int64", "false", "data_collection_order") "],\"optional\":true,"
    "\"name\":\"event.block\",\"version\":1,\"field\":\"transaction\"}," PLAIN(
        "string", "false", "op") "," PLAIN("int64", "true",
                                           "ts_ms") "," PLAIN("int64", "true",
                                                              "ts_us") "," PLAIN("int64", "true",
                                                                                 "ts_ns") "],"
    "\"optional\":false,\"name\":\"xchange_trading.trading.trades.Envelope\",\"version\":2},"
    "\"payload\":";

static void schemas_in_the_json(void **state)
{
    (void)state;
    struct cdc_rig rig;
    char want[8192];
    open_trades(&rig, NULL, true);
    change(&rig, CDC_CREATE, NULL, cells);
    snprintf(want, sizeof(want), "%s%s}", envelope_schema,
             "{\"before\":null,\"after\":" ROW "," TAIL("c"));
    assert_record(&rig, 0,
                  "{\"schema\":{\"type\":\"struct\",\"fields\":[{\"type\":\"int64\",\"optional\":"
                  "false,\"field\":\"id\"}],\"optional\":false,\"name\":"
                  "\"xchange_trading.trading.trades.Key\"},\"payload\":{\"id\":7}}",
                  want);
    cdc_rig_close(&rig);
}

/* The table is given up while the batch still has its records. */
static void batches_keep_the_table(void **state)
{
    (void)state;
    struct cdc_rig rig;
    open_trades(&rig, NULL, false);
    change(&rig, CDC_CREATE, NULL, cells);
    cdc_table_free(rig.cdc);
    rig.cdc = NULL;
    cdc_maker_free(rig.maker);
    rig.maker = NULL;
    assert_record(&rig, 0, "{\"id\":7}", "{\"before\":null,\"after\":" ROW "," TAIL("c"));
    cdc_rig_close(&rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(create_update_delete_read), cmocka_unit_test(a_key_that_changes),
        cmocka_unit_test(what_is_skipped),           cmocka_unit_test(schemas_in_the_json),
        cmocka_unit_test(batches_keep_the_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
