/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kafka_keystore.h: key and certificates out of the files that Java people keep them in, as PEM.
 */
#ifndef KAFKA_KEYSTORE_H
#define KAFKA_KEYSTORE_H

#include <weir/arena.h>
#include <weir/err.h>

enum kafka_store {
    KAFKA_STORE_PEM,
    KAFKA_STORE_PKCS12,
    KAFKA_STORE_JKS,
};

/* By its first bytes: what ssl.*store.type says is often not so, and Java does not mind either. */
enum kafka_store kafka_store_kind(struct weir_str bytes);

struct kafka_pems {
    struct weir_str key;     /* p NULL: the store has none */
    struct weir_str chain;   /* the key's certificate first */
    struct weir_str trusted; /* all certificates that are not the key's own */
};

/* All texts live in arena. BAD_CONFIG with what is wrong, without the password. */
enum weir_verdict kafka_pkcs12_read(struct weir_arena *arena, struct weir_str bytes,
                                    struct weir_str password, struct kafka_pems *pems,
                                    struct weir_err *err) WEIR_MUST_CHECK;

/* Line breaks where PEM wants them: inline PEM often comes with blanks, as Java allows. */
struct weir_str kafka_pem_wrap(struct weir_arena *arena, struct weir_str pem);

#endif
