/* SPDX-License-Identifier: Apache-2.0 */
/*
 * migrate_verify_text.h: one column as a text that both servers' own SQL renders alike.
 */
#ifndef MIGRATE_VERIFY_TEXT_H
#define MIGRATE_VERIFY_TEXT_H

#include "migrate.h"

/* Appends the two expressions; false, and nothing appended: there is no such text for it. */
bool migrate_verify_text(const struct migrate_table *table, uint32_t column, struct weir_buf *my,
                         struct weir_buf *pg);

#endif
