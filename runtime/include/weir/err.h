/* SPDX-License-Identifier: Apache-2.0 */
/*
 * err.h: the one vocabulary of results. A struct weir_err lives with the caller, so raising an
 * error never allocates. The class answers the caller's only questions: again? skip? stop?
 * Errors are wrapped on the way up and logged once, where they are handled.
 */
#ifndef WEIR_ERR_H
#define WEIR_ERR_H

#include <stdarg.h>
#include <stdbool.h>

#include <weir/abi.h>

enum weir_verdict {
    WEIR_OK = 0,
    WEIR_RETRY,      /* the same call may succeed later (Connect's RetriableException) */
    WEIR_BAD_DATA,   /* this record is at fault (DataException) */
    WEIR_BAD_CONFIG, /* only a person can mend it (ConfigException); never restarted by itself */
    WEIR_FATAL,      /* the task ends (ConnectException) */
    WEIR_ABORT_TXN,  /* the open bus transaction must be aborted and its records sent again */
    WEIR_WOKEN,      /* interrupted by wake or stop: not an error */
};

struct weir_err {
    enum weir_verdict class;
    int code;         /* the foreign library's or HTTP's number, 0 if there is none */
    char text[2048];  /* cut at the end, never overflowing */
};

/* Sets *err and returns class, so that `return weir_err_set(err, WEIR_BAD_DATA, "...")` reads. */
WEIR_EXPORT enum weir_verdict weir_err_set(struct weir_err *err, enum weir_verdict class,
                                           const char *fmt, ...) WEIR_PRINTF(3, 4);
WEIR_EXPORT enum weir_verdict weir_err_setv(struct weir_err *err, enum weir_verdict class,
                                            const char *fmt, va_list args) WEIR_PRINTF(3, 0);

/* Puts "<context>: " before the text and returns the unchanged class. */
WEIR_EXPORT enum weir_verdict weir_err_wrap(struct weir_err *err, const char *fmt, ...)
    WEIR_PRINTF(2, 3);

WEIR_EXPORT const char *weir_verdict_name(enum weir_verdict class);

#endif
