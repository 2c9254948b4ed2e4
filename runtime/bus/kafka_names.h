/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kafka_names.h: one row for each client property of Java: what becomes of it here.
 */
#ifndef KAFKA_NAMES_H
#define KAFKA_NAMES_H

#include "bus/kafka_conf.h"

enum kafka_rule {
    KAFKA_SAME,   /* to librdkafka under ->target, or its own name when that is NULL */
    KAFKA_LOWER,  /* the same, in lower case */
    KAFKA_NUMBER, /* the same, put into ->min ... ->max */
    KAFKA_OURS,   /* used by Weir elsewhere, or of no meaning to a C client: no word about it */
    KAFKA_IGNORE, /* no effect here; ->target says why, once in the log */
    KAFKA_REFUSE, /* would change what happens; ->target says what to do instead */
};

struct kafka_name {
    const char *java;
    const char *target;
    unsigned char roles; /* of enum kafka_role */
    unsigned char rule;  /* enum kafka_rule */
    int64_t min, max;    /* what librdkafka takes, where Java takes more */
};

/* NULL: Java's clients do not know it either. */
const struct kafka_name *kafka_name_find(struct weir_str java);

#endif
