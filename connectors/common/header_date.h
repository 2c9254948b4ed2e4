/* SPDX-License-Identifier: Apache-2.0 */
/*
 * header_date.h: the three ISO texts that SimpleHeaderConverter takes for dates, read in UTC.
 */
#ifndef HEADER_DATE_H
#define HEADER_DATE_H

#include <weir/schema.h>

/* By length: 2024-02-29, 13:59:01.250Z or 2024-02-29T13:59:01.250Z. False: none of them. */
bool header_date_parse(struct weir_str text, const struct weir_schema **sch,
                       struct weir_value *val);

#endif
