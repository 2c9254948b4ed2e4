/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pass_through.c: ActivateTracingSpan and OpenLineage, which tell other systems about records and
 * change none: what they tell is not told here, which the log says once.
 */
#include "smt.h"
#include "transforms.h"

static enum weir_verdict pass(void *self, struct weir_batch *batch, const bool *run,
                              struct weir_verdicts *verdicts, struct weir_err *err)
{
    (void)self;
    (void)batch;
    (void)run;
    (void)verdicts;
    (void)err;
    return WEIR_OK;
}

static enum weir_verdict open_as(const struct weir_open *open, const char *what, void **self)
{
    weir_warn(open->log, "%s: records pass unchanged, nothing is reported", what);
    *self = NULL;
    return WEIR_OK;
}

static enum weir_verdict tracing_open(const struct weir_open *open, void **self,
                                      struct weir_err *err)
{
    (void)err;
    return open_as(open, "ActivateTracingSpan", self);
}

static enum weir_verdict lineage_open(const struct weir_open *open, void **self,
                                      struct weir_err *err)
{
    (void)err;
    return open_as(open, "OpenLineage", self);
}

#define UNUSED(name_, default_)                                                                    \
    {                                                                                              \
        .name = (name_), .type = WEIR_CONF_STRING, .at = WEIR_CONF_NOWHERE, .def = (default_),     \
        .importance = WEIR_HIGH, .width = WEIR_WIDTH_MEDIUM, .doc = "Has no effect."               \
    }

static const struct weir_conf_key tracing_keys[] = {
    UNUSED("tracing.span.context.field", "tracingspancontext"),
    UNUSED("tracing.operation.name", "debezium-read"),
    UNUSED("tracing.with.context.field.only", "false"),
    WEIR_CONF_END,
};
static const struct weir_conf_key lineage_keys[] = {WEIR_CONF_END};

SMT_COMPONENT_OF(tracing_span, SMT_DEBEZIUM "tracing.ActivateTracingSpan", tracing_keys,
                 struct smt_no_conf, "Passes records on; no spans are reported.", tracing_open,
                 pass, NULL);
SMT_COMPONENT_OF(open_lineage, SMT_DEBEZIUM "openlineage.OpenLineage", lineage_keys,
                 struct smt_no_conf, "Passes records on; no lineage is reported.", lineage_open,
                 pass, NULL);
