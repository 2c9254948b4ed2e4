/* SPDX-License-Identifier: Apache-2.0 */
/*
 * zone.c: a zone's name comes in, its file is found and read, and offsets go out. What comes after
 * the file's last entry is in zone_rule.c.
 */
#include <stdio.h>
#include <stdlib.h>

#include <weir/reader.h>

#include "zone_parts.h"

#define ZONE_FOLDER   "/usr/share/zoneinfo"
#define FILE_MAX      ((size_t)256 << 10)
#define OFFSET_MAX_S  (18 * 3600) /* java.time's */
#define HEADER_BEFORE 15          /* reserved bytes between version and counts */

/* ---- files ---- */

struct counts {
    size_t utc, standard, leaps, times, types, letters;
};

static bool read_header(struct weir_reader *rd, char *version, struct counts *counts)
{
    struct weir_str magic = weir_reader_str(rd, 4);
    *version = (char)weir_reader_u8(rd);
    weir_reader_skip(rd, HEADER_BEFORE);
    size_t *const all[] = {&counts->utc,   &counts->standard, &counts->leaps,
                           &counts->times, &counts->types,    &counts->letters};
    for (size_t i = 0; i < 6; i++) {
        *all[i] = weir_reader_be(rd, 4);
        rd->failed = rd->failed || *all[i] > FILE_MAX;
    }
    return !rd->failed && weir_str_is(magic, "TZif");
}

static void skip_block(struct weir_reader *rd, const struct counts *counts)
{
    weir_reader_skip(rd, counts->times * 5 + counts->types * 6 + counts->letters +
                             counts->leaps * 8 + counts->standard + counts->utc);
}

static int32_t *read_types(struct weir_reader *rd, struct weir_arena *arena, size_t n)
{
    int32_t *offsets = WEIR_NEW_ARRAY(arena, int32_t, n);
    for (size_t i = 0; i < n; i++) {
        offsets[i] = (int32_t)weir_reader_be(rd, 4);
        rd->failed = rd->failed || offsets[i] < -2 * 86400 || offsets[i] > 2 * 86400;
        weir_reader_skip(rd, 2);
    }
    return offsets;
}

static void read_changes(struct weir_reader *rd, struct weir_arena *arena,
                         const struct counts *counts, struct zone *zone)
{
    struct zone_change *changes = WEIR_NEW_ARRAY(arena, struct zone_change, counts->times);
    for (size_t i = 0; i < counts->times; i++) {
        changes[i].at = (int64_t)weir_reader_be(rd, 8);
        rd->failed = rd->failed || changes[i].at > INT64_MAX / 2 || changes[i].at < INT64_MIN / 2 ||
                     (i > 0 && changes[i].at <= changes[i - 1].at);
    }
    struct weir_str kinds = weir_reader_str(rd, counts->times);
    const int32_t *offsets = read_types(rd, arena, counts->types);
    for (size_t i = 0; i < counts->times && !rd->failed; i++) {
        uint8_t kind = (uint8_t)kinds.p[i];
        rd->failed = kind >= counts->types;
        changes[i].before = i > 0 ? changes[i - 1].after : offsets[0];
        changes[i].after = rd->failed ? 0 : offsets[kind];
    }
    zone->first = offsets[0];
    zone->changes = changes;
    zone->n = counts->times;
}

/* The rule, between two line feeds; none says that nothing changes any more. */
static bool read_footer(struct weir_reader *rd, struct zone *zone)
{
    struct weir_str rest = weir_reader_str(rd, weir_reader_left(rd));
    struct weir_str text;
    if (!rest.n || rest.p[0] != '\n') {
        return false;
    }
    rest = weir_str_from(rest, 1);
    ptrdiff_t end = weir_str_chr(rest, '\n');
    text = weir_str_n(rest.p, end < 0 ? 0 : (size_t)end);
    zone->has_rule = text.n > 0;
    return end >= 0 && (!zone->has_rule || zone_rule_parse(text, &zone->rule));
}

const struct zone *zone_read(struct weir_arena *arena, struct weir_str file, struct weir_err *err)
{
    struct weir_reader rd = weir_reader_of(file);
    struct zone *zone = WEIR_NEW(arena, struct zone);
    struct counts counts;
    char version = 0;
    bool good = read_header(&rd, &version, &counts) && version >= '2';
    if (good) {
        skip_block(&rd, &counts);
        good = read_header(&rd, &version, &counts) && counts.types > 0 &&
               counts.times <= weir_reader_left(&rd) / 9 &&
               counts.types <= weir_reader_left(&rd) / 6;
    }
    if (good) {
        read_changes(&rd, arena, &counts, zone);
        weir_reader_skip(&rd, counts.letters + counts.leaps * 12 + counts.standard + counts.utc);
        good = !rd.failed && read_footer(&rd, zone);
    }
    if (!good) {
        weir_err_set(err, WEIR_BAD_CONFIG, "this is no zone file of version 2 or later");
    }
    return good ? zone : NULL;
}

/* ---- names ---- */

static bool two_digits(struct weir_str text, size_t at, int max, int32_t *out)
{
    if (at + 2 > text.n || text.p[at] < '0' || text.p[at] > '9' || text.p[at + 1] < '0' ||
        text.p[at + 1] > '9') {
        return false;
    }
    *out = (text.p[at] - '0') * 10 + (text.p[at + 1] - '0');
    return *out <= max;
}

/* +hh:mm or +hh:mm:ss */
static bool parse_offset(struct weir_str name, int32_t *offset)
{
    int32_t hours = 0, minutes = 0, seconds = 0;
    bool signed_ = name.n && (name.p[0] == '+' || name.p[0] == '-');
    if (!signed_ || (name.n != 6 && name.n != 9) || name.p[3] != ':' ||
        (name.n == 9 && name.p[6] != ':') || !two_digits(name, 1, 18, &hours) ||
        !two_digits(name, 4, 59, &minutes) || (name.n == 9 && !two_digits(name, 7, 59, &seconds))) {
        return false;
    }
    *offset = (hours * 3600 + minutes * 60 + seconds) * (name.p[0] == '-' ? -1 : 1);
    return *offset >= -OFFSET_MAX_S && *offset <= OFFSET_MAX_S;
}

/* Names of zones, which are also files below the folder, and no others. */
static bool is_zone_name(struct weir_str name)
{
    bool good = name.n > 0 && name.n < 100 && name.p[0] >= 'A' && name.p[0] <= 'Z';
    for (size_t i = 0; i < name.n && good; i++) {
        char c = name.p[i];
        good = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '/' || c == '_' || c == '-' || c == '+';
    }
    return good;
}

static struct weir_str read_file(struct weir_arena *arena, const char *path)
{
    char *bytes = weir_arena_bytes(arena, FILE_MAX);
    FILE *file = fopen(path, "rbe");
    size_t n = file ? fread(bytes, 1, FILE_MAX, file) : 0;
    if (file) {
        fclose(file);
    }
    return weir_str_n(bytes, n);
}

const struct zone *zone_open(struct weir_arena *arena, struct weir_str name, struct weir_err *err)
{
    int32_t offset = 0;
    struct weir_arena scratch;
    if (parse_offset(name, &offset)) {
        struct zone *fixed = WEIR_NEW(arena, struct zone);
        fixed->first = offset;
        return fixed;
    }
    if (!is_zone_name(name)) {
        weir_err_set(err, WEIR_BAD_CONFIG, "%.*s is no time zone", WEIR_STR_ARG(name));
        return NULL;
    }
    weir_arena_init(&scratch, 64 << 10);
    const char *path = weir_arena_printf(&scratch, ZONE_FOLDER "/%.*s", WEIR_STR_ARG(name));
    struct weir_str file = read_file(&scratch, path);
    const struct zone *zone = file.n ? zone_read(arena, file, err) : NULL;
    if (!zone) {
        weir_err_set(err, WEIR_BAD_CONFIG, "there is no time zone %.*s in " ZONE_FOLDER,
                     WEIR_STR_ARG(name));
    }
    weir_arena_free(&scratch);
    return zone;
}

/* ---- offsets ---- */

static int32_t offset_at(const struct zone *zone, int64_t seconds, bool local)
{
    size_t low = 0, high = zone->n; /* the changes before low have come */
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (zone_change_begin(zone->changes[middle], local) <= seconds) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    if (low == zone->n && zone->has_rule) {
        return zone_rule_offset(&zone->rule, seconds, local);
    }
    return low ? zone->changes[low - 1].after : zone->first;
}

int32_t zone_offset(const struct zone *zone, int64_t utc_s)
{
    return offset_at(zone, utc_s, false);
}

int32_t zone_offset_of_local(const struct zone *zone, int64_t local_s)
{
    return offset_at(zone, local_s, true);
}
