/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <weir/batch.h>

#define P1 WEIR_STR("{\"server\":\"a\"}")
#define P2 WEIR_STR("{\"server\":\"b\"}")

static void test_new_records_are_blank(void **state)
{
    (void)state;
    struct weir_batch *batch = weir_batch_new(100, 1 << 20, 1 << 20);
    for (uint32_t i = 0; i < 300; i++) {
        struct weir_record *rec = weir_batch_add(batch);
        assert_int_equal(i, rec->origin);
        assert_int_equal(WEIR_NO_PARTITION, rec->partition);
        assert_true(rec->timestamp == WEIR_NO_TIMESTAMP);
        assert_true(rec->offset == WEIR_NO_OFFSET);
        assert_int_equal(WEIR_REC_LIVE, rec->state);
        assert_int_equal(WEIR_NULL, rec->value.type);
        memset(rec, 0xee, sizeof(*rec));
    }
    weir_batch_reset(batch);
    assert_int_equal(0, batch->n);
    assert_int_equal(0, weir_batch_add(batch)->origin);
    weir_batch_free(batch);
}

static void test_full_by_records_or_bytes(void **state)
{
    (void)state;
    struct weir_batch *batch = weir_batch_new(2, 1000, 0);
    assert_false(weir_batch_full(batch));
    weir_batch_add(batch);
    assert_false(weir_batch_full(batch));
    weir_batch_add(batch);
    assert_true(weir_batch_full(batch));
    weir_batch_reset(batch);
    weir_arena_alloc(&batch->arena, 1000);
    assert_true(weir_batch_full(batch));
    weir_batch_free(batch);
}

static void test_offsets(void **state)
{
    (void)state;
    struct weir_batch *batch = weir_batch_new(100, 1 << 20, 0);
    weir_batch_offset(batch, P1, WEIR_STR("1"));
    weir_batch_offset(batch, P1, WEIR_STR("2")); /* nobody uses 1: replaced */
    assert_int_equal(1, batch->n_offsets);
    assert_int_equal(0, weir_batch_add(batch)->offset);
    assert_int_equal(0, weir_batch_add(batch)->offset);
    assert_true(weir_str_is(batch->offsets[0].offset, "2"));
    weir_batch_offset(batch, P1, WEIR_STR("3"));
    weir_batch_offset(batch, P2, WEIR_STR("4")); /* another partition: kept beside it */
    assert_int_equal(3, batch->n_offsets);
    assert_int_equal(2, weir_batch_add(batch)->offset);
    weir_batch_offset(batch, P2, WEIR_STR("5")); /* moved on without a record */
    weir_batch_offset(batch, P2, WEIR_STR("6"));
    assert_int_equal(4, batch->n_offsets);
    assert_true(weir_str_is(batch->offsets[2].offset, "4"));
    assert_true(weir_str_is(batch->offsets[3].offset, "6"));
    weir_batch_reset(batch);
    assert_int_equal(0, batch->n_offsets);
    assert_true(weir_batch_add(batch)->offset == WEIR_NO_OFFSET);
    weir_batch_free(batch);
}

static void write_place(const void *place, struct weir_buf *out)
{
    weir_buf_text(out, place);
}

static void test_writes_an_offset_when_it_is_asked_for(void **state)
{
    (void)state;
    struct weir_batch *batch = weir_batch_new(100, 1 << 20, 0);
    assert_null(weir_batch_offset_at(batch, WEIR_NO_OFFSET));
    weir_batch_offset_later(batch, P1, write_place, "1");
    weir_batch_offset_later(batch, P1, write_place, "2"); /* nobody uses 1: replaced */
    assert_int_equal(0, weir_batch_add(batch)->offset);
    weir_batch_offset_later(batch, P1, write_place, "3");
    assert_int_equal(1, weir_batch_add(batch)->offset);
    weir_batch_offset(batch, P1, WEIR_STR("4"));
    assert_null(batch->offsets[1].offset.p);
    assert_true(weir_str_is(weir_batch_offset_at(batch, 0)->offset, "2"));
    assert_true(weir_str_is(weir_batch_offset_at(batch, 1)->offset, "3"));
    assert_true(weir_str_is(weir_batch_offset_at(batch, 1)->offset, "3"));
    assert_true(weir_str_is(weir_batch_offset_at(batch, 2)->offset, "4"));
    assert_true(weir_str_is(weir_batch_offset_at(batch, 2)->partition, P1.p));
    assert_null(weir_batch_offset_at(batch, 3));
    weir_batch_free(batch);
}

static void test_holds_schemas_until_reset(void **state)
{
    (void)state;
    struct weir_schema_spec spec = {.type = WEIR_INT32, .doc = WEIR_STR("held by a batch")};
    struct weir_batch *batch = weir_batch_new(100, 1 << 20, 0);
    const struct weir_schema *sch = weir_schema_make(&spec);
    uint64_t serial = sch->serial;
    weir_batch_hold(batch, sch);
    weir_batch_hold(batch, weir_schema_plain(WEIR_INT32, true));
    weir_batch_hold(batch, sch);
    assert_null(weir_batch_hold(batch, NULL));
    assert_int_equal(2, batch->n_schemas);
    weir_schema_unref(sch);
    sch = weir_schema_make(&spec);
    assert_true(sch->serial == serial);
    weir_schema_unref(sch);
    weir_batch_reset(batch);
    sch = weir_schema_make(&spec);
    assert_true(sch->serial != serial);
    weir_schema_unref(sch);
    weir_batch_free(batch);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_new_records_are_blank),
        cmocka_unit_test(test_full_by_records_or_bytes),
        cmocka_unit_test(test_offsets),
        cmocka_unit_test(test_writes_an_offset_when_it_is_asked_for),
        cmocka_unit_test(test_holds_schemas_until_reset),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
