/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cdc_gtid.c: a set is a short list of sources, each with its closed intervals. A MariaDB source is
 * a domain whose one interval begins at 1 and whose server is the newest one; a MySQL source is a
 * UUID (with a tag, where there is one).
 */
#include "cdc_gtid.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include <weir/digits.h>
#include <weir/mem.h>

#define ID_MAX 80 /* a UUID, a colon, a tag of 32 */

struct interval {
    uint64_t from, to;
};

struct source {
    char id[ID_MAX]; /* MySQL; empty: MariaDB */
    uint32_t domain, server;
    struct interval *intervals; /* in order, with gaps between */
    size_t n, cap;
};

struct cdc_gtids {
    struct source *sources; /* in order */
    size_t n, cap;
};

struct cdc_gtids *cdc_gtids_new(void)
{
    return weir_xcalloc(1, sizeof(struct cdc_gtids));
}

static void clear(struct cdc_gtids *set)
{
    for (size_t i = 0; i < set->n; i++) {
        free(set->sources[i].intervals);
    }
    set->n = 0;
}

void cdc_gtids_free(struct cdc_gtids *set)
{
    if (set) {
        clear(set);
        free(set->sources);
        free(set);
    }
}

bool cdc_gtids_empty(const struct cdc_gtids *set)
{
    return set->n == 0;
}

/* ---- sources ---- */

static int compare(const struct source *source, const char *id, uint32_t domain)
{
    int order = strcmp(source->id, id);
    return order ? order : (source->domain > domain) - (source->domain < domain);
}

static struct source *find(const struct cdc_gtids *set, const char *id, uint32_t domain)
{
    for (size_t i = 0; i < set->n; i++) {
        if (compare(&set->sources[i], id, domain) == 0) {
            return &set->sources[i];
        }
    }
    return NULL;
}

static struct source *take(struct cdc_gtids *set, const char *id, uint32_t domain)
{
    struct source *source = find(set, id, domain);
    if (source) {
        return source;
    }
    if (set->n == set->cap) {
        set->cap = set->cap ? 2 * set->cap : 4;
        set->sources = weir_xrealloc(set->sources, set->cap, sizeof(*set->sources));
    }
    size_t at = set->n++;
    while (at > 0 && compare(&set->sources[at - 1], id, domain) > 0) {
        set->sources[at] = set->sources[at - 1];
        at--;
    }
    set->sources[at] = (struct source){.domain = domain};
    snprintf(set->sources[at].id, ID_MAX, "%s", id);
    return &set->sources[at];
}

/* ---- intervals ---- */

static void remove_intervals(struct source *source, size_t at, size_t n)
{
    memmove(&source->intervals[at], &source->intervals[at + n],
            (source->n - at - n) * sizeof(struct interval));
    source->n -= n;
}

static void add_interval(struct source *source, uint64_t from, uint64_t to)
{
    size_t at = 0;
    while (at < source->n && source->intervals[at].to + 1 < from) {
        at++;
    }
    size_t end = at;
    while (end < source->n && source->intervals[end].from <= to + 1) {
        from = source->intervals[end].from < from ? source->intervals[end].from : from;
        to = source->intervals[end].to > to ? source->intervals[end].to : to;
        end++;
    }
    if (end > at) {
        source->intervals[at] = (struct interval){from, to};
        remove_intervals(source, at + 1, end - at - 1);
        return;
    }
    if (source->n == source->cap) {
        source->cap = source->cap ? 2 * source->cap : 2;
        source->intervals = weir_xrealloc(source->intervals, source->cap, sizeof(struct interval));
    }
    memmove(&source->intervals[at + 1], &source->intervals[at],
            (source->n - at) * sizeof(struct interval));
    source->intervals[at] = (struct interval){from, to};
    source->n++;
}

/* MariaDB: all up to seq, whatever came before. */
static void reach(struct source *source, uint32_t server, uint64_t seq)
{
    source->n = 0;
    source->server = server;
    add_interval(source, seq ? 1 : 0, seq);
}

static uint64_t reached(const struct source *source)
{
    return source->n ? source->intervals[source->n - 1].to : 0;
}

static bool covers(const struct source *source, const struct interval *part)
{
    for (size_t i = 0; i < source->n; i++) {
        if (source->intervals[i].from <= part->from && part->to <= source->intervals[i].to) {
            return true;
        }
    }
    return false;
}

bool cdc_gtids_contains(const struct cdc_gtids *set, const struct cdc_gtids *part)
{
    for (size_t i = 0; i < part->n; i++) {
        const struct source *wanted = &part->sources[i];
        const struct source *have = find(set, wanted->id, wanted->domain);
        for (size_t k = 0; k < wanted->n; k++) {
            if (!have || !covers(have, &wanted->intervals[k])) {
                return false;
            }
        }
    }
    return true;
}

/* ---- reading ---- */

static bool read_mariadb(struct cdc_gtids *set, struct weir_str text)
{
    uint64_t numbers[3];
    struct weir_str part;
    size_t n = 0;
    while (weir_str_split(&text, '-', &part)) {
        if (n == 3 || !weir_str_to_u64(part, &numbers[n++])) {
            return false;
        }
    }
    if (n != 3 || numbers[0] > UINT32_MAX || numbers[1] > UINT32_MAX) {
        return false;
    }
    struct source *source = take(set, "", (uint32_t)numbers[0]);
    if (source->n == 0 || reached(source) <= numbers[2]) {
        reach(source, (uint32_t)numbers[1], numbers[2]);
    }
    return true;
}

static bool read_interval(struct source *source, struct weir_str text)
{
    uint64_t from;
    uint64_t to;
    struct weir_str first = WEIR_STR_NULL;
    weir_str_split(&text, '-', &first);
    if (!weir_str_to_u64(weir_str_trim(first), &from)) {
        return false;
    }
    to = from;
    if (text.n && !weir_str_to_u64(weir_str_trim(text), &to)) {
        return false;
    }
    if (to < from || to == UINT64_MAX) {
        return false;
    }
    add_interval(source, from, to);
    return true;
}

static void lower(char *id)
{
    for (; *id; id++) {
        *id = *id >= 'A' && *id <= 'Z' ? (char)(*id - 'A' + 'a') : *id;
    }
}

static bool read_mysql(struct cdc_gtids *set, struct weir_str text)
{
    char id[ID_MAX];
    struct weir_str part = WEIR_STR_NULL;
    weir_str_split(&text, ':', &part);
    if (part.n != 36) {
        return false;
    }
    snprintf(id, sizeof(id), "%.*s", WEIR_STR_ARG(part));
    lower(id);
    struct source *source = take(set, id, 0);
    while (weir_str_split(&text, ':', &part)) {
        part = weir_str_trim(part);
        bool is_tag = part.n && part.n <= 32 && (part.p[0] < '0' || part.p[0] > '9');
        if (is_tag) {
            snprintf(id + 36, sizeof(id) - 36, ":%.*s", WEIR_STR_ARG(part));
            source = take(set, id, 0);
        } else if (!read_interval(source, part)) {
            return false;
        }
    }
    return true;
}

enum weir_verdict cdc_gtids_read(struct cdc_gtids *set, struct weir_str text, struct weir_err *err)
{
    struct weir_str part;
    clear(set);
    while (weir_str_split(&text, ',', &part)) {
        part = weir_str_trim(part);
        bool is_mysql = weir_str_chr(part, ':') >= 0;
        if (part.n && !(is_mysql ? read_mysql(set, part) : read_mariadb(set, part))) {
            return weir_err_set(err, WEIR_BAD_DATA, "'%.*s' is no GTID", WEIR_STR_ARG(part));
        }
    }
    return WEIR_OK;
}

/* ---- one gtid ---- */

static void uuid_text(const uint8_t uuid[16], char id[ID_MAX])
{
    static const char hex[] = "0123456789abcdef";
    char *to = id;
    for (int i = 0; i < 16; i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10) {
            *to++ = '-';
        }
        *to++ = hex[uuid[i] >> 4];
        *to++ = hex[uuid[i] & 15];
    }
    *to = '\0';
}

void cdc_gtids_add(struct cdc_gtids *set, const struct binlog_gtid *gtid)
{
    if (gtid->is_mysql) {
        char id[ID_MAX];
        uuid_text(gtid->uuid, id);
        add_interval(take(set, id, 0), gtid->seq, gtid->seq);
    } else {
        reach(take(set, "", gtid->domain), gtid->server, gtid->seq);
    }
}

static void write_number(struct weir_buf *out, char before, uint64_t x)
{
    weir_buf_char(out, before);
    weir_buf_u64(out, x);
}

/* One is written for every transaction, twice. */
static void write_domain(struct weir_buf *out, uint32_t domain, uint32_t server, uint64_t seq)
{
    char *to = weir_buf_reserve(out, 3 * WEIR_I64_TEXT_MAX + 2);
    if (!to) {
        return;
    }
    to += weir_digits_u64(to, domain);
    *to++ = '-';
    to += weir_digits_u64(to, server);
    *to++ = '-';
    to += weir_digits_u64(to, seq);
    out->n = (size_t)(to - out->p);
}

void cdc_gtid_write(const struct binlog_gtid *gtid, struct weir_buf *out)
{
    if (gtid->is_mysql) {
        char id[ID_MAX];
        uuid_text(gtid->uuid, id);
        weir_buf_text(out, id);
        write_number(out, ':', gtid->seq);
    } else {
        write_domain(out, gtid->domain, gtid->server, gtid->seq);
    }
}

/* ---- filters ---- */

static bool matches_any(const struct weir_conf_regexes *list, struct weir_str text)
{
    for (size_t i = 0; i < list->n; i++) {
        if (weir_regex_matches(list->items[i], text)) {
            return true;
        }
    }
    return false;
}

static bool passes(const char *id, const struct weir_conf_regexes *includes,
                   const struct weir_conf_regexes *excludes)
{
    struct weir_str text = weir_str_of(id);
    return includes->n ? matches_any(includes, text) : !matches_any(excludes, text);
}

static bool source_passes(const struct source *source, const struct weir_conf_regexes *includes,
                          const struct weir_conf_regexes *excludes)
{
    char id[ID_MAX];
    if (source->id[0]) {
        return passes(source->id, includes, excludes);
    }
    snprintf(id, sizeof(id), "%" PRIu32 "-%" PRIu32, source->domain, source->server);
    return passes(id, includes, excludes);
}

bool cdc_gtid_passes(const struct binlog_gtid *gtid, const struct weir_conf_regexes *includes,
                     const struct weir_conf_regexes *excludes)
{
    if (!includes->n && !excludes->n) {
        return true;
    }
    struct source source = {.domain = gtid->domain, .server = gtid->server};
    if (gtid->is_mysql) {
        uuid_text(gtid->uuid, source.id);
    }
    return source_passes(&source, includes, excludes);
}

void cdc_gtids_filter(struct cdc_gtids *set, const struct weir_conf_regexes *includes,
                      const struct weir_conf_regexes *excludes)
{
    size_t kept = 0;
    for (size_t i = 0; i < set->n; i++) {
        if (source_passes(&set->sources[i], includes, excludes)) {
            set->sources[kept++] = set->sources[i];
        } else {
            free(set->sources[i].intervals);
        }
    }
    set->n = kept;
}

void cdc_gtids_merge_new(struct cdc_gtids *set, const struct cdc_gtids *other)
{
    for (size_t i = 0; i < other->n; i++) {
        const struct source *from = &other->sources[i];
        if (find(set, from->id, from->domain)) {
            continue;
        }
        struct source *to = take(set, from->id, from->domain);
        to->server = from->server;
        for (size_t k = 0; k < from->n; k++) {
            add_interval(to, from->intervals[k].from, from->intervals[k].to);
        }
    }
}

/* ---- writing ---- */

static void write_intervals(const struct source *source, struct weir_buf *out)
{
    weir_buf_text(out, source->id);
    for (size_t i = 0; i < source->n; i++) {
        const struct interval *part = &source->intervals[i];
        write_number(out, ':', part->from);
        if (part->to > part->from) {
            write_number(out, '-', part->to);
        }
    }
}

void cdc_gtids_write(const struct cdc_gtids *set, struct weir_buf *out)
{
    bool first = true;
    for (size_t i = 0; i < set->n; i++) {
        const struct source *source = &set->sources[i];
        if (source->n == 0) {
            continue;
        }
        weir_buf_text(out, first ? "" : ",");
        first = false;
        if (source->id[0]) {
            write_intervals(source, out);
        } else {
            write_domain(out, source->domain, source->server, reached(source));
        }
    }
}
