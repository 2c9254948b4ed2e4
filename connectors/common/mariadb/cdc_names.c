/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cdc_names.c: a database, a table and the configuration come in; topic and schema names go out,
 * with each UTF-16 unit that is not allowed replaced as Debezium replaces it.
 */
#include "cdc_names.h"


#include <weir/regex.h>

#define TOPIC_MAX 249
#define NAME_MAX_BYTES 4096

/* ---- replacing ---- */

enum where { OF_TOPIC, OF_UNICODE_TOPIC, OF_SCHEMA, OF_FIELD };

static bool is_letter(uint32_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(uint32_t c)
{
    return c >= '0' && c <= '9';
}

static bool is_allowed(uint32_t c, enum where where, bool unicode, bool first)
{
    switch (where) {
    case OF_TOPIC:
    case OF_UNICODE_TOPIC:
        return is_letter(c) || is_digit(c) || c == '.' || c == '-' || (c == '_' && !unicode);
    case OF_SCHEMA:
        return is_letter(c) || (c == '_' && !unicode) || (!first && (is_digit(c) || c == '.'));
    case OF_FIELD:
        return is_letter(c) || (c == '_' && !unicode) || (!first && is_digit(c));
    }
    return false;
}

static void replace_unit(struct weir_buf *out, uint32_t unit, bool unicode)
{
    if (unicode) {
        weir_buf_printf(out, unit <= 0xff ? "_u00%x" : "_u%x", unit);
    } else {
        weir_buf_char(out, '_');
    }
}

/* The next character of a text that is UTF-8. */
static uint32_t next_point(struct weir_str *rest)
{
    const uint8_t *p = (const uint8_t *)rest->p;
    size_t n = p[0] < 0x80 ? 1 : p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : 4;
    uint32_t point = n == 1 ? p[0] : p[0] & (0x7fu >> n);
    for (size_t i = 1; i < n && i < rest->n; i++) {
        point = point << 6 | (p[i] & 0x3f);
    }
    *rest = weir_str_from(*rest, n < rest->n ? n : rest->n);
    return point;
}

static struct weir_str replaced(struct weir_str name, enum where where, bool unicode,
                                struct weir_arena *arena)
{
    struct weir_buf buf;
    struct weir_str rest = name;
    weir_buf_init(&buf, NAME_MAX_BYTES);
    while (rest.n) {
        bool first = rest.n == name.n;
        uint32_t c = next_point(&rest);
        if (is_allowed(c, where, unicode, first)) {
            weir_buf_char(&buf, (char)c);
        } else if (c > 0xffff) { /* two units to Java */
            replace_unit(&buf, 0xd800 + ((c - 0x10000) >> 10), unicode);
            replace_unit(&buf, 0xdc00 + (c & 0x3ff), unicode);
        } else {
            replace_unit(&buf, c, unicode);
            if (first && is_digit(c) && !unicode && where != OF_TOPIC) {
                weir_buf_char(&buf, (char)c);
            }
        }
    }
    struct weir_str text = weir_arena_str(arena, weir_buf_view(&buf));
    weir_buf_free(&buf);
    return text;
}

static struct weir_str adjusted(int mode, enum where where, struct weir_str name,
                                struct weir_arena *arena)
{
    switch ((enum mariadb_name_adjustment)mode) {
    case ADJUST_NONE:
        break;
    case ADJUST_AVRO:
    case ADJUST_AVRO_UNICODE:
        return replaced(name, where, mode == ADJUST_AVRO_UNICODE, arena);
    }
    return weir_arena_str(arena, name);
}

struct weir_str cdc_names_schema(const struct mariadb_conf *conf, struct weir_str name,
                                 struct weir_arena *arena)
{
    return adjusted(conf->schema_adjustment, OF_SCHEMA, name, arena);
}

struct weir_str cdc_names_field(const struct mariadb_conf *conf, struct weir_str name,
                                struct weir_arena *arena)
{
    return adjusted(conf->field_adjustment, OF_FIELD, name, arena);
}

/* ---- topics ---- */

static bool strategy_has(const struct mariadb_conf *conf, const char *word)
{
    return weir_str_find(conf->topic_naming, weir_str_of(word)) >= 0;
}

/* Parts that are not blank, with the delimiter between. */
static struct weir_str joined(const struct mariadb_conf *conf, const struct weir_str *parts,
                              size_t n, struct weir_arena *arena)
{
    struct weir_buf buf;
    weir_buf_init(&buf, NAME_MAX_BYTES);
    for (size_t i = 0; i < n; i++) {
        if (weir_str_trim(parts[i]).n) {
            weir_buf_str(&buf, buf.n ? conf->topic_delimiter : WEIR_STR(""));
            weir_buf_str(&buf, parts[i]);
        }
    }
    struct weir_str text = weir_arena_str(arena, weir_buf_view(&buf));
    weir_buf_free(&buf);
    return text;
}

static struct weir_str sanitized(const struct mariadb_conf *conf, struct weir_str name,
                                 struct weir_arena *arena)
{
    bool unicode = strategy_has(conf, "Unicode");
    struct weir_str topic =
        replaced(name, unicode ? OF_UNICODE_TOPIC : OF_TOPIC, unicode, arena);
    if (weir_str_is(topic, ".") || weir_str_is(topic, "..")) {
        const char *text = unicode ? "_u002e" : "_";
        return weir_str_of(weir_arena_printf(arena, "%s%s", text, topic.n == 2 ? text : ""));
    }
    topic.n = topic.n > TOPIC_MAX ? TOPIC_MAX : topic.n;
    return topic;
}

/* from with regex's match replaced; itself where it does not match or nothing would be left. */
static enum weir_verdict routed(struct weir_str pattern, struct weir_str replacement,
                                struct weir_str from, struct weir_arena *arena,
                                struct weir_str *to, struct weir_err *err)
{
    struct weir_buf buf;
    struct weir_regex *regex = weir_regex_new(pattern, 0, err);
    enum weir_verdict got = WEIR_OK;
    if (!regex) {
        return weir_err_set(err, WEIR_BAD_CONFIG, "%.*s: %s", WEIR_STR_ARG(pattern), err->text);
    }
    weir_buf_init(&buf, NAME_MAX_BYTES);
    *to = from;
    if (weir_regex_matches(regex, from)) {
        got = weir_regex_replace(regex, from, replacement, false, &buf, err);
        if (got == WEIR_OK && buf.n) {
            *to = weir_arena_str(arena, weir_buf_view(&buf));
        }
    }
    weir_buf_free(&buf);
    weir_regex_free(regex);
    return got == WEIR_OK ? WEIR_OK
                          : weir_err_set(err, WEIR_BAD_CONFIG, "%.*s: %s",
                                         WEIR_STR_ARG(replacement), err->text);
}

static struct weir_str origin_topic(const struct mariadb_conf *conf, struct weir_str db,
                                    struct weir_str table, struct weir_arena *arena)
{
    bool by_schema = strategy_has(conf, ".Schema"); /* these servers have no schemas */
    struct weir_str parts[3] = {conf->prefix, by_schema ? WEIR_STR("") : db, table};
    return joined(conf, parts, 3, arena);
}

enum weir_verdict cdc_names_topic(const struct mariadb_conf *conf, struct weir_str db,
                                  struct weir_str table, struct weir_arena *arena,
                                  struct weir_str *topic, struct weir_err *err)
{
    *topic = sanitized(conf, origin_topic(conf, db, table, arena), arena);
    if (!strategy_has(conf, "Regex")) {
        return WEIR_OK;
    }
    return routed(conf->topic_regex, conf->topic_replacement, *topic, arena, topic, err);
}

enum weir_verdict cdc_names_identity(const struct mariadb_conf *conf, struct weir_str db,
                                     struct weir_str table, struct weir_arena *arena,
                                     struct weir_str *identity, struct weir_err *err)
{
    *identity = WEIR_STR_NULL;
    if (!strategy_has(conf, "Regex") || !conf->topic_key_unique) {
        return WEIR_OK;
    }
    *identity = origin_topic(conf, db, table, arena);
    if (!weir_str_trim(conf->topic_key_regex).n) {
        return WEIR_OK;
    }
    return routed(conf->topic_key_regex, conf->topic_key_replacement, *identity, arena, identity,
                  err);
}

struct weir_str cdc_names_transaction(const struct mariadb_conf *conf, struct weir_arena *arena)
{
    struct weir_str parts[2] = {conf->prefix, conf->topic_transaction};
    return joined(conf, parts, 2, arena);
}

struct weir_str cdc_names_heartbeat(const struct mariadb_conf *conf, struct weir_arena *arena)
{
    struct weir_str parts[2] = {conf->heartbeat_prefix, conf->prefix};
    return conf->heartbeat_name.n ? weir_arena_str(arena, conf->heartbeat_name)
                                  : joined(conf, parts, 2, arena);
}
