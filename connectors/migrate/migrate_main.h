/* SPDX-License-Identifier: Apache-2.0 */
/* migrate_main.h: the subcommand; returns the exit code. */
#ifndef MIGRATE_MAIN_H
#define MIGRATE_MAIN_H

int migrate_main(int argc, char **argv);

#endif
