/* SPDX-License-Identifier: Apache-2.0 */
/*
 * not_here.h: classes that people configure and that no plugin of Weir has: what to use instead.
 */
#ifndef NOT_HERE_H
#define NOT_HERE_H

#include <weir/str.h>

/* " Weir has no ...": to stand behind the message that the class is not found; "" for any other. */
const char *not_here(struct weir_str class_name);

#endif
