/* SPDX-License-Identifier: Apache-2.0 */
/*
 * date_format.h: java.text.SimpleDateFormat in UTC, with English names: moments to text and back.
 */
#ifndef DATE_FORMAT_H
#define DATE_FORMAT_H

#include <weir/arena.h>

struct date_part {
    char letter;          /* of the pattern; 0: literal text */
    uint16_t count;       /* of the letter */
    struct weir_str text; /* literal */
};

struct date_format {
    struct weir_str pattern;
    const struct date_part *parts;
    size_t n;
    bool daily;            /* no part is finer than a day */
    int64_t century_start; /* where two-digit years begin, ms */
};

/* BAD_CONFIG: "Illegal pattern character 'f'". Everything lives in the arena. */
enum weir_verdict date_format_new(struct weir_arena *arena, struct weir_str pattern,
                                  struct date_format *format, struct weir_err *err);
void date_format_write(const struct date_format *format, int64_t ms, struct weir_buf *out);
/* Leniently, as Java: fields out of range count on, what follows is not looked at. */
bool date_format_read(const struct date_format *format, struct weir_str text, int64_t *ms);

#endif
