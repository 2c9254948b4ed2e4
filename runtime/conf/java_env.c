/* SPDX-License-Identifier: Apache-2.0 */
/*
 * java_env.c: an environment comes in, what of it was meant for Java comes out as a sentence. The
 * start of a worker logs it.
 */
#include "conf/java_env.h"

#include <string.h>

#include <weir/str.h>

static const char *const variables[] = {
    "KAFKA_OPTS",     "KAFKA_HEAP_OPTS", "HEAP_OPTS", "KAFKA_JVM_PERFORMANCE_OPTS",
    "KAFKA_JMX_OPTS", "KAFKA_LOG4J_OPTS", "EXTRA_ARGS", "JAVA_OPTS", "JAVA_TOOL_OPTIONS",
    "JDK_JAVA_OPTIONS", "JMXHOST", "JMXPORT", "JMX_PORT",
};

/* System properties that change how Kafka's clients connect. */
static const struct {
    const char *property, *instead;
} lost[] = {
    {"java.security.auth.login.config", "put the login module's line into sasl.jaas.config"},
    {"javax.net.ssl.trustStore", "set ssl.truststore.location"},
    {"javax.net.ssl.keyStore", "set ssl.keystore.location"},
    {"java.security.krb5.conf", "set the variable KRB5_CONFIG"},
    {"http.proxyHost", "set the variable http_proxy"},
    {"https.proxyHost", "set the variable https_proxy"},
};

static bool is_javas(const char *variable)
{
    struct weir_str name = weir_str_n(variable, strcspn(variable, "="));
    bool found = false;
    for (size_t i = 0; i < sizeof(variables) / sizeof(variables[0]) && !found; i++) {
        found = variable[name.n] == '=' && variable[name.n + 1] && weir_str_is(name, variables[i]);
    }
    return found;
}

static void say_lost(const char *variable, struct weir_buf *said)
{
    for (size_t i = 0; i < sizeof(lost) / sizeof(lost[0]); i++) {
        struct weir_buf option;
        weir_buf_init(&option, 256);
        weir_buf_printf(&option, "-D%s=", lost[i].property);
        if (weir_str_find(weir_str_of(variable), weir_buf_view(&option)) >= 0) {
            weir_buf_printf(said, "; in place of %.*s's -D%s %s", (int)strcspn(variable, "="),
                            variable, lost[i].property, lost[i].instead);
        }
        weir_buf_free(&option);
    }
}

bool java_env_say(const char *const *environment, struct weir_buf *said)
{
    size_t before = said->n;
    for (const char *const *at = environment; *at; at++) {
        if (is_javas(*at)) {
            weir_buf_printf(said, "%s%.*s", said->n > before ? ", " : "", (int)strcspn(*at, "="),
                            *at);
        }
    }
    if (said->n == before) {
        return false;
    }
    weir_buf_text(said, ": options of Java, of which none is read");
    for (const char *const *at = environment; *at; at++) {
        if (is_javas(*at)) {
            say_lost(*at, said);
        }
    }
    return true;
}
