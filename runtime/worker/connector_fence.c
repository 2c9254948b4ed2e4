/* SPDX-License-Identifier: Apache-2.0 */
/*
 * connector_fence.c: exactly-once sources on Kafka. Before the tasks of a new commit start, the
 * transactional producers of the older ones are fenced off, and how many there may be from now on
 * is written down.
 */
#include "worker/connector.h"
#include "worker/leading.h"

#define FENCE_MS 60000
#define FENCE_ONE_MS 30000

struct fence_job {
    struct job job; /* first */
    struct bus *bus;
    const char *group;
    const char *name;
    int producers;
    uint64_t tasks_rev;
    int n_tasks;
};

/* Taking an id over is what fences its old owner off. */
static enum weir_verdict fence_one(const struct fence_job *fence, int task, struct weir_err *err)
{
    struct weir_arena arena;
    weir_arena_init(&arena, 512);
    char *id = weir_arena_printf(&arena, "%s-%s-%d", fence->group, fence->name, task);
    struct bus_producer_conf conf = {.client_id = id, .transactional_id = id};
    struct bus_producer *producer = NULL;
    enum weir_verdict verdict = bus_producer_open(fence->bus, &conf, &producer, err);
    if (verdict == WEIR_OK) {
        verdict = bus_txn_init(producer, FENCE_ONE_MS, err);
        bus_producer_close(producer, 0);
    }
    weir_arena_free(&arena);
    return verdict;
}

static void work(struct job *job)
{
    struct fence_job *fence = (struct fence_job *)job;
    for (int i = 0; i < fence->producers && job->verdict == WEIR_OK; i++) {
        job->verdict = fence_one(fence, i, &job->err);
    }
    if (job->verdict != WEIR_OK) {
        weir_err_wrap(&job->err, "fencing off older tasks");
    }
}

/* ---- writing down how many ---- */

static void over(struct publication *out)
{
    out->write = NULL;
    lane_leave(&out->connector->lane, &out->place);
    connector_release(out->connector);
}

static void written(struct inbox_item *item)
{
    struct config_write *write = (struct config_write *)item;
    struct publication *out = write->self;
    if (write->verdict != WEIR_OK && write->verdict != WEIR_WOKEN && out->connector->up) {
        leading_check(out->connector->herder, write->verdict);
        write->err.class = WEIR_RETRY;
        connector_fail(out->connector, &write->err);
    }
    config_write_free(write);
    over(out);
}

static void turn(struct lane_place *place)
{
    struct publication *out =
        (struct publication *)((char *)place - offsetof(struct publication, place));
    struct herder *herder = out->connector->herder;
    const struct config_connector *cc = config_store_get(herder->configs, out->connector->name);
    if (cc && cc->tasks_rev == out->rev && herder_leads(herder)) {
        config_writer_submit(herder->writer, out->write);
    } else {
        config_write_free(out->write);
        over(out);
    }
}

static void write_count(struct connector *connector, const struct fence_job *fence)
{
    struct publication *out = &connector->fence_out;
    struct config_write *write = config_write_new(1);
    config_record_fencing(&write->arena, connector->name, fence->n_tasks, &write->recs[0]);
    write->item.run = written;
    write->self = out;
    out->write = write;
    out->rev = fence->tasks_rev;
    out->place.enter = turn;
    connector->users++;
    lane_enter(&connector->lane, &out->place);
}

static void fenced(struct job *job)
{
    struct connector *connector = job->self;
    struct weir_err late;
    connector->fence_job = NULL;
    weir_err_set(&late, WEIR_RETRY, "older tasks could not be fenced off in time");
    if (job->timed_out || job->verdict != WEIR_OK) {
        connector_fail(connector, job->timed_out ? &late : &job->err);
    } else {
        write_count(connector, (struct fence_job *)job);
    }
}

bool connector_fenced(struct connector *connector, const struct config_connector *cc)
{
    struct herder *herder = connector->herder;
    bool needed = herder->options.worker->eos == EOS_ENABLED && !connector->is_sink &&
                  !(bus_features(herder->options.bus) & BUS_ATOMIC_APPEND);
    if (!needed || !cc->pending_fencing) {
        return true;
    }
    if (connector->fence_job || connector->fence_out.write) {
        return false;
    }
    struct fence_job *fence = job_new(sizeof(*fence), work, fenced, connector);
    struct weir_str group = herder->options.worker->group_id;
    fence->bus = herder->options.bus;
    fence->group = weir_arena_str(&fence->job.arena, group).p;
    fence->name = weir_arena_cstr(&fence->job.arena, connector->name.p);
    fence->n_tasks = cc->n_tasks;
    fence->tasks_rev = cc->tasks_rev;
    bool one_to_one = cc->fenced_tasks == 1 && cc->n_tasks == 1;
    fence->producers = cc->fenced_tasks > 0 && !one_to_one ? cc->fenced_tasks : 0;
    connector->fence_job = &fence->job;
    job_submit(connector->runner, &fence->job, weir_clock_mono_ms() + FENCE_MS);
    return false;
}
