/* SPDX-License-Identifier: Apache-2.0 */
/*
 * history_filter.h: statements that are neither parsed nor kept: grants, routines, maintenance,
 * what a cloud's heartbeat writes. One thread.
 */
#ifndef WEIR_HISTORY_FILTER_H
#define WEIR_HISTORY_FILTER_H

#include <weir/regex.h>

struct history_filter;

/* expressions: a comma-separated list that takes the built-in one's place; p NULL: that one. */
enum weir_verdict history_filter_new(struct weir_str expressions, struct history_filter **filter,
                                     struct weir_err *err);
void history_filter_free(struct history_filter *filter); /* NULL is fine */
/* TRUNCATE TABLE passes, although the list has it: it is an event, if nothing for the history. */
bool history_filter_drops(const struct history_filter *filter, struct weir_str sql);

#endif
