/* SPDX-License-Identifier: Apache-2.0 */
/*
 * migrate_chain.c: the sink's `transforms` and `predicates` become open components; batches go
 * through them in order. Unlike in a worker a record that cannot be transformed ends the copy.
 */
#include "migrate_chain.h"

#include <stdlib.h>

#include <weir/mem.h>

struct stage {
    const struct weir_component *component;
    void *self;
    const struct weir_component *predicate; /* NULL: always */
    void *predicate_self;
    bool negate;
};

struct migrate_chain {
    struct weir_arena arena;
    const struct weir_log *log;
    const struct weir_props *sink;
    struct stage *stages;
    size_t n;
    struct weir_verdicts *verdicts;
    bool *run;
    uint32_t run_cap;
};

static struct weir_str sub(const struct migrate_chain *chain, const char *kind,
                           struct weir_str alias, const char *key, struct weir_arena *arena)
{
    return weir_props_get(chain->sink, weir_arena_printf(arena, "%s.%.*s.%s", kind,
                                                         WEIR_STR_ARG(alias), key));
}

/* kind: "transforms" or "predicates". */
static enum weir_verdict open_component(struct migrate_chain *chain, const char *kind,
                                        struct weir_str alias,
                                        const struct weir_component **component, void **self,
                                        struct weir_err *err)
{
    bool is_transform = kind[0] == 't';
    struct weir_props props;
    void *conf;
    struct weir_str class = sub(chain, kind, alias, "type", &chain->arena);
    *component = weir_component_find(is_transform ? WEIR_TRANSFORMATION : WEIR_PREDICATE, class);
    if (!*component) {
        return weir_err_set(err, WEIR_BAD_CONFIG, "%s.%.*s.type: there is no class %.*s", kind,
                            WEIR_STR_ARG(alias), WEIR_STR_ARG(class));
    }
    weir_props_init(&props, &chain->arena);
    weir_props_sub(&props, chain->sink,
                   weir_arena_printf(&chain->arena, "%s.%.*s.", kind, WEIR_STR_ARG(alias)));
    weir_props_remove(&props, WEIR_STR("type"));
    weir_props_remove(&props, WEIR_STR("predicate"));
    weir_props_remove(&props, WEIR_STR("negate"));
    if (weir_component_conf(*component, &props, &chain->arena, &conf, err) != WEIR_OK) {
        return weir_err_wrap(err, "%s.%.*s", kind, WEIR_STR_ARG(alias));
    }
    const struct weir_open open = {
        .conf = conf, .log = chain->log, .arena = &chain->arena, .is_sink = true};
    enum weir_verdict verdict =
        is_transform
            ? ((const struct weir_transform_ops *)(*component)->ops)->open(&open, self, err)
            : ((const struct weir_predicate_ops *)(*component)->ops)->open(&open, self, err);
    return verdict == WEIR_OK ? WEIR_OK : weir_err_wrap(err, "%s.%.*s", kind, WEIR_STR_ARG(alias));
}

static enum weir_verdict open_stage(struct migrate_chain *chain, struct weir_str alias,
                                    struct weir_err *err)
{
    struct stage *stage = &chain->stages[chain->n];
    const char *kind = "transforms";
    if (open_component(chain, kind, alias, &stage->component, &stage->self, err) != WEIR_OK) {
        return err->class;
    }
    chain->n++;
    struct weir_str predicate = sub(chain, kind, alias, "predicate", &chain->arena);
    struct weir_str negate = sub(chain, kind, alias, "negate", &chain->arena);
    stage->negate = weir_str_eq_nocase(negate, WEIR_STR("true"));
    if (!predicate.n) {
        return WEIR_OK;
    }
    const struct weir_component *found = NULL;
    enum weir_verdict verdict =
        open_component(chain, "predicates", predicate, &found, &stage->predicate_self, err);
    stage->predicate = verdict == WEIR_OK ? found : NULL;
    return verdict;
}

enum weir_verdict migrate_chain_open(const struct weir_props *sink, const struct weir_log *log,
                                     struct migrate_chain **out, struct weir_err *err)
{
    struct migrate_chain *chain = weir_xcalloc(1, sizeof(*chain));
    struct weir_str list = weir_props_get(sink, "transforms");
    struct weir_str alias;
    size_t n = 1;
    weir_arena_init(&chain->arena, 4096);
    chain->log = log;
    chain->sink = sink;
    chain->verdicts = weir_verdicts_new();
    for (size_t i = 0; i < list.n; i++) {
        n += list.p[i] == ',';
    }
    chain->stages = WEIR_NEW_ARRAY(&chain->arena, struct stage, n);
    while (weir_str_split(&list, ',', &alias)) {
        alias = weir_str_trim(alias);
        if (alias.n && open_stage(chain, alias, err) != WEIR_OK) {
            migrate_chain_close(chain);
            return err->class;
        }
    }
    *out = chain;
    return WEIR_OK;
}

void migrate_chain_close(struct migrate_chain *chain)
{
    if (!chain) {
        return;
    }
    for (size_t i = 0; i < chain->n; i++) {
        const struct stage *stage = &chain->stages[i];
        const struct weir_transform_ops *ops = stage->component->ops;
        if (ops->close) {
            ops->close(stage->self);
        }
        const struct weir_predicate_ops *test = stage->predicate ? stage->predicate->ops : NULL;
        if (test && test->close) {
            test->close(stage->predicate_self);
        }
    }
    weir_verdicts_free(chain->verdicts);
    free(chain->run);
    weir_arena_free(&chain->arena);
    free(chain);
}

/* Which records a stage's predicate allows. */
static enum weir_verdict mask(struct migrate_chain *chain, const struct stage *stage,
                              const struct weir_batch *batch, struct weir_err *err)
{
    if (chain->run_cap < batch->n) {
        chain->run_cap = batch->cap > batch->n ? batch->cap : batch->n;
        chain->run = weir_xrealloc(chain->run, chain->run_cap, sizeof(*chain->run));
    }
    const struct weir_predicate_ops *ops = stage->predicate->ops;
    enum weir_verdict verdict = ops->test(stage->predicate_self, batch, chain->run, err);
    for (uint32_t i = 0; verdict == WEIR_OK && i < batch->n; i++) {
        chain->run[i] = chain->run[i] != stage->negate;
    }
    return verdict;
}

enum weir_verdict migrate_chain_apply(struct migrate_chain *chain, struct weir_batch *batch,
                                      struct weir_err *err)
{
    for (size_t i = 0; i < chain->n; i++) {
        const struct stage *stage = &chain->stages[i];
        const struct weir_transform_ops *ops = stage->component->ops;
        uint32_t rec;
        if (stage->predicate && mask(chain, stage, batch, err) != WEIR_OK) {
            return err->class;
        }
        const bool *run = stage->predicate ? chain->run : NULL;
        if (ops->apply(stage->self, batch, run, chain->verdicts, err) != WEIR_OK ||
            weir_verdicts_take(chain->verdicts, &rec, err) != WEIR_OK) {
            return weir_err_wrap(err, "transformation %s", stage->component->class_name);
        }
    }
    return WEIR_OK;
}

bool migrate_chain_keeps_values(const struct migrate_chain *chain)
{
    static const char *const classes[] = {
        "io.debezium.transforms.ExtractNewRecordState",
        "org.apache.kafka.connect.transforms.RegexRouter",
        "org.apache.kafka.connect.transforms.Cast$Value",
    };
    for (size_t i = 0; i < chain->n; i++) {
        bool known = false;
        for (size_t j = 0; j < sizeof(classes) / sizeof(classes[0]); j++) {
            known = known || strcmp(chain->stages[i].component->class_name, classes[j]) == 0;
        }
        if (!known || chain->stages[i].predicate) {
            return false;
        }
    }
    return true;
}
