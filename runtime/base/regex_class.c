/* SPDX-License-Identifier: Apache-2.0 */
/*
 * regex_class.c: character classes. Java's may nest and intersect, [a-z&&[^aeiou]], PCRE2's may
 * not: then they become a group that takes one character, with a look ahead for each "and".
 */
#include "base/regex_java.h"

#define NESTED_MAX 32

/* One class being read. */
struct class
{
    bool negated;
    struct weir_buf items;  /* of the current operand, as they stand within brackets */
    struct weir_buf nested; /* of the current operand: matchers of classes within, | between */
    struct weir_buf whole;  /* the operands before it, as one matcher; empty: none yet */
};

static bool parse(struct regex_java *jx, struct weir_buf *out, unsigned depth);

/* ---- items ---- */

static enum regex_escape take_item(struct regex_java *jx, struct weir_buf *items, uint32_t *point)
{
    if (regex_peek(jx, 0) != '\\') {
        *point = regex_take_point(jx);
        return REGEX_POINT;
    }
    enum regex_escape kind = regex_escape(jx, items, point);
    if (kind == REGEX_OTHER) {
        regex_refuse(jx, jx->at + 1, "Illegal/unsupported escape sequence");
        return REGEX_REFUSED;
    }
    return kind;
}

static void quoted(struct regex_java *jx, struct weir_buf *items)
{
    for (jx->at += 2; jx->at < jx->pattern.n && !regex_has(jx, "\\E");) {
        regex_literal(items, regex_take_point(jx));
    }
    jx->at += jx->at < jx->pattern.n ? 2 : 0;
}

/* A character, a range, a set. */
static bool item(struct regex_java *jx, struct weir_buf *items)
{
    uint32_t low = 0;
    uint32_t high = 0;
    if (regex_has(jx, "\\Q")) {
        quoted(jx, items);
        return true;
    }
    enum regex_escape kind = take_item(jx, items, &low);
    if (kind != REGEX_POINT) {
        return kind == REGEX_SET;
    }
    regex_literal(items, low);
    bool range = regex_peek(jx, 0) == '-' && jx->at + 1 < jx->pattern.n &&
                 regex_peek(jx, 1) != ']' && regex_peek(jx, 1) != '[';
    if (!range) {
        return true;
    }
    jx->at++;
    kind = take_item(jx, items, &high);
    if (kind == REGEX_REFUSED) {
        return false;
    }
    if (kind == REGEX_SET || high < low) {
        return regex_refuse(jx, jx->at - 1, "Illegal character range");
    }
    weir_buf_char(items, '-');
    regex_literal(items, high);
    return true;
}

/* ---- operands ---- */

/* Ends an operand: what was gathered becomes part of the whole. An empty one says nothing. */
static void end_operand(struct class *class)
{
    struct weir_buf operand;
    if (class->items.n == 0 && class->nested.n == 0) {
        return;
    }
    weir_buf_init(&operand, class->whole.max);
    if (class->nested.n) {
        weir_buf_text(&operand, "(?:");
    }
    if (class->items.n) {
        weir_buf_char(&operand, '[');
        weir_buf_str(&operand, weir_buf_view(&class->items));
        weir_buf_text(&operand, class->nested.n ? "]|" : "]");
    }
    if (class->nested.n) {
        weir_buf_str(&operand, weir_buf_view(&class->nested));
        weir_buf_char(&operand, ')');
    }
    if (class->whole.n) {
        struct weir_buf both;
        weir_buf_init(&both, class->whole.max);
        weir_buf_printf(&both, "(?:(?=%.*s)%.*s)", WEIR_STR_ARG(weir_buf_view(&class->whole)),
                        WEIR_STR_ARG(weir_buf_view(&operand)));
        weir_buf_free(&class->whole);
        class->whole = both;
    } else {
        weir_buf_str(&class->whole, weir_buf_view(&operand));
    }
    weir_buf_free(&operand);
    weir_buf_reset(&class->items);
    weir_buf_reset(&class->nested);
}

static bool read_class(struct regex_java *jx, struct class *class, unsigned depth)
{
    for (bool first = true;; first = false) {
        if (jx->at >= jx->pattern.n) {
            return regex_refuse(jx, jx->pattern.n - 1, "Unclosed character class");
        }
        if (regex_peek(jx, 0) == ']' && !first) {
            bool empty = class->whole.n + class->items.n + class->nested.n == 0;
            jx->at++;
            return !empty || regex_refuse(jx, jx->at - 2, "Bad class syntax");
        }
        if (regex_has(jx, "&&")) {
            jx->at += 2;
            end_operand(class);
        } else if (regex_peek(jx, 0) == '[') {
            weir_buf_text(&class->nested, class->nested.n ? "|" : "");
            if (!parse(jx, &class->nested, depth + 1)) {
                return false;
            }
        } else if (!item(jx, &class->items)) {
            return false;
        }
    }
}

static void write_class(struct weir_buf *out, struct class *class)
{
    if (class->whole.n == 0 && class->nested.n == 0) {
        weir_buf_text(out, class->negated ? "[^" : "[");
        weir_buf_str(out, weir_buf_view(&class->items));
        weir_buf_char(out, ']');
        return;
    }
    end_operand(class);
    const char *frame = class->negated ? "(?:(?!" : "";
    weir_buf_text(out, frame);
    weir_buf_str(out, weir_buf_view(&class->whole));
    weir_buf_text(out, class->negated ? ")(?s:.))" : "");
}

/* From the opening bracket; adds a matcher of one character. */
static bool parse(struct regex_java *jx, struct weir_buf *out, unsigned depth)
{
    struct class class = {.negated = regex_peek(jx, 1) == '^'};
    if (depth > NESTED_MAX) {
        return regex_refuse(jx, jx->at, "Character classes are nested too deeply");
    }
    weir_buf_init(&class.items, out->max);
    weir_buf_init(&class.nested, out->max);
    weir_buf_init(&class.whole, out->max);
    jx->at += class.negated ? 2 : 1;
    bool good = read_class(jx, &class, depth);
    if (good) {
        write_class(out, &class);
        out->full = out->full || class.items.full || class.nested.full || class.whole.full;
    }
    weir_buf_free(&class.items);
    weir_buf_free(&class.nested);
    weir_buf_free(&class.whole);
    return good;
}

bool regex_class(struct regex_java *jx)
{
    return parse(jx, jx->out, 0);
}
