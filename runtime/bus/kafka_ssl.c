/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kafka_ssl.c: Java's ssl.* become librdkafka's: keystore and truststore as PEM text or file, or
 * as PKCS12 file. Next: kafka_keystore.c, which opens the latter.
 */
#include "base/fs.h"
#include "bus/kafka_conf.h"
#include "bus/kafka_keystore.h"

#define STORE_MAX (4u << 20)

static void set(struct kafka_conf *conf, const char *name, struct weir_str value)
{
    weir_props_set(&conf->rd, weir_str_of(name), value);
}

static enum weir_verdict refuse_jks(const char *name, struct weir_str path, struct weir_err *err)
{
    return weir_err_set(err, WEIR_BAD_CONFIG,
                        "%s: %.*s is a JKS file, which only Java reads; convert it once with: "
                        "keytool -importkeystore -srckeystore %.*s -srcstoretype JKS "
                        "-destkeystore new.p12 -deststoretype PKCS12",
                        name, WEIR_STR_ARG(path), WEIR_STR_ARG(path));
}

/* The file's bytes and kind; JKS is refused. */
static enum weir_verdict open_store(struct weir_arena *arena, const char *name,
                                    struct weir_str path, struct weir_str *bytes,
                                    enum kafka_store *kind, struct weir_err *err)
{
    enum weir_verdict verdict =
        fs_read(weir_arena_str(arena, path).p, STORE_MAX, arena, bytes, err);
    if (verdict) {
        weir_err_wrap(err, "%s", name);
        err->class = WEIR_BAD_CONFIG;
        return WEIR_BAD_CONFIG;
    }
    *kind = kafka_store_kind(*bytes);
    return *kind == KAFKA_STORE_JKS ? refuse_jks(name, path, err) : WEIR_OK;
}

static enum weir_verdict key_from_file(struct weir_arena *arena, const struct weir_props *java,
                                       struct weir_str path, struct kafka_conf *conf,
                                       struct weir_err *err)
{
    struct weir_str bytes;
    enum kafka_store kind;
    struct kafka_pems pems;
    enum weir_verdict verdict =
        open_store(arena, "ssl.keystore.location", path, &bytes, &kind, err);
    if (!verdict && kind == KAFKA_STORE_PEM) {
        set(conf, "ssl.key.location", path);
        set(conf, "ssl.certificate.location", path);
    } else if (!verdict) {
        verdict = kafka_pkcs12_read(arena, bytes, weir_props_get(java, "ssl.keystore.password"),
                                    &pems, err);
        if (!verdict && !pems.key.p) {
            verdict = weir_err_set(err, WEIR_BAD_CONFIG, "the file holds no private key");
        }
        if (verdict) {
            return weir_err_wrap(err, "ssl.keystore.location: %.*s", WEIR_STR_ARG(path));
        }
        set(conf, "ssl.key.pem", pems.key);
        set(conf, "ssl.certificate.pem", pems.chain);
    }
    return verdict;
}

static enum weir_verdict translate_key(struct weir_arena *arena, const struct weir_props *java,
                                       struct kafka_conf *conf, struct weir_err *err)
{
    struct weir_str path = weir_props_get(java, "ssl.keystore.location");
    struct weir_str key = weir_props_get(java, "ssl.keystore.key");
    struct weir_str chain = weir_props_get(java, "ssl.keystore.certificate.chain");
    struct weir_str password = weir_props_get(java, "ssl.key.password");
    if (password.n) {
        set(conf, "ssl.key.password", password);
    }
    if (path.n) {
        return key_from_file(arena, java, path, conf, err);
    }
    if (!key.n != !chain.n) {
        return weir_err_set(err, WEIR_BAD_CONFIG, "%s is set without %s",
                            key.n ? "ssl.keystore.key" : "ssl.keystore.certificate.chain",
                            key.n ? "ssl.keystore.certificate.chain" : "ssl.keystore.key");
    }
    if (key.n) {
        set(conf, "ssl.key.pem", kafka_pem_wrap(arena, key));
        set(conf, "ssl.certificate.pem", kafka_pem_wrap(arena, chain));
    }
    return WEIR_OK;
}

enum weir_verdict kafka_ssl_trust(struct weir_arena *arena, const struct weir_props *java,
                                  struct kafka_trust *trust, struct weir_err *err)
{
    struct weir_str path = weir_props_get(java, "ssl.truststore.location");
    struct weir_str inline_pem = weir_props_get(java, "ssl.truststore.certificates");
    struct weir_str bytes;
    enum kafka_store kind;
    struct kafka_pems pems;
    *trust = (struct kafka_trust){.file = WEIR_STR_NULL};
    if (!path.n) {
        if (inline_pem.n) {
            trust->pem = kafka_pem_wrap(arena, inline_pem);
        }
        return WEIR_OK;
    }
    enum weir_verdict verdict =
        open_store(arena, "ssl.truststore.location", path, &bytes, &kind, err);
    if (!verdict && kind == KAFKA_STORE_PEM) {
        trust->file = weir_arena_str(arena, path);
    } else if (!verdict) {
        verdict = kafka_pkcs12_read(arena, bytes, weir_props_get(java, "ssl.truststore.password"),
                                    &pems, err);
        if (!verdict && !pems.trusted.p) {
            verdict = weir_err_set(err, WEIR_BAD_CONFIG, "the file holds no trusted certificate");
        }
        if (verdict) {
            return weir_err_wrap(err, "ssl.truststore.location: %.*s", WEIR_STR_ARG(path));
        }
        trust->pem = pems.trusted;
    }
    return verdict;
}

static enum weir_verdict translate_trust(struct weir_arena *arena, const struct weir_props *java,
                                         struct kafka_conf *conf, struct weir_err *err)
{
    struct kafka_trust trust;
    enum weir_verdict verdict = kafka_ssl_trust(arena, java, &trust, err);
    if (!verdict && trust.file.p) {
        set(conf, "ssl.ca.location", trust.file);
    } else if (!verdict && trust.pem.p) {
        set(conf, "ssl.ca.pem", trust.pem);
    }
    return verdict;
}

enum weir_verdict kafka_ssl_translate(struct weir_arena *arena, const struct weir_props *java,
                                      struct kafka_conf *conf, struct weir_err *err)
{
    struct weir_str identify = weir_props_get(java, "ssl.endpoint.identification.algorithm");
    if (identify.p && identify.n == 0) {
        set(conf, "ssl.endpoint.identification.algorithm", WEIR_STR("none"));
    } else if (identify.p && !weir_str_eq_nocase(identify, WEIR_STR("https"))) {
        return weir_err_set(err, WEIR_BAD_CONFIG,
                            "ssl.endpoint.identification.algorithm: '%.*s' is neither https nor "
                            "empty (no check of the broker's name)",
                            WEIR_STR_ARG(identify));
    }
    if (weir_props_get(java, "ssl.cipher.suites").n) {
        weir_props_set_c(&conf->ignored, "ssl.cipher.suites", "OpenSSL's own choice is used");
    }
    enum weir_verdict verdict = translate_key(arena, java, conf, err);
    return verdict ? verdict : translate_trust(arena, java, conf, err);
}
