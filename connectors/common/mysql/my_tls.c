/* SPDX-License-Identifier: Apache-2.0 */
/*
 * my_tls.c: a configuration's TLS mode and files become libmariadb's options. Debian's libmariadb
 * is built with OpenSSL, whose connection my_packet.c reads from; another build is refused.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <weir/mem.h>

#include "my_handle.h"
#include "my_keystore.h"

enum { KEY, CERT, CA };

void my_tls_files_close(struct my_tls_files *files)
{
    for (size_t i = 0; i < sizeof(files->fds) / sizeof(files->fds[0]); i++) {
        if (files->fds[i] >= 0) {
            close(files->fds[i]);
            files->fds[i] = -1;
        }
    }
}

static void set_path(MYSQL *mysql, enum mysql_option option, struct weir_str path)
{
    char *name = weir_xstrndup(path.p, path.n);
    mysql_optionsv(mysql, option, name);
    free(name);
}

static void set_memory_file(MYSQL *mysql, enum mysql_option option, int fd)
{
    char name[64];
    snprintf(name, sizeof(name), "/proc/self/fd/%d", fd);
    mysql_optionsv(mysql, option, name);
}

/* The certificates a server's is checked by. */
static enum weir_verdict set_trust(MYSQL *mysql, const struct my_conf *conf,
                                   struct my_tls_files *files, struct weir_err *err)
{
    enum my_store kind;
    struct my_pems pems = {-1, -1};
    if (my_store_kind(conf->ca, &kind, err) != WEIR_OK) {
        return err->class;
    }
    if (kind == MY_STORE_PEM) {
        set_path(mysql, MYSQL_OPT_SSL_CA, conf->ca);
        return WEIR_OK;
    }
    if (my_store_pkcs12(conf->ca, conf->ca_password, &pems, err) != WEIR_OK) {
        return err->class;
    }
    if (pems.key_fd >= 0) {
        close(pems.key_fd);
    }
    files->fds[CA] = pems.chain_fd;
    if (pems.chain_fd < 0) {
        return weir_err_set(err, WEIR_BAD_CONFIG, "%.*s holds no certificate",
                            WEIR_STR_ARG(conf->ca));
    }
    set_memory_file(mysql, MYSQL_OPT_SSL_CA, pems.chain_fd);
    return WEIR_OK;
}

/* Our own key and certificate: two PEM files, one with both, or PKCS12. */
static enum weir_verdict set_identity(MYSQL *mysql, const struct my_conf *conf,
                                      struct my_tls_files *files, struct weir_err *err)
{
    enum my_store kind;
    struct my_pems pems = {-1, -1};
    if (my_store_kind(conf->cert, &kind, err) != WEIR_OK) {
        return err->class;
    }
    if (kind == MY_STORE_PEM) {
        set_path(mysql, MYSQL_OPT_SSL_CERT, conf->cert);
        set_path(mysql, MYSQL_OPT_SSL_KEY, conf->key.p ? conf->key : conf->cert);
        if (conf->key_password.n) {
            set_path(mysql, (enum mysql_option)MARIADB_OPT_TLS_PASSPHRASE, conf->key_password);
        }
        return WEIR_OK;
    }
    if (my_store_pkcs12(conf->cert, conf->key_password, &pems, err) != WEIR_OK) {
        return err->class;
    }
    files->fds[KEY] = pems.key_fd;
    files->fds[CERT] = pems.chain_fd;
    if (pems.key_fd < 0 || pems.chain_fd < 0) {
        return weir_err_set(err, WEIR_BAD_CONFIG, "%.*s holds no key with a certificate",
                            WEIR_STR_ARG(conf->cert));
    }
    set_memory_file(mysql, MYSQL_OPT_SSL_KEY, pems.key_fd);
    set_memory_file(mysql, MYSQL_OPT_SSL_CERT, pems.chain_fd);
    return WEIR_OK;
}

static enum weir_verdict check_library(MYSQL *mysql, struct weir_err *err)
{
    const char *library = NULL;
    if (mariadb_get_infov(mysql, MARIADB_TLS_LIBRARY, &library) || !library ||
        strncmp(library, "OpenSSL", 7) != 0) {
        return weir_err_set(err, WEIR_BAD_CONFIG,
                            "this libmariadb speaks TLS through %s, not OpenSSL; turn TLS off or "
                            "install a libmariadb that is built with OpenSSL",
                            library ? library : "nothing known");
    }
    return WEIR_OK;
}

enum weir_verdict my_tls_apply(MYSQL *mysql, const struct my_conf *conf, enum my_tls mode,
                               struct my_tls_files *files, struct weir_err *err)
{
    my_bool enforce = mode != MY_TLS_OFF;
    my_bool verify = mode == MY_TLS_VERIFY_FULL;
    if (mode == MY_TLS_OFF) {
        return WEIR_OK;
    }
    if (check_library(mysql, err) != WEIR_OK) {
        return err->class;
    }
    mysql_optionsv(mysql, MYSQL_OPT_SSL_ENFORCE, &enforce);
    mysql_optionsv(mysql, MYSQL_OPT_SSL_VERIFY_SERVER_CERT, &verify);
    /* libmariadb checks the chain as soon as it is given a CA, so only where that is asked for. */
    if (mode >= MY_TLS_VERIFY_CA && conf->ca.p && set_trust(mysql, conf, files, err) != WEIR_OK) {
        return err->class;
    }
    return conf->cert.p ? set_identity(mysql, conf, files, err) : WEIR_OK;
}
