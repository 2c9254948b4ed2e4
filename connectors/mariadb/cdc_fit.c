/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cdc_fit.c: a table's columns held against a table map's: how many, what they are called, which
 * are unsigned, how many members they have, which are the key. Wire types are compared where the
 * columns are bound.
 */
#include "cdc_fit.h"

#include "common/mysql/ddl.h"

static bool is_hidden_name(struct weir_str name)
{
    return weir_str_starts(name, WEIR_STR("DB_ROW_HASH_")) ||
           weir_str_eq_nocase(name, WEIR_STR("row_start")) ||
           weir_str_eq_nocase(name, WEIR_STR("row_end"));
}

static enum cdc_fit differs(struct weir_err *why, const struct my_table *table, const char *in,
                            struct weir_str column)
{
    (void)weir_err_set(why, WEIR_BAD_DATA, "%.*s.%.*s is not as its rows in the binlog have it: %s %.*s",
                       WEIR_STR_ARG(table->db), WEIR_STR_ARG(table->name), in,
                       WEIR_STR_ARG(column));
    return CDC_DIFFERS;
}

static bool is_integer(enum my_kind kind)
{
    return kind == MY_TINYINT || kind == MY_SMALLINT || kind == MY_MEDIUMINT || kind == MY_INT ||
           kind == MY_BIGINT;
}

static enum cdc_fit column_fits(const struct my_table *table, const struct binlog_table_map *map,
                                uint32_t at, uint32_t cell, struct weir_err *why)
{
    const struct my_column *column = &table->columns[at];
    if (map->has_signs && is_integer(column->kind) &&
        map->columns[cell].is_unsigned != column->is_unsigned) {
        return differs(why, table, "the sign of", column->name);
    }
    bool has_members = column->kind == MY_ENUM || column->kind == MY_SET;
    if (has_members && map->n_members && map->n_members[cell] > 0 &&
        map->n_members[cell] != column->n_members) {
        return differs(why, table, "the members of", column->name);
    }
    return CDC_FITS;
}

/* Columns have the order of the map's; what stands between is hidden, or we do not know it. */
static enum cdc_fit names_fit(const struct my_table *table, const struct binlog_table_map *map,
                              struct weir_err *why)
{
    uint32_t at = 0;
    for (uint32_t cell = 0; cell < map->n_columns; cell++) {
        if (at < table->n_columns &&
            weir_str_eq_nocase(table->columns[at].name, map->names[cell])) {
            if (column_fits(table, map, at, cell, why) != CDC_FITS) {
                return CDC_DIFFERS;
            }
            at++;
        } else if (!is_hidden_name(map->names[cell])) {
            return differs(why, table, "there is", map->names[cell]);
        }
    }
    return at < table->n_columns ? differs(why, table, "there is no", table->columns[at].name)
                                 : CDC_FITS;
}

static enum cdc_fit key_fits(const struct my_table *table, const struct binlog_table_map *map,
                             struct weir_err *why)
{
    bool same = map->n_key == 0 || map->n_key == table->n_key;
    for (uint32_t i = 0; same && i < map->n_key; i++) {
        same = map->key[i] < map->n_columns &&
               weir_str_eq_nocase(map->names[map->key[i]], table->key[i]);
    }
    if (same) {
        return CDC_FITS;
    }
    (void)differs(why, table, "the primary key", WEIR_STR(""));
    return CDC_KEY_DIFFERS;
}

enum cdc_fit cdc_fit(const struct my_table *table, const struct binlog_table_map *map,
                     uint32_t *hidden, struct weir_err *why)
{
    *hidden = map->n_columns - table->n_columns;
    if (map->n_columns < table->n_columns) {
        *hidden = 0;
        return differs(why, table, "they have fewer columns", WEIR_STR(""));
    }
    if (map->has_names) {
        return names_fit(table, map, why) == CDC_FITS ? key_fits(table, map, why) : CDC_DIFFERS;
    }
    for (uint32_t i = 0; i < table->n_columns; i++) {
        if (column_fits(table, map, i, i, why) != CDC_FITS) {
            return CDC_DIFFERS;
        }
    }
    return CDC_FITS_UNNAMED;
}

enum weir_verdict cdc_fit_heal(struct weir_str show_create, struct weir_str charset,
                               bool comments, const struct binlog_table_map *map, bool unchanged,
                               struct my_table **table, struct weir_err *err)
{
    uint32_t hidden = 0;
    if (ddl_table_of(map->db, charset, show_create, comments, table, err) != WEIR_OK) {
        return err->class;
    }
    enum cdc_fit fit = cdc_fit(*table, map, &hidden, err);
    if (fit == CDC_FITS || (fit == CDC_FITS_UNNAMED && unchanged)) {
        return WEIR_OK;
    }
    if (fit == CDC_FITS_UNNAMED) {
        (void)weir_err_set(err, WEIR_BAD_DATA,
                           "nothing proves that %.*s.%.*s is still what it was when these rows were "
                           "written; with binlog_row_metadata=FULL the rows themselves do",
                           WEIR_STR_ARG(map->db), WEIR_STR_ARG(map->name));
    }
    my_table_free(*table);
    *table = NULL;
    return err->class;
}
