/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kafka_security.c: security.protocol and sasl.* in Java's words become librdkafka's: credentials
 * come out of sasl.jaas.config. Next: kafka_ssl.c for certificates, kafka_oauth.c for tokens.
 */
#include "bus/kafka_conf.h"

static void set(struct kafka_conf *conf, const char *name, struct weir_str value)
{
    weir_props_set(&conf->rd, weir_str_of(name), value);
}

static enum weir_verdict password_login(const struct kafka_jaas *jaas, struct kafka_conf *conf,
                                        struct weir_err *err)
{
    struct weir_str user = weir_props_get(&jaas->options, "username");
    struct weir_str password = weir_props_get(&jaas->options, "password");
    if (weir_str_is(weir_props_get(&jaas->options, "tokenauth"), "true")) {
        return weir_err_set(err, WEIR_BAD_CONFIG,
                            "sasl.jaas.config: delegation tokens (tokenauth) are not supported; "
                            "use a user and a password");
    }
    if (!user.p || !password.p) {
        return weir_err_set(err, WEIR_BAD_CONFIG, "sasl.jaas.config: %s is missing",
                            user.p ? "password" : "username");
    }
    set(conf, "sasl.username", user);
    set(conf, "sasl.password", password);
    return WEIR_OK;
}

/* "extension_name" options go to the broker with the token. */
static struct weir_str extensions(struct weir_arena *arena, const struct weir_props *options)
{
    struct weir_buf buf;
    struct weir_str text = WEIR_STR_NULL;
    weir_buf_init(&buf, 16384);
    for (size_t i = 0; i < options->n; i++) {
        const struct weir_prop *prop = &options->items[i];
        if (weir_str_starts(prop->name, WEIR_STR("extension_"))) {
            struct weir_str name = weir_str_from(prop->name, strlen("extension_"));
            weir_buf_printf(&buf, "%s%.*s=%.*s", buf.n ? "," : "", WEIR_STR_ARG(name),
                            WEIR_STR_ARG(prop->value));
        }
    }
    if (buf.n) {
        text = weir_arena_str(arena, weir_buf_view(&buf));
    }
    weir_buf_free(&buf);
    return text;
}

static struct weir_str first_of(struct weir_str a, struct weir_str b)
{
    return a.p ? a : b;
}

/* Java's own handler for trials: a token that nobody signed. */
static bool unsecured_login(const struct kafka_jaas *jaas, struct kafka_conf *conf)
{
    struct weir_str subject = weir_props_get(&jaas->options, "unsecuredLoginStringClaim_sub");
    if (!subject.p) {
        return false;
    }
    char *config = weir_arena_printf(conf->rd.arena, "principal=%.*s", WEIR_STR_ARG(subject));
    set(conf, "enable.sasl.oauthbearer.unsecure.jwt", WEIR_STR("true"));
    set(conf, "sasl.oauthbearer.config", weir_str_of(config));
    return true;
}

static enum weir_verdict token_login(struct weir_arena *arena, const struct weir_props *java,
                                     const struct kafka_jaas *jaas, struct kafka_conf *conf,
                                     struct weir_err *err)
{
    struct kafka_oauth *oauth = &conf->oauth;
    const struct weir_props *options = &jaas->options;
    struct weir_str url = weir_props_get(java, "sasl.oauthbearer.token.endpoint.url");
    if (!url.p) {
        if (unsecured_login(jaas, conf)) {
            return WEIR_OK;
        }
        return weir_err_set(err, WEIR_BAD_CONFIG,
                            "sasl.oauthbearer.token.endpoint.url is needed for OAUTHBEARER");
    }
    if (weir_str_starts(url, WEIR_STR("file:"))) {
        struct weir_str path = weir_str_from(url, strlen("file:"));
        oauth->token_file = weir_str_starts(path, WEIR_STR("//")) ? weir_str_from(path, 2) : path;
    }
    oauth->token_url = url;
    oauth->client_id =
        first_of(weir_props_get(options, "clientId"),
                 weir_props_get(java, "sasl.oauthbearer.client.credentials.client.id"));
    oauth->client_secret =
        first_of(weir_props_get(options, "clientSecret"),
                 weir_props_get(java, "sasl.oauthbearer.client.credentials.client.secret"));
    oauth->scope =
        first_of(weir_props_get(options, "scope"), weir_props_get(java, "sasl.oauthbearer.scope"));
    oauth->extensions = extensions(arena, options);
    if (!oauth->token_file.p && (!oauth->client_id.p || !oauth->client_secret.p)) {
        return weir_err_set(err, WEIR_BAD_CONFIG, "sasl.jaas.config: %s is missing",
                            oauth->client_id.p ? "clientSecret" : "clientId");
    }
    enum weir_verdict verdict = kafka_ssl_trust(arena, options, &oauth->trust, err);
    return verdict ? weir_err_wrap(err, "sasl.jaas.config") : WEIR_OK;
}

static enum weir_verdict kerberos_login(const struct weir_props *java,
                                        const struct kafka_jaas *jaas, struct kafka_conf *conf)
{
    struct weir_str service = first_of(weir_props_get(java, "sasl.kerberos.service.name"),
                                       weir_props_get(&jaas->options, "serviceName"));
    struct weir_str relogin = weir_props_get(java, "sasl.kerberos.min.time.before.relogin");
    struct weir_str keytab = weir_props_get(&jaas->options, "keyTab");
    struct weir_str principal = weir_props_get(&jaas->options, "principal");
    const struct weir_prop found[] = {
        {WEIR_STR("sasl.kerberos.service.name"), service},
        {WEIR_STR("sasl.kerberos.min.time.before.relogin"), relogin},
        {WEIR_STR("sasl.kerberos.keytab"), keytab},
        {WEIR_STR("sasl.kerberos.principal"), principal},
    };
    for (size_t i = 0; i < sizeof(found) / sizeof(found[0]); i++) {
        if (found[i].value.p) {
            weir_props_set(&conf->rd, found[i].name, found[i].value);
        }
    }
    return WEIR_OK;
}

/* Modules of another mechanism than the one that is set are a mistake in Java too. */
static enum weir_verdict login(struct weir_arena *arena, const struct weir_props *java,
                               struct weir_str mechanism, struct kafka_conf *conf,
                               struct weir_err *err)
{
    struct kafka_jaas jaas = {.module = WEIR_STR_NULL};
    struct weir_str text = weir_props_get(java, "sasl.jaas.config");
    weir_props_init(&jaas.options, arena);
    if (text.p) {
        enum weir_verdict verdict = kafka_jaas_parse(arena, text, &jaas, err);
        if (verdict) {
            return verdict;
        }
    }
    const char *wanted = NULL;
    enum weir_verdict verdict = WEIR_OK;
    if (weir_str_is(mechanism, "GSSAPI")) {
        wanted = "Krb5LoginModule";
        verdict = kerberos_login(java, &jaas, conf);
    } else if (weir_str_is(mechanism, "OAUTHBEARER")) {
        wanted = "OAuthBearerLoginModule";
        verdict = token_login(arena, java, &jaas, conf, err);
    } else if (!text.p) {
        return weir_err_set(err, WEIR_BAD_CONFIG, "sasl.jaas.config is needed for %.*s",
                            WEIR_STR_ARG(mechanism));
    } else {
        wanted = weir_str_is(mechanism, "PLAIN") ? "PlainLoginModule" : "ScramLoginModule";
        verdict = password_login(&jaas, conf, err);
    }
    if (text.p && !weir_str_is(jaas.module, wanted)) {
        return weir_err_set(err, WEIR_BAD_CONFIG,
                            "sasl.jaas.config: login module %.*s does not go with sasl.mechanism "
                            "%.*s, which takes %s",
                            WEIR_STR_ARG(jaas.module), WEIR_STR_ARG(mechanism), wanted);
    }
    return verdict;
}

static enum weir_verdict translate_sasl(struct weir_arena *arena, const struct weir_props *java,
                                        struct kafka_conf *conf, struct weir_err *err)
{
    static const char *const known[] = {"GSSAPI", "PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512",
                                        "OAUTHBEARER"};
    struct weir_str handler = weir_props_get(java, "sasl.login.callback.handler.class");
    struct weir_str mechanism = weir_props_get(java, "sasl.mechanism");
    mechanism = mechanism.p ? mechanism : WEIR_STR("GSSAPI");
    if (handler.n && !weir_str_ends(handler, WEIR_STR(".OAuthBearerLoginCallbackHandler"))) {
        return weir_err_set(err, WEIR_BAD_CONFIG,
                            "sasl.login.callback.handler.class: %.*s is a Java class, which cannot "
                            "be loaded here; only Kafka's OAuthBearerLoginCallbackHandler is known",
                            WEIR_STR_ARG(handler));
    }
    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
        if (weir_str_is(mechanism, known[i])) {
            set(conf, "sasl.mechanism", mechanism);
            return login(arena, java, mechanism, conf, err);
        }
    }
    return weir_err_set(err, WEIR_BAD_CONFIG,
                        "sasl.mechanism: %.*s is not supported; PLAIN, SCRAM-SHA-256, "
                        "SCRAM-SHA-512, OAUTHBEARER and GSSAPI are",
                        WEIR_STR_ARG(mechanism));
}

static const struct protocol {
    const char *java;
    const char *rd;
    bool sasl;
    bool ssl;
} protocols[] = {
    {"PLAINTEXT", "plaintext", false, false},
    {"SSL", "ssl", false, true},
    {"SASL_PLAINTEXT", "sasl_plaintext", true, false},
    {"SASL_SSL", "sasl_ssl", true, true},
};

enum weir_verdict kafka_security_translate(struct weir_arena *arena, const struct weir_props *java,
                                           struct kafka_conf *conf, struct weir_err *err)
{
    struct weir_str name = weir_props_get(java, "security.protocol");
    const struct protocol *found = name.p ? NULL : &protocols[0];
    for (size_t i = 0; !found && i < sizeof(protocols) / sizeof(protocols[0]); i++) {
        found = weir_str_eq_nocase(name, weir_str_of(protocols[i].java)) ? &protocols[i] : NULL;
    }
    if (!found) {
        return weir_err_set(err, WEIR_BAD_CONFIG,
                            "security.protocol: '%.*s' is not one of PLAINTEXT, SSL, "
                            "SASL_PLAINTEXT, SASL_SSL",
                            WEIR_STR_ARG(name));
    }
    set(conf, "security.protocol", weir_str_of(found->rd));
    enum weir_verdict verdict = found->sasl ? translate_sasl(arena, java, conf, err) : WEIR_OK;
    if (!verdict && found->ssl) {
        verdict = kafka_ssl_translate(arena, java, conf, err);
    }
    return verdict;
}
