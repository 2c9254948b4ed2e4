/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sink_bind.h: how one field goes into one column: which type travels, how a value is written in
 * it, and which cast SQL adds.
 */
#ifndef SINK_BIND_H
#define SINK_BIND_H

#include "common/pg/pg_table.h"
#include "sink_plan.h"

struct sink_bind;
/* Appends the value's binary form with its length; false: it cannot be had in that type. */
typedef bool sink_put_fn(struct sink_bind *bind, struct weir_value val, struct weir_buf *buf);

/* How a key's values are compared: as the record has them, or in another form. */
enum sink_key_form {
    SINK_KEY_AS_IS,
    SINK_KEY_LOWER,         /* a uuid's text */
    SINK_KEY_UNPADDED,      /* char(n) */
    SINK_KEY_MOMENT,        /* text with a zone */
    SINK_KEY_UNSIGNED_ZERO, /* -0.0 is 0.0 */
    SINK_KEY_UNKNOWN,       /* only PostgreSQL knows which are equal */
};

struct sink_bind {
    sink_put_fn *put;
    uint32_t wire;      /* OID of what travels */
    const char *cast;   /* "" or "::uuid", after the parameter */
    const struct weir_schema *schema;
    const struct pg_column *column;
    struct sink_type type;
    uint64_t *n_nul;
    bool reject_nul;
    bool null_default;
    enum sink_key_form form;
};

/* What a null means: the default where a value is required (always with null_default). */
static inline struct weir_value sink_bind_value(const struct sink_bind *bind, struct weir_value val)
{
    bool take_default = val.type == WEIR_NULL && bind->schema->has_default &&
                        (!bind->schema->optional || bind->null_default);
    return take_default ? bind->schema->def : val;
}

/* ---- sink_choose.c ---- */
/* The column's way to bind, chosen once a table; false: refused in *why. NULs are counted in *n_nul,
 * casts live in arena. */
bool sink_bind_choose(const struct sink_conf *conf, const struct sink_column *column,
                      const struct pg_column *into, uint64_t *n_nul, struct weir_arena *arena,
                      struct sink_bind *bind, const char **why);

/* PostgreSQL has no cast for it: nulls go into the column all the same, as text, and nothing else. */
void sink_bind_nulls_only(struct sink_bind *bind, struct weir_arena *arena);

/* The column has the type that a new one for the field would get, or any text's for a text. */
bool sink_is_own_type(const struct sink_conf *conf, const struct sink_column *column,
                      const struct pg_column *into);

/* ---- sink_key.c ---- */
enum sink_key_form sink_key_form(const struct sink_conf *conf, const struct sink_column *column,
                                 const struct pg_column *into);
/* Equal keys have equal ones; a copy, if one is needed, is in arena. */
struct weir_value sink_key_value(enum sink_key_form form, struct weir_value val,
                                 struct weir_arena *arena);

/* ---- sink_encode.c: the functions, and which fits ---- */
/* NULL: this kind has no form in that type. */
sink_put_fn *sink_encoder(struct sink_type type, uint32_t wire);

#endif
