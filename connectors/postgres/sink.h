/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sink.h: a running sink and the steps of a batch through it, one file each:
 * batch -> sink_plan -> sink_reduce -> sink_sql -> sink_bind -> sink_exec -> PostgreSQL.
 * Task's thread.
 */
#ifndef SINK_H
#define SINK_H

#include "common/pg/pg_pipe.h"
#include "common/pg/pg_table.h"
#include "common/sink/sink_bind.h"

struct sink;
struct sink_place;

/* ---- a target table ---- */

struct sink_target {
    struct weir_str schema; /* as asked for; p NULL: along the search path */
    struct weir_str name;
    struct weir_str words;   /* "shop"."orders", for SQL and people */
    struct pg_table *table;  /* NULL: there is none */
    struct weir_arena arena; /* of table */
    uint64_t looked;         /* the batch for which it was looked for in vain */
    uint64_t version;        /* grows whenever table is read again */
    int depth;               /* below the tables its foreign keys point to */
    bool filling;            /* its keys are new until one is met, see sink_fill.c */
    uint64_t stage;          /* the reduction's, see sink_reduce.c */
    struct sink_write *stage_write;
    unsigned stage_ops;
    struct sink_target *next;
};

/* ---- a plan's records into one table ---- */

/* FILL is a group of WRITEs; records that make nothing are SKIP. */
enum sink_op { OP_DELETE, OP_WRITE, OP_TRUNCATE, OP_FILL, OP_SKIP };

struct sink_write {
    struct sink_plan *plan;
    struct sink_target *target;
    uint64_t version;        /* of the target, for which the rest was made */
    struct sink_bind *binds; /* one a column */
    const char *refused;
    bool covers_all; /* every column of the table that can be written */
    bool keys_alike; /* two that look different may be one row's, see sink_key.c */
    struct pg_statement statements[OP_SKIP];
    uint64_t stage;
    int groups[OP_SKIP]; /* of the stage; -1: none yet */
    struct sink_write *next;
};

/* ---- the batch at hand ---- */

#define NO_ROW UINT32_MAX

struct sink_row {
    struct sink_write *write;
    const struct weir_value *sides[SIDE_COUNT];
    uint64_t stage;
    uint32_t rec; /* index in the batch */
    uint32_t next; /* of its group; NO_ROW: the last */
    uint8_t op;
    bool changes;    /* a row that was there before */
    bool superseded; /* by a later one of its key */
    bool waits;      /* for a row that a foreign key wants, see sink_bisect.c */
    bool bad;
};

/* Rows that one statement takes. */
struct sink_group {
    struct sink_write *write;
    enum sink_op op;
    uint64_t stage;
    uint32_t first, last, n;
    size_t params; /* first of sink->params */
};

struct sink {
    struct weir_task *task;
    const struct weir_log *log;
    const struct sink_conf *conf;
    struct pg_session *session;
    bool stop_at_bad; /* errors.tolerance=none: nothing behind a bad record is written */
    struct weir_arena plan_arena; /* plans and writes */
    struct sink_plan **plans;     /* hashed */
    size_t n_plans;
    struct sink_plan *last_plan;
    struct sink_target *targets;
    bool targets_changed; /* since they were ranked */
    uint64_t stage; /* numbers stages over all batches */
    /* of the batch */
    struct weir_batch *batch;
    struct weir_verdicts *verdicts;
    struct sink_row *rows;
    uint64_t n_batches;
    uint32_t n_rows;
    uint32_t n_bad;
    uint32_t first_bad; /* the record; NO_ROW: none */
    struct sink_group *groups;
    uint32_t n_groups, cap_groups;
    struct weir_buf wire; /* all parameters, one after another */
    struct pg_param *params;
    size_t n_params, cap_params;
    bool again;   /* a row was found bad while binding: begin again without it */
    bool in_txn;  /* a transaction is open, see END_KEEP */
    bool ahead;   /* a batch is with PostgreSQL, its answer not taken yet */
    bool behind;  /* this put has not caught up with it */
    bool lost;    /* it failed, and the bus reads on from there */
    struct weir_err caught_up; /* what catching up came to */
    uint32_t careful;   /* so many batches are not sent ahead: one that was has failed */
    uint32_t batch_max; /* records of the largest batch so far */
    struct sink_place *places; /* how far each partition is written */
    size_t n_places;
    /* exactly once */
    uint64_t places_serial; /* of the connection in which they were read */
    const char *offsets_table;
    struct pg_statement offsets_update;
    struct weir_buf offsets_sql;
    bool held; /* the transaction waits for the flush, which makes the dead letters durable first */
    uint64_t n_nul; /* NUL characters taken out of texts */
};

/* ---- sink_plan.c ---- */
/* Every live record becomes a row of sink->rows, or a verdict; target tables exist afterwards. */
enum weir_verdict sink_plan_batch(struct sink *sink, struct weir_err *err);
void sink_plans_init(struct sink *sink);
void sink_plans_free(struct sink *sink);
/* The record of the row is at fault. */
void sink_row_bad(struct sink *sink, struct sink_row *row, const char *fmt, ...) WEIR_PRINTF(3, 4);

/* ---- sink_target.c ---- */
/* The table of that name ("schema.table"), read from the catalogue if it is new. */
enum weir_verdict sink_target_find(struct sink *sink, struct weir_str name,
                                   struct sink_target **target, struct weir_err *err);
enum weir_verdict sink_target_read(struct sink *sink, struct sink_target *target,
                                   struct weir_err *err);
/* Sets each one's depth by the foreign keys among them. */
void sink_targets_rank(struct sink *sink);
void sink_targets_forget(struct sink *sink); /* all are read again at their next use */
void sink_targets_free(struct sink *sink);

/* ---- sink_ddl.c ---- */
/* Creates the table or adds columns, as schema.evolution allows; BAD_DATA for this shape. */
enum weir_verdict sink_ddl_ensure(struct sink *sink, const struct sink_plan *plan,
                                  struct sink_target *target, struct weir_err *err);

/* ---- sink_write.c ---- */
/* The way of the plan's records into the table, made or renewed. */
enum weir_verdict sink_write_find(struct sink *sink, struct sink_plan *plan,
                                  struct sink_target *target, struct sink_write **write,
                                  struct weir_err *err);

/* ---- sink_reduce.c ---- */
/* Rows [from, to) become groups in the order of their execution, the last of each key only. */
void sink_reduce(struct sink *sink, uint32_t from, uint32_t to);
/* A later row has the same key. */
bool sink_is_overtaken(const struct sink *sink, uint32_t i);

/* ---- sink_fill.c ---- */
/* Upserts of many rows into a table that has none become inserts. */
void sink_fill(struct sink *sink);
/* Whether the groups at hand had such, one of which may have met a key: from now on none has. */
bool sink_fill_ends(struct sink *sink);

/* ---- sink_sql.c ---- */
void sink_sql(struct sink *sink); /* the groups' statements exist */

/* ---- sink_bind.c ---- */
enum weir_verdict sink_bind(struct sink *sink, struct weir_err *err);

/* ---- sink_exec.c ---- */
enum sink_end {
    END_COMMIT, /* the batch's transaction begins and ends with these groups */
    END_AHEAD,  /* the same, but nobody waits for the answer: see sink_land */
    END_KEEP,   /* it begins if it has not, and stays open; after an error it is as before */
};
enum weir_verdict sink_exec(struct sink *sink, enum sink_end end, struct weir_err *err);
/* The answer to END_AHEAD, if one is due; after an error nothing of that batch is written. */
enum weir_verdict sink_land(struct sink *sink, struct weir_err *err);
/* Ends what END_KEEP left open. */
enum weir_verdict sink_commit(struct sink *sink, struct weir_err *err);
void sink_roll_back(struct sink *sink);

/* ---- sink_offsets.c: exactly once ---- */
/* The batch at hand will have been written, up to its first bad record if that ends the task. */
void sink_offsets_advance(struct sink *sink);
void sink_offsets_retreat(struct sink *sink); /* nothing of it was */
/* After a new connection: what the table says, since a commit may have gone unanswered. *moved: it
 * is not what was thought. */
enum weir_verdict sink_offsets_check(struct sink *sink, bool *moved, struct weir_err *err);
void sink_offsets_stored(struct sink *sink);  /* the transaction that holds them was committed */
bool sink_offsets_due(const struct sink *sink);
/* Puts what has moved into the transaction; another task's move makes it fail. */
enum weir_verdict sink_offsets_send(struct sink *sink, int tag, struct weir_err *err);
enum weir_verdict sink_assigned(void *self, const struct weir_topic_partition *partitions, size_t n,
                                struct weir_err *err);
enum weir_verdict sink_revoked(void *self, const struct weir_topic_partition *partitions, size_t n,
                               struct weir_err *err);
void sink_offsets_free(struct sink *sink);
void sink_offsets_table(struct weir_str full, struct weir_buf *words); /* as SQL writes it */
enum weir_verdict sink_offsets_create(struct pg_session *session, const char *words,
                                      struct weir_err *err);

/* ---- sink_flush.c ---- */
enum weir_verdict sink_flush(void *self, struct weir_topic_partition *offsets, size_t n,
                             struct weir_err *err);
/* After a transaction that spanned puts was lost: the bus reads on from what is stored. */
enum weir_verdict sink_rewind(struct sink *sink, struct weir_err *err);
enum weir_verdict sink_alter_offsets(const struct weir_connector *connector, const void *conf,
                                     const struct weir_offset_change *changes, size_t n,
                                     bool *handled, struct weir_err *err);

/* ---- sink_settle.c ---- */
/* Whether the batch's transaction may be committed only by the next flush. */
bool sink_must_hold(const struct sink *sink);
/* COMMIT or AHEAD, if the batch needs no more than that. */
enum sink_end sink_end_of(const struct sink *sink);
enum weir_verdict sink_settle(struct sink *sink, struct weir_err *err);
/* Takes the answer to the batch before, once a put: as late as possible, but before anything is asked
 * of PostgreSQL or said of a record. RETRY with sink->lost: that one has failed, and the bus reads
 * on from there, so that the one at hand comes again too. */
enum weir_verdict sink_catch_up(struct sink *sink, struct weir_err *err);
/* Somebody has changed the tables: what is known of them is forgotten, try again. */
bool sink_is_stale(struct sink *sink, enum weir_verdict verdict);
/* The batch failed with err: nothing of it stays; the verdict for put. */
enum weir_verdict sink_give_up(struct sink *sink, struct weir_err *err);

/* ---- sink_bisect.c ---- */
/* Whether rows may be to blame for the error. */
bool sink_is_about_rows(const struct sink *sink, enum weir_verdict verdict);
/* Writes all rows but the bad ones, which get their verdicts. */
enum weir_verdict sink_bisect(struct sink *sink, struct weir_err *err);

/* ---- sink_blame.c ---- */
/* The row's write failed as the session's error says: which column it was, in words; or *again: its
 * way into the table has changed. */
enum weir_verdict sink_blame(struct sink *sink, struct sink_row *row, bool *again,
                             struct weir_err *err);

/* ---- sink_keys.c ---- */
extern const struct weir_conf_key sink_keys[];

/* ---- sink_open.c ---- */
enum weir_verdict sink_open(struct weir_task *task, const void *conf, void **self,
                            struct weir_err *err);
void sink_close(void *self);
void sink_wake(void *self);
enum weir_verdict sink_task_configs(const struct weir_connector *connector, const void *conf,
                                    int max, struct weir_task_configs *configs,
                                    struct weir_err *err);

/* ---- sink_task.c ---- */
/* Rows [from, to): reduced, bound and executed. Rows that cannot be bound become bad on the way. */
enum weir_verdict sink_write_rows(struct sink *sink, uint32_t from, uint32_t to, enum sink_end end,
                                  struct weir_err *err);
enum weir_verdict sink_put(void *self, struct weir_batch *batch, struct weir_verdicts *verdicts,
                           struct weir_err *err);
extern const struct weir_sink_ops sink_ops;

/* ---- sink_confluent.c ---- */
extern const struct weir_conf_key sink_confluent_keys[];
extern const struct weir_sink_ops sink_confluent_ops;

/* ---- sink_validate.c: conf is complete but for sink_conf_complete ---- */
void sink_validate(const struct weir_connector *connector, const void *conf, int64_t deadline_ms,
                   struct weir_report *report);

#endif
