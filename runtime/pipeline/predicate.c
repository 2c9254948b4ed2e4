/* SPDX-License-Identifier: Apache-2.0 */
/* predicate.c: a batch comes in, a flag a record goes out: whether a stage shall see it. */
#include "pipeline/predicate.h"

enum weir_verdict predicates_open(struct predicates *predicates, struct task *task,
                                  const struct connector_conf *conf, bool is_sink,
                                  struct weir_err *err)
{
    const struct weir_conf_list *aliases = &conf->predicates;
    predicates->items = WEIR_NEW_ARRAY(&task->arena, struct predicate, aliases->n);
    for (size_t i = 0; i < aliases->n; i++) {
        struct predicate *predicate = &predicates->items[i];
        predicate->alias = aliases->items[i];
        enum weir_verdict verdict = component_open_aliased(
            task->pipeline->registry, WEIR_PREDICATE, predicate->alias, &task->props, is_sink,
            &task->arena, &task->api.log, &predicate->component, err);
        if (verdict != WEIR_OK) {
            return verdict;
        }
        predicate->ops = predicate->component.component->ops;
        predicates->n++;
    }
    return WEIR_OK;
}

const struct predicate *predicates_find(const struct predicates *predicates, struct weir_str alias)
{
    for (size_t i = 0; i < predicates->n; i++) {
        if (weir_str_eq(predicates->items[i].alias, alias)) {
            return &predicates->items[i];
        }
    }
    return NULL;
}

enum weir_verdict predicate_mask(const struct predicate *predicate, bool negate,
                                 const struct weir_batch *batch, bool *run, struct weir_err *err)
{
    enum weir_verdict verdict = predicate->ops->test(predicate->component.self, batch, run, err);
    if (verdict != WEIR_OK) {
        return verdict;
    }
    for (uint32_t i = 0; i < batch->n; i++) {
        run[i] = run[i] != negate && batch->recs[i].state == WEIR_REC_LIVE;
    }
    return WEIR_OK;
}

void predicates_close(struct predicates *predicates)
{
    while (predicates->n) {
        component_close(&predicates->items[--predicates->n].component);
    }
}
