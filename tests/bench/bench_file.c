/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bench_file.c: lines a second through FileStreamSource's poll and FileStreamSink's put, without
 * anything between them.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <weir/time.h>

#include "plugin/task_ops.h"
#include "plugin_host.h"

#define LINES 2000000

static enum weir_verdict no_offset(struct weir_task *task, struct weir_str partition,
                                   struct weir_str *offset, struct weir_err *err)
{
    (void)task;
    (void)partition;
    (void)err;
    *offset = WEIR_STR_NULL;
    return WEIR_OK;
}

static const struct weir_task_ops task_ops = {.offset = no_offset};

static void make_file(const char *path, size_t line_bytes)
{
    FILE *f = fopen(path, "w");
    for (size_t i = 0; f && i < LINES; i++) {
        fprintf(f, "%0*zu\n", (int)line_bytes - 1, i);
    }
    if (!f || fclose(f) != 0) {
        perror(path);
        exit(1);
    }
}

static void run(const char *dir, size_t line_bytes)
{
    struct weir_arena arena;
    struct weir_err err = {0};
    char in[128], out[128];
    snprintf(in, sizeof(in), "%s/in", dir);
    snprintf(out, sizeof(out), "%s/out", dir);
    make_file(in, line_bytes);
    weir_arena_init(&arena, 4096);
    struct weir_task task = {.ops = &task_ops, .connector = "bench", .arena = &arena};
    struct weir_batch *batch = weir_batch_new(100000, 64 << 20, 1 << 20);
    const struct weir_component *from = plugin_host_find(
        "file", WEIR_SOURCE, "org.apache.kafka.connect.file.FileStreamSourceConnector");
    const struct weir_component *to = plugin_host_find(
        "file", WEIR_SINK, "org.apache.kafka.connect.file.FileStreamSinkConnector");
    const char *from_pairs[] = {"file", in, "topic", "t", NULL};
    const char *to_pairs[] = {"file", out, NULL};
    const struct weir_source_ops *source = from->ops;
    const struct weir_sink_ops *sink = to->ops;
    void *reader = NULL;
    void *writer = NULL;
    int64_t read_ns = 0;
    int64_t write_ns = 0;
    size_t lines = 0;
    bool good =
        source->open(&task, plugin_host_conf(from, &arena, from_pairs, &err), &reader, &err) ==
            WEIR_OK &&
        sink->open(&task, plugin_host_conf(to, &arena, to_pairs, &err), &writer, &err) == WEIR_OK;
    while (good && lines < LINES) {
        weir_batch_reset(batch);
        int64_t begun_ns = weir_clock_mono_ns();
        good = source->poll(reader, &batch, 0, &err) == WEIR_OK;
        int64_t polled_ns = weir_clock_mono_ns();
        good = good && sink->put(writer, batch, NULL, &err) == WEIR_OK;
        lines += batch->n;
        read_ns += polled_ns - begun_ns;
        write_ns += weir_clock_mono_ns() - polled_ns;
    }
    if (!good) {
        fprintf(stderr, "%s\n", err.text);
        exit(1);
    }
    printf("lines of %3zu bytes: source %5.1f million/s, sink %5.1f million/s\n", line_bytes,
           1e3 * (double)lines / (double)read_ns, 1e3 * (double)lines / (double)write_ns);
    source->close(reader);
    sink->close(writer);
    weir_batch_free(batch);
    weir_arena_free(&arena);
    unlink(in);
    unlink(out);
}

int main(void)
{
    char dir[] = "/tmp/weir-bench-XXXXXX";
    if (!mkdtemp(dir)) {
        perror(dir);
        return 1;
    }
    run(dir, 20);
    run(dir, 100);
    rmdir(dir);
    return 0;
}
