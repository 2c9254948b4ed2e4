/* SPDX-License-Identifier: Apache-2.0 */
/*
 * conf_shown.c: how a key and its value look over REST: Connect's name of the type, numbers and
 * lists in their usual form, secrets hidden.
 */
#include <weir/json.h>

#include "conf/conf_apply.h"
#include "conf/conf_list.h"
#include "conf/conf_value.h"

#define HIDDEN WEIR_STR("[hidden]")

const char *conf_type_of(enum weir_conf_type type)
{
    switch (type) {
    case WEIR_CONF_INT:
        return "INT";
    case WEIR_CONF_SHORT:
        return "SHORT";
    case WEIR_CONF_DOUBLE:
        return "DOUBLE";
    case WEIR_CONF_LONG:
    case WEIR_CONF_DURATION:
    case WEIR_CONF_SIZE:
        return "LONG";
    case WEIR_CONF_BOOLEAN:
        return "BOOLEAN";
    case WEIR_CONF_LIST:
    case WEIR_CONF_REGEXES:
        return "LIST";
    case WEIR_CONF_CLASS:
        return "CLASS";
    case WEIR_CONF_PASSWORD:
        return "PASSWORD";
    case WEIR_CONF_STRING:
    case WEIR_CONF_ENUM:
    case WEIR_CONF_REGEX:
    case WEIR_CONF_URL:
    case WEIR_CONF_MAP:
    case WEIR_CONF_MATCHES:
        break;
    }
    return "STRING";
}

const char *conf_type_name(const struct weir_conf_key *key)
{
    return key->flags & WEIR_KEY_SECRET ? "PASSWORD" : conf_type_of(key->type);
}

struct weir_str conf_shown(const struct weir_conf_key *key, struct weir_str value)
{
    bool secret = key->type == WEIR_CONF_PASSWORD || (key->flags & WEIR_KEY_SECRET);
    return secret && value.p ? HIDDEN : value;
}

bool conf_integer(struct weir_str text, int64_t min, int64_t max, int64_t *out)
{
    if (text.n > 1 && text.p[0] == '+' && text.p[1] != '-' && text.p[1] != '+') {
        text = weir_str_from(text, 1);
    }
    return weir_str_to_i64(text, out) && *out >= min && *out <= max;
}

static struct weir_str kept(struct weir_buf *buf, struct weir_arena *arena)
{
    struct weir_str text = weir_arena_str(arena, weir_buf_view(buf));
    weir_buf_free(buf);
    return text;
}

struct weir_str conf_value_shown(const struct weir_conf_key *key, struct weir_str text,
                                 struct weir_arena *arena)
{
    int64_t number;
    double real;
    struct weir_buf buf;
    struct weir_str trimmed = weir_str_trim(text);
    weir_buf_init(&buf, 64);
    if (strcmp(conf_type_name(key), "PASSWORD") == 0) {
        return HIDDEN;
    }
    switch (key->type) {
    case WEIR_CONF_BOOLEAN:
        return weir_str_eq_nocase(trimmed, WEIR_STR("true")) ? WEIR_STR("true") : WEIR_STR("false");
    case WEIR_CONF_INT:
    case WEIR_CONF_SHORT:
    case WEIR_CONF_LONG:
    case WEIR_CONF_DURATION:
    case WEIR_CONF_SIZE:
        if (conf_integer(trimmed, INT64_MIN, INT64_MAX, &number)) {
            weir_buf_i64(&buf, number);
            return kept(&buf, arena);
        }
        break;
    case WEIR_CONF_DOUBLE:
        if (weir_str_to_double(trimmed, &real)) {
            weir_java_double(&buf, real);
            return kept(&buf, arena);
        }
        break;
    case WEIR_CONF_LIST:
    case WEIR_CONF_REGEXES:
        return conf_list_join(trimmed, ",", arena);
    case WEIR_CONF_STRING:
    case WEIR_CONF_CLASS:
    case WEIR_CONF_PASSWORD:
    case WEIR_CONF_ENUM:
    case WEIR_CONF_REGEX:
    case WEIR_CONF_URL:
    case WEIR_CONF_MAP:
    case WEIR_CONF_MATCHES:
        break;
    }
    return weir_arena_str(arena, trimmed);
}
