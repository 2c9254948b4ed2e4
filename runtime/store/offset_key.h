/* SPDX-License-Identifier: Apache-2.0 */
/*
 * offset_key.h: keys of the offsets topic, ["connector",{partition}], taken apart. Two keys that
 * mean the same partition may differ in the order of members, in blanks and in escapes.
 */
#ifndef OFFSET_KEY_H
#define OFFSET_KEY_H

#include <weir/arena.h>

struct offset_key {
    struct weir_str connector;
    struct weir_str partition; /* as it stands in the key */
    struct weir_str identity;  /* the same text for every way to write this key */
};

/* BAD_DATA with what is wrong; with *ignore set it is a key that Connect passes over in silence. */
enum weir_verdict offset_key_parse(struct weir_str text, struct weir_arena *arena,
                                   struct offset_key *key, bool *ignore, struct weir_err *err);
/* The identity of what offset_key_write would make. */
enum weir_verdict offset_key_of(struct weir_str connector, struct weir_str partition,
                                struct weir_arena *arena, struct offset_key *key,
                                struct weir_err *err);
/* The key's bytes: ["connector",<partition as given>]. */
struct weir_str offset_key_write(struct weir_str connector, struct weir_str partition,
                                 struct weir_arena *arena);

#endif
