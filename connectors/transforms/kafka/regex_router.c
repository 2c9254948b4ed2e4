/* SPDX-License-Identifier: Apache-2.0 */
/*
 * regex_router.c: RegexRouter: a topic that the expression matches as a whole gets a new name; the
 * rest of the record stays.
 */
#include <stdlib.h>

#include <weir/mem.h>

#include "smt.h"
#include "topic_cache.h"
#include "transforms.h"

struct regex_router_conf {
    struct weir_regex *regex;
    struct weir_str replacement;
};

struct router {
    const struct regex_router_conf *conf;
    struct topic_cache topics;
};

static enum weir_verdict new_topic(void *self, struct weir_str topic, struct weir_buf *out,
                                   bool *keep, struct weir_err *err)
{
    const struct regex_router_conf *conf = ((struct router *)self)->conf;
    *keep = !weir_regex_matches(conf->regex, topic);
    return *keep ? WEIR_OK
                 : weir_regex_replace(conf->regex, topic, conf->replacement, false, out, err);
}

static enum weir_verdict router_open(const struct weir_open *open, void **self,
                                     struct weir_err *err)
{
    (void)err;
    struct router *router = weir_xcalloc(1, sizeof(*router));
    router->conf = open->conf;
    topic_cache_init(&router->topics, new_topic, router);
    *self = router;
    return WEIR_OK;
}

static enum weir_verdict router_one(void *self, struct weir_batch *batch, struct weir_record *rec,
                                    struct weir_err *err)
{
    struct router *router = self;
    struct weir_str to;
    enum weir_verdict verdict = topic_cache_get(&router->topics, batch, rec->topic, &to, err);
    if (verdict == WEIR_OK && to.p) {
        rec->topic = to;
    }
    return verdict;
}

static enum weir_verdict apply(void *self, struct weir_batch *batch, const bool *run,
                               struct weir_verdicts *verdicts, struct weir_err *err)
{
    (void)err;
    topic_cache_begin(&((struct router *)self)->topics);
    return smt_each(router_one, self, batch, run, verdicts);
}

static void router_close(void *self)
{
    struct router *router = self;
    topic_cache_free(&router->topics);
    free(router);
}

static const struct weir_conf_key keys[] = {
    {.name = "regex",
     .type = WEIR_CONF_REGEX,
     .at = WEIR_AT(struct regex_router_conf, regex),
     .flags = WEIR_KEY_REQUIRED,
     .importance = WEIR_HIGH,
     .doc = "Regular expression to use for matching."},
    {.name = "replacement",
     .type = WEIR_CONF_STRING,
     .at = WEIR_AT(struct regex_router_conf, replacement),
     .flags = WEIR_KEY_REQUIRED,
     .importance = WEIR_HIGH,
     .doc = "Replacement string."},
    WEIR_CONF_END,
};

SMT_COMPONENT(regex_router, SMT_KAFKA "RegexRouter", struct regex_router_conf,
              "Gives a topic that the regular expression matches the name that the replacement "
              "makes of it.",
              router_open, router_close);
