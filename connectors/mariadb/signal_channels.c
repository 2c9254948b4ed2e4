/* SPDX-License-Identifier: Apache-2.0 */
/*
 * signal_channels.c: the signal topic and the signal file are looked at every signal.poll.interval;
 * rows of the signal table come with the stream. All end in signal_take().
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include <weir/json.h>
#include <weir/mem.h>
#include <weir/time.h>

#include "notify.h"
#include "signal.h"

#define FILE_MAX_BYTES ((size_t)1 << 20)

static bool is_on(const struct weir_conf_list *channels, const char *name)
{
    for (size_t i = 0; i < channels->n; i++) {
        if (weir_str_eq_nocase(channels->items[i], weir_str_of(name))) {
            return true;
        }
    }
    return false;
}

enum weir_verdict signal_open(struct source *source, struct weir_err *err)
{
    (void)err;
    source->signals = weir_xcalloc(1, sizeof(*source->signals));
    source->signals->kafka = is_on(&source->conf->signal_channels, "kafka");
    source->signals->file = is_on(&source->conf->signal_channels, "file");
    source->signals->looked_ms = weir_clock_mono_ms();
    return WEIR_OK;
}

void signal_close(struct source *source)
{
    if (source->signals && source->signals->topic) {
        weir_topic_close(source->signals->topic);
    }
    if (source->signals) {
        for (size_t i = 0; i < source->signals->n_changes; i++) {
            free(source->signals->changes[i]);
        }
        free(source->signals->changes);
        for (size_t i = 0; i < source->signals->n_notes; i++) {
            free(source->signals->notes[i].tables);
        }
        free(source->signals->notes);
        free(source->signals->placed);
        signal_place_free(source->signals);
        signal_blocking_free(source->signals);
    }
    free(source->signals);
    source->signals = NULL;
}

/* ---- rows ---- */

static struct weir_str text_of(const struct weir_value *row, uint32_t i)
{
    return i < row->n && row->items[i].type == WEIR_STRING ? weir_value_str(row->items[i])
                                                          : WEIR_STR_NULL;
}

void signal_row(struct source *source, const struct weir_value *row)
{
    if (row->type != WEIR_STRUCT || row->n < 3) {
        weir_warn(source->log, "the signal table %.*s needs the columns id, type and data",
                  WEIR_STR_ARG(source->conf->signal_collection));
        return;
    }
    signal_take(source, text_of(row, 0), text_of(row, 1), text_of(row, 2));
}

/* ---- topic ---- */

static enum weir_verdict take_message(void *self, const struct weir_topic_message *message,
                                      struct weir_err *err)
{
    struct source *source = self;
    (void)err;
    if (weir_str_eq(message->key, source->conf->prefix) && message->value.p) {
        signal_take_json(source, message->value);
    }
    return WEIR_OK;
}

static struct weir_str topic_name(struct source *source)
{
    if (source->conf->signal_topic.n) {
        return source->conf->signal_topic;
    }
    return weir_str_of(weir_arena_printf(weir_task_arena(source->task), "%.*s-signal",
                                         WEIR_STR_ARG(source->conf->prefix)));
}

static enum weir_verdict open_topic(struct source *source, struct weir_err *err)
{
    const struct mariadb_conf *conf = source->conf;
    struct weir_props client;
    bool exists = false;
    weir_props_init(&client, weir_task_arena(source->task));
    /* As Debezium's own: what was sent before the first look counts, a dead worker is soon gone. */
    weir_props_set(&client, WEIR_STR("auto.offset.reset"), WEIR_STR("earliest"));
    weir_props_set(&client, WEIR_STR("session.timeout.ms"), WEIR_STR("10000"));
    for (size_t i = 0; i < conf->signal_consumer.n; i++) {
        weir_props_set(&client, conf->signal_consumer.items[i].captures[0],
                       conf->signal_consumer.items[i].value);
    }
    if (conf->signal_bootstrap.n) {
        weir_props_set(&client, WEIR_STR("bootstrap.servers"), conf->signal_bootstrap);
    }
    struct weir_topic *topic = NULL;
    if (weir_topic_open(source->task, topic_name(source), &client, &topic, err) !=
            WEIR_OK ||
        weir_topic_exists(topic, &exists, err) != WEIR_OK) {
        return err->class;
    }
    if (!exists) {
        weir_topic_close(topic);
        return WEIR_OK; /* looked for again the next time */
    }
    source->signals->topic = topic;
    return WEIR_OK;
}

static enum weir_verdict follow_topic(struct source *source, struct weir_err *err)
{
    if (!source->signals->topic && open_topic(source, err) != WEIR_OK) {
        return err->class;
    }
    return source->signals->topic ? weir_topic_follow(source->signals->topic,
                                                      source->conf->signal_group, take_message,
                                                      source, err)
                                  : WEIR_OK;
}

/* ---- file ---- */

static void read_file(struct source *source)
{
    int fd = open(source->conf->signal_file.p, O_RDWR | O_CLOEXEC);
    if (fd < 0) {
        if (errno != ENOENT) {
            weir_warn(source->log, "cannot open the signal file %s: %s",
                      source->conf->signal_file.p, strerror(errno));
        }
        return;
    }
    char *text = weir_xmalloc(FILE_MAX_BYTES);
    ssize_t n = read(fd, text, FILE_MAX_BYTES);
    if (n > 0 && ftruncate(fd, 0) != 0) {
        weir_warn(source->log, "cannot empty the signal file %s: %s", source->conf->signal_file.p,
                  strerror(errno));
        n = 0;
    }
    close(fd);
    struct weir_str rest = weir_str_n(text, n > 0 ? (size_t)n : 0);
    struct weir_str line;
    while (weir_str_split(&rest, '\n', &line)) {
        line = weir_str_trim(line);
        if (line.n) {
            signal_take_json(source, line);
        }
    }
    free(text);
}

void signal_tell(struct source *source, const char *type, struct weir_str tables)
{
    struct signal_state *signals = source->signals;
    signals->notes = weir_xrealloc(signals->notes, signals->n_notes + 1, sizeof(*signals->notes));
    signals->notes[signals->n_notes++] = (struct signal_note){
        .type = type, .tables = tables.p ? weir_xstrndup(tables.p, tables.n) : NULL};
}

/* What signals began or ended is told as notifications. */
static enum weir_verdict tell(struct source *source, struct weir_batch *batch, struct weir_err *err)
{
    struct signal_state *signals = source->signals;
    enum weir_verdict verdict = WEIR_OK;
    for (size_t i = 0; i < signals->n_notes; i++) {
        struct signal_note *note = &signals->notes[i];
        if (verdict == WEIR_OK) {
            verdict = notify(source, note->type, weir_str_of(note->tables), batch, err);
        }
        free(note->tables);
    }
    signals->n_notes = 0;
    return verdict;
}

/* The topic and the file, when it is time to. */
static enum weir_verdict look(struct source *source, struct weir_err *err)
{
    struct signal_state *signals = source->signals;
    int64_t now = weir_clock_mono_ms();
    if ((!signals->kafka && !signals->file) ||
        now - signals->looked_ms < source->conf->signal_poll_ms) {
        return WEIR_OK;
    }
    signals->looked_ms = now;
    if (signals->file) {
        read_file(source);
    }
    return signals->kafka ? follow_topic(source, err) : WEIR_OK;
}

enum weir_verdict signal_poll(struct source *source, struct weir_batch *batch,
                              struct weir_err *err)
{
    if (tell(source, batch, err) != WEIR_OK || look(source, err) != WEIR_OK ||
        signal_schema_apply(source, batch, err) != WEIR_OK) {
        return err->class;
    }
    if (signal_place_apply(source, batch, err) != WEIR_OK) {
        return err->class;
    }
    if (source->phase == SOURCE_STREAM) {
        signal_blocking_begin(source);
    }
    return WEIR_OK;
}
