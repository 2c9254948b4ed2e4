/* SPDX-License-Identifier: Apache-2.0 */
/*
 * geometry.c: SwapGeometryCoordinates and GeometryFormatTransformer: Debezium's geometries,
 * wherever they are in a value, get other bytes; the schema stays.
 */
#include <limits.h>

#include "smt.h"
#include "transforms.h"
#include "wkb.h"

/* ---- finding them ---- */

/* Gives a geometry other bytes. */
typedef enum weir_verdict change(void *self, struct weir_batch *batch,
                                 const struct weir_value *srid, struct weir_value *wkb,
                                 struct weir_err *err);

struct visit {
    void *self;
    change *change;
    bool lists; /* those in arrays and maps too */
    struct weir_batch *batch;
    struct weir_err *err;
};

static enum weir_verdict visit_value(const struct visit *visit, const struct weir_schema *sch,
                                     struct weir_value *val);

static enum weir_verdict need_field(const struct visit *visit, const struct weir_schema *sch,
                                    const char *name, enum weir_type type, int *at)
{
    *at = weir_schema_field(sch, weir_str_of(name));
    if (*at < 0) {
        return weir_err_set(visit->err, WEIR_BAD_DATA, "%s is not a valid field name", name);
    }
    return sch->fields[*at].schema->type == type
               ? WEIR_OK
               : weir_err_set(visit->err, WEIR_BAD_DATA, "Field '%s' is not of type %s", name,
                              weir_type_name(type));
}

static enum weir_verdict visit_geometry(const struct visit *visit, const struct weir_schema *sch,
                                        struct weir_value *val)
{
    int srid, wkb;
    if (need_field(visit, sch, "srid", WEIR_INT32, &srid) != WEIR_OK ||
        need_field(visit, sch, "wkb", WEIR_BYTES, &wkb) != WEIR_OK) {
        return visit->err->class;
    }
    struct weir_value *items = smt_new_items(visit->batch, val->n);
    memcpy(items, val->items, val->n * sizeof(*items));
    enum weir_verdict verdict =
        visit->change(visit->self, visit->batch, &items[srid], &items[wkb], visit->err);
    val->items = items;
    return verdict;
}

static enum weir_verdict visit_struct(const struct visit *visit, const struct weir_schema *sch,
                                      struct weir_value *val)
{
    struct weir_value *items = smt_new_items(visit->batch, val->n);
    if (smt_copy(sch, sch, *val, true, items, visit->err) != WEIR_OK) {
        return visit->err->class;
    }
    for (uint32_t i = 0; i < val->n; i++) {
        if (visit_value(visit, sch->fields[i].schema, &items[i]) != WEIR_OK) {
            return visit->err->class;
        }
    }
    val->items = items;
    return WEIR_OK;
}

static enum weir_verdict visit_list(const struct visit *visit, const struct weir_schema *sch,
                                    struct weir_value *val)
{
    bool map = val->type == WEIR_MAP;
    uint32_t n = map ? 2 * val->n : val->n;
    struct weir_value *items = smt_new_items(visit->batch, n);
    for (uint32_t i = 0; i < n; i++) {
        items[i] = val->items[i];
        const struct weir_schema *inner = map && i % 2 == 0 ? sch->key_schema : sch->value_schema;
        if (visit_value(visit, inner, &items[i]) != WEIR_OK) {
            return visit->err->class;
        }
    }
    val->items = items;
    return WEIR_OK;
}

static enum weir_verdict visit_value(const struct visit *visit, const struct weir_schema *sch,
                                     struct weir_value *val)
{
    if (val->type == WEIR_STRUCT) {
        return weir_str_is(sch->name, "io.debezium.data.geometry.Geometry")
                   ? visit_geometry(visit, sch, val)
                   : visit_struct(visit, sch, val);
    }
    bool list = val->type == WEIR_ARRAY || val->type == WEIR_MAP;
    return list && visit->lists ? visit_list(visit, sch, val) : WEIR_OK;
}

/* ---- SwapGeometryCoordinates ---- */

struct swap_conf {
    struct weir_conf_list srids;
};

struct swapper {
    struct smt smt;
    int32_t *srids;
    size_t n;
};

static enum weir_verdict swap(void *arg, struct weir_batch *batch, const struct weir_value *srid,
                              struct weir_value *wkb, struct weir_err *err)
{
    const struct swapper *self = arg;
    struct weir_str swapped;
    bool listed = false;
    for (size_t i = 0; i < self->n && srid->type != WEIR_NULL; i++) {
        listed = listed || self->srids[i] == srid->i;
    }
    if (!listed) {
        return WEIR_OK;
    }
    if (wkb->type == WEIR_NULL || !wkb_swap(&batch->arena, weir_value_str(*wkb), &swapped)) {
        return weir_err_set(err, WEIR_BAD_DATA, "Failed to swap EWKB/WKB coordinates");
    }
    *wkb = weir_bytes(swapped);
    return WEIR_OK;
}

/* The value itself may be a geometry only by its parts: Java looks at the fields of a struct. */
static enum weir_verdict swap_one(void *arg, struct weir_batch *batch, struct weir_record *rec,
                                  struct weir_err *err)
{
    struct visit visit = {.self = arg, .change = swap, .lists = true, .batch = batch, .err = err};
    return rec->value.type == WEIR_STRUCT ? visit_struct(&visit, rec->value_schema, &rec->value)
                                          : WEIR_OK;
}

static enum weir_verdict swap_open(const struct weir_open *open, void **out, struct weir_err *err)
{
    static const char *const usual[] = {"4326", "3857", "4269"};
    const struct swap_conf *conf = open->conf;
    size_t n = conf->srids.n ? conf->srids.n : 3;
    int32_t *srids = WEIR_NEW_ARRAY(open->arena, int32_t, n);
    for (size_t i = 0; i < n; i++) {
        struct weir_str text = conf->srids.n ? conf->srids.items[i] : weir_str_of(usual[i]);
        int64_t x = 0;
        if (!weir_str_to_i64(text, &x) || x < INT_MIN || x > INT_MAX) {
            return weir_err_set(err, WEIR_BAD_CONFIG, "srids: \"%.*s\" is no number",
                                WEIR_STR_ARG(text));
        }
        srids[i] = (int32_t)x;
    }
    struct swapper *self = smt_new(sizeof(*self), open, false, 0, NULL);
    self->srids = srids;
    self->n = n;
    *out = self;
    return WEIR_OK;
}

static const struct weir_conf_key swap_keys[] = {
    {.name = "srids",
     .type = WEIR_CONF_LIST,
     .at = WEIR_AT(struct swap_conf, srids),
     .flags = WEIR_KEY_NONEMPTY,
     .importance = WEIR_LOW,
     .width = WEIR_WIDTH_MEDIUM,
     .display = "Geometry SRIDs that should be considered for coordinate swapping",
     .doc = "Geometries of these reference identifiers get their coordinates swapped; unset: "
            "4326, 3857, 4269."},
    WEIR_CONF_END,
};

SMT_APPLY_AS(swap_apply, swap_one)
SMT_COMPONENT_OF(swap_geometry, SMT_DEBEZIUM "SwapGeometryCoordinates", swap_keys, struct swap_conf,
                 "Swaps the coordinates of geometries.", swap_open, swap_apply, smt_close);

/* ---- GeometryFormatTransformer ---- */

enum { WKB, EWKB };

struct format_conf {
    int format;
};

struct formatter {
    struct smt smt;
    int format;
};

/* wkb adds the identifier and ewkb takes it away, as in Debezium; and once an extended geometry was
 * seen, it is taken away from then on. */
static enum weir_verdict reformat(void *arg, struct weir_batch *batch,
                                  const struct weir_value *srid, struct weir_value *wkb,
                                  struct weir_err *err)
{
    struct formatter *self = arg;
    bool null = wkb->type == WEIR_NULL;
    struct weir_str bytes = null ? WEIR_STR_NULL : weir_value_str(*wkb);
    bool extended = !null && wkb_is_extended(bytes);
    self->format = extended ? EWKB : self->format;
    if (self->format == EWKB ? !extended : extended) {
        return WEIR_OK;
    }
    if (self->format == WKB && srid->type == WEIR_NULL) {
        return weir_err_set(err, WEIR_BAD_DATA, "Cannot convert to EWKB when SRID is null");
    }
    bool good =
        !null && (self->format == WKB ? wkb_extend(&batch->arena, bytes, (int32_t)srid->i, &bytes)
                                      : wkb_shorten(&batch->arena, bytes, &bytes));
    if (!good) {
        return weir_err_set(err, WEIR_BAD_DATA, "a geometry ends too early");
    }
    *wkb = weir_bytes(bytes);
    return WEIR_OK;
}

static enum weir_verdict format_one(void *arg, struct weir_batch *batch, struct weir_record *rec,
                                    struct weir_err *err)
{
    struct visit visit = {.self = arg, .change = reformat, .batch = batch, .err = err};
    return rec->value.type == WEIR_STRUCT ? visit_struct(&visit, rec->value_schema, &rec->value)
                                          : WEIR_OK;
}

static enum weir_verdict format_open(const struct weir_open *open, void **out, struct weir_err *err)
{
    const struct format_conf *conf = open->conf;
    (void)err;
    struct formatter *self = smt_new(sizeof(*self), open, false, 0, NULL);
    self->format = conf->format;
    *out = self;
    return WEIR_OK;
}

static const char *const formats[] = {"wkb", "ewkb", NULL}; /* as the enum */
static const struct weir_conf_key format_keys[] = {
    {.name = "format",
     .type = WEIR_CONF_ENUM,
     .at = WEIR_AT(struct format_conf, format),
     .def = "wkb",
     .values = formats,
     .importance = WEIR_LOW,
     .width = WEIR_WIDTH_MEDIUM,
     .display = "Target Format",
     .doc = "wkb: geometries get their reference identifier put in, until one has it already; "
            "ewkb: it is taken out."},
    WEIR_CONF_END,
};

SMT_APPLY_AS(format_apply, format_one)
SMT_COMPONENT_OF(geometry_format, SMT_DEBEZIUM "GeometryFormatTransformer", format_keys,
                 struct format_conf, "Converts geometries between WKB and EWKB.", format_open,
                 format_apply, smt_close);
