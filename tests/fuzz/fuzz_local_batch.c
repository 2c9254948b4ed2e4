/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A stored record batch of any bytes. Its checksum is put right first, or nothing behind it would
 * ever be reached; what is read must lie inside the bytes, and skipping must agree with reading.
 */
#include <stdlib.h>

#include "bus/local_crc.h"
#include "bus/local_format.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void inside(struct weir_str bytes, struct weir_str part)
{
    if (part.p && (part.p < bytes.p || part.n > (size_t)(bytes.p + bytes.n - part.p))) {
        abort();
    }
}

static void read_records(struct weir_str bytes, const struct local_batch *batch)
{
    struct weir_raw_header *headers = calloc(batch->n_headers + 1, sizeof(*headers));
    struct weir_reader rd = weir_reader_of(weir_str_from(bytes, LOCAL_BATCH_HEAD));
    struct weir_reader skip = rd;
    uint32_t left = batch->n_headers;
    for (uint32_t i = 0; i < batch->count; i++) {
        struct bus_message msg;
        struct weir_raw_header *at = headers + (batch->n_headers - left);
        int64_t timestamp = 0;
        bool skipped = local_record_skip(&skip, batch, &timestamp);
        if (!local_record_read(&rd, batch, &msg, at, &left)) {
            break;
        }
        if (!skipped || timestamp != msg.timestamp || skip.p != rd.p) {
            abort();
        }
        inside(bytes, msg.key);
        inside(bytes, msg.value);
        for (uint32_t h = 0; h < msg.n_headers; h++) {
            inside(bytes, msg.headers[h].name);
            inside(bytes, msg.headers[h].value);
        }
    }
    free(headers);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *bytes = malloc(size + 1);
    struct local_batch batch;
    struct weir_err err;
    if (size) {
        memcpy(bytes, data, size);
    }
    if (size > LOCAL_BATCH_HEAD) {
        uint32_t crc = local_crc32c(bytes + 16, size - 16);
        memcpy(bytes + 4, &crc, sizeof(crc));
    }
    struct weir_str view = weir_str_n(bytes, size);
    if (local_batch_check(view, &batch, &err) == WEIR_OK) {
        read_records(view, &batch);
    }
    free(bytes);
    return 0;
}
