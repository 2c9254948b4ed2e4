/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_provider.c: any text as a configuration with variables, before providers that know one
 * variable and no file. What is shown after redaction never has the secret; task configs get their
 * variables back.
 */
#include <stdlib.h>

#include "base/secrets.h"
#include "conf/conf_file.h"
#include "conf/provider.h"

#define SECRET "s3cret-of-the-fuzzer"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct providers *make_providers(struct weir_arena *arena)
{
    struct weir_props worker;
    struct weir_err err;
    struct providers *providers = NULL;
    weir_props_init(&worker, arena);
    setenv("WEIR_FUZZ", SECRET, 1);
    weir_props_set_c(&worker, "config.providers", "env,file,dir");
    weir_props_set_c(&worker, "config.providers.env.class", "EnvVarConfigProvider");
    weir_props_set_c(&worker, "config.providers.env.param.allowlist.pattern", "WEIR_FUZZ");
    weir_props_set_c(&worker, "config.providers.file.class", "FileConfigProvider");
    weir_props_set_c(&worker, "config.providers.file.param.allowed.paths", "/nonexistent");
    weir_props_set_c(&worker, "config.providers.dir.class", "DirectoryConfigProvider");
    weir_props_set_c(&worker, "config.providers.dir.param.allowed.paths", "/nonexistent");
    if (providers_open(&worker, &providers, &err) != WEIR_OK) {
        abort();
    }
    return providers;
}

/* Whether the value is nothing but this one variable, whose redaction is then complete. */
static bool is_variable(struct weir_str raw)
{
    return weir_str_is(raw, "${env:WEIR_FUZZ}");
}

static void check_value(const struct weir_props *raw, const struct weir_props *resolved, size_t i)
{
    struct weir_buf shown;
    weir_buf_init(&shown, 1u << 22);
    secrets_redact(resolved->items[i].value, raw, &shown);
    if (is_variable(raw->items[i].value) &&
        weir_str_find(weir_buf_view(&shown), WEIR_STR(SECRET)) >= 0) {
        abort();
    }
    weir_buf_free(&shown);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct weir_arena arena;
    struct weir_props raw, resolved, task;
    struct weir_err err;
    weir_arena_init(&arena, 4096);
    weir_props_init(&raw, &arena);
    weir_props_init(&resolved, &arena);
    weir_props_init(&task, &arena);
    struct providers *providers = make_providers(&arena);
    if (size < 4096 && properties_parse(weir_str_n(data, size), &raw, &err) == WEIR_OK &&
        providers_resolve(providers, &raw, &resolved, &err) == WEIR_OK) {
        for (size_t i = 0; i < raw.n; i++) {
            check_value(&raw, &resolved, i);
        }
        weir_props_copy(&task, &resolved);
        providers_restore(&raw, &resolved, &task);
        if (!weir_props_equal(&raw, &task)) {
            abort();
        }
    }
    providers_close(providers);
    weir_arena_free(&arena);
    return 0;
}
