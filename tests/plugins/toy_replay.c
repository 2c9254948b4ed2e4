/* SPDX-License-Identifier: Apache-2.0 */
/*
 * toy_replay.c: a source that brings any keys and values into any topics: the lines of a file, as
 * they are appended, are topic TAB partition TAB key TAB value [TAB header=text], "\N" for null.
 * With StringConverter the bytes are those of the file. Exactly once, since its offset is the place
 * in the file.
 */
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <weir/json.h>
#include <weir/mem.h>
#include <weir/plugin.h>
#include <weir/time.h>

struct replay_conf {
    struct weir_str file;
};

struct replay {
    struct weir_task *task;
    int fd;
    int64_t position; /* of the next line */
    struct weir_buf text;
    size_t at;
};

static void replay_close(void *self)
{
    struct replay *replay = self;
    close(replay->fd);
    weir_buf_free(&replay->text);
    free(replay);
}

static enum weir_verdict stored(struct replay *replay, struct weir_err *err)
{
    struct weir_str offset = WEIR_STR_NULL;
    struct weir_json *doc = NULL;
    enum weir_verdict verdict = weir_task_offset(replay->task, WEIR_STR("{\"file\":\"it\"}"), &offset, err);
    if (verdict == WEIR_OK && offset.p) {
        verdict = weir_json_parse(weir_task_arena(replay->task), offset, &doc, err);
        if (verdict == WEIR_OK && !weir_json_get_i64(doc, "position", &replay->position)) {
            verdict = weir_err_set(err, WEIR_FATAL, "no position in the offset");
        }
    }
    return verdict;
}

static enum weir_verdict replay_open(struct weir_task *task, const void *conf, void **self,
                                     struct weir_err *err)
{
    const struct replay_conf *replay_conf = conf;
    struct replay *replay = weir_xcalloc(1, sizeof(*replay));
    replay->task = task;
    replay->fd = open(replay_conf->file.p, O_RDONLY | O_CLOEXEC);
    weir_buf_init(&replay->text, (size_t)64 << 20);
    if (replay->fd < 0 || stored(replay, err) != WEIR_OK) {
        replay_close(replay);
        return weir_err_set(err, WEIR_FATAL, "cannot open %s", replay_conf->file.p);
    }
    lseek(replay->fd, replay->position, SEEK_SET);
    *self = replay;
    return WEIR_OK;
}

static struct weir_value value_of(struct weir_batch *batch, struct weir_str text)
{
    return weir_str_is(text, "\\N") ? weir_null()
                                    : weir_string(weir_arena_str(&batch->arena, text));
}

static void add_header(struct weir_batch *batch, struct weir_record *rec, struct weir_str text)
{
    ptrdiff_t eq = weir_str_chr(text, '=');
    if (eq > 0) {
        rec->headers = WEIR_NEW_ARRAY(&batch->arena, struct weir_header, 1);
        rec->n_headers = 1;
        rec->headers[0].name = weir_arena_str(&batch->arena, weir_str_n(text.p, (size_t)eq));
        rec->headers[0].schema = weir_schema_plain(WEIR_STRING, false);
        rec->headers[0].value = value_of(batch, weir_str_from(text, (size_t)eq + 1));
    }
}

static void add(struct replay *replay, struct weir_batch *batch, struct weir_str line)
{
    struct weir_str topic, partition, key, value, header;
    int64_t number = 0;
    char offset[64];
    bool good = weir_str_split(&line, '\t', &topic) && weir_str_split(&line, '\t', &partition) &&
                weir_str_split(&line, '\t', &key) && weir_str_split(&line, '\t', &value) &&
                weir_str_to_i64(partition, &number);
    if (!good) {
        return;
    }
    snprintf(offset, sizeof(offset), "{\"position\":%" PRId64 "}", replay->position);
    weir_batch_offset(batch, WEIR_STR("{\"file\":\"it\"}"), weir_str_of(offset));
    struct weir_record *rec = weir_batch_add(batch);
    rec->topic = weir_arena_str(&batch->arena, topic);
    rec->partition = (int32_t)number;
    rec->key_schema = rec->value_schema = weir_schema_plain(WEIR_STRING, true);
    rec->key = value_of(batch, key);
    rec->value = value_of(batch, value);
    if (weir_str_split(&line, '\t', &header)) {
        add_header(batch, rec, header);
    }
}

static void more(struct replay *replay)
{
    struct weir_buf *text = &replay->text;
    memmove(text->p, text->p + replay->at, text->n - replay->at);
    text->n -= replay->at;
    replay->at = 0;
    char *to = weir_buf_reserve(text, 1 << 20);
    ssize_t n = to ? read(replay->fd, to, 1 << 20) : 0;
    text->n += n > 0 ? (size_t)n : 0;
}

static enum weir_verdict replay_poll(void *self, struct weir_batch **out, int64_t wait_ms,
                                     struct weir_err *err)
{
    struct replay *replay = self;
    struct weir_batch *batch = *out;
    struct weir_buf *text = &replay->text;
    (void)err;
    if (!text->p || !memchr(text->p + replay->at, '\n', text->n - replay->at)) {
        weir_buf_reserve(text, 1);
        more(replay);
    }
    while (!weir_batch_full(batch) && text->n > replay->at) {
        char *begin = text->p + replay->at;
        const char *end = memchr(begin, '\n', text->n - replay->at);
        if (!end) {
            break;
        }
        replay->at += (size_t)(end - begin) + 1;
        replay->position += end - begin + 1;
        add(replay, batch, weir_str_n(begin, (size_t)(end - begin)));
    }
    if (!batch->n) {
        usleep((useconds_t)(wait_ms < 20 ? wait_ms : 20) * 1000);
    }
    return WEIR_OK;
}

static bool replay_exactly_once(const void *conf)
{
    (void)conf;
    return true;
}

static const struct weir_conf_key keys[] = {
    {.name = "file", .type = WEIR_CONF_STRING, .at = WEIR_AT(struct replay_conf, file),
     .flags = WEIR_KEY_REQUIRED, .doc = "topic TAB partition TAB key TAB value, a line a record."},
    WEIR_CONF_END,
};

static const struct weir_source_ops ops = {
    .size = sizeof(ops),
    .exactly_once_support = replay_exactly_once,
    .open = replay_open,
    .poll = replay_poll,
    .close = replay_close,
};

static const struct weir_component component = {
    .size = sizeof(component),
    .kind = WEIR_SOURCE,
    .class_name = "test.ToyReplay",
    .doc = "Lines of a file as records of any topic.",
    .keys = keys,
    .conf_size = sizeof(struct replay_conf),
    .ops = &ops,
};

static const struct weir_component *const components[] = {&component, NULL};

static const struct weir_plugin plugin = {
    .abi = WEIR_ABI_NOW(struct weir_plugin),
    .name = "toy-replay",
    .version = "1",
    .components = components,
};

const struct weir_plugin *weir_plugin_entry(uint32_t host_abi)
{
    (void)host_abi;
    return &plugin;
}
