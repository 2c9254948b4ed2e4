/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cdc_rules.c: the column properties come in and are compiled once; asked for a column, they say
 * what they mean for it. Of masks and truncation the first that matches counts, and a mask always
 * does; of keys, all that match.
 */
#include "cdc_rules.h"

#include "cdc_digest.h"

#define STARS_MAX 100000

struct rule {
    struct weir_conf_regexes columns; /* db.table.column */
    struct cdc_mask mask;
};

struct key_rule {
    struct weir_regex *column; /* table regex and column, joined */
};

struct cdc_rules {
    struct rule *rules; /* in the order in which the first match is looked for */
    size_t n;
    struct key_rule *keys;
    size_t n_keys;
    struct weir_arena *arena;
};

/* ---- compiling ---- */

static void free_regex(void *regex)
{
    weir_regex_free(regex);
}

static struct weir_regex *compile(struct weir_arena *arena, struct weir_str text,
                                  struct weir_err *err)
{
    struct weir_regex *regex = weir_regex_new(text, WEIR_REGEX_NOCASE, err);
    if (regex) {
        weir_arena_hook(arena, free_regex, regex);
    }
    return regex;
}

/* The next of a list whose commas a backslash may escape; false at the end. */
static bool next_part(struct weir_str *rest, struct weir_arena *arena, struct weir_str *part)
{
    while (rest->n) {
        char *text = weir_arena_bytes(arena, rest->n);
        size_t n = 0;
        size_t i = 0;
        for (; i < rest->n && rest->p[i] != ','; i++) {
            if (rest->p[i] == '\\' && i + 1 < rest->n && rest->p[i + 1] == ',') {
                i++;
            }
            text[n++] = rest->p[i];
        }
        *rest = weir_str_from(*rest, i < rest->n ? i + 1 : i);
        *part = weir_str_trim(weir_str_n(text, n));
        if (part->n) {
            return true;
        }
    }
    return false;
}

static enum weir_verdict compile_list(struct weir_arena *arena, struct weir_str name,
                                      struct weir_str list, struct weir_conf_regexes *out,
                                      struct weir_err *err)
{
    size_t commas = 1;
    struct weir_str rest = list;
    struct weir_str part;
    for (size_t i = 0; i < list.n; i++) {
        commas += list.p[i] == ',';
    }
    struct weir_regex **items = WEIR_NEW_ARRAY(arena, struct weir_regex *, commas);
    out->items = items;
    while (next_part(&rest, arena, &part)) {
        items[out->n] = compile(arena, part, err);
        if (!items[out->n++]) {
            return weir_err_set(err, WEIR_BAD_CONFIG, "%.*s: %s", WEIR_STR_ARG(name), err->text);
        }
    }
    return WEIR_OK;
}

static bool any_matches(const struct weir_conf_regexes *regexes, struct weir_str name)
{
    for (size_t i = 0; i < regexes->n; i++) {
        if (weir_regex_matches(regexes->items[i], name)) {
            return true;
        }
    }
    return false;
}

/* ---- masks ---- */

static enum weir_verdict read_length(const struct weir_conf_match *match, int64_t max, int32_t *n,
                                     struct weir_err *err)
{
    int64_t x;
    if (!weir_str_to_i64(match->captures[0], &x) || x < 0 || x > max) {
        return weir_err_set(err, WEIR_BAD_CONFIG, "%.*s: %.*s is no length",
                            WEIR_STR_ARG(match->name), WEIR_STR_ARG(match->captures[0]));
    }
    *n = (int32_t)x;
    return WEIR_OK;
}

static enum weir_verdict find_digest(struct weir_arena *arena, struct weir_str name,
                                     struct cdc_mask *mask, struct weir_err *err)
{
    mask->digest = cdc_digest_find(arena, name);
    return mask->digest ? WEIR_OK
                        : weir_err_set(err, WEIR_BAD_CONFIG,
                                       "column.mask.hash: there is no hash algorithm %.*s",
                                       WEIR_STR_ARG(name));
}

static enum weir_verdict fill_mask(struct weir_arena *arena, const struct weir_conf_match *match,
                                   struct cdc_mask *mask, struct weir_err *err)
{
    switch (mask->kind) {
    case CDC_MASK_STARS:
        if (read_length(match, STARS_MAX, &mask->length, err) != WEIR_OK) {
            return err->class;
        }
        mask->stars.n = (size_t)mask->length;
        mask->stars.p = memset(weir_arena_bytes(arena, mask->stars.n + 1), '*', mask->stars.n);
        return WEIR_OK;
    case CDC_MASK_HASH_V1:
    case CDC_MASK_HASH_V2:
        mask->salt = weir_arena_str(arena, match->captures[1]);
        return find_digest(arena, match->captures[0], mask, err);
    case CDC_MASK_CUT:
        return read_length(match, INT32_MAX, &mask->length, err);
    }
    return WEIR_OK;
}

static enum weir_verdict add_masks(struct cdc_rules *rules, const struct weir_conf_matches *matches,
                                   enum cdc_mask_kind kind, struct weir_err *err)
{
    for (size_t i = 0; i < matches->n; i++) {
        const struct weir_conf_match *match = &matches->items[i];
        struct rule *rule = &rules->rules[rules->n++];
        rule->mask.kind = kind;
        rule->mask.length = -1;
        if (fill_mask(rules->arena, match, &rule->mask, err) != WEIR_OK ||
            compile_list(rules->arena, match->name, match->value, &rule->columns, err) != WEIR_OK) {
            return err->class;
        }
    }
    return WEIR_OK;
}

/* ---- keys: tables:column,column;tables:column ---- */

static enum weir_verdict add_key(struct cdc_rules *rules, struct weir_str item,
                                 struct weir_err *err)
{
    ptrdiff_t colon = weir_str_chr(item, ':');
    struct weir_str part;
    if (colon < 1 || (size_t)colon + 1 == item.n) {
        return weir_err_set(err, WEIR_BAD_CONFIG,
                            "message.key.columns: %.*s is not like <table>:<column>,<column>",
                            WEIR_STR_ARG(item));
    }
    struct weir_str columns = weir_str_from(item, (size_t)colon + 1);
    struct weir_str table = weir_str_trim(weir_str_n(item.p, (size_t)colon));
    while (weir_str_split(&columns, ',', &part)) {
        const char *text = weir_arena_printf(rules->arena, "%.*s.%.*s", WEIR_STR_ARG(table),
                                             WEIR_STR_ARG(weir_str_trim(part)));
        struct weir_regex *regex = compile(rules->arena, weir_str_of(text), err);
        if (!regex) {
            return weir_err_set(err, WEIR_BAD_CONFIG, "message.key.columns: %s", err->text);
        }
        rules->keys[rules->n_keys++].column = regex;
    }
    return WEIR_OK;
}

static enum weir_verdict add_keys(struct cdc_rules *rules, struct weir_str list,
                                  struct weir_err *err)
{
    struct weir_str item;
    rules->keys = WEIR_NEW_ARRAY(rules->arena, struct key_rule, list.n / 2 + 1);
    while (weir_str_split(&list, ';', &item)) {
        if (weir_str_trim(item).n && add_key(rules, weir_str_trim(item), err) != WEIR_OK) {
            return err->class;
        }
    }
    return WEIR_OK;
}

enum weir_verdict cdc_rules_make(const struct mariadb_conf *conf, struct weir_arena *arena,
                                 const struct cdc_rules **out, struct weir_err *err)
{
    struct cdc_rules *rules = WEIR_NEW(arena, struct cdc_rules);
    size_t n = conf->column_mask.n + conf->column_hash.n + conf->column_hash_v2.n +
               conf->column_truncate.n;
    rules->arena = arena;
    rules->rules = WEIR_NEW_ARRAY(arena, struct rule, n + 1);
    *out = rules;
    if (add_masks(rules, &conf->column_mask, CDC_MASK_STARS, err) != WEIR_OK ||
        add_masks(rules, &conf->column_hash, CDC_MASK_HASH_V1, err) != WEIR_OK ||
        add_masks(rules, &conf->column_hash_v2, CDC_MASK_HASH_V2, err) != WEIR_OK ||
        add_masks(rules, &conf->column_truncate, CDC_MASK_CUT, err) != WEIR_OK) {
        return err->class;
    }
    return conf->message_key_columns.p ? add_keys(rules, conf->message_key_columns, err) : WEIR_OK;
}

/* ---- asking ---- */

bool cdc_rules_includes(const struct mariadb_conf *conf, struct weir_str name)
{
    return conf->column_include.n ? any_matches(&conf->column_include, name)
                                  : !any_matches(&conf->column_exclude, name);
}

static bool is_text(const struct my_column *column, const struct cdc_field *field)
{
    switch (column->kind) {
    case MY_CHAR:
    case MY_VARCHAR:
    case MY_TEXT:
        return field->type == WEIR_STRING;
    case MY_ENUM:
    case MY_SET:
        return true;
    default:
        return false;
    }
}

static void add_source_params(const struct my_column *column, struct weir_arena *arena,
                              struct cdc_field *field)
{
    char *type = (char *)(uintptr_t)weir_arena_str(arena, column->type_name).p;
    for (size_t i = 0; i < column->type_name.n; i++) {
        type[i] = type[i] >= 'a' && type[i] <= 'z' ? (char)(type[i] - 'a' + 'A') : type[i];
    }
    cdc_field_param(field, WEIR_STR("__debezium.source.column.type"),
                    weir_str_n(type, column->type_name.n));
    if (column->length != MY_NONE) {
        cdc_field_param(field, WEIR_STR("__debezium.source.column.length"),
                        weir_str_of(weir_arena_printf(arena, "%d", column->length)));
    }
    if (column->scale != MY_NONE) {
        cdc_field_param(field, WEIR_STR("__debezium.source.column.scale"),
                        weir_str_of(weir_arena_printf(arena, "%d", column->scale)));
    }
    if (column->comment.n) {
        cdc_field_param(field, WEIR_STR("__debezium.source.column.comment"), column->comment);
    }
    cdc_field_param(field, WEIR_STR("__debezium.source.column.name"), column->name);
}

/* Truncation of what is never longer says nothing and does nothing. */
static bool is_idle(const struct cdc_mask *mask, const struct my_column *column)
{
    return mask->kind == CDC_MASK_CUT && column->length >= 0 && column->length <= mask->length;
}

static const struct cdc_mask *found(const struct rule *rule, const struct my_column *column,
                                    struct weir_arena *arena, struct cdc_field *field)
{
    bool cuts = rule->mask.kind == CDC_MASK_CUT;
    if (is_idle(&rule->mask, column)) {
        return NULL;
    }
    if (cuts) {
        cdc_field_param(field, WEIR_STR("truncateLength"),
                        weir_str_of(weir_arena_printf(arena, "%d", rule->mask.length)));
    } else {
        cdc_field_param(field, WEIR_STR("masked"), WEIR_STR("true"));
    }
    if (!cuts && !is_text(column, field)) {
        return NULL;
    }
    struct cdc_mask *mask = WEIR_NEW(arena, struct cdc_mask);
    *mask = rule->mask;
    if (rule->mask.kind == CDC_MASK_HASH_V1 || rule->mask.kind == CDC_MASK_HASH_V2) {
        mask->length = column->length > 0 ? column->length : -1;
        if (field->optional) {
            field->def = weir_null(); /* else a converter would show it for a hashed null */
        }
    }
    return mask;
}

const struct cdc_mask *cdc_rules_apply(const struct cdc_maker *maker, struct weir_str name,
                                       struct weir_str table_id, const struct my_column *column,
                                       struct weir_arena *arena, struct cdc_field *field)
{
    const struct cdc_rules *rules = maker->rules;
    const struct mariadb_conf *conf = maker->conf;
    const struct cdc_mask *mask = NULL;
    const struct rule *rule = rules->rules;
    const struct rule *end = rules->rules + rules->n;
    while (rule < end && !any_matches(&rule->columns, name)) {
        rule++;
    }
    if (rule < end) {
        mask = found(rule, column, arena, field);
    }
    const char *type = weir_arena_printf(arena, "%.*s.%.*s", WEIR_STR_ARG(table_id),
                                         WEIR_STR_ARG(column->type_name));
    bool hashed = rule < end && (rule->mask.kind == CDC_MASK_HASH_V1 ||
                                 rule->mask.kind == CDC_MASK_HASH_V2);
    if ((rule == end || hashed) && (any_matches(&conf->propagate_column, name) ||
                                    any_matches(&conf->propagate_type, weir_str_of(type)))) {
        add_source_params(column, arena, field);
    }
    return mask;
}

uint32_t cdc_rules_key(const struct cdc_rules *rules, const struct cdc_column *columns,
                       uint32_t n_columns, uint32_t *key)
{
    uint32_t n = 0;
    for (size_t i = 0; i < rules->n_keys; i++) {
        for (uint32_t c = 0; c < n_columns && n < n_columns; c++) {
            if (columns[c].key_schema && weir_regex_matches(rules->keys[i].column, columns[c].name)) {
                key[n++] = c;
            }
        }
    }
    return n;
}
