/* SPDX-License-Identifier: Apache-2.0 */
/* binlog_charset.h: the character set of a collation number, as the servers name it. */
#ifndef WEIR_BINLOG_CHARSET_H
#define WEIR_BINLOG_CHARSET_H

#include <weir/str.h>

struct weir_str binlog_charset_name(uint16_t collation); /* p NULL: unknown */

#endif
