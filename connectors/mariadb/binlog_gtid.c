/* SPDX-License-Identifier: Apache-2.0 */
/*
 * binlog_gtid.c: GTID sets between text and the protocol's bytes. MySQL's: the number of sources,
 * then each source's UUID with its intervals, whose ends are exclusive. MariaDB's list: a count,
 * then domain, server and number of each.
 */
#include "binlog_gtid.h"

#include <stdio.h>
#include <stdlib.h>

#include <weir/mem.h>
#include <weir/reader.h>

#define UUID_BYTES    16
#define INTERVALS_MAX 1000000
#define DOMAIN_BYTES  16

struct interval {
    uint64_t start;
    uint64_t end; /* exclusive */
};

static void put_le64(struct weir_buf *out, uint64_t x)
{
    uint8_t bytes[8];
    for (size_t i = 0; i < sizeof(bytes); i++) {
        bytes[i] = (uint8_t)(x >> (8 * i));
    }
    weir_buf_add(out, bytes, sizeof(bytes));
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* 32 digits, with hyphens anywhere, as the server takes them too. */
static bool put_uuid(struct weir_buf *out, struct weir_str text)
{
    uint8_t bytes[UUID_BYTES] = {0};
    size_t n = 0;
    for (size_t i = 0; i < text.n; i++) {
        int digit = hex_digit(text.p[i]);
        if (text.p[i] == '-') {
            continue;
        }
        if (digit < 0 || n == (size_t)2 * UUID_BYTES) {
            return false;
        }
        bytes[n / 2] = (uint8_t)(bytes[n / 2] << 4 | digit);
        n++;
    }
    weir_buf_add(out, bytes, sizeof(bytes));
    return n == (size_t)2 * UUID_BYTES;
}

/* "7" or "1-7" */
static bool read_interval(struct weir_str text, struct interval *interval)
{
    ptrdiff_t hyphen = weir_str_chr(text, '-');
    struct weir_str first = hyphen < 0 ? text : weir_str_n(text.p, (size_t)hyphen);
    struct weir_str last = hyphen < 0 ? text : weir_str_from(text, (size_t)hyphen + 1);
    if (!weir_str_to_u64(weir_str_trim(first), &interval->start) ||
        !weir_str_to_u64(weir_str_trim(last), &interval->end) || interval->start == 0 ||
        interval->end < interval->start || interval->end == UINT64_MAX) {
        return false;
    }
    interval->end++;
    return true;
}

static int by_start(const void *a, const void *b)
{
    const struct interval *x = a;
    const struct interval *y = b;
    return x->start < y->start ? -1 : x->start > y->start;
}

/* The server wants them in order and apart. */
static size_t merge_intervals(struct interval *intervals, size_t n)
{
    size_t kept = 0;
    qsort(intervals, n, sizeof(*intervals), by_start);
    for (size_t i = 1; i < n; i++) {
        if (intervals[i].start > intervals[kept].end) {
            intervals[++kept] = intervals[i];
        } else if (intervals[i].end > intervals[kept].end) {
            intervals[kept].end = intervals[i].end;
        }
    }
    return n ? kept + 1 : 0;
}

static size_t count(struct weir_str text, char c)
{
    size_t n = 0;
    for (size_t i = 0; i < text.n; i++) {
        n += text.p[i] == c;
    }
    return n;
}

/* One source with its intervals: "uuid:1-7:9". */
static bool put_source(struct weir_buf *out, struct weir_str text)
{
    struct weir_str part;
    size_t n = 0;
    size_t most = count(text, ':');
    if (!weir_str_split(&text, ':', &part) || !put_uuid(out, weir_str_trim(part)) || most == 0 ||
        most > INTERVALS_MAX) {
        return false;
    }
    struct interval *intervals = weir_xcalloc(most, sizeof(*intervals));
    bool good = true;
    while (good && n < most && weir_str_split(&text, ':', &part)) {
        good = read_interval(weir_str_trim(part), &intervals[n++]);
    }
    if (good) {
        n = merge_intervals(intervals, n);
        put_le64(out, n);
        for (size_t i = 0; i < n; i++) {
            put_le64(out, intervals[i].start);
            put_le64(out, intervals[i].end);
        }
    }
    free(intervals);
    return good;
}

enum weir_verdict binlog_gtids_encode(struct weir_str text, struct weir_buf *out,
                                      struct weir_err *err)
{
    struct weir_str part;
    size_t at = out->n;
    uint64_t n = 0;
    put_le64(out, 0);
    while (weir_str_split(&text, ',', &part)) {
        part = weir_str_trim(part);
        if (part.n == 0) {
            continue;
        }
        if (!put_source(out, part)) {
            return weir_err_set(err, WEIR_BAD_CONFIG,
                                "\"%.*s\" is no MySQL GTID set (uuid:first-last, without a tag)",
                                part.n > 200 ? 200 : (int)part.n, part.p);
        }
        n++;
    }
    for (size_t i = 0; i < sizeof(n) && !out->full; i++) {
        out->p[at + i] = (char)(n >> (8 * i));
    }
    return weir_buf_check(out, WEIR_BAD_CONFIG, "the GTID set", err);
}

static void mysql_list(struct weir_reader *rd, struct weir_buf *text)
{
    uint64_t n_sources = weir_reader_le(rd, 8);
    for (uint64_t i = 0; i < n_sources && !rd->failed && !text->full; i++) {
        const uint8_t *uuid = weir_reader_take(rd, UUID_BYTES);
        uint64_t n = weir_reader_le(rd, 8);
        weir_buf_text(text, i ? "," : "");
        for (size_t k = 0; uuid && k < UUID_BYTES; k++) {
            weir_buf_printf(text, k == 4 || k == 6 || k == 8 || k == 10 ? "-%02x" : "%02x",
                            uuid[k]);
        }
        for (uint64_t k = 0; k < n && !rd->failed && !text->full; k++) {
            uint64_t start = weir_reader_le(rd, 8);
            uint64_t end = weir_reader_le(rd, 8);
            weir_buf_printf(text, ":%llu-%llu", (unsigned long long)start,
                            (unsigned long long)(end - 1));
        }
    }
}

/* Whether a later element has the same domain; the list is in the order of writing. */
static bool comes_again(struct weir_reader rd, uint32_t domain)
{
    while (weir_reader_left(&rd) >= DOMAIN_BYTES) {
        if (weir_reader_le(&rd, 4) == domain) {
            return true;
        }
        weir_reader_skip(&rd, DOMAIN_BYTES - 4);
    }
    return false;
}

static void mariadb_list(struct weir_reader *rd, struct weir_buf *text)
{
    uint32_t n = (uint32_t)weir_reader_le(rd, 4) & 0x0fffffff;
    bool first = true;
    for (uint32_t i = 0; i < n && !rd->failed; i++) {
        uint32_t domain = (uint32_t)weir_reader_le(rd, 4);
        uint32_t server = (uint32_t)weir_reader_le(rd, 4);
        uint64_t seq = weir_reader_le(rd, 8);
        if (!rd->failed && !comes_again(*rd, domain)) {
            weir_buf_printf(text, "%s%u-%u-%llu", first ? "" : ",", domain, server,
                            (unsigned long long)seq);
            first = false;
        }
    }
}

enum weir_verdict binlog_gtids_of_list(struct weir_str body, bool is_mysql, struct weir_buf *text,
                                       struct weir_err *err)
{
    struct weir_reader rd = weir_reader_of(body);
    if (is_mysql) {
        mysql_list(&rd, text);
    } else {
        mariadb_list(&rd, text);
    }
    if (rd.failed) {
        return weir_err_set(err, WEIR_BAD_DATA, "a GTID list of %zu bytes ends too early", body.n);
    }
    return weir_buf_check(text, WEIR_BAD_DATA, "the GTID list", err);
}
