/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tls.c: brings Java's spelling of key and trust stores into the PEM texts that libmicrohttpd
 * takes; PKCS12 through GnuTLS, which it stands on. JKS needs a JVM and is refused in words.
 */
#include "rest/tls.h"

#include <gnutls/pkcs12.h>
#include <gnutls/x509.h>
#include <microhttpd.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/fs.h"

#define STORE_MAX (1u << 20)

struct pem_writer {
    struct weir_buf key, certs;
};

static void add_pem(struct weir_buf *out, gnutls_datum_t *pem)
{
    weir_buf_add(out, pem->data, pem->size);
    gnutls_free(pem->data);
}

static void add_cert(struct weir_buf *out, gnutls_x509_crt_t cert)
{
    gnutls_datum_t pem;
    if (gnutls_x509_crt_export2(cert, GNUTLS_X509_FMT_PEM, &pem) == 0) {
        add_pem(out, &pem);
    }
    gnutls_x509_crt_deinit(cert);
}

static int unpack_pkcs12(gnutls_pkcs12_t p12, const char *password, struct pem_writer *out)
{
    gnutls_x509_privkey_t key = NULL;
    gnutls_x509_crt_t *chain = NULL, *extra = NULL;
    unsigned n_chain = 0, n_extra = 0;
    int rc = gnutls_pkcs12_simple_parse(p12, password, &key, &chain, &n_chain, &extra, &n_extra,
                                        NULL, 0);
    gnutls_datum_t pem;
    if (rc == 0 && key && gnutls_x509_privkey_export2(key, GNUTLS_X509_FMT_PEM, &pem) == 0) {
        add_pem(&out->key, &pem);
    }
    for (unsigned i = 0; rc == 0 && i < n_chain; i++) {
        add_cert(&out->certs, chain[i]);
    }
    for (unsigned i = 0; rc == 0 && i < n_extra; i++) {
        add_cert(&out->certs, extra[i]);
    }
    gnutls_x509_privkey_deinit(key);
    gnutls_free(chain);
    gnutls_free(extra);
    return rc;
}

static enum weir_verdict read_pkcs12(const char *path, struct weir_str data, const char *password,
                                     struct pem_writer *out, struct weir_err *err)
{
    gnutls_pkcs12_t p12;
    gnutls_datum_t der = {.data = (unsigned char *)(uintptr_t)data.p, .size = (unsigned)data.n};
    int rc = gnutls_pkcs12_init(&p12);
    if (rc == 0) {
        rc = gnutls_pkcs12_import(p12, &der, GNUTLS_X509_FMT_DER, 0);
        rc = rc == 0 ? unpack_pkcs12(p12, password, out) : rc;
        gnutls_pkcs12_deinit(p12);
    }
    return rc == 0 ? WEIR_OK
                   : weir_err_set(err, WEIR_BAD_CONFIG, "the PKCS12 store %s cannot be opened: %s",
                                  path, gnutls_strerror(rc));
}

struct store {
    struct weir_str location, type, password, key_text, cert_text;
};

/* kind: "keystore" or "truststore"; texts are PEM given in the configuration itself. */
static enum weir_verdict read_store(const struct store *store, const char *kind,
                                    struct weir_arena *arena, struct pem_writer *out,
                                    struct weir_err *err)
{
    weir_buf_init(&out->key, STORE_MAX);
    weir_buf_init(&out->certs, STORE_MAX);
    if (store->cert_text.n) {
        weir_buf_str(&out->key, store->key_text);
        weir_buf_str(&out->certs, store->cert_text);
        return WEIR_OK;
    }
    struct weir_str data;
    if (fs_read(store->location.p, STORE_MAX, arena, &data, err) != WEIR_OK) {
        return err->class = WEIR_BAD_CONFIG;
    }
    if (weir_str_find(data, WEIR_STR("-----BEGIN")) >= 0) {
        weir_buf_str(&out->key, data);
        weir_buf_str(&out->certs, data);
        return WEIR_OK;
    }
    if (data.n > 4 && memcmp(data.p, "\xfe\xed\xfe\xed", 4) == 0) {
        return weir_err_set(err, WEIR_BAD_CONFIG,
                            "the %s %s is in Java's own JKS format; convert it with keytool "
                            "-importkeystore -srckeystore %s -destkeystore store.p12 "
                            "-deststoretype PKCS12",
                            kind, store->location.p, store->location.p);
    }
    return read_pkcs12(store->location.p, data, store->password.p, out, err);
}

static struct weir_str setting(const struct weir_props *props, const char *prefix, const char *name)
{
    char key[128];
    snprintf(key, sizeof(key), "%s%s", prefix, name);
    return weir_props_get(props, key);
}

static bool any_with(const struct weir_props *props, const char *prefix)
{
    for (size_t i = 0; i < props->n; i++) {
        if (weir_str_starts(props->items[i].name, weir_str_of(prefix))) {
            return true;
        }
    }
    return false;
}

static char *to_arena(struct weir_arena *arena, struct weir_buf *buf)
{
    char *text = (char *)(uintptr_t)weir_arena_str(arena, weir_buf_view(buf)).p;
    weir_buf_free(buf);
    return text;
}

static enum weir_verdict read_key(const struct weir_props *worker, const char *prefix,
                                  struct weir_arena *arena, struct tls *tls, struct weir_err *err)
{
    struct store store = {
        .location = setting(worker, prefix, "ssl.keystore.location"),
        .password = setting(worker, prefix, "ssl.keystore.password"),
        .key_text = setting(worker, prefix, "ssl.keystore.key"),
        .cert_text = setting(worker, prefix, "ssl.keystore.certificate.chain"),
    };
    if (!store.location.n && !store.cert_text.n) {
        return weir_err_set(err, WEIR_BAD_CONFIG,
                            "an https listener needs %sssl.keystore.location (a PEM file with key "
                            "and certificates, or PKCS12)",
                            prefix);
    }
    struct pem_writer pem;
    enum weir_verdict rc = read_store(&store, "keystore", arena, &pem, err);
    tls->key_pem = to_arena(arena, &pem.key);
    tls->cert_pem = to_arena(arena, &pem.certs);
    return rc;
}

enum weir_verdict tls_read(const struct weir_props *worker, const char *listener_prefix,
                           struct weir_arena *arena, struct tls *tls, struct weir_err *err)
{
    *tls = (struct tls){0};
    const char *prefix = any_with(worker, listener_prefix) ? listener_prefix : "";
    struct weir_str client = setting(worker, prefix, "ssl.client.auth");
    enum weir_verdict rc = read_key(worker, prefix, arena, tls, err);
    if (rc != WEIR_OK || !client.n || weir_str_is(client, "none")) {
        return rc;
    }
    tls->client_required = weir_str_is(client, "required");
    struct store store = {
        .location = setting(worker, prefix, "ssl.truststore.location"),
        .password = setting(worker, prefix, "ssl.truststore.password"),
        .cert_text = setting(worker, prefix, "ssl.truststore.certificates"),
    };
    if (!store.location.n && !store.cert_text.n) {
        return weir_err_set(err, WEIR_BAD_CONFIG,
                            "ssl.client.auth=%s needs %sssl.truststore.location", client.p, prefix);
    }
    struct pem_writer pem;
    rc = read_store(&store, "truststore", arena, &pem, err);
    weir_buf_free(&pem.key);
    tls->trust_pem = to_arena(arena, &pem.certs);
    return rc;
}

bool tls_client_trusted(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_GNUTLS_SESSION);
    unsigned status = 1;
    return info && gnutls_certificate_verify_peers2(info->tls_session, &status) == 0 && status == 0;
}
