/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cat_format.h: how `weir cat` shows a message: kcat's format letters, or one JSON object a line.
 */
#ifndef CAT_FORMAT_H
#define CAT_FORMAT_H

#include "bus/bus.h"

/*
 * %k key, %v value, %h headers (a=1,b=2), %t topic, %p partition, %o offset, %T timestamp in ms,
 * %K and %S the lengths of key and value (-1: null), %% a percent sign; \n \t \0 \\ as in C.
 */
void cat_format(struct weir_buf *out, const char *format, const struct bus_message *message);
void cat_json(struct weir_buf *out, const struct bus_message *message);

#endif
