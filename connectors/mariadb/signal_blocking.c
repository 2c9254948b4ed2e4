/* SPDX-License-Identifier: Apache-2.0 */
/*
 * signal_blocking.c: execute-snapshot of the type blocking: the stream is left between two
 * transactions, the rows of the tables are read as at a start, and the stream goes on where it was.
 */
#include <stdlib.h>

#include <weir/mem.h>

#include "common/mariadb/server.h"
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
    free(signals->blocking_file);
    signals->blocking = NULL;
    signals->blocking_file = NULL;
    signals->n_blocking = 0;
}

static bool is_reached(const struct source *source)
{
    const struct signal_state *signals = source->signals;
    const struct source_place *place = &source->place;
    return !signals->blocking_file ||
           cdc_offset_compare_files(weir_buf_view(&place->file), (int64_t)place->next_pos,
                                    weir_str_of(signals->blocking_file),
                                    signals->blocking_pos) >= 0;
}

void signal_blocking_again(struct source *source, const struct snapshot_plan *plan)
{
    struct signal_state *signals = source->signals;
    struct server_place now;
    struct weir_arena arena;
    struct weir_err ignored;
    for (size_t i = 0; i < plan->n_only; i++) {
        signal_blocking_add(source, plan->only[i].db, plan->only[i].name, plan->only[i].select);
    }
    weir_arena_init(&arena, 4096);
    free(signals->blocking_file);
    signals->blocking_file = NULL;
    if (source_session(source, &ignored) == WEIR_OK &&
        server_place(source->session, &arena, &now, &ignored) == WEIR_OK) {
        signals->blocking_file = weir_xstrndup(now.file.p, now.file.n);
        signals->blocking_pos = now.pos;
    }
    weir_arena_free(&arena);
}

void signal_blocking_begin(struct source *source)
{
    struct signal_state *signals = source->signals;
    struct cdc_offset here;
    if (!signals->n_blocking || !is_reached(source)) {
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
