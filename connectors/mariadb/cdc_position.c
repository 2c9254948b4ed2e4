/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cdc_position.c: which of two offsets comes first, as Debezium decides it when it reads its
 * schema history: by GTID sets where both have them, by file and position of one server, by time
 * between two servers.
 */
#include "cdc_gtid.h"
#include "cdc_offset.h"

/* "mariadb-bin.000042" has 42. */
static uint64_t file_number(struct weir_str file)
{
    uint64_t number = 0;
    size_t at = file.n;
    while (at > 0 && file.p[at - 1] >= '0' && file.p[at - 1] <= '9') {
        at--;
    }
    return weir_str_to_u64(weir_str_from(file, at), &number) ? number : 0;
}

static int order(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

int cdc_offset_compare_files(struct weir_str a_file, int64_t a_pos, struct weir_str b_file,
                             int64_t b_pos)
{
    uint64_t a = file_number(a_file);
    uint64_t b = file_number(b_file);
    return a == b ? order(a_pos, b_pos) : a < b ? -1 : 1;
}

static bool by_sets(const struct cdc_offset *recorded, const struct cdc_offset *reached,
                    const struct cdc_gtids *have, const struct cdc_gtids *want)
{
    if (!cdc_gtids_contains(want, have)) {
        return false;
    }
    if (!cdc_gtids_contains(have, want)) {
        return true;
    }
    if (reached->snapshot != CDC_OFFSET_STREAMING && recorded->snapshot == CDC_OFFSET_STREAMING) {
        return false;
    }
    return recorded->event <= reached->event;
}

static bool by_gtids(const struct cdc_offset *recorded, const struct cdc_offset *reached,
                     const struct weir_conf_regexes *includes,
                     const struct weir_conf_regexes *excludes)
{
    struct cdc_gtids *have = cdc_gtids_new();
    struct cdc_gtids *want = cdc_gtids_new();
    struct weir_err ignored;
    bool known = cdc_gtids_read(have, recorded->gtids, &ignored) == WEIR_OK &&
                 cdc_gtids_read(want, reached->gtids, &ignored) == WEIR_OK;
    if (known && includes && excludes) {
        cdc_gtids_filter(have, includes, excludes);
        cdc_gtids_filter(want, includes, excludes);
    }
    bool before = known && by_sets(recorded, reached, have, want);
    cdc_gtids_free(have);
    cdc_gtids_free(want);
    return before;
}

bool cdc_offset_is_at_or_before(const struct cdc_offset *recorded, const struct cdc_offset *reached,
                                const struct weir_conf_regexes *includes,
                                const struct weir_conf_regexes *excludes)
{
    if (recorded->gtids.p && reached->gtids.p) {
        if (weir_str_eq(recorded->gtids, reached->gtids) &&
            reached->snapshot == recorded->snapshot) {
            return recorded->event <= reached->event;
        }
        return by_gtids(recorded, reached, includes, excludes);
    }
    if (reached->gtids.p || recorded->gtids.p) {
        return reached->gtids.p != NULL;
    }
    if (reached->snapshot != CDC_OFFSET_STREAMING && recorded->snapshot == CDC_OFFSET_STREAMING) {
        return false;
    }
    if (recorded->server_id && reached->server_id && recorded->server_id != reached->server_id) {
        return recorded->ts_sec <= reached->ts_sec;
    }
    int files = cdc_offset_compare_files(recorded->file, recorded->pos, reached->file,
                                         reached->pos);
    int events = files ? files : order(recorded->event, reached->event);
    return (events ? events : order(recorded->row, reached->row)) <= 0;
}
