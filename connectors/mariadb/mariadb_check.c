/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mariadb_check.c: the checks of single keys that the key table cannot express.
 */
#include "mariadb_check.h"

enum weir_verdict mariadb_check_prefix(struct weir_str value, struct weir_err *err)
{
    for (size_t i = 0; i < value.n; i++) {
        char c = value.p[i];
        bool fine = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                    c == '_' || c == '.' || c == '-';
        if (!fine) {
            return weir_err_set(err, WEIR_BAD_CONFIG,
                                "Topic prefix must only contain alphanumeric, dot, underscore and "
                                "hyphen characters");
        }
    }
    return WEIR_OK;
}

enum weir_verdict mariadb_check_key_columns(struct weir_str value, struct weir_err *err)
{
    struct weir_str item;
    while (weir_str_split(&value, ';', &item)) {
        item = weir_str_trim(item);
        ptrdiff_t colon = weir_str_chr(item, ':');
        if (item.n && (colon <= 0 || (size_t)colon + 1 == item.n)) {
            return weir_err_set(err, WEIR_BAD_CONFIG,
                                "'%.*s' is not of the form table:column,column",
                                WEIR_STR_ARG(item));
        }
    }
    return WEIR_OK;
}

enum weir_verdict mariadb_check_operations(struct weir_str value, struct weir_err *err)
{
    struct weir_str item;
    while (weir_str_split(&value, ',', &item)) {
        item = weir_str_trim(item);
        bool known = weir_str_is(item, "none") || (item.n == 1 && strchr("cudtr", item.p[0]));
        if (item.n && !known) {
            return weir_err_set(err, WEIR_BAD_CONFIG, "'%.*s' is not one of c, u, d, t, none",
                                WEIR_STR_ARG(item));
        }
    }
    return WEIR_OK;
}
