/* SPDX-License-Identifier: Apache-2.0 */
/* A history record's bytes, and what recovery makes of records in both forms. */
#include "history_recover.h"

#include "history_json.h"
#include "unit.h"

static const char *const record_text =
    "{\n"
    "  \"source\" : {\n"
    "    \"server\" : \"shop\"\n"
    "  },\n"
    "  \"position\" : {\n"
    "    \"ts_sec\" : 1790000000,\n"
    "    \"file\" : \"bin.000002\",\n"
    "    \"pos\" : 345,\n"
    "    \"gtids\" : \"0-1-7\",\n"
    "    \"snapshot\" : \"INITIAL\"\n"
    "  },\n"
    "  \"ts_ms\" : 1790000000123,\n"
    "  \"databaseName\" : \"d\",\n"
    "  \"ddl\" : \"CREATE TABLE t (\\n`id` BIT NOT NULL KEY, s SET('a','b''c') DEFAULT 'a')\",\n"
    "  \"tableChanges\" : [ {\n"
    "    \"type\" : \"CREATE\",\n"
    "    \"id\" : \"\\\"d\\\".\\\"t\\\"\",\n"
    "    \"table\" : {\n"
    "      \"defaultCharsetName\" : null,\n"
    "      \"primaryKeyColumnNames\" : [ \"id\" ],\n"
    "      \"columns\" : [ {\n"
    "        \"name\" : \"id\",\n"
    "        \"jdbcType\" : -7,\n"
    "        \"typeName\" : \"BIT\",\n"
    "        \"typeExpression\" : \"BIT\",\n"
    "        \"charsetName\" : null,\n"
    "        \"length\" : 1,\n"
    "        \"position\" : 1,\n"
    "        \"optional\" : false,\n"
    "        \"autoIncremented\" : false,\n"
    "        \"generated\" : false,\n"
    "        \"comment\" : null,\n"
    "        \"hasDefaultValue\" : false,\n"
    "        \"enumValues\" : [ ]\n"
    "      }, {\n"
    "        \"name\" : \"s\",\n"
    "        \"jdbcType\" : 1,\n"
    "        \"typeName\" : \"SET\",\n"
    "        \"typeExpression\" : \"SET\",\n"
    "        \"charsetName\" : null,\n"
    "        \"length\" : 3,\n"
    "        \"position\" : 2,\n"
    "        \"optional\" : true,\n"
    "        \"autoIncremented\" : false,\n"
    "        \"generated\" : false,\n"
    "        \"comment\" : null,\n"
    "        \"hasDefaultValue\" : true,\n"
    "        \"defaultValueExpression\" : \"a\",\n"
    "        \"enumValues\" : [ \"'a'\", \"'b''c'\" ]\n"
    "      } ],\n"
    "      \"attributes\" : [ ]\n"
    "    },\n"
    "    \"comment\" : null\n"
    "  } ]\n"
    "}";

static void compact_record(struct weir_buf *out, const struct ddl_change *change)
{
    const struct cdc_offset position = {.file = WEIR_STR("bin.000002"),
                                        .pos = 345,
                                        .gtids = WEIR_STR("0-1-7"),
                                        .ts_sec = 1790000000,
                                        .snapshot = CDC_OFFSET_INITIAL};
    history_write(out, WEIR_STR("shop"), &position, 1790000000123, change);
}

static void first_change(struct cdc_schema *schema, struct weir_arena *arena, struct weir_buf *out)
{
    struct ddl_changes changes;
    struct weir_err err;
    const char *sql = "CREATE TABLE t (\n`id` BIT NOT NULL KEY, s SET('a','b''c') DEFAULT 'a');";
    assert_int_equal(cdc_schema_apply(schema, WEIR_STR("d"), weir_str_of(sql), NULL, NULL, arena,
                                      &changes, &err),
                     WEIR_OK);
    compact_record(out, &changes.items[0]);
}

static void a_record_is_laid_out_as_jackson_does(void **state)
{
    (void)state;
    struct cdc_schema *schema = cdc_schema_new();
    struct weir_arena arena;
    struct weir_buf json, pretty;
    weir_arena_init(&arena, 4096);
    weir_buf_init(&json, 65536);
    weir_buf_init(&pretty, 65536);
    first_change(schema, &arena, &json);
    history_pretty(&pretty, weir_buf_view(&json));
    assert_string_equal(weir_buf_cstr(&pretty), record_text);
    weir_buf_free(&json);
    weir_buf_free(&pretty);
    weir_arena_free(&arena);
    cdc_schema_free(schema);
}

struct recovery {
    struct mariadb_conf conf;
    struct weir_log log;
    struct cdc_offset reached;
    struct history_recover recover;
    struct history_filter *filter;
};

static struct recovery *recovery_new(void)
{
    static struct recovery rec;
    struct weir_err err;
    memset(&rec, 0, sizeof(rec));
    rec.conf.prefix = WEIR_STR("shop");
    weir_log_init(&rec.log, "test", "", -1, "");
    rec.reached = (struct cdc_offset){
        .file = WEIR_STR("bin.000002"), .pos = 400, .gtids = WEIR_STR("0-1-8")};
    assert_int_equal(history_filter_new(WEIR_STR_NULL, &rec.filter, &err), WEIR_OK);
    rec.recover = (struct history_recover){.conf = &rec.conf,
                                           .log = &rec.log,
                                           .reached = &rec.reached,
                                           .schema = cdc_schema_new(),
                                           .filter = rec.filter};
    weir_arena_init(&rec.recover.arena, 4096);
    return &rec;
}

static void recovery_free(struct recovery *rec)
{
    weir_arena_free(&rec->recover.arena);
    cdc_schema_free(rec->recover.schema);
    history_filter_free(rec->filter);
}

static void take(struct recovery *rec, const char *json)
{
    struct weir_err err = {.text = ""};
    if (history_recover_one(&rec->recover, weir_str_of(json), &err) != WEIR_OK) {
        fail_msg("%s", err.text);
    }
}

static const struct my_table *table(struct recovery *rec, const char *name)
{
    return cdc_schema_table(rec->recover.schema, WEIR_STR("d"), weir_str_of(name));
}

static void a_table_goes_there_and_comes_back(void **state)
{
    (void)state;
    struct recovery *rec = recovery_new();
    struct weir_buf json, pretty;
    weir_buf_init(&json, 65536);
    weir_buf_init(&pretty, 65536);
    take(rec, record_text);
    const struct my_table *t = table(rec, "t");
    assert_non_null(t);
    assert_int_equal(t->columns[1].kind, MY_SET);
    const struct ddl_change change = {
        .type = DDL_CREATE,
        .has_table_change = true,
        .db = WEIR_STR("d"),
        .name = WEIR_STR("t"),
        .ddl = WEIR_STR("CREATE TABLE t (\n`id` BIT NOT NULL KEY, s SET('a','b''c') DEFAULT 'a')"),
        .table = t};
    compact_record(&json, &change);
    history_pretty(&pretty, weir_buf_view(&json));
    assert_string_equal(weir_buf_cstr(&pretty), record_text);
    weir_buf_free(&json);
    weir_buf_free(&pretty);
    recovery_free(rec);
}

#define HEAD "{\"source\":{\"server\":\"shop\"},\"position\":{\"file\":\"bin.000002\",\"pos\":"

static void records_count_up_to_the_place_reached(void **state)
{
    (void)state;
    struct recovery *rec = recovery_new();
    rec->reached.gtids = WEIR_STR_NULL;
    take(rec, "{\"source\":{\"server\":\"shop\"},\"position\":{\"file\":\"bin.000001\",\"pos\":9000,"
              "\"snapshot\":true},\"databaseName\":\"d\",\"ddl\":\"create table t (a int key)\"}");
    take(rec, HEAD "300},\"databaseName\":\"d\",\"ddl\":\"rename table t to u\",\"tableChanges\":["
                   "{\"type\":\"ALTER\",\"id\":\"\\\"d\\\".\\\"u\\\"\",\"previousId\":"
                   "\"\\\"d\\\".\\\"t\\\"\",\"table\":{\"defaultCharsetName\":\"latin1\","
                   "\"primaryKeyColumnNames\":[\"a\"],\"columns\":[{\"name\":\"a\",\"jdbcType\":1,"
                   "\"typeName\":\"ENUM\",\"typeExpression\":\"ENUM('x','y')\",\"charsetName\":null,"
                   "\"length\":1,\"position\":1,\"optional\":false,\"autoIncremented\":false,"
                   "\"generated\":false}]}}]}");
    take(rec, HEAD "401},\"databaseName\":\"d\",\"ddl\":\"drop table u\",\"tableChanges\":["
                   "{\"type\":\"DROP\",\"id\":\"\\\"d\\\".\\\"u\\\"\"}]}");
    take(rec, "{\"source\":{\"server\":\"other\"},\"position\":{\"file\":\"bin.000001\",\"pos\":4},"
              "\"databaseName\":\"d\",\"ddl\":\"create table v (a int)\"}");
    take(rec, "this is no JSON");
    take(rec, HEAD "310},\"databaseName\":\"d\",\"ddl\":\"GRANT ALL ON d.* TO me\"}");
    assert_null(table(rec, "t"));
    assert_null(table(rec, "v"));
    const struct my_table *u = table(rec, "u");
    assert_non_null(u);
    assert_int_equal(u->columns[0].n_members, 2);
    assert_true(weir_str_is(u->columns[0].members[1], "'y'"));
    assert_true(weir_str_is(u->columns[0].charset, "latin1"));
    assert_int_equal(rec->recover.n_later, 1);
    assert_int_equal(rec->recover.n_foreign, 1);
    assert_int_equal(rec->recover.n_applied, 3);
    recovery_free(rec);
}

static void the_filter_drops_what_is_no_table(void **state)
{
    static const struct {
        const char *sql;
        bool drops;
    } cases[] = {
        {"DROP TEMPORARY TABLE IF EXISTS `x` /* generated by server */", true},
        {"SET STATEMENT max_statement_time=1 FOR REPLACE INTO t VALUES (1)", true},
        {"create or replace definer=`a`@`b` view v as\nselect 1", true},
        {"ALTER USER me IDENTIFIED BY 'x'", true},
        {"# Dummy event replacing event type 160", true},
        {"OPTIMIZE LOCAL TABLE t", true},
        {"TRUNCATE TABLE t", false},
        {"CREATE TABLE view_function (a int)", false},
        {"CREATE TABLE user (a int)", false},
    };
    struct history_filter *filter;
    struct weir_err err;
    (void)state;
    assert_int_equal(history_filter_new(WEIR_STR_NULL, &filter, &err), WEIR_OK);
    for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
        if (history_filter_drops(filter, weir_str_of(cases[i].sql)) != cases[i].drops) {
            fail_msg("%s", cases[i].sql);
        }
    }
    history_filter_free(filter);
    assert_int_equal(history_filter_new(WEIR_STR("x.*, y\\,z"), &filter, &err), WEIR_OK);
    assert_true(history_filter_drops(filter, WEIR_STR("Y,z")));
    assert_false(history_filter_drops(filter, WEIR_STR("GRANT ALL")));
    history_filter_free(filter);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_record_is_laid_out_as_jackson_does),
        cmocka_unit_test(a_table_goes_there_and_comes_back),
        cmocka_unit_test(records_count_up_to_the_place_reached),
        cmocka_unit_test(the_filter_drops_what_is_no_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
