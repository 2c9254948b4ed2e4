/* SPDX-License-Identifier: Apache-2.0 */
/*
 * secrets.c: a list that only grows, to a limit. Longer secrets are looked for first, so that one
 * that holds another is hidden whole. provider.c fills it; log.c asks for every line.
 */
#include "base/secrets.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>

#include <weir/mem.h>

#define SECRETS_MAX 4096
/* A shorter one would blot out half of every line; of a list a longer item is needed for that. */
#define SECRET_BYTES_MIN 3
#define ITEM_BYTES_MIN   6
#define SHOWN_MAX        (1u << 20)

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

static bool known(struct weir_str text, struct weir_str shown)
{
    for (size_t i = 0; i < n_secrets; i++) {
        if (weir_str_eq(secrets[i].text, text) && weir_str_eq(secrets[i].shown, shown)) {
            return true;
        }
    }
    return false;
}

static void add(struct weir_str secret, struct weir_str shown)
{
    size_t n = n_secrets;
    if (n == SECRETS_MAX || known(secret, shown)) {
        return;
    }
    secrets = weir_xrealloc(secrets, n + 1, sizeof(*secrets));
    size_t at = n;
    for (; at > 0 && secrets[at - 1].text.n < secret.n; at--) {
        secrets[at] = secrets[at - 1];
    }
    secrets[at] = (struct secret){copy(secret), copy(shown)};
    n_secrets = n + 1;
}

void secrets_add(struct weir_str secret, struct weir_str shown)
{
    struct weir_str rest = secret, item;
    pthread_mutex_lock(&lock);
    if (secret.n >= SECRET_BYTES_MIN) {
        add(secret, shown);
    }
    while (weir_str_chr(secret, ',') >= 0 && weir_str_split(&rest, ',', &item)) {
        item = weir_str_trim(item);
        if (item.n >= ITEM_BYTES_MIN) {
            add(item, shown);
        }
    }
    pthread_mutex_unlock(&lock);
}

static bool is_written_in(struct weir_str variable, const struct weir_props *written)
{
    for (size_t i = 0; written && i < written->n; i++) {
        if (weir_str_find(written->items[i].value, variable) >= 0) {
            return true;
        }
    }
    return written == NULL;
}

static const struct secret *secret_at(struct weir_str rest, const struct weir_props *written)
{
    for (size_t i = 0; i < n_secrets; i++) {
        size_t n = secrets[i].text.n;
        if (n <= rest.n && weir_str_eq_nocase(weir_str_n(rest.p, n), secrets[i].text) &&
            is_written_in(secrets[i].shown, written)) {
            return &secrets[i];
        }
    }
    return NULL;
}

/* A variable that stands there already is not looked into. */
static size_t variable_at(struct weir_str rest)
{
    for (size_t i = 0; rest.p[0] == '$' && i < n_secrets; i++) {
        if (weir_str_starts(rest, secrets[i].shown)) {
            return secrets[i].shown.n;
        }
    }
    return 0;
}

/* What stands at the beginning of rest goes out; so many bytes it was. */
static size_t redact_one(struct weir_str rest, const struct weir_props *written,
                         struct weir_buf *out)
{
    size_t variable = variable_at(rest);
    const struct secret *secret = variable ? NULL : secret_at(rest, written);
    if (secret) {
        weir_buf_str(out, secret->shown);
        return secret->text.n;
    }
    size_t n = variable ? variable : 1;
    weir_buf_str(out, weir_str_n(rest.p, n));
    return n;
}

void secrets_redact(struct weir_str text, const struct weir_props *written, struct weir_buf *out)
{
    if (n_secrets == 0) {
        weir_buf_str(out, text);
        return;
    }
    pthread_mutex_lock(&lock);
    for (size_t at = 0; at < text.n;) {
        at += redact_one(weir_str_from(text, at), written, out);
    }
    pthread_mutex_unlock(&lock);
}

void secrets_redact_to(char *out, size_t size, const char *text,
                       const struct weir_props *written)
{
    struct weir_buf clean;
    weir_buf_init(&clean, SHOWN_MAX);
    secrets_redact(weir_str_of(text), written, &clean);
    const char *shown = weir_buf_cstr(&clean);
    snprintf(out, size, "%s", shown ? shown : "a text that cannot be shown");
    weir_buf_free(&clean);
}
