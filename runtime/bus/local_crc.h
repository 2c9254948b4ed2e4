/* SPDX-License-Identifier: Apache-2.0 */
/*
 * local_crc.h: CRC32C (Castagnoli), by the processor's instruction where it has one.
 */
#ifndef LOCAL_CRC_H
#define LOCAL_CRC_H

#include <stddef.h>
#include <stdint.h>

/* Any thread. The CRC32C of n bytes; "123456789" gives 0xe3069283. */
uint32_t local_crc32c(const void *p, size_t n);
/* The same without the instruction, for machines that lack it. */
uint32_t local_crc32c_table(const void *p, size_t n);

#endif
