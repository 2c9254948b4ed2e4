/* SPDX-License-Identifier: Apache-2.0 */
/* server_check.h: can a server still give every event behind a stored offset? */
#ifndef WEIR_SERVER_CHECK_H
#define WEIR_SERVER_CHECK_H

#include "cdc_offset.h"
#include "common/mariadb/mariadb_conf.h"
#include "common/mariadb/server.h"

/* If not, why: BAD_CONFIG with a sentence that names the oldest place there is. */
enum weir_verdict server_check_offset(struct my_session *session, const struct mariadb_conf *conf,
                                      const struct cdc_offset *offset, struct weir_arena *arena,
                                      struct weir_err *err);

#endif
