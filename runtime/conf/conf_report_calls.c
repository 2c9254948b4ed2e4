/* SPDX-License-Identifier: Apache-2.0 */
/*
 * conf_report_calls.c: what a connector's own validate() says, added to the report by key. Part of
 * libweir, because plugins link it.
 */
#include "conf/conf_report.h"

void weir_report_error(struct weir_report *report, const char *key, const char *fmt, ...)
{
    struct weir_err err;
    va_list args;
    va_start(args, fmt);
    weir_err_setv(&err, WEIR_BAD_CONFIG, fmt, args);
    va_end(args);
    report_add_error(report, report_item(report, weir_str_of(key)), err.text);
}

void weir_report_warning(struct weir_report *report, const char *key, const char *fmt, ...)
{
    struct weir_err err;
    va_list args;
    va_start(args, fmt);
    weir_err_setv(&err, WEIR_BAD_CONFIG, fmt, args);
    va_end(args);
    report_add_finding(report, weir_arena_printf(report->arena, "%s: %s", key, err.text));
}

void weir_report_recommend(struct weir_report *report, const char *key, struct weir_str value)
{
    report_add_recommended(report, report_item(report, weir_str_of(key)), value);
}

void weir_report_hide(struct weir_report *report, const char *key)
{
    report_item(report, weir_str_of(key))->info.visible = false;
}
