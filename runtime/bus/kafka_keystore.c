/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kafka_keystore.c: opens PKCS12 files with OpenSSL, which librdkafka brings along. librdkafka
 * reads them too, but drops a key's chain and knows no PKCS12 truststores.
 */
#include "bus/kafka_keystore.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>

#define PEM_LINE 64
#define PEM_MAX  (1u << 20)

enum kafka_store kafka_store_kind(struct weir_str bytes)
{
    if (weir_str_starts(bytes, WEIR_STR("\xFE\xED\xFE\xED")) ||
        weir_str_starts(bytes, WEIR_STR("\xCE\xCE\xCE\xCE"))) {
        return KAFKA_STORE_JKS;
    }
    return weir_str_starts(bytes, WEIR_STR("\x30")) ? KAFKA_STORE_PKCS12 : KAFKA_STORE_PEM;
}

static struct weir_str take_text(struct weir_arena *arena, BIO *bio)
{
    char *p;
    long n = BIO_get_mem_data(bio, &p);
    struct weir_str text = n > 0 ? weir_arena_str(arena, weir_str_n(p, (size_t)n)) : WEIR_STR_NULL;
    BIO_free(bio);
    return text;
}

static struct weir_str key_text(struct weir_arena *arena, EVP_PKEY *key)
{
    BIO *bio = BIO_new(BIO_s_mem());
    if (key) {
        PEM_write_bio_PKCS8PrivateKey(bio, key, NULL, NULL, 0, NULL, NULL);
    }
    return take_text(arena, bio);
}

static struct weir_str certificates_text(struct weir_arena *arena, X509 *first,
                                         const STACK_OF(X509) * others)
{
    BIO *bio = BIO_new(BIO_s_mem());
    if (first) {
        PEM_write_bio_X509(bio, first);
    }
    for (int i = 0; others && i < sk_X509_num(others); i++) {
        PEM_write_bio_X509(bio, sk_X509_value(others, i));
    }
    return take_text(arena, bio);
}

enum weir_verdict kafka_pkcs12_read(struct weir_arena *arena, struct weir_str bytes,
                                    struct weir_str password, struct kafka_pems *pems,
                                    struct weir_err *err)
{
    const unsigned char *p = (const unsigned char *)bytes.p;
    EVP_PKEY *key = NULL;
    X509 *own = NULL;
    STACK_OF(X509) *others = NULL;
    PKCS12 *store = d2i_PKCS12(NULL, &p, (long)bytes.n);
    const char *secret = weir_arena_cstr(arena, password.p ? password.p : "");
    ERR_clear_error();
    if (!store || !PKCS12_parse(store, secret, &key, &own, &others)) {
        const char *why = ERR_reason_error_string(ERR_peek_error());
        PKCS12_free(store);
        ERR_clear_error();
        return weir_err_set(err, WEIR_BAD_CONFIG,
                            "cannot open the PKCS12 file (%s); is the password right, and the file "
                            "not encrypted in an old way (RC2)?",
                            why ? why : "not PKCS12");
    }
    pems->key = key_text(arena, key);
    pems->chain = certificates_text(arena, own, others);
    pems->trusted = certificates_text(arena, NULL, others);
    EVP_PKEY_free(key);
    X509_free(own);
    sk_X509_pop_free(others, X509_free);
    PKCS12_free(store);
    return WEIR_OK;
}

/* "-----BEGIN X-----" or "-----END X-----" at the start of text: its length, else 0. */
static size_t boundary(struct weir_str text)
{
    if (!weir_str_starts(text, WEIR_STR("-----BEGIN ")) &&
        !weir_str_starts(text, WEIR_STR("-----END "))) {
        return 0;
    }
    ptrdiff_t end = weir_str_find(weir_str_from(text, 5), WEIR_STR("-----"));
    return end < 0 ? 0 : (size_t)end + 10;
}

struct weir_str kafka_pem_wrap(struct weir_arena *arena, struct weir_str pem)
{
    struct weir_buf buf;
    size_t column = 0;
    weir_buf_init(&buf, PEM_MAX);
    for (size_t i = 0; i < pem.n;) {
        struct weir_str rest = weir_str_from(pem, i);
        size_t n = boundary(rest);
        if (n) {
            weir_buf_printf(&buf, "%s%.*s\n", column ? "\n" : "", (int)n, rest.p);
            column = 0;
            i += n;
            continue;
        }
        char c = pem.p[i++];
        if (c > ' ') {
            weir_buf_char(&buf, c);
            if (++column == PEM_LINE) {
                weir_buf_char(&buf, '\n');
                column = 0;
            }
        }
    }
    struct weir_str out = weir_arena_str(arena, weir_buf_view(&buf));
    weir_buf_free(&buf);
    return out;
}
