/* SPDX-License-Identifier: Apache-2.0 */
/*
 * auth.c: checks the Authorization header against the users of the worker's configuration. The
 * refusal is Connect's: 401 with the bare text, no WWW-Authenticate. Next: the handler.
 */
#include "rest/auth.h"

#include <microhttpd.h>
#include <stdlib.h>

#include <weir/mem.h>

#include "base/fs.h"
#include "conf/conf_file.h"
#include "rest/router.h"
#include "rest/server_internal.h"

#define EXTENSION                                                                                  \
    "org.apache.kafka.connect.rest.basic.auth.extension.BasicAuthSecurityRestExtension"
#define JAAS_OPTION     "-Djava.security.auth.login.config="
#define CREDENTIALS_MAX (1u << 20)

struct user {
    struct weir_str name, password;
    bool read_only;
};

struct auth {
    struct weir_arena arena;
    struct user *users;
    size_t n, cap;
};

static void add_user(struct auth *auth, struct weir_str name, struct weir_str password,
                     bool read_only)
{
    if (auth->n == auth->cap) {
        auth->cap = auth->cap ? auth->cap * 2 : 4;
        auth->users = weir_xrealloc(auth->users, auth->cap, sizeof(*auth->users));
    }
    auth->users[auth->n++] = (struct user){
        .name = weir_arena_str(&auth->arena, name),
        .password = weir_arena_str(&auth->arena, password.p ? password : WEIR_STR("")),
        .read_only = read_only,
    };
}

/* The value of file="..." in the KafkaConnect entry of a JAAS file. */
static struct weir_str credentials_file(struct weir_str jaas)
{
    ptrdiff_t at = weir_str_find(jaas, WEIR_STR("KafkaConnect"));
    if (at < 0) {
        return WEIR_STR_NULL;
    }
    struct weir_str entry = weir_str_from(jaas, (size_t)at);
    ptrdiff_t file = weir_str_find(entry, WEIR_STR("file=\""));
    ptrdiff_t close = weir_str_chr(entry, '}');
    if (file < 0 || (close >= 0 && file > close)) {
        return WEIR_STR_NULL;
    }
    struct weir_str value = weir_str_from(entry, (size_t)file + 6);
    ptrdiff_t quote = weir_str_chr(value, '"');
    return quote < 0 ? WEIR_STR_NULL : weir_str_n(value.p, (size_t)quote);
}

/* Java is told of its JAAS file by KAFKA_OPTS; so are we. */
static struct weir_str jaas_path(struct weir_arena *arena)
{
    const char *opts = getenv("KAFKA_OPTS");
    const char *at = opts ? strstr(opts, JAAS_OPTION) : NULL;
    if (!at) {
        return WEIR_STR_NULL;
    }
    at += sizeof(JAAS_OPTION) - 1;
    return weir_arena_str(arena, weir_str_n(at, strcspn(at, " \t")));
}

static enum weir_verdict read_extension(struct auth *auth, struct weir_err *err)
{
    struct weir_arena *arena = &auth->arena;
    struct weir_str path = jaas_path(arena);
    if (!path.n) {
        return weir_err_set(err, WEIR_BAD_CONFIG,
                            "rest.extension.classes names %s, but KAFKA_OPTS has no "
                            "%s<file>; set it, or use rest.user and rest.password instead",
                            EXTENSION, JAAS_OPTION);
    }
    struct weir_str jaas;
    if (fs_read(path.p, CREDENTIALS_MAX, arena, &jaas, err) != WEIR_OK) {
        return err->class = WEIR_BAD_CONFIG;
    }
    struct weir_str file = weir_arena_str(arena, credentials_file(jaas));
    if (!file.n) {
        return weir_err_set(err, WEIR_BAD_CONFIG,
                            "%s has no KafkaConnect entry with a file=\"...\" of users", path.p);
    }
    struct weir_str text;
    if (fs_read(file.p, CREDENTIALS_MAX, arena, &text, err) != WEIR_OK) {
        return err->class = WEIR_BAD_CONFIG;
    }
    struct weir_props users;
    weir_props_init(&users, arena);
    if (properties_parse(text, &users, err) != WEIR_OK) {
        return weir_err_wrap(err, "%s", file.p);
    }
    for (size_t i = 0; i < users.n; i++) {
        add_user(auth, users.items[i].name, users.items[i].value, false);
    }
    return WEIR_OK;
}

enum weir_verdict auth_open(const struct worker_conf *worker, struct auth **out,
                            struct weir_err *err)
{
    struct auth *auth = weir_xcalloc(1, sizeof(*auth));
    weir_arena_init(&auth->arena, 4096);
    if (worker->rest_user.n) {
        add_user(auth, worker->rest_user, worker->rest_password, false);
    }
    if (worker->rest_read_user.n) {
        add_user(auth, worker->rest_read_user, worker->rest_read_password, true);
    }
    enum weir_verdict rc = WEIR_OK;
    for (size_t i = 0; i < worker->rest_extensions.n && rc == WEIR_OK; i++) {
        struct weir_str class = worker->rest_extensions.items[i];
        rc = weir_str_is(class, EXTENSION)
                 ? read_extension(auth, err)
                 : weir_err_set(err, WEIR_BAD_CONFIG,
                                "the REST extension %.*s is Java code that this worker cannot "
                                "run; remove it from rest.extension.classes",
                                WEIR_STR_ARG(class));
    }
    if (rc != WEIR_OK || auth->n == 0) {
        auth_close(auth);
        auth = NULL;
    }
    *out = auth;
    return rc;
}

void auth_close(struct auth *auth)
{
    if (auth) {
        weir_arena_free(&auth->arena);
        free(auth->users);
        free(auth);
    }
}

/* Takes as long whatever differs. */
static bool same_secret(struct weir_str want, const char *got)
{
    size_t n = got ? strlen(got) : 0;
    unsigned diff = (unsigned)(want.n ^ n) | (got == NULL);
    for (size_t i = 0; i < n; i++) {
        diff |= (unsigned char)got[i] ^ (want.n ? (unsigned char)want.p[i % want.n] : 1u);
    }
    return diff == 0;
}

static const struct user *find_user(const struct auth *auth, struct request *req)
{
    char *password = NULL;
    char *name = MHD_basic_auth_get_username_password(req->connection, &password);
    const struct user *found = NULL;
    for (size_t i = 0; i < auth->n && name; i++) {
        bool same = same_secret(auth->users[i].name, name);
        same &= same_secret(auth->users[i].password, password);
        found = same && !found ? &auth->users[i] : found;
    }
    MHD_free(name);
    MHD_free(password);
    return found;
}

static bool open_to_all(const struct request *req)
{
    int flags = req->route->flags;
    return (flags & ROUTE_INTERNAL) ||
           ((flags & ROUTE_HEALTH) && req->server->worker->rest_health_anonymous);
}

bool auth_allows(const struct auth *auth, struct request *req)
{
    if (!auth || req->admin_port || open_to_all(req)) {
        return true;
    }
    const struct user *user = find_user(auth, req);
    if (!user) {
        bool options = strcmp(req->method, "OPTIONS") == 0;
        weir_buf_text(respond_text(req, 401, options ? "text/plain" : "application/json"),
                      "User cannot access the resource.");
        return false;
    }
    if (user->read_only && strcmp(req->method, "GET") != 0 && strcmp(req->method, "HEAD") != 0) {
        respond_error(req, 403, "User %.*s may only read", WEIR_STR_ARG(user->name));
        return false;
    }
    return true;
}
