/* SPDX-License-Identifier: Apache-2.0 */
/*
 * my_keystore.h: keys and certificates out of PKCS12 files, as PEM in memory that libmariadb can
 * open like files. Nothing is written to a disk.
 */
#ifndef WEIR_MY_KEYSTORE_H
#define WEIR_MY_KEYSTORE_H

#include <weir/err.h>
#include <weir/str.h>

enum my_store { MY_STORE_PEM, MY_STORE_PKCS12 };

struct my_pems {
    int key_fd;   /* -1: the store has none */
    int chain_fd; /* the key's certificate first, then all others; -1: none */
};

/* By the file's first bytes. BAD_CONFIG for a Java key store, with the line that converts it. */
enum weir_verdict my_store_kind(struct weir_str path, enum my_store *kind, struct weir_err *err);
/* The caller closes the descriptors. BAD_CONFIG with what is wrong, without the password. */
enum weir_verdict my_store_pkcs12(struct weir_str path, struct weir_str password,
                                  struct my_pems *pems, struct weir_err *err);

#endif
