/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mem.c: malloc for the control plane, where a failure leaves nothing sensible to do: say so and
 * abort.
 */
#include <weir/mem.h>

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *must(void *p, size_t size)
{
    if (!p) {
        fprintf(stderr, "out of memory allocating %zu bytes\n", size);
        abort();
    }
    return p;
}

void *weir_xmalloc(size_t size)
{
    return must(malloc(size ? size : 1), size);
}

void *weir_xcalloc(size_t count, size_t size)
{
    return must(calloc(count ? count : 1, size ? size : 1), count);
}

void *weir_xrealloc(void *p, size_t count, size_t size)
{
    size_t bytes = 0;
    if (__builtin_mul_overflow(count, size, &bytes)) {
        must(NULL, SIZE_MAX);
    }
    return must(realloc(p, bytes ? bytes : 1), bytes);
}

char *weir_xstrdup(const char *s)
{
    return must(strdup(s), 0);
}

char *weir_xstrndup(const char *s, size_t n)
{
    char *copy = weir_xmalloc(n + 1);
    memcpy(copy, s, n);
    copy[n] = 0;
    return copy;
}

char *weir_xprintf(const char *fmt, ...)
{
    char *text = NULL;
    va_list args;
    va_start(args, fmt);
    int n = vasprintf(&text, fmt, args);
    va_end(args);
    return must(n < 0 ? NULL : text, 0);
}
