/* SPDX-License-Identifier: Apache-2.0 */
/* Where an event stands, from the 32 bits of its header that say where it ends. */
#include "unit.h"

#include "binlog_frame.h"
#include "binlog_wire.h"

#define SIZE 100
#define GIB  ((uint64_t)1 << 30)

struct step {
    uint64_t pos;     /* where the stream is */
    uint32_t said;    /* the end in the header; 0: none */
    uint64_t pos_now; /* where the event begins */
};

static const struct step steps[] = {
    {4, 104, 4},
    {4, 0, 4},                         /* added up */
    {4, 604, 504},                     /* events between were not sent */
    {4 * GIB - 50, 50, 4 * GIB - 50},  /* over the end of 32 bits */
    {4 * GIB - 300, 104, 4 * GIB + 4}, /* and what was not sent lay there */
    {4 * GIB + 4, 104, 4 * GIB + 4},
    {4 * GIB + 4, 504, 4 * GIB + 404},
    {8 * GIB - 300, 104, 8 * GIB + 4},
    {5000, 4 + SIZE, 4}, /* back, as at the head of a file */
};

static void put_le32(char *to, uint32_t x)
{
    for (size_t i = 0; i < 4; i++) {
        to[i] = (char)(x >> (8 * i));
    }
}

static void test_positions(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
        struct binlog_place place = {.pos = steps[i].pos};
        struct binlog_frame frame;
        struct weir_err err;
        char event[SIZE] = {0};
        event[4] = EVENT_TABLE_MAP;
        put_le32(event + 9, SIZE);
        put_le32(event + 13, steps[i].said);
        assert_int_equal(binlog_frame_read(&place, weir_str_n(event, SIZE), &frame, &err), WEIR_OK);
        assert_int_equal(frame.pos, steps[i].pos_now);
        assert_int_equal(frame.next_pos, steps[i].pos_now + SIZE);
        assert_int_equal(place.pos, frame.next_pos);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_positions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
