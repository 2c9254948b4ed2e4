/* SPDX-License-Identifier: Apache-2.0 */
/*
 * my_charset_parts.h: what a character set is made of, for my_charset*.c.
 */
#ifndef WEIR_MY_CHARSET_PARTS_H
#define WEIR_MY_CHARSET_PARTS_H

#include "my_charset.h"

enum my_charset_form {
    MY_CHARSET_UTF8,
    MY_CHARSET_BINARY,
    MY_CHARSET_ASCII,
    MY_CHARSET_LATIN1,
    MY_CHARSET_SWE7,
    MY_CHARSET_SINGLE,
    MY_CHARSET_MULTI,
    MY_CHARSET_UTF16, /* and UCS-2: big-endian */
    MY_CHARSET_UTF16LE,
    MY_CHARSET_UTF32,
};

/* The first member of what has tables. */
struct my_charset {
    const char *name;
    enum my_charset_form form;
};

/* One byte a character; the points from 0x80 on, 0: none. The last has no name. */
struct my_charset_single {
    struct my_charset base;
    uint16_t high[128];
};
extern const struct my_charset_single my_charset_singles[];

/* Several bytes a character; tables of points, 0: none. */
struct my_charset_multi {
    struct my_charset base;
    const char *iconv_name;
    uint16_t single[128];                /* of bytes from 0x80 on */
    uint16_t (*pairs)[256];              /* [first - 0x80][second] */
    uint16_t (*triples)[256];            /* 0x8f, then [second - 0x80][third]; NULL: none */
    uint16_t *quads;                     /* gb18030's four bytes below U+10000; NULL: none */
    bool leads[128];                     /* whether a byte from 0x80 on begins a pair */
};

#define MY_CHARSET_QUADS 50400

/* By name, with its tables; NULL: not one of these, or the C library does not have it. */
const struct my_charset_multi *my_charset_multi_find(struct weir_str name);
/* The next character of bytes, its length to *n; 0: there is none, n bytes are one mistake. */
uint32_t my_charset_multi_next(const struct my_charset_multi *multi, struct weir_str bytes,
                               size_t *n);

#endif
