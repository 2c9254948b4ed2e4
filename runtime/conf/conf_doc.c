/* SPDX-License-Identifier: Apache-2.0 */
/*
 * conf_doc.c: writes each row of a key table: name, type, default, what is allowed, what it is for.
 */
#include "conf/conf_doc.h"

#include "conf/conf_apply.h"

#define WRAP_COLUMN 92

static const char *importance_word(enum weir_importance importance)
{
    switch (importance) {
    case WEIR_HIGH:
        return "high";
    case WEIR_MEDIUM:
        return "medium";
    case WEIR_LOW:
        return "low";
    }
    return "";
}

/* "LONG, default 60000, at least 1, high" */
static void facts(struct weir_buf *out, const struct weir_conf_key *key)
{
    weir_buf_text(out, key->type == WEIR_CONF_MATCHES ? "any number of keys" : conf_type_name(key));
    if (key->flags & WEIR_KEY_REQUIRED) {
        weir_buf_text(out, ", required");
    } else if (key->def && (key->flags & WEIR_KEY_SECRET) == 0) {
        weir_buf_printf(out, ", default %s", *key->def ? key->def : "\"\"");
    }
    if (key->flags & WEIR_KEY_HAS_MIN) {
        weir_buf_printf(out, ", at least %lld", (long long)key->min);
    }
    if (key->flags & WEIR_KEY_HAS_MAX) {
        weir_buf_printf(out, ", at most %lld", (long long)key->max);
    }
    for (size_t i = 0; key->values && key->values[i]; i++) {
        weir_buf_printf(out, "%s%s", i ? "|" : ", one of ", key->values[i]);
    }
    weir_buf_printf(out, ", importance %s", importance_word(key->importance));
    if (key->alias) {
        weir_buf_printf(out, ", also called %s", key->alias);
    }
}

static void wrapped(struct weir_buf *out, struct weir_str text, const char *indent)
{
    size_t column = 0;
    for (struct weir_str word; text.n > 0 && weir_str_split(&text, ' ', &word);) {
        if (column == 0 || column + word.n + 1 > WRAP_COLUMN) {
            weir_buf_printf(out, "%s%s", column ? "\n" : "", indent);
            column = strlen(indent);
        } else {
            weir_buf_char(out, ' ');
            column++;
        }
        weir_buf_str(out, word);
        column += word.n;
    }
    weir_buf_char(out, '\n');
}

static void text_row(struct weir_buf *out, const struct weir_conf_key *key, bool terminal)
{
    weir_buf_printf(out, terminal ? "\n  \033[1m%s\033[0m\n      " : "\n  %s\n      ", key->name);
    facts(out, key);
    weir_buf_char(out, '\n');
    wrapped(out, weir_str_of(key->doc), "      ");
}

static void markdown_cell(struct weir_buf *out, struct weir_str text)
{
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == '|') {
            weir_buf_char(out, '\\');
        }
        weir_buf_char(out, text.p[i] == '\n' ? ' ' : text.p[i]);
    }
}

static void markdown_row(struct weir_buf *out, const struct weir_conf_key *key)
{
    struct weir_buf about;
    weir_buf_init(&about, 65536);
    facts(&about, key);
    weir_buf_printf(out, "| `%s` | ", key->name);
    markdown_cell(out, weir_buf_view(&about));
    weir_buf_text(out, " | ");
    markdown_cell(out, weir_str_of(key->doc));
    weir_buf_text(out, " |\n");
    weir_buf_free(&about);
}

static bool same_group(const struct weir_conf_key *a, const struct weir_conf_key *b)
{
    return a->group == b->group || (a->group && b->group && strcmp(a->group, b->group) == 0);
}

static void heading(struct weir_buf *out, const char *group, enum conf_doc_style style)
{
    if (style == CONF_DOC_MARKDOWN) {
        weir_buf_printf(out, "%s%s%s| key | value | what for |\n|---|---|---|\n",
                        group ? "\n### " : "\n", group ? group : "", group ? "\n\n" : "");
    } else if (group) {
        weir_buf_printf(out, style == CONF_DOC_TERMINAL ? "\n\033[4m%s\033[0m\n" : "\n%s\n", group);
    }
}

/* The rows of first's group, wherever in the table they stand. */
static void section(struct weir_buf *out, const struct weir_conf_key *first,
                    enum conf_doc_style style)
{
    heading(out, first->group, style);
    for (const struct weir_conf_key *key = first; key->name; key++) {
        if (!same_group(key, first) || !key->doc) {
            continue;
        }
        if (style == CONF_DOC_MARKDOWN) {
            markdown_row(out, key);
        } else {
            text_row(out, key, style == CONF_DOC_TERMINAL);
        }
    }
}

static bool begins_group(const struct weir_conf_key *keys, const struct weir_conf_key *key)
{
    for (const struct weir_conf_key *before = keys; before < key; before++) {
        if (before->doc && same_group(before, key)) {
            return false;
        }
    }
    return key->doc != NULL;
}

void conf_doc(struct weir_buf *out, const char *title, const char *doc,
              const struct weir_conf_key *keys, enum conf_doc_style style)
{
    weir_buf_printf(out, style == CONF_DOC_MARKDOWN ? "## %s\n\n%s\n" : "%s\n%s\n", title,
                    doc ? doc : "");
    for (const struct weir_conf_key *key = keys; key && key->name; key++) {
        if (begins_group(keys, key)) {
            section(out, key, style);
        }
    }
}
