/* SPDX-License-Identifier: Apache-2.0 */
/* migrate_text.h: numbers for people. Each writes to what the caller gives and returns it. */
#ifndef MIGRATE_TEXT_H
#define MIGRATE_TEXT_H

#include <stdint.h>

const char *migrate_text_count(char to[32], int64_t n);   /* 1,234,567 */
const char *migrate_text_bytes(char to[32], int64_t n);   /* 812 MB */

#endif
