/* SPDX-License-Identifier: Apache-2.0 */
/* history_recover.h: the history's records, one after the other, applied to a schema. */
#ifndef WEIR_HISTORY_RECOVER_H
#define WEIR_HISTORY_RECOVER_H

#include <weir/log.h>

#include "cdc_offset.h"
#include "cdc_schema.h"
#include "history_filter.h"
#include "common/mariadb/mariadb_conf.h"

struct history_recover {
    const struct mariadb_conf *conf;
    const struct weir_log *log;
    const struct cdc_offset *reached;
    struct cdc_schema *schema;
    const struct history_filter *filter;
    bool (*captured)(void *self, struct weir_str db, struct weir_str name);
    void *self;
    struct weir_arena arena; /* of one record */
    uint64_t n_read, n_applied, n_later, n_foreign;
};

/* A record's JSON. One that is none, and a statement that cannot be followed, is passed over with a
 * warning: the table's definition is unknown then, and asked for when its rows come. */
enum weir_verdict history_recover_one(void *recover, struct weir_str json, struct weir_err *err);

#endif
