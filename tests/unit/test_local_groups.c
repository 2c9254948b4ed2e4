/* SPDX-License-Identifier: Apache-2.0 */
/* Consumer groups of the embedded log: who gets which partition, and what happens to commits. */
#include <weir/buf.h>

#include "local_log.h"

#define MEMBERS 4

/* A consumer that keeps what it was told, as "t/0 t/1". */
struct member {
    struct bus_consumer *consumer;
    struct weir_topic_partition has[64];
    size_t n;
    int assigned_calls;
    int revoked_calls;
    bool lost;
    struct local_log *log;
    bool commit_when_revoked;
};

static void on_assigned(void *self, const struct weir_topic_partition *partitions, size_t n)
{
    struct member *member = self;
    member->assigned_calls++;
    for (size_t i = 0; i < n; i++) {
        member->has[member->n++] = partitions[i];
    }
}

static void on_revoked(void *self, const struct weir_topic_partition *partitions, size_t n,
                       bool lost)
{
    struct member *member = self;
    member->revoked_calls++;
    member->lost = lost;
    for (size_t i = 0; i < n; i++) {
        for (size_t at = 0; at < member->n; at++) {
            if (weir_str_eq(member->has[at].topic, partitions[i].topic) &&
                member->has[at].partition == partitions[i].partition) {
                member->has[at] = member->has[--member->n];
                break;
            }
        }
    }
    if (member->commit_when_revoked) {
        struct weir_topic_partition at = partitions[0];
        at.offset = 77;
        must(bus_consumer_commit(member->consumer, &at, 1, false, &member->log->err),
             &member->log->err);
    }
}

static void join(struct member *member, struct local_log *log, enum bus_reset reset)
{
    *member = (struct member){.log = log};
    struct bus_consumer_conf conf = {.client_id = "test",
                                     .group = "g",
                                     .reset = reset,
                                     .assigned = on_assigned,
                                     .revoked = on_revoked,
                                     .self = member};
    must(bus_consumer_open(log->bus, &conf, &member->consumer, &log->err), &log->err);
}

static void subscribe(struct member *member, const char *first, const char *second)
{
    struct weir_str topics[] = {weir_str_of(first), weir_str_of(second)};
    must(bus_consumer_subscribe(member->consumer, topics, second ? 2 : 1, &member->log->err),
         &member->log->err);
}

/* Polls without waiting and drops what comes; how many records. */
static size_t poll_once(struct member *member)
{
    struct bus_messages got;
    must(bus_consumer_poll(member->consumer, 1000, 1 << 20, 0, &got, &member->log->err),
         &member->log->err);
    size_t n = got.n;
    bus_messages_release(member->consumer, &got);
    return n;
}

static void settle(struct member *members, size_t n)
{
    for (int round = 0; round < 3; round++) {
        for (size_t i = 0; i < n; i++) {
            (void)poll_once(&members[i]);
        }
    }
}

static void partitions_are_shared_evenly_and_stay(void **state)
{
    struct local_log *log = *state;
    struct member members[MEMBERS];
    local_log_topic(log, "a", 5, NULL, NULL);
    local_log_topic(log, "b", 3, NULL, NULL);
    for (size_t i = 0; i < 3; i++) {
        join(&members[i], log, BUS_RESET_EARLIEST);
        subscribe(&members[i], "a", "b");
        settle(members, i + 1);
    }
    size_t total = 0;
    for (size_t i = 0; i < 3; i++) {
        assert_in_range(members[i].n, 2, 3);
        total += members[i].n;
    }
    assert_int_equal(total, 8);

    /* The third leaves: what the others had they keep. */
    struct weir_topic_partition kept[2] = {members[0].has[0], members[1].has[0]};
    bus_consumer_close(members[2].consumer);
    assert_int_equal(members[2].n, 0);
    int revoked = members[0].revoked_calls + members[1].revoked_calls;
    settle(members, 2);
    assert_int_equal(members[0].n, 4);
    assert_int_equal(members[1].n, 4);
    assert_int_equal(members[0].revoked_calls + members[1].revoked_calls, revoked);
    assert_int_equal(members[0].has[0].partition, kept[0].partition);
    assert_int_equal(members[1].has[0].partition, kept[1].partition);
    bus_consumer_close(members[0].consumer);
    bus_consumer_close(members[1].consumer);
}

static void an_evicted_member_is_not_waited_for(void **state)
{
    struct local_log *log = *state;
    struct member members[2];
    local_log_topic(log, "a", 2, NULL, NULL);
    for (size_t i = 0; i < 2; i++) {
        join(&members[i], log, BUS_RESET_EARLIEST);
        subscribe(&members[i], "a", NULL);
        settle(members, i + 1);
    }
    assert_int_equal(members[0].n, 1);
    struct weir_topic_partition at = members[0].has[0];
    at.offset = 5;
    int revoked = members[0].revoked_calls;
    bus_consumer_evict(members[0].consumer);
    (void)poll_once(&members[1]);
    assert_int_equal(members[1].n, 2);

    struct bus_messages got;
    assert_int_equal(bus_consumer_poll(members[0].consumer, 10, 1 << 20, 0, &got, &log->err),
                     WEIR_FATAL);
    assert_int_equal(bus_consumer_commit(members[0].consumer, &at, 1, false, &log->err),
                     WEIR_FATAL);
    subscribe(&members[0], "a", NULL); /* in vain */
    settle(&members[1], 1);
    assert_int_equal(members[1].n, 2);
    bus_consumer_close(members[0].consumer);
    assert_int_equal(members[0].revoked_calls, revoked);
    bus_consumer_evict(members[1].consumer); /* the last one: nobody is in the group */
    must(bus_group_alter(log->bus, WEIR_STR("g"), &at, 1, &log->err), &log->err);
    bus_consumer_close(members[1].consumer);
}

static void a_member_that_does_not_poll_keeps_its_partitions(void **state)
{
    struct local_log *log = *state;
    struct member members[2];
    local_log_topic(log, "a", 2, NULL, NULL);
    join(&members[0], log, BUS_RESET_EARLIEST);
    subscribe(&members[0], "a", NULL);
    settle(members, 1);
    join(&members[1], log, BUS_RESET_EARLIEST);
    subscribe(&members[1], "a", NULL);
    for (int i = 0; i < 5; i++) {
        (void)poll_once(&members[1]);
    }
    assert_int_equal(members[0].n, 2);
    assert_int_equal(members[1].n, 0);
    (void)poll_once(&members[0]);
    assert_int_equal(members[0].n, 1);
    (void)poll_once(&members[1]);
    assert_int_equal(members[1].n, 1);
    bus_consumer_close(members[0].consumer);
    bus_consumer_close(members[1].consumer);
}

static void records_go_to_each_member_once(void **state)
{
    struct local_log *log = *state;
    struct member members[2];
    local_log_topic(log, "a", 4, NULL, NULL);
    local_log_many(log, "a", 1000);
    for (size_t i = 0; i < 2; i++) {
        join(&members[i], log, BUS_RESET_EARLIEST);
        subscribe(&members[i], "a", NULL);
    }
    size_t n = 0;
    for (int round = 0; round < 20; round++) {
        n += poll_once(&members[0]);
        n += poll_once(&members[1]);
    }
    assert_int_equal(n, 1000);
    bus_consumer_close(members[0].consumer);
    bus_consumer_close(members[1].consumer);
}

static void a_new_topic_is_assigned_and_a_deleted_one_lost(void **state)
{
    struct local_log *log = *state;
    struct member member;
    join(&member, log, BUS_RESET_LATEST);
    subscribe(&member, "later", NULL);
    assert_int_equal(poll_once(&member), 0);
    assert_int_equal(member.n, 0);
    local_log_text(log, "later", "k", "first");
    /* It was subscribed before it was there: not even its first record is missed. */
    assert_int_equal(poll_once(&member), 1);
    assert_int_equal(member.n, 1);
    must(bus_topic_delete(log->bus, WEIR_STR("later"), &log->err), &log->err);
    assert_int_equal(poll_once(&member), 0);
    assert_int_equal(member.n, 0);
    assert_true(member.lost);
    local_log_text(log, "later", "k", "again");
    assert_int_equal(poll_once(&member), 1);
    bus_consumer_close(member.consumer);
}

static void commits_are_kept_and_tell_where_to_begin(void **state)
{
    struct local_log *log = *state;
    struct member member;
    struct weir_arena arena;
    weir_arena_init(&arena, 1024);
    local_log_many(log, "a", 10);
    join(&member, log, BUS_RESET_EARLIEST);
    subscribe(&member, "a", NULL);
    assert_int_equal(poll_once(&member), 10);
    struct weir_topic_partition at = {
        .topic = WEIR_STR("a"), .partition = 0, .offset = 7, .metadata = WEIR_STR("weir:3")};
    must(bus_consumer_commit(member.consumer, &at, 1, false, &log->err), &log->err);
    bus_consumer_close(member.consumer);
    local_log_reopen(log);

    join(&member, log, BUS_RESET_EARLIEST);
    subscribe(&member, "a", NULL);
    assert_int_equal(poll_once(&member), 3);
    struct weir_topic_partition stored = {.topic = WEIR_STR("a"), .partition = 0};
    must(bus_consumer_committed(member.consumer, &arena, &stored, 1, &log->err), &log->err);
    assert_int_equal(stored.offset, 7);
    assert_text(stored.metadata, "weir:3");
    stored.partition = 9;
    must(bus_consumer_committed(member.consumer, &arena, &stored, 1, &log->err), &log->err);
    assert_int_equal(stored.offset, -1);
    assert_null(stored.metadata.p);
    at.offset = 9;
    must(bus_consumer_commit(member.consumer, &at, 1, true, &log->err), &log->err);
    bus_consumer_close(member.consumer);

    struct weir_topic_partition *offsets = NULL;
    size_t n = 0;
    at.partition = 0;
    must(bus_group_alter(log->bus, WEIR_STR("other"), &at, 1, &log->err), &log->err);
    must(bus_group_offsets(log->bus, WEIR_STR("g"), &arena, &offsets, &n, &log->err), &log->err);
    assert_int_equal(n, 1);
    assert_int_equal(offsets[0].offset, 9);
    assert_text(offsets[0].topic, "a");
    weir_arena_free(&arena);
}

static void a_commit_during_revocation_counts_and_later_ones_are_refused(void **state)
{
    struct local_log *log = *state;
    struct member members[2];
    struct weir_arena arena;
    weir_arena_init(&arena, 1024);
    local_log_topic(log, "a", 2, NULL, NULL);
    join(&members[0], log, BUS_RESET_EARLIEST);
    subscribe(&members[0], "a", NULL);
    settle(members, 1);
    join(&members[1], log, BUS_RESET_EARLIEST);
    subscribe(&members[1], "a", NULL);
    members[0].commit_when_revoked = true;
    settle(members, 2);
    assert_int_equal(members[1].n, 1);
    struct weir_topic_partition moved = members[1].has[0];
    must(bus_consumer_committed(members[1].consumer, &arena, &moved, 1, &log->err), &log->err);
    assert_int_equal(moved.offset, 77);
    assert_int_equal(bus_consumer_commit(members[0].consumer, &moved, 1, false, &log->err),
                     WEIR_FATAL);
    assert_int_equal(log->err.code, 22);
    members[0].commit_when_revoked = false;
    bus_consumer_close(members[0].consumer);
    bus_consumer_close(members[1].consumer);
    weir_arena_free(&arena);
}

static void an_active_group_is_left_alone(void **state)
{
    struct local_log *log = *state;
    struct member member;
    struct weir_arena arena;
    weir_arena_init(&arena, 1024);
    local_log_many(log, "a", 3);
    join(&member, log, BUS_RESET_EARLIEST);
    subscribe(&member, "a", NULL);
    (void)poll_once(&member);
    struct weir_topic_partition at = {.topic = WEIR_STR("a"), .partition = 0, .offset = 2};
    must(bus_consumer_commit(member.consumer, &at, 1, false, &log->err), &log->err);
    assert_int_equal(bus_group_alter(log->bus, WEIR_STR("g"), &at, 1, &log->err), WEIR_RETRY);
    assert_says(&log->err, "still active");
    assert_int_equal(bus_group_delete(log->bus, WEIR_STR("g"), &log->err), WEIR_RETRY);
    bus_consumer_close(member.consumer);

    struct weir_topic_partition *offsets = NULL;
    size_t n = 0;
    at.offset = -1; /* deletes this one */
    must(bus_group_alter(log->bus, WEIR_STR("g"), &at, 1, &log->err), &log->err);
    must(bus_group_offsets(log->bus, WEIR_STR("g"), &arena, &offsets, &n, &log->err), &log->err);
    assert_int_equal(n, 0);
    at.offset = 1;
    must(bus_group_alter(log->bus, WEIR_STR("g"), &at, 1, &log->err), &log->err);
    must(bus_group_alter(log->bus, WEIR_STR("g2"), &at, 1, &log->err), &log->err);
    must(bus_group_delete(log->bus, WEIR_STR("g"), &log->err), &log->err);
    must(bus_group_offsets(log->bus, WEIR_STR("g"), &arena, &offsets, &n, &log->err), &log->err);
    assert_int_equal(n, 0);
    must(bus_group_offsets(log->bus, WEIR_STR("g2"), &arena, &offsets, &n, &log->err), &log->err);
    assert_int_equal(n, 1);
    must(bus_topic_delete(log->bus, WEIR_STR("a"), &log->err), &log->err);
    must(bus_group_offsets(log->bus, WEIR_STR("g2"), &arena, &offsets, &n, &log->err), &log->err);
    assert_int_equal(n, 0);
    weir_arena_free(&arena);
}

static void without_a_commit_the_reset_decides(void **state)
{
    static const struct {
        enum bus_reset reset;
        size_t n;
        enum weir_verdict class;
    } rows[] = {{BUS_RESET_EARLIEST, 3, WEIR_OK},
                {BUS_RESET_LATEST, 0, WEIR_OK},
                {BUS_RESET_NONE, 0, WEIR_BAD_CONFIG}};
    struct local_log *log = *state;
    local_log_many(log, "a", 3);
    for (size_t i = 0; i < UNIT_COUNT(rows); i++) {
        struct member member;
        struct bus_messages got;
        join(&member, log, rows[i].reset);
        subscribe(&member, "a", NULL);
        assert_int_equal(bus_consumer_poll(member.consumer, 10, 1 << 20, 0, &got, &log->err),
                         rows[i].class);
        assert_int_equal(got.n, rows[i].n);
        bus_messages_release(member.consumer, &got);
        if (rows[i].class != WEIR_OK) {
            assert_says(&log->err, "auto.offset.reset is none");
            must(bus_consumer_seek(member.consumer, WEIR_STR("a"), 0, 1, &log->err), &log->err);
            assert_int_equal(poll_once(&member), 2);
        }
        bus_consumer_close(member.consumer);
    }
}

static void seek_and_pause_hold(void **state)
{
    struct local_log *log = *state;
    struct member member;
    local_log_many(log, "a", 10);
    join(&member, log, BUS_RESET_EARLIEST);
    subscribe(&member, "a", NULL);
    assert_int_equal(poll_once(&member), 10);
    must(bus_consumer_seek(member.consumer, WEIR_STR("a"), 0, 4, &log->err), &log->err);
    bus_consumer_pause(member.consumer, WEIR_STR("a"), 0);
    assert_int_equal(poll_once(&member), 0);
    bus_consumer_resume(member.consumer, WEIR_STR("a"), 0);
    struct bus_messages got;
    must(bus_consumer_poll(member.consumer, 2, 1 << 20, 0, &got, &log->err), &log->err);
    assert_int_equal(got.items[0].offset, 4);
    bus_messages_release(member.consumer, &got);
    bus_consumer_pause(member.consumer, WEIR_STR("a"), 0); /* in the middle of a batch */
    assert_int_equal(poll_once(&member), 0);
    bus_consumer_resume(member.consumer, WEIR_STR("a"), 0);
    assert_int_equal(poll_once(&member), 4);
    assert_int_equal(bus_consumer_seek(member.consumer, WEIR_STR("b"), 0, 4, &log->err),
                     WEIR_FATAL);
    must(bus_consumer_seek(member.consumer, WEIR_STR("a"), 0, 99, &log->err), &log->err);
    assert_int_equal(poll_once(&member), 10); /* out of range: earliest */
    bus_consumer_close(member.consumer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        on_a_log(partitions_are_shared_evenly_and_stay),
        on_a_log(a_member_that_does_not_poll_keeps_its_partitions),
        on_a_log(an_evicted_member_is_not_waited_for),
        on_a_log(records_go_to_each_member_once),
        on_a_log(a_new_topic_is_assigned_and_a_deleted_one_lost),
        on_a_log(commits_are_kept_and_tell_where_to_begin),
        on_a_log(a_commit_during_revocation_counts_and_later_ones_are_refused),
        on_a_log(an_active_group_is_left_alone),
        on_a_log(without_a_commit_the_reset_decides),
        on_a_log(seek_and_pause_hold),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
