/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fake_registry.c: a thread that answers one connection after the other, and a list of what was
 * registered. The same text has the same id, whatever the subject.
 */
#include "fake_registry.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include <weir/json.h>
#include <weir/mem.h>

#define ENTRIES_MAX 256

struct entry {
    char *subject;
    char *text;
    const char *references;
    int id;
    int version;
};

struct fake_registry {
    int listener;
    char url[64];
    pthread_t thread;
    pthread_mutex_t lock; /* of what follows */
    struct entry entries[ENTRIES_MAX];
    int n;
    int requests;
    int serving; /* the connection now served; -1: none */
    int fail_n, fail_status, fail_code;
    const char *fail_message;
    const char *say; /* NULL: nothing special */
    char asked[65536];
    int tokens;
    char token_asked[65536];
};

/* ---- what it knows ---- */

static int add(struct fake_registry *registry, struct weir_str subject, struct weir_str text)
{
    int id = 0;
    int version = 1;
    for (int i = 0; i < registry->n; i++) {
        struct entry *entry = &registry->entries[i];
        bool same_subject = weir_str_is(subject, entry->subject);
        id = weir_str_is(text, entry->text) ? entry->id : id;
        version += same_subject;
        if (same_subject && weir_str_is(text, entry->text)) {
            return entry->id;
        }
    }
    if (!id) {
        for (int i = 0; i < registry->n; i++) {
            id = registry->entries[i].id > id ? registry->entries[i].id : id;
        }
        id++;
    }
    if (registry->n == ENTRIES_MAX) {
        abort();
    }
    registry->entries[registry->n++] =
        (struct entry){.subject = weir_xstrndup(subject.p, subject.n),
                       .text = weir_xstrndup(text.p, text.n),
                       .id = id,
                       .version = version};
    return id;
}

static const struct entry *find(const struct fake_registry *registry, struct weir_str subject,
                                struct weir_str text, int id)
{
    const struct entry *found = NULL;
    for (int i = 0; i < registry->n; i++) {
        const struct entry *entry = &registry->entries[i];
        if ((!subject.p || weir_str_is(subject, entry->subject)) &&
            (!text.p || weir_str_is(text, entry->text)) && (!id || entry->id == id)) {
            found = entry; /* the latest */
        }
    }
    return found;
}

/* ---- answers ---- */

static void answer(int fd, int status, const char *fmt, ...) WEIR_PRINTF(3, 4);
static void answer(int fd, int status, const char *fmt, ...)
{
    char body[65536];
    char head[256];
    va_list args;
    va_start(args, fmt);
    int n = vsnprintf(body, sizeof(body), fmt, args);
    va_end(args);
    int m = snprintf(head, sizeof(head),
                     "HTTP/1.1 %d X\r\nContent-Type: application/vnd.schemaregistry.v1+json\r\n"
                     "Content-Length: %d\r\n\r\n",
                     status, n);
    if (write(fd, head, (size_t)m) != m || write(fd, body, (size_t)n) != n) {
        shutdown(fd, SHUT_RDWR);
    }
}

static void answer_entry(int fd, const struct entry *entry)
{
    struct weir_buf text;
    if (!entry) {
        answer(fd, 404, "{\"error_code\":40403,\"message\":\"Schema not found\"}");
        return;
    }
    weir_buf_init(&text, 65536);
    weir_json_string(&text, weir_str_of(entry->text));
    answer(fd, 200, "{\"subject\":\"%s\",\"version\":%d,\"id\":%d,\"schema\":%s,\"references\":%s}",
           entry->subject, entry->version, entry->id, weir_buf_cstr(&text),
           entry->references ? entry->references : "[]");
    weir_buf_free(&text);
}

static struct weir_str body_schema(struct weir_arena *arena, const char *request)
{
    struct weir_json *doc = NULL;
    struct weir_err err;
    const char *body = strstr(request, "\r\n\r\n") + 4;
    return weir_json_parse(arena, weir_str_of(body), &doc, &err) == WEIR_OK
               ? weir_json_get_str(doc, "schema")
               : WEIR_STR_NULL;
}

static void serve(struct fake_registry *registry, int fd)
{
    char subject[256] = "";
    int id = 0;
    struct weir_arena arena;
    const char *request = registry->asked;
    weir_arena_init(&arena, 4096);
    if (registry->fail_n > 0) {
        registry->fail_n--;
        answer(fd, registry->fail_status, "{\"error_code\":%d,\"message\":\"%s\"}",
               registry->fail_code, registry->fail_message);
    } else if (registry->say) {
        answer(fd, 200, "%s", registry->say);
        registry->say = NULL;
    } else if (strncmp(request, "POST /token ", 12) == 0) {
        memcpy(registry->token_asked, registry->asked, sizeof(registry->asked));
        answer(fd, 200, "{\"access_token\":\"token-%d\",\"expires_in\":600}", ++registry->tokens);
    } else if (sscanf(request, "GET /schemas/ids/%d?", &id) == 1) {
        answer_entry(fd, find(registry, WEIR_STR_NULL, WEIR_STR_NULL, id));
    } else if (sscanf(request, "GET /subjects/%255[^/ ?]", subject) == 1) {
        answer_entry(fd, find(registry, weir_str_of(subject), WEIR_STR_NULL, 0));
    } else if (sscanf(request, "POST /subjects/%255[^/ ?]", subject) == 1) {
        struct weir_str text = body_schema(&arena, request);
        if (strstr(request, "/versions")) {
            answer(fd, 200, "{\"id\":%d}", add(registry, weir_str_of(subject), text));
        } else {
            answer_entry(fd, find(registry, weir_str_of(subject), text, 0));
        }
    } else {
        answer(fd, 404, "{\"error_code\":404,\"message\":\"HTTP 404 Not Found\"}");
    }
    weir_arena_free(&arena);
}

/* ---- the server ---- */

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
        const char *length = strcasestr(text, "content-length:");
        size_t body = length ? strtoul(length + 15, NULL, 10) : 0;
        if (end && n >= (size_t)(end - text) + 4 + body) {
            return true;
        }
    }
}

static void *run(void *arg)
{
    struct fake_registry *registry = arg;
    static _Thread_local char text[sizeof(registry->asked)];
    for (int fd; (fd = accept(registry->listener, NULL, NULL)) >= 0; close(fd)) {
        pthread_mutex_lock(&registry->lock);
        registry->serving = fd;
        pthread_mutex_unlock(&registry->lock);
        while (take_request(fd, text, sizeof(text))) {
            pthread_mutex_lock(&registry->lock);
            memcpy(registry->asked, text, sizeof(text));
            registry->requests++;
            serve(registry, fd);
            pthread_mutex_unlock(&registry->lock);
        }
        pthread_mutex_lock(&registry->lock);
        registry->serving = -1;
        pthread_mutex_unlock(&registry->lock);
    }
    return NULL;
}

struct fake_registry *fake_registry_start(void)
{
    struct fake_registry *registry = weir_xcalloc(1, sizeof(*registry));
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof(at);
    setenv("no_proxy", "127.0.0.1", 1);
    registry->serving = -1;
    pthread_mutex_init(&registry->lock, NULL);
    registry->listener = socket(AF_INET, SOCK_STREAM, 0);
    if (bind(registry->listener, (struct sockaddr *)&at, size) != 0 ||
        listen(registry->listener, 8) != 0 ||
        getsockname(registry->listener, (struct sockaddr *)&at, &size) != 0) {
        abort();
    }
    snprintf(registry->url, sizeof(registry->url), "http://127.0.0.1:%d", ntohs(at.sin_port));
    pthread_create(&registry->thread, NULL, run, registry);
    return registry;
}

void fake_registry_stop(struct fake_registry *registry)
{
    shutdown(registry->listener, SHUT_RDWR);
    pthread_mutex_lock(&registry->lock);
    if (registry->serving >= 0) {
        shutdown(registry->serving, SHUT_RDWR);
    }
    pthread_mutex_unlock(&registry->lock);
    pthread_join(registry->thread, NULL);
    close(registry->listener);
    for (int i = 0; i < registry->n; i++) {
        free(registry->entries[i].subject);
        free(registry->entries[i].text);
    }
    pthread_mutex_destroy(&registry->lock);
    free(registry);
}

void fake_registry_refer(struct fake_registry *registry, const char *references)
{
    pthread_mutex_lock(&registry->lock);
    registry->entries[registry->n - 1].references = references;
    pthread_mutex_unlock(&registry->lock);
}

const char *fake_registry_url(const struct fake_registry *registry)
{
    return registry->url;
}

int fake_registry_requests(struct fake_registry *registry)
{
    pthread_mutex_lock(&registry->lock);
    int n = registry->requests;
    pthread_mutex_unlock(&registry->lock);
    return n;
}

const char *fake_registry_asked(struct fake_registry *registry)
{
    pthread_mutex_lock(&registry->lock);
    pthread_mutex_unlock(&registry->lock);
    return registry->asked;
}

const char *fake_registry_token_asked(struct fake_registry *registry)
{
    pthread_mutex_lock(&registry->lock);
    pthread_mutex_unlock(&registry->lock);
    return registry->token_asked;
}

void fake_registry_fail(struct fake_registry *registry, int n, int status, int code,
                        const char *message)
{
    pthread_mutex_lock(&registry->lock);
    registry->fail_n = n;
    registry->fail_status = status;
    registry->fail_code = code;
    registry->fail_message = message;
    pthread_mutex_unlock(&registry->lock);
}

void fake_registry_say(struct fake_registry *registry, const char *body)
{
    pthread_mutex_lock(&registry->lock);
    registry->say = body;
    pthread_mutex_unlock(&registry->lock);
}

int fake_registry_add(struct fake_registry *registry, const char *subject, const char *text)
{
    pthread_mutex_lock(&registry->lock);
    int id = add(registry, weir_str_of(subject), weir_str_of(text));
    pthread_mutex_unlock(&registry->lock);
    return id;
}
