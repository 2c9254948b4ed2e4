/* SPDX-License-Identifier: Apache-2.0 */
/*
 * config_record.h: the config topic's records as bytes, exactly as Connect writes them. Read by
 * config_store.c.
 */
#ifndef CONFIG_RECORD_H
#define CONFIG_RECORD_H

#include "bus/bus.h"

enum target_state { TARGET_STARTED, TARGET_PAUSED, TARGET_STOPPED };
const char *target_state_name(enum target_state state);
bool target_state_parse(struct weir_str text, enum target_state *state);

/* Key prefixes, in the order they are tried in. */
#define KEY_TARGET_STATE "target-state-"
#define KEY_CONNECTOR "connector-"
#define KEY_TASK "task-"
#define KEY_COMMIT "commit-"
#define KEY_RESTART "restart-connector-"
#define KEY_FENCING "tasks-fencing-"
#define KEY_SESSION "session-key"
#define KEY_LOGGER "logger-cluster-"

/* Each fills *rec but for its topic; the bytes live in arena. config NULL: a tombstone. */
void config_record_connector(struct weir_arena *arena, struct weir_str name,
                             const struct weir_props *config, struct bus_record *rec);
void config_record_task(struct weir_arena *arena, struct weir_str name, int task,
                        const struct weir_props *config, struct bus_record *rec);
void config_record_commit(struct weir_arena *arena, struct weir_str name, int tasks,
                          struct bus_record *rec);
void config_record_target(struct weir_arena *arena, struct weir_str name, enum target_state state,
                          struct bus_record *rec);
void config_record_target_gone(struct weir_arena *arena, struct weir_str name,
                               struct bus_record *rec);
void config_record_restart(struct weir_arena *arena, struct weir_str name, bool include_tasks,
                           bool only_failed, struct bus_record *rec);
void config_record_fencing(struct weir_arena *arena, struct weir_str name, int tasks,
                           struct bus_record *rec);
void config_record_session_key(struct weir_arena *arena, const uint8_t key[32],
                               int64_t created_ms, struct bus_record *rec);
void config_record_logger(struct weir_arena *arena, struct weir_str logger, struct weir_str level,
                          struct bus_record *rec);

/* "src-2" -> "src", 2: the last dash separates. False: no such form. */
bool task_key_split(struct weir_str text, struct weir_str *name, int *task);

#endif
