/* SPDX-License-Identifier: Apache-2.0 */
/*
 * smt.h: what every single message transform here is made of: one record at a time of a whole
 * batch, the key's or the value's side of it, structs whose fields are taken and put as Java does.
 * Task's thread. What is put into a record lives in its batch, in a schema the batch holds, or in
 * the component's conf.
 */
#ifndef SMT_H
#define SMT_H

#include <weir/plugin.h>

#include "plan_cache.h"

/* What a transform does to one live record; anything but OK is the record's failure. */
typedef enum weir_verdict smt_one(void *self, struct weir_batch *batch, struct weir_record *rec,
                                  struct weir_err *err);

static inline enum weir_verdict smt_each(smt_one *one, void *self, struct weir_batch *batch,
                                         const bool *run, struct weir_verdicts *verdicts)
{
    struct weir_err why;
    uint32_t n = batch->n;
    for (uint32_t i = 0; i < n; i++) {
        if (batch->recs[i].state != WEIR_REC_LIVE || (run && !run[i])) {
            continue;
        }
        enum weir_verdict verdict = one(self, batch, &batch->recs[i], &why);
        if (verdict != WEIR_OK) {
            weir_verdict_set(verdicts, i, verdict, "%s", why.text);
        }
    }
    return WEIR_OK;
}

/* ---- the object: the first member of a transform that keeps more ---- */

struct smt {
    const void *conf;
    bool is_key;
    bool is_sink;
    struct plan_cache plans;
};

/* A zeroed object of this size with the part above filled in. make NULL: it needs no plans. */
void *smt_new(size_t size, const struct weir_open *open, bool is_key, size_t plan_size,
              plan_make *make);
void smt_close(void *self);

/* The apply callback of a transform whose records do not know of each other. */
#define SMT_APPLY_AS(name, one)                                                                    \
    static enum weir_verdict name(void *self, struct weir_batch *batch, const bool *run,           \
                                  struct weir_verdicts *verdicts, struct weir_err *err)            \
    {                                                                                              \
        (void)err;                                                                                 \
        plan_cache_begin(&((struct smt *)self)->plans);                                            \
        return smt_each(one, self, batch, run, verdicts);                                          \
    }
#define SMT_APPLY(one) SMT_APPLY_AS(apply, one)

/* ---- what a file offers: a component smt_noun, or smt_noun_key and _value ---- */

#define SMT_DEFAULTS(at_)                                                                          \
    {                                                                                              \
        .name = "replace.null.with.default", .type = WEIR_CONF_BOOLEAN, .at = (at_),               \
        .def = "true", .importance = WEIR_MEDIUM,                                                  \
        .doc = "Whether to replace fields that have a default value and that are null to the "     \
               "default value. When set to true, the default value is used, otherwise null is "    \
               "used."                                                                             \
    }

/* The conf of what has no keys. */
struct smt_no_conf {
    bool unused;
};

#define SMT_KAFKA    "org.apache.kafka.connect.transforms."
#define SMT_DEBEZIUM "io.debezium.transforms."

#define SMT_COMPONENT_NAMING(noun, class_, keys_, conf_, doc_, open_, apply_, close_, has_field_)  \
    static const struct weir_transform_ops noun##_ops = {                                          \
        .size = sizeof(struct weir_transform_ops),                                                 \
        .open = (open_),                                                                           \
        .apply = (apply_),                                                                         \
        .close = (close_),                                                                         \
        .open_is_check = true,                                                                     \
        .has_field = (has_field_),                                                                 \
    };                                                                                             \
    const struct weir_component smt_##noun = {                                                     \
        .size = sizeof(struct weir_component),                                                     \
        .kind = WEIR_TRANSFORMATION,                                                               \
        .class_name = (class_),                                                                    \
        .doc = (doc_),                                                                             \
        .keys = (keys_),                                                                           \
        .conf_size = sizeof(conf_),                                                                \
        .ops = &noun##_ops,                                                                        \
    }

#define SMT_COMPONENT_OF(noun, class_, keys_, conf_, doc_, open_, apply_, close_)                  \
    SMT_COMPONENT_NAMING(noun, class_, keys_, conf_, doc_, open_, apply_, close_, NULL)

/* With the file's own `keys` and `apply`. */
#define SMT_COMPONENT(noun, class_, conf_, doc_, open_, close_)                                    \
    SMT_COMPONENT_OF(noun, class_, keys, conf_, doc_, open_, apply, close_)

/* Connect's pairs X$Key and X$Value: open_side(open, is_key, self, err) serves both. */
#define SMT_COMPONENTS_NAMING(noun, class_, conf_, doc_, close_, has_field_)                       \
    static enum weir_verdict open_key(const struct weir_open *open, void **self,                   \
                                      struct weir_err *err)                                        \
    {                                                                                              \
        return open_side(open, true, self, err);                                                   \
    }                                                                                              \
    static enum weir_verdict open_value(const struct weir_open *open, void **self,                 \
                                        struct weir_err *err)                                      \
    {                                                                                              \
        return open_side(open, false, self, err);                                                  \
    }                                                                                              \
    SMT_COMPONENT_NAMING(noun##_key, class_ "$Key", keys, conf_, doc_, open_key, apply, close_,    \
                         has_field_);                                                              \
    SMT_COMPONENT_NAMING(noun##_value, class_ "$Value", keys, conf_, doc_, open_value, apply,      \
                         close_, has_field_)
#define SMT_COMPONENTS(noun, class_, conf_, doc_, close_)                                          \
    SMT_COMPONENTS_NAMING(noun, class_, conf_, doc_, close_, NULL)

/* ---- sides ---- */

static inline const struct weir_schema *smt_schema(const struct weir_record *rec, bool is_key)
{
    return is_key ? rec->key_schema : rec->value_schema;
}

static inline struct weir_value smt_value(const struct weir_record *rec, bool is_key)
{
    return is_key ? rec->key : rec->value;
}

static inline void smt_set(struct weir_record *rec, bool is_key, const struct weir_schema *sch,
                           struct weir_value val)
{
    *(is_key ? &rec->key_schema : &rec->value_schema) = sch;
    *(is_key ? &rec->key : &rec->value) = val;
}

/* ---- what a side must be, in Connect's words ---- */

enum weir_verdict smt_need_struct(struct weir_value val, const char *purpose, struct weir_err *err);
enum weir_verdict smt_need_map(struct weir_value val, const char *purpose, struct weir_err *err);

/* ---- fields ---- */

/* Struct.get: a null stands for the schema's default. */
static inline struct weir_value smt_get(const struct weir_schema *sch, struct weir_value val,
                                        bool defaults)
{
    return val.type == WEIR_NULL && defaults && sch->has_default ? sch->def : val;
}

enum weir_verdict smt_null_refused(const struct weir_field *field, struct weir_err *err);

/* Struct.put: a null only where the field is optional. */
static inline enum weir_verdict smt_put(const struct weir_field *field, struct weir_value *at,
                                        struct weir_value val, struct weir_err *err)
{
    *at = val;
    return val.type != WEIR_NULL || field->schema->optional ? WEIR_OK
                                                            : smt_null_refused(field, err);
}

/* All fields of a struct into items, where they are the first ones of the struct `to`. */
static inline enum weir_verdict smt_copy(const struct weir_schema *from,
                                         const struct weir_schema *to, struct weir_value old,
                                         bool defaults, struct weir_value *items,
                                         struct weir_err *err)
{
    if (old.n) {
        memcpy(items, old.items, old.n * sizeof(*items));
    }
    for (uint32_t i = 0; i < old.n; i++) {
        if (items[i].type == WEIR_NULL &&
            smt_put(&to->fields[i], &items[i], smt_get(from->fields[i].schema, items[i], defaults),
                    err) != WEIR_OK) {
            return err->class;
        }
    }
    return WEIR_OK;
}

static inline struct weir_value *smt_new_items(struct weir_batch *batch, size_t n)
{
    return weir_arena_alloc(&batch->arena, n * sizeof(struct weir_value));
}

/* The same for all fields of a struct that stays: new items only where a null has a default. */
enum weir_verdict smt_keep(struct weir_batch *batch, const struct weir_schema *sch,
                           struct weir_value *val, bool defaults, struct weir_err *err);

/* Schema.toString: Schema{STRING}, Schema{com.example.Row:STRUCT}; cut at n. */
void smt_schema_text(const struct weir_schema *sch, char *out, size_t n);

/* Takes the next element off the text of a list, an empty one at its end too; false: no more. */
static inline bool smt_list_next(struct weir_str *rest, struct weir_str *item)
{
    if (!rest->p) {
        return false;
    }
    ptrdiff_t comma = weir_str_chr(*rest, ',');
    *item = weir_str_trim(weir_str_n(rest->p, comma < 0 ? rest->n : (size_t)comma));
    *rest = comma < 0 ? WEIR_STR_NULL : weir_str_from(*rest, (size_t)comma + 1);
    return true;
}

/* Names as Connect keeps a list of them: each once, at its first place. */
struct weir_conf_list smt_unique(struct weir_arena *arena, struct weir_conf_list list);

/* ---- maps without a schema ---- */

/* The entry of this name, -1 if there is none. */
int smt_map_find(struct weir_value map, struct weir_str name);
/* A copy with room for `more` entries after its own. */
struct weir_value *smt_map_copy(struct weir_batch *batch, struct weir_value map, size_t more);
/* Map.put on such a copy: replaces, or appends and counts in *n. */
void smt_map_put(struct weir_value *items, uint32_t *n, struct weir_str name,
                 struct weir_value val);

/* ---- headers ---- */

/* Room for n more headers behind those it has; to be filled at once. */
struct weir_header *smt_headers_add(struct weir_batch *batch, struct weir_record *rec, uint32_t n);
/* A null only with an optional schema, or with none. */
enum weir_verdict smt_header_check(const struct weir_schema *sch, struct weir_value val,
                                   struct weir_err *err);

#endif
