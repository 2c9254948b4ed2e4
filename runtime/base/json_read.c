/* SPDX-License-Identifier: Apache-2.0 */
/*
 * json_read.c: JSON text in, one token a call out, pointing into the text; nothing is built. What
 * it lets through is what Jackson lets through: strict JSON in valid UTF-8, and leading zeros when
 * lenient. json_doc.c makes trees of it, converters read records with it.
 */
#include <weir/json.h>

#include "base/json_scan.h"

enum state {
    EXPECT_VALUE,
    EXPECT_VALUE_OR_END, /* after [ */
    EXPECT_NAME_OR_END,  /* after { */
    EXPECT_NAME,
    AFTER_VALUE,
    BROKEN,
};

void weir_json_open(struct weir_json_reader *jr, struct weir_str text)
{
    if (weir_str_starts(text, WEIR_STR("\xef\xbb\xbf"))) {
        text = weir_str_from(text, 3);
    }
    if (!text.p) {
        text = WEIR_STR("");
    }
    *jr = (struct weir_json_reader){.start = text.p, .p = text.p, .end = text.p + text.n};
}

static enum weir_json_token fail(struct weir_json_reader *jr, const char *error)
{
    if (!jr->error) {
        jr->error = error;
    }
    jr->state = BROKEN;
    return WEIR_JSON_ERROR;
}

/* ---- where we are ---- */

static bool in_object(const struct weir_json_reader *jr)
{
    unsigned top = jr->depth - 1u;
    return jr->nest[top / 8] >> top % 8 & 1;
}

static enum weir_json_token enter(struct weir_json_reader *jr, bool object)
{
    if (jr->depth == WEIR_JSON_DEPTH_MAX) {
        return fail(jr, "nested too deeply");
    }
    unsigned bit = 1u << jr->depth % 8;
    uint8_t *byte = &jr->nest[jr->depth / 8];
    *byte = (uint8_t)(object ? *byte | bit : *byte & ~bit);
    jr->depth++;
    jr->p++;
    jr->state = object ? EXPECT_NAME_OR_END : EXPECT_VALUE_OR_END;
    return object ? WEIR_JSON_OBJECT : WEIR_JSON_ARRAY;
}

static enum weir_json_token leave(struct weir_json_reader *jr)
{
    bool object = in_object(jr);
    jr->depth--;
    jr->p++;
    jr->state = AFTER_VALUE;
    return object ? WEIR_JSON_OBJECT_END : WEIR_JSON_ARRAY_END;
}

static char look_over_blanks(struct weir_json_reader *jr)
{
    const char *p = jr->p;
    while (p < jr->end && (*p == ' ' || *p == '\n' || *p == '\r' || *p == '\t')) {
        p++;
    }
    jr->p = p;
    return p < jr->end ? *p : 0;
}

/* The next byte that is no blank, 0 at the end; the cursor is on it. */
static inline char look(struct weir_json_reader *jr)
{
    bool there = jr->p < jr->end && (unsigned char)*jr->p > ' ';
    return there ? *jr->p : look_over_blanks(jr);
}

/* ---- strings ---- */

/* The first quote, backslash or control from p on, or the end; *high: a byte was not ASCII. */
static const char *find_special(const char *p, const char *end, bool *high)
{
    json_mask highs = 0;
    json_mask seen = 0;
    for (; end - p >= JSON_BLOCK; p += JSON_BLOCK) {
        json_mask mask = json_specials(p, &highs);
        if (mask) {
            unsigned n = json_first(mask);
            *high = *high || seen || (highs && json_first(highs) < n);
            return p + n;
        }
        seen |= highs;
    }
    unsigned char any = 0;
    while (p < end && *p != '"' && *p != '\\' && (unsigned char)*p >= 0x20) {
        any |= (unsigned char)*p++;
    }
    *high = *high || seen || any >= 0x80;
    return p;
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Four hex digits at p, which has them; -1 if one is none. */
static int hex_unit(const char *p)
{
    int unit = 0;
    for (int i = 0; i < 4; i++) {
        int digit = hex_digit(p[i]);
        if (digit < 0) {
            return -1;
        }
        unit = unit << 4 | digit;
    }
    return unit;
}

/* How long the escape at p is, 0 if it is none. */
static size_t escape_length(const char *p, const char *end)
{
    if (end - p < 2) {
        return 0;
    }
    switch (p[1]) {
    case '"':
    case '\\':
    case '/':
    case 'b':
    case 'f':
    case 'n':
    case 'r':
    case 't':
        return 2;
    case 'u':
        return end - p >= 6 && hex_unit(p + 2) >= 0 ? 6 : 0;
    default:
        return 0;
    }
}

/* What is wrong with the byte that ended a run of plain ones. */
static bool bad_string(struct weir_json_reader *jr, const char *p)
{
    if (p < jr->end) {
        jr->p = p;
    }
    fail(jr, p == jr->end ? "the text ends within a string"
             : *p == '\\' ? "unknown escape in a string"
                          : "control character in a string");
    return false;
}

/* From the opening quote over the closing one. */
static bool take_string(struct weir_json_reader *jr)
{
    const char *first = jr->p + 1;
    const char *p = first;
    bool high = false;
    jr->escaped = false;
    for (;;) {
        p = find_special(p, jr->end, &high);
        if (p < jr->end && *p == '"') {
            break;
        }
        size_t n = p < jr->end && *p == '\\' ? escape_length(p, jr->end) : 0;
        if (n == 0) {
            return bad_string(jr, p);
        }
        jr->escaped = true;
        p += n;
    }
    jr->text = weir_str_n(first, (size_t)(p - first));
    jr->p = p + 1;
    if (high && !weir_utf8_valid(jr->text)) {
        jr->p = first;
        fail(jr, "a string is not UTF-8");
        return false;
    }
    return true;
}

static enum weir_json_token take_name(struct weir_json_reader *jr)
{
    if (!take_string(jr)) {
        return WEIR_JSON_ERROR;
    }
    if (look(jr) != ':') {
        return fail(jr, "a colon is missing after a name");
    }
    jr->p++;
    jr->state = EXPECT_VALUE;
    return WEIR_JSON_NAME;
}

/* ---- numbers and words ---- */

static const char *skip_digits(const char *p, const char *end)
{
    while (p < end && (unsigned char)(*p - '0') <= 9) {
        p++;
    }
    return p;
}

static enum weir_json_token take_number(struct weir_json_reader *jr)
{
    const char *end = jr->end;
    const char *whole = jr->p + (*jr->p == '-');
    const char *p = skip_digits(whole, end);
    if (p == whole) {
        return fail(jr, "a digit is missing in a number");
    }
    if (*whole == '0' && p - whole > 1 && !jr->lenient) {
        return fail(jr, "a number begins with 0");
    }
    const char *at = p;
    if (at < end && *at == '.') {
        p = skip_digits(at + 1, end);
        if (p == at + 1) {
            return fail(jr, "a digit is missing after the decimal point");
        }
    }
    if (p < end && (*p == 'e' || *p == 'E')) {
        const char *digits = p + 1;
        digits += digits < end && (*digits == '+' || *digits == '-');
        p = skip_digits(digits, end);
        if (p == digits) {
            return fail(jr, "a digit is missing in an exponent");
        }
    }
    jr->fraction = p > at;
    jr->text = weir_str_n(jr->p, (size_t)(p - jr->p));
    jr->p = p;
    jr->state = AFTER_VALUE;
    if (jr->depth == 0 && p < end && (unsigned char)*p > ' ') {
        return fail(jr, "a number does not end where it should");
    }
    return WEIR_JSON_NUMBER;
}

static bool word_goes_on(const struct weir_json_reader *jr)
{
    unsigned char c = jr->p < jr->end ? (unsigned char)*jr->p : 0;
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '$' || c >= 0x80;
}

static enum weir_json_token take_word(struct weir_json_reader *jr, struct weir_str word,
                                      enum weir_json_token token)
{
    if ((size_t)(jr->end - jr->p) < word.n || memcmp(jr->p, word.p, word.n) != 0) {
        return fail(jr, "unknown word");
    }
    jr->p += word.n;
    if (word_goes_on(jr)) {
        return fail(jr, "unknown word");
    }
    jr->state = AFTER_VALUE;
    return token;
}

/* ---- the grammar ---- */

static enum weir_json_token take_value(struct weir_json_reader *jr, char c)
{
    switch (c) {
    case '{':
        return enter(jr, true);
    case '[':
        return enter(jr, false);
    case '"':
        if (!take_string(jr)) {
            return WEIR_JSON_ERROR;
        }
        jr->state = AFTER_VALUE;
        return WEIR_JSON_STRING;
    case 't':
        return take_word(jr, WEIR_STR("true"), WEIR_JSON_TRUE);
    case 'f':
        return take_word(jr, WEIR_STR("false"), WEIR_JSON_FALSE);
    case 'n':
        return take_word(jr, WEIR_STR("null"), WEIR_JSON_NULL);
    case ']':
        if (jr->state == EXPECT_VALUE_OR_END) {
            return leave(jr);
        }
        break;
    default:
        if (c == '-' || (c >= '0' && c <= '9')) {
            return take_number(jr);
        }
        break;
    }
    if (jr->p == jr->end && jr->depth == 0) {
        return WEIR_JSON_END;
    }
    return fail(jr, jr->p == jr->end ? "the text ends where a value should stand"
                                     : "a value should stand here");
}

static enum weir_json_token take_next_name(struct weir_json_reader *jr, char c)
{
    if (c == '"') {
        return take_name(jr);
    }
    if (c == '}' && jr->state == EXPECT_NAME_OR_END) {
        return leave(jr);
    }
    return fail(jr, jr->p == jr->end ? "the text ends within an object"
                                     : "a name in double quotes should stand here");
}

static enum weir_json_token after_value(struct weir_json_reader *jr, char c)
{
    if (jr->depth == 0) {
        return jr->p == jr->end ? WEIR_JSON_END : fail(jr, "there is more after the value");
    }
    bool object = in_object(jr);
    if (c == ',') {
        jr->p++;
        jr->state = object ? EXPECT_NAME : EXPECT_VALUE;
        c = look(jr);
        return object ? take_next_name(jr, c) : take_value(jr, c);
    }
    if (c == (object ? '}' : ']')) {
        return leave(jr);
    }
    if (jr->p == jr->end) {
        return fail(jr,
                    object ? "the text ends within an object" : "the text ends within an array");
    }
    return fail(jr, "a comma or the closing bracket should stand here");
}

enum weir_json_token weir_json_next(struct weir_json_reader *jr)
{
    char c = look(jr);
    switch ((enum state)jr->state) {
    case AFTER_VALUE:
        return after_value(jr, c);
    case EXPECT_VALUE:
    case EXPECT_VALUE_OR_END:
        return take_value(jr, c);
    case EXPECT_NAME:
    case EXPECT_NAME_OR_END:
        return take_next_name(jr, c);
    case BROKEN:
        break;
    }
    return WEIR_JSON_ERROR;
}

bool weir_json_pass(struct weir_json_reader *jr, struct weir_str known)
{
    look(jr);
    if (jr->state != EXPECT_VALUE || known.n == 0 || (size_t)(jr->end - jr->p) < known.n ||
        memcmp(jr->p, known.p, known.n) != 0) {
        return false;
    }
    /* 12 is no prefix of 123: a number or word would have to end here, a bracket or quote has. */
    char last = known.p[known.n - 1];
    if (last != '}' && last != ']' && last != '"') {
        return false;
    }
    jr->p += known.n;
    jr->state = AFTER_VALUE;
    return true;
}

bool weir_json_skip(struct weir_json_reader *jr, enum weir_json_token at)
{
    if (at == WEIR_JSON_NAME) {
        at = weir_json_next(jr);
    }
    if (at == WEIR_JSON_OBJECT || at == WEIR_JSON_ARRAY) {
        uint16_t outside = (uint16_t)(jr->depth - 1);
        while (at != WEIR_JSON_ERROR && jr->depth > outside) {
            at = weir_json_next(jr);
        }
    }
    return at != WEIR_JSON_ERROR;
}

/* ---- texts ---- */

/* The code point of the \u escape at *p, with its second half if it has one; *p moves past it. */
static uint32_t take_point(const char **p, const char *end)
{
    uint32_t unit = (uint32_t)hex_unit(*p + 2);
    *p += 6;
    if (unit < 0xd800 || unit > 0xdfff) {
        return unit;
    }
    if (unit < 0xdc00 && end - *p >= 6 && (*p)[0] == '\\' && (*p)[1] == 'u') {
        uint32_t low = (uint32_t)hex_unit(*p + 2);
        if (low >= 0xdc00 && low <= 0xdfff) {
            *p += 6;
            return 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
        }
    }
    return 0xfffd;
}

static char short_escape(char c)
{
    switch (c) {
    case 'b':
        return '\b';
    case 'f':
        return '\f';
    case 'n':
        return '\n';
    case 'r':
        return '\r';
    case 't':
        return '\t';
    default:
        return c;
    }
}

struct weir_str weir_json_unescape(struct weir_arena *arena, const struct weir_json_reader *jr)
{
    if (!jr->escaped) {
        return jr->text;
    }
    const char *p = jr->text.p;
    const char *end = p + jr->text.n;
    char *first = weir_arena_bytes(arena, jr->text.n);
    char *to = first;
    while (p < end) {
        const char *slash = memchr(p, '\\', (size_t)(end - p));
        size_t plain = (size_t)((slash ? slash : end) - p);
        memcpy(to, p, plain);
        to += plain;
        p += plain;
        if (slash && p[1] == 'u') {
            to += weir_utf8_put(to, take_point(&p, end));
        } else if (slash) {
            *to++ = short_escape(p[1]);
            p += 2;
        }
    }
    return weir_str_n(first, (size_t)(to - first));
}

enum weir_verdict weir_json_error(const struct weir_json_reader *jr, enum weir_verdict class,
                                  struct weir_err *err)
{
    size_t line = 1;
    const char *begin = jr->start;
    for (const char *p = jr->start; p < jr->p; p++) {
        if (*p == '\n') {
            line++;
            begin = p + 1;
        }
    }
    return weir_err_set(err, class, "%s at line %zu, column %zu",
                        jr->error ? jr->error : "unexpected JSON", line,
                        (size_t)(jr->p - begin) + 1);
}
