/* SPDX-License-Identifier: Apache-2.0 */
/*
 * verdicts.h: what stands behind weir_verdict_set. Only what is not OK is written down, so that a
 * good batch costs nothing. The runtime hands one to apply() or put() and asks it afterwards.
 */
#ifndef VERDICTS_H
#define VERDICTS_H

#include <weir/batch.h>

struct verdict {
    uint32_t i; /* index of the record */
    enum weir_verdict class;
    const char *text; /* cut at 2047 bytes */
};

struct weir_verdicts {
    struct verdict *items; /* once verdicts_sort was called: by index, one for each record */
    uint32_t n;
    uint32_t cap;
    struct weir_arena arena;
};

WEIR_EXPORT void verdicts_init(struct weir_verdicts *verdicts);
WEIR_EXPORT void verdicts_reset(struct weir_verdicts *verdicts); /* all OK again; memory kept */
WEIR_EXPORT void verdicts_free(struct weir_verdicts *verdicts);
/* By index; of several for one record the last stays; an OK takes it out. */
WEIR_EXPORT void verdicts_sort(struct weir_verdicts *verdicts);

#endif
