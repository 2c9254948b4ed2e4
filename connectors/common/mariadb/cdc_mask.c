/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cdc_mask.c: a value and its column's rule come in, what may be shown goes out. Hashes are
 * Debezium's: of salt and text (v2), or of salt and the text as Java serialises it (v1).
 */
#include "cdc_mask.h"

#include "cdc_digest.h"

/* ---- cutting ---- */

/* As many whole characters as fit in n UTF-16 units: half of one is never left. */
static struct weir_str cut_units(struct weir_str text, int32_t n)
{
    size_t at = 0;
    for (int32_t units = 0; at < text.n;) {
        uint8_t c = (uint8_t)text.p[at];
        units += c >= 0xf0 ? 2 : 1;
        if (units > n) {
            return weir_str_n(text.p, at);
        }
        at += c < 0x80 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
    }
    return text;
}

static struct weir_value cut(const struct cdc_mask *mask, struct weir_value val)
{
    if (mask->length < 0 || (int64_t)val.n <= mask->length) {
        return val;
    }
    if (val.type == WEIR_STRING) {
        return weir_string(cut_units(weir_value_str(val), mask->length));
    }
    if (val.type == WEIR_BYTES) {
        val.n = (uint32_t)mask->length;
    }
    return val;
}

/* ---- hashing ---- */

static char *put_surrogate(char *to, uint32_t unit)
{
    to[0] = (char)(0xe0 | unit >> 12);
    to[1] = (char)(0x80 | (unit >> 6 & 0x3f));
    to[2] = (char)(0x80 | (unit & 0x3f));
    return to + 3;
}

/* Java's modified UTF-8: NUL in two bytes, what needs four as two surrogates of three. */
static char *put_modified(char *to, struct weir_str text)
{
    for (size_t i = 0; i < text.n;) {
        const uint8_t *p = (const uint8_t *)text.p + i;
        if (p[0] == 0) {
            *to++ = (char)0xc0;
            *to++ = (char)0x80;
            i++;
        } else if (p[0] >= 0xf0 && text.n - i >= 4) {
            uint32_t point = (p[0] & 7u) << 18 | (p[1] & 63u) << 12 | (p[2] & 63u) << 6 |
                             (p[3] & 63u);
            to = put_surrogate(to, 0xd800 + ((point - 0x10000) >> 10));
            to = put_surrogate(to, 0xdc00 + (point & 0x3ff));
            i += 4;
        } else {
            *to++ = (char)p[0];
            i++;
        }
    }
    return to;
}

/* What ObjectOutputStream writes of one String. */
static char *put_serialised(char *to, struct weir_str text)
{
    static const char stream[] = {'\xac', '\xed', 0, 5};
    char *body = to + sizeof(stream) + 9; /* room for the longer head, then moved */
    size_t n = (size_t)(put_modified(body, text) - body);
    bool is_long = n > 0xffff;
    memcpy(to, stream, sizeof(stream));
    to += sizeof(stream);
    *to++ = is_long ? 0x7c : 0x74;
    for (int shift = is_long ? 56 : 8; shift >= 0; shift -= 8) {
        *to++ = (char)(n >> shift);
    }
    return (char *)memmove(to, body, n) + n;
}

static struct weir_value hash(const struct cdc_mask *mask, struct weir_value val,
                              struct weir_arena *arena)
{
    static const char digits[] = "0123456789abcdef";
    struct weir_str text = weir_value_str(val);
    uint8_t digest[CDC_DIGEST_MAX];
    char *input = weir_arena_bytes(arena, mask->salt.n + 2 * text.n + 16);
    memcpy(input, mask->salt.p, mask->salt.n);
    char *end = input + mask->salt.n;
    if (mask->kind == CDC_MASK_HASH_V1) {
        end = put_serialised(end, text);
    } else {
        end = (char *)memcpy(end, text.p, text.n) + text.n;
    }
    size_t n = cdc_digest_of(mask->digest, weir_str_n(input, (size_t)(end - input)), digest);
    char *hex = weir_arena_bytes(arena, 2 * n + 1); /* of a refused hash nothing, not the text */
    for (size_t i = 0; i < n; i++) {
        hex[2 * i] = digits[digest[i] >> 4];
        hex[2 * i + 1] = digits[digest[i] & 15];
    }
    return cut(mask, weir_string(weir_str_n(hex, 2 * n)));
}

struct weir_value cdc_mask_value(const struct cdc_mask *mask, struct weir_value val,
                                 struct weir_arena *arena)
{
    switch (mask->kind) {
    case CDC_MASK_STARS:
        return weir_string(mask->stars);
    case CDC_MASK_HASH_V1:
    case CDC_MASK_HASH_V2:
        return val.type == WEIR_STRING ? hash(mask, val, arena) : val;
    case CDC_MASK_CUT:
        return cut(mask, val);
    }
    return weir_null();
}
