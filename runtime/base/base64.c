/* SPDX-License-Identifier: Apache-2.0 */
/*
 * base64.c: bytes to base64 text and back, standard alphabet, into a buffer. Reading takes the
 * text with or without its padding, as java.util.Base64 does.
 */
#include <weir/buf.h>

static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static char *put_group(char *to, uint32_t x)
{
    to[0] = letters[x >> 18];
    to[1] = letters[x >> 12 & 63];
    to[2] = letters[x >> 6 & 63];
    to[3] = letters[x & 63];
    return to + 4;
}

char *weir_base64_put(char *to, const void *p, size_t n)
{
    const uint8_t *in = p;
    for (; n >= 3; n -= 3, in += 3) {
        to = put_group(to, (uint32_t)in[0] << 16 | (uint32_t)in[1] << 8 | in[2]);
    }
    if (n) {
        to = put_group(to, (uint32_t)in[0] << 16 | (n > 1 ? (uint32_t)in[1] << 8 : 0));
        to[-1] = '=';
        to[-2] = n > 1 ? to[-2] : '=';
    }
    return to;
}

void weir_buf_base64(struct weir_buf *buf, const void *p, size_t n)
{
    if (n > SIZE_MAX / 2) {
        buf->full = true;
        return;
    }
    char *to = weir_buf_reserve(buf, (n + 2) / 3 * 4);
    if (to) {
        buf->n = (size_t)(weir_base64_put(to, p, n) - buf->p);
    }
}

/* 0 to 63, or 255 for what is no letter of the alphabet. */
static uint8_t letter_value(char c)
{
    if (c >= 'A' && c <= 'Z') {
        return (uint8_t)(c - 'A');
    }
    if (c >= 'a' && c <= 'z') {
        return (uint8_t)(c - 'a' + 26);
    }
    if (c >= '0' && c <= '9') {
        return (uint8_t)(c - '0' + 52);
    }
    return c == '+' ? 62 : c == '/' ? 63 : 255;
}

/* The text without its padding; false when the padding is not what its length asks for. */
static bool strip_padding(struct weir_str *text)
{
    size_t pads = 0;
    while (pads < 2 && pads < text->n && text->p[text->n - 1 - pads] == '=') {
        pads++;
    }
    bool padded = pads > 0;
    bool whole = text->n % 4 == 0;
    text->n -= pads;
    return text->n % 4 != 1 && (!padded || whole);
}

bool weir_buf_unbase64(struct weir_buf *buf, struct weir_str text)
{
    if (!strip_padding(&text)) {
        return false;
    }
    char *to = weir_buf_reserve(buf, text.n / 4 * 3 + 2);
    if (!to) {
        return false;
    }
    uint32_t group = 0;
    size_t out = 0;
    for (size_t i = 0; i < text.n; i++) {
        uint8_t x = letter_value(text.p[i]);
        if (x > 63) {
            return false;
        }
        group = group << 6 | x;
        if (i % 4) {
            to[out++] = (char)(group >> (6 - i % 4 * 2));
        }
    }
    buf->n += out;
    return true;
}
