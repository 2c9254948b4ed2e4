/* SPDX-License-Identifier: Apache-2.0 */
/*
 * charset.c: text between UTF-8 and another character set. string_converter.c uses it for
 * converter.encoding, json_converter.c for the rare JSON that is not UTF-8.
 */
#include "charset.h"

#include <errno.h>
#include <iconv.h>
#include <stdlib.h>
#include <strings.h>

#include <weir/mem.h>

#define NONE ((iconv_t)-1)

/* What is left out where a character is none: bytes for most sets. */
struct unit {
    size_t n;    /* 1, 2 for UTF-16, 4 for UTF-32 */
    size_t lead; /* where a unit of UTF-16 has its upper half */
};

struct charset {
    iconv_t to;
    iconv_t from;
    bool bom; /* Java's UTF-16: written big-endian behind a mark, read by its mark */
    struct unit unit;
};

bool charset_is_utf8(struct weir_str name)
{
    return weir_str_eq_nocase(name, WEIR_STR("UTF-8")) ||
           weir_str_eq_nocase(name, WEIR_STR("UTF8"));
}

static struct unit unit_of(const char *name)
{
    bool small = strcasecmp(name, "UTF-16LE") == 0;
    if (small || strcasecmp(name, "UTF-16BE") == 0) {
        return (struct unit){.n = 2, .lead = small};
    }
    return (struct unit){.n = strncasecmp(name, "UTF-32", 6) == 0 ? 4 : 1};
}

struct charset *charset_open(struct weir_str name)
{
    struct charset *set = weir_xcalloc(1, sizeof(*set));
    set->bom = weir_str_eq_nocase(name, WEIR_STR("UTF-16"));
    const char *known = set->bom                                       ? "UTF-16BE"
                        : weir_str_eq_nocase(name, WEIR_STR("UTF-32")) ? "UTF-32BE"
                                                                       : NULL;
    char *copy = weir_xstrndup(known ? known : name.p, known ? strlen(known) : name.n);
    set->to = iconv_open(copy, "UTF-8");
    set->from = iconv_open("UTF-8", copy);
    set->unit = unit_of(copy);
    free(copy);
    if (set->to == NONE || set->from == NONE) {
        charset_close(set);
        return NULL;
    }
    return set;
}

void charset_close(struct charset *set)
{
    if (!set) {
        return;
    }
    if (set->to != NONE) {
        iconv_close(set->to);
    }
    if (set->from != NONE) {
        iconv_close(set->from);
    }
    free(set);
}

/* Bytes of the UTF-8 sequence that begins here. */
static size_t utf8_length(struct weir_str text)
{
    size_t n = 1;
    while (n < text.n && ((unsigned char)text.p[n] & 0xc0) == 0x80) {
        n++;
    }
    return n;
}

/* Converts what it can from the front of *in; false when a character at the front has no place. */
static bool convert(iconv_t how, struct weir_str *in, char *to, size_t *room)
{
    char *p = (char *)(uintptr_t)in->p;
    size_t left = in->n;
    size_t got = iconv(how, &p, &left, &to, room);
    *in = weir_str_n(p, left);
    return got != (size_t)-1 || errno == E2BIG;
}

/* Sets with shift states, such as ISO-2022-JP, end in the first one. */
static void end_shift(struct charset *set, struct weir_buf *out)
{
    size_t left = 16;
    char *to = weir_buf_reserve(out, left);
    if (to) {
        iconv(set->to, NULL, NULL, &to, &left);
        out->n += 16 - left;
    }
}

void charset_encode(struct charset *set, struct weir_str utf8, struct weir_buf *out)
{
    if (set->bom && utf8.n) {
        weir_buf_str(out, WEIR_STR("\xfe\xff"));
    }
    while (utf8.n && !out->full) {
        size_t room = utf8.n * 4 + 16;
        size_t left = room;
        char *to = weir_buf_reserve(out, room);
        if (!to) {
            return;
        }
        bool good = convert(set->to, &utf8, to, &left);
        out->n += room - left;
        if (!good) {
            struct weir_str mark = WEIR_STR("?");
            left = 16;
            if (convert(set->to, &mark, out->p + out->n, &left)) {
                out->n += 16 - left;
            }
            utf8 = weir_str_from(utf8, utf8_length(utf8));
        }
    }
    end_shift(set, out);
}

/* What Java passes over: a unit, and with the first half of a pair the one after it. */
static size_t bad_length(struct unit unit, struct weir_str bytes)
{
    bool half = unit.n == 2 && bytes.n > 1 && ((uint8_t)bytes.p[unit.lead] & 0xfc) == 0xd8;
    size_t n = half ? 4 : unit.n;
    return n < bytes.n ? n : bytes.n;
}

static struct weir_str decode(iconv_t how, struct unit unit, struct weir_arena *arena,
                              struct weir_str bytes)
{
    size_t room = weir_arena_product(bytes.n, 4) + 4;
    char *start = weir_arena_bytes(arena, room);
    char *to = start;
    iconv(how, NULL, NULL, NULL, NULL);
    while (bytes.n) {
        size_t left = room - (size_t)(to - start);
        size_t had = left;
        bool good = convert(how, &bytes, to, &left);
        to += had - left;
        if (!good) {
            bool cut = errno == EINVAL;
            memcpy(to, "\xef\xbf\xbd", 3);
            to += 3;
            bytes = cut ? WEIR_STR("") : weir_str_from(bytes, bad_length(unit, bytes));
        }
    }
    return weir_str_n(start, (size_t)(to - start));
}

static bool begins(struct weir_str bytes, const char *mark, size_t n)
{
    return bytes.n >= n && memcmp(bytes.p, mark, n) == 0;
}

static void swap_pairs(char *p, size_t n)
{
    for (size_t i = 0; i + 1 < n; i += 2) {
        char first = p[i];
        p[i] = p[i + 1];
        p[i + 1] = first;
    }
}

struct weir_str charset_decode(struct charset *set, struct weir_arena *arena, struct weir_str bytes)
{
    if (set->bom && begins(bytes, "\xfe\xff", 2)) {
        bytes = weir_str_from(bytes, 2);
    } else if (set->bom && begins(bytes, "\xff\xfe", 2)) {
        bytes = weir_arena_str(arena, weir_str_from(bytes, 2));
        swap_pairs((char *)(uintptr_t)bytes.p, bytes.n);
    }
    return decode(set->from, set->unit, arena, bytes);
}

/* The encoding that JSON's first bytes show, NULL: UTF-8; *skip = its mark. */
static const char *json_encoding(struct weir_str bytes, size_t *skip)
{
    static const struct {
        const char *mark;
        size_t n;
        const char *encoding;
    } rows[] = {
        {"\xff\xfe\0\0", 4, "UTF-32LE"},
        {"\0\0\xfe\xff", 4, "UTF-32BE"},
        {"\xfe\xff", 2, "UTF-16BE"},
        {"\xff\xfe", 2, "UTF-16LE"},
    };
    *skip = 0;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        if (begins(bytes, rows[i].mark, rows[i].n)) {
            *skip = rows[i].n;
            return rows[i].encoding;
        }
    }
    bool first = bytes.p[0] != 0;
    bool second = bytes.p[1] != 0;
    if (first && second) {
        return NULL;
    }
    bool wide =
        bytes.n >= 4 && (first || !second) && bytes.p[2] == 0 && (first != (bytes.p[3] != 0));
    return wide ? (first ? "UTF-32LE" : "UTF-32BE") : first ? "UTF-16LE" : "UTF-16BE";
}

struct weir_str charset_json_utf8(struct weir_arena *arena, struct weir_str bytes)
{
    size_t skip;
    if (begins(bytes, "\xef\xbb\xbf", 3)) {
        return weir_str_from(bytes, 3);
    }
    const char *encoding = bytes.n >= 2 ? json_encoding(bytes, &skip) : NULL;
    if (!encoding) {
        return bytes;
    }
    iconv_t how = iconv_open("UTF-8", encoding);
    if (how == NONE) {
        return bytes;
    }
    struct weir_str text = decode(how, unit_of(encoding), arena, weir_str_from(bytes, skip));
    iconv_close(how);
    return text;
}
