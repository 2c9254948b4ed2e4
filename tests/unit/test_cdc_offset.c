/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include "cdc_offset.h"

static struct weir_arena arena;

static struct cdc_offset offset_of(const char *text)
{
    struct cdc_offset offset;
    struct weir_err err;
    if (cdc_offset_read(&arena, weir_str_of(text), &offset, &err) != WEIR_OK) {
        fail_msg("%s: %s", text, err.text);
    }
    return offset;
}

static void assert_writes(const struct cdc_offset *offset, const char *want)
{
    struct weir_buf buf;
    weir_buf_init(&buf, 4096);
    cdc_offset_write(offset, &buf);
    assert_string_equal(weir_buf_cstr(&buf), want);
    weir_buf_free(&buf);
}

/* What versions 1.x to 3.x wrote, and what becomes of it. */
static void reads_every_version(void **state)
{
    (void)state;
    static const struct {
        const char *text, *want;
    } cases[] = {
        {"{\"transaction_id\":null,\"ts_sec\":1790000321,\"file\":\"mariadb-bin.000042\","
         "\"pos\":90231,\"gtids\":\"0-1-9190\",\"row\":1,\"server_id\":1,\"event\":2}",
         "{\"ts_sec\":1790000321,\"file\":\"mariadb-bin.000042\",\"pos\":90231,"
         "\"gtids\":\"0-1-9190\",\"server_id\":1,\"event\":2,\"row\":1}"},
        {"{\"ts_sec\":1,\"file\":\"b.1\",\"pos\":4,\"snapshot\":true}",
         "{\"ts_sec\":1,\"file\":\"b.1\",\"pos\":4,\"snapshot\":\"INITIAL\"}"},
        {"{\"ts_sec\":1,\"file\":\"b.1\",\"pos\":4,\"snapshot\":\"INITIAL\"}",
         "{\"ts_sec\":1,\"file\":\"b.1\",\"pos\":4,\"snapshot\":\"INITIAL\"}"},
        {"{\"file\":\"b.1\",\"pos\":4,\"snapshot\":\"BLOCKING\"}",
         "{\"file\":\"b.1\",\"pos\":4,\"snapshot\":\"BLOCKING\"}"},
        {"{\"file\":\"b.1\",\"pos\":0,\"gtids\":\"\"}", "{\"file\":\"b.1\",\"pos\":0}"},
        {"{\"file\":\"b.1\",\"pos\":\"17\"}", "{\"file\":\"b.1\",\"pos\":17}"},
        {"{\"transaction_id\":\"0-1-3\",\"transaction_data_collection_order_a.t\":3,"
         "\"file\":\"b.1\",\"pos\":4}",
         "{\"transaction_id\":\"0-1-3\",\"transaction_data_collection_order_a.t\":3,"
         "\"file\":\"b.1\",\"pos\":4}"},
        {"{\"file\":\"b.1\",\"pos\":4,\"incremental_snapshot_collections\":\"[]\","
         "\"incremental_snapshot_primary_key\":\"aced\",\"unknown\":[1]}",
         "{\"file\":\"b.1\",\"pos\":4,\"incremental_snapshot_collections\":\"[]\","
         "\"incremental_snapshot_primary_key\":\"aced\"}"},
    };
    for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
        struct cdc_offset offset = offset_of(cases[i].text);
        assert_writes(&offset, cases[i].want);
    }
}

static void refuses_what_is_none(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "{}", "{\"pos\":4}", "[]", "{\"file\":3,\"pos\":4}", "{\"file\":\"b.1\",\"pos\":\"x\"}",
        "{\"file\":\"b.1\",\"pos\":{}}", "{\"file\":", "{\"file\":\"b.1\",\"pos\":4,\"event\":[]}"};
    for (size_t i = 0; i < UNIT_COUNT(texts); i++) {
        struct cdc_offset offset;
        struct weir_err err;
        assert_int_equal(cdc_offset_read(&arena, weir_str_of(texts[i]), &offset, &err), WEIR_FATAL);
    }
}

#define FILE_AT(file, pos) "{\"file\":\"" file "\",\"pos\":" #pos "}"
#define GTIDS(set, more) "{\"file\":\"b.1\",\"pos\":4,\"gtids\":\"" set "\"" more "}"

static void orders_as_the_history_needs_it(void **state)
{
    (void)state;
    static const struct {
        const char *recorded, *reached;
        bool want;
    } cases[] = {
        {FILE_AT("b.000002", 4), FILE_AT("b.000002", 4), true},
        {FILE_AT("b.000002", 5), FILE_AT("b.000002", 4), false},
        {FILE_AT("b.000002", 900), FILE_AT("b.000010", 4), true},
        {FILE_AT("b.999999", 900), FILE_AT("b.1000000", 4), true},
        {FILE_AT("b.000010", 4), FILE_AT("b.000002", 900), false},
        {GTIDS("0-1-5", ""), GTIDS("0-1-5", ""), true},
        {GTIDS("0-1-5", ""), GTIDS("0-1-6", ""), true},
        {GTIDS("0-1-6", ""), GTIDS("0-1-5", ""), false},
        {GTIDS("0-1-5", ",\"event\":2"), GTIDS("0-1-5", ",\"event\":1"), false},
        {GTIDS("0-1-5", ",\"event\":1"), GTIDS("0-1-5", ",\"event\":2"), true},
        {GTIDS("0-1-5", ""), GTIDS("0-1-5", ",\"snapshot\":\"INITIAL\""), false},
        {GTIDS("0-1-5", ",\"snapshot\":\"INITIAL\""), GTIDS("0-1-5", ""), true},
        {GTIDS("0-1-5", ",\"snapshot\":\"INITIAL\""), GTIDS("0-1-5", ",\"snapshot\":true"), true},
        {GTIDS("0-1-5", ""), FILE_AT("b.9", 9), false},
        {FILE_AT("b.9", 9), GTIDS("0-1-5", ""), true},
        {GTIDS("3e11fa47-71ca-11e1-9e33-c80aa9429562:1-5", ""),
         GTIDS("3e11fa47-71ca-11e1-9e33-c80aa9429562:1-9", ""), true},
        {"{\"file\":\"b.9\",\"pos\":4,\"server_id\":1,\"ts_sec\":100}",
         "{\"file\":\"b.1\",\"pos\":4,\"server_id\":2,\"ts_sec\":200}", true},
        {"{\"file\":\"b.1\",\"pos\":4,\"server_id\":1,\"ts_sec\":300}",
         "{\"file\":\"b.9\",\"pos\":4,\"server_id\":2,\"ts_sec\":200}", false},
        {"{\"file\":\"b.1\",\"pos\":4,\"event\":2,\"row\":3}",
         "{\"file\":\"b.1\",\"pos\":4,\"event\":2,\"row\":2}", false},
    };
    for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
        struct cdc_offset recorded = offset_of(cases[i].recorded);
        struct cdc_offset reached = offset_of(cases[i].reached);
        if (cdc_offset_is_at_or_before(&recorded, &reached, NULL, NULL) != cases[i].want) {
            fail_msg("%s against %s", cases[i].recorded, cases[i].reached);
        }
    }
}

static int make_arena(void **state)
{
    (void)state;
    weir_arena_init(&arena, 4096);
    return 0;
}

static int free_arena(void **state)
{
    (void)state;
    weir_arena_free(&arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_every_version),
        cmocka_unit_test(refuses_what_is_none),
        cmocka_unit_test(orders_as_the_history_needs_it),
    };
    return cmocka_run_group_tests(tests, make_arena, free_arena);
}
