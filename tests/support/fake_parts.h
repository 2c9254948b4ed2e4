/* SPDX-License-Identifier: Apache-2.0 */
/* fake_parts.h: the fake plugin's components that are not connectors. */
#ifndef FAKE_PARTS_H
#define FAKE_PARTS_H

#include <weir/plugin.h>

extern const struct weir_component fake_converter_component;
extern const struct weir_component fake_header_component;
extern const struct weir_component fake_transform_component;
extern const struct weir_component fake_predicate_component;

#endif
