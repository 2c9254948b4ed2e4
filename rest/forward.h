/* SPDX-License-Identifier: Apache-2.0 */
/*
 * forward.h: a request that only the leader may answer goes to the leader, and its answer comes
 * back as it is.
 */
#ifndef FORWARD_H
#define FORWARD_H

#include "rest/request.h"

/* From the herder's callback; the connection stays suspended until the leader has answered. */
void forward_start(struct request *req, struct weir_str leader_url);

#endif
