/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kill -9 of a process that writes the embedded log, again and again: whatever was acknowledged is
 * there, in order, without a gap, and appends of several records are there whole or not at all.
 * The child tells what was acknowledged through shared memory. KILL_ROUNDS: how often.
 */
#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>

#include <weir/mem.h>
#include <weir/time.h>

#include "local_log.h"

#define PRODUCERS   3
#define OPEN_MS_MAX 1000

/* Of each producer: its partition's next value, as the child last heard. */
struct acked {
    _Atomic int64_t next[PRODUCERS];
};

struct job {
    struct local_log *log;
    struct acked *acked;
    int number;
};

struct sent {
    struct bus_ack ack;
    _Atomic int64_t *next;
    int64_t value;
};

static void on_done(struct bus_ack *ack)
{
    struct sent *sent = (struct sent *)ack;
    if (ack->n_failed) {
        fprintf(stderr, "%s\n", ack->err.text);
        abort();
    }
    atomic_store(sent->next, sent->value);
    free(sent);
}

/* Appends of 1, 2, ... 20 records, with the value in each and the last one marked, for ever; every
 * append also sets a key of a compacted topic. */
static _Noreturn void *produce(void *self)
{
    struct job *job = self;
    struct bus_producer_conf conf = {.client_id = "p"};
    struct bus_producer *producer = NULL;
    struct weir_err err;
    must(bus_producer_open(job->log->bus, &conf, &producer, &err), &err);
    int64_t value = atomic_load(&job->acked->next[job->number]);
    char key[16];
    snprintf(key, sizeof(key), "producer %d", job->number);
    for (int n = 1;; n = n % 20 + 1) {
        struct bus_record recs[21];
        char values[21][32];
        for (int i = 0; i <= n; i++) {
            bool last = i >= n - 1;
            snprintf(values[i], sizeof(values[i]), "%lld%s", (long long)(value + (i < n ? i : n)),
                     last ? " end" : "");
            recs[i] = (struct bus_record){
                .topic = i < n ? WEIR_STR("log") : WEIR_STR("state"),
                .partition = i < n ? job->number : 0,
                .key = weir_str_of(key),
                .value = weir_str_of(values[i]),
            };
        }
        struct sent *sent = weir_xcalloc(1, sizeof(*sent));
        *sent = (struct sent){
            .ack.done = on_done, .next = &job->acked->next[job->number], .value = value + n};
        must(bus_append(producer, recs, (size_t)n + 1, &sent->ack, &err), &err);
        value += n;
    }
}

static void child(struct local_log *log, struct acked *acked)
{
    struct job jobs[PRODUCERS];
    pthread_t threads[PRODUCERS];
    local_log_open(log);
    for (int i = 0; i < PRODUCERS; i++) {
        jobs[i] = (struct job){.log = log, .acked = acked, .number = i};
        pthread_create(&threads[i], NULL, produce, &jobs[i]);
    }
    pthread_join(threads[0], NULL);
}

static int64_t value_of(struct weir_str text, bool *last)
{
    char copy[32];
    snprintf(copy, sizeof(copy), "%.*s", WEIR_STR_ARG(text));
    *last = strstr(copy, "end") != NULL;
    return strtoll(copy, NULL, 10);
}

/* How many values the producer's partition holds: 0, 1, 2 ... each at its own offset. */
static int64_t check_log(struct local_log *log, int number)
{
    struct bus_consumer *consumer = local_log_reader(log, "log", number, BUS_BEGINNING);
    int64_t n = 0;
    bool last = true;
    size_t got_n = 0;
    do {
        struct bus_messages got;
        must(bus_consumer_poll(consumer, 10000, 1 << 20, 0, &got, &log->err), &log->err);
        for (size_t i = 0; i < got.n; i++, n++) {
            assert_int_equal(got.items[i].offset, n);
            assert_int_equal(value_of(got.items[i].value, &last), n);
        }
        got_n = got.n;
        bus_messages_release(consumer, &got);
    } while (got_n > 0);
    assert_true(last); /* the newest append is there whole */
    bus_consumer_close(consumer);
    return n;
}

/* The compacted topic's record of a producer was in the same append as its newest values. */
static void check_state(struct local_log *log, const int64_t *next)
{
    struct bus_consumer *consumer = local_log_reader(log, "state", 0, BUS_BEGINNING);
    struct bus_messages got;
    must(bus_consumer_poll(consumer, 100, 1 << 20, 0, &got, &log->err), &log->err);
    for (size_t i = 0; i < got.n; i++) {
        bool last = false;
        int number = got.items[i].key.p[got.items[i].key.n - 1] - '0';
        assert_int_equal(value_of(got.items[i].value, &last), next[number]);
    }
    bus_messages_release(consumer, &got);
    bus_consumer_close(consumer);
}

/* Kills the child when it has got some way further. */
static void run_and_kill(struct local_log *log, struct acked *acked, int64_t further)
{
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        child(log, acked);
        _exit(0);
    }
    int64_t until = atomic_load(&acked->next[0]) + further;
    int64_t deadline_ms = weir_clock_mono_ms() + 60000;
    while (atomic_load(&acked->next[0]) < until && weir_clock_mono_ms() < deadline_ms) {
        sched_yield();
    }
    kill(pid, SIGKILL);
    int status = 0;
    waitpid(pid, &status, 0);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    assert_true(atomic_load(&acked->next[0]) >= until);
}

static void what_was_acknowledged_is_there(void **state)
{
    const char *rounds = getenv("KILL_ROUNDS");
    struct local_log *log = *state;
    struct acked *acked =
        mmap(NULL, sizeof(*acked), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    assert_ptr_not_equal(acked, MAP_FAILED);
    local_log_open(log);
    local_log_topic(log, "log", PRODUCERS, NULL, NULL);
    local_log_topic(log, "state", 1, "cleanup.policy", "compact");
    local_log_close(log);
    int64_t extra = 0;
    int64_t slowest_ms = 0;
    long n = rounds ? strtol(rounds, NULL, 10) : 20;
    for (long round = 0; round < n; round++) {
        int64_t next[PRODUCERS];
        run_and_kill(log, acked, 1000 + round * 997 % 5000);
        int64_t began_ms = weir_clock_mono_ms();
        local_log_open(log);
        int64_t took_ms = weir_clock_mono_ms() - began_ms;
        slowest_ms = took_ms > slowest_ms ? took_ms : slowest_ms;
        assert_in_range(took_ms, 0, OPEN_MS_MAX);
        for (int i = 0; i < PRODUCERS; i++) {
            next[i] = check_log(log, i);
            assert_true(next[i] >= atomic_load(&acked->next[i]));
            extra += next[i] - atomic_load(&acked->next[i]);
            atomic_store(&acked->next[i], next[i]);
        }
        check_state(log, next);
        local_log_close(log);
    }
    printf("%ld kills, %lld records, %lld of them stored but not yet acknowledged, "
           "slowest open %lld ms\n",
           n, (long long)(acked->next[0] + acked->next[1] + acked->next[2]), (long long)extra,
           (long long)slowest_ms);
    munmap(acked, sizeof(*acked));
}

static int setup(void **state)
{
    *state = local_log_new();
    return 0;
}

static int teardown(void **state)
{
    local_log_free(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_was_acknowledged_is_there, setup, teardown)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
