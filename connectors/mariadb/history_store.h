/* SPDX-License-Identifier: Apache-2.0 */
/* history_store.h: where a history's records lie: a topic, a file, or memory. For history.c. */
#ifndef WEIR_HISTORY_STORE_H
#define WEIR_HISTORY_STORE_H

#include <weir/task.h>

#include "common/mariadb/mariadb_conf.h"

typedef enum weir_verdict history_each(void *self, struct weir_str json, struct weir_err *err);

struct history_store {
    enum weir_verdict (*exists)(struct history_store *store, bool *exists, struct weir_err *err);
    enum weir_verdict (*ensure)(struct history_store *store, struct weir_err *err);
    /* Every record in its order; a verdict of each other than OK ends the reading. */
    enum weir_verdict (*read)(struct history_store *store, history_each *each, void *self,
                              struct weir_err *err);
    enum weir_verdict (*append)(struct history_store *store, struct weir_str json,
                                struct weir_err *err);
    void (*close)(struct history_store *store);
    bool pretty; /* records are laid out over several lines */
};

enum weir_verdict history_topic_open(struct weir_task *task, const struct mariadb_conf *conf,
                                     struct history_store **store, struct weir_err *err);
enum weir_verdict history_file_open(const struct mariadb_conf *conf, struct history_store **store,
                                    struct weir_err *err);
struct history_store *history_memory_open(void);

#endif
