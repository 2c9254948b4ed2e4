/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The embedded log against a model in memory: random appends (over several topics, atomic, some
 * refused), reads from random places, commits, deletions and reopenings must agree with it.
 * PROP_SEED repeats one run, PROP_STEPS makes it longer.
 */
#include <weir/arena.h>

#include "local_log.h"

#define TOPICS      4
#define PARTS       3
#define KEYS        12
#define RECORDS_MAX 40

struct kept {
    int64_t offset;
    int key; /* -1: none */
    int value;
    bool tombstone;
};

struct model_part {
    struct kept *items;
    size_t n;
    size_t cap;
    int64_t next;
};

struct model {
    struct local_log *log;
    struct model_part parts[TOPICS][PARTS];
    int64_t commits[TOPICS][PARTS];
    uint64_t random;
    int last_value;
};

static const char *const names[TOPICS] = {"plain-a", "plain-b", "compact-a", "compact-b"};

static bool compacted(int topic)
{
    return topic >= 2;
}

static uint32_t draw(struct model *model, uint32_t below)
{
    model->random = model->random * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(model->random >> 33) % below;
}

static void make_topics(struct model *model)
{
    for (int topic = 0; topic < TOPICS; topic++) {
        local_log_topic(model->log, names[topic], PARTS, "cleanup.policy",
                        compacted(topic) ? "compact" : "delete");
    }
}

/* ---- the model's side ---- */

static void model_append(struct model_part *part, bool compact, struct kept rec)
{
    for (size_t i = 0; compact && i < part->n; i++) {
        if (part->items[i].key == rec.key) {
            memmove(&part->items[i], &part->items[i + 1],
                    (part->n - i - 1) * sizeof(part->items[0]));
            part->n--;
            break;
        }
    }
    if (part->n == part->cap) {
        part->cap = part->cap ? part->cap * 2 : 64;
        part->items = realloc(part->items, part->cap * sizeof(part->items[0]));
    }
    rec.offset = part->next++;
    part->items[part->n++] = rec;
}

/* ---- steps ---- */

static void step_append(struct model *model)
{
    struct weir_arena arena;
    struct bus_record recs[RECORDS_MAX];
    struct kept kept[RECORDS_MAX];
    int topics[RECORDS_MAX];
    weir_arena_init(&arena, 65536);
    size_t n = 1 + draw(model, RECORDS_MAX);
    bool bad = draw(model, 10) == 0;
    for (size_t i = 0; i < n; i++) {
        topics[i] = (int)draw(model, TOPICS);
        bool keyless = !compacted(topics[i]) && draw(model, 4) == 0;
        kept[i] = (struct kept){.key = keyless ? -1 : (int)draw(model, KEYS),
                                .value = ++model->last_value,
                                .tombstone = draw(model, 6) == 0};
        size_t pad = draw(model, 20) == 0 ? draw(model, 300000) : draw(model, 50);
        char *value = weir_arena_bytes(&arena, pad + 16);
        int digits = snprintf(value, 16, "%d", kept[i].value);
        memset(value + digits, ' ', pad);
        recs[i] = (struct bus_record){
            .topic = weir_str_of(names[topics[i]]),
            .partition = (int32_t)draw(model, PARTS),
            .timestamp = draw(model, 100000),
            .key = keyless ? WEIR_STR_NULL
                           : weir_str_of(weir_arena_printf(&arena, "key %d", kept[i].key)),
            .value = kept[i].tombstone ? WEIR_STR_NULL : weir_str_n(value, (size_t)digits + pad),
        };
    }
    if (bad) {
        recs[draw(model, (uint32_t)n)].partition = PARTS; /* there is none: nothing is taken */
        assert_int_equal(bus_append_wait(model->log->producer, recs, n, 10000, &model->log->err),
                         WEIR_BAD_DATA);
    } else {
        local_log_append(model->log, recs, n);
        for (size_t i = 0; i < n; i++) {
            model_append(&model->parts[topics[i]][recs[i].partition], compacted(topics[i]),
                         kept[i]);
        }
    }
    weir_arena_free(&arena);
}

/* The number in front of the padding. */
static int64_t number(struct weir_str text)
{
    int64_t x = -1;
    assert_true(weir_str_to_i64(weir_str_trim(text), &x));
    return x;
}

static void check_message(const struct bus_message *msg, const struct kept *kept)
{
    assert_int_equal(msg->offset, kept->offset);
    if (kept->key < 0) {
        assert_null(msg->key.p);
    } else {
        assert_int_equal(number(weir_str_from(msg->key, 4)), kept->key);
    }
    if (kept->tombstone) {
        assert_null(msg->value.p);
    } else {
        assert_int_equal(number(msg->value), kept->value);
    }
}

static void check_part(struct model *model, int topic, int part_no, int64_t from)
{
    const struct model_part *part = &model->parts[topic][part_no];
    struct bus_consumer *consumer = local_log_reader(model->log, names[topic], part_no, from);
    size_t at = 0;
    while (at < part->n && part->items[at].offset < from) {
        at++;
    }
    while (bus_consumer_position(consumer, weir_str_of(names[topic]), part_no) < part->next) {
        struct bus_messages got;
        must(bus_consumer_poll(consumer, 1 + draw(model, 200), 1 + draw(model, 100000), 1000, &got,
                               &model->log->err),
             &model->log->err);
        for (size_t i = 0; i < got.n; i++) {
            assert_true(at < part->n);
            check_message(&got.items[i], &part->items[at++]);
        }
        bus_messages_release(consumer, &got);
    }
    assert_int_equal(at, part->n);
    assert_int_equal(bus_consumer_position(consumer, weir_str_of(names[topic]), part_no),
                     part->next);
    bus_consumer_close(consumer);
}

static void step_read(struct model *model)
{
    int topic = (int)draw(model, TOPICS);
    int part_no = (int)draw(model, PARTS);
    int64_t next = model->parts[topic][part_no].next;
    check_part(model, topic, part_no, next ? draw(model, (uint32_t)next + 1) : 0);
}

static void step_commit(struct model *model)
{
    struct weir_topic_partition at[3];
    for (int i = 0; i < 3; i++) {
        int topic = (int)draw(model, TOPICS);
        int part_no = (int)draw(model, PARTS);
        int64_t offset = (int64_t)draw(model, 1000) - 1; /* -1 takes it back */
        at[i] = (struct weir_topic_partition){
            .topic = weir_str_of(names[topic]), .partition = part_no, .offset = offset};
        model->commits[topic][part_no] = offset;
    }
    must(bus_group_alter(model->log->bus, WEIR_STR("g"), at, 3, &model->log->err),
         &model->log->err);
}

static void check_all(struct model *model)
{
    struct weir_arena arena;
    weir_arena_init(&arena, 1024);
    struct weir_topic_partition *commits = NULL;
    size_t n = 0;
    must(bus_group_offsets(model->log->bus, WEIR_STR("g"), &arena, &commits, &n, &model->log->err),
         &model->log->err);
    size_t wanted = 0;
    for (int topic = 0; topic < TOPICS; topic++) {
        for (int part_no = 0; part_no < PARTS; part_no++) {
            check_part(model, topic, part_no, 0);
            wanted += model->commits[topic][part_no] >= 0;
            for (size_t i = 0; i < n; i++) {
                if (weir_str_is(commits[i].topic, names[topic]) &&
                    commits[i].partition == part_no) {
                    assert_int_equal(commits[i].offset, model->commits[topic][part_no]);
                }
            }
        }
    }
    assert_int_equal(n, wanted);
    weir_arena_free(&arena);
}

static void step_recreate(struct model *model)
{
    int topic = (int)draw(model, TOPICS);
    must(bus_topic_delete(model->log->bus, weir_str_of(names[topic]), &model->log->err),
         &model->log->err);
    local_log_topic(model->log, names[topic], PARTS, "cleanup.policy",
                    compacted(topic) ? "compact" : "delete");
    for (int part_no = 0; part_no < PARTS; part_no++) {
        model->parts[topic][part_no].n = 0;
        model->parts[topic][part_no].next = 0;
        model->commits[topic][part_no] = -1;
    }
}

static void the_log_agrees_with_the_model(void **state)
{
    const char *seed = getenv("PROP_SEED");
    const char *steps = getenv("PROP_STEPS");
    struct model model = {.log = *state, .random = seed ? strtoull(seed, NULL, 10) : 20240229};
    memset(model.commits, 0xff, sizeof(model.commits));
    make_topics(&model);
    for (long i = steps ? strtol(steps, NULL, 10) : 1500; i > 0; i--) {
        switch (draw(&model, 100)) {
        case 0:
            local_log_reopen(model.log);
            check_all(&model);
            break;
        case 1:
            step_recreate(&model);
            break;
        default:
            if (draw(&model, 3)) {
                step_append(&model);
            } else if (draw(&model, 2)) {
                step_read(&model);
            } else {
                step_commit(&model);
            }
        }
    }
    check_all(&model);
    for (int topic = 0; topic < TOPICS; topic++) {
        for (int part_no = 0; part_no < PARTS; part_no++) {
            free(model.parts[topic][part_no].items);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {on_a_log(the_log_agrees_with_the_model)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
