/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include "conf/java_env.h"

static const struct {
    const char *environment[4], *said; /* NULL: nothing */
} cases[] = {
    {{"PATH=/bin", "BOOTSTRAP_SERVERS=k:9092", "KAFKA_PORT=1"}, NULL},
    {{"KAFKA_OPTS=", "HEAP_OPTS_X=-Xmx1g"}, NULL},
    {{"HEAP_OPTS=-Xmx1g", "A=b", "KAFKA_OPTS=-Dpassword=secret"},
     "HEAP_OPTS, KAFKA_OPTS: options of Java, of which none is read"},
    {{"KAFKA_OPTS=-Da=b -Djava.security.auth.login.config=/etc/jaas.conf "
      "-Djavax.net.ssl.trustStorePassword=secret"},
     "KAFKA_OPTS: options of Java, of which none is read; in place of KAFKA_OPTS's "
     "-Djava.security.auth.login.config put the login module's line into sasl.jaas.config"},
    {{"JAVA_TOOL_OPTIONS=-Djavax.net.ssl.trustStore=/t.jks"},
     "JAVA_TOOL_OPTIONS: options of Java, of which none is read; in place of JAVA_TOOL_OPTIONS's "
     "-Djavax.net.ssl.trustStore set ssl.truststore.location"},
};

static void test_what_is_said(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct weir_buf said;
        weir_buf_init(&said, 4096);
        assert_int_equal(cases[i].said != NULL, java_env_say(cases[i].environment, &said));
        assert_string_equal(cases[i].said ? cases[i].said : "", weir_buf_cstr(&said));
        weir_buf_free(&said);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_what_is_said)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
