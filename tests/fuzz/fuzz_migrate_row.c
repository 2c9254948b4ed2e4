/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_migrate_row.c: any bytes as the cells of a row of all types, in one of a few configurations:
 * whatever they are, what comes out is refused or a row of COPY's binary form whose lengths add up.
 * Input: the configuration, then for each cell its length (255: NULL) and bytes.
 */
#include <endian.h>

#include "base/log_setup.h"
#include "cdc_rig.h"
#include "common/mysql/ddl.h"
#include "common/pg/pg_type.h"
#include "migrate_row.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char definition[] =
    "CREATE TABLE kinds (id BIGINT UNSIGNED NOT NULL PRIMARY KEY, truth BIT(1), bits BIT(13), "
    "bits64 BIT(64), tiny1 TINYINT(1) NOT NULL DEFAULT 0, tiny TINYINT, small_u SMALLINT UNSIGNED, "
    "medium MEDIUMINT, whole_u INT UNSIGNED ZEROFILL, big BIGINT, price DECIMAL(18,8), wide "
    "DECIMAL(65,30), single FLOAT, twice DOUBLE, word VARCHAR(40), letters CHAR(10), essay LONGTEXT, "
    "raw BINARY(4), raws VARBINARY(20), blob_ BLOB, choice ENUM('a','b','c') NOT NULL, some "
    "SET('x','y','z'), doc JSON, day DATE, day_not_null DATE NOT NULL, at DATETIME, at6 DATETIME(6), "
    "stamp TIMESTAMP(6) NULL, clock TIME(6), year_ YEAR, place POINT, shape GEOMETRY)";

static const char *const configurations[][9] = {
    {NULL},
    {"decimal.handling.mode", "string", "bigint.unsigned.handling.mode", "precise",
     "binary.handling.mode", "hex", "time.precision.mode", "connect", NULL},
    {"decimal.handling.mode", "double", "binary.handling.mode", "base64", "time.precision.mode",
     "isostring", NULL},
};
#define CONFIGURATIONS (sizeof(configurations) / sizeof(configurations[0]))

struct subject {
    struct cdc_rig rig;
    struct migrate migrate;
    struct migrate_table table;
    struct weir_record rec;
};

static void bind_column(struct subject *subject, uint32_t i)
{
    static const uint32_t oids[] = {PG_BOOL, PG_INT2, PG_INT4, PG_INT8, PG_FLOAT4, PG_FLOAT8,
                                    PG_NUMERIC, PG_TEXT, PG_BYTEA, PG_DATE, PG_TIME, PG_TIMESTAMP,
                                    PG_TIMESTAMPTZ, PG_VARBIT, PG_POINT};
    const struct sink_column *column = &subject->table.plan->columns[i];
    struct sink_type type = sink_type_of(column->schema, false);
    struct pg_column *into = WEIR_NEW(&subject->rig.arena, struct pg_column);
    struct migrate_field *field = &subject->table.fields[i];
    const char *why = NULL;
    *into = (struct pg_column){.name = column->name, .length = -1, .cast_name = WEIR_STR("x")};
    bool natural = type.kind == KIND_BOOL;
    for (size_t j = natural ? 0 : 1; j < sizeof(oids) / sizeof(oids[0]) && !into->base; j++) {
        into->base = sink_encoder(type, oids[j]) ? oids[j] : 0;
    }
    into->type = into->base;
    if (!sink_bind_choose(&subject->migrate.config.sink, column, into, NULL, &subject->rig.arena,
                          &field->bind, &why)) {
        abort();
    }
    field->in_key = column->side == SIDE_KEY;
    field->at = column->at;
}

static struct subject *make(size_t which)
{
    struct subject *subject = calloc(1, sizeof(*subject));
    struct my_table *table = NULL;
    cdc_rig_open(&subject->rig, configurations[which], false);
    cdc_rig_check(ddl_table_of(WEIR_STR("d"), WEIR_STR("utf8mb4"), weir_str_of(definition), true, &table,
                               &subject->rig.err) == WEIR_OK &&
                      cdc_table_make(subject->rig.maker, table, &subject->table.cdc,
                                     &subject->rig.err) == WEIR_OK,
                  "table", &subject->rig.err);
    subject->migrate.maker = subject->rig.maker;
    subject->migrate.config.sink = (struct sink_conf){.key_mode = SINK_KEY_RECORD_KEY,
                                                      .table_format = WEIR_STR("t")};
    subject->rec = (struct weir_record){.topic = WEIR_STR("t"),
                                        .key_schema = subject->table.cdc->key_schema,
                                        .value_schema = subject->table.cdc->row_schema};
    subject->table.id = WEIR_STR("d.kinds");
    subject->table.definition = table;
    subject->table.plan =
        sink_shape(&subject->migrate.config.sink, &subject->rec, &subject->rig.arena);
    uint32_t n = subject->table.plan->n_columns;
    subject->table.fields = WEIR_NEW_ARRAY(&subject->rig.arena, struct migrate_field, n);
    for (uint32_t i = 0; i < n; i++) {
        bind_column(subject, i);
    }
    return subject;
}

/* One row, and nothing behind it. */
static void check_row(struct weir_str bytes, uint32_t n_columns)
{
    uint16_t n;
    size_t at = 2;
    memcpy(&n, bytes.p, 2);
    if (be16toh(n) != n_columns) {
        abort();
    }
    for (uint32_t i = 0; i < n_columns; i++) {
        uint32_t length;
        if (bytes.n - at < 4) {
            abort();
        }
        memcpy(&length, bytes.p + at, 4);
        length = be32toh(length);
        at += 4;
        if (length != UINT32_MAX && length > bytes.n - at) {
            abort();
        }
        at += length == UINT32_MAX ? 0 : length;
    }
    if (at != bytes.n) {
        abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct subject *subjects[CONFIGURATIONS];
    struct weir_str cells[64] = {{0}};
    struct migrate_rows *rows = NULL;
    struct weir_err err;
    struct weir_buf out;
    size_t which = size ? data[0] % CONFIGURATIONS : 0, at = size ? 1 : 0;
    if (!subjects[which]) {
        const struct weir_str *affected;
        struct weir_arena arena;
        weir_arena_init(&arena, 4096);
        log_set(WEIR_STR(LOG_ROOT), WEIR_OFF, 0, &arena, &affected);
        weir_arena_free(&arena);
        subjects[which] = make(which);
    }
    struct subject *subject = subjects[which];
    char *copy = malloc(size ? size : 1);
    memcpy(copy, data, size);
    for (uint32_t i = 0; i < subject->table.definition->n_columns && at < size; i++) {
        size_t n = data[at++];
        if (n < 255) {
            n = n > size - at ? size - at : n;
            cells[i] = weir_str_n(copy + at, n);
            at += n;
        }
    }
    cdc_rig_check(migrate_rows_open(&subject->migrate, &subject->table, &rows, &err) == WEIR_OK,
                  "rows", &err);
    weir_buf_init(&out, (size_t)1 << 24);
    if (migrate_rows_add(rows, cells, &out, &err) == WEIR_OK) {
        check_row(weir_buf_view(&out), subject->table.plan->n_columns);
    }
    weir_buf_free(&out);
    migrate_rows_close(rows);
    free(copy);
    return 0;
}
