/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A stored record batch of any bytes. Its checksum is put right first, or nothing behind it would
 * ever be reached; what is read must lie inside the bytes, and skipping must agree with reading.
 */
#include <stdlib.h>

#include "bus/local_crc.h"
#include "bus/local_format.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool lies_in(struct weir_str bytes, struct weir_str part)
{
    return part.p >= bytes.p && part.n <= (size_t)(bytes.p + bytes.n - part.p);
}

static void inside(struct weir_str bytes, struct weir_str part)
{
    if (part.p && !lies_in(bytes, part)) {
        abort();
    }
}

static void read_records(struct weir_str bytes, const struct local_batch *batch)
{
    struct weir_raw_header *headers = calloc(batch->n_headers + 1, sizeof(*headers));
    char *to = malloc(batch->n_joined + 1);
    const struct weir_str room = {to, batch->n_joined};
    struct local_records records = local_records_of(bytes, batch, to);
    struct local_records skip = records;
    for (uint32_t i = 0; i < batch->count; i++) {
        struct bus_message msg;
        struct weir_raw_header *at = headers + (batch->n_headers - records.n_headers);
        int64_t timestamp = 0;
        bool skipped = local_record_skip(&skip, &timestamp);
        if (!local_record_read(&records, &msg, at)) {
            break;
        }
        if (!skipped || timestamp != msg.timestamp || skip.rd.p != records.rd.p) {
            abort();
        }
        inside(bytes, msg.key);
        inside(lies_in(room, msg.value) ? room : bytes, msg.value);
        for (uint32_t h = 0; h < msg.n_headers; h++) {
            inside(bytes, msg.headers[h].name);
            inside(bytes, msg.headers[h].value);
        }
    }
    free(to);
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
