/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cdc_fit.h: whether a table as we know it is the one whose rows a table map announces. With
 * binlog_row_metadata=FULL the map has names, signs, members and the key, and a fit is proof.
 */
#ifndef WEIR_CDC_FIT_H
#define WEIR_CDC_FIT_H

#include "binlog_row.h"
#include "common/mysql/my_table.h"

enum cdc_fit {
    CDC_FITS,         /* everything that could be compared is equal, the names too */
    CDC_FITS_UNNAMED, /* nothing speaks against it, but the map has no names */
    CDC_DIFFERS,      /* why says in what */
    CDC_KEY_DIFFERS,  /* in nothing else; the map's may be any unique one that is never null */
};

/* *hidden: columns of the rows that no SELECT shows (system versioning, hashes of long keys). */
enum cdc_fit cdc_fit(const struct my_table *table, const struct binlog_table_map *map,
                     uint32_t *hidden, struct weir_err *why);

/*
 * A table from SHOW CREATE TABLE's text, if it fits the map: proven by the map's names, or where
 * the caller knows by other means that the definition has not changed since (unchanged). BAD_DATA
 * with the reason else. charset is the database's; the caller frees the table.
 */
enum weir_verdict cdc_fit_heal(struct weir_str show_create, struct weir_str charset,
                               bool comments, const struct binlog_table_map *map, bool unchanged,
                               struct my_table **table, struct weir_err *err);

#endif
