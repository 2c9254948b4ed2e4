/* SPDX-License-Identifier: Apache-2.0 */
/*
 * registry_tls.c: Java's trust and key stores, PEM or PKCS12, become what libcurl reads. A PKCS12
 * file is opened once, into files in memory that libcurl finds under /proc/self/fd.
 */
#include "registry_http.h"

#include <unistd.h>

#include "common/mysql/my_keystore.h"

/* To be closed with the registry. */
static void keep(struct registry *registry, int fd)
{
    if (fd >= 0) {
        registry->fds[registry->n_fds++] = fd;
    }
}

/* The store as a path: its own when it is PEM. *key: where its key is; "" if it has none. */
static enum weir_verdict open_store(struct registry *registry, struct weir_str path,
                                    struct weir_str password, const char **chain, const char **key,
                                    struct weir_err *err)
{
    enum my_store kind = MY_STORE_PEM;
    struct my_pems pems = {.key_fd = -1, .chain_fd = -1};
    *chain = *key = weir_arena_str(&registry->arena, path).p;
    if (my_store_kind(path, &kind, err) != WEIR_OK) {
        return err->class;
    }
    if (kind == MY_STORE_PEM) {
        return WEIR_OK;
    }
    if (my_store_pkcs12(path, password.p ? password : WEIR_STR(""), &pems, err) != WEIR_OK) {
        return err->class;
    }
    keep(registry, pems.key_fd);
    keep(registry, pems.chain_fd);
    if (pems.chain_fd < 0) {
        return weir_err_set(err, WEIR_BAD_CONFIG, "%.*s has no certificates", WEIR_STR_ARG(path));
    }
    *chain = weir_arena_printf(&registry->arena, "/proc/self/fd/%d", pems.chain_fd);
    *key =
        pems.key_fd < 0 ? "" : weir_arena_printf(&registry->arena, "/proc/self/fd/%d", pems.key_fd);
    return WEIR_OK;
}

static enum weir_verdict open_key(struct registry *registry, struct weir_err *err)
{
    const struct registry_conf *conf = registry->conf;
    struct weir_http_request *tls = &registry->tls;
    if (open_store(registry, conf->keystore, conf->keystore_password, &tls->cert_file,
                   &tls->key_file, err) != WEIR_OK) {
        return err->class;
    }
    if (!tls->key_file[0]) {
        return weir_err_set(err, WEIR_BAD_CONFIG, "%.*s has no private key",
                            WEIR_STR_ARG(conf->keystore));
    }
    bool own = tls->cert_file == tls->key_file; /* PEM: its key may have a password */
    tls->key_password = !own                   ? NULL
                        : conf->key_password.n ? conf->key_password.p
                                               : conf->keystore_password.p;
    return WEIR_OK;
}

enum weir_verdict registry_tls_open(struct registry *registry, struct weir_err *err)
{
    const struct registry_conf *conf = registry->conf;
    struct weir_http_request *tls = &registry->tls;
    const char *no_key;
    if (conf->trusted_pem.n) {
        tls->ca_pem = conf->trusted_pem;
    } else if (conf->truststore.n &&
               open_store(registry, conf->truststore, conf->truststore_password, &tls->ca_file,
                          &no_key, err) != WEIR_OK) {
        return weir_err_wrap(err, "schema.registry.ssl.truststore.location");
    }
    if (conf->keystore.n && open_key(registry, err) != WEIR_OK) {
        return weir_err_wrap(err, "schema.registry.ssl.keystore.location");
    }
    tls->any_host = conf->host_check.p && !conf->host_check.n;
    if (conf->proxy_host.n && (conf->proxy_port < 1 || conf->proxy_port > 65535)) {
        return weir_err_set(err, WEIR_BAD_CONFIG, "proxy.host needs proxy.port, from 1 to 65535");
    }
    if (conf->proxy_host.n) {
        tls->proxy = weir_arena_printf(&registry->arena, "http://%.*s:%d",
                                       WEIR_STR_ARG(conf->proxy_host), conf->proxy_port);
    }
    return WEIR_OK;
}

void registry_tls_close(struct registry *registry)
{
    for (int i = 0; i < registry->n_fds; i++) {
        close(registry->fds[i]);
    }
}
