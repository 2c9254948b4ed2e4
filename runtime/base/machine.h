/* SPDX-License-Identifier: Apache-2.0 */
/*
 * machine.h: what the machine gives to this process.
 */
#ifndef MACHINE_H
#define MACHINE_H

#include <weir/abi.h>

/*
 * The bytes of memory it may use: the machine's, or the least limit of the cgroups it is in. root
 * is "", or where a test keeps its own /proc and /sys. 0 when nothing can be read.
 */
WEIR_EXPORT int64_t machine_memory(const char *root);

#endif
