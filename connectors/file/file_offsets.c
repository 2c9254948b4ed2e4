/* SPDX-License-Identifier: Apache-2.0 */
/*
 * file_offsets.c: the source's place in its file, as Connect's offsets topic stores it, and the
 * check of what a person asks to store there.
 */
#include <weir/json.h>

#include "file.h"

void file_partition_text(struct weir_buf *buf, struct weir_str file)
{
    weir_buf_str(buf, WEIR_STR("{\"filename\":"));
    weir_json_string(buf, file);
    weir_buf_char(buf, '}');
}

void file_offset_text(struct weir_buf *buf, int64_t position)
{
    weir_buf_str(buf, WEIR_STR("{\"position\":"));
    weir_buf_i64(buf, position);
    weir_buf_char(buf, '}');
}

enum weir_verdict file_stored_position(struct weir_task *task, struct weir_str partition,
                                       int64_t *position, struct weir_err *err)
{
    struct weir_str offset = WEIR_STR_NULL;
    struct weir_json *doc = NULL;
    enum weir_verdict got = weir_task_offset(task, partition, &offset, err);
    *position = 0;
    if (got != WEIR_OK || !offset.p) {
        return got;
    }
    got = weir_json_parse(weir_task_arena(task), offset, &doc, err);
    if (got != WEIR_OK) {
        return got;
    }
    const struct weir_json *stored = weir_json_get(doc, "position");
    if (stored && stored->type != WEIR_JT_NULL &&
        (!weir_json_get_i64(doc, "position", position) || *position < 0)) {
        return weir_err_set(err, WEIR_FATAL, "Offset position is the incorrect type");
    }
    return WEIR_OK;
}

static enum weir_verdict check_change(struct weir_arena *arena,
                                      const struct weir_offset_change *change, struct weir_err *err)
{
    struct weir_json *partition = NULL;
    struct weir_json *offset = NULL;
    int64_t position;
    if (weir_json_parse(arena, change->offset, &offset, err) != WEIR_OK) {
        return err->class;
    }
    const struct weir_json *stored = weir_json_get(offset, "position");
    if (!stored) {
        return weir_err_set(err, WEIR_FATAL,
                            "Offset objects should either be null or contain the key 'position'");
    }
    if (stored->type != WEIR_JT_NUMBER || !weir_json_get_i64(offset, "position", &position)) {
        return weir_err_set(err, WEIR_FATAL,
                            "The value for the 'position' key in the offset is "
                            "expected to be a Long value");
    }
    if (position < 0) {
        return weir_err_set(err, WEIR_FATAL,
                            "The value for the 'position' key in the offset "
                            "should be a non-negative value");
    }
    if (weir_json_parse(arena, change->partition, &partition, err) != WEIR_OK) {
        return err->class;
    }
    if (partition->type != WEIR_JT_OBJECT) {
        return weir_err_set(err, WEIR_FATAL, "Partition objects cannot be null");
    }
    if (!weir_json_get(partition, "filename")) {
        return weir_err_set(err, WEIR_FATAL, "Partition objects should contain the key 'filename'");
    }
    return WEIR_OK;
}

enum weir_verdict file_alter_source_offsets(const struct weir_connector *connector,
                                            const void *conf,
                                            const struct weir_offset_change *changes, size_t n,
                                            bool *handled, struct weir_err *err)
{
    const struct file_source_conf *source_conf = conf;
    if (source_conf->file.n == 0) {
        return weir_err_set(err, WEIR_FATAL,
                            "Offsets cannot be modified if the 'file' configuration is "
                            "unspecified. This is because stdin is used for input and offsets are "
                            "not tracked.");
    }
    for (size_t i = 0; i < n; i++) {
        /* Forgetting is always allowed, so that rubbish can be cleaned up. */
        if (changes[i].offset.p && check_change(connector->arena, &changes[i], err) != WEIR_OK) {
            return err->class;
        }
    }
    *handled = true;
    return WEIR_OK;
}
