/* SPDX-License-Identifier: Apache-2.0 */
/* mariadb_connect.h: from the connector's configuration to what a session is opened with. */
#ifndef WEIR_MARIADB_CONNECT_H
#define WEIR_MARIADB_CONNECT_H

#include "common/mysql/my_session.h"
#include "mariadb_conf.h"

/* Texts are those of conf. */
void mariadb_connect_conf(const struct mariadb_conf *conf, struct my_conf *to);

#endif
