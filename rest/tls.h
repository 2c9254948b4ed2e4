/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tls.h: certificates of an https listener: listeners.https.ssl.* if any of that prefix is set,
 * else the worker's ssl.*; PEM files or texts, or PKCS12.
 */
#ifndef TLS_H
#define TLS_H

#include "rest/request.h"

struct tls {
    char *key_pem, *cert_pem, *trust_pem; /* NUL-terminated; trust NULL: clients are not asked */
    bool client_required;
};

/* prefix: "listeners.https." or "admin.listeners.https.". */
enum weir_verdict tls_read(const struct weir_props *worker, const char *prefix,
                           struct weir_arena *arena, struct tls *tls, struct weir_err *err);
/* Whether the connection's client has shown a certificate that the trust store vouches for. */
bool tls_client_trusted(struct MHD_Connection *connection);

#endif
