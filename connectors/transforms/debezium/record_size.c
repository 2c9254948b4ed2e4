/* SPDX-License-Identifier: Apache-2.0 */
/*
 * record_size.c: EnforceRecordSize: in an event that is too large, by Debezium's estimate of what
 * it takes in Java's memory, long texts and bytes of the row are cut, each by its share.
 */
#include <math.h>

#include <weir/json.h>

#include "smt.h"
#include "transforms.h"

struct size_conf {
    int32_t max_bytes;
    double ratio;
    int32_t field_min;
};

/* ---- the estimate: what objects take in Java ---- */

enum {
    OF_STRUCT = 56,
    OF_STRING = 56,
    OF_BYTES = 24,
    OF_ARRAY = 64,
    OF_MAP = 88,
    OF_PRIMITIVE = 24,
    OF_REFERENCE = 8,
    OF_ENTRY = 100 /* of partition, offset and headers */
};

static int64_t size_of(const struct weir_schema *sch, struct weir_value val);

static int64_t size_of_items(const struct weir_schema *sch, struct weir_value val)
{
    int64_t size = val.type == WEIR_STRUCT ? OF_STRUCT : val.type == WEIR_MAP ? OF_MAP : OF_ARRAY;
    uint32_t n = val.type == WEIR_MAP ? 2 * val.n : val.n;
    for (uint32_t i = 0; i < n; i++) {
        const struct weir_schema *inner = val.type == WEIR_STRUCT ? sch->fields[i].schema
                                          : val.type == WEIR_MAP && i % 2 == 0 ? sch->key_schema
                                                                               : sch->value_schema;
        size += OF_REFERENCE + size_of(inner, val.items[i]);
    }
    return size;
}

static int64_t size_of(const struct weir_schema *sch, struct weir_value val)
{
    bool null = val.type == WEIR_NULL;
    switch ((enum weir_type)sch->type) {
    case WEIR_STRING:
        return null ? 0 : OF_STRING + (int64_t)val.n;
    case WEIR_BYTES:
        return null ? 0 : OF_BYTES + (int64_t)val.n;
    case WEIR_STRUCT:
    case WEIR_ARRAY:
    case WEIR_MAP:
        return null ? 0 : size_of_items(sch, val);
    default:
        return OF_PRIMITIVE;
    }
}

/* Members of a JSON object. */
static int64_t count_members(struct weir_batch *batch, struct weir_str text)
{
    struct weir_json *doc;
    struct weir_err unused;
    return text.n && weir_json_parse(&batch->arena, text, &doc, &unused) == WEIR_OK
               ? (int64_t)doc->count
               : 0;
}

struct sizer {
    struct smt smt;
    uint32_t offset; /* the one counted last, of the batch at hand */
    uint64_t apply;
    int64_t members;
};

static int64_t members_of(struct sizer *self, struct weir_batch *batch,
                          const struct weir_record *rec)
{
    if (rec->offset >= batch->n_offsets) {
        return 0;
    }
    if (self->apply != self->smt.plans.apply || self->offset != rec->offset) {
        const struct weir_offset *offset = weir_batch_offset_at(batch, rec->offset);
        self->apply = self->smt.plans.apply;
        self->offset = rec->offset;
        self->members =
            count_members(batch, offset->partition) + count_members(batch, offset->offset);
    }
    return self->members;
}

static int64_t estimate(struct sizer *self, struct weir_batch *batch, const struct weir_record *rec)
{
    int64_t key = rec->key.type == WEIR_STRUCT ? size_of(rec->key_schema, rec->key) : 0;
    return (members_of(self, batch, rec) + rec->n_headers) * OF_ENTRY + 8 + key +
           size_of(rec->value_schema, rec->value) + (int64_t)rec->topic.n;
}

/* ---- cutting ---- */

/* How long a text is in Java's characters; bytes as they are; 0: it may not be cut. */
static int64_t length_of(const struct size_conf *conf, struct weir_value val)
{
    int64_t n = val.type == WEIR_BYTES ? val.n : 0;
    for (uint32_t i = 0; val.type == WEIR_STRING && i < val.n; i++) {
        uint8_t byte = (uint8_t)val.p[i];
        n += (byte & 0xc0) != 0x80 ? 1 + (byte >= 0xf0) : 0;
    }
    return n > conf->field_min ? n : 0;
}

static int64_t length_of_row(const struct size_conf *conf, struct weir_value row)
{
    int64_t sum = 0;
    for (uint32_t i = 0; row.type == WEIR_STRUCT && i < row.n; i++) {
        sum += length_of(conf, row.items[i]);
    }
    return sum;
}

/* To so many of Java's characters, and not within one. */
static struct weir_value cut(struct weir_value val, int64_t keep)
{
    if (val.type == WEIR_BYTES) {
        return weir_bytes(weir_str_n(val.p, (size_t)keep));
    }
    size_t at = 0;
    for (int64_t units = 0; at < val.n; at++) {
        uint8_t byte = (uint8_t)val.p[at];
        units += (byte & 0xc0) != 0x80 ? 1 + (byte >= 0xf0) : 0;
        if (units > keep) {
            break;
        }
    }
    return weir_string(weir_str_n(val.p, at));
}

/* `of` characters and bytes of the row have to become `excess` fewer. */
static void cut_row(const struct size_conf *conf, struct weir_batch *batch, struct weir_value *row,
                    int64_t of, int64_t excess)
{
    if (of == 0 || excess <= 0) {
        return;
    }
    struct weir_value *items = smt_new_items(batch, row->n);
    for (uint32_t i = 0; i < row->n; i++) {
        int64_t length = length_of(conf, row->items[i]);
        double share = ceil((double)length / (double)of * (double)excess);
        int64_t removed = share < INT32_MAX ? (int64_t)share : INT32_MAX;
        items[i] =
            length ? cut(row->items[i], length > removed ? length - removed : 0) : row->items[i];
    }
    row->items = items;
}

static enum weir_verdict size_one(void *arg, struct weir_batch *batch, struct weir_record *rec,
                                  struct weir_err *err)
{
    static const char *const sides[] = {"before", "after"};
    struct sizer *self = arg;
    const struct size_conf *conf = self->smt.conf;
    int64_t lengths[2] = {0};
    int at[2];
    (void)err;
    if (rec->value.type != WEIR_STRUCT || !rec->value_schema || self->smt.is_sink) {
        return WEIR_OK;
    }
    double size = ceil((double)estimate(self, batch, rec) * conf->ratio);
    if (size <= conf->max_bytes) {
        return WEIR_OK;
    }
    for (int i = 0; i < 2; i++) {
        at[i] = weir_schema_field(rec->value_schema, weir_str_of(sides[i]));
        lengths[i] = at[i] < 0 ? 0 : length_of_row(conf, rec->value.items[at[i]]);
    }
    double excess = size - conf->max_bytes;
    double sum = (double)(lengths[0] + lengths[1]);
    struct weir_value *items = smt_new_items(batch, rec->value.n);
    memcpy(items, rec->value.items, rec->value.n * sizeof(*items));
    for (int i = 0; i < 2; i++) {
        if (lengths[i]) {
            cut_row(conf, batch, &items[at[i]], lengths[i],
                    (int64_t)ceil((double)lengths[i] / sum * excess));
        }
    }
    rec->value.items = items;
    return WEIR_OK;
}

SMT_APPLY(size_one)

static enum weir_verdict size_open(const struct weir_open *open, void **out, struct weir_err *err)
{
    const struct size_conf *conf = open->conf;
    if (!(conf->ratio > 0)) {
        return weir_err_set(err, WEIR_BAD_CONFIG,
                            "Invalid value %g for configuration compression.ratio: Must be a "
                            "positive number",
                            conf->ratio);
    }
    *out = smt_new(sizeof(struct sizer), open, false, 0, NULL);
    return WEIR_OK;
}

#define AT(member) WEIR_AT(struct size_conf, member)

static const struct weir_conf_key keys[] = {
    {.name = "max.bytes",
     .type = WEIR_CONF_INT,
     .at = AT(max_bytes),
     .min = 1,
     .flags = WEIR_KEY_REQUIRED | WEIR_KEY_HAS_MIN,
     .importance = WEIR_HIGH,
     .display = "Maximum record size",
     .doc = "The maximum record size in bytes. Records exceeding this size will have their string "
            "and bytes columns truncated proportionally to fit within this limit."},
    {.name = "compression.ratio",
     .type = WEIR_CONF_DOUBLE,
     .at = AT(ratio),
     .def = "1.0",
     .importance = WEIR_MEDIUM,
     .display = "Compression ratio",
     .doc = "The estimated size is multiplied by this before it is compared."},
    {.name = "min.field.size",
     .type = WEIR_CONF_INT,
     .at = AT(field_min),
     .def = "25000",
     .min = 0,
     .flags = WEIR_KEY_HAS_MIN,
     .importance = WEIR_MEDIUM,
     .display = "Minimum field size",
     .doc = "Fields that are not larger than this are not cut."},
    WEIR_CONF_END,
};

SMT_COMPONENT(record_size, SMT_DEBEZIUM "EnforceRecordSize", struct size_conf,
              "Cuts long texts and bytes of events that are too large.", size_open, smt_close);
