/* SPDX-License-Identifier: Apache-2.0 */
/* schema_name.c: a name comes in; what Avro does not allow in one goes out as something else. */
#include "schema_name.h"

#include <stdio.h>

const char *const schema_name_modes[] = {"none", "avro", "avro_unicode", NULL};

static bool fits(uint32_t c, bool first, enum schema_name_mode mode)
{
    bool letter =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c == '_' && mode == SCHEMA_NAME_AVRO);
    return letter || (!first && (c == '.' || (c >= '0' && c <= '9')));
}

/* The code point at *at, which moves behind it. */
static uint32_t next_point(struct weir_str name, size_t *at)
{
    uint8_t lead = (uint8_t)name.p[(*at)++];
    int more = lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : lead >= 0xc0 ? 1 : 0;
    uint32_t point = more ? lead & (0x3fu >> more) : lead;
    for (; more > 0 && *at < name.n; more--) {
        point = point << 6 | ((uint8_t)name.p[(*at)++] & 0x3f);
    }
    return point;
}

static char *put_unit(char *to, uint32_t unit, enum schema_name_mode mode)
{
    if (mode == SCHEMA_NAME_AVRO) {
        *to = '_';
        return to + 1;
    }
    char hex[16];
    int n = snprintf(hex, sizeof(hex), unit < 0x100 ? "_u00%x" : "_u%x", unit);
    memcpy(to, hex, (size_t)n);
    return to + n;
}

struct weir_str schema_name_adjust(struct weir_arena *arena, struct weir_str name,
                                   enum schema_name_mode mode)
{
    if (mode == SCHEMA_NAME_NONE || !name.n) {
        return name;
    }
    char *begin = weir_arena_bytes(arena, weir_arena_product(name.n, 12));
    char *to = begin;
    for (size_t at = 0; at < name.n;) {
        bool first = at == 0;
        uint32_t c = next_point(name, &at);
        if (fits(c, first, mode)) {
            *to++ = (char)c;
        } else if (c > 0xffff) { /* Java sees two units */
            to = put_unit(to, 0xd7c0 + (c >> 10), mode);
            to = put_unit(to, 0xdc00 + (c & 0x3ff), mode);
        } else {
            to = put_unit(to, c, mode);
            if (first && c >= '0' && c <= '9' && mode == SCHEMA_NAME_AVRO) {
                *to++ = (char)c; /* so that 1a and 2a stay two names */
            }
        }
    }
    return weir_str_n(begin, (size_t)(to - begin));
}
