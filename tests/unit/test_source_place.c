/* SPDX-License-Identifier: Apache-2.0 */
/* What offsets a stream of events leaves, and what is skipped when it comes again. */
#include "unit.h"

#include "source_place.h"

static struct source_place place;

static void start(struct cdc_offset from)
{
    struct weir_err err;
    from.file = from.file.p ? from.file : WEIR_STR("b.000001");
    source_place_free(&place);
    assert_int_equal(source_place_init(&place, &from, &err), WEIR_OK);
}

static void at(uint64_t pos, uint64_t next_pos)
{
    struct binlog_event event = {.pos = pos, .next_pos = next_pos, .server_id = 1, .ts_sec = 7};
    source_place_event(&place, &event);
}

static void gtid(uint64_t pos, uint64_t next_pos, uint64_t seq)
{
    at(pos, next_pos);
    source_place_gtid(&place, &(struct binlog_gtid){.server = 1, .seq = seq});
    source_place_begin(&place);
}

static void done(void)
{
    source_place_done(&place);
}

static void assert_offset(const char *want)
{
    char text[512];
    struct weir_str is = source_place_text(&place);
    snprintf(text, sizeof(text), "%.*s", WEIR_STR_ARG(is));
    assert_string_equal(text, want);
}

#define HEAD(pos, gtids)                                                                           \
    "{\"ts_sec\":7,\"file\":\"b.000001\",\"pos\":" #pos ",\"gtids\":\"" gtids "\",\"server_id\":1"

static void counts_a_transaction(void **state)
{
    (void)state;
    start((struct cdc_offset){.pos = 100, .gtids = WEIR_STR("0-1-5")});
    assert_offset("{\"file\":\"b.000001\",\"pos\":100,\"gtids\":\"0-1-5\"}");
    gtid(100, 140, 6);
    done();
    at(140, 180); /* table map */
    done();
    at(180, 300); /* two rows */
    assert_false(source_place_skips(&place));
    assert_int_equal(source_place_skipped_rows(&place), 0);
    source_place_row(&place, 0);
    assert_offset(HEAD(100, "0-1-5") ",\"event\":2,\"row\":1}");
    source_place_row(&place, 1);
    assert_offset(HEAD(100, "0-1-5") ",\"event\":2,\"row\":2}");
    done();
    assert_offset(HEAD(100, "0-1-5") ",\"event\":3}");
    at(300, 331); /* commit */
    source_place_commit(&place);
    done();
    assert_offset(HEAD(331, "0-1-6") "}");
    at(331, 400);
    done();
    assert_offset(HEAD(400, "0-1-6") "}");
    source_place_rotate(&place, WEIR_STR("b.000002"), 4);
    done();
    assert_offset("{\"ts_sec\":7,\"file\":\"b.000002\",\"pos\":4,\"gtids\":\"0-1-6\",\"server_id\":1}");
}

/* The offset stays where it was until the transaction has come as far again. */
static void skips_what_was_done(void **state)
{
    (void)state;
    const char *stored = "{\"ts_sec\":7,\"file\":\"b.000001\",\"pos\":100,\"gtids\":\"0-1-5\","
                         "\"server_id\":1,\"event\":3,\"row\":2}";
    start((struct cdc_offset){.pos = 100, .gtids = WEIR_STR("0-1-5"), .event = 3, .row = 2,
                              .server_id = 1, .ts_sec = 7});
    source_place_file(&place, WEIR_STR("b.000001"));
    assert_offset(stored);
    gtid(100, 140, 6);
    assert_true(source_place_skips(&place));
    done();
    at(140, 180);
    done();
    at(180, 300);
    assert_true(source_place_skips(&place));
    done();
    assert_offset(stored);
    at(300, 400); /* the rows event that was under way */
    assert_false(source_place_skips(&place));
    assert_int_equal(source_place_skipped_rows(&place), 2);
    source_place_row(&place, 2);
    assert_offset(HEAD(100, "0-1-5") ",\"event\":3,\"row\":3}");
    done();
    at(400, 500);
    assert_int_equal(source_place_skipped_rows(&place), 0);
    source_place_row(&place, 0);
    assert_offset(HEAD(100, "0-1-5") ",\"event\":4,\"row\":1}");
}

/* The connection breaks in the middle, twice, the second time while skipping. */
static void goes_on_after_reopening(void **state)
{
    (void)state;
    start((struct cdc_offset){.pos = 100, .gtids = WEIR_STR("0-1-5")});
    gtid(100, 140, 6);
    done();
    at(140, 180);
    source_place_row(&place, 0);
    source_place_row(&place, 1);
    source_place_reopen(&place);
    assert_offset(HEAD(100, "0-1-5") ",\"event\":1,\"row\":2}");
    gtid(90, 140, 6);
    done();
    source_place_reopen(&place);
    gtid(100, 140, 6);
    done();
    at(140, 180);
    assert_int_equal(source_place_skipped_rows(&place), 2);
    source_place_row(&place, 2);
    done();
    source_place_commit(&place);
    done();
    gtid(180, 200, 7);
    done();
    at(200, 220);
    assert_false(source_place_skips(&place));
    assert_int_equal(source_place_skipped_rows(&place), 0);
    source_place_row(&place, 0);
    assert_offset(HEAD(180, "0-1-6") ",\"event\":1,\"row\":1}");
}

static int end(void **state)
{
    (void)state;
    source_place_free(&place);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_a_transaction),
        cmocka_unit_test(skips_what_was_done),
        cmocka_unit_test(goes_on_after_reopening),
    };
    return cmocka_run_group_tests(tests, NULL, end);
}
