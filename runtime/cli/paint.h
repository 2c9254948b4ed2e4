/* SPDX-License-Identifier: Apache-2.0 */
/*
 * paint.h: colours on a terminal, and only there.
 */
#ifndef PAINT_H
#define PAINT_H

#include <stdbool.h>

/* fd is a terminal that knows colours, and NO_COLOR is not set. */
bool paint_wanted(int fd);

#define PAINT_RED    "\033[31m"
#define PAINT_YELLOW "\033[33m"
#define PAINT_OFF    "\033[0m"

/* paint, or nothing when colours are not wanted on standard output. */
const char *paint_out(const char *paint);

#endif
