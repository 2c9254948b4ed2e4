/* SPDX-License-Identifier: Apache-2.0 */
/*
 * conf.h: the key table says everything about a key once. From it come the typed struct that a
 * component is opened with, defaults, errors by key, GET .../config, PUT .../validate, `weir help`,
 * the generated reference and masking in logs. A plugin never parses text.
 */
#ifndef WEIR_CONF_H
#define WEIR_CONF_H

#include <stddef.h>

#include <weir/props.h>
#include <weir/regex.h>

/* What the member at `at` is, in brackets. The first nine are Connect's types, the rest show
 * themselves over REST as STRING, LIST, LONG or INT. */
enum weir_conf_type {
    WEIR_CONF_BOOLEAN,  /* bool */
    WEIR_CONF_STRING,   /* struct weir_str; p NULL when unset without default; NUL follows */
    WEIR_CONF_INT,      /* int32_t */
    WEIR_CONF_SHORT,    /* int16_t */
    WEIR_CONF_LONG,     /* int64_t */
    WEIR_CONF_DOUBLE,   /* double */
    WEIR_CONF_LIST,     /* struct weir_conf_list: at commas, trimmed */
    WEIR_CONF_CLASS,    /* struct weir_str */
    WEIR_CONF_PASSWORD, /* struct weir_str; hidden everywhere */
    WEIR_CONF_ENUM,     /* int: index into .values, any case unless EXACT; shown as STRING */
    WEIR_CONF_REGEX,    /* struct weir_regex *; NULL when unset, or empty and not required */
    WEIR_CONF_REGEXES,  /* struct weir_conf_regexes: comma-separated list (a comma may be escaped) */
    WEIR_CONF_DURATION, /* int64_t milliseconds; a plain number, as LONG */
    WEIR_CONF_SIZE,     /* int64_t bytes, as LONG */
    WEIR_CONF_URL,      /* struct weir_str, scheme checked against .values when given */
    WEIR_CONF_MAP,      /* struct weir_conf_map: k:v,k:v or k=v;k=v; a part without : or = goes on
                         * the value before it ("t:a,b" is one entry) */
    WEIR_CONF_MATCHES,  /* struct weir_conf_matches: the name is a pattern, "a.{x}.b" or "a.*" */
};

struct weir_conf_list {
    const struct weir_str *items;
    size_t n;
};

struct weir_conf_regexes {
    struct weir_regex *const *items;
    const struct weir_str *texts;
    size_t n;
};

struct weir_conf_map {
    const struct weir_prop *items;
    size_t n;
};

/* "column.mask.with.{n}.chars" = "a.b" gives captures {"12"}; "database.*" what the star took. */
struct weir_conf_match {
    struct weir_str name; /* the whole key */
    const struct weir_str *captures;
    struct weir_str value;
};

struct weir_conf_matches {
    const struct weir_conf_match *items;
    size_t n;
};

enum weir_importance { WEIR_HIGH, WEIR_MEDIUM, WEIR_LOW };
enum weir_width { WEIR_WIDTH_NONE, WEIR_WIDTH_SHORT, WEIR_WIDTH_MEDIUM, WEIR_WIDTH_LONG };

enum {
    WEIR_KEY_REQUIRED = 1,       /* no default: must be given */
    WEIR_KEY_SECRET = 2,         /* never shown, whatever its type */
    WEIR_KEY_SECRET_CAPTURE = 4, /* a capture of the pattern is secret (a salt in a key's name) */
    WEIR_KEY_INTERNAL = 8,       /* understood, not listed */
    WEIR_KEY_NONEMPTY = 16,      /* "" is refused: "String must be non-empty" */
    WEIR_KEY_HAS_MIN = 32,       /* .min is meant */
    WEIR_KEY_HAS_MAX = 64,
    WEIR_KEY_NOCASE = 128, /* REGEX, REGEXES: letters match in either case, as Debezium's filters */
    WEIR_KEY_UNIQUE = 256, /* LIST: an element that is empty is refused; one that is there twice
                            * is by validation, and read once */
    WEIR_KEY_EXACT = 512,  /* ENUM: only as written in .values */
    WEIR_KEY_CHECKS_NULL = 1024, /* .check is asked about a missing value too: its p is NULL */
};

struct weir_conf_key {
    const char *name;
    enum weir_conf_type type;
    size_t at; /* offset in the component's struct; WEIR_CONF_NOWHERE: only checked and documented */
    const char *def; /* default as text; NULL: none */
    int64_t min, max; /* with WEIR_KEY_HAS_MIN, WEIR_KEY_HAS_MAX */
    const char *const *values; /* NULL-terminated: allowed texts */
    /* A check of its own: BAD_CONFIG with the reason, which becomes
     * "Invalid value <v> for configuration <name>: <reason>"; FATAL: the reason alone. */
    enum weir_verdict (*check)(struct weir_str value, struct weir_err *err);
    enum weir_importance importance;
    enum weir_width width;
    int flags;
    const char *group;   /* NULL: none */
    const char *display; /* NULL: the name */
    const char *doc;     /* NULL: not told of, as the second reading of a key */
    const char *alias;   /* a deprecated second name; NULL: none */
    const char *const *dependents; /* NULL-terminated names; NULL: none */
    int order; /* in the group, as shown; 0: its place among the group's keys, from 1 */
};

#define WEIR_ORDER_ZERO (-1) /* .order of a key that is shown as the group's number 0 */

#define WEIR_CONF_NOWHERE SIZE_MAX
#define WEIR_AT(type, member) offsetof(type, member)
/* Tables end with a row without a name. */
#define WEIR_CONF_END {.name = NULL}

/* Where a component's own validate() says what it found. Adds only; key must be in its table. */
struct weir_report;
WEIR_EXPORT void weir_report_error(struct weir_report *report, const char *key, const char *fmt,
                                   ...) WEIR_PRINTF(3, 4);
WEIR_EXPORT void weir_report_warning(struct weir_report *report, const char *key, const char *fmt,
                                     ...) WEIR_PRINTF(3, 4);
WEIR_EXPORT void weir_report_recommend(struct weir_report *report, const char *key,
                                       struct weir_str value);
WEIR_EXPORT void weir_report_hide(struct weir_report *report, const char *key); /* visible: false */
WEIR_EXPORT bool weir_report_has_errors(const struct weir_report *report);

#endif
