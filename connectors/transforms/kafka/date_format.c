/* SPDX-License-Identifier: Apache-2.0 */
/*
 * date_format.c: a SimpleDateFormat pattern comes in, its parts go out; and with them a moment
 * becomes text. Reading is in date_read.c.
 */
#include "date_format.h"

#include "common/java_calendar.h"
#include "date_names.h"

#define COUNT_MAX 255

/* ---- the pattern ---- */

struct compiling {
    struct weir_arena *arena;
    struct date_part *parts;
    size_t n;
    char *literal; /* room for all of it */
};

static void add_literal(struct compiling *job, char c)
{
    struct date_part *last = job->n ? &job->parts[job->n - 1] : NULL;
    if (!last || last->letter) {
        last = &job->parts[job->n++];
        last->text = weir_str_n(job->literal, 0);
    }
    *job->literal++ = c;
    last->text.n++;
}

/* From behind the quote over the closing one; two of them are one quote. */
static bool add_quoted(struct compiling *job, struct weir_str *rest)
{
    if (rest->n && rest->p[0] == '\'') {
        add_literal(job, '\'');
        *rest = weir_str_from(*rest, 1);
        return true;
    }
    while (rest->n) {
        char c = rest->p[0];
        bool twice = rest->n > 1 && rest->p[1] == '\'';
        *rest = weir_str_from(*rest, c == '\'' && twice ? 2 : 1);
        if (c == '\'' && !twice) {
            return true;
        }
        add_literal(job, c);
    }
    return false;
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static enum weir_verdict add_letter(struct compiling *job, struct weir_str *rest,
                                    struct weir_err *err)
{
    char letter = rest->p[0];
    size_t count = 0;
    if (!strchr("GyMdkHmsSEDFwWahKzZYuXL", letter)) {
        return weir_err_set(err, WEIR_BAD_CONFIG, "Illegal pattern character '%c'", letter);
    }
    while (rest->n && rest->p[0] == letter) {
        *rest = weir_str_from(*rest, 1);
        count++;
    }
    if (letter == 'X' && count > 3) {
        return weir_err_set(err, WEIR_BAD_CONFIG, "invalid ISO 8601 format: length=%zu", count);
    }
    job->parts[job->n++] = (struct date_part){
        .letter = letter, .count = (uint16_t)(count > COUNT_MAX ? COUNT_MAX : count)};
    return WEIR_OK;
}

enum weir_verdict date_format_new(struct weir_arena *arena, struct weir_str pattern,
                                  struct date_format *format, struct weir_err *err)
{
    struct compiling job = {
        .arena = arena,
        .parts = WEIR_NEW_ARRAY(arena, struct date_part, pattern.n + 1),
        .literal = weir_arena_bytes(arena, pattern.n + 1),
    };
    struct weir_str rest = pattern;
    while (rest.n) {
        if (is_letter(rest.p[0])) {
            if (add_letter(&job, &rest, err) != WEIR_OK) {
                return err->class;
            }
            continue;
        }
        char c = rest.p[0];
        rest = weir_str_from(rest, 1);
        if (c != '\'') {
            add_literal(&job, c);
        } else if (!add_quoted(&job, &rest)) {
            return weir_err_set(err, WEIR_BAD_CONFIG, "Unterminated quote");
        }
    }
    *format = (struct date_format){
        .pattern = weir_arena_str(arena, pattern), .parts = job.parts, .n = job.n, .daily = true};
    for (size_t i = 0; i < job.n; i++) {
        format->daily =
            format->daily && !(job.parts[i].letter && strchr("kHmsSahK", job.parts[i].letter));
    }
    struct weir_civil now;
    java_calendar_from_ms(weir_clock_wall_ms(), &now);
    format->century_start = java_calendar_to_days(now.year - 80, now.month, now.day) * JAVA_DAY_MS +
                            weir_clock_wall_ms() % JAVA_DAY_MS;
    return WEIR_OK;
}

/* ---- writing ---- */

struct moment {
    struct weir_civil at;
    int64_t days;
    int weekday;     /* 0: Sunday */
    int64_t of_year; /* 1: the first day */
    int64_t year;    /* of its era */
};

/* Days begin a week on Sunday, and the first of January is in week 1: Java's weeks in English. */
static int64_t week_of(int64_t day_number, int weekday)
{
    return (day_number - 1 + 7 - weekday + 6) / 7;
}

static bool in_next_years_week(const struct moment *when)
{
    int64_t left = java_calendar_to_days(when->at.year + 1, 1, 1) - when->days;
    return left <= 6 - when->weekday;
}

static int64_t number_of(const struct moment *when, char letter)
{
    const struct weir_civil *at = &when->at;
    switch (letter) {
    case 'y':
        return when->year;
    case 'Y':
        return at->year + in_next_years_week(when);
    case 'M':
    case 'L':
        return at->month;
    case 'd':
        return at->day;
    case 'D':
        return when->of_year;
    case 'F':
        return (at->day - 1) / 7 + 1;
    case 'w':
        return in_next_years_week(when) ? 1 : week_of(when->of_year, when->weekday);
    case 'W':
        return week_of(at->day, when->weekday);
    case 'u':
        return when->weekday ? when->weekday : 7;
    case 'H':
        return at->hour;
    case 'k':
        return at->hour ? at->hour : 24;
    case 'K':
        return at->hour % 12;
    case 'h':
        return at->hour % 12 ? at->hour % 12 : 12;
    case 'm':
        return at->minute;
    case 's':
        return at->second;
    default:
        return at->nanos / 1000000;
    }
}

static void write_number(struct weir_buf *out, int64_t x, int count)
{
    char digits[24];
    int n = 0;
    for (; x > 0 || n == 0; x /= 10) {
        digits[n++] = (char)('0' + x % 10);
    }
    for (int i = n; i < count; i++) {
        weir_buf_char(out, '0');
    }
    while (n) {
        weir_buf_char(out, digits[--n]);
    }
}

static void write_name(struct weir_buf *out, const char *name, uint16_t count)
{
    weir_buf_add(out, name, count >= 4 ? strlen(name) : 3);
}

static void write_part(struct weir_buf *out, const struct date_part *part,
                       const struct moment *when)
{
    switch (part->letter) {
    case 'G':
        weir_buf_text(out, when->at.year > 0 ? "AD" : "BC");
        return;
    case 'E':
        write_name(out, date_days[when->weekday], part->count);
        return;
    case 'a':
        weir_buf_text(out, when->at.hour < 12 ? "AM" : "PM");
        return;
    case 'z':
        weir_buf_text(out, part->count >= 4 ? "Coordinated Universal Time" : "UTC");
        return;
    case 'Z':
        weir_buf_text(out, "+0000");
        return;
    case 'X':
        weir_buf_char(out, 'Z');
        return;
    case 'M':
    case 'L':
        if (part->count >= 3) {
            write_name(out, date_months[when->at.month - 1], part->count);
            return;
        }
        break;
    case 'y':
    case 'Y':
        if (part->count == 2) {
            write_number(out, number_of(when, part->letter) % 100, 2);
            return;
        }
        break;
    default:
        break;
    }
    write_number(out, number_of(when, part->letter), part->count);
}

void date_format_write(const struct date_format *format, int64_t ms, struct weir_buf *out)
{
    struct moment when = {.days = java_calendar_day_of(ms)};
    java_calendar_from_ms(ms, &when.at);
    when.weekday = java_calendar_weekday(when.days);
    when.of_year = when.days - java_calendar_to_days(when.at.year, 1, 1) + 1;
    when.year = when.at.year > 0 ? when.at.year : 1 - when.at.year;
    for (size_t i = 0; i < format->n; i++) {
        const struct date_part *part = &format->parts[i];
        if (part->letter) {
            write_part(out, part, &when);
        } else {
            weir_buf_str(out, part->text);
        }
    }
}
