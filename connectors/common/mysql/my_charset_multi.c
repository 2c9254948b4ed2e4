/* SPDX-License-Identifier: Apache-2.0 */
/*
 * my_charset_multi.c: the East Asian character sets. Their tables are made once, at first use, by
 * asking the C library for every sequence, and then mended where the servers convert otherwise.
 */
#include "my_charset_parts.h"

#include <iconv.h>
#include <pthread.h>

#include <weir/mem.h>

#define EUC_THREE 0x8f

static struct my_charset_multi sets[] = {
    {.base = {"cp932", MY_CHARSET_MULTI}, .iconv_name = "CP932"},
    {.base = {"sjis", MY_CHARSET_MULTI}, .iconv_name = "SHIFT_JIS"},
    {.base = {"gbk", MY_CHARSET_MULTI}, .iconv_name = "GBK"},
    {.base = {"gb2312", MY_CHARSET_MULTI}, .iconv_name = "GB2312"},
    {.base = {"gb18030", MY_CHARSET_MULTI}, .iconv_name = "GB18030"},
    {.base = {"big5", MY_CHARSET_MULTI}, .iconv_name = "BIG5"},
    {.base = {"euckr", MY_CHARSET_MULTI}, .iconv_name = "UHC"},
    {.base = {"ujis", MY_CHARSET_MULTI}, .iconv_name = "EUC-JP-MS"},
    {.base = {"eucjpms", MY_CHARSET_MULTI}, .iconv_name = "EUC-JP-MS"},
};

/* Where MariaDB 10.11 and MySQL 8.0 differ from glibc: codes from first to last are point and
 * those after it; 0: there is no such character. */
static const struct mend {
    const char *name;
    uint32_t first, last;
    uint16_t point;
} mends[] = {
    {"sjis", 0x815f, 0x815f, 0x005c},
    {"gbk", 0x80, 0x80, 0x0000},
    {"big5", 0x80, 0x80, 0x0000},
    {"big5", 0xa145, 0xa145, 0x2022},
    {"big5", 0xa14e, 0xa14e, 0xff64},
    {"big5", 0xa15a, 0xa15a, 0xfffd},
    {"big5", 0xa1c2, 0xa1c2, 0x203e},
    {"big5", 0xa1c3, 0xa1c3, 0xfffd},
    {"big5", 0xa1c5, 0xa1c5, 0xfffd},
    {"big5", 0xa1e3, 0xa1e3, 0x223c},
    {"big5", 0xa1f2, 0xa1f2, 0x2641},
    {"big5", 0xa1f3, 0xa1f3, 0x2609},
    {"big5", 0xa1fe, 0xa1fe, 0xfffd},
    {"big5", 0xa240, 0xa240, 0xfffd},
    {"big5", 0xa241, 0xa241, 0xff0f},
    {"big5", 0xa242, 0xa242, 0xff3c},
    {"big5", 0xa244, 0xa244, 0x00a5},
    {"big5", 0xa246, 0xa247, 0x00a2},
    {"big5", 0xa2cc, 0xa2cc, 0xfffd},
    {"big5", 0xa2ce, 0xa2ce, 0xfffd},
    {"big5", 0xa3e1, 0xa3e1, 0x0000},
    {"big5", 0xc6a1, 0xc6a1, 0x30fe},
    {"big5", 0xc6a2, 0xc6a3, 0x309d},
    {"big5", 0xc6a4, 0xc6a4, 0x3005},
    {"big5", 0xc6a5, 0xc6f7, 0x3041},
    {"big5", 0xc6f8, 0xc6fe, 0x30a1},
    {"big5", 0xc740, 0xc77e, 0x30a8},
    {"big5", 0xc7a1, 0xc7b0, 0x30e7},
    {"big5", 0xc7b1, 0xc7b2, 0x0414},
    {"big5", 0xc7b3, 0xc7b3, 0x0401},
    {"big5", 0xc7b4, 0xc7ba, 0x0416},
    {"big5", 0xc7bb, 0xc7cd, 0x0423},
    {"big5", 0xc7ce, 0xc7ce, 0x0451},
    {"big5", 0xc7cf, 0xc7e8, 0x0436},
    {"big5", 0xc7e9, 0xc7f2, 0x2460},
    {"big5", 0xc7f3, 0xc7fc, 0x2474},
    {"big5", 0xc7fd, 0xc7fe, 0x0000},
    {"big5", 0xc840, 0xc87e, 0x0000},
    {"big5", 0xc8a1, 0xc8fe, 0x0000},
    {"big5", 0xf9dd, 0xf9fe, 0x0000},
    {"ujis", 0x80, 0x8d, 0x0000},
    {"ujis", 0x8fa2b7, 0x8fa2b7, 0x007e},
    {"ujis", 0x8fa2c3, 0x8fa2c3, 0x00a6},
    {"ujis", 0x8ff3f3, 0x8ff3fe, 0x0000},
    {"ujis", 0x8ff4a1, 0x8ff4fe, 0x0000},
    {"ujis", 0x90, 0x9f, 0x0000},
    {"ujis", 0xa1c0, 0xa1c0, 0x005c},
    {"ujis", 0xa1c1, 0xa1c1, 0x301c},
    {"ujis", 0xa1c2, 0xa1c2, 0x2016},
    {"ujis", 0xa1dd, 0xa1dd, 0x2212},
    {"ujis", 0xa1f1, 0xa1f2, 0x00a2},
    {"ujis", 0xa2cc, 0xa2cc, 0x00ac},
    {"ujis", 0xada1, 0xadbe, 0x0000},
    {"ujis", 0xadc0, 0xadd6, 0x0000},
    {"ujis", 0xaddf, 0xadfc, 0x0000},
    {"eucjpms", 0x80, 0x8d, 0x0000},
    {"eucjpms", 0x90, 0x9f, 0x0000},
};

/* The same for four bytes of gb18030, by their number. */
static const struct {
    uint16_t first, last, point;
} quad_mends[] = {
    {19057, 19064, 0x9fb4},
    {39076, 39085, 0xfe10},
};

/* ---- asking the C library ---- */

/* The character that exactly these bytes are; 0: none, or one beyond 16 bits. */
static uint16_t ask(iconv_t cd, const uint8_t *bytes, size_t n)
{
    char in[4];
    uint8_t out[8];
    char *from = memcpy(in, bytes, n);
    char *to = (char *)out;
    size_t left = n;
    size_t room = sizeof(out);
    iconv(cd, NULL, NULL, NULL, NULL);
    if (iconv(cd, &from, &left, &to, &room) != 0 || left || room != sizeof(out) - 2) {
        return 0;
    }
    return (uint16_t)(out[0] << 8 | out[1]);
}

static void ask_pairs(struct my_charset_multi *multi, iconv_t cd)
{
    for (unsigned lead = 0x80; lead < 0x100; lead++) {
        uint8_t bytes[3] = {(uint8_t)lead, 0, 0};
        multi->single[lead - 0x80] = ask(cd, bytes, 1);
        for (unsigned i = 0x30; i < 0x100; i++) {
            bytes[1] = (uint8_t)i;
            multi->pairs[lead - 0x80][i] = ask(cd, bytes, 2);
        }
    }
}

static void ask_triples(struct my_charset_multi *multi, iconv_t cd)
{
    multi->triples = weir_xcalloc(128, sizeof(*multi->triples));
    for (unsigned i = 0xa1; i < 0xff; i++) {
        for (unsigned k = 0xa1; k < 0xff; k++) {
            multi->triples[i - 0x80][k] = ask(cd, (uint8_t[]){EUC_THREE, (uint8_t)i, (uint8_t)k}, 3);
        }
    }
}

static void ask_quads(struct my_charset_multi *multi, iconv_t cd)
{
    multi->quads = weir_xcalloc(MY_CHARSET_QUADS, sizeof(*multi->quads));
    for (unsigned i = 0; i < MY_CHARSET_QUADS; i++) {
        uint8_t bytes[4] = {(uint8_t)(0x81 + i / 12600), (uint8_t)(0x30 + i / 1260 % 10),
                            (uint8_t)(0x81 + i / 10 % 126), (uint8_t)(0x30 + i % 10)};
        multi->quads[i] = ask(cd, bytes, 4);
    }
    for (size_t m = 0; m < sizeof(quad_mends) / sizeof(quad_mends[0]); m++) {
        for (unsigned i = quad_mends[m].first; i <= quad_mends[m].last; i++) {
            multi->quads[i] = (uint16_t)(quad_mends[m].point + i - quad_mends[m].first);
        }
    }
}

static void put(struct my_charset_multi *multi, uint32_t code, uint16_t point)
{
    if (code > 0xffff) {
        multi->triples[(code >> 8 & 0xff) - 0x80][code & 0xff] = point;
    } else if (code > 0xff) {
        multi->pairs[(code >> 8) - 0x80][code & 0xff] = point;
    } else {
        multi->single[code - 0x80] = point;
    }
}

static void mend(struct my_charset_multi *multi)
{
    for (size_t m = 0; m < sizeof(mends) / sizeof(mends[0]); m++) {
        for (uint32_t code = mends[m].first;
             strcmp(mends[m].name, multi->base.name) == 0 && code <= mends[m].last; code++) {
            put(multi, code,
                mends[m].point ? (uint16_t)(mends[m].point + code - mends[m].first) : 0);
        }
    }
}

static bool make_tables(struct my_charset_multi *multi)
{
    iconv_t cd = iconv_open("UTF-16BE", multi->iconv_name);
    if (cd == (iconv_t)-1) {
        return false;
    }
    multi->pairs = weir_xcalloc(128, sizeof(*multi->pairs));
    ask_pairs(multi, cd);
    if (strncmp(multi->iconv_name, "EUC", 3) == 0) {
        ask_triples(multi, cd);
    }
    if (strcmp(multi->iconv_name, "GB18030") == 0) {
        ask_quads(multi, cd);
    }
    iconv_close(cd);
    mend(multi);
    for (unsigned lead = 0; lead < 128; lead++) {
        for (unsigned i = 0; i < 256; i++) {
            multi->leads[lead] |= multi->pairs[lead][i] != 0;
        }
    }
    return true;
}

const struct my_charset_multi *my_charset_multi_find(struct weir_str name)
{
    static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    struct my_charset_multi *found = NULL;
    pthread_mutex_lock(&lock);
    for (size_t i = 0; !found && i < sizeof(sets) / sizeof(sets[0]); i++) {
        if (weir_str_eq_nocase(name, weir_str_of(sets[i].base.name)) &&
            (sets[i].pairs || make_tables(&sets[i]))) {
            found = &sets[i];
        }
    }
    pthread_mutex_unlock(&lock);
    return found;
}

/* ---- reading ---- */

static bool is_quad(const uint8_t *p, size_t left)
{
    return left >= 4 && p[1] >= 0x30 && p[1] <= 0x39 && p[2] >= 0x81 && p[2] <= 0xfe &&
           p[3] >= 0x30 && p[3] <= 0x39 && p[0] >= 0x81 && p[0] <= 0xfe;
}

static uint32_t quad_point(const struct my_charset_multi *multi, const uint8_t *p)
{
    uint32_t i = ((p[0] - 0x81u) * 10 + (p[1] - 0x30u)) * 1260 + (p[2] - 0x81u) * 10 +
                 (p[3] - 0x30u);
    if (i < MY_CHARSET_QUADS) {
        return multi->quads[i];
    }
    uint32_t beyond = i - 189000; /* 0x90308130 is U+10000 */
    return i >= 189000 && beyond <= 0xfffff ? 0x10000 + beyond : 0;
}

uint32_t my_charset_multi_next(const struct my_charset_multi *multi, struct weir_str bytes,
                               size_t *n)
{
    const uint8_t *p = (const uint8_t *)bytes.p;
    *n = 1;
    if (p[0] < 0x80) {
        return p[0];
    }
    if (multi->quads && is_quad(p, bytes.n)) {
        *n = 4;
        return quad_point(multi, p);
    }
    if (multi->triples && p[0] == EUC_THREE && bytes.n >= 3 && p[1] >= 0xa1) {
        *n = 3;
        return multi->triples[p[1] - 0x80][p[2]];
    }
    if (multi->single[p[0] - 0x80]) {
        return multi->single[p[0] - 0x80];
    }
    if (multi->leads[p[0] - 0x80] && bytes.n >= 2) {
        *n = 2;
        return multi->pairs[p[0] - 0x80][p[1]];
    }
    return 0;
}
