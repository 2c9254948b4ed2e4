/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cat.c: `weir cat`: messages of a topic to standard output, from anywhere in it, once or for ever.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <weir/time.h>

#include "cli/bus_options.h"
#include "cli/cat_format.h"
#include "cli/cat_tail.h"
#include "cli/commands.h"
#include "cli/options.h"

#define POLL_RECORDS 2000
#define POLL_BYTES   (1u << 20)
#define POLL_MS      250
#define OUT_BYTES    (256u << 20)

enum from { FROM_BEGINNING, FROM_END, FROM_NUMBER, FROM_TIME, FROM_LAST };

struct cat {
    struct bus_options where;
    const char *topic, *offset, *partition, *count, *format;
    bool follow, json, at_end_exit, quiet;
    enum from from;
    int64_t from_number;
    int64_t only; /* this partition; -1: all */
    struct weir_arena arena;
    struct bus *bus;
    struct bus_consumer *consumer;
    struct weir_topic_partition *partitions;
    int64_t *ends; /* where each ended when we began */
    size_t n;
    int64_t left; /* messages still to be shown; -1: no limit */
};

static volatile sig_atomic_t interrupted;

static void interrupt(int number)
{
    (void)number;
    interrupted = 1;
}

/* "s@1700000000000" or "s@2024-02-29T12:00:00Z" */
static bool parse_time(const char *text, int64_t *ms)
{
    struct tm tm = {0};
    if (weir_str_to_i64(weir_str_of(text), ms)) {
        return true;
    }
    const char *end = strptime(text, "%Y-%m-%dT%H:%M:%S", &tm);
    end = end ? end : strptime(text, "%Y-%m-%d", &tm);
    *ms = (int64_t)timegm(&tm) * 1000;
    return end && (!*end || strcmp(end, "Z") == 0);
}

static enum weir_verdict parse_offset(struct cat *cat, struct weir_err *err)
{
    const char *text = cat->offset ? cat->offset : "beginning";
    if (strcmp(text, "beginning") == 0) {
        cat->from = FROM_BEGINNING;
    } else if (strcmp(text, "end") == 0) {
        cat->from = FROM_END;
    } else if (strncmp(text, "s@", 2) == 0 && parse_time(text + 2, &cat->from_number)) {
        cat->from = FROM_TIME;
    } else if (weir_str_to_i64(weir_str_of(text), &cat->from_number) &&
               cat->from_number >= -CAT_TAIL_MAX) {
        cat->from = cat->from_number < 0 ? FROM_LAST : FROM_NUMBER;
    } else {
        return weir_err_set(
            err, WEIR_BAD_CONFIG,
            "--offset %s: it should be beginning, end, a number, -N for the last N (up to %d), or "
            "s@TIME (milliseconds or 2024-02-29T12:00:00Z)",
            text, CAT_TAIL_MAX);
    }
    return WEIR_OK;
}

static enum weir_verdict start_offset(struct cat *cat, size_t i, int64_t low, struct weir_err *err)
{
    struct weir_topic_partition *at = &cat->partitions[i];
    int64_t number = cat->from_number;
    switch (cat->from) {
    case FROM_BEGINNING:
        at->offset = low;
        break;
    case FROM_END:
        at->offset = cat->ends[i];
        break;
    case FROM_NUMBER:
        at->offset = number < low ? low : number;
        break;
    case FROM_TIME:
        return bus_offset_at(cat->bus, at->topic, at->partition, number, &at->offset, err);
    case FROM_LAST:
        at->offset = low;
        return cat_tail(cat->consumer, at, low, cat->ends[i], -number, err);
    }
    return WEIR_OK;
}

static enum weir_verdict find_partitions(struct cat *cat, struct weir_err *err)
{
    struct weir_str topic = weir_str_of(cat->topic);
    struct bus_topic_info info;
    enum weir_verdict rc = bus_topic_info(cat->bus, topic, &info, err);
    if (rc == WEIR_OK && info.partitions == 0) {
        rc = weir_err_set(err, WEIR_FATAL, "there is no topic %s on %s", cat->topic,
                          bus_describe(cat->bus));
    }
    if (rc == WEIR_OK && cat->only >= info.partitions) {
        rc = weir_err_set(err, WEIR_BAD_CONFIG, "--partition %s: the topic has partitions 0 to %d",
                          cat->partition, info.partitions - 1);
    }
    if (rc != WEIR_OK) {
        return rc;
    }
    cat->n = cat->only >= 0 ? 1 : (size_t)info.partitions;
    cat->partitions = WEIR_NEW_ARRAY(&cat->arena, struct weir_topic_partition, cat->n);
    cat->ends = WEIR_NEW_ARRAY(&cat->arena, int64_t, cat->n);
    for (size_t i = 0; i < cat->n && rc == WEIR_OK; i++) {
        int64_t low = 0;
        cat->partitions[i].topic = topic;
        cat->partitions[i].partition = cat->only >= 0 ? (int32_t)cat->only : (int32_t)i;
        rc =
            bus_watermarks(cat->bus, topic, cat->partitions[i].partition, &low, &cat->ends[i], err);
        rc = rc == WEIR_OK ? start_offset(cat, i, low, err) : rc;
    }
    return rc;
}

static bool finished(const struct cat *cat)
{
    if (cat->left == 0 || interrupted) {
        return true;
    }
    for (size_t i = 0; i < cat->n; i++) {
        if (cat->follow || cat->partitions[i].offset < cat->ends[i]) {
            return false;
        }
    }
    return true;
}

static void note_position(struct cat *cat, int32_t partition, int64_t next)
{
    for (size_t i = 0; i < cat->n; i++) {
        if (cat->partitions[i].partition == partition) {
            cat->partitions[i].offset = next;
        }
    }
}

/* Past transaction markers and compacted offsets there is no message to tell the position. */
static void note_gaps(struct cat *cat)
{
    for (size_t i = 0; i < cat->n; i++) {
        struct weir_topic_partition *at = &cat->partitions[i];
        int64_t next = bus_consumer_position(cat->consumer, at->topic, at->partition);
        at->offset = next > at->offset ? next : at->offset;
    }
}

static bool past_end(const struct cat *cat, const struct bus_message *message)
{
    for (size_t i = 0; i < cat->n && !cat->follow; i++) {
        if (cat->partitions[i].partition == message->partition) {
            return message->offset >= cat->ends[i];
        }
    }
    return false;
}

static bool show(struct cat *cat, const struct bus_messages *messages, struct weir_buf *out)
{
    weir_buf_reset(out);
    for (size_t i = 0; i < messages->n && cat->left != 0; i++) {
        const struct bus_message *message = &messages->items[i];
        note_position(cat, message->partition, message->offset + 1);
        if (past_end(cat, message)) {
            continue;
        }
        if (cat->json) {
            cat_json(out, message);
        } else {
            cat_format(out, cat->format ? cat->format : "%v\\n", message);
        }
        cat->left -= cat->left > 0;
    }
    bool written = fwrite(out->p, 1, out->n, stdout) == out->n && fflush(stdout) == 0;
    if (!written && errno == EPIPE) {
        clearerr(stdout); /* head, say, has seen enough */
    }
    return written;
}

static enum weir_verdict read_all(struct cat *cat, struct weir_err *err)
{
    struct weir_buf out;
    weir_buf_init(&out, OUT_BYTES);
    enum weir_verdict rc = bus_consumer_assign(cat->consumer, cat->partitions, cat->n, err);
    while (rc == WEIR_OK && !finished(cat)) {
        struct bus_messages messages;
        rc = bus_consumer_poll(cat->consumer, POLL_RECORDS, POLL_BYTES, POLL_MS, &messages, err);
        if (rc != WEIR_OK) {
            break;
        }
        bool written = show(cat, &messages, &out);
        bus_messages_release(cat->consumer, &messages);
        note_gaps(cat);
        if (!written) {
            break; /* whoever read us has gone, as with `| head`, or main.c says why */
        }
    }
    weir_buf_free(&out);
    return rc;
}

static int run(struct cat *cat)
{
    struct weir_err err;
    struct bus_consumer_conf conf = {.client_id = "weir-cat", .reset = BUS_RESET_EARLIEST, .read_committed = true};
    enum weir_verdict rc = bus_options_open(&cat->where, false, &cat->arena, &cat->bus, &err);
    rc = rc == WEIR_OK ? bus_consumer_open(cat->bus, &conf, &cat->consumer, &err) : rc;
    rc = rc == WEIR_OK ? find_partitions(cat, &err) : rc;
    rc = rc == WEIR_OK ? read_all(cat, &err) : rc;
    if (cat->consumer) {
        bus_consumer_close(cat->consumer);
    }
    if (cat->bus) {
        bus_close(cat->bus);
    }
    weir_arena_free(&cat->arena);
    if (rc == WEIR_OK) {
        return EXIT_OK;
    }
    return command_fails("cat", rc == WEIR_BAD_CONFIG ? EXIT_USAGE : EXIT_FAILED, "%s", err.text);
}

int command_cat(int argc, char **argv)
{
    struct cat cat = {.left = -1, .only = -1};
    const struct option_spec options[] = {
        BUS_OPTION_ROWS(cat.where),
        {'t', "topic", "TOPIC", "the topic (or as the argument)", &cat.topic, NULL},
        {'p', "partition", "N", "only this partition", &cat.partition, NULL},
        {'o', "offset", "WHERE", "beginning (default), end, N, -N (the last N), s@TIME",
         &cat.offset, NULL},
        {'c', "count", "N", "end after so many messages", &cat.count, NULL},
        {'f', "follow", NULL, "go on when the end is reached", NULL, &cat.follow},
        {'F', "format", "FORMAT", "e.g. '%t %p %o %T %k %v %h\\n'; default '%v\\n'", &cat.format,
         NULL},
        {'J', "json", NULL, "one JSON object a line", NULL, &cat.json},
        {'e', "exit", NULL, "end at the end of the topic (the default without --follow)", NULL,
         &cat.at_end_exit},
        {'q', "quiet", NULL, "accepted for kcat's sake", NULL, &cat.quiet},
        {0},
    };
    const struct command_spec spec = {
        .name = "cat",
        .summary = "Reads a topic. A worker may be writing to the embedded log meanwhile.",
        .arguments = "[TOPIC]",
        .details =
            "What a transaction has given up, or not committed yet, is not shown.\n\n"
            "Format letters: %k key, %v value, %h headers, %t topic, %p partition, %o offset,\n"
            "%T timestamp in ms, %K and %S lengths of key and value (-1: null).",
        .options = options,
        .arguments_max = 1,
    };
    int n = 0;
    int code = options_parse(&spec, argc, argv, &n);
    if (code >= 0) {
        return code;
    }
    cat.topic = n == 1 ? argv[0] : cat.topic;
    cat.follow = cat.follow && !cat.at_end_exit;
    if (!cat.topic) {
        return command_fails("cat", EXIT_USAGE, "which topic? weir topics lists them");
    }
    if (cat.count && (!weir_str_to_i64(weir_str_of(cat.count), &cat.left) || cat.left < 0)) {
        return command_fails("cat", EXIT_USAGE, "--count %s is not a number", cat.count);
    }
    if (cat.partition &&
        (!weir_str_to_i64(weir_str_of(cat.partition), &cat.only) || cat.only < 0)) {
        return command_fails("cat", EXIT_USAGE, "--partition %s is not a number", cat.partition);
    }
    struct weir_err err;
    if (parse_offset(&cat, &err) != WEIR_OK) {
        return command_fails("cat", EXIT_USAGE, "%s", err.text);
    }
    signal(SIGINT, interrupt);
    signal(SIGTERM, interrupt);
    signal(SIGPIPE, SIG_IGN);
    weir_arena_init(&cat.arena, 16384);
    return run(&cat);
}
