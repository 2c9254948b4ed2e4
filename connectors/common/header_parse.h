/* SPDX-License-Identifier: Apache-2.0 */
/*
 * header_parse.h: a header's text to the value it looks like, Connect's Values.parseString.
 */
#ifndef HEADER_PARSE_H
#define HEADER_PARSE_H

#include <weir/batch.h>

/*
 * Always finds something: what looks like nothing else is a string. Values point into text and the
 * batch's arena; schemas are held by the batch. False: nested too deeply.
 */
bool header_parse(struct weir_batch *batch, struct weir_str text, const struct weir_schema **sch,
                  struct weir_value *val);

#endif
