/* SPDX-License-Identifier: Apache-2.0 */
/*
 * regex_group.c: groups of a Java pattern: capturing, named, looking ahead or behind, flags; and
 * the references back to them.
 */
#include "base/regex_java.h"

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* A group's name up to its closing bracket, which is passed over. */
static bool take_name(struct regex_java *jx, struct weir_str *name)
{
    size_t begin = jx->at;
    if (!is_letter(regex_peek(jx, 0))) {
        return regex_refuse(jx, jx->at, "capturing group name does not start with a Latin letter");
    }
    while (is_letter(regex_peek(jx, 0)) || (regex_peek(jx, 0) >= '0' && regex_peek(jx, 0) <= '9')) {
        jx->at++;
    }
    if (regex_peek(jx, 0) != '>') {
        return regex_refuse(jx, jx->at, "named capturing group is missing trailing '>'");
    }
    *name = weir_str_n(jx->pattern.p + begin, jx->at - begin);
    jx->at++;
    return true;
}

static bool is_named(const struct regex_java *jx, struct weir_str name)
{
    for (unsigned i = 0; i < jx->n_names; i++) {
        if (weir_str_eq(jx->names[i], name)) {
            return true;
        }
    }
    return false;
}

static bool named_group(struct regex_java *jx)
{
    struct weir_str name;
    jx->at += 3;
    if (!take_name(jx, &name)) {
        return false;
    }
    if (is_named(jx, name)) {
        return regex_refuse(jx, jx->at - 1, "Named capturing group <%.*s> is already defined",
                            WEIR_STR_ARG(name));
    }
    if (jx->n_names < REGEX_NAMES_MAX) {
        jx->names[jx->n_names++] = name;
    }
    weir_buf_printf(jx->out, "(?<%.*s>", WEIR_STR_ARG(name));
    jx->groups++;
    return true;
}

/* (?idmsux-idmsux) or the same before a colon. u and d change nothing that we can change. */
static bool flags(struct regex_java *jx)
{
    bool off = false;
    weir_buf_text(jx->out, "(?");
    for (jx->at += 2;; jx->at++) {
        char c = regex_peek(jx, 0);
        if (c == '-' && !off) {
            off = true;
            weir_buf_char(jx->out, c);
        } else if (c == 'i' || c == 'm' || c == 's' || c == 'x') {
            weir_buf_char(jx->out, c);
            jx->comments = jx->comments || (c == 'x' && !off);
        } else if (c == 'U') {
            jx->unicode = jx->unicode || !off;
        } else if (c != 'u' && c != 'd') {
            break;
        }
    }
    if (regex_peek(jx, 0) != ')' && regex_peek(jx, 0) != ':') {
        return regex_refuse(jx, jx->at, "Unknown inline modifier");
    }
    jx->open += regex_peek(jx, 0) == ':';
    regex_copy(jx, 1);
    return true;
}

bool regex_group(struct regex_java *jx)
{
    static const char *const plain[] = {"(?:", "(?=", "(?!", "(?>", "(?<=", "(?<!"};
    jx->atom = false;
    for (size_t i = 0; i < sizeof(plain) / sizeof(plain[0]); i++) {
        if (regex_has(jx, plain[i])) {
            jx->open++;
            regex_copy(jx, strlen(plain[i]));
            return true;
        }
    }
    if (regex_has(jx, "(?<")) {
        jx->open++;
        return named_group(jx);
    }
    if (regex_has(jx, "(?")) {
        return flags(jx);
    }
    jx->open++;
    jx->groups++;
    regex_copy(jx, 1);
    return true;
}

bool regex_group_end(struct regex_java *jx)
{
    if (jx->open == 0) {
        return regex_refuse(jx, jx->at ? jx->at - 1 : REGEX_NOWHERE, "Unmatched closing ')'");
    }
    jx->open--;
    jx->atom = true;
    regex_copy(jx, 1);
    return true;
}

void regex_back_reference(struct regex_java *jx)
{
    unsigned number = 0;
    jx->at++;
    do {
        number = number * 10 + (unsigned)(regex_peek(jx, 0) - '0');
        jx->at++;
    } while (regex_peek(jx, 0) >= '0' && regex_peek(jx, 0) <= '9' &&
             number * 10 + (unsigned)(regex_peek(jx, 0) - '0') <= jx->groups);
    if (number > jx->groups) {
        weir_buf_text(jx->out, "(?!)");
    } else {
        weir_buf_printf(jx->out, "\\g{%u}", number);
    }
}

bool regex_named_reference(struct regex_java *jx)
{
    struct weir_str name;
    jx->at += 2;
    if (regex_peek(jx, 0) != '<') {
        return regex_refuse(jx, jx->at, "\\k is not followed by '<' for named capturing group");
    }
    jx->at++;
    if (!take_name(jx, &name)) {
        return false;
    }
    if (!is_named(jx, name)) {
        return regex_refuse(jx, jx->at - 1, "named capturing group <%.*s> does not exist",
                            WEIR_STR_ARG(name));
    }
    weir_buf_printf(jx->out, "\\k<%.*s>", WEIR_STR_ARG(name));
    return true;
}
