/* SPDX-License-Identifier: Apache-2.0 */
/*
 * json.h: three ways with JSON. Writing goes straight to a buffer, in Java's texts (Jackson's
 * escapes, Double.toString). The pull reader hands out tokens without building anything: records
 * are read with it. The document, a tree in an arena, is for REST, configs and internal topics; it
 * keeps members in order and numbers as they were written ("1.50", "1E3").
 */
#ifndef WEIR_JSON_H
#define WEIR_JSON_H

#include <weir/arena.h>
#include <weir/buf.h>

/* ---- writing ---- */

#define WEIR_JSON_SHORT 32

WEIR_EXPORT void weir_json_string(struct weir_buf *buf, struct weir_str s); /* with its quotes */
/* Likewise where there is room for WEIR_JSON_SHORT + 2 bytes; returns where it ends, or NULL for a
 * text that is longer or needs an escape. */
WEIR_EXPORT char *weir_json_short(char *to, struct weir_str s);
WEIR_EXPORT void weir_json_i64(struct weir_buf *buf, int64_t x);
WEIR_EXPORT void weir_json_double(struct weir_buf *buf, double x); /* NaN, Infinity as strings */
WEIR_EXPORT void weir_json_float(struct weir_buf *buf, float x);
/* Java's Double.toString and Float.toString: 1.0, 1.0E7, NaN, without quotes. */
WEIR_EXPORT void weir_java_double(struct weir_buf *buf, double x);
WEIR_EXPORT void weir_java_float(struct weir_buf *buf, float x);

/* ---- pull reader ---- */

enum weir_json_token {
    WEIR_JSON_END, /* of the input */
    WEIR_JSON_NULL,
    WEIR_JSON_TRUE,
    WEIR_JSON_FALSE,
    WEIR_JSON_NUMBER, /* text: as written */
    WEIR_JSON_STRING, /* text: raw, between the quotes; see weir_json_unescape */
    WEIR_JSON_NAME,   /* a member's name, raw; its value follows */
    WEIR_JSON_OBJECT,
    WEIR_JSON_OBJECT_END,
    WEIR_JSON_ARRAY,
    WEIR_JSON_ARRAY_END,
    WEIR_JSON_ERROR, /* reader's error and position are set; sticky */
};

#define WEIR_JSON_DEPTH_MAX 1000 /* as Jackson */

struct weir_json_reader {
    const char *start;
    const char *p;
    const char *end;
    const char *error; /* static text */
    struct weir_str text;
    bool escaped;  /* text has backslashes */
    bool fraction; /* the number has a point or an exponent */
    bool lenient;  /* leading zeros allowed, as Connect's JsonConverter reads */
    uint16_t depth;
    uint8_t state;
    uint8_t nest[WEIR_JSON_DEPTH_MAX / 8]; /* one bit a level: object or array */
};

/*
 * text is UTF-8 and has to outlive the reader; a byte order mark is passed over. After a value at
 * the top comes END, or ERROR if there is more than blanks: who allows more does not ask.
 */
WEIR_EXPORT void weir_json_open(struct weir_json_reader *jr, struct weir_str text);
WEIR_EXPORT enum weir_json_token weir_json_next(struct weir_json_reader *jr);
/*
 * In place of the next weir_json_next(): when the value that stands there is exactly these bytes,
 * a whole value that was read before (a schema, time and again), it is passed over unread.
 */
WEIR_EXPORT bool weir_json_pass(struct weir_json_reader *jr, struct weir_str known);
/*
 * In place of the next weir_json_next(), within an object: when the member of this name is what
 * comes, written without blanks and escapes, its name is taken. False: nothing is.
 */
WEIR_EXPORT bool weir_json_member(struct weir_json_reader *jr, struct weir_str name);
/* Skips the value that begins at the token just read; false on an error. */
WEIR_EXPORT bool weir_json_skip(struct weir_json_reader *jr, enum weir_json_token at);
/* The text of the last string or name without escapes (half a surrogate pair becomes U+FFFD); in
 * place when it has none. */
WEIR_EXPORT struct weir_str weir_json_unescape(struct weir_arena *arena,
                                               const struct weir_json_reader *jr);
/* After ERROR: "<what is wrong> at line 1, column 7". */
WEIR_EXPORT enum weir_verdict weir_json_error(const struct weir_json_reader *jr,
                                              enum weir_verdict class, struct weir_err *err);

/* ---- document ---- */

enum weir_json_type {
    WEIR_JT_NULL,
    WEIR_JT_BOOL,
    WEIR_JT_NUMBER,
    WEIR_JT_STRING,
    WEIR_JT_ARRAY,
    WEIR_JT_OBJECT,
};

struct weir_json {
    enum weir_json_type type;
    bool truth;           /* BOOL */
    struct weir_str text; /* STRING: decoded; NUMBER: as written */
    struct weir_str name; /* as a member of an object */
    struct weir_json *first, *last, *next; /* children in order; next sibling */
    size_t count;                          /* of children */
};

/* The whole text must be one value; a duplicate name: the last one counts, at the first's place. */
WEIR_EXPORT enum weir_verdict weir_json_parse(struct weir_arena *arena, struct weir_str text,
                                              struct weir_json **out, struct weir_err *err);
/* The same; a number may begin with zeros, as Connect's JsonConverter reads it. */
WEIR_EXPORT enum weir_verdict weir_json_parse_lenient(struct weir_arena *arena,
                                                      struct weir_str text, struct weir_json **out,
                                                      struct weir_err *err);
WEIR_EXPORT void weir_json_write(struct weir_buf *buf, const struct weir_json *doc); /* compact */

WEIR_EXPORT struct weir_json *weir_json_get(const struct weir_json *obj, const char *name);
/* Convenience for "the string member, or NULL": weir_json_get_str(obj, "state").p */
WEIR_EXPORT struct weir_str weir_json_get_str(const struct weir_json *obj, const char *name);
WEIR_EXPORT bool weir_json_get_i64(const struct weir_json *obj, const char *name, int64_t *out);

WEIR_EXPORT struct weir_json *weir_json_new_object(struct weir_arena *arena);
WEIR_EXPORT struct weir_json *weir_json_new_array(struct weir_arena *arena);
/* s.p == NULL makes a JSON null. Texts and names are not copied. */
WEIR_EXPORT struct weir_json *weir_json_new_str(struct weir_arena *arena, struct weir_str s);
WEIR_EXPORT struct weir_json *weir_json_new_i64(struct weir_arena *arena, int64_t x);
WEIR_EXPORT struct weir_json *weir_json_new_bool(struct weir_arena *arena, bool x);
/* name NULL: append to an array. Appends without a look for the same name. Returns val. */
WEIR_EXPORT struct weir_json *weir_json_add(struct weir_json *to, const char *name,
                                            struct weir_json *val);
WEIR_EXPORT struct weir_json *weir_json_add_n(struct weir_json *to, struct weir_str name,
                                              struct weir_json *val);

#endif
