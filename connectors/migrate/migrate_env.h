/* SPDX-License-Identifier: Apache-2.0 */
/*
 * migrate_env.h: .env, and a configuration's variables filled from it.
 */
#ifndef MIGRATE_ENV_H
#define MIGRATE_ENV_H

#include <weir/props.h>

/*
 * KEY=value lines, as the runbook reads them: a value is taken as it stands, only the blanks around
 * it go, and one pair of quotes around the whole of it. The last of a key counts; what is no such
 * line is passed over.
 */
void migrate_env_parse(struct weir_str text, struct weir_props *env);

/*
 * Fills ${NAME} ([A-Z][A-Z0-9_]*) in value; all else stays, what is filled in is not looked at
 * again. jaas: inside quotes, so that quotes and backslashes are escaped. False: *missing is not in
 * env.
 */
bool migrate_env_fill(struct weir_str value, const struct weir_props *env, bool jaas,
                      struct weir_buf *out, struct weir_str *missing);

#endif
