/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fake_registry.h: a schema registry on a free port of 127.0.0.1, as small as a test needs it: it
 * registers, looks up and hands out, counts its requests and fails when it is told to.
 */
#ifndef FAKE_REGISTRY_H
#define FAKE_REGISTRY_H

#include <weir/str.h>

struct fake_registry;

struct fake_registry *fake_registry_start(void);
void fake_registry_stop(struct fake_registry *registry);
const char *fake_registry_url(const struct fake_registry *registry);

/* How many requests there were. */
int fake_registry_requests(struct fake_registry *registry);
/* The last request, head and body; good until the next request. */
const char *fake_registry_asked(struct fake_registry *registry);
/* The last request to /token, which gives token-1, token-2 and so on for ten minutes each. */
const char *fake_registry_token_asked(struct fake_registry *registry);
/* The next n requests are answered with this status and error code. */
void fake_registry_fail(struct fake_registry *registry, int n, int status, int code,
                        const char *message);
/* The next request is answered with this. */
void fake_registry_say(struct fake_registry *registry, const char *body);
/* As if it had been registered; returns its id. */
int fake_registry_add(struct fake_registry *registry, const char *subject, const char *text);
/* What the newest schema says it refers to: a JSON array, a literal. */
void fake_registry_refer(struct fake_registry *registry, const char *references);

#endif
