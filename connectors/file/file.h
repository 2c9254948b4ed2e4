/* SPDX-License-Identifier: Apache-2.0 */
/*
 * file.h: what the files of this plugin share. The two connectors are the smallest honest example
 * of each kind; read file_plugin.c first, then file_source.c or file_sink.c.
 */
#ifndef FILE_H
#define FILE_H

#include <weir/plugin.h>

struct file_source_conf {
    struct weir_str file; /* p NULL or empty: standard input */
    struct weir_str topic;
    int32_t batch_size;
};

struct file_sink_conf {
    struct weir_str file; /* p NULL or empty: standard output */
};

extern const struct weir_source_ops file_source_ops;
extern const struct weir_sink_ops file_sink_ops;

/* Whether trying again can help after this errno of open, read or write, or a person must act. */
enum weir_verdict file_errno_class(int code);

/* ---- file_offsets.c: {"filename":"/in.txt"} -> {"position":6} ---- */

/* Both append to buf. */
void file_partition_text(struct weir_buf *buf, struct weir_str file);
void file_offset_text(struct weir_buf *buf, int64_t position);
/* The stored position, 0 when there is none. Task's thread. */
enum weir_verdict file_stored_position(struct weir_task *task, struct weir_str partition,
                                       int64_t *position, struct weir_err *err);
enum weir_verdict file_alter_source_offsets(const struct weir_connector *connector,
                                            const void *conf,
                                            const struct weir_offset_change *changes, size_t n,
                                            bool *handled, struct weir_err *err);

/* ---- file_lines.c: where lines end ---- */

/*
 * Takes complete lines from the front of text into lines, at most max. Ends are \n, \r\n and \r; a
 * \r that is the last byte may be half of one and waits. Returns how many; *used = their bytes
 * with their ends. The first seen bytes are known to hold no end.
 */
size_t file_lines_split(struct weir_str text, size_t seen, struct weir_str *lines, size_t max,
                        size_t *used);

#endif
