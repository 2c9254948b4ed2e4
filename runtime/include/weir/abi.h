/* SPDX-License-Identifier: Apache-2.0 */
/*
 * abi.h: what must never change. Every .so exports weir_plugin_entry(), whose result starts with
 * a weir_abi. libweir's SONAME carries the major; the minor only ever grows.
 */
#ifndef WEIR_ABI_H
#define WEIR_ABI_H

#include <stdint.h>

#define WEIR_ABI_MAGIC 0x57454952u /* "WEIR" */
#define WEIR_ABI_MAJOR 1u
#define WEIR_ABI_MINOR 0u

#define WEIR_EXPORT __attribute__((visibility("default")))
#define WEIR_MUST_CHECK __attribute__((warn_unused_result))
#define WEIR_PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))

/* Always the first member of struct weir_plugin; its own layout never changes. */
struct weir_abi {
    uint32_t magic;
    uint32_t major;
    uint32_t minor;
    uint32_t plugin_size; /* sizeof(struct weir_plugin) as the plugin was built */
};

#define WEIR_ABI_NOW(plugin_type)                                                                  \
    {.magic = WEIR_ABI_MAGIC,                                                                      \
     .major = WEIR_ABI_MAJOR,                                                                      \
     .minor = WEIR_ABI_MINOR,                                                                      \
     .plugin_size = sizeof(plugin_type)}

#endif
