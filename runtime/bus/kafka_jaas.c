/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kafka_jaas.c: reads the text of sasl.jaas.config, "<login module> <flag> name=value ...;", as
 * Java does: quoted values with backslash escapes, bare words, comments; a missing ';' is forgiven.
 * Next: kafka_security.c, which takes user and password out of the options.
 */
#include "bus/kafka_conf.h"

#define OPTIONS_MAX 64

struct scanner {
    struct weir_arena *arena;
    struct weir_str text;
    size_t at;
    struct weir_err *err;
};

static enum weir_verdict fail(struct scanner *scan, const char *what)
{
    return weir_err_set(scan->err, WEIR_BAD_CONFIG,
                        "sasl.jaas.config: %s at character %zu; the form is "
                        "<login module class> required name=\"value\" ...;",
                        what, scan->at + 1);
}

static int peek(const struct scanner *scan)
{
    return scan->at < scan->text.n ? (unsigned char)scan->text.p[scan->at] : -1;
}

static bool blank(int c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool starts(const struct scanner *scan, const char *what)
{
    struct weir_str rest = weir_str_from(scan->text, scan->at);
    return weir_str_starts(rest, weir_str_of(what));
}

static void skip_past(struct scanner *scan, const char *end)
{
    while (scan->at < scan->text.n && !starts(scan, end)) {
        scan->at++;
    }
    size_t n = strlen(end);
    scan->at = scan->text.n - scan->at < n ? scan->text.n : scan->at + n;
}

static void skip_blanks(struct scanner *scan)
{
    for (;;) {
        if (blank(peek(scan))) {
            scan->at++;
        } else if (starts(scan, "//") || peek(scan) == '#') {
            skip_past(scan, "\n");
        } else if (starts(scan, "/*")) {
            scan->at += 2;
            skip_past(scan, "*/");
        } else {
            return;
        }
    }
}

static struct weir_str word(struct scanner *scan)
{
    size_t from = scan->at;
    for (int c = peek(scan); c > 0 && !blank(c) && !strchr("=;\"'{}", c); c = peek(scan)) {
        scan->at++;
    }
    return weir_str_n(scan->text.p + from, scan->at - from);
}

static char unescape(char c)
{
    static const char from[] = "ntrbf";
    static const char to[] = "\n\t\r\b\f";
    const char *found = c ? strchr(from, c) : NULL;
    return found ? to[found - from] : c;
}

static enum weir_verdict quoted(struct scanner *scan, struct weir_str *value)
{
    char quote = scan->text.p[scan->at++];
    char *out = weir_arena_bytes(scan->arena, scan->text.n - scan->at + 1);
    size_t n = 0;
    while (scan->at < scan->text.n && scan->text.p[scan->at] != quote) {
        char c = scan->text.p[scan->at++];
        if (c == '\\' && scan->at < scan->text.n) {
            c = unescape(scan->text.p[scan->at++]);
        }
        out[n++] = c;
    }
    if (scan->at == scan->text.n) {
        return fail(scan, "a quoted value does not end");
    }
    scan->at++;
    *value = weir_str_n(out, n);
    return WEIR_OK;
}

static enum weir_verdict option(struct scanner *scan, struct kafka_jaas *jaas)
{
    struct weir_str name = word(scan);
    if (name.n == 0) {
        return fail(scan, "an option's name is expected");
    }
    skip_blanks(scan);
    if (peek(scan) != '=') {
        return fail(scan, "'=' is expected after an option's name");
    }
    scan->at++;
    skip_blanks(scan);
    struct weir_str value;
    if (peek(scan) == '"' || peek(scan) == '\'') {
        enum weir_verdict verdict = quoted(scan, &value);
        if (verdict) {
            return verdict;
        }
    } else {
        value = word(scan);
        if (value.n == 0) {
            return fail(scan, "a value is expected after '='");
        }
    }
    weir_props_set(&jaas->options, name, value);
    return WEIR_OK;
}

static bool is_flag(struct weir_str flag)
{
    static const char *const flags[] = {"required", "requisite", "sufficient", "optional"};
    for (size_t i = 0; i < sizeof(flags) / sizeof(flags[0]); i++) {
        if (weir_str_eq_nocase(flag, weir_str_of(flags[i]))) {
            return true;
        }
    }
    return false;
}

static struct weir_str simple_name(struct weir_str class)
{
    for (size_t i = class.n; i-- > 0;) {
        if (class.p[i] == '.') {
            return weir_str_from(class, i + 1);
        }
    }
    return class;
}

enum weir_verdict kafka_jaas_parse(struct weir_arena *arena, struct weir_str text,
                                   struct kafka_jaas *jaas, struct weir_err *err)
{
    struct scanner scan = {.arena = arena, .text = text, .err = err};
    weir_props_init(&jaas->options, arena);
    skip_blanks(&scan);
    jaas->module = weir_arena_str(arena, simple_name(word(&scan)));
    if (jaas->module.n == 0) {
        return fail(&scan, "a login module's class is expected");
    }
    skip_blanks(&scan);
    if (!is_flag(word(&scan))) {
        return fail(&scan, "'required' is expected after the login module");
    }
    for (skip_blanks(&scan); peek(&scan) >= 0 && peek(&scan) != ';'; skip_blanks(&scan)) {
        if (jaas->options.n == OPTIONS_MAX) {
            return fail(&scan, "too many options");
        }
        enum weir_verdict verdict = option(&scan, jaas);
        if (verdict) {
            return verdict;
        }
    }
    scan.at += peek(&scan) == ';';
    skip_blanks(&scan);
    return peek(&scan) < 0 ? WEIR_OK : fail(&scan, "only one login module is allowed, more text");
}
