/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cdc_members.h: the members of an ENUM or SET as values, from their SQL literals.
 */
#ifndef WEIR_CDC_MEMBERS_H
#define WEIR_CDC_MEMBERS_H

#include "cdc_column.h"

/* Sets col->members and col->n_members; of an ENUM the first is the empty text. In arena. */
void cdc_members_make(struct cdc_column *col, struct weir_arena *arena);

#endif
