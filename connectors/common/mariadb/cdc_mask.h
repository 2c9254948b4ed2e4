/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cdc_mask.h: what a column rule makes of a value: asterisks, a hash, or its beginning. Chosen once
 * a column; cdc_rules.c finds the rule.
 */
#ifndef WEIR_CDC_MASK_H
#define WEIR_CDC_MASK_H

#include <weir/arena.h>
#include <weir/value.h>

enum cdc_mask_kind { CDC_MASK_STARS, CDC_MASK_HASH_V1, CDC_MASK_HASH_V2, CDC_MASK_CUT };

struct cdc_mask {
    enum cdc_mask_kind kind;
    struct weir_str stars;   /* STARS: also instead of a null */
    const void *digest;      /* HASH: of cdc_digest_find */
    struct weir_str salt;
    int32_t length;          /* UTF-16 units, of a text, or bytes; -1: all */
};

struct weir_value cdc_mask_value(const struct cdc_mask *mask, struct weir_value val,
                                 struct weir_arena *arena);

#endif
