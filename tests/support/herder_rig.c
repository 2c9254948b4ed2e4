/* SPDX-License-Identifier: Apache-2.0 */
/* herder_rig.c: see herder_rig.h. */
#include "herder_rig.h"

#include <stdlib.h>
#include <time.h>

#include <weir/mem.h>
#include <weir/plugin.h>
#include <weir/time.h>

#include "worker/job.h"

/* ---- the connectors ---- */

atomic_int rig_hang_validate, rig_hang_configs, rig_configs_fail, rig_alter_handled, rig_calls;

struct rig_conf {
    int32_t tasks;
    struct weir_str mode, text;
};

static const struct weir_conf_key keys[] = {
    {.name = "tasks", .type = WEIR_CONF_INT, .at = WEIR_AT(struct rig_conf, tasks), .def = "1",
     .doc = "How many tasks."},
    {.name = "mode", .type = WEIR_CONF_STRING, .at = WEIR_AT(struct rig_conf, mode), .def = "",
     .doc = "hang-validate: the check does not return."},
    {.name = "text", .type = WEIR_CONF_STRING, .at = WEIR_AT(struct rig_conf, text), .def = "",
     .doc = "Any text."},
    WEIR_CONF_END,
};

static void pause_briefly(void)
{
    struct timespec pause = {.tv_nsec = 500000};
    nanosleep(&pause, NULL);
}

static void hang(atomic_int *while_set)
{
    while (atomic_load(while_set)) {
        pause_briefly();
    }
}

static enum weir_verdict task_configs(const struct weir_connector *connector, const void *conf,
                                      int max, struct weir_task_configs *configs,
                                      struct weir_err *err)
{
    const struct rig_conf *rig_conf = conf;
    (void)connector;
    (void)max;
    hang(&rig_hang_configs);
    atomic_fetch_add(&rig_calls, 1);
    if (atomic_load(&rig_configs_fail)) {
        return weir_err_set(err, (enum weir_verdict)atomic_load(&rig_configs_fail),
                            "the database is down");
    }
    for (int32_t i = 0; i < rig_conf->tasks; i++) {
        char text[16];
        snprintf(text, sizeof(text), "%d", i);
        weir_props_set_c(weir_task_configs_add(configs), "part", text);
    }
    return WEIR_OK;
}

static void validate(const struct weir_connector *connector, const void *conf, int64_t deadline_ms,
                     struct weir_report *report)
{
    const struct rig_conf *rig_conf = conf;
    (void)connector;
    (void)deadline_ms;
    if (weir_str_is(rig_conf->mode, "hang-validate")) {
        hang(&rig_hang_validate);
    }
    if (weir_str_is(rig_conf->mode, "wrong")) {
        weir_report_error(report, "mode", "this mode is wrong");
    }
}

static enum weir_verdict alter_offsets(const struct weir_connector *connector, const void *conf,
                                       const struct weir_offset_change *changes, size_t n,
                                       bool *handled, struct weir_err *err)
{
    (void)connector;
    (void)conf;
    (void)err;
    for (size_t i = 0; i < n; i++) {
        if (weir_str_is(changes[i].partition, "{\"p\":\"bad\"}")) {
            return weir_err_set(err, WEIR_BAD_DATA, "no such partition");
        }
    }
    *handled = atomic_load(&rig_alter_handled) != 0;
    return WEIR_OK;
}

/* The pipeline of these tests is a fake: no task of them is ever opened. */
static enum weir_verdict never_opened(struct weir_task *task, const void *conf, void **self,
                                      struct weir_err *err)
{
    (void)task;
    (void)conf;
    (void)self;
    return weir_err_set(err, WEIR_FATAL, "not to be opened");
}

static const struct weir_source_ops source_ops = {
    .size = sizeof(source_ops),
    .connector = {task_configs, validate, alter_offsets},
    .open = never_opened,
};
static const struct weir_sink_ops sink_ops = {
    .size = sizeof(sink_ops),
    .connector = {task_configs, validate, alter_offsets},
    .open = never_opened,
};
static const struct weir_component source = {
    .size = sizeof(source), .kind = WEIR_SOURCE, .class_name = RIG_SOURCE, .doc = "A source.",
    .keys = keys, .conf_size = sizeof(struct rig_conf), .ops = &source_ops};
static const struct weir_component sink = {
    .size = sizeof(sink), .kind = WEIR_SINK, .class_name = RIG_SINK, .doc = "A sink.",
    .keys = keys, .conf_size = sizeof(struct rig_conf), .ops = &sink_ops};

/* Converters are only looked up. */
static const struct weir_converter_ops converter_ops = {.size = sizeof(converter_ops)};
static const struct weir_component converter = {
    .size = sizeof(converter), .kind = WEIR_CONVERTER, .class_name = "test.RigConverter",
    .doc = "A converter.", .ops = &converter_ops};
static const struct weir_component *const components[] = {&source, &sink, &converter, NULL};
static const struct weir_plugin plugin = {.abi = WEIR_ABI_NOW(struct weir_plugin),
                                          .name = "rig",
                                          .version = "4.3.1",
                                          .components = components};

struct asked {
    struct herder_request request; /* first */
    atomic_bool answered;
    struct asked *next;
};

/* ---- the herder ---- */

static void must(enum weir_verdict verdict, const struct weir_err *err)
{
    if (verdict != WEIR_OK) {
        fprintf(stderr, "herder rig: %s\n", err->text);
        abort();
    }
}

static void set_pairs(struct weir_props *props, const char *const *pairs)
{
    for (; pairs && pairs[0]; pairs += 2) {
        weir_props_set(props, weir_str_of(pairs[0]), weir_str_of(pairs[1]));
    }
}

static const char *const worker_pairs[] = {
    "bus", "embedded",
    "key.converter", "test.RigConverter",
    "value.converter", "test.RigConverter",
    "header.converter", "test.RigConverter",
    "status.storage.partitions", "1",
    "offset.storage.partitions", "1",
    NULL,
};

void rig_start(struct herder_rig *rig)
{
    struct weir_err err;
    struct herder_options options = {.worker = &rig->worker,
                                     .registry = rig->registry,
                                     .bus = rig->bus,
                                     .worker_id = rig->worker_id,
                                     .worker_url = rig->worker_url};
    must(herder_start(&options, &rig->herder, &err), &err);
}

static void open_parts(struct herder_rig *rig, const char *const *pairs)
{
    struct weir_err err;
    weir_arena_init(&rig->arena, 4096);
    weir_props_init(&rig->props, &rig->arena);
    set_pairs(&rig->props, worker_pairs);
    set_pairs(&rig->props, pairs);
    must(worker_conf_read(&rig->props, &rig->arena, &rig->worker, &err), &err);
    if (!rig->bus) {
        rig->bus = fake_bus_new(rig->worker.bus == WORKER_BUS_KAFKA ? 0 : BUS_ATOMIC_APPEND);
    }
    must(registry_open(NULL, &rig->registry, &err), &err);
    must(registry_add(rig->registry, &plugin, "herder_rig.c", &err), &err);
    rig_start(rig);
}

void rig_open(struct herder_rig *rig, const char *const *pairs)
{
    *rig = (struct herder_rig){.worker_id = "127.0.0.1:8083",
                               .worker_url = "http://127.0.0.1:8083"};
    open_parts(rig, pairs);
}

void rig_open_beside(struct herder_rig *rig, struct herder_rig *first, const char *const *pairs)
{
    *rig = (struct herder_rig){.bus = first->bus,
                               .shares_bus = true,
                               .worker_id = "127.0.0.2:8083",
                               .worker_url = "http://127.0.0.2:8083"};
    open_parts(rig, pairs);
}

/* What hangs may hold on to the herder for ever: that is not a leak of ours. */
void rig_stop(struct herder_rig *rig)
{
    static struct herder *left[64];
    static size_t n_left;
    if (!herder_stop(rig->herder) && n_left < sizeof(left) / sizeof(left[0])) {
        left[n_left++] = rig->herder;
    }
    rig->herder = NULL;
}

static bool none_hangs(void *arg)
{
    (void)arg;
    return jobs_hanging() == 0;
}

void rig_close(struct herder_rig *rig)
{
    if (rig->herder) {
        rig_stop(rig);
    }
    atomic_store(&rig_hang_validate, 0);
    atomic_store(&rig_hang_configs, 0);
    rig_await(none_hangs, NULL, "connectors' code to return");
    while (rig->asked) {
        struct asked *asked = rig->asked;
        rig->asked = asked->next;
        weir_arena_free(&asked->request.arena);
        free(asked);
    }
    registry_close(rig->registry);
    if (!rig->shares_bus) {
        bus_close(rig->bus);
    }
    weir_arena_free(&rig->arena);
}

/* ---- requests ---- */

static void done(struct herder_request *request)
{
    atomic_store(&((struct asked *)request)->answered, true);
}

bool rig_answered(const struct herder_request *request)
{
    return atomic_load(&((const struct asked *)request)->answered);
}

struct herder_request *rig_new(struct herder_rig *rig, enum herder_op op, const char *name,
                               const char *const *pairs)
{
    struct asked *asked = weir_xcalloc(1, sizeof(*asked));
    struct herder_request *request = &asked->request;
    weir_arena_init(&request->arena, 1024);
    request->op = op;
    request->name = weir_arena_str(&request->arena, weir_str_of(name ? name : ""));
    request->deadline_ms = weir_clock_mono_ms() + 30000;
    request->done = done;
    struct weir_props *config = WEIR_NEW(&request->arena, struct weir_props);
    weir_props_init(config, &request->arena);
    set_pairs(config, pairs);
    request->config = config;
    asked->next = rig->asked;
    rig->asked = asked;
    return request;
}

void rig_submit(struct herder_rig *rig, struct herder_request *request)
{
    herder_submit(rig->herder, request);
}

static bool is_answered(void *arg)
{
    return rig_answered(arg);
}

void rig_await_answer(const struct herder_request *request)
{
    rig_await(is_answered, (void *)request, "an answer");
}

struct herder_request *rig_send(struct herder_rig *rig, struct herder_request *request)
{
    rig_submit(rig, request);
    rig_await_answer(request);
    return request;
}

struct herder_request *rig_ask(struct herder_rig *rig, enum herder_op op, const char *name,
                               const char *const *pairs)
{
    return rig_send(rig, rig_new(rig, op, name, pairs));
}

void rig_expect(const struct herder_request *request, int status, const char *message)
{
    if (request->status != status || (message && !weir_str_is(request->message, message))) {
        print_error("answer: %d %.*s\n", request->status, WEIR_STR_ARG(request->message));
    }
    assert_int_equal(request->status, status);
    assert_true(!message || weir_str_is(request->message, message));
}

/* ---- waiting ---- */

void rig_await(bool (*is)(void *arg), void *arg, const char *what)
{
    for (int i = 0; i < 40000; i++) {
        if (is(arg)) {
            return;
        }
        pause_briefly();
    }
    print_error("waited in vain for %s\n", what);
    fail();
}

const char *rig_states(struct herder_rig *rig, const char *name)
{
    struct herder_request *request = rig_ask(rig, HERDER_STATUS, name, NULL);
    if (request->status != 200) {
        return "";
    }
    const struct connector_info *info = &request->connectors[0];
    struct weir_buf text;
    weir_buf_init(&text, 4096);
    weir_buf_printf(&text, "%s:", run_state_name(info->connector.state));
    for (int i = 0; i < info->n_task_states; i++) {
        weir_buf_printf(&text, " %s", run_state_name(info->tasks[i].state));
    }
    const char *states = weir_arena_str(&request->arena, weir_buf_view(&text)).p;
    weir_buf_free(&text);
    return states;
}

struct wanted {
    struct herder_rig *rig;
    const char *name, *states, *seen;
};

static bool has_states(void *arg)
{
    struct wanted *wanted = arg;
    wanted->seen = rig_states(wanted->rig, wanted->name);
    return strcmp(wanted->seen, wanted->states) == 0;
}

void rig_await_states(struct herder_rig *rig, const char *name, const char *states)
{
    struct wanted wanted = {rig, name, states, ""};
    for (int i = 0; i < 10000 && !has_states(&wanted); i++) {
        pause_briefly();
    }
    assert_string_equal(wanted.seen, states);
}

/* ---- topics ---- */

size_t rig_count(struct herder_rig *rig, const char *topic)
{
    return fake_bus_count(rig->bus, topic, 0);
}

const char *rig_records(struct herder_rig *rig, const char *topic, size_t from, size_t n)
{
    if (!fake_bus_await(rig->bus, topic, 0, from + n)) {
        print_error("%s has only %zu records of %zu\n", topic, rig_count(rig, topic), from + n);
        n = rig_count(rig, topic) - from;
    }
    struct weir_buf text;
    weir_buf_init(&text, 1u << 20);
    for (size_t i = from; i < from + n; i++) {
        struct fake_record rec = fake_bus_get(rig->bus, topic, 0, i);
        weir_buf_str(&text, rec.key);
        weir_buf_char(&text, ' ');
        weir_buf_str(&text, rec.value.p ? rec.value : WEIR_STR("-"));
        weir_buf_char(&text, '\n');
    }
    const char *lines = weir_arena_str(&rig->arena, weir_buf_view(&text)).p;
    weir_buf_free(&text);
    return lines;
}

void rig_expect_records(struct herder_rig *rig, const char *topic, size_t from, size_t n,
                        const char *wanted)
{
    assert_string_equal(rig_records(rig, topic, from, n), wanted);
    assert_int_equal(rig_count(rig, topic), from + n);
}
