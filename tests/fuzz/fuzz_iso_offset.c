/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A time with an offset, with a date and without: what is read and written again reads as the same.
 */
#include <assert.h>

#include "debezium/iso_offset.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(struct weir_str text, bool has_date)
{
    struct iso_offset at, again;
    struct weir_buf buf;
    if (!iso_offset_read(text, has_date, &at)) {
        return;
    }
    weir_buf_init(&buf, ISO_OFFSET_MAX);
    iso_offset_write(&at, has_date, &buf);
    struct weir_err err;
    assert(weir_buf_check(&buf, WEIR_BAD_DATA, "the text", &err) == WEIR_OK);
    assert(iso_offset_read(weir_buf_view(&buf), has_date, &again));
    assert(at.local_s == again.local_s && at.nanos == again.nanos && at.offset_s == again.offset_s);
    weir_buf_free(&buf);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    check(weir_str_n(data, size), true);
    check(weir_str_n(data, size), false);
    return 0;
}
