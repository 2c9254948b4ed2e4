/* SPDX-License-Identifier: Apache-2.0 */
/* mariadb_keys.h: the key tables of the two connector classes. Called once, when the plugin loads. */
#ifndef WEIR_MARIADB_KEYS_H
#define WEIR_MARIADB_KEYS_H

#include "common/mariadb/mariadb_conf.h"

const struct weir_conf_key *mariadb_keys(bool is_mysql);

#endif
