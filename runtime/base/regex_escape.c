/* SPDX-License-Identifier: Apache-2.0 */
/*
 * regex_escape.c: the backslashes that mean the same inside and outside of brackets: one character,
 * or a set of them. Java's names of sets become PCRE2's.
 */
#include "base/regex_java.h"

#include <stdio.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

void regex_literal(struct weir_buf *out, uint32_t point)
{
    bool letter = (point >= '0' && point <= '9') || (point >= 'a' && point <= 'z') ||
                  (point >= 'A' && point <= 'Z') || point == '_';
    if (letter) {
        weir_buf_char(out, (char)point);
    } else {
        weir_buf_printf(out, "\\x{%x}", (unsigned)point);
    }
}

uint32_t regex_take_point(struct regex_java *jx)
{
    uint8_t lead = (uint8_t)regex_peek(jx, 0);
    size_t n = lead < 0xc0 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    uint32_t point = n == 1 ? lead : lead & (0x7fu >> n);
    for (size_t i = 1; i < n; i++) {
        uint8_t byte = (uint8_t)regex_peek(jx, i);
        point = point << 6 | (byte & 0x3f);
    }
    jx->at += n;
    return point;
}

/* ---- characters by number ---- */

static int hex_digit(char c)
{
    return c >= '0' && c <= '9'                     ? c - '0'
           : (c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10
                                                    : -1;
}

static bool take_hex(struct regex_java *jx, int n, const char *what, uint32_t *point)
{
    for (*point = 0; n > 0; n--, jx->at++) {
        int digit = hex_digit(regex_peek(jx, 0));
        if (digit < 0) {
            return regex_refuse(jx, jx->at, "Illegal %s escape sequence", what);
        }
        *point = *point << 4 | (uint32_t)digit;
    }
    return true;
}

static bool take_braced_hex(struct regex_java *jx, uint32_t *point)
{
    if (hex_digit(regex_peek(jx, 0)) < 0) {
        return regex_refuse(jx, jx->at - 1, "Illegal hexadecimal escape sequence");
    }
    for (*point = 0; hex_digit(regex_peek(jx, 0)) >= 0; jx->at++) {
        *point = *point << 4 | (uint32_t)hex_digit(regex_peek(jx, 0));
        if (*point > 0x10ffff) {
            return regex_refuse(jx, jx->at, "Hexadecimal codepoint is too big");
        }
    }
    if (regex_peek(jx, 0) != '}') {
        return regex_refuse(jx, jx->at, "Unclosed hexadecimal escape sequence");
    }
    jx->at++;
    return true;
}

/* \uD83D\uDE00 is one character, as in Java. */
static bool take_unicode(struct regex_java *jx, uint32_t *point)
{
    if (!take_hex(jx, 4, "Unicode", point)) {
        return false;
    }
    if (*point >= 0xd800 && *point < 0xdc00 && regex_has(jx, "\\u")) {
        size_t begin = jx->at;
        uint32_t low = 0;
        jx->at += 2;
        if (!take_hex(jx, 4, "Unicode", &low)) {
            return false;
        }
        if (low >= 0xdc00 && low < 0xe000) {
            *point = 0x10000 + ((*point - 0xd800) << 10) + (low - 0xdc00);
        } else {
            jx->at = begin;
        }
    }
    return true;
}

/* \0n, \0nn or \0mnn with m up to 3. */
static bool take_octal(struct regex_java *jx, uint32_t *point)
{
    int n = 0;
    int most = regex_peek(jx, 0) <= '3' ? 3 : 2;
    for (*point = 0; n < most && regex_peek(jx, 0) >= '0' && regex_peek(jx, 0) <= '7'; n++) {
        *point = *point * 8 + (uint32_t)(regex_peek(jx, 0) - '0');
        jx->at++;
    }
    return n > 0 || regex_refuse(jx, jx->at, "Illegal octal escape sequence");
}

static bool take_control(struct regex_java *jx, uint32_t *point)
{
    if (jx->at == jx->pattern.n) {
        return regex_refuse(jx, jx->at - 1, "Illegal control escape sequence");
    }
    *point = regex_take_point(jx) ^ 64;
    return true;
}

/* ---- sets by name ---- */

static const struct {
    const char *java;
    const char *pcre; /* NULL: the POSIX name in brackets */
    const char *posix;
} names[] = {
    {"Lower", NULL, "lower"},
    {"Upper", NULL, "upper"},
    {"ASCII", NULL, "ascii"},
    {"Alpha", NULL, "alpha"},
    {"Digit", NULL, "digit"},
    {"Alnum", NULL, "alnum"},
    {"Punct", NULL, "punct"},
    {"Graph", NULL, "graph"},
    {"Print", NULL, "print"},
    {"Blank", NULL, "blank"},
    {"Cntrl", NULL, "cntrl"},
    {"XDigit", NULL, "xdigit"},
    {"Space", NULL, "space"},
    {"LC", "L&", NULL},
    {"all", "Any", NULL},
    {"IsLetter", "L", NULL},
    {"IsPunctuation", "P", NULL},
    {"IsControl", "Cc", NULL},
    {"IsDigit", "Nd", NULL},
    {"IsTitlecase", "Lt", NULL},
    {"javaLowerCase", "Lowercase", NULL},
    {"javaUpperCase", "Uppercase", NULL},
    {"javaAlphabetic", "Alphabetic", NULL},
    {"javaLetter", "L", NULL},
    {"javaDigit", "Nd", NULL},
};

static bool pcre_knows(const char *name)
{
    char pattern[96];
    int n = snprintf(pattern, sizeof(pattern), "\\p{%s}", name);
    int code = 0;
    PCRE2_SIZE offset = 0;
    pcre2_code *compiled =
        pcre2_compile((PCRE2_SPTR)pattern, (PCRE2_SIZE)n, PCRE2_UTF, &code, &offset, NULL);
    pcre2_code_free(compiled);
    return compiled != NULL;
}

/* The name without what PCRE2 has no use for: IsLatin, script=Latin, gc=Lu. */
static struct weir_str bare_name(struct weir_str name)
{
    static const char *const heads[] = {"Is", "script=", "sc=", "general_category=", "gc="};
    for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++) {
        if (weir_str_starts(name, weir_str_of(heads[i]))) {
            return weir_str_from(name, strlen(heads[i]));
        }
    }
    return name;
}

static bool add_property(struct weir_buf *out, struct weir_str name, bool negated)
{
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (weir_str_is(name, names[i].java)) {
            if (names[i].posix) {
                weir_buf_printf(out, "[:%s%s:]", negated ? "^" : "", names[i].posix);
            } else {
                weir_buf_printf(out, "\\%c{%s}", negated ? 'P' : 'p', names[i].pcre);
            }
            return true;
        }
    }
    char bare[64];
    snprintf(bare, sizeof(bare), "%.*s", WEIR_STR_ARG(bare_name(name)));
    if (name.n >= sizeof(bare) || !pcre_knows(bare)) {
        return false;
    }
    weir_buf_printf(out, "\\%c{%s}", negated ? 'P' : 'p', bare);
    return true;
}

bool regex_property(struct regex_java *jx, struct weir_buf *out)
{
    bool negated = regex_peek(jx, 1) == 'P';
    jx->at += 2;
    struct weir_str name = weir_str_n(jx->pattern.p + jx->at, jx->at < jx->pattern.n);
    if (regex_peek(jx, 0) == '{') {
        struct weir_str rest = weir_str_from(jx->pattern, jx->at + 1);
        ptrdiff_t end = weir_str_chr(rest, '}');
        if (end <= 0) {
            return regex_refuse(jx, end < 0 ? jx->pattern.n : jx->at + 1, "%s",
                                end < 0 ? "Unclosed character family" : "Empty character family");
        }
        name = weir_str_n(rest.p, (size_t)end);
        jx->at += (size_t)end + 1;
    }
    if (!add_property(out, name, negated)) {
        return regex_refuse(jx, jx->at, "Unknown character property name {%.*s}",
                            WEIR_STR_ARG(name));
    }
    jx->at++;
    return true;
}

/* ---- all of them ---- */

static enum regex_escape numbered(struct regex_java *jx, char c, uint32_t *point)
{
    bool good = false;
    jx->at += 2;
    if (c == 'u') {
        good = take_unicode(jx, point);
    } else if (c == '0') {
        good = take_octal(jx, point);
    } else if (c == 'c') {
        good = take_control(jx, point);
    } else if (regex_peek(jx, 0) == '{') {
        jx->at++;
        good = take_braced_hex(jx, point);
    } else {
        good = take_hex(jx, 2, "hexadecimal", point);
    }
    return good ? REGEX_POINT : REGEX_REFUSED;
}

enum regex_escape regex_escape(struct regex_java *jx, struct weir_buf *out, uint32_t *point)
{
    static const char letters[] = "tnrfae";
    static const char meant[] = "\t\n\r\f\a\033";
    char c = regex_peek(jx, 1);
    if (jx->at + 1 == jx->pattern.n) {
        regex_refuse(jx, jx->pattern.n, "Unescaped trailing backslash");
        return REGEX_REFUSED;
    }
    if (c == 'u' || c == 'x' || c == '0' || c == 'c') {
        return numbered(jx, c, point);
    }
    if (c == 'p' || c == 'P') {
        return regex_property(jx, out) ? REGEX_SET : REGEX_REFUSED;
    }
    if (c && strchr("dDhHsSvVwW", c)) {
        weir_buf_add(out, jx->pattern.p + jx->at, 2);
        jx->at += 2;
        return REGEX_SET;
    }
    const char *known = c ? strchr(letters, c) : NULL;
    if (known) {
        *point = (uint32_t)meant[known - letters];
        jx->at += 2;
        return REGEX_POINT;
    }
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '1' && c <= '9')) {
        return REGEX_OTHER;
    }
    jx->at++;
    *point = regex_take_point(jx);
    return REGEX_POINT;
}
