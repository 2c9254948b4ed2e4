/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Binlog files as real servers wrote them (tests/golden/binlog/record.py) become the lines that
 * were checked against the tables' contents when they were recorded. Damaged ones are refused.
 */
#include "unit.h"

#include <dirent.h>
#include <stdlib.h>

#include <weir/buf.h>

#include "binlog_frame.h"
#include "binlog_payload.h"
#include "binlog_text.h"
#include "binlog_wire.h"

#define FOLDER   TEST_SOURCE_DIR "/tests/golden/binlog"
#define FILE_MAX ((size_t)4 << 20)

static bool slurp(const char *path, struct weir_buf *buf)
{
    FILE *file = fopen(path, "rb");
    size_t n = 0;
    weir_buf_init(buf, FILE_MAX);
    if (file) {
        n = fread(weir_buf_reserve(buf, FILE_MAX - 1), 1, FILE_MAX - 1, file);
        fclose(file);
    }
    buf->n = n;
    return file != NULL;
}

struct replay {
    struct binlog_place place;
    struct binlog_inflate *inf;
    struct binlog_payload *payload;
    struct binlog_text text;
};

static enum weir_verdict one_event(struct replay *replay, struct weir_str bytes,
                                   const struct binlog_frame *frame, bool packed,
                                   struct weir_err *err)
{
    struct binlog_event event;
    if (binlog_event_read(bytes, replay->inf, &event, err) != WEIR_OK) {
        return err->class;
    }
    event.pos = frame->pos;
    event.next_pos = frame->next_pos;
    event.packed = packed;
    return binlog_text_event(&replay->text, &event, err);
}

static enum weir_verdict one_frame(struct replay *replay, struct weir_str packet,
                                   struct weir_err *err)
{
    struct binlog_frame frame;
    struct weir_str bytes;
    bool more = true;
    if (binlog_frame_read(&replay->place, packet, &frame, err) != WEIR_OK) {
        return err->class;
    }
    if ((uint8_t)packet.p[4] != EVENT_TRANSACTION_PAYLOAD) {
        return one_event(replay, frame.bytes, &frame, false, err);
    }
    enum weir_verdict verdict = binlog_payload_start(
        replay->payload, weir_str_from(frame.bytes, BINLOG_HEADER), err);
    while (verdict == WEIR_OK) {
        verdict = binlog_payload_next(replay->payload, &bytes, &more, err);
        if (verdict != WEIR_OK || !more) {
            break;
        }
        verdict = one_event(replay, bytes, &frame, true, err);
    }
    return verdict;
}

/* The lines of a binlog file's bytes; the verdict of the first event that is refused. */
static enum weir_verdict replay_file(const char *name, struct weir_str file, FILE *out,
                                     struct weir_err *err)
{
    struct replay replay = {.place = {.file = "golden", .pos = 4}};
    enum weir_verdict verdict = WEIR_OK;
    replay.inf = binlog_inflate_new(FILE_MAX);
    replay.payload = binlog_payload_new(FILE_MAX);
    binlog_text_init(&replay.text, out);
    replay.text.is_mysql = strncmp(name, "mysql", 5) == 0;
    for (size_t at = 4; verdict == WEIR_OK && at + BINLOG_HEADER <= file.n;) {
        struct weir_reader rd = weir_reader_of(weir_str_from(file, at + 9));
        size_t n = weir_reader_le(&rd, 4);
        n = n > file.n - at || n < BINLOG_HEADER ? file.n - at : n;
        verdict = one_frame(&replay, weir_str_n(file.p + at, n), err);
        at += n;
    }
    binlog_text_free(&replay.text);
    binlog_payload_free(replay.payload);
    binlog_inflate_free(replay.inf);
    return verdict;
}

static void compare(const char *name, struct weir_str file)
{
    char path[512];
    char *lines = NULL;
    size_t n = 0;
    struct weir_buf expected;
    struct weir_err err;
    snprintf(path, sizeof(path), FOLDER "/%.*s.txt", (int)strlen(name) - 4, name);
    assert_true(slurp(path, &expected));
    FILE *out = open_memstream(&lines, &n);
    enum weir_verdict verdict = replay_file(name, file, out, &err);
    fclose(out);
    if (verdict != WEIR_OK) {
        fail_msg("%s: %s", name, err.text);
    }
    if (!weir_str_eq(weir_str_n(lines, n), weir_buf_view(&expected))) {
        size_t at = 0;
        while (at < n && at < expected.n && lines[at] == expected.p[at]) {
            at++;
        }
        fail_msg("%s differs at byte %zu: \"%.*s\"", path, at, n - at < 80 ? (int)(n - at) : 80,
                 lines + at);
    }
    free(lines);
    weir_buf_free(&expected);
}

/* Bytes changed one by one: refused wherever there are checksums, and never a crash. */
static void damage(const char *name, struct weir_buf *file)
{
    FILE *nowhere = fopen("/dev/null", "w");
    struct weir_err err;
    size_t step = file->n / 500 + 1;
    bool checksums = strcmp(name, "mariadb-10.11-minimal.bin") != 0;
    for (size_t at = 4; at < file->n; at += step) {
        file->p[at] ^= 0x41;
        enum weir_verdict verdict = replay_file(name, weir_buf_view(file), nowhere, &err);
        if (verdict != WEIR_BAD_DATA && checksums) {
            fail_msg("%s: byte %zu may be anything", name, at);
        }
        file->p[at] ^= 0x41;
    }
    fclose(nowhere);
}

static void each_file(void (*visit)(const char *name, struct weir_buf *file), size_t *n_files)
{
    struct dirent **names;
    int n = scandir(FOLDER, &names, NULL, alphasort);
    for (int i = 0; i < n; i++) {
        char path[512];
        struct weir_buf file;
        snprintf(path, sizeof(path), FOLDER "/%s", names[i]->d_name);
        if (weir_str_ends(weir_str_of(names[i]->d_name), WEIR_STR(".bin"))) {
            assert_true(slurp(path, &file));
            visit(names[i]->d_name, &file);
            weir_buf_free(&file);
            ++*n_files;
        }
        free(names[i]);
    }
    free(names);
}

static void compare_file(const char *name, struct weir_buf *file)
{
    compare(name, weir_buf_view(file));
}

static void files_become_their_lines(void **state)
{
    size_t n_files = 0;
    (void)state;
    each_file(compare_file, &n_files);
    assert_int_equal(n_files, 7);
}

static void damage_is_seen(void **state)
{
    size_t n_files = 0;
    (void)state;
    each_file(damage, &n_files);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_become_their_lines),
        cmocka_unit_test(damage_is_seen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
