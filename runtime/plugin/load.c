/* SPDX-License-Identifier: Apache-2.0 */
/*
 * load.c: opens a plugin's file and shakes hands with it. A refusal is one sentence; what is
 * accepted goes to the registry, with descriptors and op tables widened to what this worker knows.
 */
#include "plugin/load.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>

#include <weir/mem.h>

#define HOST_ABI (WEIR_ABI_MAJOR << 16 | WEIR_ABI_MINOR)

/* The first version's sizes: a descriptor shorter than that is no descriptor. */
#define COMPONENT_SIZE_MIN (offsetof(struct weir_component, ops) + sizeof(void *))

static enum weir_verdict refuse(struct weir_err *err, const char *file, const char *why)
{
    return weir_err_set(err, WEIR_BAD_CONFIG,
                        "plugin %s is refused: %s (this worker offers ABI "
                        "%u.%u)",
                        file, why, WEIR_ABI_MAJOR, WEIR_ABI_MINOR);
}

static enum weir_verdict check_abi(const char *file, const struct weir_abi *abi,
                                   struct weir_err *err)
{
    if (abi->magic != WEIR_ABI_MAGIC) {
        return refuse(err, file, "it is not a Weir plugin, its magic number is wrong");
    }
    if (abi->major != WEIR_ABI_MAJOR || abi->minor > WEIR_ABI_MINOR) {
        return weir_err_set(err, WEIR_BAD_CONFIG,
                            "plugin %s is refused: it was built for ABI %u.%u, this worker offers "
                            "%u.%u",
                            file, abi->major, abi->minor, WEIR_ABI_MAJOR, WEIR_ABI_MINOR);
    }
    return abi->plugin_size < sizeof(struct weir_plugin)
               ? refuse(err, file, "its descriptor is shorter than that of ABI 1.0")
               : WEIR_OK;
}

static size_t ops_size(enum weir_kind kind)
{
    switch (kind) {
    case WEIR_SOURCE:
        return sizeof(struct weir_source_ops);
    case WEIR_SINK:
        return sizeof(struct weir_sink_ops);
    case WEIR_TRANSFORMATION:
        return sizeof(struct weir_transform_ops);
    case WEIR_PREDICATE:
        return sizeof(struct weir_predicate_ops);
    case WEIR_CONVERTER:
    case WEIR_HEADER_CONVERTER:
        return sizeof(struct weir_converter_ops);
    case WEIR_SUBCOMMAND:
        return sizeof(struct weir_subcommand_ops);
    }
    return 0;
}

/* A copy of size bytes of which the plugin's own fill the beginning. */
static void *widen(const void *from, size_t size)
{
    uint32_t own;
    memcpy(&own, from, sizeof(own));
    void *to = weir_xcalloc(1, size);
    memcpy(to, from, own < size ? own : size);
    return to;
}

static const char *key_fault(const struct weir_component *component,
                             const struct weir_conf_key *key)
{
    if (key->type > WEIR_CONF_MATCHES) {
        return "has an unknown type";
    }
    if (key->type == WEIR_CONF_ENUM && !key->values) {
        return "is an enum without values";
    }
    if (key->at != WEIR_CONF_NOWHERE && key->at >= component->conf_size) {
        return "lies outside of the component's struct";
    }
    return NULL;
}

static const char *component_fault(const struct weir_component *component)
{
    if (component->size < COMPONENT_SIZE_MIN || !component->class_name || !component->ops ||
        component->kind > WEIR_SUBCOMMAND) {
        return "its descriptor is incomplete";
    }
    uint32_t size;
    memcpy(&size, component->ops, sizeof(size));
    return size < sizeof(void *) * 2 ? "its table of operations is empty" : NULL;
}

static enum weir_verdict check_component(const char *file, const struct weir_component *component,
                                         struct weir_err *err)
{
    const char *fault = component_fault(component);
    const struct weir_conf_key *key = fault ? NULL : component->keys;
    for (; key && key->name && !fault; key += fault == NULL) {
        fault = key_fault(component, key);
    }
    if (!fault) {
        return WEIR_OK;
    }
    const char *class_name = component->class_name ? component->class_name : "(unnamed)";
    char why[512];
    snprintf(why, sizeof(why), "%s%s%s: %s", class_name, key && key->name ? ", key " : "",
             key && key->name ? key->name : "", fault);
    return refuse(err, file, why);
}

void plugin_release(struct weir_plugin *plugin)
{
    for (size_t i = 0; plugin->components && plugin->components[i]; i++) {
        free((void *)plugin->components[i]->ops);
        free((void *)plugin->components[i]);
    }
    free((void *)plugin->components);
    plugin->components = NULL;
}

static struct weir_component *adopt_component(const struct weir_component *from)
{
    struct weir_component *component = widen(from, sizeof(*component));
    component->ops = widen(component->ops, ops_size(component->kind));
    return component;
}

enum weir_verdict plugin_adopt(const char *file, const struct weir_plugin *plugin,
                               struct weir_plugin *out, struct weir_err *err)
{
    if (check_abi(file, &plugin->abi, err) != WEIR_OK) {
        return WEIR_BAD_CONFIG;
    }
    if (!plugin->name || !plugin->version || !plugin->components) {
        return refuse(err, file, "it has no name, no version or no components");
    }
    size_t n = 0;
    while (plugin->components[n]) {
        if (check_component(file, plugin->components[n], err) != WEIR_OK) {
            return WEIR_BAD_CONFIG;
        }
        n++;
    }
    const struct weir_component **components = weir_xcalloc(n + 1, sizeof(*components));
    for (size_t i = 0; i < n; i++) {
        components[i] = adopt_component(plugin->components[i]);
    }
    *out = *plugin;
    out->components = components;
    return WEIR_OK;
}

enum weir_verdict plugin_load(const char *file, struct weir_plugin *out, struct weir_err *err)
{
    void *handle = dlopen(file, RTLD_NOW | RTLD_LOCAL);
    if (!handle) {
        return refuse(err, file, dlerror());
    }
    __typeof__(weir_plugin_entry) *entry;
    *(void **)&entry = dlsym(handle, "weir_plugin_entry");
    if (!entry) {
        return refuse(err, file, "it does not export weir_plugin_entry");
    }
    const struct weir_plugin *plugin = entry(HOST_ABI);
    return plugin ? plugin_adopt(file, plugin, out, err)
                  : refuse(err, file, "it does not work with this worker and gave no descriptor");
}
