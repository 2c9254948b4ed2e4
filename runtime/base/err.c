/* SPDX-License-Identifier: Apache-2.0 */
/*
 * err.c: sets an error and puts context before it. The text lives in the error itself, so nothing
 * here allocates; what does not fit is cut at the end.
 */
#include <weir/err.h>

#include <stdio.h>
#include <string.h>

#include <weir/str.h>

/* Ends the text after n bytes, or before the character that would be cut there. */
static void end_whole(struct weir_err *err, size_t n)
{
    err->text[weir_utf8_whole(weir_str_n(err->text, n)).n] = 0;
}

enum weir_verdict weir_err_setv(struct weir_err *err, enum weir_verdict class, const char *fmt,
                                va_list args)
{
    err->class = class;
    err->code = 0;
    int n = vsnprintf(err->text, sizeof(err->text), fmt, args);
    if (n >= (int)sizeof(err->text)) {
        end_whole(err, sizeof(err->text) - 1);
    }
    return class;
}

enum weir_verdict weir_err_set(struct weir_err *err, enum weir_verdict class, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    weir_err_setv(err, class, fmt, args);
    va_end(args);
    return class;
}

enum weir_verdict weir_err_wrap(struct weir_err *err, const char *fmt, ...)
{
    char context[sizeof(err->text) / 2]; /* the cause keeps the other half */
    va_list args;
    va_start(args, fmt);
    int n = vsnprintf(context, sizeof(context) - 2, fmt, args);
    va_end(args);
    size_t head = n < 0 ? 0 : weir_utf8_whole(weir_str_of(context)).n;
    memcpy(context + head, ": ", 3);
    head += 2;
    size_t room = sizeof(err->text) - head;
    size_t kept = strnlen(err->text, room - 1);
    memmove(err->text + head, err->text, kept);
    memcpy(err->text, context, head);
    end_whole(err, head + kept);
    return err->class;
}

const char *weir_verdict_name(enum weir_verdict class)
{
    switch (class) {
    case WEIR_OK:
        return "OK";
    case WEIR_RETRY:
        return "RETRY";
    case WEIR_BAD_DATA:
        return "BAD_DATA";
    case WEIR_BAD_CONFIG:
        return "BAD_CONFIG";
    case WEIR_FATAL:
        return "FATAL";
    case WEIR_ABORT_TXN:
        return "ABORT_TXN";
    case WEIR_WOKEN:
        return "WOKEN";
    }
    return "?";
}
