/* SPDX-License-Identifier: Apache-2.0 */
/*
 * auth.h: who may call. Basic authentication by rest.user and rest.password (and a second pair
 * that may only look), or by Connect's BasicAuthSecurityRestExtension with its JAAS file.
 */
#ifndef AUTH_H
#define AUTH_H

#include "rest/request.h"

struct auth;

/* NULL in *auth: everybody may. */
enum weir_verdict auth_open(const struct worker_conf *worker, struct auth **auth,
                            struct weir_err *err) WEIR_MUST_CHECK;
void auth_close(struct auth *auth);
/* False: answered with 401 or 403. */
bool auth_allows(const struct auth *auth, struct request *req);

#endif
