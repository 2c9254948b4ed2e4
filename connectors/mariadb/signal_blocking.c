/* SPDX-License-Identifier: Apache-2.0 */
/*
 * signal_blocking.c: execute-snapshot of the type blocking: the stream is left between two
 * transactions, the rows of the tables are read as at a start, and the stream goes on where it was.
 */
#include <stdlib.h>

#include <weir/mem.h>

#include "signal.h"
#include "snapshot.h"

void signal_blocking_add(struct source *source, struct weir_str db, struct weir_str name,
                         struct weir_str select)
{
    struct signal_state *signals = source->signals;
    for (size_t i = 0; i < signals->n_blocking; i++) {
        if (weir_str_eq(signals->blocking[i].db, db) &&
            weir_str_eq(signals->blocking[i].name, name)) {
            return;
        }
    }
    signals->blocking = weir_xrealloc(signals->blocking, signals->n_blocking + 1,
                                      sizeof(*signals->blocking));
    signals->blocking[signals->n_blocking++] = (struct snapshot_only){
        .db = weir_str_of(weir_xstrndup(db.p, db.n)),
        .name = weir_str_of(weir_xstrndup(name.p, name.n)),
        .select = select.n ? weir_str_of(weir_xstrndup(select.p, select.n)) : WEIR_STR_NULL,
    };
}

void signal_blocking_free(struct signal_state *signals)
{
    for (size_t i = 0; i < signals->n_blocking; i++) {
        free((char *)signals->blocking[i].db.p);
        free((char *)signals->blocking[i].name.p);
        free((char *)signals->blocking[i].select.p);
    }
    free(signals->blocking);
    signals->blocking = NULL;
    signals->n_blocking = 0;
}

void signal_blocking_begin(struct source *source)
{
    struct signal_state *signals = source->signals;
    struct cdc_offset here;
    if (!signals->n_blocking) {
        return;
    }
    const struct snapshot_plan plan = {.data = true,
                                       .stream = true,
                                       .keep_offset = true,
                                       .only = signals->blocking,
                                       .n_only = signals->n_blocking};
    source_place_offset(&source->place, &here);
    source_binlog_close(source);
    snapshot_begin(source, &plan, &here);
    signal_blocking_free(signals);
}
