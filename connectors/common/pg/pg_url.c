/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pg_url.c: the Java driver's URL comes in, words for libpq go out. pg_session connects with them.
 */
#include "common/pg/pg_url.h"

#include <stdio.h>

/* ---- words ---- */

const char *pg_url_get(const struct pg_url *url, const char *keyword)
{
    for (size_t i = 0; i < url->n; i++) {
        if (strcmp(url->keywords[i], keyword) == 0) {
            return url->values[i];
        }
    }
    return NULL;
}

void pg_url_set(struct pg_url *url, const char *keyword, struct weir_str value,
                struct weir_arena *arena)
{
    size_t i = 0;
    if (!value.p) {
        return;
    }
    while (i < url->n && strcmp(url->keywords[i], keyword) != 0) {
        i++;
    }
    if (i == PG_URL_WORDS_MAX) {
        return;
    }
    if (i == url->n) {
        url->keywords[url->n++] = keyword;
    }
    url->values[i] = weir_arena_str(arena, value).p;
}

static int hex(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

/* As java.net.URLDecoder: "%41" and, in parameters, "+" for a blank. */
static struct weir_str decode(struct weir_arena *arena, struct weir_str text, bool plus)
{
    char *to = weir_arena_bytes(arena, text.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < text.n; i++) {
        bool coded = text.p[i] == '%' && i + 2 < text.n && hex(text.p[i + 1]) >= 0 &&
                     hex(text.p[i + 2]) >= 0;
        if (coded) {
            to[n++] = (char)(hex(text.p[i + 1]) * 16 + hex(text.p[i + 2]));
            i += 2;
        } else {
            to[n++] = plus && text.p[i] == '+' ? ' ' : text.p[i];
        }
    }
    to[n] = 0;
    return weir_str_n(to, n);
}

/* ---- parameters ---- */

static const struct {
    const char *java;
    const char *libpq;
} renamed[] = {
    {"user", "user"},
    {"password", "password"},
    {"sslmode", "sslmode"},
    {"sslcert", "sslcert"},
    {"sslkey", "sslkey"},
    {"sslrootcert", "sslrootcert"},
    {"sslpassword", "sslpassword"},
    {"ApplicationName", "application_name"},
    {"options", "options"},
    {"connectTimeout", "connect_timeout"},
    {"gssEncMode", "gssencmode"},
    {"channelBinding", "channel_binding"},
    {"kerberosServerName", "krbsrvname"},
};

static const struct {
    const char *java;
    const char *libpq;
} server_types[] = {
    {"any", "any"},
    {"primary", "read-write"}, /* the driver asks for transaction_read_only too */
    {"master", "read-write"},
    {"secondary", "standby"},
    {"slave", "standby"},
    {"preferSecondary", "prefer-standby"},
    {"preferSlave", "prefer-standby"},
    {"preferPrimary", "any"},
};

/* Those that only tune the Java driver, and what is done for everybody here. */
static const char *const silent[] = {
    "stringtype",          "reWriteBatchedInserts", "defaultRowFetchSize", "binaryTransfer",
    "loggerLevel",         "loggerFile",            "logUnclosedConnections", "autosave",
    "assumeMinServerVersion", "loginTimeout",       "tcpNoDelay",          "sendBufferSize",
    "receiveBufferSize",   "preferQueryMode",       "escapeSyntaxCallMode", "hostRecheckSeconds",
    "cleanupSavepoints",   "disableColumnSanitiser", "allowEncodingChanges", "unknownLength",
    "cancelSignalTimeout", "databaseMetadataCacheFields", "databaseMetadataCacheFieldsMiB",
    "preparedStatementCacheSizeMiB", "maxResultBuffer", "adaptiveFetch",
};

static bool set_server_type(struct pg_url *url, struct weir_str value, struct weir_arena *arena,
                            struct weir_err *err)
{
    for (size_t i = 0; i < sizeof(server_types) / sizeof(server_types[0]); i++) {
        if (weir_str_eq_nocase(value, weir_str_of(server_types[i].java))) {
            pg_url_set(url, "target_session_attrs", weir_str_of(server_types[i].libpq), arena);
            return true;
        }
    }
    weir_err_set(err, WEIR_BAD_CONFIG, "targetServerType %.*s is not known", WEIR_STR_ARG(value));
    return false;
}

static bool is_true(struct weir_str value)
{
    return value.n == 0 || weir_str_eq_nocase(value, WEIR_STR("true"));
}

/* false: it is none of these; an error shows in err->class. */
static bool set_special(struct pg_url *url, struct weir_str name, struct weir_str value,
                        struct weir_arena *arena, struct weir_err *err)
{
    int64_t number = 0;
    if (weir_str_is(name, "ssl")) {
        if (is_true(value) && !pg_url_get(url, "sslmode")) {
            pg_url_set(url, "sslmode", WEIR_STR("verify-full"), arena);
        }
    } else if (weir_str_is(name, "sslfactory")) {
        if (weir_str_is(value, "org.postgresql.ssl.NonValidatingFactory")) {
            pg_url_set(url, "sslmode", WEIR_STR("require"), arena);
        }
    } else if (weir_str_is(name, "currentSchema")) {
        url->search_path = value;
    } else if (weir_str_is(name, "targetServerType")) {
        set_server_type(url, value, arena, err);
    } else if (weir_str_is(name, "tcpKeepAlive")) {
        pg_url_set(url, "keepalives", is_true(value) ? WEIR_STR("1") : WEIR_STR("0"), arena);
    } else if (weir_str_is(name, "socketTimeout")) {
        url->socket_timeout_ms = weir_str_to_i64(value, &number) && number > 0 ? number * 1000 : 0;
    } else if (weir_str_is(name, "prepareThreshold") ||
               weir_str_is(name, "preparedStatementCacheQueries")) {
        url->prepare = url->prepare && !weir_str_is(value, "0");
    } else {
        return false;
    }
    return true;
}

static void note_ignored(struct pg_url *url, struct weir_str name, struct weir_arena *arena)
{
    for (size_t i = 0; i < sizeof(silent) / sizeof(silent[0]); i++) {
        if (weir_str_is(name, silent[i])) {
            return;
        }
    }
    url->ignored = weir_str_of(weir_arena_printf(arena, "%.*s%s%.*s", WEIR_STR_ARG(url->ignored),
                                                 url->ignored.n ? ", " : "", WEIR_STR_ARG(name)));
}

static enum weir_verdict set_param(struct pg_url *url, struct weir_str param,
                                   struct weir_arena *arena, struct weir_err *err)
{
    ptrdiff_t eq = weir_str_chr(param, '=');
    struct weir_str name =
        decode(arena, weir_str_n(param.p, eq < 0 ? param.n : (size_t)eq), true);
    struct weir_str value =
        eq < 0 ? WEIR_STR("") : decode(arena, weir_str_from(param, (size_t)eq + 1), true);
    for (size_t i = 0; i < sizeof(renamed) / sizeof(renamed[0]); i++) {
        if (weir_str_is(name, renamed[i].java)) {
            pg_url_set(url, renamed[i].libpq, value, arena);
            return WEIR_OK;
        }
    }
    err->class = WEIR_OK;
    if (!set_special(url, name, value, arena, err)) {
        note_ignored(url, name, arena);
    }
    return err->class;
}

static enum weir_verdict set_params(struct pg_url *url, struct weir_str query,
                                    struct weir_arena *arena, struct weir_err *err)
{
    struct weir_str param;
    while (weir_str_split(&query, '&', &param)) {
        if (param.n && set_param(url, param, arena, err) != WEIR_OK) {
            return err->class;
        }
    }
    return WEIR_OK;
}

/* ---- hosts ---- */

/* "h1:1,[::1]:2,h3" becomes libpq's two lists. */
static enum weir_verdict set_hosts(struct pg_url *url, struct weir_str list,
                                   struct weir_arena *arena, struct weir_err *err)
{
    struct weir_buf hosts, ports;
    struct weir_str one;
    const char *sep = "";
    weir_buf_init(&hosts, 4096);
    weir_buf_init(&ports, 4096);
    while (weir_str_split(&list, ',', &one)) {
        struct weir_str host = one;
        struct weir_str port = WEIR_STR("5432");
        ptrdiff_t close = one.n && one.p[0] == '[' ? weir_str_chr(one, ']') : -1;
        struct weir_str tail = close >= 0 ? weir_str_from(one, (size_t)close + 1) : one;
        ptrdiff_t colon = weir_str_chr(tail, ':');
        if (colon >= 0) {
            port = weir_str_from(tail, (size_t)colon + 1);
            host = weir_str_n(one.p, one.n - port.n - 1);
        }
        if (close >= 0) {
            host = weir_str_n(one.p + 1, (size_t)close - 1);
        }
        weir_buf_printf(&hosts, "%s%.*s", sep, WEIR_STR_ARG(host.n ? host : WEIR_STR("localhost")));
        weir_buf_printf(&ports, "%s%.*s", sep, WEIR_STR_ARG(port));
        sep = ",";
    }
    pg_url_set(url, "host", hosts.n ? weir_buf_view(&hosts) : WEIR_STR("localhost"), arena);
    pg_url_set(url, "port", ports.n ? weir_buf_view(&ports) : WEIR_STR("5432"), arena);
    enum weir_verdict verdict = weir_buf_check(&hosts, WEIR_BAD_CONFIG, "the list of hosts", err);
    weir_buf_free(&hosts);
    weir_buf_free(&ports);
    return verdict;
}

static enum weir_verdict parse_jdbc(struct weir_arena *arena, struct weir_str rest,
                                    struct pg_url *url, struct weir_err *err)
{
    ptrdiff_t mark = weir_str_chr(rest, '?');
    struct weir_str query = mark < 0 ? WEIR_STR("") : weir_str_from(rest, (size_t)mark + 1);
    struct weir_str place = weir_str_n(rest.p, mark < 0 ? rest.n : (size_t)mark);
    struct weir_str hosts = WEIR_STR("");
    if (weir_str_starts(place, WEIR_STR("//"))) {
        place = weir_str_from(place, 2);
        ptrdiff_t slash = weir_str_chr(place, '/');
        hosts = weir_str_n(place.p, slash < 0 ? place.n : (size_t)slash);
        place = slash < 0 ? WEIR_STR("") : weir_str_from(place, (size_t)slash + 1);
    } else if (weir_str_starts(place, WEIR_STR("/"))) {
        place = weir_str_from(place, 1);
    }
    if (weir_str_chr(hosts, '@') >= 0) {
        return weir_err_set(err, WEIR_BAD_CONFIG,
                            "a jdbc:postgresql URL takes no user:password@ before the host, give "
                            "them as keys of their own");
    }
    if (place.n) {
        pg_url_set(url, "dbname", decode(arena, place, false), arena);
    }
    enum weir_verdict verdict = set_hosts(url, hosts, arena, err);
    return verdict == WEIR_OK ? set_params(url, query, arena, err) : verdict;
}

enum weir_verdict pg_url_parse(struct weir_arena *arena, struct weir_str text, struct pg_url *out,
                               struct weir_err *err)
{
    *out = (struct pg_url){.prepare = true, .ignored = WEIR_STR("")};
    struct weir_str jdbc = WEIR_STR("jdbc:postgresql:");
    if (weir_str_starts(text, jdbc)) {
        return parse_jdbc(arena, weir_str_from(text, jdbc.n), out, err);
    }
    bool native = weir_str_starts(text, WEIR_STR("postgresql://")) ||
                  weir_str_starts(text, WEIR_STR("postgres://")) ||
                  (!weir_str_starts(text, WEIR_STR("jdbc:")) && weir_str_chr(text, '=') > 0);
    if (!native) {
        return weir_err_set(err, WEIR_BAD_CONFIG,
                            "the URL must begin with jdbc:postgresql: or postgresql://");
    }
    pg_url_set(out, "dbname", text, arena);
    return WEIR_OK;
}
