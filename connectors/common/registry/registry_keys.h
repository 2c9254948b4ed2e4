/* SPDX-License-Identifier: Apache-2.0 */
/*
 * registry_keys.h: the keys of Confluent's registry client, for the key table of a converter whose
 * struct has a struct registry_conf.
 */
#ifndef REGISTRY_KEYS_H
#define REGISTRY_KEYS_H

#include "registry.h"

#define REGISTRY_AT(type, member, part)                                                            \
    (offsetof(type, member) + offsetof(struct registry_conf, part))

/* In the order of enum registry_basic. */
static const char *const registry_basic_sources[] = {"URL", "USER_INFO", "SASL_INHERIT", NULL};
/* In the order of enum registry_bearer. */
static const char *const registry_bearer_sources[] = {"STATIC_TOKEN", "OAUTHBEARER",
                                                      "SASL_OAUTHBEARER_INHERIT", NULL};

/* Rows of a table; type: the struct that is filled, member: its struct registry_conf. */
#define REGISTRY_KEYS(type_, member)                                                               \
    {.name = "schema.registry.url",                                                                \
     .type = WEIR_CONF_LIST,                                                                       \
     .at = REGISTRY_AT(type_, member, urls),                                                       \
     .flags = WEIR_KEY_REQUIRED,                                                                   \
     .importance = WEIR_HIGH,                                                                      \
     .group = "Registry",                                                                          \
     .doc = "Comma-separated list of URLs for schema registry instances that can be used to "      \
            "register or look up schemas."},                                                       \
        {.name = "schema.registry.url.randomize",                                                  \
         .type = WEIR_CONF_BOOLEAN,                                                                \
         .at = REGISTRY_AT(type_, member, url_randomize),                                          \
         .def = "false",                                                                           \
         .importance = WEIR_LOW,                                                                   \
         .group = "Registry",                                                                      \
         .doc = "Whether to begin at a random one of the registry's URLs."},                       \
        {.name = "basic.auth.credentials.source",                                                  \
         .type = WEIR_CONF_ENUM,                                                                   \
         .at = REGISTRY_AT(type_, member, basic_source),                                           \
         .def = "URL",                                                                             \
         .values = registry_basic_sources,                                                         \
         .importance = WEIR_MEDIUM,                                                                \
         .group = "Registry",                                                                      \
         .doc = "Where the user and password for basic authentication are: in the URL, in "        \
                "basic.auth.user.info, or in sasl.jaas.config."},                                  \
        {.name = "basic.auth.user.info",                                                           \
         .type = WEIR_CONF_PASSWORD,                                                               \
         .at = REGISTRY_AT(type_, member, user_info),                                              \
         .def = "",                                                                                \
         .importance = WEIR_MEDIUM,                                                                \
         .group = "Registry",                                                                      \
         .doc = "The user info for basic authentication in the form of {username}:{password}."},   \
        {.name = "schema.registry.basic.auth.user.info",                                           \
         .type = WEIR_CONF_PASSWORD,                                                               \
         .at = REGISTRY_AT(type_, member, user_info_old),                                          \
         .def = "",                                                                                \
         .importance = WEIR_MEDIUM,                                                                \
         .group = "Registry",                                                                      \
         .doc = "An older name of basic.auth.user.info."},                                         \
        {.name = "sasl.jaas.config",                                                               \
         .type = WEIR_CONF_PASSWORD,                                                               \
         .at = REGISTRY_AT(type_, member, sasl_jaas),                                              \
         .importance = WEIR_LOW,                                                                   \
         .group = "Registry",                                                                      \
         .doc = "A JAAS line whose username and password are used with SASL_INHERIT."},            \
        {.name = "bearer.auth.credentials.source",                                                 \
         .type = WEIR_CONF_ENUM,                                                                   \
         .at = REGISTRY_AT(type_, member, bearer_source),                                          \
         .def = "STATIC_TOKEN",                                                                    \
         .values = registry_bearer_sources,                                                        \
         .importance = WEIR_MEDIUM,                                                                \
         .group = "Registry",                                                                      \
         .doc = "Where the token for bearer authentication is: in bearer.auth.token, or "          \
                "at a token endpoint that gives it for the client's credentials, those "           \
                "of bearer.auth.* (OAUTHBEARER) or of sasl.jaas.config "                           \
                "(SASL_OAUTHBEARER_INHERIT)."},                                                    \
        {.name = "bearer.auth.token",                                                              \
         .type = WEIR_CONF_PASSWORD,                                                               \
         .at = REGISTRY_AT(type_, member, bearer_token),                                           \
         .def = "",                                                                                \
         .importance = WEIR_MEDIUM,                                                                \
         .group = "Registry",                                                                      \
         .doc = "The bearer token to be used for authentication."},                                \
        {.name = "bearer.auth.issuer.endpoint.url",                                                \
         .type = WEIR_CONF_STRING,                                                                 \
         .at = REGISTRY_AT(type_, member, token_url),                                              \
         .importance = WEIR_MEDIUM,                                                                \
         .group = "Registry",                                                                      \
         .doc = "The token endpoint, for OAUTHBEARER."},                                           \
        {.name = "bearer.auth.client.id",                                                          \
         .type = WEIR_CONF_STRING,                                                                 \
         .at = REGISTRY_AT(type_, member, client_id),                                              \
         .importance = WEIR_MEDIUM,                                                                \
         .group = "Registry",                                                                      \
         .doc = "The client's id at the token endpoint."},                                         \
        {.name = "bearer.auth.client.secret",                                                      \
         .type = WEIR_CONF_PASSWORD,                                                               \
         .at = REGISTRY_AT(type_, member, client_secret),                                          \
         .importance = WEIR_MEDIUM,                                                                \
         .group = "Registry",                                                                      \
         .doc = "The client's secret at the token endpoint."},                                     \
        {.name = "bearer.auth.scope",                                                              \
         .type = WEIR_CONF_STRING,                                                                 \
         .at = REGISTRY_AT(type_, member, scope),                                                  \
         .importance = WEIR_MEDIUM,                                                                \
         .group = "Registry",                                                                      \
         .doc = "The scope to ask the token endpoint for."},                                       \
        {.name = "bearer.auth.cache.expiry.buffer.seconds",                                        \
         .type = WEIR_CONF_INT,                                                                    \
         .at = REGISTRY_AT(type_, member, token_buffer_s),                                         \
         .def = "300",                                                                             \
         .min = 0,                                                                                 \
         .flags = WEIR_KEY_HAS_MIN,                                                                \
         .importance = WEIR_MEDIUM,                                                                \
         .group = "Registry",                                                                      \
         .doc = "How many seconds before its end a token is replaced."},                           \
        {.name = "sasl.oauthbearer.token.endpoint.url",                                            \
         .type = WEIR_CONF_STRING,                                                                 \
         .at = REGISTRY_AT(type_, member, sasl_token_url),                                         \
         .importance = WEIR_MEDIUM,                                                                \
         .group = "Registry",                                                                      \
         .doc = "The token endpoint, for SASL_OAUTHBEARER_INHERIT."},                              \
        {.name = "bearer.auth.logical.cluster",                                                    \
         .type = WEIR_CONF_STRING,                                                                 \
         .at = REGISTRY_AT(type_, member, logical_cluster),                                        \
         .importance = WEIR_MEDIUM,                                                                \
         .group = "Registry",                                                                      \
         .doc = "Sent to the registry beside the token, as target-sr-cluster."},                   \
        {.name = "bearer.auth.identity.pool.id",                                                   \
         .type = WEIR_CONF_STRING,                                                                 \
         .at = REGISTRY_AT(type_, member, identity_pool),                                          \
         .importance = WEIR_MEDIUM,                                                                \
         .group = "Registry",                                                                      \
         .doc = "Sent to the registry beside the token, as Confluent-Identity-Pool-Id."},          \
        {.name = "request.header.*",                                                               \
         .type = WEIR_CONF_MATCHES,                                                                \
         .at = REGISTRY_AT(type_, member, headers),                                                \
         .flags = WEIR_KEY_SECRET,                                                                 \
         .importance = WEIR_LOW,                                                                   \
         .group = "Registry",                                                                      \
         .doc = "A header of every request to the registry."},                                     \
        {.name = "schema.registry.ssl.truststore.location",                                        \
         .type = WEIR_CONF_STRING,                                                                 \
         .at = REGISTRY_AT(type_, member, truststore),                                             \
         .importance = WEIR_HIGH,                                                                  \
         .group = "Registry",                                                                      \
         .doc = "The file with the certificates to trust, PEM or PKCS12."},                        \
        {.name = "schema.registry.ssl.truststore.password",                                        \
         .type = WEIR_CONF_PASSWORD,                                                               \
         .at = REGISTRY_AT(type_, member, truststore_password),                                    \
         .importance = WEIR_HIGH,                                                                  \
         .group = "Registry",                                                                      \
         .doc = "The password of that file."},                                                     \
        {.name = "schema.registry.ssl.truststore.certificates",                                    \
         .type = WEIR_CONF_PASSWORD,                                                               \
         .at = REGISTRY_AT(type_, member, trusted_pem),                                            \
         .importance = WEIR_HIGH,                                                                  \
         .group = "Registry",                                                                      \
         .doc = "The certificates to trust, as PEM."},                                             \
        {.name = "schema.registry.ssl.keystore.location",                                          \
         .type = WEIR_CONF_STRING,                                                                 \
         .at = REGISTRY_AT(type_, member, keystore),                                               \
         .importance = WEIR_HIGH,                                                                  \
         .group = "Registry",                                                                      \
         .doc = "The file with our own key and certificates, PEM or PKCS12."},                     \
        {.name = "schema.registry.ssl.keystore.password",                                          \
         .type = WEIR_CONF_PASSWORD,                                                               \
         .at = REGISTRY_AT(type_, member, keystore_password),                                      \
         .importance = WEIR_HIGH,                                                                  \
         .group = "Registry",                                                                      \
         .doc = "The password of that file."},                                                     \
        {.name = "schema.registry.ssl.key.password",                                               \
         .type = WEIR_CONF_PASSWORD,                                                               \
         .at = REGISTRY_AT(type_, member, key_password),                                           \
         .importance = WEIR_HIGH,                                                                  \
         .group = "Registry",                                                                      \
         .doc = "The password of the private key in a PEM file."},                                 \
        {.name = "schema.registry.ssl.endpoint.identification.algorithm",                          \
         .type = WEIR_CONF_STRING,                                                                 \
         .at = REGISTRY_AT(type_, member, host_check),                                             \
         .def = "https",                                                                           \
         .importance = WEIR_LOW,                                                                   \
         .group = "Registry",                                                                      \
         .doc = "Empty: the certificate may be of another host."},                                 \
        {.name = "proxy.host",                                                                     \
         .type = WEIR_CONF_STRING,                                                                 \
         .at = REGISTRY_AT(type_, member, proxy_host),                                             \
         .def = "",                                                                                \
         .importance = WEIR_LOW,                                                                   \
         .group = "Registry",                                                                      \
         .doc = "The proxy through which the registry is asked."},                                 \
        {.name = "proxy.port",                                                                     \
         .type = WEIR_CONF_INT,                                                                    \
         .at = REGISTRY_AT(type_, member, proxy_port),                                             \
         .def = "-1",                                                                              \
         .importance = WEIR_LOW,                                                                   \
         .group = "Registry",                                                                      \
         .doc = "The port of that proxy."},                                                        \
        {.name = "http.connect.timeout.ms",                                                        \
         .type = WEIR_CONF_INT,                                                                    \
         .at = REGISTRY_AT(type_, member, connect_timeout_ms),                                     \
         .def = "60000",                                                                           \
         .min = 1,                                                                                 \
         .flags = WEIR_KEY_HAS_MIN,                                                                \
         .importance = WEIR_LOW,                                                                   \
         .group = "Registry",                                                                      \
         .doc = "How long a connection to the registry may take."},                                \
        {.name = "http.read.timeout.ms",                                                           \
         .type = WEIR_CONF_INT,                                                                    \
         .at = REGISTRY_AT(type_, member, read_timeout_ms),                                        \
         .def = "60000",                                                                           \
         .min = 1,                                                                                 \
         .flags = WEIR_KEY_HAS_MIN,                                                                \
         .importance = WEIR_LOW,                                                                   \
         .group = "Registry",                                                                      \
         .doc = "How long the registry's answer may take."},                                       \
        {.name = "max.retries",                                                                    \
         .type = WEIR_CONF_INT,                                                                    \
         .at = REGISTRY_AT(type_, member, max_retries),                                            \
         .def = "3",                                                                               \
         .flags = WEIR_KEY_HAS_MIN,                                                                \
         .importance = WEIR_LOW,                                                                   \
         .group = "Registry",                                                                      \
         .doc = "The maximum number of retries for a request."},                                   \
        {.name = "retries.wait.ms",                                                                \
         .type = WEIR_CONF_INT,                                                                    \
         .at = REGISTRY_AT(type_, member, retries_wait_ms),                                        \
         .def = "1000",                                                                            \
         .flags = WEIR_KEY_HAS_MIN,                                                                \
         .importance = WEIR_LOW,                                                                   \
         .group = "Registry",                                                                      \
         .doc = "The maximum time to wait for the first retry. Jitter makes the wait shorter."},   \
    {                                                                                              \
        .name = "retries.max.wait.ms", .type = WEIR_CONF_INT,                                      \
        .at = REGISTRY_AT(type_, member, retries_max_wait_ms), .def = "20000",                     \
        .flags = WEIR_KEY_HAS_MIN, .importance = WEIR_LOW, .group = "Registry",                    \
        .doc = "The maximum time to wait for any retry."                                           \
    }

#endif
