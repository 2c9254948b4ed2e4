/* SPDX-License-Identifier: Apache-2.0 */
/*
 * paint.c: whether to colour what is printed.
 */
#include "cli/paint.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool paint_wanted(int fd)
{
    const char *term = getenv("TERM");
    const char *no_color = getenv("NO_COLOR");
    return isatty(fd) && term && strcmp(term, "dumb") != 0 && !(no_color && *no_color);
}

const char *paint_out(const char *paint)
{
    return paint_wanted(STDOUT_FILENO) ? paint : "";
}
