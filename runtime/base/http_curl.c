/* SPDX-License-Identifier: Apache-2.0 */
/*
 * http_curl.c: loads libcurl once, and keeps idle handles, so that a second request to the same
 * host finds the connection (and its TLS session) that the first one made.
 */
#include "base/http_curl.h"

#include <dlfcn.h>
#include <pthread.h>
#include <string.h>

static struct http_curl curl;
static char load_error[256];
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void *handle;

static void *symbol(const char *name)
{
    void *p = handle ? dlsym(handle, name) : NULL;
    if (!p && !load_error[0]) {
        const char *why = dlerror();
        strncpy(load_error, why ? why : name, sizeof(load_error) - 1);
    }
    return p;
}

/* A function pointer out of dlsym's object pointer, as POSIX means it. */
#define LOAD(member, name) (*(void **)&curl.member = symbol(name))

static void load(void)
{
    handle = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);
    CURLcode (*global_init)(long) = NULL;
    *(void **)&global_init = symbol("curl_global_init");
    LOAD(easy_init, "curl_easy_init");
    LOAD(easy_reset, "curl_easy_reset");
    LOAD(easy_setopt, "curl_easy_setopt");
    LOAD(easy_perform, "curl_easy_perform");
    LOAD(easy_getinfo, "curl_easy_getinfo");
    LOAD(easy_cleanup, "curl_easy_cleanup");
    LOAD(easy_strerror, "curl_easy_strerror");
    LOAD(slist_append, "curl_slist_append");
    LOAD(slist_free_all, "curl_slist_free_all");
    if (!load_error[0]) {
        global_init(CURL_GLOBAL_DEFAULT);
    }
}

const struct http_curl *http_curl_load(struct weir_err *err)
{
    pthread_once(&once, load);
    if (load_error[0]) {
        weir_err_set(err, WEIR_BAD_CONFIG,
                     "HTTP needs libcurl (Debian: apt-get install libcurl4): %s", load_error);
        return NULL;
    }
    return &curl;
}

#define IDLE_MAX 4

static pthread_mutex_t idle_lock = PTHREAD_MUTEX_INITIALIZER;
static CURL *idle[IDLE_MAX];
static unsigned n_idle;

CURL *http_curl_take(const struct http_curl *loaded)
{
    pthread_mutex_lock(&idle_lock);
    CURL *easy = n_idle ? idle[--n_idle] : NULL;
    pthread_mutex_unlock(&idle_lock);
    return easy ? easy : loaded->easy_init();
}

void http_curl_give(const struct http_curl *loaded, CURL *easy)
{
    loaded->easy_reset(easy);
    pthread_mutex_lock(&idle_lock);
    bool kept = n_idle < IDLE_MAX;
    if (kept) {
        idle[n_idle++] = easy;
    }
    pthread_mutex_unlock(&idle_lock);
    if (!kept) {
        loaded->easy_cleanup(easy);
    }
}
