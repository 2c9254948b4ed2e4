/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whatever a source, a sink and the bus between them go through (failing calls, late answers,
 * pauses, stops, tasks given up, rebalances, records that are refused): every record that was not
 * refused arrives, in its partition's order at first sight, once where that is promised, and no
 * stored offset or commit runs ahead.
 */
#include "unit.h"

#include <stdlib.h>
#include <time.h>

#include "gen.h"
#include "pipe_rig.h"

#define RUNS      30
#define PARTS_MAX 4
#define N_MAX     200
#define GROUP     "connect-s"

struct run {
    struct gen *gen;
    int64_t n;
    int32_t parts;
    int features;
    bool eos, once;
    int64_t refused; /* this record is too large; -1: none */
    const char *source_pairs[16];
    const char *sink_pairs[16];
    struct pipe_rig rig;
    struct fake_source source;
    struct fake_sink sink;
    struct pipe_task from, to;
};

static void nap_us(long us)
{
    nanosleep(&(struct timespec){.tv_nsec = us * 1000}, NULL);
}

/* ---- what is there ---- */

static int64_t value_of(struct fake_record rec)
{
    return strtoll(rec.value.p, NULL, 10);
}

static int64_t next_wanted(const struct run *run, int64_t i)
{
    return i == run->refused ? i + run->parts : i;
}

static int64_t check_partition(struct run *run, int32_t p)
{
    int64_t next = next_wanted(run, p);
    for (size_t i = 0; i < fake_bus_count(run->rig.bus, "t", p); i++) {
        struct fake_record rec = fake_bus_get(run->rig.bus, "t", p, i);
        if (!rec.visible) {
            continue;
        }
        int64_t value = value_of(rec);
        assert_true(value <= next);
        assert_int_not_equal(value, run->refused);
        assert_true(!run->once || value == next);
        next = value == next ? next_wanted(run, next + run->parts) : next;
    }
    return next;
}

/* All records before the stored offset are there. */
static void check_offset(struct run *run)
{
    int64_t offset = pipe_rig_offset(&run->rig, "c", 0);
    for (int32_t p = 0; p < run->parts; p++) {
        assert_true(check_partition(run, p) >= offset);
    }
}

/* What was put is without a gap up to the commit. */
static void check_sink(struct run *run, bool all)
{
    bool put[PARTS_MAX][4 * N_MAX] = {{false}};
    pthread_mutex_lock(&run->sink.lock);
    for (size_t i = 0; i < run->sink.n_seen; i++) {
        const struct fake_seen *seen = &run->sink.seen[i];
        if (seen->offset < 4 * N_MAX) {
            put[seen->partition][seen->offset] = true;
        }
    }
    pthread_mutex_unlock(&run->sink.lock);
    for (int32_t p = 0; p < run->parts; p++) {
        int64_t committed = fake_bus_committed(run->rig.bus, GROUP, "t", p);
        size_t n = fake_bus_count(run->rig.bus, "t", p);
        for (size_t i = 0; i < n && i < 4 * N_MAX; i++) {
            bool wanted = all || (int64_t)i < committed;
            assert_true(put[p][i] || !wanted || !fake_bus_get(run->rig.bus, "t", p, i).visible);
        }
    }
}

/* ---- the run ---- */

static void choose_source(struct run *run)
{
    struct gen *gen = run->gen;
    size_t at = 0;
    const char **pairs = run->source_pairs;
    static const char *const boundaries[] = {"poll", "interval", "connector"};
    unsigned boundary = (unsigned)gen_below(gen, 3);
    fake_source_init(&run->source, run->n, (uint32_t)gen_below(gen, 12) + 1);
    run->source.partitions = run->parts;
    run->source.keys = run->n;
    run->source.helpers = gen_chance(gen, 30);
    if (run->eos) {
        pairs[at++] = "transaction.boundary";
        pairs[at++] = boundaries[boundary];
        pairs[at++] = "transaction.boundary.interval.ms";
        pairs[at++] = "3";
        run->source.txn_every = boundary == 2 ? 5 : 0;
        /* A transaction that outgrew the batches in flight cannot be sent again without it. */
        run->refused = boundary == 0 ? run->refused : -1;
    }
    pairs[at++] = "errors.tolerance";
    pairs[at++] = "all";
    pairs[at] = NULL;
}

static enum weir_verdict sometimes_busy(struct fake_sink *sink, struct weir_batch *batch,
                                        struct weir_verdicts *verdicts, struct weir_err *err)
{
    (void)batch;
    (void)verdicts;
    return sink->puts % 7 == 3 ? weir_err_set(err, WEIR_RETRY, "busy") : WEIR_OK;
}

static void choose_sink(struct run *run)
{
    size_t at = 0;
    const char **pairs = run->sink_pairs;
    fake_sink_init(&run->sink);
    run->sink.on_put = gen_chance(run->gen, 50) ? sometimes_busy : NULL;
    pairs[at++] = "name";
    pairs[at++] = "s";
    pairs[at++] = gen_chance(run->gen, 50) ? "topics" : "topics.regex";
    pairs[at++] = "t";
    pairs[at++] = "consumer.override.max.poll.records";
    pairs[at++] = gen_chance(run->gen, 50) ? "3" : "50";
    pairs[at] = NULL;
}

static void start_source(struct run *run)
{
    pipe_task_start(&run->from, &run->rig, "test.FakeSource", &run->source, run->source_pairs);
}

static void start_sink(struct run *run)
{
    pipe_task_start(&run->to, &run->rig, "test.FakeSink", &run->sink, run->sink_pairs);
}

static bool is_only_ours(void *arg)
{
    return atomic_load(&((struct task_metrics *)arg)->refs) == 1;
}

/* The fake plugin has one script, so the next task waits until the old one has let go of it. */
static void end(struct pipe_task *task, bool abandon)
{
    if (abandon) {
        pipe_task_abandon(task);
        assert_true(pipe_await(is_only_ours, task->metrics));
    }
    pipe_task_end(task);
}

static void revive(struct run *run)
{
    if (task_ended(run->from.task)) {
        pipe_task_end(&run->from);
        check_offset(run);
        start_source(run);
    }
    if (task_ended(run->to.task)) {
        pipe_task_end(&run->to);
        check_sink(run, false);
        start_sink(run);
    }
}

static void disturb(struct run *run)
{
    static const enum weir_verdict classes[] = {WEIR_RETRY, WEIR_FATAL, WEIR_ABORT_TXN};
    static const enum fake_acks acks[] = {FAKE_ACKS_AT_ONCE, FAKE_ACKS_THREAD, FAKE_ACKS_THREAD};
    struct gen *gen = run->gen;
    switch (gen_below(gen, 9)) {
    case 0:
    case 1:
    case 2:
        fake_bus_fail(run->rig.bus, (int)gen_below(gen, 40) + 1,
                      classes[gen_below(gen, run->eos ? 3 : 2)]);
        break;
    case 3:
        task_pause(run->from.task, gen_chance(gen, 50));
        task_pause(run->to.task, gen_chance(gen, 50));
        break;
    case 4:
        fake_bus_acks(run->rig.bus, acks[gen_below(gen, 3)]);
        break;
    case 5:
        end(&run->from, gen_chance(gen, 50));
        check_offset(run);
        start_source(run);
        break;
    case 6:
        end(&run->to, gen_chance(gen, 50));
        check_sink(run, false);
        start_sink(run);
        break;
    case 7:
        fake_bus_rebalance(run->rig.bus, GROUP, gen_chance(gen, 30));
        break;
    default:
        fake_bus_take(run->rig.bus, GROUP, "t", (int32_t)gen_below(gen, (uint64_t)run->parts),
                      gen_chance(gen, 50));
        break;
    }
    nap_us((long)gen_below(gen, 3000));
}

static bool sink_is_done(struct run *run)
{
    for (int32_t p = 0; p < run->parts; p++) {
        size_t n = fake_bus_count(run->rig.bus, "t", p);
        while (n && !fake_bus_get(run->rig.bus, "t", p, n - 1).visible) {
            n--; /* nothing more comes to be committed behind the last visible one */
        }
        if (fake_bus_committed(run->rig.bus, GROUP, "t", p) < (int64_t)n) {
            return false;
        }
    }
    return true;
}

static bool is_done(struct run *run)
{
    return pipe_rig_offset(&run->rig, "c", 0) == run->n && sink_is_done(run);
}

static void show(struct run *run)
{
    print_message("stuck: %lld records, %s%s, boundary %s, helpers %d, refused %lld, at %lld, "
                  "offset %lld, source in %s, sink in %s, again %d\n",
                  (long long)run->n, run->features ? "atomic" : "", run->eos ? "eos" : "",
                  run->source_pairs[1], run->source.helpers, (long long)run->refused,
                  (long long)run->source.at, (long long)pipe_rig_offset(&run->rig, "c", 0),
                  run->from.metrics->callback, run->to.metrics->callback, run->sink.puts);
    for (int32_t p = 0; p < run->parts; p++) {
        print_message("partition %d: %zu records, %lld committed\n", p,
                      fake_bus_count(run->rig.bus, "t", p),
                      (long long)fake_bus_committed(run->rig.bus, GROUP, "t", p));
    }
}

static void calm(struct run *run)
{
    fake_bus_fail(run->rig.bus, 0, WEIR_OK);
    task_pause(run->from.task, false);
    task_pause(run->to.task, false);
    for (int32_t p = 0; p < run->parts; p++) {
        fake_bus_take(run->rig.bus, GROUP, "t", p, false);
    }
    int i = 0;
    for (; i < 50000 && !is_done(run); i++) {
        revive(run);
        nap_us(200);
    }
    if (i == 50000) {
        show(run);
        fail();
    }
}

static void one_run(struct gen *gen)
{
    struct run run = {.gen = gen,
                      .n = (int64_t)gen_below(gen, N_MAX - 20) + 20,
                      .parts = (int32_t)gen_below(gen, PARTS_MAX) + 1,
                      .features = gen_chance(gen, 40) ? BUS_ATOMIC_APPEND : 0};
    run.eos = !run.features && gen_chance(gen, 60);
    run.once = run.eos || run.features;
    run.n -= run.n % 5; /* a connector's transactions end with the last record */
    run.refused = gen_chance(gen, 30) ? (int64_t)gen_below(gen, (uint64_t)run.n) : -1;
    pipe_rig_open(&run.rig, run.features,
                  run.eos ? (const char *const[]){"exactly.once.source.support", "enabled", NULL}
                          : NULL);
    fake_bus_partitions(run.rig.bus, run.parts);
    choose_source(&run);
    choose_sink(&run);
    char key[32];
    snprintf(key, sizeof(key), "k%lld", (long long)run.refused);
    fake_bus_refuse_key(run.rig.bus, key);
    start_source(&run);
    start_sink(&run);
    for (uint64_t i = gen_below(gen, 40); i > 0; i--) {
        revive(&run);
        disturb(&run);
    }
    calm(&run);
    pipe_task_end(&run.from);
    pipe_task_end(&run.to);
    for (int32_t p = 0; p < run.parts; p++) {
        assert_true(check_partition(&run, p) >= run.n);
    }
    check_sink(&run, true);
    assert_int_equal(run.source.opens, run.source.closes);
    assert_int_equal(run.sink.opens, run.sink.closes);
    fake_source_end(&run.source);
    fake_sink_end(&run.sink);
    pipe_rig_close(&run.rig);
}

static void test_runs(void **state)
{
    (void)state;
    struct gen gen;
    gen_open(&gen);
    for (int i = gen_runs(RUNS); i > 0; i--) {
        uint64_t seed = gen_u64(&gen);
        struct gen own;
        gen_seed(&own, seed);
        one_run(&own);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_runs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
