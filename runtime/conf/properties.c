/* SPDX-License-Identifier: Apache-2.0 */
/*
 * properties.c: java.util.Properties' syntax: comments, continuation lines, three separators,
 * escapes. Trailing blanks of a value are kept, as Java keeps them. Bytes that are no UTF-8 are
 * Latin-1, which is all that Java reads.
 */
#include "conf/conf_file.h"

#include <weir/reader.h>

#define ENTRIES_MAX 10000 /* each is looked up among those before it */

struct source {
    struct weir_reader rd;
    struct weir_buf line; /* the logical line, escapes still in it */
    int number;           /* of the natural line it began at */
    int next_number;
};

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\f';
}

/* The next natural line without its end; false at the end of the text. */
static bool natural_line(struct source *src, struct weir_str *line)
{
    if (weir_reader_left(&src->rd) == 0) {
        return false;
    }
    const uint8_t *begin = src->rd.p;
    while (src->rd.p < src->rd.end && *src->rd.p != '\n' && *src->rd.p != '\r') {
        src->rd.p++;
    }
    *line = weir_str_n(begin, (size_t)(src->rd.p - begin));
    uint8_t end = weir_reader_left(&src->rd) ? weir_reader_u8(&src->rd) : 0;
    if (end == '\r' && weir_reader_left(&src->rd) && *src->rd.p == '\n') {
        src->rd.p++;
    }
    src->next_number++;
    return true;
}

static struct weir_str skip_blanks(struct weir_str s)
{
    while (s.n > 0 && is_blank(s.p[0])) {
        s = weir_str_from(s, 1);
    }
    return s;
}

static bool continues(struct weir_str line)
{
    size_t slashes = 0;
    while (slashes < line.n && line.p[line.n - 1 - slashes] == '\\') {
        slashes++;
    }
    return slashes % 2 == 1;
}

/* Joins continued lines; skips comments and blank lines. */
static bool logical_line(struct source *src)
{
    struct weir_str line;
    weir_buf_reset(&src->line);
    do {
        if (!natural_line(src, &line)) {
            return false;
        }
        src->number = src->next_number;
        line = skip_blanks(line);
    } while (line.n == 0 || line.p[0] == '#' || line.p[0] == '!');
    while (continues(line)) {
        weir_buf_add(&src->line, line.p, line.n - 1);
        if (!natural_line(src, &line)) {
            return true;
        }
        line = skip_blanks(line);
    }
    weir_buf_str(&src->line, line);
    return true;
}

static void add_code(struct weir_buf *out, uint32_t code)
{
    if (code < 0x80) {
        weir_buf_char(out, (char)code);
    } else if (code < 0x800) {
        weir_buf_char(out, (char)(0xc0 | code >> 6));
        weir_buf_char(out, (char)(0x80 | (code & 63)));
    } else if (code < 0x10000) {
        weir_buf_char(out, (char)(0xe0 | code >> 12));
        weir_buf_char(out, (char)(0x80 | (code >> 6 & 63)));
        weir_buf_char(out, (char)(0x80 | (code & 63)));
    } else {
        weir_buf_char(out, (char)(0xf0 | code >> 18));
        weir_buf_char(out, (char)(0x80 | (code >> 12 & 63)));
        weir_buf_char(out, (char)(0x80 | (code >> 6 & 63)));
        weir_buf_char(out, (char)(0x80 | (code & 63)));
    }
}

/* Four hex digits; false when they are not there. */
static bool take_unit(struct weir_str *s, uint32_t *unit)
{
    *unit = 0;
    for (size_t i = 0; i < 4; i++) {
        char c = i < s->n ? s->p[i] : 0;
        char low = (char)(c | 0x20);
        bool digit = c >= '0' && c <= '9', letter = low >= 'a' && low <= 'f';
        if (!digit && !letter) {
            return false;
        }
        *unit = *unit << 4 | (uint32_t)(digit ? c - '0' : low - 'a' + 10);
    }
    *s = weir_str_from(*s, 4);
    return true;
}

/* \uXXXX, two of them for what is beyond the BMP; a lone half becomes U+FFFD. */
static bool unescape_unicode(struct weir_str *s, struct weir_buf *out)
{
    uint32_t unit = 0, low = 0;
    if (!take_unit(s, &unit)) {
        return false;
    }
    struct weir_str after = *s;
    bool pair =
        unit >= 0xd800 && unit < 0xdc00 && after.n >= 6 && after.p[0] == '\\' && after.p[1] == 'u';
    if (pair) {
        after = weir_str_from(after, 2);
        pair = take_unit(&after, &low) && low >= 0xdc00 && low < 0xe000;
    }
    if (pair) {
        *s = after;
        unit = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
    } else if (unit >= 0xd800 && unit < 0xe000) {
        unit = 0xfffd;
    }
    add_code(out, unit);
    return true;
}

static bool unescape(struct weir_str s, struct weir_buf *out)
{
    while (s.n > 0) {
        char c = s.p[0];
        s = weir_str_from(s, 1);
        if (c != '\\') {
            weir_buf_char(out, c);
            continue;
        }
        if (s.n == 0) {
            break; /* a lone backslash at the very end says nothing */
        }
        c = s.p[0];
        s = weir_str_from(s, 1);
        if (c == 'u') {
            if (!unescape_unicode(&s, out)) {
                return false;
            }
            continue;
        }
        weir_buf_char(out, c == 't'   ? '\t'
                           : c == 'n' ? '\n'
                           : c == 'r' ? '\r'
                           : c == 'f' ? '\f'
                                      : c);
    }
    return true;
}

/* Splits at the first unescaped '=', ':' or blank. */
static void split(struct weir_str line, struct weir_str *name, struct weir_str *value)
{
    size_t at = 0;
    while (at < line.n && line.p[at] != '=' && line.p[at] != ':' && !is_blank(line.p[at])) {
        at += line.p[at] == '\\' && at + 1 < line.n ? 2 : 1;
    }
    *name = weir_str_n(line.p, at);
    *value = skip_blanks(weir_str_from(line, at));
    if (value->n > 0 && (value->p[0] == '=' || value->p[0] == ':')) {
        *value = skip_blanks(weir_str_from(*value, 1));
    }
}

static struct weir_str latin1_to_utf8(struct weir_str text, struct weir_buf *out)
{
    for (size_t i = 0; i < text.n; i++) {
        add_code(out, (uint8_t)text.p[i]);
    }
    return weir_buf_view(out);
}

static bool set_line(struct weir_str line, struct weir_buf *scratch, struct weir_props *props)
{
    struct weir_str name, value;
    split(line, &name, &value);
    weir_buf_reset(scratch);
    bool good = unescape(name, scratch);
    size_t name_bytes = scratch->n;
    good = good && unescape(value, scratch);
    if (good) {
        struct weir_str all = weir_buf_view(scratch);
        weir_props_set(props, weir_str_n(all.p, name_bytes), weir_str_from(all, name_bytes));
    }
    return good;
}

enum weir_verdict properties_parse(struct weir_str text, struct weir_props *props,
                                   struct weir_err *err)
{
    struct source src = {0};
    struct weir_buf scratch, utf8;
    weir_buf_init(&src.line, CONF_FILE_MAX);
    weir_buf_init(&scratch, CONF_FILE_MAX);
    weir_buf_init(&utf8, 2 * CONF_FILE_MAX);
    src.rd = weir_reader_of(weir_utf8_valid(text) ? text : latin1_to_utf8(text, &utf8));
    enum weir_verdict rc = WEIR_OK;
    while (rc == WEIR_OK && logical_line(&src)) {
        if (props->n >= ENTRIES_MAX) {
            rc = weir_err_set(err, WEIR_BAD_CONFIG, "line %d: more than %d entries", src.number,
                              ENTRIES_MAX);
        } else if (src.line.n > 0 && !set_line(weir_buf_view(&src.line), &scratch, props)) {
            rc = weir_err_set(err, WEIR_BAD_CONFIG,
                              "line %d: \\u must be followed by four hex digits", src.number);
        }
    }
    weir_buf_free(&src.line);
    weir_buf_free(&scratch);
    weir_buf_free(&utf8);
    return rc;
}
