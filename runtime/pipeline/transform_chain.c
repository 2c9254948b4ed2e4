/* SPDX-License-Identifier: Apache-2.0 */
/*
 * transform_chain.c: a batch comes in, goes through every stage as a whole, and goes out with its
 * records changed, filtered, failed or split, in order: the parts of a split record stand where it
 * stood. Next is conversion to bytes in a source, put in a sink.
 */
#include "pipeline/transform_chain.h"

#include <stdlib.h>

#include <weir/mem.h>

/* ---- opening ---- */

static enum weir_verdict open_stage(struct transform_chain *chain, struct transform_stage *stage,
                                    struct task *task, struct weir_str alias, bool is_sink,
                                    struct weir_err *err)
{
    enum weir_verdict verdict =
        component_open_aliased(task->pipeline->registry, WEIR_TRANSFORMATION, alias, &task->props,
                               is_sink, &task->arena, &task->api.log, &stage->component, err);
    if (verdict != WEIR_OK) {
        return verdict;
    }
    chain->n++;
    stage->alias = alias;
    stage->ops = stage->component.component->ops;
    stage->class_name = stage->component.component->class_name;
    const char *key =
        weir_arena_printf(&task->arena, "transforms.%.*s.predicate", WEIR_STR_ARG(alias));
    struct weir_str name = weir_props_get(&task->props, key);
    if (!name.n) {
        return WEIR_OK;
    }
    stage->predicate = predicates_find(&chain->predicates, name);
    key = weir_arena_printf(&task->arena, "transforms.%.*s.negate", WEIR_STR_ARG(alias));
    stage->negate = weir_str_eq_nocase(weir_props_get(&task->props, key), WEIR_STR("true"));
    return stage->predicate
               ? WEIR_OK
               : weir_err_set(err, WEIR_BAD_CONFIG,
                              "transformation %.*s names the predicate %.*s, which is not defined",
                              WEIR_STR_ARG(alias), WEIR_STR_ARG(name));
}

enum weir_verdict transform_chain_open(struct transform_chain *chain, struct task *task,
                                       const struct connector_conf *conf, bool is_sink,
                                       struct weir_err *err)
{
    const struct weir_conf_list *aliases = &conf->transforms;
    verdicts_init(&chain->verdicts);
    chain->stages = WEIR_NEW_ARRAY(&task->arena, struct transform_stage, aliases->n);
    task_enter(task, "transformation open");
    enum weir_verdict verdict = predicates_open(&chain->predicates, task, conf, is_sink, err);
    for (size_t i = 0; i < aliases->n && verdict == WEIR_OK; i++) {
        verdict = open_stage(chain, &chain->stages[i], task, aliases->items[i], is_sink, err);
    }
    task_leave(task);
    return verdict;
}

void transform_chain_close(struct transform_chain *chain)
{
    while (chain->n) {
        component_close(&chain->stages[--chain->n].component);
    }
    predicates_close(&chain->predicates);
    verdicts_free(&chain->verdicts);
    free(chain->run);
    chain->run = NULL;
}

/* ---- one stage ---- */

static void reserve_run(struct transform_chain *chain, const struct weir_batch *batch)
{
    if (chain->run_cap < batch->n) {
        chain->run_cap = batch->cap > batch->n ? batch->cap : batch->n;
        chain->run = weir_xrealloc(chain->run, chain->run_cap, sizeof(*chain->run));
    }
}

/* What is to come again; the others are settled. Whether there is any. */
static bool settle(struct transform_chain *chain, const struct transform_stage *stage,
                   struct error_policy *policy, struct weir_batch *batch, bool last_try,
                   struct weir_err *first_retry)
{
    bool again = false;
    for (uint32_t v = 0; v < chain->verdicts.n; v++) {
        const struct verdict *verdict = &chain->verdicts.items[v];
        struct weir_err why;
        weir_err_set(&why, verdict->class, "%s", verdict->text);
        if (verdict->class == WEIR_RETRY && !last_try) {
            *first_retry = again ? *first_retry : why;
            again = true;
        } else {
            error_policy_record(policy, STAGE_TRANSFORMATION, stage->class_name, batch, verdict->i,
                                &why);
        }
    }
    return again;
}

static void run_only_retried(struct transform_chain *chain, const struct weir_batch *batch)
{
    reserve_run(chain, batch);
    memset(chain->run, 0, batch->n * sizeof(*chain->run));
    for (uint32_t v = 0; v < chain->verdicts.n; v++) {
        uint32_t i = chain->verdicts.items[v].i;
        chain->run[i] =
            chain->verdicts.items[v].class == WEIR_RETRY && batch->recs[i].state == WEIR_REC_LIVE;
    }
}

/* A part of a part belongs to the record that both come from. */
static void find_roots(struct weir_batch *batch, uint32_t n_before)
{
    for (uint32_t i = n_before; i < batch->n; i++) {
        struct weir_record *rec = &batch->recs[i];
        if (rec->origin < i) {
            rec->origin = batch->recs[rec->origin].origin;
        }
    }
}

static enum weir_verdict apply_once(struct transform_chain *chain, struct transform_stage *stage,
                                    struct weir_batch *batch, const bool *run, struct weir_err *err)
{
    uint32_t n_before = batch->n;
    verdicts_reset(&chain->verdicts);
    enum weir_verdict verdict =
        stage->ops->apply(stage->component.self, batch, run, &chain->verdicts, err);
    verdicts_sort(&chain->verdicts);
    find_roots(batch, n_before);
    return verdict;
}

static enum weir_verdict run_stage(struct transform_chain *chain, struct transform_stage *stage,
                                   struct error_policy *policy, struct weir_batch *batch,
                                   struct weir_err *err)
{
    const bool *run = NULL;
    if (stage->predicate) {
        reserve_run(chain, batch);
        enum weir_verdict verdict =
            predicate_mask(stage->predicate, stage->negate, batch, chain->run, err);
        if (verdict != WEIR_OK) {
            return verdict;
        }
        run = chain->run;
    }
    if (chain->look) {
        chain->look(chain->looker, stage, batch, run);
    }
    struct error_retry retry = {0};
    for (;;) {
        enum weir_verdict verdict = apply_once(chain, stage, batch, run, err);
        bool all_again = verdict == WEIR_RETRY;
        if (verdict != WEIR_OK && !all_again) {
            return weir_err_wrap(err, "transformation %s", stage->class_name);
        }
        if (!all_again && !settle(chain, stage, policy, batch, false, err)) {
            return WEIR_OK;
        }
        verdict = error_policy_again(policy, &retry, err);
        if (verdict == WEIR_WOKEN || (verdict != WEIR_OK && all_again)) {
            return verdict;
        }
        if (verdict != WEIR_OK) {
            settle(chain, stage, policy, batch, true, err);
            return WEIR_OK;
        }
        if (!all_again) {
            run_only_retried(chain, batch);
            run = chain->run;
        }
    }
}

/* ---- splits ---- */

/* Where the group of each record that was there before begins, now that groups have parts. */
static uint32_t *group_starts(const struct weir_batch *batch, uint32_t n_before)
{
    uint32_t *at = weir_xcalloc((size_t)n_before + 1, sizeof(*at));
    for (uint32_t i = 0; i < batch->n; i++) {
        at[batch->recs[i].origin + 1]++;
    }
    for (uint32_t i = 0; i < n_before; i++) {
        at[i + 1] += at[i];
    }
    return at;
}

/* Parts were appended at the end: puts them behind the record they come from. */
static void restore_order(struct weir_batch *batch, uint32_t n_before, uint32_t *cut)
{
    uint32_t n = batch->n;
    uint32_t *at = group_starts(batch, n_before);
    uint32_t *next = weir_xmalloc(n_before * sizeof(*next));
    memcpy(next, at, n_before * sizeof(*next));
    struct weir_record *moved = weir_xmalloc(n * sizeof(*moved));
    for (uint32_t i = 0; i < n; i++) {
        uint32_t origin = batch->recs[i].origin;
        uint32_t to = next[origin]++;
        moved[to] = batch->recs[i];
        moved[to].origin = at[origin];
    }
    memcpy(batch->recs, moved, n * sizeof(*moved));
    *cut = *cut < n_before ? at[*cut] : *cut;
    free(moved);
    free(next);
    free(at);
}

enum weir_verdict transform_chain_apply(struct transform_chain *chain, struct error_policy *policy,
                                        struct weir_batch *batch, struct weir_err *err)
{
    enum weir_verdict verdict = WEIR_OK;
    if (!chain->n) {
        return verdict;
    }
    task_enter(policy->task, "transformation");
    for (size_t s = 0; s < chain->n && verdict == WEIR_OK; s++) {
        uint32_t n_before = batch->n;
        verdict = run_stage(chain, &chain->stages[s], policy, batch, err);
        if (batch->n > n_before) {
            restore_order(batch, n_before, &policy->cut);
        }
    }
    task_leave(policy->task);
    return verdict;
}
