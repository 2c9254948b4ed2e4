/* SPDX-License-Identifier: Apache-2.0 */
/*
 * conf_report.c: collects what is said about a configuration, key by key, in the words and the
 * order of ConfigDef.validate; report_finish() hands it over as ConfigInfos.
 */
#include "conf/conf_report.h"

#include <stdio.h>

#include "base/secrets.h"
#include "conf/conf_apply.h"
#include "conf/conf_value.h"

#define TEXT_MAX (64u * 1024)

static const char *const importances[] = {"HIGH", "MEDIUM", "LOW"};
static const char *const widths[] = {"NONE", "SHORT", "MEDIUM", "LONG"};

void report_init(struct weir_report *report, struct weir_arena *arena, const struct weir_props *raw,
                 const struct weir_props *resolved)
{
    *report = (struct weir_report){.arena = arena, .raw = raw, .resolved = resolved};
}

/* ---- small lists ---- */

static void add_text(struct weir_arena *arena, struct report_texts *texts, struct weir_str text)
{
    if (texts->n == texts->cap) {
        size_t cap = texts->cap ? texts->cap * 2 : 4;
        struct weir_str *items = WEIR_NEW_ARRAY(arena, struct weir_str, cap);
        if (texts->n) {
            memcpy(items, texts->items, texts->n * sizeof(*items));
        }
        texts->items = items;
        texts->cap = cap;
    }
    texts->items[texts->n++] = weir_arena_str(arena, text);
}

static void add_group(struct weir_report *report, struct weir_str group)
{
    for (size_t i = 0; group.p && i < report->groups.n; i++) {
        if (weir_str_eq(report->groups.items[i], group)) {
            return;
        }
    }
    if (group.p) {
        add_text(report->arena, &report->groups, group);
    }
}

static struct report_item *add_item(struct weir_report *report)
{
    if (report->n == report->cap) {
        size_t cap = report->cap ? report->cap * 2 : 64;
        struct report_item **items = WEIR_NEW_ARRAY(report->arena, struct report_item *, cap);
        if (report->n) {
            memcpy(items, report->items, report->n * sizeof(struct report_item *));
        }
        report->items = items;
        report->cap = cap;
    }
    struct report_item *item = WEIR_NEW(report->arena, struct report_item);
    item->info.visible = true;
    report->items[report->n++] = item;
    return item;
}

struct report_item *report_find(const struct weir_report *report, struct weir_str name)
{
    for (size_t i = 0; i < report->n; i++) {
        if (weir_str_eq(report->items[i]->info.name, name)) {
            return report->items[i];
        }
    }
    return NULL;
}

struct report_item *report_item(struct weir_report *report, struct weir_str name)
{
    struct report_item *item = report_find(report, name);
    if (!item) {
        item = add_item(report);
        item->section = REPORT_UNDEFINED;
        item->info.name = weir_arena_str(report->arena, name);
        item->info.value = weir_props_get_s(report->raw, name);
    }
    return item;
}

void report_add_error(struct weir_report *report, struct report_item *item, const char *text)
{
    add_text(report->arena, &item->errors, weir_str_of(text));
}

void report_add_recommended(struct weir_report *report, struct report_item *item,
                            struct weir_str value)
{
    for (size_t i = 0; i < item->recommended.n; i++) {
        if (weir_str_eq(item->recommended.items[i], value)) {
            return;
        }
    }
    add_text(report->arena, &item->recommended, value);
}

void report_add_warning(struct weir_report *report, const char *text)
{
    add_text(report->arena, &report->warnings, weir_str_of(text));
}

void report_add_finding(struct weir_report *report, const char *text)
{
    report_add_warning(report, text);
    add_text(report->arena, &report->findings, weir_str_of(text));
}

void report_default(struct report_item *item, struct weir_str value, bool given)
{
    item->info.definition.default_value = value;
    if (!given) {
        item->info.value = value;
    }
}

bool weir_report_has_errors(const struct weir_report *report)
{
    for (size_t i = 0; i < report->n; i++) {
        if (report->items[i]->errors.n > 0) {
            return true;
        }
    }
    return false;
}

/* ---- what variables stand for ---- */

static struct weir_str redacted(const struct weir_report *report, struct weir_str text)
{
    struct weir_buf buf;
    weir_buf_init(&buf, TEXT_MAX);
    secrets_redact(text, report->raw, &buf);
    text = weir_arena_str(report->arena, weir_buf_view(&buf));
    weir_buf_free(&buf);
    return text;
}

/* Of a place whose prefix comes from a variable; its name only when all is looked up by it. */
static void hide_definition(const struct weir_report *report, struct config_key_info *definition)
{
    struct weir_str *dependents =
        WEIR_NEW_ARRAY(report->arena, struct weir_str, definition->n_dependents + 1);
    for (size_t i = 0; i < definition->n_dependents; i++) {
        dependents[i] = redacted(report, definition->dependents[i]);
    }
    definition->dependents = dependents;
    definition->documentation = redacted(report, definition->documentation);
    definition->display_name = redacted(report, definition->display_name);
    definition->group = redacted(report, definition->group);
}

static void hide_name(const struct weir_report *report, struct config_info *info)
{
    info->name = redacted(report, info->name);
    info->definition.name = info->name;
}

/* ---- a key of a table ---- */

static struct weir_str full_name(struct weir_report *report, const struct report_place *place,
                                 const char *name)
{
    return weir_str_of(weir_arena_printf(report->arena, "%s%s", place->prefix, name));
}

static void define(struct weir_report *report, const struct weir_conf_key *key, int order,
                   const struct report_place *place, struct report_item *item)
{
    const char *group = place->group ? place->group : key->group;
    size_t n = 0;
    while (key->dependents && key->dependents[n]) {
        n++;
    }
    struct weir_str *dependents = WEIR_NEW_ARRAY(report->arena, struct weir_str, n + 1);
    for (size_t i = 0; i < n; i++) {
        dependents[i] = full_name(report, place, key->dependents[i]);
    }
    item->section = place->section;
    item->info.definition = (struct config_key_info){
        .name = item->info.name,
        .type = conf_type_name(key),
        .required = (key->flags & WEIR_KEY_REQUIRED) != 0,
        .default_value = conf_shown(key, weir_str_of(key->def)),
        .importance = importances[key->importance],
        .documentation = weir_str_of(key->doc ? key->doc : ""),
        .group = weir_str_of(group),
        .order_in_group = !group                     ? -1
                          : order == WEIR_ORDER_ZERO ? 0
                                                     : order,
        .width = widths[key->width],
        .display_name = weir_str_of(key->display ? key->display : key->name),
        .dependents = dependents,
        .n_dependents = n,
    };
    item->from_value = place->from_value;
    if (item->from_value) {
        hide_definition(report, &item->info.definition);
    }
    add_group(report, item->info.definition.group);
}

/* What the key's checks say of null, under the name that Java's would give it. */
static void add_null_error(struct weir_report *report, const struct weir_conf_key *key,
                           const struct report_place *place, struct report_item *item)
{
    struct weir_err err;
    struct weir_conf_key named = *key;
    named.name = place->own_names || place->checks_own_names ? key->name : item->info.name.p;
    if (conf_value_null(&named, &err) != WEIR_OK) {
        report_add_error(report, item, err.text);
    }
}

/* The sentence about a misread or refused value, under the name that Java would give the key. */
static void add_value_error(struct weir_report *report, const struct weir_conf_key *key,
                            struct weir_str text, const struct report_place *place,
                            struct report_item *item)
{
    struct weir_err err;
    struct weir_conf_key named = *key;
    bool full = !place->own_names;
    named.name = full ? item->info.name.p : key->name;
    if (conf_value_read(&named, text, NULL, report->arena, &err) == WEIR_OK) {
        return;
    }
    bool unparsed = err.code == CONF_UNPARSED;
    if (full && place->checks_own_names && !unparsed) {
        (void)!conf_value_read(key, text, NULL, report->arena, &err);
    }
    report_add_error(report, item, err.text);
    if (unparsed) {
        add_null_error(report, key, place, item);
    }
    item->info.value = unparsed ? WEIR_STR_NULL : item->info.value;
}

static void add_missing(struct weir_report *report, const struct weir_conf_key *key, bool required,
                        const struct report_place *place, struct report_item *item)
{
    struct weir_err err;
    struct weir_conf_key named = *key;
    named.name = place->own_names ? key->name : item->info.name.p;
    if (required) {
        conf_missing(&named, &err);
        report_add_error(report, item, err.text);
    }
    add_null_error(report, key, place, item);
}

/* Shows the variable, not what it stands for. */
static struct weir_str shown(struct weir_report *report, const struct weir_conf_key *key,
                             struct weir_str text, struct weir_str name)
{
    struct weir_str raw = weir_props_get_s(report->raw, name);
    bool variable = raw.p && !weir_str_eq(raw, weir_props_get_s(report->resolved, name));
    return variable ? conf_shown(key, raw) : conf_value_shown(key, text, report->arena);
}

static void set_value(struct weir_report *report, const struct weir_conf_key *key,
                      const struct report_place *place, struct report_item *item)
{
    struct weir_str text = conf_given(key, place->props);
    bool given = text.p || weir_props_has(place->props, key->name);
    item->info.value = WEIR_STR_NULL;
    if (text.p) {
        item->info.value = shown(report, key, text, item->info.name);
        add_value_error(report, key, text, place, item);
    } else if (given || (key->flags & WEIR_KEY_REQUIRED)) {
        add_missing(report, key, !given, place, item);
    } else {
        item->info.value = item->info.definition.default_value;
    }
}

struct report_item *report_key(struct weir_report *report, const struct weir_conf_key *key,
                               int order, const struct report_place *place)
{
    struct weir_str name = full_name(report, place, key->name);
    struct report_item *item = report_find(report, name);
    if (!item || item->section != place->section) {
        item = add_item(report);
    }
    item->info.name = name;
    item->errors.n = 0;
    define(report, key, order ? order : key->order, place, item);
    if (!place->default_only) {
        set_value(report, key, place, item);
    }
    return item;
}

bool report_lists(const struct weir_conf_key *key)
{
    return key->type != WEIR_CONF_MATCHES && !(key->flags & WEIR_KEY_INTERNAL);
}

/* Its place among the keys of its group, from 1. */
static int order_of(const struct weir_conf_key *keys, const struct weir_conf_key *key)
{
    int order = 1;
    for (const struct weir_conf_key *other = keys; other < key; other++) {
        bool same = other->group && key->group && strcmp(other->group, key->group) == 0;
        order += same && report_lists(other);
    }
    return order;
}

/* A key that is not shown has an entry only when it is wrong. */
static void check_unlisted(struct weir_report *report, const struct weir_conf_key *key,
                           const struct report_place *place)
{
    struct weir_err err;
    struct weir_str text = conf_given(key, place->props);
    bool checked = key->type != WEIR_CONF_MATCHES && !place->default_only && text.p;
    if (checked && conf_value_read(key, text, NULL, report->arena, &err) != WEIR_OK) {
        report_add_error(report, report_item(report, full_name(report, place, key->name)),
                         err.text);
    }
}

void report_keys(struct weir_report *report, const struct weir_conf_key *keys,
                 const struct report_place *place)
{
    for (const struct weir_conf_key *key = keys; key && key->name; key++) {
        if (report_lists(key)) {
            report_key(report, key, key->order ? key->order : order_of(keys, key), place);
        } else {
            check_unlisted(report, key, place);
        }
    }
}

/* ---- handing over ---- */

static void redact(const struct weir_report *report, struct report_texts *texts)
{
    for (size_t i = 0; i < texts->n; i++) {
        texts->items[i] = redacted(report, texts->items[i]);
    }
}

/* Overrides and converters' settings count once, however much is wrong with them; as in Java. */
static size_t count_of(const struct report_item *item)
{
    bool once = item->section == REPORT_OVERRIDES || item->section == REPORT_CONVERTERS;
    return once && item->errors.n > 1 ? 1 : item->errors.n;
}

void report_finish(struct weir_report *report, struct weir_str name, struct config_infos *infos)
{
    struct config_info *items = WEIR_NEW_ARRAY(report->arena, struct config_info, report->n + 1);
    size_t n = 0, errors = 0;
    for (int section = REPORT_UNDEFINED; section <= REPORT_CONVERTERS; section++) {
        for (size_t i = 0; i < report->n; i++) {
            struct report_item *item = report->items[i];
            if ((int)item->section != section) {
                continue;
            }
            redact(report, &item->errors);
            if (item->from_value) {
                hide_name(report, &item->info);
            }
            item->info.errors = item->errors.items;
            item->info.n_errors = item->errors.n;
            item->info.recommended = item->recommended.items;
            item->info.n_recommended = item->recommended.n;
            items[n++] = item->info;
            errors += count_of(item);
        }
    }
    redact(report, &report->warnings);
    redact(report, &report->findings);
    *infos = (struct config_infos){
        .name = name,
        .error_count = errors,
        .groups = report->groups.items,
        .n_groups = report->groups.n,
        .items = items,
        .n = n,
        .warnings = report->warnings.items,
        .n_warnings = report->warnings.n,
        .findings = report->findings.items,
        .n_findings = report->findings.n,
    };
}
