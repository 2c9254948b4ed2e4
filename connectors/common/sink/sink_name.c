/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sink_name.c: topics and fields come in, names of tables and columns go out, by
 * collection.name.format and the naming strategies.
 */
#include "common/java_string.h"
#include "common/pg/pg_sql.h"
#include "sink_plan.h"

static void put_topic(const struct sink_conf *conf, struct weir_str topic, struct weir_buf *buf)
{
    for (size_t i = 0; i < topic.n; i++) {
        bool dot = topic.p[i] == '.' && conf->naming == SINK_NAMING_UNDERSCORES;
        weir_buf_char(buf, dot ? '_' : topic.p[i]);
    }
}

/* A field of the envelope's source block. */
static bool put_source(const struct weir_record *rec, const struct sink_plan *plan,
                       struct weir_str field, struct weir_buf *buf)
{
    struct weir_value body = sink_body(plan, rec);
    if (plan->source_at < 0 || body.type != WEIR_STRUCT) {
        return false;
    }
    const struct weir_schema *sch = plan->body_schema->fields[plan->source_at].schema;
    struct weir_value source = body.items[plan->source_at];
    int at = sch->type == WEIR_STRUCT ? weir_schema_field(sch, field) : -1;
    if (at < 0 || source.type != WEIR_STRUCT || source.items[at].type != WEIR_STRING) {
        return false;
    }
    weir_buf_str(buf, weir_value_str(source.items[at]));
    return true;
}

bool sink_table_by_record(const struct sink_conf *conf)
{
    return weir_str_find(conf->table_format, WEIR_STR("${source.")) >= 0;
}

bool sink_table_name(const struct sink_conf *conf, const struct weir_record *rec,
                     const struct sink_plan *plan, struct weir_buf *buf)
{
    const struct weir_str source = WEIR_STR("${source.");
    struct weir_str rest = conf->table_format;
    while (rest.n) {
        ptrdiff_t end = weir_str_starts(rest, WEIR_STR("${")) ? weir_str_chr(rest, '}') : -1;
        if (end < 0) {
            weir_buf_char(buf, rest.p[0]);
            rest = weir_str_from(rest, 1);
            continue;
        }
        struct weir_str word = weir_str_n(rest.p, (size_t)end + 1);
        if (weir_str_is(word, "${topic}")) {
            put_topic(conf, rec->topic, buf);
        } else if (weir_str_starts(word, source)) {
            struct weir_str field = weir_str_n(word.p + source.n, word.n - source.n - 1);
            if (!put_source(rec, plan, field, buf)) {
                return false;
            }
        } else {
            weir_buf_str(buf, word);
        }
        rest = weir_str_from(rest, word.n);
    }
    return true;
}

#define NAME_MAX_BYTES 63 /* PostgreSQL's; it cuts what is longer */

static struct weir_str cut(struct weir_str name)
{
    size_t n = name.n > NAME_MAX_BYTES ? NAME_MAX_BYTES : name.n;
    while (n < name.n && n > 0 && ((uint8_t)name.p[n] & 0xc0) == 0x80) {
        n--; /* not within a character */
    }
    return weir_str_n(name.p, n);
}

static struct weir_str fold_ascii(struct weir_str name, struct weir_arena *arena)
{
    char *to = weir_arena_bytes(arena, name.n + 1);
    for (size_t i = 0; i < name.n; i++) {
        to[i] = name.p[i] >= 'A' && name.p[i] <= 'Z' ? (char)(name.p[i] + 32) : name.p[i];
    }
    to[name.n] = 0;
    return weir_str_n(to, name.n);
}

static bool is_ascii(struct weir_str name)
{
    size_t i = 0;
    while (i < name.n && (uint8_t)name.p[i] < 0x80) {
        i++;
    }
    return i == name.n;
}

/* Without quotes names are written small, beyond ASCII too. */
struct weir_str sink_fold(const struct sink_conf *conf, struct weir_str name,
                          struct weir_arena *arena)
{
    struct weir_buf small;
    if (conf->quote) {
        return cut(name);
    }
    if (is_ascii(name)) {
        return cut(fold_ascii(name, arena));
    }
    weir_buf_init(&small, 4 * name.n + 16); /* a letter's other form may be longer */
    java_string_lower(&small, name);
    struct weir_str kept = weir_arena_str(arena, cut(weir_buf_view(&small)));
    weir_buf_free(&small);
    return kept;
}

void sink_name_split(const struct sink_conf *conf, struct weir_str full, struct weir_arena *arena,
                     struct weir_str *schema, struct weir_str *table)
{
    struct weir_str part, before = WEIR_STR_NULL, last = WEIR_STR("");
    while (weir_str_split(&full, '.', &part)) {
        before = last.n ? last : WEIR_STR_NULL;
        last = part;
    }
    *schema = before.p ? sink_fold(conf, before, arena) : before;
    *table = sink_fold(conf, last, arena);
}

struct weir_str sink_name_words(struct weir_str schema, struct weir_str table,
                                struct weir_arena *arena)
{
    struct weir_buf words;
    weir_buf_init(&words, 4096);
    if (schema.p) {
        pg_sql_name(&words, schema);
        weir_buf_char(&words, '.');
    }
    pg_sql_name(&words, table);
    struct weir_str kept = weir_arena_str(arena, weir_buf_view(&words));
    weir_buf_free(&words);
    return kept;
}
