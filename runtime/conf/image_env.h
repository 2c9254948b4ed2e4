/* SPDX-License-Identifier: Apache-2.0 */
/*
 * image_env.h: the worker's configuration from the environment, as Debezium's Connect image takes
 * it, so that a deployment changes only its image.
 */
#ifndef IMAGE_ENV_H
#define IMAGE_ENV_H

#include <weir/props.h>

/* Whether this environment is meant: any CONNECT_*, or a name of the image's own, even an empty one.
 * That it lacks the brokers is then noticed, as in a file. */
WEIR_EXPORT bool image_env_is_set(const char *const *environment);
/* Adds the image's defaults and what the environment says to props; warns of a CONNECT_ variable that
 * the image would overwrite. */
WEIR_EXPORT enum weir_verdict image_env_read(const char *const *environment,
                                             struct weir_props *props, struct weir_err *err);

#endif
