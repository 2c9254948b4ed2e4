/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include "common/pg/pg_url.h"

struct fixture {
    struct weir_arena arena;
    struct pg_url url;
    struct weir_err err;
};

static int set_up(void **state)
{
    static struct fixture fix;
    weir_arena_init(&fix.arena, 1024);
    *state = &fix;
    return 0;
}

static int tear_down(void **state)
{
    weir_arena_free(&((struct fixture *)*state)->arena);
    return 0;
}

/* "keyword=value keyword=value" in their order. */
static const char *words(const struct pg_url *url)
{
    static char out[2048];
    out[0] = 0;
    for (size_t i = 0; i < url->n; i++) {
        snprintf(out + strlen(out), sizeof(out) - strlen(out), "%s%s=%s", i ? " " : "",
                 url->keywords[i], url->values[i]);
    }
    assert_null(url->keywords[url->n]);
    return out;
}

static void test_urls(void **state)
{
    static const struct {
        const char *url, *words;
    } cases[] = {
        {"jdbc:postgresql://db.example/shop", "dbname=shop host=db.example port=5432"},
        {"jdbc:postgresql://db:6543/shop?sslmode=require", "dbname=shop host=db port=6543 "
                                                           "sslmode=require"},
        {"jdbc:postgresql:shop", "dbname=shop host=localhost port=5432"},
        {"jdbc:postgresql:/", "host=localhost port=5432"},
        {"jdbc:postgresql://a,b:1,[::1]:2/s", "dbname=s host=a,b,::1 port=5432,1,2"},
        {"jdbc:postgresql://h/my%20db?user=a%26b&password=p+q",
         "dbname=my db host=h port=5432 user=a&b password=p q"},
        {"jdbc:postgresql://h/d?ssl=true", "dbname=d host=h port=5432 sslmode=verify-full"},
        {"jdbc:postgresql://h/d?ssl=true&sslfactory=org.postgresql.ssl.NonValidatingFactory",
         "dbname=d host=h port=5432 sslmode=require"},
        {"jdbc:postgresql://h/d?ApplicationName=x&connectTimeout=3&tcpKeepAlive=true&"
         "sslrootcert=/ca&options=-c%20a=b",
         "dbname=d host=h port=5432 application_name=x connect_timeout=3 keepalives=1 "
         "sslrootcert=/ca options=-c a=b"},
        {"jdbc:postgresql://h,i/d?targetServerType=preferSecondary",
         "dbname=d host=h,i port=5432,5432 target_session_attrs=prefer-standby"},
        {"jdbc:postgresql://h/d?targetServerType=master",
         "dbname=d host=h port=5432 target_session_attrs=read-write"},
        {"postgresql://u:p@h/d?sslmode=disable", "dbname=postgresql://u:p@h/d?sslmode=disable"},
        {"host=h dbname=d", "dbname=host=h dbname=d"},
    };
    struct fixture *fix = *state;
    for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
        assert_int_equal(WEIR_OK, pg_url_parse(&fix->arena, weir_str_of(cases[i].url), &fix->url,
                                               &fix->err));
        assert_string_equal(cases[i].words, words(&fix->url));
        assert_int_equal(0, fix->url.ignored.n);
    }
}

static void test_what_is_not_for_libpq(void **state)
{
    struct fixture *fix = *state;
    assert_int_equal(WEIR_OK,
                     pg_url_parse(&fix->arena,
                                  WEIR_STR("jdbc:postgresql://h/d?currentSchema=a,b&socketTimeout=5&"
                                           "prepareThreshold=0&reWriteBatchedInserts=true&magic=1&"
                                           "loadBalanceHosts=true"),
                                  &fix->url, &fix->err));
    assert_true(weir_str_is(fix->url.search_path, "a,b"));
    assert_int_equal(5000, fix->url.socket_timeout_ms);
    assert_false(fix->url.prepare);
    assert_true(weir_str_is(fix->url.ignored, "magic, loadBalanceHosts"));
}

static void test_refused(void **state)
{
    static const char *const cases[] = {
        "jdbc:mysql://h/d", "h/d", "", "jdbc:postgresql://u:secret@h/d",
        "jdbc:postgresql://h/d?targetServerType=odd",
    };
    struct fixture *fix = *state;
    for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
        assert_int_equal(WEIR_BAD_CONFIG, pg_url_parse(&fix->arena, weir_str_of(cases[i]),
                                                       &fix->url, &fix->err));
        assert_null(strstr(fix->err.text, "secret"));
    }
}

#define CASE(fn) cmocka_unit_test_setup_teardown(fn, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(test_urls),
        CASE(test_what_is_not_for_libpq),
        CASE(test_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
