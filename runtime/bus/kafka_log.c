/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kafka_log.c: librdkafka's log lines become ours. It says the same again for as long as a broker
 * is away; a line that differs from an earlier one only in its figures is counted instead, and comes
 * again with the count after a minute.
 */
#include <weir/time.h>

#include "bus/kafka_engine.h"

#define KINDS    32 /* of lines that are remembered */
#define QUIET_MS 60000

struct kind {
    uint64_t hash;
    int64_t said_ms;
    unsigned unsaid;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct kind kinds[KINDS];
static struct weir_log client_log;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void init(void)
{
    weir_log_init(&client_log, "org.apache.kafka.clients", "", -1, "");
}

const struct weir_log *kafka_log(void)
{
    pthread_once(&once, init);
    return &client_log;
}

static uint64_t hash_without_figures(const char *text)
{
    uint64_t hash = 14695981039346656037u;
    for (const char *p = text; *p; p++) {
        if (*p < '0' || *p > '9') {
            hash = (hash ^ (unsigned char)*p) * 1099511628211u;
        }
    }
    return hash;
}

/* The one of this hash, else the one that was silent longest. */
static struct kind *find(uint64_t hash)
{
    struct kind *oldest = &kinds[0];
    for (size_t i = 0; i < KINDS; i++) {
        if (kinds[i].hash == hash) {
            return &kinds[i];
        }
        if (kinds[i].said_ms < oldest->said_ms) {
            oldest = &kinds[i];
        }
    }
    *oldest = (struct kind){.hash = hash, .said_ms = INT64_MIN};
    return oldest;
}

/* False: counted only. *unsaid: how often it was counted since it was last said. */
static bool worth_saying(const char *text, unsigned *unsaid)
{
    int64_t now_ms = weir_clock_mono_ms();
    pthread_mutex_lock(&lock);
    struct kind *kind = find(hash_without_figures(text));
    bool say = kind->said_ms == INT64_MIN || now_ms - kind->said_ms >= QUIET_MS;
    *unsaid = kind->unsaid;
    kind->unsaid = say ? 0 : kind->unsaid + 1;
    kind->said_ms = say ? now_ms : kind->said_ms;
    pthread_mutex_unlock(&lock);
    return say;
}

/* "[thrd:localhost:9092/1]: " tells nothing that the text does not. */
static const char *without_thread(const char *text)
{
    const char *end = strncmp(text, "[thrd:", 6) == 0 ? strstr(text, "]: ") : NULL;
    return end ? end + 3 : text;
}

static enum weir_level level_of(int syslog_level)
{
    static const enum weir_level levels[] = {WEIR_ERROR, WEIR_ERROR, WEIR_ERROR, WEIR_WARN,
                                             WEIR_WARN,  WEIR_INFO,  WEIR_INFO,  WEIR_DEBUG};
    return levels[syslog_level & 7];
}

void kafka_on_log(const rd_kafka_t *rk, int level, const char *fac, const char *text)
{
    unsigned unsaid = 0;
    const char *line = without_thread(text);
    const char *name = rk ? rd_kafka_name(rk) : "";
    if (level >= 7) {
        weir_debug(kafka_log(), "%s %s: %s", name, fac, line);
    } else if (!worth_saying(line, &unsaid)) {
        return;
    } else if (unsaid) {
        WEIR_LOG_AT(kafka_log(), level_of(level), "%s: %s (%u times before)", name, line, unsaid);
    } else {
        WEIR_LOG_AT(kafka_log(), level_of(level), "%s: %s", name, line);
    }
}
