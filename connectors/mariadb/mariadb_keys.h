/* SPDX-License-Identifier: Apache-2.0 */
/* mariadb_keys.h: the key tables of the two connector classes. Called once, when the plugin loads. */
#ifndef WEIR_MARIADB_KEYS_H
#define WEIR_MARIADB_KEYS_H

#include "mariadb_conf.h"

const struct weir_conf_key *mariadb_keys(bool is_mysql);

/* database.ssl.mode, in the words of either class. */
enum mariadb_ssl {
    SSL_DISABLE,
    SSL_TRUST,
    SSL_VERIFY_CA,
    SSL_VERIFY_FULL,
    SSL_DISABLED,
    SSL_PREFERRED,
    SSL_REQUIRED,
    SSL_MYSQL_VERIFY_CA,
    SSL_VERIFY_IDENTITY,
};

#endif
