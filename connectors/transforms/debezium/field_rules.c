/* SPDX-License-Identifier: Apache-2.0 */
/*
 * field_rules.c: a list of rules comes in; for an event's topic and table the one that counts goes
 * out. A prefix holds for the items after it too, as in Debezium.
 */
#include "field_rules.h"

/* Debezium's: only the first rule may have three parts. */
#define NAME         "[\".\\w\\s_]+"
#define LIST_PATTERN "\\[" NAME ":(?:" NAME "(?::" NAME ")?(?:,|]$))+"

static enum weir_verdict check_list(const struct weir_conf_list *list, const char *what,
                                    struct weir_err *err)
{
    struct weir_buf text;
    struct weir_regex *pattern = weir_regex_new(WEIR_STR(LIST_PATTERN), 0, err);
    if (!pattern) {
        return err->class;
    }
    weir_buf_init(&text, (size_t)1 << 20);
    weir_buf_char(&text, '[');
    for (size_t i = 0; i < list->n; i++) {
        weir_buf_text(&text, i ? ", " : "");
        weir_buf_str(&text, list->items[i]);
    }
    weir_buf_char(&text, ']');
    bool good = weir_regex_matches(pattern, weir_buf_view(&text));
    weir_buf_free(&text);
    weir_regex_free(pattern);
    return good ? WEIR_OK
                : weir_err_set(err, WEIR_BAD_CONFIG,
                               "Invalid %s list format. Please specify a list of rules in the "
                               "format of \"source:<tablename>:<fieldnames>\", "
                               "\"topic:<topicname>:<fieldnames>\", "
                               "\"<matchname>:<fieldnames>\"",
                               what);
}

static struct field_rule *rule_of(struct weir_arena *arena, struct field_rules *rules,
                                  enum field_rule_kind kind, struct weir_str name, size_t max)
{
    for (size_t i = 0; i < rules->n; i++) {
        if (rules->items[i].kind == kind && weir_str_eq(rules->items[i].name, name)) {
            return &rules->items[i];
        }
    }
    struct field_rule *rule = &rules->items[rules->n++];
    *rule = (struct field_rule){
        .kind = kind, .name = name, .fields = WEIR_NEW_ARRAY(arena, struct weir_str, max)};
    return rule;
}

static bool is_prefix(struct weir_str text)
{
    return weir_str_eq_nocase(text, WEIR_STR("source")) ||
           weir_str_eq_nocase(text, WEIR_STR("topic"));
}

enum weir_verdict field_rules_parse(struct weir_arena *arena, const struct weir_conf_list *list,
                                    const char *what, struct field_rules *rules,
                                    struct weir_err *err)
{
    struct weir_str prefix = WEIR_STR_NULL;
    *rules = (struct field_rules){.items = WEIR_NEW_ARRAY(arena, struct field_rule, list->n)};
    if (list->n && check_list(list, what, err) != WEIR_OK) {
        return err->class;
    }
    for (size_t i = 0; i < list->n; i++) {
        struct weir_str rest = list->items[i];
        struct weir_str name = WEIR_STR("");
        struct weir_str field = WEIR_STR_NULL;
        (void)weir_str_split(&rest, ':', &name);
        if (rest.n && is_prefix(name)) {
            prefix = name;
            (void)weir_str_split(&rest, ':', &name);
        }
        (void)weir_str_split(&rest, ':', &field);
        enum field_rule_kind kind = weir_str_is(prefix, "topic")    ? FIELD_RULE_TOPIC
                                    : weir_str_is(prefix, "source") ? FIELD_RULE_TABLE
                                                                    : FIELD_RULE_NAME;
        struct field_rule *rule = rule_of(arena, rules, kind, name, list->n);
        if (field.p) {
            rule->fields[rule->n_fields++] = field;
        }
    }
    return WEIR_OK;
}

static const struct field_rule *find(const struct field_rules *rules, enum field_rule_kind kind,
                                     struct weir_str name)
{
    for (size_t i = 0; i < rules->n; i++) {
        if (rules->items[i].kind == kind && weir_str_eq(rules->items[i].name, name)) {
            return &rules->items[i];
        }
    }
    return NULL;
}

const struct field_rule *field_rules_find(const struct field_rules *rules, struct weir_str topic,
                                          struct weir_str table)
{
    const struct field_rule *rule = find(rules, FIELD_RULE_TOPIC, topic);
    rule = rule ? rule : find(rules, FIELD_RULE_TABLE, table);
    rule = rule ? rule : find(rules, FIELD_RULE_NAME, topic);
    return rule ? rule : find(rules, FIELD_RULE_NAME, table);
}

/* "source.x" is of the side source; "x" by itself is of before and after. */
static bool of_side(struct weir_str written, struct weir_str side, struct weir_str *field)
{
    static const char *const sides[] = {"source", "before", "after"};
    for (size_t i = 0; i < 3; i++) {
        struct weir_str each = weir_str_of(sides[i]);
        if (weir_str_starts(written, each) && written.n > each.n && written.p[each.n] == '.') {
            *field = weir_str_from(written, each.n + 1);
            return weir_str_eq(each, side);
        }
    }
    *field = written;
    return !weir_str_is(side, "source");
}

bool field_rule_has(const struct field_rule *rule, struct weir_str side, struct weir_str field)
{
    for (size_t i = 0; i < rule->n_fields; i++) {
        struct weir_str written;
        if (of_side(rule->fields[i], side, &written) && weir_str_eq(written, field)) {
            return true;
        }
    }
    return false;
}

bool field_rule_names(const struct field_rule *rule, struct weir_str side)
{
    struct weir_str written;
    for (size_t i = 0; i < rule->n_fields; i++) {
        if (of_side(rule->fields[i], side, &written)) {
            return true;
        }
    }
    return false;
}
