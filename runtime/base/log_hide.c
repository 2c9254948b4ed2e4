/* SPDX-License-Identifier: Apache-2.0 */
/*
 * log_hide.c: a list that only grows, to a limit. Longer secrets are looked for first, so that one
 * that holds another is hidden whole. Asked by log.c for every line.
 */
#include "base/log_hide.h"

#include <pthread.h>
#include <stdatomic.h>

#include <weir/mem.h>

#define SECRETS_MAX 4096
/* A shorter one would blot out half of every line. */
#define SECRET_BYTES_MIN 4

struct secret {
    struct weir_str text, shown;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct secret *secrets; /* longest first */
static atomic_size_t n_secrets;

static struct weir_str copy(struct weir_str s)
{
    return weir_str_n(weir_xstrndup(s.p, s.n), s.n);
}

static bool known(struct weir_str text)
{
    for (size_t i = 0; i < n_secrets; i++) {
        if (weir_str_eq(secrets[i].text, text)) {
            return true;
        }
    }
    return false;
}

void log_hide(struct weir_str secret, struct weir_str shown)
{
    pthread_mutex_lock(&lock);
    size_t n = n_secrets;
    if (secret.n >= SECRET_BYTES_MIN && n < SECRETS_MAX && !known(secret)) {
        secrets = weir_xrealloc(secrets, n + 1, sizeof(*secrets));
        size_t at = n;
        for (; at > 0 && secrets[at - 1].text.n < secret.n; at--) {
            secrets[at] = secrets[at - 1];
        }
        secrets[at] = (struct secret){copy(secret), copy(shown)};
        n_secrets = n + 1;
    }
    pthread_mutex_unlock(&lock);
}

static const struct secret *secret_at(struct weir_str rest)
{
    for (size_t i = 0; i < n_secrets; i++) {
        if (weir_str_starts(rest, secrets[i].text)) {
            return &secrets[i];
        }
    }
    return NULL;
}

void log_hidden(struct weir_str message, struct weir_buf *out)
{
    if (n_secrets == 0) {
        weir_buf_str(out, message);
        return;
    }
    pthread_mutex_lock(&lock);
    for (size_t at = 0; at < message.n;) {
        const struct secret *secret = secret_at(weir_str_from(message, at));
        if (secret) {
            weir_buf_str(out, secret->shown);
        } else {
            weir_buf_char(out, message.p[at]);
        }
        at += secret ? secret->text.n : 1;
    }
    pthread_mutex_unlock(&lock);
}
