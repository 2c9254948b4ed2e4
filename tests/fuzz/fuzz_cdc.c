/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_cdc.c: any bytes as one cell, of the binlog and of a SELECT: the first byte says under which
 * handling modes, the second in which column of a table that has every type. What comes out is read
 * to its end and goes through JsonConverter.
 */
#include "cdc_rig.h"
#include "cdc_schema.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define META(a, b) (uint16_t)((a) << 8 | (b))

static const struct {
    const char *ddl;
    struct binlog_column wire;
} columns[] = {
    {"TINYINT", {.type = BINLOG_TYPE_TINY}},
    {"TINYINT UNSIGNED", {.type = BINLOG_TYPE_TINY}},
    {"BOOLEAN", {.type = BINLOG_TYPE_TINY}},
    {"SMALLINT", {.type = BINLOG_TYPE_SHORT}},
    {"MEDIUMINT", {.type = BINLOG_TYPE_INT24}},
    {"INT UNSIGNED", {.type = BINLOG_TYPE_LONG}},
    {"BIGINT", {.type = BINLOG_TYPE_LONGLONG}},
    {"BIGINT UNSIGNED", {.type = BINLOG_TYPE_LONGLONG}},
    {"YEAR", {.type = BINLOG_TYPE_YEAR}},
    {"FLOAT", {.type = BINLOG_TYPE_FLOAT, .meta = 4}},
    {"DOUBLE", {.type = BINLOG_TYPE_DOUBLE, .meta = 8}},
    {"DECIMAL(18,8)", {.type = BINLOG_TYPE_NEWDECIMAL, .meta = META(18, 8)}},
    {"DECIMAL(65,30)", {.type = BINLOG_TYPE_NEWDECIMAL, .meta = META(65, 30)}},
    {"DECIMAL(5,0)", {.type = BINLOG_TYPE_NEWDECIMAL, .meta = META(5, 0)}},
    {"BIT(1)", {.type = BINLOG_TYPE_BIT, .meta = 1}},
    {"BIT(64)", {.type = BINLOG_TYPE_BIT, .meta = 64}},
    {"CHAR(10)", {.type = BINLOG_TYPE_STRING}},
    {"VARCHAR(20) CHARACTER SET latin1", {.type = BINLOG_TYPE_VARCHAR}},
    {"VARCHAR(20) CHARACTER SET sjis", {.type = BINLOG_TYPE_VARCHAR}},
    {"VARCHAR(20) CHARACTER SET gb18030", {.type = BINLOG_TYPE_VARCHAR}},
    {"VARCHAR(20) CHARACTER SET utf16", {.type = BINLOG_TYPE_VARCHAR}},
    {"VARCHAR(200) COMPRESSED", {.type = BINLOG_TYPE_VARCHAR_COMPRESSED}},
    {"LONGTEXT", {.type = BINLOG_TYPE_BLOB}},
    {"BINARY(4)", {.type = BINLOG_TYPE_STRING}},
    {"VARBINARY(300)", {.type = BINLOG_TYPE_VARCHAR}},
    {"BLOB", {.type = BINLOG_TYPE_BLOB}},
    {"BLOB COMPRESSED", {.type = BINLOG_TYPE_BLOB_COMPRESSED}},
    {"ENUM('a','b,c','d''e')", {.type = BINLOG_TYPE_ENUM, .meta = 1}},
    {"SET('x','y','z')", {.type = BINLOG_TYPE_SET, .meta = 1}},
    {"DATE", {.type = BINLOG_TYPE_DATE}},
    {"TIME", {.type = BINLOG_TYPE_TIME}},
    {"TIME(6)", {.type = BINLOG_TYPE_TIME2, .meta = 6}},
    {"DATETIME", {.type = BINLOG_TYPE_DATETIME}},
    {"DATETIME(5)", {.type = BINLOG_TYPE_DATETIME2, .meta = 5}},
    {"TIMESTAMP NULL", {.type = BINLOG_TYPE_TIMESTAMP}},
    {"TIMESTAMP(3) NULL", {.type = BINLOG_TYPE_TIMESTAMP2, .meta = 3}},
    {"GEOMETRY", {.type = BINLOG_TYPE_GEOMETRY, .meta = 4}},
    {"POINT", {.type = BINLOG_TYPE_GEOMETRY, .meta = 4}},
    {"JSON", {.type = BINLOG_TYPE_JSON, .meta = 4}},
    {"UUID", {.type = BINLOG_TYPE_STRING}},
    {"INET4", {.type = BINLOG_TYPE_STRING}},
    {"INET6", {.type = BINLOG_TYPE_STRING}},
    {"VECTOR(3)", {.type = BINLOG_TYPE_VECTOR, .meta = 4}},
};

#define COLUMNS (sizeof(columns) / sizeof(columns[0]))
#define MODES   3

static const char *const modes[MODES][11] = {
    {NULL},
    {"decimal.handling.mode", "string", "time.precision.mode", "connect", "binary.handling.mode",
     "base64", "bigint.unsigned.handling.mode", "precise", "column.truncate.to.3.chars", ".*",
     NULL},
    {"decimal.handling.mode", "double", "time.precision.mode", "isostring", "binary.handling.mode",
     "hex", "column.mask.hash.SHA-256.with.salt.s", ".*", NULL},
};

static struct cdc_rig rigs[MODES];
static struct cdc_schema *schemas[MODES]; /* as long as the process */
static struct cdc_table *tables[MODES][COLUMNS];

static void open_mode(size_t mode)
{
    struct cdc_rig *rig = &rigs[mode];
    struct ddl_changes changes;
    struct cdc_schema *schema = schemas[mode] = cdc_schema_new();
    cdc_rig_open(rig, modes[mode], false);
    for (size_t i = 0; i < COLUMNS; i++) {
        struct binlog_column wire = columns[i].wire;
        struct binlog_table_map map = {.n_columns = 1, .columns = &wire};
        const char *sql =
            weir_arena_printf(&rig->arena, "CREATE TABLE t%zu (c %s)", i, columns[i].ddl);
        cdc_rig_check(cdc_schema_apply(schema, WEIR_STR("d"), weir_str_of(sql), NULL, NULL,
                                       &rig->arena, &changes, &rig->err) == WEIR_OK,
                      sql, &rig->err);
        cdc_rig_check(changes.items[0].table &&
                          cdc_table_make(rig->maker, changes.items[0].table, &tables[mode][i],
                                         &rig->err) == WEIR_OK &&
                          cdc_table_bind(tables[mode][i], &map, &rig->err) == WEIR_OK,
                      sql, &rig->err);
    }
}

static void show(struct cdc_rig *rig, const struct cdc_table *cdc, enum weir_verdict verdict,
                 struct weir_value row)
{
    const struct weir_convert at = {.topic = WEIR_STR("t")};
    struct weir_buf out;
    bool is_null;
    if (verdict != WEIR_OK) {
        return;
    }
    weir_buf_init(&out, (size_t)64 << 20);
    (void)rig->json->to_bytes(rig->json_self, &at, cdc->envelope_schema->fields[1].schema, row,
                              &out, &is_null, &rig->err);
    weir_buf_free(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2) {
        return 0;
    }
    size_t mode = data[0] % MODES;
    struct cdc_rig *rig = &rigs[mode];
    if (!rig->conf) {
        open_mode(mode);
    }
    const struct cdc_table *cdc = tables[mode][data[1] % COLUMNS];
    /* A copy of just its size, so that reading past its end is seen. */
    char *bytes = malloc(size - 2 + !(size - 2));
    memcpy(bytes, data + 2, size - 2);
    struct weir_str cell = weir_str_n(bytes, size - 2);
    struct weir_value row;
    weir_batch_reset(rig->batch);
    show(rig, cdc, cdc_table_row(cdc, &cell, &rig->batch->arena, &row, NULL, &rig->err), row);
    show(rig, cdc, cdc_table_row_of_text(cdc, &cell, &rig->batch->arena, &row, NULL, &rig->err),
         row);
    free(bytes);
    return 0;
}
