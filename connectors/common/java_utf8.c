/* SPDX-License-Identifier: Apache-2.0 */
/*
 * java_utf8.c: reads bytes as UTF-8 the way Java's String constructor does: nothing is refused,
 * what is malformed becomes U+FFFD. How many bytes one U+FFFD stands for follows the JDK's decoder.
 */
#include "java_text.h"

static bool continues(uint8_t byte)
{
    return (byte & 0xc0) == 0x80;
}

/* Whether second may follow first in a sequence of three or four. */
static bool pairs(uint8_t first, uint8_t second)
{
    return continues(second) && !(first == 0xe0 && second < 0xa0) &&
           !(first == 0xf0 && second < 0x90) && !(first == 0xf4 && second > 0x8f);
}

/* Length of the sequence at p; *good = false: it is malformed, and stands for one U+FFFD. */
static size_t sequence(const uint8_t *p, size_t left, bool *good)
{
    uint8_t first = p[0];
    *good = first < 0x80;
    if (first < 0xc2 || first > 0xf4) {
        return 1;
    }
    size_t want = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    if (left < 2 || (want == 2 ? !continues(p[1]) : !pairs(first, p[1]))) {
        return 1;
    }
    for (size_t i = 2; i < want; i++) {
        if (i >= left || !continues(p[i])) {
            return i;
        }
    }
    *good = !(first == 0xed && p[1] > 0x9f); /* surrogates: three bytes, one U+FFFD */
    return want;
}

struct weir_str java_text_utf8(struct weir_arena *arena, struct weir_str bytes)
{
    if (!bytes.p || weir_utf8_valid(bytes)) {
        return bytes;
    }
    const uint8_t *in = (const uint8_t *)bytes.p;
    char *out = weir_arena_bytes(arena, weir_arena_product(bytes.n, 3));
    size_t n = 0;
    for (size_t i = 0, len; i < bytes.n; i += len) {
        bool good;
        len = sequence(in + i, bytes.n - i, &good);
        memcpy(out + n, good ? (const char *)in + i : "\xef\xbf\xbd", good ? len : 3);
        n += good ? len : 3;
    }
    return weir_str_n(out, n);
}
