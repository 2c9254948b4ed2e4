/* SPDX-License-Identifier: Apache-2.0 */
/*
 * commands.h: the subcommands, one file each. Each takes its own arguments and returns the exit
 * code (options.h).
 */
#ifndef COMMANDS_H
#define COMMANDS_H

int command_run(int argc, char **argv);
int command_cat(int argc, char **argv);
int command_topics(int argc, char **argv);
int command_plugins(int argc, char **argv);
int command_validate(int argc, char **argv);
int command_doctor(int argc, char **argv);
int command_takeover(int argc, char **argv);
int command_help(int argc, char **argv);

#endif
