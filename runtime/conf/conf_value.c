/* SPDX-License-Identifier: Apache-2.0 */
/*
 * conf_value.c: a key's text becomes its typed value, or Java's sentence about what is wrong with
 * it. One function a type; the lists are in conf_list.c.
 */
#include "conf/conf_value.h"

#include <stdio.h>

#include "conf/conf_apply.h"
#include "conf/conf_list.h"

#define SHOWN_MAX 1024

enum weir_verdict conf_value_invalid(const char *name, struct weir_str shown, struct weir_err *err,
                                     const char *fmt, ...)
{
    char reason[sizeof(err->text)];
    va_list args;
    va_start(args, fmt);
    vsnprintf(reason, sizeof(reason), fmt, args);
    va_end(args);
    const char *cut = shown.n > SHOWN_MAX ? "..." : "";
    shown.n = shown.n > SHOWN_MAX ? SHOWN_MAX : shown.n;
    return weir_err_set(err, WEIR_BAD_CONFIG, "Invalid value %.*s%s for configuration %s: %s",
                        WEIR_STR_ARG(shown), cut, name, reason);
}

static enum weir_verdict invalid(const struct weir_conf_key *key, struct weir_str text,
                                 struct weir_err *err, const char *reason)
{
    return conf_value_invalid(key->name, conf_shown(key, text), err, "%s", reason);
}

static enum weir_verdict unparsed(enum weir_verdict verdict, struct weir_err *err)
{
    err->code = CONF_UNPARSED;
    return verdict;
}

static enum weir_verdict read_boolean(const struct weir_conf_key *key, struct weir_str text,
                                      bool *at, struct weir_err *err)
{
    if (weir_str_eq_nocase(text, WEIR_STR("true"))) {
        *at = true;
    } else if (weir_str_eq_nocase(text, WEIR_STR("false"))) {
        *at = false;
    } else {
        return unparsed(invalid(key, text, err, "Expected value to be either true or false"), err);
    }
    return WEIR_OK;
}

static enum weir_verdict check_range(const struct weir_conf_key *key, struct weir_str text,
                                     double value, struct weir_err *err)
{
    text = conf_shown(key, text);
    if ((key->flags & WEIR_KEY_HAS_MIN) && value < (double)key->min) {
        return conf_value_invalid(key->name, text, err, "Value must be at least %lld",
                                  (long long)key->min);
    }
    if ((key->flags & WEIR_KEY_HAS_MAX) && value > (double)key->max) {
        return conf_value_invalid(key->name, text, err, "Value must be no more than %lld",
                                  (long long)key->max);
    }
    return WEIR_OK;
}

static enum weir_verdict read_integer(const struct weir_conf_key *key, struct weir_str text,
                                      int64_t min, int64_t max, int64_t *out, struct weir_err *err)
{
    if (!conf_integer(text, min, max, out)) {
        conf_value_invalid(key->name, conf_shown(key, text), err, "Not a number of type %s",
                           conf_type_of(key->type));
        return unparsed(WEIR_BAD_CONFIG, err);
    }
    char shown[24];
    int n = snprintf(shown, sizeof(shown), "%lld", (long long)*out);
    return check_range(key, weir_str_n(shown, (size_t)n), (double)*out, err);
}

static enum weir_verdict read_int(const struct weir_conf_key *key, struct weir_str text,
                                  int32_t *at, struct weir_err *err)
{
    int64_t value = 0;
    enum weir_verdict verdict = read_integer(key, text, INT32_MIN, INT32_MAX, &value, err);
    *at = (int32_t)value;
    return verdict;
}

static enum weir_verdict read_short(const struct weir_conf_key *key, struct weir_str text,
                                    int16_t *at, struct weir_err *err)
{
    int64_t value = 0;
    enum weir_verdict verdict = read_integer(key, text, INT16_MIN, INT16_MAX, &value, err);
    *at = (int16_t)value;
    return verdict;
}

static enum weir_verdict read_double(const struct weir_conf_key *key, struct weir_str text,
                                     double *at, struct weir_err *err)
{
    if (!weir_str_to_double(text, at)) {
        return unparsed(invalid(key, text, err, "Not a number of type DOUBLE"), err);
    }
    return check_range(key, text, *at, err);
}

/* "String must be one of: none, all", in capitals where case does not matter, as Java has it. */
static enum weir_verdict not_one_of(const struct weir_conf_key *key, struct weir_str text,
                                    struct weir_err *err)
{
    bool any_case = key->type == WEIR_CONF_ENUM && !(key->flags & WEIR_KEY_EXACT);
    char all[512] = "";
    size_t n = 0;
    for (const char *const *value = key->values; *value && n < sizeof(all); value++) {
        int size = snprintf(all + n, sizeof(all) - n, "%s%s", n ? ", " : "", *value);
        n += size > 0 ? (size_t)size : 0;
    }
    for (char *c = all; any_case && *c; c++) {
        *c = *c >= 'a' && *c <= 'z' ? (char)(*c - 'a' + 'A') : *c;
    }
    return conf_value_invalid(key->name, conf_shown(key, text), err, "String must be one of%s: %s",
                              any_case ? " (case insensitive)" : "", all);
}

static enum weir_verdict read_enum(const struct weir_conf_key *key, struct weir_str text, int *at,
                                   struct weir_err *err)
{
    for (int i = 0; key->values[i]; i++) {
        struct weir_str value = weir_str_of(key->values[i]);
        if (key->flags & WEIR_KEY_EXACT ? weir_str_eq(text, value)
                                        : weir_str_eq_nocase(text, value)) {
            *at = i;
            return WEIR_OK;
        }
    }
    return not_one_of(key, text, err);
}

static enum weir_verdict read_string(const struct weir_conf_key *key, struct weir_str text,
                                     struct weir_str *at, struct weir_arena *arena,
                                     struct weir_err *err)
{
    for (const char *const *value = key->values; value && !weir_str_is(text, *value); value++) {
        if (!value[1]) {
            return not_one_of(key, text, err);
        }
    }
    *at = weir_arena_str(arena, text);
    return WEIR_OK;
}

static enum weir_verdict read_url(const struct weir_conf_key *key, struct weir_str text,
                                  struct weir_str *at, struct weir_arena *arena,
                                  struct weir_err *err)
{
    ptrdiff_t colon = weir_str_find(text, WEIR_STR("://"));
    bool known = colon > 0 && !key->values;
    struct weir_str scheme = weir_str_n(text.p, colon > 0 ? (size_t)colon : 0);
    for (const char *const *value = key->values; value && *value && colon > 0; value++) {
        known = known || weir_str_eq_nocase(scheme, weir_str_of(*value));
    }
    if (text.n > 0 && !known) {
        return invalid(key, text, err,
                       colon > 0 ? "this URL scheme is not supported here"
                                 : "a URL must begin with its scheme, such as https://");
    }
    *at = weir_arena_str(arena, text);
    return WEIR_OK;
}

static void free_regex(void *regex)
{
    weir_regex_free(regex);
}

enum weir_verdict conf_regex_read(const struct weir_conf_key *key, struct weir_str text,
                                  struct weir_regex **at, struct weir_arena *arena,
                                  struct weir_err *err)
{
    struct weir_err why;
    if (text.n == 0 && !(key->flags & WEIR_KEY_REQUIRED)) {
        return WEIR_OK;
    }
    int flags = key->flags & WEIR_KEY_NOCASE ? WEIR_REGEX_NOCASE : 0;
    *at = weir_regex_new(text, flags, &why);
    if (!*at) {
        return conf_value_invalid(key->name, conf_shown(key, text), err, "Invalid regex: %s",
                                  why.text);
    }
    weir_arena_hook(arena, free_regex, *at);
    return WEIR_OK;
}

static enum weir_verdict read_typed(const struct weir_conf_key *key, struct weir_str text, void *at,
                                    struct weir_arena *arena, struct weir_err *err)
{
    switch (key->type) {
    case WEIR_CONF_BOOLEAN:
        return read_boolean(key, text, at, err);
    case WEIR_CONF_INT:
        return read_int(key, text, at, err);
    case WEIR_CONF_SHORT:
        return read_short(key, text, at, err);
    case WEIR_CONF_LONG:
    case WEIR_CONF_DURATION:
    case WEIR_CONF_SIZE:
        return read_integer(key, text, INT64_MIN, INT64_MAX, at, err);
    case WEIR_CONF_DOUBLE:
        return read_double(key, text, at, err);
    case WEIR_CONF_ENUM:
        return read_enum(key, text, at, err);
    case WEIR_CONF_STRING:
    case WEIR_CONF_CLASS:
    case WEIR_CONF_PASSWORD:
        return read_string(key, text, at, arena, err);
    case WEIR_CONF_URL:
        return read_url(key, text, at, arena, err);
    case WEIR_CONF_REGEX:
        return conf_regex_read(key, text, at, arena, err);
    case WEIR_CONF_REGEXES:
        return conf_regexes_read(key, text, at, arena, err);
    case WEIR_CONF_LIST:
        return conf_list_read(key, text, at, arena, err);
    case WEIR_CONF_MAP:
        return conf_map_read(key, text, at, arena, err);
    case WEIR_CONF_MATCHES:
        break;
    }
    return WEIR_OK;
}

/* What Java's validators print: a list as [a, b], everything else as it was given. */
static struct weir_str printed(const struct weir_conf_key *key, struct weir_str text,
                               struct weir_arena *arena)
{
    if (key->type != WEIR_CONF_LIST) {
        return text;
    }
    struct weir_str list = conf_list_join(text, ", ", arena);
    return weir_str_of(weir_arena_printf(arena, "[%.*s]", WEIR_STR_ARG(list)));
}

/* The key's own check, with the value as its sentence shows it. */
static enum weir_verdict checked(const struct weir_conf_key *key, struct weir_str text,
                                 struct weir_str shown, struct weir_err *err)
{
    struct weir_err why;
    if (key->check(text, &why) == WEIR_OK) {
        return WEIR_OK;
    }
    return why.class == WEIR_FATAL ? weir_err_set(err, WEIR_BAD_CONFIG, "%s", why.text)
                                   : invalid(key, shown, err, why.text);
}

enum weir_verdict conf_value_read(const struct weir_conf_key *key, struct weir_str text, void *at,
                                  struct weir_arena *arena, struct weir_err *err)
{
    union {
        struct weir_conf_list list;
        struct weir_conf_regexes regexes;
        int64_t number;
        double real;
    } unused;
    if (!text.p) {
        return WEIR_OK;
    }
    struct weir_str trimmed = weir_str_trim(text);
    if ((key->flags & WEIR_KEY_NONEMPTY) && trimmed.n == 0 && key->type != WEIR_CONF_LIST) {
        return invalid(key, trimmed, err, "String must be non-empty");
    }
    if (!at && key->type == WEIR_CONF_LIST &&
        conf_list_check(key, trimmed, arena, err) != WEIR_OK) {
        return WEIR_BAD_CONFIG;
    }
    enum weir_verdict verdict = read_typed(key, trimmed, at ? at : &unused, arena, err);
    if (verdict != WEIR_OK && err->code == CONF_UNPARSED && trimmed.n < text.n) {
        return read_typed(key, text, &unused, arena, err); /* told as it was given */
    }
    return verdict == WEIR_OK && key->check
               ? checked(key, trimmed, printed(key, trimmed, arena), err)
               : verdict;
}

enum weir_verdict conf_value_null(const struct weir_conf_key *key, struct weir_err *err)
{
    if ((key->flags & (WEIR_KEY_HAS_MIN | WEIR_KEY_HAS_MAX)) &&
        (key->def || (key->flags & WEIR_KEY_REQUIRED))) {
        return conf_value_invalid(key->name, WEIR_STR("null"), err, "Value must be non-null");
    }
    if (key->values) {
        return not_one_of(key, WEIR_STR("null"), err);
    }
    if (key->type == WEIR_CONF_LIST && (key->flags & WEIR_KEY_UNIQUE)) {
        return weir_err_set(err, WEIR_BAD_CONFIG, "Configuration '%s' values must not be null.",
                            key->name);
    }
    return key->flags & WEIR_KEY_CHECKS_NULL ? checked(key, WEIR_STR_NULL, WEIR_STR("null"), err)
                                             : WEIR_OK;
}
