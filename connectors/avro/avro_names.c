/* SPDX-License-Identifier: Apache-2.0 */
/*
 * avro_names.c: names of schemas and fields, and what a Connect schema is by its name.
 */
#include "avro_names.h"

#include <weir/regex.h>

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '_';
}

static bool good(struct weir_str name)
{
    for (size_t i = 0; i < name.n; i++) {
        if (!is_word(name.p[i])) {
            return false;
        }
    }
    return name.n == 0 || !is_digit(name.p[0]);
}

/* Java encodes it for a URL first: a blank is one +, another character three bytes a byte. */
struct weir_str avro_scrub(struct weir_arena *arena, const struct avro_options *options,
                           struct weir_str name)
{
    static const char hex[] = "0123456789ABCDEF";
    if (!options->scrub_invalid_names || good(name)) {
        return name;
    }
    char *out = weir_arena_bytes(arena, weir_arena_product(name.n, 3) + 1);
    size_t n = 0;
    if (is_digit(name.p[0])) {
        out[n++] = 'x';
    }
    for (size_t i = 0; i < name.n; i++) {
        unsigned char c = (unsigned char)name.p[i];
        if (is_word((char)c)) {
            out[n++] = (char)c;
        } else if (strchr(" .-*", c) && c) {
            out[n++] = '_';
        } else {
            out[n++] = '_';
            out[n++] = hex[c >> 4];
            out[n++] = hex[c & 15];
        }
    }
    return weir_str_n(out, n);
}

static struct weir_str scrub_parts(struct weir_arena *arena, const struct avro_options *options,
                                   struct weir_str space)
{
    if (!options->scrub_invalid_names || !space.n) {
        return space;
    }
    struct weir_buf out;
    weir_buf_init(&out, 3 * space.n + 16);
    for (size_t from = 0, at = 0; at <= space.n; at++) {
        if (at == space.n || space.p[at] == '.') {
            weir_buf_str(&out, avro_scrub(arena, options, weir_str_n(space.p + from, at - from)));
            weir_buf_text(&out, at < space.n ? "." : "");
            from = at + 1;
        }
    }
    struct weir_str scrubbed = weir_arena_str(arena, weir_buf_view(&out));
    weir_buf_free(&out);
    return scrubbed;
}

struct avro_name avro_split(struct weir_arena *arena, const struct avro_options *options,
                            struct weir_str full)
{
    while (full.n && full.p[full.n - 1] == '.') {
        full.n--;
    }
    size_t dot = full.n;
    while (dot && full.p[dot - 1] != '.') {
        dot--;
    }
    struct weir_str space = weir_str_n(full.p, dot ? dot - 1 : 0);
    return (struct avro_name){.space = scrub_parts(arena, options, space),
                              .name = avro_scrub(arena, options, weir_str_from(full, dot))};
}

/* As Java's isLetter has it, which knows no characters beyond U+FFFF. */
static bool all_letters(struct weir_str name, const char *pattern)
{
    struct weir_err ignored;
    for (size_t i = 0; i < name.n; i++) {
        if ((unsigned char)name.p[i] >= 0xf0) {
            return false;
        }
    }
    struct weir_regex *regex = weir_regex_new(weir_str_of(pattern), 0, &ignored);
    bool matches = regex && weir_regex_matches(regex, name);
    weir_regex_free(regex);
    return matches;
}

static bool is_ascii(struct weir_str name)
{
    for (size_t i = 0; i < name.n; i++) {
        if (name.p[i] & 0x80) {
            return false;
        }
    }
    return true;
}

/* The first character by itself. */
static struct weir_str initial(struct weir_str name)
{
    size_t n = 1;
    while (n < name.n && (name.p[n] & 0xc0) == 0x80) {
        n++;
    }
    return weir_str_n(name.p, n);
}

enum weir_verdict avro_check_name(struct weir_str name, struct weir_err *err)
{
    if (!name.n) {
        return weir_err_set(err, WEIR_BAD_DATA, "Empty name");
    }
    if (good(name)) {
        return WEIR_OK;
    }
    struct weir_str first = initial(name);
    if (is_ascii(first) ? is_digit(name.p[0]) || !is_word(name.p[0])
                        : !all_letters(first, "\\p{L}")) {
        return weir_err_set(err, WEIR_BAD_DATA, "Illegal initial character: %.*s",
                            WEIR_STR_ARG(name));
    }
    if (is_ascii(name) || !all_letters(name, "[\\p{L}\\p{Nd}_]*")) {
        return weir_err_set(err, WEIR_BAD_DATA, "Illegal character in: %.*s", WEIR_STR_ARG(name));
    }
    return WEIR_OK;
}

bool avro_is_union(const struct weir_schema *sch)
{
    return weir_str_is(sch->name, AVRO_UNION_NAME) || weir_schema_param(sch, AVRO_SUM_UNION).p;
}

bool avro_is_enum(const struct weir_schema *sch)
{
    return sch->type == WEIR_STRING &&
           (weir_schema_param(sch, AVRO_SUM_ENUM).p || weir_schema_param(sch, AVRO_ENUM_PARAM).p);
}

bool avro_is_fixed(const struct weir_schema *sch)
{
    return sch->type == WEIR_BYTES && sch->name.p && weir_schema_param(sch, AVRO_FIXED_SIZE).p;
}

bool avro_is_plain_map(const struct avro_options *options, const struct weir_schema *sch)
{
    return sch->key_schema->type == WEIR_STRING &&
           (!sch->key_schema->optional || options->allow_optional_map_keys);
}

enum weir_logical avro_logical(const struct weir_schema *sch)
{
    static const struct {
        const char *name;
        enum weir_logical logical;
    } names[] = {
        {"org.apache.kafka.connect.data.Decimal", WEIR_LOGICAL_DECIMAL},
        {"org.apache.kafka.connect.data.Date", WEIR_LOGICAL_DATE},
        {"org.apache.kafka.connect.data.Time", WEIR_LOGICAL_TIME},
        {"org.apache.kafka.connect.data.Timestamp", WEIR_LOGICAL_TIMESTAMP},
    };
    for (size_t i = 0; sch->name.p && i < sizeof(names) / sizeof(names[0]); i++) {
        if (weir_str_eq_nocase(sch->name, weir_str_of(names[i].name))) {
            return names[i].logical;
        }
    }
    return WEIR_LOGICAL_NONE;
}
