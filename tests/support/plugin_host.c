/* SPDX-License-Identifier: Apache-2.0 */
/*
 * plugin_host.c: dlopen, the entry point, the key table; what the runtime does before it opens a
 * component.
 */
#include "plugin_host.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>

#include "conf/conf_apply.h"

static const struct weir_plugin *load(const char *plugin)
{
    char path[4096];
    snprintf(path, sizeof(path), "%s/plugins/%s.so", TEST_BUILD_DIR, plugin);
    void *so = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    const struct weir_plugin *(*entry)(uint32_t) = NULL;
    if (so) {
        void *symbol = dlsym(so, "weir_plugin_entry");
        memcpy(&entry, &symbol, sizeof(entry));
    }
    if (!entry) {
        fprintf(stderr, "%s\n", dlerror());
        abort();
    }
    return entry(WEIR_ABI_MAJOR << 16 | WEIR_ABI_MINOR);
}

const struct weir_component *plugin_host_find(const char *plugin, enum weir_kind kind,
                                              const char *class_name)
{
    const struct weir_plugin *loaded = load(plugin);
    for (size_t i = 0; loaded->components[i]; i++) {
        const struct weir_component *component = loaded->components[i];
        if (component->kind == kind && strcmp(component->class_name, class_name) == 0) {
            return component;
        }
    }
    fprintf(stderr, "%s has no %s\n", plugin, class_name);
    abort();
}

const struct weir_component *const *plugin_host_components(const char *plugin)
{
    return load(plugin)->components;
}

const void *plugin_host_conf(const struct weir_component *component, struct weir_arena *arena,
                             const char *const *pairs, struct weir_err *err)
{
    struct weir_props props;
    void *conf = weir_arena_zalloc(arena, component->conf_size ? component->conf_size : 1);
    weir_props_init(&props, arena);
    for (; *pairs; pairs += 2) {
        weir_props_set_c(&props, pairs[0], pairs[1]);
    }
    if (component->keys && conf_apply(component->keys, &props, conf, arena, err) != WEIR_OK) {
        return NULL;
    }
    return conf;
}
