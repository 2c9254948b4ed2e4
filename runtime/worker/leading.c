/* SPDX-License-Identifier: Apache-2.0 */
/*
 * leading.c: the leader is the only one who writes configurations and runs connectors. First it
 * fences older leaders off and reads all they wrote, then it says what became of the dead worker's
 * units, then it starts them.
 */
#include "worker/leading.h"

#include <stdlib.h>
#include <sys/random.h>

#include "worker/connector.h"
#include "worker/op.h"

#define CLAIM_RETRY_MS 1000
/* A Java worker that was killed is in the group for its session timeout, 10 s unless it was set. */
#define REFUSED_MIN_MS 30000
/* Between two attempts to join membership looks well: one look does not tell. */
#define REFUSED_AGAIN_MS 3000

/* ---- what the last leader left ---- */

static bool looks_alive(enum run_state state)
{
    return state == STATE_RUNNING || state == STATE_PAUSED || state == STATE_RESTARTING;
}

/* Nothing of it runs any more, whatever the topic says: until it runs here it is UNASSIGNED. */
static void unassign_tasks(struct herder *herder, struct status_entry *entry)
{
    for (size_t i = 0; i < entry->n_tasks; i++) {
        const struct status *old = &entry->tasks[i].cell.status;
        if (looks_alive(old->state)) {
            struct status status = {
                .state = STATE_UNASSIGNED,
                .worker_id = weir_str_of(herder->options.worker_id),
                .version = old->version,
                .generation = herder->generation,
            };
            status_store_put_task(herder->statuses, entry->name, entry->tasks[i].id, &status);
        }
    }
}

static void clean_statuses(struct herder *herder)
{
    struct weir_arena arena;
    weir_arena_init(&arena, 1024);
    struct status_entry *entry;
    for (size_t at = 0; (entry = status_store_next(herder->statuses, &at));) {
        const struct config_connector *cc = config_store_find(herder->configs, entry->name);
        struct weir_str name = weir_arena_str(&arena, entry->name);
        if (cc && (cc->config || cc->bad)) {
            unassign_tasks(herder, entry);
        } else {
            status_store_drop(herder->statuses, name);
            status_store_drop_topics(herder->statuses, name);
        }
    }
    weir_arena_free(&arena);
}

/* ---- the session key of Java's workers: there must be one when they come back ---- */

static void key_written(struct inbox_item *item)
{
    config_write_free((struct config_write *)item);
}

static void ensure_session_key(struct herder *herder)
{
    int64_t created_ms;
    uint8_t key[32];
    if (config_store_session_key(herder->configs, &created_ms).p ||
        getrandom(key, sizeof(key), 0) != (ssize_t)sizeof(key)) {
        return;
    }
    struct config_write *write = config_write_new(1);
    config_record_session_key(&write->arena, key, weir_clock_wall_ms(), &write->recs[0]);
    write->item.run = key_written;
    config_writer_submit(herder->writer, write);
}

/* ---- leading ---- */

static void reconcile_all(struct herder *herder)
{
    struct config_connector *cc;
    for (size_t at = 0; (cc = config_store_next(herder->configs, &at));) {
        connector_reconcile(herder, cc->name);
    }
}

static void lead(struct herder *herder)
{
    herder->assignment.leader = true;
    herder->generation = status_store_generation(herder->statuses) + 1;
    weir_info(&herder->log, "this worker leads, with %zu connectors",
              config_store_count(herder->configs));
    status_store_own(herder->statuses, true);
    clean_statuses(herder);
    ensure_session_key(herder);
    reconcile_all(herder);
    ops_wake(&herder->held, WEIR_OK);
}

static void claim(struct herder *herder);

static void claim_again(struct timer *timer)
{
    struct herder *herder =
        (struct herder *)((char *)timer - offsetof(struct herder, claim_timer));
    if (herder->claiming && !herder->claim) {
        claim(herder);
    }
}

static void claimed(struct inbox_item *item)
{
    struct config_write *write = (struct config_write *)item;
    struct herder *herder = write->self;
    herder->claim = NULL;
    bool ours = write->verdict == WEIR_OK && herder->claiming && herder->phase == PHASE_READY;
    if (ours) {
        herder->claiming = false;
        if (!herder->assignment.leader) {
            lead(herder);
        }
    } else if (herder->claiming && herder->phase == PHASE_READY) {
        weir_warn(&herder->log, "the config topic could not be taken over, trying again: %s",
                  write->err.text);
        timer_set(&herder->timers, &herder->claim_timer, weir_clock_mono_ms() + CLAIM_RETRY_MS,
                  claim_again);
    }
    config_write_free(write);
}

static void claim(struct herder *herder)
{
    struct config_write *write = config_write_new(0);
    write->item.run = claimed;
    write->self = herder;
    herder->claim = write;
    config_writer_claim(herder->writer, write);
}

static void begin(struct herder *herder)
{
    herder->claiming = true;
    if (!herder->claim) {
        claim(herder);
    }
}

void leading_check(struct herder *herder, enum weir_verdict verdict)
{
    if (verdict == WEIR_FATAL && herder_leads(herder) && !herder->claiming) {
        weir_warn(&herder->log, "the config topic was taken over by another writer");
        begin(herder);
    }
}

static void end(struct herder *herder)
{
    herder->claiming = false;
    timer_cancel(&herder->timers, &herder->claim_timer);
    config_writer_release(herder->writer);
    if (!herder->assignment.leader) {
        return;
    }
    weir_warn(&herder->log, "this worker leads no longer, what it runs ends");
    herder->assignment.leader = false;
    struct map_entry *entry;
    for (size_t at = 0; (entry = map_next(&herder->connectors, &at));) {
        connector_reconcile(herder, entry->key);
    }
    status_store_own(herder->statuses, false);
}

static void know_url(struct herder *herder, const char *url)
{
    bool other = url[0] && strcmp(url, herder->options.worker_url) != 0;
    free(herder->leader_url);
    herder->leader_url = other ? weir_xstrdup(url) : NULL;
}

/* ---- a group of another kind ---- */

static void refused_for_long(struct timer *timer)
{
    struct herder *herder =
        (struct herder *)((char *)timer - offsetof(struct herder, refused_timer));
    struct membership_state state;
    membership_get(herder->membership, &state);
    if (state.failed && herder->phase == PHASE_READY) {
        herder_fail(herder, &state.err);
    } else if (herder->phase == PHASE_READY && !herder->refused_looked) {
        herder->refused_looked = true;
        timer_set(&herder->timers, timer, weir_clock_mono_ms() + REFUSED_AGAIN_MS,
                  refused_for_long);
    }
}

/* It may be that they are dead already and only their session is not over. */
static void be_refused(struct herder *herder, const struct weir_err *err)
{
    if (herder->refused_timer.set) {
        return;
    }
    int64_t session_ms = 3 * herder->options.worker->session_timeout_ms;
    weir_warn(&herder->log, "not in the group yet: %s", err->text);
    herder->refused_looked = false;
    timer_set(&herder->timers, &herder->refused_timer,
              weir_clock_mono_ms() + (session_ms > REFUSED_MIN_MS ? session_ms : REFUSED_MIN_MS),
              refused_for_long);
}

void leading_look(struct herder *herder)
{
    struct membership_state state;
    membership_get(herder->membership, &state);
    if (herder->phase != PHASE_READY) {
        return;
    }
    if (state.failed) {
        be_refused(herder, &state.err);
        return;
    }
    know_url(herder, state.leader_url);
    bool was = herder->claiming || herder->assignment.leader;
    if (state.leader && !was) {
        timer_cancel(&herder->timers, &herder->refused_timer);
        begin(herder);
    } else if (!state.leader && was) {
        end(herder);
    }
    ops_wake(&herder->held, WEIR_OK);
}
