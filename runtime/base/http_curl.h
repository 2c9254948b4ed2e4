/* SPDX-License-Identifier: Apache-2.0 */
/*
 * http_curl.h: libcurl's functions that http.c uses, found at first use: a worker that never makes
 * a request does not carry the thirty libraries libcurl brings. And its handles, a few of which are
 * kept, since they keep their connections.
 */
#ifndef HTTP_CURL_H
#define HTTP_CURL_H

#include <curl/curl.h>

#include <weir/err.h>

struct http_curl {
    CURL *(*easy_init)(void);
    void (*easy_reset)(CURL *);
    CURLcode (*easy_setopt)(CURL *, CURLoption, ...);
    CURLcode (*easy_perform)(CURL *);
    CURLcode (*easy_getinfo)(CURL *, CURLINFO, ...);
    void (*easy_cleanup)(CURL *);
    const char *(*easy_strerror)(CURLcode);
    struct curl_slist *(*slist_append)(struct curl_slist *, const char *);
    void (*slist_free_all)(struct curl_slist *);
};

/* NULL with *err set when libcurl is not installed. Any thread. */
const struct http_curl *http_curl_load(struct weir_err *err);

/* A handle without options, with connections from before if one is idle; NULL: none to be had. */
CURL *http_curl_take(const struct http_curl *curl);
void http_curl_give(const struct http_curl *curl, CURL *easy);

#endif
