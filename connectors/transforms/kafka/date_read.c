/* SPDX-License-Identifier: Apache-2.0 */
/*
 * date_read.c: a text and a SimpleDateFormat pattern come in, the moment goes out, read as
 * leniently as Java does: blanks before a field are passed over, 32 January is 1 February, what
 * follows the last field is not looked at.
 */
#include "common/java_calendar.h"
#include "date_format.h"
#include "date_names.h"

struct fields {
    int64_t year, month, day;
    int64_t of_year; /* -1: not given, or given before a day of a month */
    int64_t hour, hour12;
    int64_t minute, second, ms;
    int64_t offset_ms; /* east of UTC */
    bool pm, bc;
    int n_set, hour_set, hour12_set, pm_set; /* which of them came last; 0: not at all */
    bool two_digits;
};

struct reading {
    struct weir_str text;
    size_t at;
    struct fields fields;
    const struct date_format *format;
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

/* The name that stands there, long or short; -1: none. */
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

static bool two_digits(struct reading *job, int64_t *x)
{
    if (!digit_at(job, job->at) || !digit_at(job, job->at + 1)) {
        return false;
    }
    *x = (job->text.p[job->at] - '0') * 10 + (job->text.p[job->at + 1] - '0');
    job->at += 2;
    return true;
}

/* +hh, +hhmm or +hh:mm; minutes and colon as the count of X asks, 0: RFC 822. */
static bool take_offset(struct reading *job, int count)
{
    char sign = job->at < job->text.n ? job->text.p[job->at] : 0;
    int64_t hours, minutes = 0;
    if (sign != '+' && sign != '-') {
        return false;
    }
    job->at++;
    if (!two_digits(job, &hours)) {
        return false;
    }
    bool colon = job->at < job->text.n && job->text.p[job->at] == ':';
    if (count == 3 && !colon) {
        return false;
    }
    job->at += colon && count == 3;
    if (count != 1 && !two_digits(job, &minutes)) {
        return false;
    }
    int64_t ms = (hours * 60 + minutes) * 60000;
    job->fields.offset_ms = sign == '-' ? -ms : ms;
    return hours < 24 && minutes < 60;
}

static bool take_zone(struct reading *job, const struct date_part *part)
{
    if (part->letter == 'X') {
        return take_word(job, "Z", 1) || take_offset(job, part->count);
    }
    if (take_offset(job, 0)) {
        return true;
    }
    if (take_word(job, "GMT", 3)) {
        char next = job->at < job->text.n ? job->text.p[job->at] : 0;
        return (next != '+' && next != '-') || take_offset(job, 3);
    }
    return take_word(job, "UTC", 3) || take_word(job, "UT", 2) ||
           take_word(job, "Coordinated Universal Time", 26);
}

/* ---- parts ---- */

/* Of two digits, and only two, the year lies within eighty years before now and twenty after. */
static void set_year(struct reading *job, const struct date_part *part, size_t begin, int64_t x)
{
    struct fields *fields = &job->fields;
    fields->two_digits = part->count <= 2 && job->at - begin == 2 && digit_at(job, begin) &&
                         digit_at(job, begin + 1);
    if (fields->two_digits) {
        struct weir_civil start;
        java_calendar_from_ms(job->format->century_start, &start);
        x += start.year / 100 * 100 + (x < start.year % 100 ? 100 : 0);
    }
    fields->year = x;
}

static bool set_number(struct reading *job, const struct date_part *part, size_t begin, int64_t x)
{
    struct fields *fields = &job->fields;
    switch (part->letter) {
    case 'y':
        set_year(job, part, begin, x);
        return true;
    case 'M':
    case 'L':
        fields->month = x;
        fields->of_year = -1;
        return true;
    case 'd':
        fields->day = x;
        fields->of_year = -1;
        return true;
    case 'D':
        fields->of_year = x;
        return true;
    case 'H':
    case 'k':
        fields->hour = part->letter == 'k' && x == 24 ? 0 : x;
        fields->hour_set = ++fields->n_set;
        return true;
    case 'h':
    case 'K':
        fields->hour12 = part->letter == 'h' && x == 12 ? 0 : x;
        fields->hour12_set = ++fields->n_set;
        return true;
    case 'm':
        fields->minute = x;
        return true;
    case 's':
        fields->second = x;
        return true;
    case 'S':
        fields->ms = x;
        return true;
    default:
        return part->letter == 'u';
    }
}

static bool read_part(struct reading *job, const struct date_part *part, bool exact)
{
    int name = 0;
    int64_t x = 0;
    size_t limit = exact ? job->at + part->count : job->text.n; /* blanks count */
    skip_blanks(job);
    size_t begin = job->at;
    switch (part->letter) {
    case 'G':
        job->fields.bc = take_word(job, "BC", 2);
        return job->fields.bc || take_word(job, "AD", 2);
    case 'E':
        return take_name(job, date_days, 7) >= 0;
    case 'a':
        job->fields.pm = take_word(job, "PM", 2);
        job->fields.pm_set = ++job->fields.n_set;
        return job->fields.pm || take_word(job, "AM", 2);
    case 'z':
    case 'Z':
    case 'X':
        return take_zone(job, part);
    case 'M':
    case 'L':
        if (part->count >= 3) {
            name = take_name(job, date_months, 12);
            return name >= 0 && set_number(job, part, begin, name + 1);
        }
        break;
    default:
        break;
    }
    return limit <= job->text.n && read_number(job, limit, &x) && set_number(job, part, begin, x);
}

static bool read_literal(struct reading *job, struct weir_str text)
{
    bool same = weir_str_starts(weir_str_from(job->text, job->at), text);
    job->at += same ? text.n : 0;
    return same;
}

/* ---- the moment ---- */

/* As Calendar chooses: the hour of the day unless both parts of the other kind are there and one of
 * them came later. */
static int64_t hour_of(const struct fields *fields)
{
    int last = fields->hour12_set > fields->pm_set ? fields->hour12_set : fields->pm_set;
    bool whole = fields->hour12_set > 0 && fields->pm_set > 0;
    return fields->hour_set > 0 && (!whole || fields->hour_set > last)
               ? fields->hour
               : fields->hour12 + (fields->pm ? 12 : 0);
}

/* Beyond the range of a long it wraps, as in Java. */
static int64_t moment_of(const struct fields *fields)
{
    int64_t year = fields->bc ? 1 - fields->year : fields->year;
    int64_t days = fields->of_year >= 0 ? java_calendar_to_days(year, 1, fields->of_year)
                                        : java_calendar_to_days(year, fields->month, fields->day);
    uint64_t of_day = (uint64_t)hour_of(fields) * 3600000 + (uint64_t)fields->minute * 60000 +
                      (uint64_t)fields->second * 1000 + (uint64_t)fields->ms;
    return (int64_t)((uint64_t)days * (uint64_t)JAVA_DAY_MS + of_day - (uint64_t)fields->offset_ms);
}

bool date_format_read(const struct date_format *format, struct weir_str text, int64_t *ms)
{
    struct reading job = {
        .text = text,
        .format = format,
        .fields = {.year = 1970, .month = 1, .day = 1, .of_year = -1},
    };
    for (size_t i = 0; i < format->n; i++) {
        const struct date_part *part = &format->parts[i];
        bool before_field = i + 1 < format->n && format->parts[i + 1].letter;
        if (part->letter ? !read_part(&job, part, before_field) : !read_literal(&job, part->text)) {
            return false;
        }
    }
    *ms = moment_of(&job.fields);
    if (job.fields.two_digits && *ms < format->century_start) {
        job.fields.year += 100;
        *ms = moment_of(&job.fields);
    }
    return true;
}
