/* SPDX-License-Identifier: Apache-2.0 */
/*
 * shout.c: a plugin of somebody else's: a transformation that puts topics into capitals. Built
 * against installed headers only, with pkg-config weir.
 */
#include <weir/plugin.h>

#ifndef ABI_MAJOR
#define ABI_MAJOR WEIR_ABI_MAJOR
#endif

struct shout_conf {
    struct weir_conf_list topics;
};

static const struct weir_conf_key keys[] = {
    {"topics", WEIR_CONF_LIST, WEIR_AT(struct shout_conf, topics), .def = "",
     .importance = WEIR_MEDIUM, .doc = "Topics to put into capitals; empty: all."},
    WEIR_CONF_END,
};

static enum weir_verdict shout_open(const struct weir_open *open, void **self,
                                    struct weir_err *err)
{
    (void)err;
    *self = (void *)open->conf;
    return WEIR_OK;
}

static enum weir_verdict shout_apply(void *self, struct weir_batch *batch, const bool *run,
                                     struct weir_verdicts *verdicts, struct weir_err *err)
{
    (void)self;
    (void)verdicts;
    (void)err;
    for (size_t i = 0; i < batch->n; i++) {
        struct weir_record *rec = &batch->recs[i];
        if (rec->state != WEIR_REC_LIVE || (run && !run[i])) {
            continue;
        }
        char *topic = weir_arena_bytes(&batch->arena, rec->topic.n);
        for (size_t c = 0; c < rec->topic.n; c++) {
            char letter = rec->topic.p[c];
            topic[c] = letter >= 'a' && letter <= 'z' ? (char)(letter - 'a' + 'A') : letter;
        }
        rec->topic.p = topic;
    }
    return WEIR_OK;
}

static const struct weir_transform_ops ops = {
    .size = sizeof(ops), .open = shout_open, .apply = shout_apply};

static const struct weir_component shout = {
    .size = sizeof(shout),
    .kind = WEIR_TRANSFORMATION,
    .class_name = "com.example.Shout",
    .doc = "Puts topics into capitals.",
    .keys = keys,
    .conf_size = sizeof(struct shout_conf),
    .ops = &ops,
};
static const struct weir_component *const components[] = {&shout, NULL};
static const struct weir_plugin plugin = {
    .abi = {WEIR_ABI_MAGIC, ABI_MAJOR, WEIR_ABI_MINOR, sizeof(struct weir_plugin)},
    .name = "shout",
    .version = "0.1",
    .components = components,
};

const struct weir_plugin *weir_plugin_entry(uint32_t host_abi)
{
    (void)host_abi;
    return &plugin;
}
