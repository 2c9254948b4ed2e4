/* SPDX-License-Identifier: Apache-2.0 */
/*
 * json_token.c: the strings, numbers and words of JSON, taken off a reader's text. What is let
 * through is what Jackson lets through: valid UTF-8 without controls, known escapes, and leading
 * zeros when the reader is lenient.
 */
#include "base/json_token.h"

#include "base/json_scan.h"

enum weir_json_token json_fail(struct weir_json_reader *jr, const char *error)
{
    if (!jr->error) {
        jr->error = error;
    }
    jr->state = JSON_BROKEN;
    return WEIR_JSON_ERROR;
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

int json_hex_unit(const char *p)
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
        return end - p >= 6 && json_hex_unit(p + 2) >= 0 ? 6 : 0;
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
    json_fail(jr, p == jr->end ? "the text ends within a string"
                  : *p == '\\' ? "unknown escape in a string"
                               : "control character in a string");
    return false;
}

bool json_take_string(struct weir_json_reader *jr)
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
        json_fail(jr, "a string is not UTF-8");
        return false;
    }
    return true;
}

/* ---- numbers and words ---- */

static const char *skip_digits(const char *p, const char *end)
{
    while (p < end && (unsigned char)(*p - '0') <= 9) {
        p++;
    }
    return p;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* BigDecimal's limits: ten digits that count, and a scale of 32 bits. */
static bool exponent_fits(const char *p, const char *end, int64_t n_fraction)
{
    bool minus = *p == '-';
    int64_t x = 0;
    p += *p == '-' || *p == '+';
    while (p < end && *p == '0') {
        p++;
    }
    if (end - p > 10) {
        return false;
    }
    for (; p < end; p++) {
        x = x * 10 + (*p - '0');
    }
    int64_t scale = n_fraction + (minus ? x : -x);
    return scale >= INT32_MIN && scale <= INT32_MAX;
}

enum weir_json_token json_take_number(struct weir_json_reader *jr)
{
    const char *end = jr->end;
    const char *whole = jr->p + (*jr->p == '-');
    const char *p = skip_digits(whole, end);
    if (p == whole) {
        return json_fail(jr, "a digit is missing in a number");
    }
    if (*whole == '0' && p - whole > 1 && !jr->lenient) {
        return json_fail(jr, "a number begins with 0");
    }
    const char *at = p;
    int64_t n_fraction = 0;
    if (at < end && *at == '.') {
        p = skip_digits(at + 1, end);
        if (p == at + 1) {
            return json_fail(jr, "a digit is missing after the decimal point");
        }
        n_fraction = p - at - 1;
    }
    if (p < end && (*p == 'e' || *p == 'E')) {
        const char *exponent = p + 1;
        const char *digits = exponent;
        digits += digits < end && (*digits == '+' || *digits == '-');
        p = skip_digits(digits, end);
        if (p == digits) {
            return json_fail(jr, "a digit is missing in an exponent");
        }
        if (!exponent_fits(exponent, p, n_fraction)) {
            return json_fail(jr, "an exponent is out of range");
        }
    }
    jr->fraction = p > at;
    jr->text = weir_str_n(jr->p, (size_t)(p - jr->p));
    jr->p = p;
    jr->state = JSON_AFTER_VALUE;
    if (jr->depth == 0 && p < end && !is_blank(*p)) {
        return json_fail(jr, "a number does not end where it should");
    }
    return WEIR_JSON_NUMBER;
}

static bool word_goes_on(const struct weir_json_reader *jr)
{
    unsigned char c = jr->p < jr->end ? (unsigned char)*jr->p : 0;
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '$' || c >= 0x80;
}

enum weir_json_token json_take_word(struct weir_json_reader *jr, struct weir_str word,
                                    enum weir_json_token token)
{
    if ((size_t)(jr->end - jr->p) < word.n || memcmp(jr->p, word.p, word.n) != 0) {
        return json_fail(jr, "unknown word");
    }
    jr->p += word.n;
    if (word_goes_on(jr)) {
        return json_fail(jr, "unknown word");
    }
    jr->state = JSON_AFTER_VALUE;
    return token;
}
