/* SPDX-License-Identifier: Apache-2.0 */
/*
 * error_log.c: a failed record comes in, the line that Java's LogReporter writes about it goes to
 * the log, under its logger's name. A sink's record shows only where it stands; a source's, which
 * stands nowhere yet, is shown whole, and both only on wish.
 */
#include "pipeline/error_log.h"

#define LINE_MAX 8192

void error_log_init(struct weir_log *log, const struct task *task)
{
    weir_log_init(log, "org.apache.kafka.connect.runtime.errors.LogReporter", task->api.connector,
                  task->api.id, "");
}

static void add_consumed(struct weir_buf *out, const struct weir_record *rec)
{
    weir_buf_printf(out, ", where consumed record is {topic='%.*s', partition=%d, offset=%lld",
                    WEIR_STR_ARG(rec->log_topic), rec->log_partition, (long long)rec->log_offset);
    if (rec->timestamp != WEIR_NO_TIMESTAMP) {
        weir_buf_printf(out, ", timestamp=%lld, timestampType=%s", (long long)rec->timestamp,
                        rec->timestamp_type ? "LogAppendTime" : "CreateTime");
    }
    weir_buf_text(out, "}");
}

static void add_scalar(struct weir_buf *out, struct weir_value val)
{
    switch ((enum weir_type)val.type) {
    case WEIR_NULL:
        weir_buf_text(out, "null");
        break;
    case WEIR_BOOLEAN:
        weir_buf_text(out, val.b ? "true" : "false");
        break;
    case WEIR_INT8:
    case WEIR_INT16:
    case WEIR_INT32:
    case WEIR_INT64:
    case WEIR_DATE:
    case WEIR_TIME:
    case WEIR_TIMESTAMP:
        weir_buf_i64(out, val.i);
        break;
    case WEIR_FLOAT32:
        weir_buf_printf(out, "%.9g", (double)val.f32);
        break;
    case WEIR_FLOAT64:
        weir_buf_printf(out, "%.17g", val.f64);
        break;
    case WEIR_STRING:
        weir_buf_str(out, weir_value_str(val));
        break;
    case WEIR_BYTES:
    case WEIR_DECIMAL:
        weir_buf_printf(out, "(%u bytes)", val.n);
        break;
    case WEIR_ARRAY:
    case WEIR_MAP:
    case WEIR_STRUCT:
        break;
    }
}

static void add_value(struct weir_buf *out, const struct weir_schema *sch, struct weir_value val)
{
    bool is_struct = val.type == WEIR_STRUCT && sch && sch->n_fields == val.n;
    if (val.type != WEIR_ARRAY && val.type != WEIR_MAP && val.type != WEIR_STRUCT) {
        add_scalar(out, val);
        return;
    }
    uint32_t n = val.type == WEIR_MAP ? val.n * 2 : val.n;
    weir_buf_text(out, is_struct ? "Struct{" : val.type == WEIR_MAP ? "{" : "[");
    for (uint32_t i = 0; i < n && !out->full; i++) {
        bool of_entry = val.type == WEIR_MAP && i % 2;
        weir_buf_text(out, i == 0 ? "" : of_entry ? "=" : is_struct ? "," : ", ");
        if (is_struct) {
            weir_buf_printf(out, "%.*s=", WEIR_STR_ARG(sch->fields[i].name));
        }
        add_value(out, is_struct ? sch->fields[i].schema : NULL, val.items[i]);
    }
    weir_buf_text(out, val.type == WEIR_ARRAY ? "]" : "}");
}

static void add_source(struct weir_buf *out, const struct error_context *context)
{
    const struct weir_record *rec = context->rec;
    struct weir_str partition = context->offset ? context->offset->partition : WEIR_STR("null");
    struct weir_str offset = context->offset ? context->offset->offset : WEIR_STR("null");
    weir_buf_printf(out,
                    ", where source record is = SourceRecord{sourcePartition=%.*s, "
                    "sourceOffset=%.*s} ConnectRecord{topic='%.*s', kafkaPartition=",
                    WEIR_STR_ARG(partition), WEIR_STR_ARG(offset), WEIR_STR_ARG(rec->topic));
    if (rec->partition == WEIR_NO_PARTITION) {
        weir_buf_text(out, "null");
    } else {
        weir_buf_i64(out, rec->partition);
    }
    weir_buf_text(out, ", key=");
    add_value(out, rec->key_schema, rec->key);
    weir_buf_text(out, ", value=");
    add_value(out, rec->value_schema, rec->value);
    weir_buf_text(out, "}");
}

void error_log_line(const struct weir_log *log, const struct task *task,
                    const struct error_context *context, bool messages)
{
    struct weir_buf line;
    weir_buf_init(&line, LINE_MAX);
    weir_buf_printf(&line, "Executing stage '%s' with class '%s'", error_stage_name(context->stage),
                    context->class_name);
    if (messages && context->rec) {
        if (context->rec->log_topic.p) {
            add_consumed(&line, context->rec);
        } else {
            add_source(&line, context);
        }
    }
    weir_error(log, "Error encountered in task %s-%d. %.*s%s\n%s: %s", task->api.connector,
               task->api.id, WEIR_STR_ARG(weir_buf_view(&line)), line.full ? "..." : ".",
               error_class_name(context->stage, context->why), context->why->text);
    weir_buf_free(&line);
}
