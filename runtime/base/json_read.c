/* SPDX-License-Identifier: Apache-2.0 */
/*
 * json_read.c: JSON text in, one token a call out, pointing into the text; nothing is built. Here
 * is the grammar; strings, numbers and words are taken in json_token.c. json_doc.c makes trees of
 * it, converters read records with it.
 */
#include <weir/json.h>

#include "base/json_scan.h"
#include "base/json_token.h"

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

/* ---- where we are ---- */

static bool in_object(const struct weir_json_reader *jr)
{
    unsigned top = jr->depth - 1u;
    return jr->nest[top / 8] >> top % 8 & 1;
}

static enum weir_json_token enter(struct weir_json_reader *jr, bool object)
{
    if (jr->depth == WEIR_JSON_DEPTH_MAX) {
        return json_fail(jr, "nested too deeply");
    }
    unsigned bit = 1u << jr->depth % 8;
    uint8_t *byte = &jr->nest[jr->depth / 8];
    *byte = (uint8_t)(object ? *byte | bit : *byte & ~bit);
    jr->depth++;
    jr->p++;
    jr->state = object ? JSON_NAME_OR_END : JSON_VALUE_OR_END;
    return object ? WEIR_JSON_OBJECT : WEIR_JSON_ARRAY;
}

static enum weir_json_token leave(struct weir_json_reader *jr)
{
    bool object = in_object(jr);
    jr->depth--;
    jr->p++;
    jr->state = JSON_AFTER_VALUE;
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

static enum weir_json_token take_name(struct weir_json_reader *jr)
{
    if (!json_take_string(jr)) {
        return WEIR_JSON_ERROR;
    }
    if (look(jr) != ':') {
        return json_fail(jr, "a colon is missing after a name");
    }
    jr->p++;
    jr->state = JSON_VALUE;
    return WEIR_JSON_NAME;
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
        if (!json_take_string(jr)) {
            return WEIR_JSON_ERROR;
        }
        jr->state = JSON_AFTER_VALUE;
        return WEIR_JSON_STRING;
    case 't':
        return json_take_word(jr, WEIR_STR("true"), WEIR_JSON_TRUE);
    case 'f':
        return json_take_word(jr, WEIR_STR("false"), WEIR_JSON_FALSE);
    case 'n':
        return json_take_word(jr, WEIR_STR("null"), WEIR_JSON_NULL);
    case ']':
        if (jr->state == JSON_VALUE_OR_END) {
            return leave(jr);
        }
        break;
    default:
        if (c == '-' || (c >= '0' && c <= '9')) {
            return json_take_number(jr);
        }
        break;
    }
    if (jr->p == jr->end && jr->depth == 0) {
        return WEIR_JSON_END;
    }
    return json_fail(jr, jr->p == jr->end ? "the text ends where a value should stand"
                                          : "a value should stand here");
}

static enum weir_json_token take_next_name(struct weir_json_reader *jr, char c)
{
    if (c == '"') {
        return take_name(jr);
    }
    if (c == '}' && jr->state == JSON_NAME_OR_END) {
        return leave(jr);
    }
    return json_fail(jr, jr->p == jr->end ? "the text ends within an object"
                                          : "a name in double quotes should stand here");
}

static enum weir_json_token after_value(struct weir_json_reader *jr, char c)
{
    if (jr->depth == 0) {
        return jr->p == jr->end ? WEIR_JSON_END : json_fail(jr, "there is more after the value");
    }
    bool object = in_object(jr);
    if (c == ',') {
        jr->p++;
        jr->state = object ? JSON_NAME : JSON_VALUE;
        c = look(jr);
        return object ? take_next_name(jr, c) : take_value(jr, c);
    }
    if (c == (object ? '}' : ']')) {
        return leave(jr);
    }
    if (jr->p == jr->end) {
        return json_fail(jr, object ? "the text ends within an object"
                                    : "the text ends within an array");
    }
    return json_fail(jr, "a comma or the closing bracket should stand here");
}

enum weir_json_token weir_json_next(struct weir_json_reader *jr)
{
    char c = look(jr);
    switch ((enum json_state)jr->state) {
    case JSON_AFTER_VALUE:
        return after_value(jr, c);
    case JSON_VALUE:
    case JSON_VALUE_OR_END:
        return take_value(jr, c);
    case JSON_NAME:
    case JSON_NAME_OR_END:
        return take_next_name(jr, c);
    case JSON_BROKEN:
        break;
    }
    return WEIR_JSON_ERROR;
}

bool weir_json_pass(struct weir_json_reader *jr, struct weir_str known)
{
    look(jr);
    if (jr->state != JSON_VALUE || known.n == 0 || (size_t)(jr->end - jr->p) < known.n ||
        memcmp(jr->p, known.p, known.n) != 0) {
        return false;
    }
    /* 12 is no prefix of 123: a number or word would have to end here, a bracket or quote has. */
    char last = known.p[known.n - 1];
    if (last != '}' && last != ']' && last != '"') {
        return false;
    }
    jr->p += known.n;
    jr->state = JSON_AFTER_VALUE;
    return true;
}

/* Whether a name's bytes are what JSON has between the quotes. */
static inline bool is_raw(struct weir_str name)
{
    char ignored[WEIR_JSON_SHORT];
    return name.n <= sizeof(ignored) && json_copy_short(ignored, name.p, name.n);
}

bool weir_json_member(struct weir_json_reader *jr, struct weir_str name)
{
    const char *p = jr->p;
    size_t n_around = 3; /* quotes and colon */
    if (jr->state == JSON_AFTER_VALUE) {
        n_around++;
    } else if (jr->state != JSON_NAME_OR_END) {
        return false;
    }
    if ((size_t)(jr->end - p) < name.n + n_around || (n_around > 3 && *p++ != ',')) {
        return false;
    }
    if (p[0] != '"' || p[name.n + 1] != '"' || p[name.n + 2] != ':' ||
        memcmp(p + 1, name.p, name.n) != 0 || !is_raw(name)) {
        return false;
    }
    jr->p = p + name.n + 3;
    jr->state = JSON_VALUE;
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
