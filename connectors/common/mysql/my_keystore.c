/* SPDX-License-Identifier: Apache-2.0 */
/*
 * my_keystore.c: a PKCS12 file becomes two PEM files in memory (memfd), which libmariadb opens by
 * their names under /proc/self/fd. What a Java key store is and how to convert it is said here.
 */
#include "my_keystore.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>

#include <weir/mem.h>

static FILE *open_store(struct weir_str path, struct weir_err *err)
{
    char *name = weir_xstrndup(path.p, path.n);
    FILE *file = fopen(name, "rbe");
    if (!file) {
        weir_err_set(err, WEIR_BAD_CONFIG, "cannot open %s: %s", name, strerror(errno));
    }
    free(name);
    return file;
}

enum weir_verdict my_store_kind(struct weir_str path, enum my_store *kind, struct weir_err *err)
{
    unsigned char head[4] = {0};
    FILE *file = open_store(path, err);
    if (!file) {
        return err->class;
    }
    size_t n = fread(head, 1, sizeof(head), file);
    fclose(file);
    if (n == 4 && (memcmp(head, "\xFE\xED\xFE\xED", 4) == 0 ||
                   memcmp(head, "\xCE\xCE\xCE\xCE", 4) == 0)) {
        return weir_err_set(err, WEIR_BAD_CONFIG,
                            "%.*s is a Java key store (JKS), which cannot be read; convert it: "
                            "keytool -importkeystore -srckeystore %.*s -destkeystore store.p12 "
                            "-deststoretype PKCS12",
                            WEIR_STR_ARG(path), WEIR_STR_ARG(path));
    }
    *kind = head[0] == 0x30 ? MY_STORE_PKCS12 : MY_STORE_PEM;
    return WEIR_OK;
}

/* The text so far as a file in memory, read from its beginning. */
static int memory_file(BIO *bio)
{
    char *p;
    long n = BIO_get_mem_data(bio, &p);
    int fd = n > 0 ? memfd_create("weir-tls", MFD_CLOEXEC) : -1;
    if (fd >= 0 && write(fd, p, (size_t)n) != n) {
        close(fd);
        fd = -1;
    }
    return fd;
}

static int key_file(EVP_PKEY *key)
{
    BIO *bio = BIO_new(BIO_s_secmem());
    if (key) {
        PEM_write_bio_PKCS8PrivateKey(bio, key, NULL, NULL, 0, NULL, NULL);
    }
    int fd = memory_file(bio);
    BIO_free(bio);
    return fd;
}

static int chain_file(X509 *own, const STACK_OF(X509) * others)
{
    BIO *bio = BIO_new(BIO_s_mem());
    if (own) {
        PEM_write_bio_X509(bio, own);
    }
    for (int i = 0; others && i < sk_X509_num(others); i++) {
        PEM_write_bio_X509(bio, sk_X509_value(others, i));
    }
    int fd = memory_file(bio);
    BIO_free(bio);
    return fd;
}

enum weir_verdict my_store_pkcs12(struct weir_str path, struct weir_str password,
                                  struct my_pems *pems, struct weir_err *err)
{
    EVP_PKEY *key = NULL;
    X509 *own = NULL;
    STACK_OF(X509) *others = NULL;
    FILE *file = open_store(path, err);
    if (!file) {
        return err->class;
    }
    PKCS12 *store = d2i_PKCS12_fp(file, NULL);
    fclose(file);
    char *secret = weir_xstrndup(password.p ? password.p : "", password.n);
    ERR_clear_error();
    bool parsed = store && PKCS12_parse(store, secret, &key, &own, &others);
    OPENSSL_cleanse(secret, strlen(secret));
    free(secret);
    PKCS12_free(store);
    if (!parsed) {
        const char *why = ERR_reason_error_string(ERR_peek_error());
        weir_err_set(err, WEIR_BAD_CONFIG,
                     "cannot open the PKCS12 file %.*s (%s); is the password right, and the file "
                     "not encrypted in an old way (RC2)?",
                     WEIR_STR_ARG(path), why ? why : "not PKCS12");
        ERR_clear_error();
        return err->class;
    }
    pems->key_fd = key_file(key);
    pems->chain_fd = chain_file(own, others);
    EVP_PKEY_free(key);
    X509_free(own);
    sk_X509_pop_free(others, X509_free);
    return WEIR_OK;
}
