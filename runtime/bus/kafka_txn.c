/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kafka_txn.c: a producer's transactions. librdkafka says of each error whether the producer is
 * finished, the transaction is, or the call may be made again; that is the verdict.
 */
#include "bus/kafka_produce.h"

#define ABORT_SETTLE_MS 2000

static enum weir_verdict verdict_of(struct kafka_producer *producer, rd_kafka_error_t *error,
                                    const char *what, struct weir_err *err)
{
    if (!error) {
        return WEIR_OK;
    }
    struct kafka_client *client = producer->client;
    struct weir_str id = weir_props_get(&client->conf.rd, "transactional.id");
    kafka_error(client, err, rd_kafka_error_code(error), rd_kafka_error_string(error),
                "cannot %s the transaction of %.*s", what, WEIR_STR_ARG(id));
    if (rd_kafka_error_is_fatal(error)) {
        err->class = WEIR_FATAL;
    } else if (rd_kafka_error_txn_requires_abort(error)) {
        err->class = WEIR_ABORT_TXN;
    } else if (rd_kafka_error_is_retriable(error)) {
        err->class = WEIR_RETRY;
    }
    rd_kafka_error_destroy(error);
    atomic_store(&producer->failed, true);
    return err->class;
}

static struct kafka_producer *of(struct bus_producer *producer)
{
    return (struct kafka_producer *)producer;
}

enum weir_verdict kafka_txn_init(struct bus_producer *producer, int64_t timeout_ms,
                                 struct weir_err *err)
{
    enum weir_verdict verdict = kafka_trouble(of(producer)->client, err);
    if (verdict) {
        return verdict;
    }
    return verdict_of(of(producer),
                      rd_kafka_init_transactions(of(producer)->client->rk, (int)timeout_ms),
                      "prepare", err);
}

enum weir_verdict kafka_txn_begin(struct bus_producer *producer, struct weir_err *err)
{
    atomic_store(&of(producer)->failed, false);
    return verdict_of(of(producer), rd_kafka_begin_transaction(of(producer)->client->rk), "begin",
                      err);
}

/* What waits has to be librdkafka's before it commits. */
enum weir_verdict kafka_txn_commit(struct bus_producer *producer, int64_t timeout_ms,
                                   struct weir_err *err)
{
    enum weir_verdict verdict = kafka_flush(producer, timeout_ms, err);
    if (verdict) {
        return verdict;
    }
    return verdict_of(of(producer),
                      rd_kafka_commit_transaction(of(producer)->client->rk, (int)timeout_ms),
                      "commit", err);
}

/*
 * librdkafka 2.0 tells the broker to abort what it has asked to begin, also when the broker has
 * refused that for now, because it still writes the markers of the transaction before; the broker
 * then calls the state invalid, and the producer is finished. So a transaction that is well is
 * given time to begin.
 */
enum weir_verdict kafka_txn_abort(struct bus_producer *producer, int64_t timeout_ms,
                                  struct weir_err *err)
{
    if (!atomic_load(&of(producer)->failed)) {
        struct weir_err late;
        kafka_flush(producer, timeout_ms < ABORT_SETTLE_MS ? timeout_ms : ABORT_SETTLE_MS, &late);
    }
    kafka_send_cancel(of(producer)->client, NULL);
    return verdict_of(of(producer),
                      rd_kafka_abort_transaction(of(producer)->client->rk, (int)timeout_ms),
                      "abort", err);
}
