/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_yaml.c: any text as a YAML configuration: read or refused with a sentence, never more
 * entries or longer names than allowed.
 */
#include <stdlib.h>

#include "conf/conf_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct weir_arena arena;
    struct weir_props props;
    struct weir_err err = {0};
    weir_arena_init(&arena, 4096);
    weir_props_init(&props, &arena);
    enum weir_verdict verdict = yaml_parse(weir_str_n(data, size), &props, &err);
    if (verdict != WEIR_OK && (verdict != WEIR_BAD_CONFIG || !err.text[0])) {
        abort();
    }
    for (size_t i = 0; i < props.n; i++) {
        if (!props.items[i].value.p || props.items[i].name.n > 4096) {
            abort();
        }
    }
    weir_arena_free(&arena);
    return 0;
}
