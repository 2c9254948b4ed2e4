/* SPDX-License-Identifier: Apache-2.0 */
/*
 * my_handle.h: what a session is made of, for the files of this folder only: libmariadb's handle,
 * and a buffer of its own through which results and binlogs are read past libmariadb.
 */
#ifndef WEIR_MY_HANDLE_H
#define WEIR_MY_HANDLE_H

#include <pthread.h>

#include <mysql.h>

#include "common/mysql/my_session.h"

/* Bytes that came from the server and have not been handed on. */
struct my_wire {
    uint8_t *p;
    size_t cap;
    size_t start;  /* of the first packet's header */
    size_t end;
    size_t joined; /* of that packet: payload of the parts of 16 MiB that are there already */
    size_t max;    /* a larger packet is refused */
    bool ours;     /* what libmariadb had read ahead has been taken over */
};

struct my_session {
    MYSQL *mysql;
    struct my_wire wire;
    int fd;
    int64_t answer_timeout_ms; /* 0: none */
    enum my_flavour flavour;
    int version;
    struct my_select *select; /* the one that is open */
};

/* my_error.c: what the handle says went wrong, classified; text is put before it. */
enum weir_verdict my_error_of(MYSQL *mysql, const char *what, struct weir_err *err);
enum weir_verdict my_error_class(unsigned code, const char *text);

/* my_tls.c: sets the options of the mode; BAD_CONFIG when a file cannot be used. */
struct my_tls_files {
    int fds[3]; /* key, certificate and CA as PEM in memory; -1: none */
};
enum weir_verdict my_tls_apply(MYSQL *mysql, const struct my_conf *conf, enum my_tls mode,
                               struct my_tls_files *files, struct weir_err *err);
void my_tls_files_close(struct my_tls_files *files);

#endif
