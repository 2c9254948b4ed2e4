/* SPDX-License-Identifier: Apache-2.0 */
/*
 * smt.c: what transforms share: refusals in Connect's words, maps without a schema, headers.
 */
#include "smt.h"

#include <stdio.h>
#include <stdlib.h>

#include <weir/mem.h>

#include "common/java_class.h"

void *smt_new(size_t size, const struct weir_open *open, bool is_key, size_t plan_size,
              plan_make *make)
{
    struct smt *self = weir_xcalloc(1, size);
    self->conf = open->conf;
    self->is_key = is_key;
    self->is_sink = open->is_sink;
    plan_cache_init(&self->plans, plan_size, make, self);
    return self;
}

void smt_close(void *self)
{
    plan_cache_free(&((struct smt *)self)->plans);
    free(self);
}

void smt_schema_text(const struct weir_schema *sch, char *out, size_t n)
{
    snprintf(out, n, "Schema{%.*s%s%s}", WEIR_STR_ARG(sch->name), sch->name.p ? ":" : "",
             weir_type_name((enum weir_type)sch->type));
}

struct weir_conf_list smt_unique(struct weir_arena *arena, struct weir_conf_list list)
{
    struct weir_str *items = WEIR_NEW_ARRAY(arena, struct weir_str, list.n);
    size_t n = 0;
    for (size_t i = 0; i < list.n; i++) {
        size_t same = 0;
        while (same < n && !weir_str_eq(items[same], list.items[i])) {
            same++;
        }
        items[same] = list.items[i];
        n += same == n;
    }
    return (struct weir_conf_list){.items = items, .n = n};
}

enum weir_verdict smt_need_struct(struct weir_value val, const char *purpose, struct weir_err *err)
{
    return val.type == WEIR_STRUCT
               ? WEIR_OK
               : weir_err_set(err, WEIR_BAD_DATA,
                              "Only Struct objects supported for [%s], found: %s", purpose,
                              java_class(val));
}

enum weir_verdict smt_need_map(struct weir_value val, const char *purpose, struct weir_err *err)
{
    return val.type == WEIR_MAP
               ? WEIR_OK
               : weir_err_set(err, WEIR_BAD_DATA,
                              "Only Map objects supported in absence of schema for [%s], found: %s",
                              purpose, java_class(val));
}

enum weir_verdict smt_null_refused(const struct weir_field *field, struct weir_err *err)
{
    return weir_err_set(err, WEIR_BAD_DATA,
                        "Invalid value: null used for required field: \"%.*s\", schema type: %s",
                        WEIR_STR_ARG(field->name),
                        weir_type_name((enum weir_type)field->schema->type));
}

enum weir_verdict smt_keep(struct weir_batch *batch, const struct weir_schema *sch,
                           struct weir_value *val, bool defaults, struct weir_err *err)
{
    for (uint32_t i = 0; i < val->n; i++) {
        const struct weir_schema *inner = sch->fields[i].schema;
        if (val->items[i].type != WEIR_NULL || (inner->optional && !inner->has_default)) {
            continue;
        }
        struct weir_value *items = smt_new_items(batch, val->n);
        enum weir_verdict verdict = smt_copy(sch, sch, *val, defaults, items, err);
        val->items = items;
        return verdict;
    }
    return WEIR_OK;
}

static int find_entry(const struct weir_value *items, uint32_t n, struct weir_str name)
{
    for (uint32_t i = 0; i < n; i++) {
        if (items[2 * i].type == WEIR_STRING && weir_str_eq(weir_value_str(items[2 * i]), name)) {
            return (int)i;
        }
    }
    return -1;
}

int smt_map_find(struct weir_value map, struct weir_str name)
{
    return find_entry(map.items, map.n, name);
}

struct weir_value *smt_map_copy(struct weir_batch *batch, struct weir_value map, size_t more)
{
    struct weir_value *items = smt_new_items(batch, 2 * (map.n + more));
    if (map.n) {
        memcpy(items, map.items, 2 * (size_t)map.n * sizeof(*items));
    }
    return items;
}

void smt_map_put(struct weir_value *items, uint32_t *n, struct weir_str name, struct weir_value val)
{
    int at = find_entry(items, *n, name);
    if (at < 0) {
        at = (int)(*n)++;
        items[2 * at] = weir_string(name);
    }
    items[2 * at + 1] = val;
}

struct weir_header *smt_headers_add(struct weir_batch *batch, struct weir_record *rec, uint32_t n)
{
    struct weir_header *headers =
        weir_arena_alloc(&batch->arena, ((size_t)rec->n_headers + n) * sizeof(*headers));
    if (rec->n_headers) {
        memcpy(headers, rec->headers, rec->n_headers * sizeof(*headers));
    }
    rec->headers = headers;
    rec->n_headers += n;
    return headers + (rec->n_headers - n);
}

enum weir_verdict smt_header_check(const struct weir_schema *sch, struct weir_value val,
                                   struct weir_err *err)
{
    char text[512];
    if (val.type != WEIR_NULL || !sch || sch->optional) {
        return WEIR_OK;
    }
    smt_schema_text(sch, text, sizeof(text));
    return weir_err_set(err, WEIR_BAD_DATA, "A null value requires an optional schema but was %s",
                        text);
}
