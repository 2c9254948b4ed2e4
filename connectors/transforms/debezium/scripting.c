/* SPDX-License-Identifier: Apache-2.0 */
/*
 * scripting.c: Debezium's Filter and ContentBasedRouter: an expression says whether a record stays,
 * or which topic it goes to. What expressions there are is said in expr.h.
 */
#include <weir/regex.h>

#include "common/java_string.h"
#include "expr/expr.h"
#include "smt.h"
#include "transforms.h"

enum { NULLS_KEEP, NULLS_DROP, NULLS_EVALUATE };

struct script_conf {
    struct weir_regex *topic_regex; /* NULL: every topic */
    struct weir_str language;
    struct weir_str expression;
    int nulls;
};

struct script {
    struct smt smt;
    struct expr *expr;
};

/* Whether the expression is to be asked; else the record was dealt with. */
static bool is_asked(const struct script *self, struct weir_record *rec)
{
    const struct script_conf *conf = self->smt.conf;
    if (conf->topic_regex && !weir_regex_matches(conf->topic_regex, rec->topic)) {
        return false;
    }
    if (rec->value.type == WEIR_NULL && conf->nulls == NULLS_DROP) {
        rec->state = WEIR_REC_FILTERED;
    }
    return rec->value.type != WEIR_NULL || conf->nulls == NULLS_EVALUATE;
}

static enum weir_verdict ask(struct script *self, struct weir_batch *batch,
                             const struct weir_record *rec, struct expr_val *answer,
                             struct weir_err *err)
{
    const struct script_conf *conf = self->smt.conf;
    enum weir_verdict verdict = expr_eval(self->expr, batch, rec, answer, err);
    return verdict == WEIR_OK ? verdict
                              : weir_err_wrap(err, "Error while evaluating expression '%.*s'",
                                              WEIR_STR_ARG(conf->expression));
}

static enum weir_verdict wrong_answer(const struct script *self, const char *type,
                                      struct weir_err *err)
{
    const struct script_conf *conf = self->smt.conf;
    return weir_err_set(err, WEIR_BAD_DATA,
                        "Error while evaluating expression '%.*s': its value is not a %s",
                        WEIR_STR_ARG(conf->expression), type);
}

static enum weir_verdict filter_one(void *arg, struct weir_batch *batch, struct weir_record *rec,
                                    struct weir_err *err)
{
    struct script *self = arg;
    struct expr_val answer;
    if (!is_asked(self, rec)) {
        return WEIR_OK;
    }
    if (ask(self, batch, rec, &answer, err) != WEIR_OK) {
        return err->class;
    }
    if (answer.kind != EXPR_IS_VALUE || answer.val.type != WEIR_BOOLEAN) {
        return wrong_answer(self, "Boolean", err);
    }
    rec->state = answer.val.b ? WEIR_REC_LIVE : WEIR_REC_FILTERED;
    return WEIR_OK;
}

static enum weir_verdict route_one(void *arg, struct weir_batch *batch, struct weir_record *rec,
                                   struct weir_err *err)
{
    struct script *self = arg;
    struct expr_val answer;
    if (!is_asked(self, rec)) {
        return WEIR_OK;
    }
    if (ask(self, batch, rec, &answer, err) != WEIR_OK) {
        return err->class;
    }
    if (answer.kind == EXPR_IS_VALUE && answer.val.type == WEIR_NULL) {
        return WEIR_OK;
    }
    if (answer.kind != EXPR_IS_VALUE || answer.val.type != WEIR_STRING || answer.flavor) {
        return wrong_answer(self, "String", err);
    }
    rec->topic = java_string_encoded(&batch->arena, weir_value_str(answer.val));
    return WEIR_OK;
}

static enum weir_verdict script_open(const struct weir_open *open, const char *expression_key,
                                     void **out, struct weir_err *err)
{
    const struct script_conf *conf = open->conf;
    struct expr *expr;
    struct weir_str language = weir_str_trim(conf->language);
    bool javascript = weir_str_is(language, "jsr223.graal.js");
    if (!javascript && !weir_str_is(language, "jsr223.groovy") &&
        !weir_str_is(language, "jsr223.Groovy")) {
        weir_open_blame(open, "language");
        return weir_err_set(err, WEIR_BAD_CONFIG,
                            "Invalid value %.*s for configuration language: there is no such "
                            "engine here; jsr223.groovy and jsr223.graal.js stand for one "
                            "expression of comparisons, operators, field paths and functions of "
                            "texts, numbers and lists",
                            WEIR_STR_ARG(language));
    }
    if (expr_parse(open->arena, javascript ? EXPR_JAVASCRIPT : EXPR_GROOVY, conf->expression, &expr,
                   err) != WEIR_OK) {
        weir_open_blame(open, expression_key);
        return weir_err_wrap(err, "Failed to parse expression '%.*s'",
                             WEIR_STR_ARG(conf->expression));
    }
    struct script *self = smt_new(sizeof(*self), open, false, 0, NULL);
    self->expr = expr;
    *out = self;
    return WEIR_OK;
}

static enum weir_verdict filter_open(const struct weir_open *open, void **out, struct weir_err *err)
{
    return script_open(open, "condition", out, err);
}

static enum weir_verdict route_open(const struct weir_open *open, void **out, struct weir_err *err)
{
    return script_open(open, "topic.expression", out, err);
}

static const char *const null_names[] = {"keep", "drop", "evaluate", NULL};

#define AT(member) WEIR_AT(struct script_conf, member)

#define SCRIPT_KEYS(expression_, doc_)                                                             \
    {.name = "topic.regex",                                                                        \
     .type = WEIR_CONF_REGEX,                                                                      \
     .at = AT(topic_regex),                                                                        \
     .importance = WEIR_LOW,                                                                       \
     .width = WEIR_WIDTH_LONG,                                                                     \
     .display = "Topic regex",                                                                     \
     .doc = "Only records of topics that this matches are looked at; unset: all."},                \
        {.name = "language",                                                                       \
         .type = WEIR_CONF_STRING,                                                                 \
         .at = AT(language),                                                                       \
         .flags = WEIR_KEY_REQUIRED | WEIR_KEY_NONEMPTY,                                           \
         .importance = WEIR_HIGH,                                                                  \
         .width = WEIR_WIDTH_MEDIUM,                                                               \
         .display = "Expression language",                                                         \
         .doc = "jsr223.groovy or jsr223.graal.js; of both what fits one line: comparisons, "      \
                "&& || !, + - * / %, ? : and ?:, in, =~, lists, maps and ranges, field paths, "    \
                "functions of texts, numbers and lists."},                                         \
        {.name = (expression_),                                                                    \
         .type = WEIR_CONF_STRING,                                                                 \
         .at = AT(expression),                                                                     \
         .flags = WEIR_KEY_REQUIRED | WEIR_KEY_NONEMPTY,                                           \
         .importance = WEIR_HIGH,                                                                  \
         .width = WEIR_WIDTH_MEDIUM,                                                               \
         .doc = (doc_)},                                                                           \
        {.name = "null.handling.mode",                                                             \
         .type = WEIR_CONF_ENUM,                                                                   \
         .at = AT(nulls),                                                                          \
         .def = "keep",                                                                            \
         .values = null_names,                                                                     \
         .importance = WEIR_LOW,                                                                   \
         .width = WEIR_WIDTH_SHORT,                                                                \
         .display = "Handle null records",                                                         \
         .doc = "Records without a value are kept as they are, dropped, or evaluated too."},       \
        WEIR_CONF_END

static const struct weir_conf_key filter_keys[] = {
    SCRIPT_KEYS("condition", "Says true for the records that stay: value.op == 'u'.")};
static const struct weir_conf_key router_keys[] = {SCRIPT_KEYS(
    "topic.expression",
    "The new topic, or null to leave the record where it is: value.op == 'u' ? 'updates' : null.")};

SMT_APPLY_AS(filter_apply, filter_one)
SMT_APPLY_AS(route_apply, route_one)
SMT_COMPONENT_OF(debezium_filter, SMT_DEBEZIUM "Filter", filter_keys, struct script_conf,
                 "Keeps the records for which a condition holds.", filter_open, filter_apply,
                 smt_close);
SMT_COMPONENT_OF(content_router, SMT_DEBEZIUM "ContentBasedRouter", router_keys, struct script_conf,
                 "Sends records to topics by what is in them.", route_open, route_apply, smt_close);
