/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sink_encode.h: the encoders of sink_encode_text.c, which sink_encode.c has in its table.
 */
#ifndef SINK_ENCODE_H
#define SINK_ENCODE_H

#include "sink_bind.h"

sink_put_fn sink_put_text;            /* NULs taken out, or refused */
sink_put_fn sink_put_jsonb;           /* its binary form is text behind a version */
sink_put_fn sink_put_zoned_timestamp; /* ISO 8601, or ±infinity */
/* The microseconds since 1970 of such a text; ±infinity: INT64_MAX, INT64_MIN. */
bool sink_read_moment(struct weir_str text, int64_t *us);
sink_put_fn sink_put_vector;          /* [1,2.5] */
sink_put_fn sink_put_sparse;          /* {1:0.5,3:2}/5 */
sink_put_fn sink_put_hstore;          /* "a"=>"b" */
sink_put_fn sink_put_array;           /* {1,2,NULL,"a b"} */

#endif
