/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cdc_binlog_inet.c: MariaDB's UUID, INET4 and INET6 as the binlog has them: bytes of a fixed
 * width, without the zeros at the end. Their texts are the server's own.
 */
#include "cdc_decode.h"

#include <arpa/inet.h>

#define UUID_BYTES 16

/* The cell with its zeros; false: it is too long. */
static bool whole(struct weir_str cell, uint8_t *to, size_t width)
{
    if (cell.n > width) {
        return false;
    }
    memset(to, 0, width);
    memcpy(to, cell.p, cell.n);
    return true;
}

static struct weir_value text_of(const char *text, struct weir_arena *arena)
{
    return weir_string(weir_arena_str(arena, weir_str_of(text)));
}

enum cdc_decoded cdc_binlog_uuid(const struct cdc_column *col, struct weir_str cell,
                                 struct weir_arena *arena, struct weir_value *val,
                                 struct weir_err *err)
{
    static const char digits[] = "0123456789abcdef";
    uint8_t bytes[UUID_BYTES];
    char text[37];
    char *to = text;
    if (!whole(cell, bytes, sizeof(bytes))) {
        return cdc_broken(col, cell, err);
    }
    for (size_t i = 0; i < sizeof(bytes); i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10) {
            *to++ = '-';
        }
        *to++ = digits[bytes[i] >> 4];
        *to++ = digits[bytes[i] & 15];
    }
    *to = '\0';
    *val = text_of(text, arena);
    return CDC_GOOD;
}

enum cdc_decoded cdc_binlog_inet4(const struct cdc_column *col, struct weir_str cell,
                                  struct weir_arena *arena, struct weir_value *val,
                                  struct weir_err *err)
{
    struct in_addr address;
    char text[INET_ADDRSTRLEN];
    if (!whole(cell, (uint8_t *)&address, sizeof(address)) ||
        !inet_ntop(AF_INET, &address, text, sizeof(text))) {
        return cdc_broken(col, cell, err);
    }
    *val = text_of(text, arena);
    return CDC_GOOD;
}

enum cdc_decoded cdc_binlog_inet6(const struct cdc_column *col, struct weir_str cell,
                                  struct weir_arena *arena, struct weir_value *val,
                                  struct weir_err *err)
{
    struct in6_addr address;
    char text[INET6_ADDRSTRLEN];
    if (!whole(cell, (uint8_t *)&address, sizeof(address)) ||
        !inet_ntop(AF_INET6, &address, text, sizeof(text))) {
        return cdc_broken(col, cell, err);
    }
    *val = text_of(text, arena);
    return CDC_GOOD;
}
