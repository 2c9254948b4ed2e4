/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "bus/kafka_conf.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct weir_arena arena;
    struct kafka_jaas jaas;
    struct weir_err err;
    char *copy = malloc(size ? size : 1);
    memcpy(copy, data, size);
    weir_arena_init(&arena, 256);
    if (kafka_jaas_parse(&arena, weir_str_n(copy, size), &jaas, &err) == WEIR_OK) {
        for (size_t i = 0; i < jaas.options.n; i++) {
            if (!jaas.options.items[i].name.n || !jaas.options.items[i].value.p) {
                abort();
            }
        }
    }
    weir_arena_free(&arena);
    free(copy);
    return 0;
}
