/* SPDX-License-Identifier: Apache-2.0 */
/*
 * schema.c: the table in which every schema that exists stands once. A plan is looked up by hash
 * and parts (child schemas by pointer, as they stand in the table themselves); what is new gets a
 * serial and a memory of its own. The last reference is given back under the table's lock, so
 * that a schema that is found is alive.
 */
#include "data/schema_entry.h"

#include <pthread.h>
#include <stdlib.h>

#include <weir/mem.h>

#define FIRST_BUCKETS 256
#define ARENA_CHUNK   512

static struct {
    pthread_mutex_t lock;
    struct schema_entry **buckets;
    size_t n_buckets; /* a power of two */
    size_t n;
    uint64_t serial;
} table = {.lock = PTHREAD_MUTEX_INITIALIZER, .serial = SCHEMA_SINGLETONS};

/* ---- comparing ---- */

static uint64_t mix(uint64_t hash, uint64_t x)
{
    hash = (hash ^ x) * 0x9e3779b97f4a7c15u;
    return hash ^ hash >> 29;
}

static uint64_t spec_hash(const struct weir_schema_spec *spec)
{
    uint64_t hash = mix(spec->type, spec->optional);
    hash = mix(hash, spec->name.p ? weir_str_hash(spec->name) : 0);
    hash = mix(hash, spec->version ? (uint64_t)*spec->version + 1 : 0);
    hash = mix(hash, spec->doc.p ? weir_str_hash(spec->doc) : 0);
    hash = mix(hash, spec->def ? spec->def->type + 1u : 0);
    for (size_t i = 0; i < spec->n_params; i++) {
        hash = mix(hash, weir_str_hash(spec->params[i].key));
        hash = mix(hash, weir_str_hash(spec->params[i].value));
    }
    for (size_t i = 0; i < spec->n_fields; i++) {
        hash = mix(hash, weir_str_hash(spec->fields[i].name));
        hash = mix(hash, spec->fields[i].schema->serial);
    }
    hash = mix(hash, spec->key_schema ? spec->key_schema->serial : 0);
    return mix(hash, spec->value_schema ? spec->value_schema->serial : 0);
}

static bool same_head(const struct weir_schema *sch, const struct weir_schema_spec *spec)
{
    return sch->type == spec->type && sch->optional == spec->optional &&
           sch->n_fields == spec->n_fields && sch->n_params == spec->n_params &&
           sch->key_schema == spec->key_schema && sch->value_schema == spec->value_schema &&
           sch->has_version == (spec->version != NULL) &&
           (!spec->version || sch->version == *spec->version) &&
           sch->has_default == (spec->def != NULL);
}

static bool matches(const struct weir_schema *sch, const struct weir_schema_spec *spec)
{
    if (!same_head(sch, spec) || !weir_str_eq(sch->name, spec->name) ||
        !weir_str_eq(sch->doc, spec->doc) ||
        (spec->def && !weir_value_equal(sch->def, *spec->def))) {
        return false;
    }
    for (size_t i = 0; i < spec->n_params; i++) {
        if (!weir_str_eq(sch->params[i].key, spec->params[i].key) ||
            !weir_str_eq(sch->params[i].value, spec->params[i].value)) {
            return false;
        }
    }
    for (size_t i = 0; i < spec->n_fields; i++) {
        if (sch->fields[i].schema != spec->fields[i].schema ||
            !weir_str_eq(sch->fields[i].name, spec->fields[i].name)) {
            return false;
        }
    }
    return true;
}

/* ---- the table; its lock is held ---- */

static void link_entry(struct schema_entry *entry)
{
    struct schema_entry **bucket = &table.buckets[entry->hash & (table.n_buckets - 1)];
    entry->next = *bucket;
    *bucket = entry;
}

static void grow(size_t n_buckets)
{
    struct schema_entry **old = table.buckets;
    size_t n_old = table.n_buckets;
    table.buckets = weir_xcalloc(n_buckets, sizeof(struct schema_entry *));
    table.n_buckets = n_buckets;
    for (size_t i = 0; i < n_old; i++) {
        for (struct schema_entry *entry = old[i], *next; entry; entry = next) {
            next = entry->next;
            link_entry(entry);
        }
    }
    free(old);
}

static void prepare(void)
{
    if (table.n_buckets) {
        if (table.n > table.n_buckets) {
            grow(table.n_buckets * 2);
        }
        return;
    }
    grow(FIRST_BUCKETS);
    for (size_t i = 0; i < SCHEMA_SINGLETONS; i++) {
        struct schema_entry *entry = &schema_singletons[i];
        struct weir_schema_spec spec = weir_schema_spec_of(&entry->sch);
        entry->hash = spec_hash(&spec);
        link_entry(entry);
    }
}

static struct schema_entry *find(const struct weir_schema_spec *spec, uint64_t hash)
{
    struct schema_entry *entry = table.buckets[hash & (table.n_buckets - 1)];
    while (entry && (entry->hash != hash || !matches(&entry->sch, spec))) {
        entry = entry->next;
    }
    return entry;
}

/* ---- making ---- */

static enum weir_logical logical_of(const struct weir_schema_spec *spec)
{
    static const struct {
        const char *name;
        enum weir_type type;
        enum weir_logical logical;
    } rows[] = {
        {"org.apache.kafka.connect.data.Decimal", WEIR_BYTES, WEIR_LOGICAL_DECIMAL},
        {"org.apache.kafka.connect.data.Date", WEIR_INT32, WEIR_LOGICAL_DATE},
        {"org.apache.kafka.connect.data.Time", WEIR_INT32, WEIR_LOGICAL_TIME},
        {"org.apache.kafka.connect.data.Timestamp", WEIR_INT64, WEIR_LOGICAL_TIMESTAMP},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        if (spec->type == rows[i].type && weir_str_is(spec->name, rows[i].name)) {
            return rows[i].logical;
        }
    }
    return WEIR_LOGICAL_NONE;
}

static void copy_params(struct schema_entry *entry, const struct weir_schema_spec *spec)
{
    struct weir_param *params = WEIR_NEW_ARRAY(&entry->arena, struct weir_param, spec->n_params);
    for (size_t i = 0; i < spec->n_params; i++) {
        params[i].key = weir_arena_str(&entry->arena, spec->params[i].key);
        params[i].value = weir_arena_str(&entry->arena, spec->params[i].value);
    }
    entry->sch.params = params;
    entry->sch.n_params = (uint32_t)spec->n_params;
}

static void copy_fields(struct schema_entry *entry, const struct weir_schema_spec *spec)
{
    struct weir_field *fields = WEIR_NEW_ARRAY(&entry->arena, struct weir_field, spec->n_fields);
    for (size_t i = 0; i < spec->n_fields; i++) {
        fields[i].name = weir_arena_str(&entry->arena, spec->fields[i].name);
        fields[i].schema = weir_schema_ref(spec->fields[i].schema);
    }
    entry->sch.fields = fields;
    entry->sch.n_fields = (uint32_t)spec->n_fields;
}

static struct schema_entry *new_entry(const struct weir_schema_spec *spec, uint64_t hash)
{
    struct schema_entry *entry = weir_xcalloc(1, sizeof(*entry));
    struct weir_schema *sch = &entry->sch;
    weir_arena_init(&entry->arena, ARENA_CHUNK);
    entry->hash = hash;
    atomic_init(&entry->refs, 1);
    sch->type = (uint8_t)spec->type;
    sch->logical = (uint8_t)logical_of(spec);
    sch->optional = spec->optional;
    sch->has_version = spec->version != NULL;
    sch->version = spec->version ? *spec->version : 0;
    sch->name = weir_arena_str(&entry->arena, spec->name);
    sch->doc = weir_arena_str(&entry->arena, spec->doc);
    sch->has_default = spec->def != NULL;
    sch->def = spec->def ? weir_value_copy(&entry->arena, *spec->def) : weir_null();
    copy_params(entry, spec);
    copy_fields(entry, spec);
    sch->key_schema = spec->key_schema ? weir_schema_ref(spec->key_schema) : NULL;
    sch->value_schema = spec->value_schema ? weir_schema_ref(spec->value_schema) : NULL;
    int64_t scale = 0;
    if (sch->logical == WEIR_LOGICAL_DECIMAL &&
        weir_str_to_i64(weir_schema_param(sch, "scale"), &scale)) {
        sch->scale = (int32_t)scale;
    }
    return entry;
}

const struct weir_schema *weir_schema_make(const struct weir_schema_spec *given)
{
    struct weir_schema_spec plan = *given;
    const struct weir_schema_spec *spec = &plan;
    if (plan.def && plan.def->type == WEIR_NULL) {
        plan.def = NULL; /* as in Java, a default of null is none */
    }
    uint64_t hash = spec_hash(spec);
    pthread_mutex_lock(&table.lock);
    prepare();
    struct schema_entry *entry = find(spec, hash);
    if (entry) {
        weir_schema_ref(&entry->sch);
    } else {
        entry = new_entry(spec, hash);
        entry->sch.serial = ++table.serial;
        link_entry(entry);
        table.n++;
    }
    pthread_mutex_unlock(&table.lock);
    return &entry->sch;
}

struct weir_schema_spec weir_schema_spec_of(const struct weir_schema *sch)
{
    return (struct weir_schema_spec){
        .type = (enum weir_type)sch->type,
        .optional = sch->optional,
        .name = sch->name,
        .version = sch->has_version ? &sch->version : NULL,
        .doc = sch->doc,
        .def = sch->has_default ? &sch->def : NULL,
        .params = sch->params,
        .n_params = sch->n_params,
        .fields = sch->fields,
        .n_fields = sch->n_fields,
        .key_schema = sch->key_schema,
        .value_schema = sch->value_schema,
    };
}

/* ---- references ---- */

const struct weir_schema *weir_schema_ref(const struct weir_schema *sch)
{
    struct schema_entry *entry = schema_entry_of(sch);
    if (entry && atomic_load_explicit(&entry->refs, memory_order_relaxed) != SCHEMA_IMMORTAL) {
        atomic_fetch_add_explicit(&entry->refs, 1, memory_order_relaxed);
    }
    return sch;
}

/* Takes one off as long as it is not the last. */
static bool drop_shared(struct schema_entry *entry)
{
    uint32_t refs = atomic_load_explicit(&entry->refs, memory_order_relaxed);
    while (refs > 1) {
        if (refs == SCHEMA_IMMORTAL ||
            atomic_compare_exchange_weak_explicit(&entry->refs, &refs, refs - 1,
                                                  memory_order_release, memory_order_relaxed)) {
            return true;
        }
    }
    return false;
}

/* True when that was the last one, and the entry has left the table. */
static bool drop_last(struct schema_entry *entry)
{
    pthread_mutex_lock(&table.lock);
    bool last = atomic_fetch_sub_explicit(&entry->refs, 1, memory_order_acq_rel) == 1;
    if (last) {
        struct schema_entry **at = &table.buckets[entry->hash & (table.n_buckets - 1)];
        while (*at != entry) {
            at = &(*at)->next;
        }
        *at = entry->next;
        table.n--;
    }
    pthread_mutex_unlock(&table.lock);
    return last;
}

void weir_schema_unref(const struct weir_schema *sch)
{
    struct schema_entry *entry = schema_entry_of(sch);
    if (!entry || drop_shared(entry) || !drop_last(entry)) {
        return;
    }
    for (uint32_t i = 0; i < sch->n_fields; i++) {
        weir_schema_unref(sch->fields[i].schema);
    }
    weir_schema_unref(sch->key_schema);
    weir_schema_unref(sch->value_schema);
    weir_arena_free(&entry->arena);
    free(atomic_load_explicit(&entry->json, memory_order_relaxed));
    free(entry);
}

/* ---- asking ---- */

int weir_schema_field(const struct weir_schema *sch, struct weir_str name)
{
    for (uint32_t i = 0; i < sch->n_fields; i++) {
        if (weir_str_eq(sch->fields[i].name, name)) {
            return (int)i;
        }
    }
    return -1;
}

struct weir_str weir_schema_param(const struct weir_schema *sch, const char *key)
{
    for (uint32_t i = 0; i < sch->n_params; i++) {
        if (weir_str_is(sch->params[i].key, key)) {
            return sch->params[i].value;
        }
    }
    return WEIR_STR_NULL;
}
