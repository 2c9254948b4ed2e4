/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Requests to a small server of our own on 127.0.0.1, which keeps what it was asked and answers
 * what it was told to.
 */
#include "unit.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include <weir/http.h>

static struct weir_arena arena;
static int listener;
static char url[64];
static pthread_t thread;
static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER; /* over the next three */
static char asked[16384];                                /* the last request, head and body */
static const char *answer;
static const char *next; /* what is answered at /new, when it is set */
static _Atomic int connections;
static _Atomic int serving = -1; /* the connection now served */
static bool cancel;

static size_t body_length(const char *head)
{
    const char *at = strcasestr(head, "content-length:");
    return at ? strtoul(at + 15, NULL, 10) : 0;
}

/* One request whole; false at the end of the connection. */
static bool take_request(int fd, char *text, size_t size)
{
    size_t n = 0;
    for (;;) {
        ssize_t got = read(fd, text + n, size - 1 - n);
        if (got <= 0) {
            return false;
        }
        n += (size_t)got;
        text[n] = 0;
        const char *end = strstr(text, "\r\n\r\n");
        if (end && n >= (size_t)(end - text) + 4 + body_length(text)) {
            return true;
        }
    }
}

/* What to answer to this request, NULL: nothing. */
static const char *answer_to(const char *text)
{
    pthread_mutex_lock(&turn);
    memcpy(asked, text, sizeof(asked));
    const char *now = next && strstr(text, " /new ") ? next : answer;
    pthread_mutex_unlock(&turn);
    return now;
}

static void *serve(void *arg)
{
    (void)arg;
    static char text[sizeof(asked)];
    for (int fd; (fd = accept(listener, NULL, NULL)) >= 0; close(fd)) {
        serving = fd;
        connections++;
        while (take_request(fd, text, sizeof(text))) {
            const char *now = answer_to(text);
            if (!now) { /* never answer: the client has to give up */
                __atomic_store_n(&cancel, true, __ATOMIC_RELAXED);
            } else if (write(fd, now, strlen(now)) < 0) {
                break;
            }
        }
    }
    return NULL;
}

static int start(void **state)
{
    (void)state;
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof(at);
    weir_arena_init(&arena, 4096);
    listener = socket(AF_INET, SOCK_STREAM, 0);
    if (bind(listener, (struct sockaddr *)&at, size) != 0 || listen(listener, 8) != 0 ||
        getsockname(listener, (struct sockaddr *)&at, &size) != 0) {
        return -1;
    }
    snprintf(url, sizeof(url), "http://127.0.0.1:%d", ntohs(at.sin_port));
    setenv("no_proxy", "127.0.0.1", 1);
    return pthread_create(&thread, NULL, serve, NULL);
}

static int stop(void **state)
{
    (void)state;
    shutdown(listener, SHUT_RDWR);
    shutdown(serving, SHUT_RDWR);
    pthread_join(thread, NULL);
    close(listener);
    weir_arena_free(&arena);
    return 0;
}

static struct weir_http_response response;
static struct weir_err err;

static void hand_over(void)
{
    pthread_mutex_lock(&turn);
    pthread_mutex_unlock(&turn);
}

static enum weir_verdict ask(const struct weir_http_request *request)
{
    struct weir_http_request copy = *request;
    copy.url = weir_arena_printf(&arena, "%s%s", url, request->url);
    copy.body_max = request->body_max ? request->body_max : 1000;
    hand_over();
    enum weir_verdict rc = weir_http(&arena, &copy, &response, &err);
    hand_over();
    return rc;
}

static void test_get(void **state)
{
    (void)state;
    const struct weir_prop headers[] = {{WEIR_STR("X-One"), WEIR_STR("1")},
                                        {WEIR_STR("X-None"), WEIR_STR("")}};
    answer = "HTTP/1.1 404 Not Found\r\nContent-Type: text/plain\r\nX-Kind:  Some Thing \r\n"
             "Content-Length: 5\r\n\r\nhello";
    assert_int_equal(WEIR_OK, ask(&(struct weir_http_request){
                                  .url = "/a?b=c", .headers = headers, .n_headers = 2}));
    assert_int_equal(404, response.status);
    assert_true(weir_str_is(response.body, "hello"));
    assert_true(weir_str_is(response.content_type, "text/plain"));
    assert_true(weir_str_is(weir_props_get(&response.headers, "x-kind"), "Some Thing"));
    assert_true(weir_str_starts(weir_str_of(asked), WEIR_STR("GET /a?b=c HTTP/1.1\r\n")));
    assert_non_null(strstr(asked, "\r\nX-One: 1\r\n"));
    assert_non_null(strstr(asked, "\r\nX-None:\r\n"));
}

static void test_sends_bodies(void **state)
{
    (void)state;
    answer = "HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n";
    assert_int_equal(WEIR_OK, ask(&(struct weir_http_request){.method = "PUT",
                                                              .url = "/x",
                                                              .body = WEIR_STR("a\0b"),
                                                              .user = WEIR_STR("joe"),
                                                              .password = WEIR_STR("secret")}));
    assert_int_equal(201, response.status);
    assert_int_equal(0, response.body.n);
    assert_true(weir_str_starts(weir_str_of(asked), WEIR_STR("PUT /x HTTP/1.1\r\n")));
    assert_non_null(strstr(asked, "\r\nContent-Length: 3\r\n"));
    assert_non_null(strstr(asked, "\r\nAuthorization: Basic am9lOnNlY3JldA==\r\n"));
    assert_null(strcasestr(asked, "content-type"));
    assert_memory_equal("a\0b", strstr(asked, "\r\n\r\n") + 4, 3);
}

static void test_signs_for_aws(void **state)
{
    (void)state;
    const struct weir_prop hash = {WEIR_STR("x-amz-content-sha256"), WEIR_STR("UNSIGNED-PAYLOAD")};
    answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
    assert_int_equal(WEIR_OK,
                     ask(&(struct weir_http_request){.url = "/bucket/key",
                                                     .headers = &hash,
                                                     .n_headers = 1,
                                                     .user = WEIR_STR("AK"),
                                                     .password = WEIR_STR("SK"),
                                                     .aws_sigv4 = "aws:amz:eu-west-1:s3"}));
    const char *line = strstr(asked, "\r\nAuthorization: AWS4-HMAC-SHA256 Credential=AK/");
    assert_non_null(line);
    assert_non_null(strstr(line, "x-amz-content-sha256"));
}

static void test_keeps_the_connection(void **state)
{
    (void)state;
    answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
    assert_int_equal(WEIR_OK, ask(&(struct weir_http_request){.url = "/"}));
    int before = connections;
    assert_int_equal(WEIR_OK, ask(&(struct weir_http_request){.url = "/"}));
    assert_int_equal(before, connections);
    assert_null(strstr(asked, "Authorization")); /* of an earlier request */
}

static void test_limits_the_answer(void **state)
{
    (void)state;
    answer = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n123456";
    assert_int_equal(WEIR_OK, ask(&(struct weir_http_request){.url = "/", .body_max = 6}));
    assert_int_equal(WEIR_FATAL,
                     ask(&(struct weir_http_request){.url = "/path?secret", .body_max = 5}));
    assert_string_equal(
        weir_arena_printf(&arena, "the answer of %s/path is larger than 5 bytes", url), err.text);
}

static void test_follows_when_told(void **state)
{
    (void)state;
    struct weir_http_request request = {
        .method = "POST", .url = "/old", .body = WEIR_STR("text"), .user = WEIR_STR("joe")};
    answer = "HTTP/1.1 302 Found\r\nLocation: /new\r\nX-Old: 1\r\nContent-Length: 3\r\n\r\nold";
    next = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nnew";
    assert_int_equal(WEIR_OK, ask(&request));
    assert_int_equal(302, response.status);
    request.follow = true;
    assert_int_equal(WEIR_OK, ask(&request));
    assert_int_equal(200, response.status);
    assert_true(weir_str_is(response.body, "new"));
    assert_null(weir_props_get(&response.headers, "x-old").p);
    assert_true(weir_str_starts(weir_str_of(asked), WEIR_STR("POST /new HTTP/1.1\r\n")));
    assert_non_null(strstr(asked, "\r\nAuthorization: Basic am9lOg==\r\n"));
    assert_string_equal("text", strstr(asked, "\r\n\r\n") + 4);
    next = answer;
    assert_int_equal(WEIR_BAD_CONFIG, ask(&request)); /* round and round */
    next = NULL;
}

static void test_gives_up_when_told(void **state)
{
    (void)state;
    answer = NULL;
    assert_int_equal(WEIR_WOKEN, ask(&(struct weir_http_request){.url = "/", .cancel = &cancel}));
    assert_int_equal(WEIR_RETRY, ask(&(struct weir_http_request){.url = "/", .timeout_ms = 20}));
}

static void test_errors(void **state)
{
    (void)state;
    static const struct {
        const char *url;
        enum weir_verdict class;
        const char *shown;
    } rows[] = {
        {"http://joe:secret@127.0.0.1:1/path?token", WEIR_RETRY, "http://127.0.0.1:1/path: "},
        {"ftp://127.0.0.1/", WEIR_BAD_CONFIG, "ftp://127.0.0.1/: "},
        {"http://[", WEIR_BAD_CONFIG, "http://[: "},
    };
    for (size_t i = 0; i < UNIT_COUNT(rows); i++) {
        const struct weir_http_request request = {.url = rows[i].url, .body_max = 10};
        assert_int_equal(rows[i].class, weir_http(&arena, &request, &response, &err));
        assert_true(weir_str_starts(weir_str_of(err.text), weir_str_of(rows[i].shown)));
        assert_null(strstr(err.text, "secret"));
        assert_null(strstr(err.text, "token"));
    }
    const struct weir_prop bad = {WEIR_STR("A"), WEIR_STR("b\r\nC: d")};
    assert_int_equal(WEIR_BAD_CONFIG,
                     ask(&(struct weir_http_request){.url = "/", .headers = &bad, .n_headers = 1}));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_get),
        cmocka_unit_test(test_sends_bodies),
        cmocka_unit_test(test_signs_for_aws),
        cmocka_unit_test(test_keeps_the_connection),
        cmocka_unit_test(test_limits_the_answer),
        cmocka_unit_test(test_follows_when_told),
        cmocka_unit_test(test_gives_up_when_told),
        cmocka_unit_test(test_errors),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
