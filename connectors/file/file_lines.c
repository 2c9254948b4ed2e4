/* SPDX-License-Identifier: Apache-2.0 */
/*
 * file_lines.c: finds the complete lines of a block of text. file_source.c turns them into records.
 */
#include "file.h"

/* The end of the line that begins before `from`, and where the next one begins; NULL: not yet. */
static const char *line_end(const char *from, const char *end, const char **next)
{
    const char *nl = memchr(from, '\n', (size_t)(end - from));
    const char *cr = memchr(from, '\r', (size_t)((nl ? nl : end) - from));
    if (!cr) {
        *next = nl ? nl + 1 : NULL;
        return nl;
    }
    if (cr + 1 == end) {
        return NULL;
    }
    *next = cr + (cr[1] == '\n' ? 2 : 1);
    return cr;
}

size_t file_lines_split(struct weir_str text, size_t seen, struct weir_str *lines, size_t max,
                        size_t *used)
{
    const char *at = text.p;
    const char *from = text.p + seen;
    const char *end = text.p + text.n;
    size_t n = 0;
    while (n < max && from < end) {
        const char *next;
        const char *stop = line_end(from, end, &next);
        if (!stop) {
            break;
        }
        lines[n++] = weir_str_n(at, (size_t)(stop - at));
        at = from = next;
    }
    *used = (size_t)(at - text.p);
    return n;
}
