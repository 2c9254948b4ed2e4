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
    weir_buf_text(out, conf_type_name(key));
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

static void text_row(struct weir_buf *out, const struct weir_conf_key *key)
{
    weir_buf_printf(out, "\n  %s\n      ", key->name);
    facts(out, key);
    weir_buf_char(out, '\n');
    wrapped(out, weir_str_of(key->doc ? key->doc : ""), "      ");
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
    markdown_cell(out, weir_str_of(key->doc ? key->doc : ""));
    weir_buf_text(out, " |\n");
    weir_buf_free(&about);
}

void conf_doc(struct weir_buf *out, const char *name, const char *doc,
              const struct weir_conf_key *keys, bool markdown)
{
    weir_buf_printf(
        out, markdown ? "## %s\n\n%s\n\n| key | value | what for |\n|---|---|---|\n" : "%s\n%s\n",
        name, doc ? doc : "");
    for (const struct weir_conf_key *key = keys; key && key->name; key++) {
        if (key->flags & WEIR_KEY_INTERNAL) {
            continue;
        }
        (markdown ? markdown_row : text_row)(out, key);
    }
}
