/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mariadb_connect.c: Debezium's connection properties become a session's settings. A key store is
 * one file for Debezium, with certificate and key; so it is here, PKCS12 or PEM.
 */
#include "mariadb_connect.h"

static enum my_tls tls_of(int ssl_mode)
{
    static const enum my_tls modes[] = {
        [SSL_DISABLE] = MY_TLS_OFF,
        [SSL_TRUST] = MY_TLS_REQUIRED,
        [SSL_VERIFY_CA] = MY_TLS_VERIFY_CA,
        [SSL_VERIFY_FULL] = MY_TLS_VERIFY_FULL,
        [SSL_DISABLED] = MY_TLS_OFF,
        [SSL_PREFERRED] = MY_TLS_PREFERRED,
        [SSL_REQUIRED] = MY_TLS_REQUIRED,
        [SSL_MYSQL_VERIFY_CA] = MY_TLS_VERIFY_CA,
        [SSL_VERIFY_IDENTITY] = MY_TLS_VERIFY_FULL,
    };
    return modes[ssl_mode];
}

void mariadb_connect_conf(const struct mariadb_conf *conf, struct my_conf *to)
{
    *to = (struct my_conf){
        .host = conf->hostname,
        .port = conf->port,
        .user = conf->user,
        .password = conf->password,
        .tls = tls_of(conf->ssl_mode),
        .ca = conf->ssl_truststore,
        .cert = conf->ssl_keystore,
        .ca_password = conf->ssl_truststore_password,
        .key_password = conf->ssl_keystore_password,
        .connect_timeout_ms = conf->connect_timeout_ms,
        .query_timeout_ms = conf->query_timeout_ms,
        .initial_statements = conf->initial_statements,
    };
}
