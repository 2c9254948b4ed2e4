/* SPDX-License-Identifier: Apache-2.0 */
/* program_options.h: name=value arguments of the programs in tests/programs, and how to connect. */
#ifndef PROGRAM_OPTIONS_H
#define PROGRAM_OPTIONS_H

#include <stdlib.h>

#include "common/mysql/my_session.h"

static inline const char *option_text(char **argv, const char *name, const char *fallback)
{
    size_t n = strlen(name);
    for (char **arg = argv + 1; *arg; arg++) {
        if (strncmp(*arg, name, n) == 0 && (*arg)[n] == '=') {
            return *arg + n + 1;
        }
    }
    return fallback;
}

static inline int64_t option_number(char **argv, const char *name, int64_t fallback)
{
    const char *text = option_text(argv, name, NULL);
    return text ? strtoll(text, NULL, 10) : fallback;
}

static inline struct my_conf option_conf(char **argv)
{
    return (struct my_conf){
        .host = weir_str_of(option_text(argv, "host", "127.0.0.1")),
        .port = (int32_t)option_number(argv, "port", 3306),
        .user = weir_str_of(option_text(argv, "user", "cdc")),
        .password = weir_str_of(option_text(argv, "password", "cdc")),
        .tls = (enum my_tls)option_number(argv, "tls", MY_TLS_OFF),
        .ca = weir_str_of(option_text(argv, "ca", NULL)),
        .cert = weir_str_of(option_text(argv, "cert", NULL)),
        .key = weir_str_of(option_text(argv, "key", NULL)),
        .ca_password = weir_str_of(option_text(argv, "ca-password", NULL)),
        .key_password = weir_str_of(option_text(argv, "key-password", NULL)),
        .connect_timeout_ms = 10000,
        .query_timeout_ms = 20000,
    };
}

#endif
