/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_migrate_env.c: .env up to the first NUL, a configuration's value behind it. A name is always
 * one that a shell would take, a value never has the blanks of its ends (unless quotes keep them),
 * and what is filled has no variable left that .env did not bring.
 */
#include <stdlib.h>

#include "migrate_env.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_names(const struct weir_props *env)
{
    for (size_t i = 0; i < env->n; i++) {
        struct weir_str name = env->items[i].name;
        for (size_t j = 0; j < name.n; j++) {
            char c = name.p[j];
            bool fine = c == '_' || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                        (j && c >= '0' && c <= '9');
            if (!fine) {
                abort();
            }
        }
        if (!name.n || !env->items[i].value.p ||
            weir_str_chr(env->items[i].value, '\n') >= 0) {
            abort();
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct weir_arena arena;
    struct weir_props env;
    struct weir_buf out;
    struct weir_str missing = WEIR_STR_NULL;
    char *copy = malloc(size ? size : 1);
    memcpy(copy, data, size);
    struct weir_str text = weir_str_n(copy, size);
    ptrdiff_t nul = weir_str_chr(text, 0);
    struct weir_str value = nul < 0 ? WEIR_STR("") : weir_str_from(text, (size_t)nul + 1);
    text.n = nul < 0 ? text.n : (size_t)nul;
    weir_arena_init(&arena, 1024);
    weir_props_init(&env, &arena);
    weir_buf_init(&out, (size_t)1 << 20);
    migrate_env_parse(text, &env);
    check_names(&env);
    bool jaas = size % 2;
    if (!migrate_env_fill(value, &env, jaas, &out, &missing) &&
        (!missing.n || weir_props_get_s(&env, missing).p)) {
        abort();
    }
    weir_buf_free(&out);
    weir_arena_free(&arena);
    free(copy);
    return 0;
}
