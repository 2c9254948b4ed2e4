/* SPDX-License-Identifier: Apache-2.0 */
/*
 * date_read.c: a text and a SimpleDateFormat pattern come in, the moment goes out, read as
 * leniently as Java does: blanks before a field are passed over, 32 January is 1 February, what
 * follows the last field is not looked at.
 */
#include "common/java_calendar.h"
#include "common/java_string.h"
#include "date_calendar.h"
#include "date_format.h"
#include "date_names.h"
#include "date_zone_names.h"

#define DIGITS_MAX 256 /* of a text with digits beyond ASCII: dates are short */

struct reading {
    struct weir_str text;
    size_t at;
    const struct date_format *format;
    struct date_calendar cal;
    bool ambiguous; /* a year of two digits that begins the century before now or ends it */
};

static void skip_blanks(struct reading *job)
{
    while (job->at < job->text.n && (job->text.p[job->at] == ' ' || job->text.p[job->at] == '\t')) {
        job->at++;
    }
}

static bool digit_at(const struct reading *job, size_t at)
{
    return at < job->text.n && job->text.p[at] >= '0' && job->text.p[at] <= '9';
}

/* Number.intValue of what DecimalFormat reads: no further than limit, a minus before it at most. */
static bool read_number(struct reading *job, size_t limit, int64_t *x)
{
    size_t at = job->at;
    bool negative = at < limit && job->text.p[at] == '-';
    at += negative;
    size_t first = at;
    int64_t value = 0;
    bool huge = false;
    for (; at < limit && digit_at(job, at); at++) {
        int digit = job->text.p[at] - '0';
        huge = huge || value > (INT64_MAX - digit) / 10;
        value = huge ? INT32_MAX : value * 10 + digit;
    }
    value = negative ? -value : value;
    *x = huge ? value : (int32_t)(uint32_t)(uint64_t)value;
    job->at = at > first ? at : job->at;
    return at > first;
}

static bool take_word(struct reading *job, const char *word, size_t n)
{
    struct weir_str rest = weir_str_from(job->text, job->at);
    bool same = rest.n >= n && weir_str_eq_nocase(weir_str_n(rest.p, n), weir_str_n(word, n));
    job->at += same ? n : 0;
    return same;
}

/* The name that stands there, long or as its first three letters; -1: none. */
static int take_name(struct reading *job, const char *const *names, int n)
{
    for (int i = 0; i < n; i++) {
        if (take_word(job, names[i], strlen(names[i]))) {
            return i;
        }
    }
    for (int i = 0; i < n; i++) {
        if (take_word(job, names[i], 3)) {
            return i;
        }
    }
    return -1;
}

/* ---- zones ---- */

static bool take_digit(struct reading *job, int64_t *x)
{
    bool digit = digit_at(job, job->at);
    *x = digit ? *x * 10 + (job->text.p[job->at++] - '0') : *x;
    return digit;
}

/* hh, hhmm or hh:mm behind a sign, as SimpleDateFormat.subParseNumericZone: count is that of X, 0: of
 * z and Z; one digit will do only before a colon, and not with X. */
static bool take_offset(struct reading *job, int count, bool colon)
{
    bool minus = job->text.p[job->at++] == '-';
    int64_t hours = 0;
    int64_t minutes = 0;
    if (!take_digit(job, &hours) || (!take_digit(job, &hours) && (count > 0 || !colon))) {
        return false;
    }
    if (count != 1) {
        bool there = job->at < job->text.n && job->text.p[job->at] == ':';
        if (colon && !there) {
            return false;
        }
        job->at += colon;
        if (!take_digit(job, &minutes) || !take_digit(job, &minutes)) {
            return false;
        }
    }
    int64_t ms = (hours * 60 + minutes) * 60000;
    job->cal.offset_ms = minus ? -ms : ms;
    return hours < 24 && minutes < 60;
}

static bool at_sign(const struct reading *job)
{
    char next = job->at < job->text.n ? job->text.p[job->at] : 0;
    return next == '+' || next == '-';
}

static bool take_zone_name(struct reading *job)
{
    for (size_t i = 0; i < sizeof(date_zone_names) / sizeof(date_zone_names[0]); i++) {
        if (take_word(job, date_zone_names[i].name, strlen(date_zone_names[i].name))) {
            job->cal.offset_ms = date_zone_names[i].minutes * INT64_C(60000);
            return true;
        }
    }
    return false;
}

static bool take_zone(struct reading *job, const struct date_part *part, bool blanks)
{
    job->cal.offset_ms = 0;
    if (part->letter == 'X') {
        if (job->at < job->text.n && job->text.p[job->at] == 'Z') {
            job->at++;
            return true;
        }
        return at_sign(job) && take_offset(job, part->count, part->count == 3);
    }
    if (at_sign(job)) {
        return take_offset(job, 0, false);
    }
    if (!blanks && take_word(job, "GMT", 3)) {
        return !at_sign(job) || take_offset(job, 0, true);
    }
    return take_zone_name(job);
}

/* ---- parts ---- */

/* Of two digits, and only two, the year lies within eighty years before now and twenty after. */
static int64_t whole_year(struct reading *job, const struct date_part *part, size_t begin,
                          int64_t x)
{
    struct weir_civil start;
    if (part->count > 2 || job->at - begin != 2 || !digit_at(job, begin)) {
        return x;
    }
    java_calendar_from_ms(job->format->century_start, &start);
    job->ambiguous = x == start.year % 100;
    return x + start.year / 100 * 100 + (x < start.year % 100 ? 100 : 0);
}

static void set_number(struct reading *job, const struct date_part *part, size_t begin, int64_t x)
{
    static const char letters[] = "yYMLdDFwWHkKhmsSu";
    static const enum date_field meant[] = {
        DATE_YEAR,
        DATE_WEEK_YEAR,
        DATE_MONTH,
        DATE_MONTH,
        DATE_DAY_OF_MONTH,
        DATE_DAY_OF_YEAR,
        DATE_DAY_OF_WEEK_IN_MONTH,
        DATE_WEEK_OF_YEAR,
        DATE_WEEK_OF_MONTH,
        DATE_HOUR_OF_DAY,
        DATE_HOUR_OF_DAY,
        DATE_HOUR,
        DATE_HOUR,
        DATE_MINUTE,
        DATE_SECOND,
        DATE_MILLISECOND,
        DATE_DAY_OF_WEEK,
    };
    switch (part->letter) {
    case 'y':
    case 'Y':
        x = whole_year(job, part, begin, x);
        break;
    case 'M':
    case 'L':
        x--;
        break;
    case 'k':
        x = x == 24 ? 0 : x;
        break;
    case 'h':
        x = x == 12 ? 0 : x;
        break;
    case 'u': /* 1: Monday */
        x = x == 7 ? 1 : x > 0 && x < 7 ? x + 1 : x;
        break;
    default:
        break;
    }
    const char *at = strchr(letters, part->letter);
    date_calendar_set(&job->cal, meant[at - letters], x);
}

static bool set_name(struct reading *job, enum date_field field, int name)
{
    if (name >= 0) {
        date_calendar_set(&job->cal, field, name);
    }
    return name >= 0;
}

static int take_either(struct reading *job, const char *first, const char *second)
{
    return take_word(job, first, strlen(first))     ? 0
           : take_word(job, second, strlen(second)) ? 1
                                                    : -1;
}

static bool read_name(struct reading *job, const struct date_part *part)
{
    switch (part->letter) {
    case 'G': {
        int era = take_either(job, "Before Christ", "Anno Domini");
        return set_name(job, DATE_ERA, era >= 0 ? era : take_either(job, "BC", "AD"));
    }
    case 'E': {
        int day = take_name(job, date_days, 7);
        return set_name(job, DATE_DAY_OF_WEEK, day < 0 ? day : day + 1);
    }
    case 'a':
        return set_name(job, DATE_AM_PM, take_either(job, "AM", "PM"));
    default:
        return set_name(job, DATE_MONTH, take_name(job, date_months, 12));
    }
}

static bool is_name(const struct date_part *part)
{
    bool is_month = part->letter == 'M' || part->letter == 'L';
    return strchr("GEa", part->letter) || (is_month && part->count >= 3);
}

static bool is_zone(const struct date_part *part)
{
    return strchr("zZX", part->letter) != NULL;
}

/* exact: a number follows, so that this one has as many digits as the pattern letters. */
static bool read_part(struct reading *job, const struct date_part *part, bool exact)
{
    size_t limit = exact ? job->at + part->count : job->text.n; /* blanks count */
    if (is_name(part)) {
        return read_name(job, part);
    }
    size_t first = job->at;
    skip_blanks(job);
    size_t begin = job->at;
    if (is_zone(part)) {
        return take_zone(job, part, begin > first);
    }
    int64_t x = 0;
    if (limit > job->text.n || !read_number(job, limit, &x)) {
        return false;
    }
    set_number(job, part, begin, x);
    return true;
}

static bool read_literal(struct reading *job, struct weir_str text)
{
    bool same = weir_str_starts(weir_str_from(job->text, job->at), text);
    job->at += same ? text.n : 0;
    return same;
}

bool date_format_read(const struct date_format *format, struct weir_str text, int64_t *ms)
{
    char room[DIGITS_MAX];
    text = text.n <= sizeof(room) ? java_string_plain_digits(room, text) : text;
    struct reading job = {.text = text, .format = format};
    for (size_t i = 0; i < format->n; i++) {
        const struct date_part *part = &format->parts[i];
        const struct date_part *next = i + 1 < format->n ? part + 1 : NULL;
        bool exact = next && next->letter && !is_name(next) && !is_zone(next);
        if (part->letter ? !read_part(&job, part, exact) : !read_literal(&job, part->text)) {
            return false;
        }
    }
    *ms = date_calendar_ms(&job.cal);
    if (job.ambiguous && *ms < format->century_start) {
        job.cal.value[DATE_YEAR] += 100;
        job.cal.value[DATE_WEEK_YEAR] += 100;
        *ms = date_calendar_ms(&job.cal);
    }
    return true;
}
