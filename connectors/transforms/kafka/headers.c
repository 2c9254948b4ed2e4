/* SPDX-License-Identifier: Apache-2.0 */
/*
 * headers.c: InsertHeader and DropHeaders: a fixed header is added to every record, headers of
 * given names are taken off.
 */
#include "common/header_parse.h"
#include "smt.h"
#include "transforms.h"

/* ---- InsertHeader ---- */

struct insert_header_conf {
    struct weir_str header;
    struct weir_str literal;
};

struct insert_header {
    struct smt smt;
    struct weir_batch *kept; /* holds the value and its schema */
    struct weir_header header;
};

static enum weir_verdict insert_header_one(void *arg, struct weir_batch *batch,
                                           struct weir_record *rec, struct weir_err *err)
{
    const struct insert_header *self = arg;
    (void)err;
    weir_batch_hold(batch, self->header.schema);
    *smt_headers_add(batch, rec, 1) = self->header;
    return WEIR_OK;
}

static enum weir_verdict insert_header_open(const struct weir_open *open, void **out,
                                            struct weir_err *err)
{
    const struct insert_header_conf *conf = open->conf;
    const struct weir_schema *sch;
    struct weir_value val;
    struct weir_batch *kept = weir_batch_new(1, 1 << 20, 1);
    if (!header_parse(kept, conf->literal, &sch, &val)) {
        weir_batch_free(kept);
        return weir_err_set(err, WEIR_BAD_CONFIG, "value.literal is nested too deeply");
    }
    struct insert_header *self = smt_new(sizeof(*self), open, false, 0, NULL);
    self->kept = kept;
    self->header = (struct weir_header){
        .name = conf->header, .schema = sch, .value = weir_value_copy(open->arena, val)};
    *out = self;
    return WEIR_OK;
}

static void insert_header_close(void *arg)
{
    struct insert_header *self = arg;
    weir_batch_free(self->kept);
    smt_close(self);
}

/* ---- DropHeaders ---- */

struct drop_headers_conf {
    struct weir_conf_list headers;
};

static bool dropped(const struct drop_headers_conf *conf, struct weir_str name)
{
    for (size_t i = 0; i < conf->headers.n; i++) {
        if (weir_str_eq(conf->headers.items[i], name)) {
            return true;
        }
    }
    return false;
}

static enum weir_verdict drop_headers_one(void *arg, struct weir_batch *batch,
                                          struct weir_record *rec, struct weir_err *err)
{
    const struct drop_headers_conf *conf = ((struct smt *)arg)->conf;
    (void)err;
    uint32_t kept = 0;
    while (kept < rec->n_headers && !dropped(conf, rec->headers[kept].name)) {
        kept++;
    }
    if (kept == rec->n_headers) {
        return WEIR_OK;
    }
    struct weir_header *headers =
        weir_arena_alloc(&batch->arena, rec->n_headers * sizeof(*headers));
    memcpy(headers, rec->headers, kept * sizeof(*headers));
    for (uint32_t i = kept + 1; i < rec->n_headers; i++) {
        if (!dropped(conf, rec->headers[i].name)) {
            headers[kept++] = rec->headers[i];
        }
    }
    rec->headers = headers;
    rec->n_headers = kept;
    return WEIR_OK;
}

static enum weir_verdict drop_headers_open(const struct weir_open *open, void **out,
                                           struct weir_err *err)
{
    (void)err;
    *out = smt_new(sizeof(struct smt), open, false, 0, NULL);
    return WEIR_OK;
}

/* ---- both ---- */

static enum weir_verdict check_there(struct weir_str value, struct weir_err *err)
{
    return value.p ? WEIR_OK : weir_err_set(err, WEIR_BAD_CONFIG, "entry must be non null");
}

static const struct weir_conf_key insert_keys[] = {
    {.name = "header",
     .type = WEIR_CONF_STRING,
     .at = WEIR_AT(struct insert_header_conf, header),
     .flags = WEIR_KEY_REQUIRED | WEIR_KEY_CHECKS_NULL,
     .check = check_there,
     .importance = WEIR_HIGH,
     .doc = "The name of the header."},
    {.name = "value.literal",
     .type = WEIR_CONF_STRING,
     .at = WEIR_AT(struct insert_header_conf, literal),
     .flags = WEIR_KEY_REQUIRED | WEIR_KEY_CHECKS_NULL,
     .check = check_there,
     .importance = WEIR_HIGH,
     .doc = "The literal value that is to be set as the header value on all records."},
    WEIR_CONF_END,
};

static const struct weir_conf_key drop_keys[] = {
    {.name = "headers",
     .type = WEIR_CONF_LIST,
     .at = WEIR_AT(struct drop_headers_conf, headers),
     .flags = WEIR_KEY_REQUIRED | WEIR_KEY_NONEMPTY | WEIR_KEY_UNIQUE,
     .importance = WEIR_HIGH,
     .doc = "The name of the headers to be removed."},
    WEIR_CONF_END,
};

SMT_APPLY_AS(insert_header_apply, insert_header_one)
SMT_APPLY_AS(drop_headers_apply, drop_headers_one)
SMT_COMPONENT_OF(insert_header, SMT_KAFKA "InsertHeader", insert_keys, struct insert_header_conf,
                 "Adds a header to each record.", insert_header_open, insert_header_apply,
                 insert_header_close);
SMT_COMPONENT_OF(drop_headers, SMT_KAFKA "DropHeaders", drop_keys, struct drop_headers_conf,
                 "Takes headers of these names off.", drop_headers_open, drop_headers_apply,
                 smt_close);
