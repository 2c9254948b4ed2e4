/* SPDX-License-Identifier: Apache-2.0 */
/* Plans, reduction and statements of the PostgreSQL sink, against a catalogue made by hand. */
#include "unit.h"

#include <stdlib.h>

#include "common/pg/pg_type.h"
#include "plugin/task_ops.h"
#include "sink.h"

struct fixture {
    struct weir_task task;
    struct weir_arena arena;
    struct sink_conf conf;
    struct sink sink;
    struct weir_batch *batch;
    struct pg_column columns[3];
    uint32_t key_columns[1];
    struct pg_key key;
    struct pg_table table;
    struct sink_target target;
    const struct weir_schema *key_schema, *narrow, *wide;
};

static const struct weir_task_ops task_ops = {0};

static const struct weir_schema *row_schema(size_t n)
{
    const struct weir_field fields[] = {
        {WEIR_STR("Id"), weir_schema_plain(WEIR_INT64, false)},
        {WEIR_STR("v"), weir_schema_plain(WEIR_STRING, true)},
        {WEIR_STR("w"), weir_schema_plain(WEIR_INT32, true)},
    };
    const struct weir_schema_spec spec = {.type = WEIR_STRUCT, .fields = fields, .n_fields = n};
    return weir_schema_make(&spec);
}

/* A target that is known already: nobody asks a server. */
static void know_target(struct fixture *fix)
{
    fix->columns[0] = (struct pg_column){.name = WEIR_STR("id"), .type = PG_INT8, .base = PG_INT8,
                                         .type_name = WEIR_STR("bigint"),
                                         .cast_name = WEIR_STR("bigint"), .length = -1,
                                         .not_null = true};
    fix->columns[1] = (struct pg_column){.name = WEIR_STR("v"), .type = PG_UUID, .base = PG_UUID,
                                         .type_name = WEIR_STR("uuid"),
                                         .cast_name = WEIR_STR("uuid"), .length = -1};
    fix->columns[2] = (struct pg_column){.name = WEIR_STR("w"), .type = PG_INT4, .base = PG_INT4,
                                         .type_name = WEIR_STR("integer"),
                                         .cast_name = WEIR_STR("integer"), .length = -1};
    fix->key = (struct pg_key){.columns = fix->key_columns, .n = 1, .primary = true};
    fix->table = (struct pg_table){.oid = 1, .schema = WEIR_STR("public"), .name = WEIR_STR("t"),
                                   .kind = 'r', .columns = fix->columns, .n_columns = 3,
                                   .keys = &fix->key, .n_keys = 1};
    fix->target = (struct sink_target){.name = WEIR_STR("t"), .words = WEIR_STR("\"public\".\"t\""),
                                       .table = &fix->table, .version = 1};
    fix->sink.targets = &fix->target;
}

static int set_up(void **state)
{
    struct fixture *fix = calloc(1, sizeof(*fix));
    weir_arena_init(&fix->arena, 4096);
    fix->task = (struct weir_task){.ops = &task_ops, .connector = "c", .arena = &fix->arena};
    weir_log_init(&fix->task.log, "test", "c", 0, "put");
    fix->conf = (struct sink_conf){.insert_mode = SINK_UPSERT, .key_mode = SINK_KEY_RECORD_KEY,
                                   .delete_enabled = true, .truncate_enabled = true,
                                   .table_format = WEIR_STR("${topic}"),
                                   .naming = SINK_NAMING_UNDERSCORES};
    fix->sink = (struct sink){.task = &fix->task, .log = &fix->task.log, .conf = &fix->conf};
    weir_buf_init(&fix->sink.wire, 1 << 20);
    sink_plans_init(&fix->sink);
    know_target(fix);
    fix->batch = weir_batch_new(1000, 1 << 20, 1);
    fix->sink.batch = fix->batch;
    fix->key_schema = row_schema(1);
    fix->narrow = row_schema(2);
    fix->wide = row_schema(3);
    *state = fix;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fix = *state;
    sink_plans_free(&fix->sink);
    weir_buf_free(&fix->sink.wire);
    free(fix->sink.groups);
    free(fix->sink.params);
    weir_batch_free(fix->batch);
    weir_schema_unref(fix->key_schema);
    weir_schema_unref(fix->narrow);
    weir_schema_unref(fix->wide);
    weir_arena_free(&fix->arena);
    free(fix);
    return 0;
}

static struct weir_record *add(struct fixture *fix, int64_t id, const struct weir_schema *sch)
{
    struct weir_record *rec = weir_batch_add(fix->batch);
    struct weir_value *items = WEIR_NEW_ARRAY(&fix->batch->arena, struct weir_value, 3);
    items[0] = weir_int(WEIR_INT64, id);
    items[1] = weir_null();
    items[2] = weir_int(WEIR_INT32, 5);
    rec->topic = rec->log_topic = WEIR_STR("t");
    rec->key_schema = fix->key_schema;
    rec->key = weir_items(WEIR_STRUCT, items, 1);
    rec->value_schema = sch;
    rec->value = sch ? weir_items(WEIR_STRUCT, items, sch->n_fields) : weir_null();
    return rec;
}

static void plan(struct fixture *fix)
{
    struct weir_err err;
    assert_int_equal(WEIR_OK, sink_plan_batch(&fix->sink, &err));
    sink_reduce(&fix->sink, 0, fix->sink.n_rows);
    sink_sql(&fix->sink);
}

/* The groups as "delete 2, write 1 | write 1": a bar between stages. */
static const char *groups(struct fixture *fix)
{
    static const char *const ops[] = {"delete", "write", "truncate"};
    static char out[512];
    uint64_t stage = 0;
    out[0] = 0;
    for (uint32_t g = 0; g < fix->sink.n_groups; g++) {
        const struct sink_group *group = &fix->sink.groups[g];
        if (group->n) {
            const char *sep = !out[0] ? "" : group->stage == stage ? ", " : " | ";
            snprintf(out + strlen(out), sizeof(out) - strlen(out), "%s%s %u", sep, ops[group->op],
                     group->n);
            stage = group->stage;
        }
    }
    return out;
}

static void test_the_last_change_of_a_key_counts(void **state)
{
    struct fixture *fix = *state;
    add(fix, 1, fix->wide);
    add(fix, 2, fix->wide);
    add(fix, 1, fix->wide);
    add(fix, 2, NULL);
    add(fix, 3, NULL);
    add(fix, 3, fix->wide);
    plan(fix);
    assert_string_equal("delete 1, write 2", groups(fix));
    assert_true(fix->sink.rows[0].superseded && fix->sink.rows[1].superseded &&
                fix->sink.rows[4].superseded);
}

/* A row without all columns behind one that has them, or behind a delete, goes separately. */
static void test_partial_rows_begin_a_stage(void **state)
{
    struct fixture *fix = *state;
    add(fix, 1, fix->wide);
    add(fix, 1, fix->narrow);
    add(fix, 2, NULL);
    add(fix, 2, fix->narrow);
    add(fix, 4, fix->narrow);
    add(fix, 4, fix->wide);
    plan(fix);
    assert_string_equal("write 1 | delete 1, write 1 | write 1, write 1", groups(fix));
}

static void test_insert_mode_keeps_all(void **state)
{
    struct fixture *fix = *state;
    fix->conf.insert_mode = SINK_INSERT;
    add(fix, 1, fix->wide);
    add(fix, 1, fix->wide);
    add(fix, 1, NULL);
    add(fix, 1, fix->wide);
    plan(fix);
    assert_string_equal("write 2 | delete 1 | write 1", groups(fix));
}

static void test_update_mode_does_not_raise_the_dead(void **state)
{
    struct fixture *fix = *state;
    fix->conf.insert_mode = SINK_UPDATE;
    add(fix, 1, fix->wide);
    add(fix, 1, NULL);
    add(fix, 1, fix->wide);
    plan(fix);
    assert_string_equal("delete 1", groups(fix));
}

static const char *sql(struct fixture *fix, enum sink_op op)
{
    for (uint32_t g = 0; g < fix->sink.n_groups; g++) {
        if (fix->sink.groups[g].op == op) {
            return fix->sink.groups[g].write->statements[op].sql;
        }
    }
    return "none";
}

static void test_statements(void **state)
{
    struct fixture *fix = *state;
    add(fix, 1, fix->wide);
    add(fix, 2, NULL);
    plan(fix);
    assert_string_equal("INSERT INTO \"public\".\"t\" (\"id\", \"v\", \"w\") SELECT u.c1, "
                        "u.c2::uuid, u.c3 FROM unnest($1, $2, $3) AS u(c1, c2, c3) ON CONFLICT "
                        "(\"id\") DO UPDATE SET \"v\" = EXCLUDED.\"v\", \"w\" = EXCLUDED.\"w\"",
                        sql(fix, OP_WRITE));
    assert_string_equal("DELETE FROM \"public\".\"t\" AS t USING unnest($1) AS u(c1) WHERE t.\"id\" "
                        "= u.c1",
                        sql(fix, OP_DELETE));
    const struct pg_statement *statement = &fix->sink.groups[1].write->statements[OP_WRITE];
    assert_int_equal(3, statement->n_params);
    assert_int_equal(1016, statement->types[0]);
    assert_int_equal(1009, statement->types[1]);
    assert_int_equal(1007, statement->types[2]);
}

static void test_update_statement(void **state)
{
    struct fixture *fix = *state;
    fix->conf.insert_mode = SINK_UPDATE;
    add(fix, 1, fix->wide);
    plan(fix);
    assert_string_equal("UPDATE \"public\".\"t\" AS t SET \"v\" = u.c2::uuid, \"w\" = u.c3 FROM "
                        "unnest($1, $2, $3) AS u(c1, c2, c3) WHERE t.\"id\" = u.c1",
                        sql(fix, OP_WRITE));
}

static void test_bound(void **state)
{
    struct fixture *fix = *state;
    struct weir_err err;
    add(fix, 1, fix->wide);
    add(fix, 2, fix->wide);
    plan(fix);
    assert_int_equal(WEIR_OK, sink_bind(&fix->sink, &err));
    assert_int_equal(3, fix->sink.n_params);
    assert_int_equal(20 + 2 * 12, fix->sink.params[0].n); /* bigints */
    assert_int_equal(20 + 2 * 4, fix->sink.params[1].n);  /* nulls */
    assert_int_equal(20 + 2 * 8, fix->sink.params[2].n);
}

/* Their offsets lead past a record whose dead letter is durable only at the flush. */
static void test_rejects_hold_the_transaction(void **state)
{
    struct fixture *fix = *state;
    struct weir_record *rec = add(fix, 1, fix->wide);
    plan(fix);
    assert_false(sink_must_hold(&fix->sink));
    rec->state = WEIR_REC_FAILED; /* in a transformation */
    assert_false(sink_must_hold(&fix->sink));
    fix->conf.exactly_once = 1;
    assert_true(sink_must_hold(&fix->sink));
    rec->state = WEIR_REC_LIVE;
    assert_false(sink_must_hold(&fix->sink));
    fix->sink.n_bad = 1;
    assert_true(sink_must_hold(&fix->sink));
    fix->sink.stop_at_bad = true; /* the task ends there, before the bad one */
    assert_false(sink_must_hold(&fix->sink));
}

static void test_new_columns(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        enum weir_type type;
        const char *plain, *column;
    } cases[] = {
        {NULL, WEIR_STRING, "text", "text"},
        {"io.debezium.time.MicroTimestamp", WEIR_INT64, "bigint", "timestamp(6)"},
        {"io.debezium.time.ZonedTimestamp", WEIR_STRING, "text", "timestamp(6) with time zone"},
        {"io.debezium.time.Year", WEIR_INT32, "integer", "integer"},
        {"org.apache.kafka.connect.data.Decimal", WEIR_BYTES, "numeric", "numeric"},
        {"org.apache.kafka.connect.data.Time", WEIR_INT32, "time", "time(6)"},
        {"io.debezium.data.geometry.Geometry", WEIR_STRING, "text", "gis.geometry"},
        {"io.debezium.data.geometry.Geography", WEIR_STRING, "text", "gis.geography"},
    };
    for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
        const struct weir_schema_spec spec = {.type = cases[i].type,
                                              .name = weir_str_of(cases[i].name)};
        const struct weir_schema *sch = weir_schema_make(&spec);
        struct weir_buf buf;
        for (int plain = 0; plain < 2; plain++) {
            weir_buf_init(&buf, 1024);
            assert_true(sink_type_column(&buf, sch, plain, WEIR_STR("gis")));
            assert_string_equal(plain ? cases[i].plain : cases[i].column, weir_buf_cstr(&buf));
            weir_buf_free(&buf);
        }
        weir_schema_unref(sch);
    }
}

#define CASE(fn) cmocka_unit_test_setup_teardown(fn, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(test_the_last_change_of_a_key_counts),
        CASE(test_partial_rows_begin_a_stage),
        CASE(test_insert_mode_keeps_all),
        CASE(test_update_mode_does_not_raise_the_dead),
        CASE(test_statements),
        CASE(test_update_statement),
        CASE(test_bound),
        CASE(test_rejects_hold_the_transaction),
        CASE(test_new_columns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
