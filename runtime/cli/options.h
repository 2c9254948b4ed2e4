/* SPDX-License-Identifier: Apache-2.0 */
/*
 * options.h: the command line of a subcommand, from one table that also makes its --help.
 */
#ifndef OPTIONS_H
#define OPTIONS_H

#include <weir/str.h>

/* Exit codes that scripts can use. */
enum {
    EXIT_OK = 0,
    EXIT_FAILED = 1, /* it could not be done, or the answer is no */
    EXIT_USAGE = 2,  /* the command line or a configuration is wrong */
};

struct option_spec {
    char letter;       /* 0: none */
    const char *name;  /* without dashes */
    const char *value; /* what it takes, for the help: "FILE"; NULL: a flag */
    const char *doc;
    const char **text; /* where the value goes; a flag sets *flag */
    bool *flag;
};

struct command_spec {
    const char *name;
    const char *summary;   /* one line */
    const char *arguments; /* "CLASS", "[FILE]"; NULL: none */
    const char *details;   /* paragraphs after the options; NULL: none */
    const struct option_spec *options; /* ends with a row without a name */
    int arguments_min, arguments_max;
};

/*
 * Takes the options; arguments are moved to the front of argv, *n_arguments says how many. Returns
 * -1 to go on, else the exit code: --help was printed (0) or something is wrong (2, with the
 * nearest option suggested).
 */
int options_parse(const struct command_spec *spec, int argc, char **argv, int *n_arguments);
const char *nearest_name(struct weir_str name, const char *const *names, size_t n);
void options_help(const struct command_spec *spec);
/* "weir cat: " and the text to stderr; returns code. */
int command_fails(const char *command, int code, const char *fmt, ...) WEIR_PRINTF(3, 4);

#endif
