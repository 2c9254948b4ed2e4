/* SPDX-License-Identifier: Apache-2.0 */
/*
 * transforms.h: the components of this plugin. One file a transform or family, with its keys, its
 * conf and its ops; transforms_plugin.c lists them all.
 */
#ifndef TRANSFORMS_H
#define TRANSFORMS_H

#include <weir/plugin.h>

/* ---- Apache Kafka's ---- */
extern const struct weir_component smt_cast_key, smt_cast_value;
extern const struct weir_component smt_regex_router;

/* ---- Debezium's ---- */
extern const struct weir_component smt_extract_new;

#endif
