/* SPDX-License-Identifier: Apache-2.0 */
/*
 * binlog_inflate.c: MariaDB's compressed bodies (log_bin_compress): a byte that tells how long the
 * length is, the length, then zlib. Output goes to one buffer that every event reuses.
 */
#include "binlog_inflate.h"

#include <stdlib.h>
#include <zlib.h>

#include <weir/buf.h>
#include <weir/mem.h>

#define KEEP ((size_t)1 << 20)

struct binlog_inflate {
    z_stream zlib;
    struct weir_buf out;
};

struct binlog_inflate *binlog_inflate_new(size_t max)
{
    struct binlog_inflate *inf = weir_xcalloc(1, sizeof(*inf));
    weir_buf_init(&inf->out, max);
    if (inflateInit(&inf->zlib) != Z_OK) {
        free(inf);
        return NULL;
    }
    return inf;
}

void binlog_inflate_free(struct binlog_inflate *inf)
{
    if (inf) {
        inflateEnd(&inf->zlib);
        weir_buf_free(&inf->out);
        free(inf);
    }
}

enum weir_verdict binlog_inflate_body(struct binlog_inflate *inf, struct weir_str packed,
                                      struct weir_str *body, struct weir_err *err)
{
    struct weir_reader rd = weir_reader_of(packed);
    uint8_t first = weir_reader_u8(&rd);
    size_t n = weir_reader_be(&rd, first & 7);
    if (rd.failed || (first & 0xf0) != 0x80 || (first & 7) > 4) {
        return weir_err_set(err, WEIR_BAD_DATA, "its compressed body has an unknown header");
    }
    weir_buf_shrink(&inf->out, KEEP);
    char *to = weir_buf_reserve(&inf->out, n);
    if (!to) {
        return weir_err_set(err, WEIR_BAD_DATA,
                            "its body of %zu bytes uncompressed is larger than the limit of %zu", n,
                            inf->out.max);
    }
    z_stream *zlib = &inf->zlib;
    inflateReset(zlib);
    zlib->next_in = (Bytef *)(uintptr_t)rd.p;
    zlib->avail_in = (uInt)weir_reader_left(&rd);
    zlib->next_out = (Bytef *)to;
    zlib->avail_out = (uInt)n;
    if (inflate(zlib, Z_FINISH) != Z_STREAM_END || zlib->avail_out != 0) {
        return weir_err_set(err, WEIR_BAD_DATA, "its compressed body is damaged");
    }
    inf->out.n += n;
    *body = weir_buf_view(&inf->out);
    return WEIR_OK;
}
