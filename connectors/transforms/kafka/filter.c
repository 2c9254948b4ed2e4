/* SPDX-License-Identifier: Apache-2.0 */
/*
 * filter.c: Filter drops every record it sees, which a predicate decides; and Apache Kafka's
 * predicates: TopicNameMatches, HasHeaderKey, RecordIsTombstone.
 */
#include "smt.h"
#include "transforms.h"

/* ---- Filter ---- */

static enum weir_verdict drop_one(void *self, struct weir_batch *batch, struct weir_record *rec,
                                  struct weir_err *err)
{
    (void)self;
    (void)batch;
    (void)err;
    rec->state = WEIR_REC_FILTERED;
    return WEIR_OK;
}

static enum weir_verdict filter_open(const struct weir_open *open, void **self,
                                     struct weir_err *err)
{
    (void)err;
    *self = smt_new(sizeof(struct smt), open, false, 0, NULL);
    return WEIR_OK;
}

SMT_APPLY_AS(filter_apply, drop_one)
SMT_COMPONENT_OF(filter, SMT_KAFKA "Filter", NULL, struct smt_no_conf,
                 "Drops all records; for use with a predicate.", filter_open, filter_apply,
                 smt_close);

/* ---- predicates ---- */

struct topic_conf {
    struct weir_regex *pattern;
};

struct header_conf {
    struct weir_str name;
};

static enum weir_verdict predicate_open(const struct weir_open *open, void **self,
                                        struct weir_err *err)
{
    (void)err;
    *self = (void *)(uintptr_t)open->conf;
    return WEIR_OK;
}

static enum weir_verdict topic_test(void *self, const struct weir_batch *batch, bool *run,
                                    struct weir_err *err)
{
    const struct topic_conf *conf = self;
    (void)err;
    for (uint32_t i = 0; i < batch->n; i++) {
        struct weir_str topic = batch->recs[i].topic;
        bool same = i > 0 && weir_str_eq(topic, batch->recs[i - 1].topic);
        run[i] = same ? run[i - 1] : topic.p && weir_regex_matches(conf->pattern, topic);
    }
    return WEIR_OK;
}

static enum weir_verdict header_test(void *self, const struct weir_batch *batch, bool *run,
                                     struct weir_err *err)
{
    const struct header_conf *conf = self;
    (void)err;
    for (uint32_t i = 0; i < batch->n; i++) {
        const struct weir_record *rec = &batch->recs[i];
        run[i] = false;
        for (uint32_t h = 0; h < rec->n_headers && !run[i]; h++) {
            run[i] = weir_str_eq(rec->headers[h].name, conf->name);
        }
    }
    return WEIR_OK;
}

static enum weir_verdict tombstone_test(void *self, const struct weir_batch *batch, bool *run,
                                        struct weir_err *err)
{
    (void)self;
    (void)err;
    for (uint32_t i = 0; i < batch->n; i++) {
        run[i] = batch->recs[i].value.type == WEIR_NULL;
    }
    return WEIR_OK;
}

static const struct weir_conf_key topic_keys[] = {
    {.name = "pattern",
     .type = WEIR_CONF_REGEX,
     .at = WEIR_AT(struct topic_conf, pattern),
     .flags = WEIR_KEY_REQUIRED | WEIR_KEY_NONEMPTY,
     .importance = WEIR_MEDIUM,
     .doc = "A Java regular expression for matching against the name of a record's topic."},
    WEIR_CONF_END,
};

static const struct weir_conf_key header_keys[] = {
    {.name = "name",
     .type = WEIR_CONF_STRING,
     .at = WEIR_AT(struct header_conf, name),
     .flags = WEIR_KEY_REQUIRED | WEIR_KEY_NONEMPTY,
     .importance = WEIR_MEDIUM,
     .doc = "The header name."},
    WEIR_CONF_END,
};

#define PREDICATE(noun, class_, keys_, conf_, doc_, test_)                                         \
    static const struct weir_predicate_ops noun##_ops = {                                          \
        .size = sizeof(struct weir_predicate_ops),                                                 \
        .open = predicate_open,                                                                    \
        .test = (test_),                                                                           \
    };                                                                                             \
    const struct weir_component smt_##noun = {                                                     \
        .size = sizeof(struct weir_component),                                                     \
        .kind = WEIR_PREDICATE,                                                                    \
        .class_name = SMT_KAFKA "predicates." class_,                                              \
        .doc = (doc_),                                                                             \
        .keys = (keys_),                                                                           \
        .conf_size = sizeof(conf_),                                                                \
        .ops = &noun##_ops,                                                                        \
    }

PREDICATE(topic_name_matches, "TopicNameMatches", topic_keys, struct topic_conf,
          "Records whose topic matches a regular expression.", topic_test);
PREDICATE(has_header_key, "HasHeaderKey", header_keys, struct header_conf,
          "Records that have a header of this name.", header_test);
PREDICATE(record_is_tombstone, "RecordIsTombstone", NULL, struct smt_no_conf,
          "Records without a value.", tombstone_test);
