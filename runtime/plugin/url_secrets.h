/* SPDX-License-Identifier: Apache-2.0 */
/*
 * url_secrets.h: the parts of a value that nobody may read although its key is no secret: the
 * password before a URL's host, and parameters with such a name.
 */
#ifndef URL_SECRETS_H
#define URL_SECRETS_H

#include <weir/str.h>

struct url_secret {
    size_t at, n;         /* n > 0; of the value */
    struct weir_str name; /* the parameter's; "password" for the one before a host */
};

/* The first one at *from or behind it; moves *from behind it. A variable is none. Any thread. */
bool url_secret_next(struct weir_str value, size_t *from, struct url_secret *found);

#endif
