/* SPDX-License-Identifier: Apache-2.0 */
/*
 * options.c: long and short options, "--name=value", "-xvalue", "--" as people know them.
 */
#include "cli/options.h"

#include <stdarg.h>
#include <stdio.h>

#include "conf/conf_nearest.h"

int command_fails(const char *command, int code, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    fprintf(stderr, "weir %s: ", command);
    vfprintf(stderr, fmt, args);
    fputc('\n', stderr);
    va_end(args);
    return code;
}

static void help_row(char letter, const char *name, const char *value, const char *doc)
{
    char left[64];
    char dash[5] = "    ";
    if (letter) {
        snprintf(dash, sizeof(dash), "-%c, ", letter);
    }
    snprintf(left, sizeof(left), "  %s--%s%s%s", dash, name, value ? " " : "", value ? value : "");
    printf("%-30s %s\n", left, doc);
}

void options_help(const struct command_spec *spec)
{
    printf("weir %s%s%s [options]\n\n%s\n\nOptions:\n", spec->name, spec->arguments ? " " : "",
           spec->arguments ? spec->arguments : "", spec->summary);
    for (const struct option_spec *option = spec->options; option && option->name; option++) {
        help_row(option->letter, option->name, option->value, option->doc);
    }
    help_row('h', "help", NULL, "This text");
    if (spec->details) {
        printf("\n%s\n", spec->details);
    }
}

static const struct option_spec *find_long(const struct command_spec *spec, struct weir_str name)
{
    for (const struct option_spec *option = spec->options; option && option->name; option++) {
        if (weir_str_is(name, option->name)) {
            return option;
        }
    }
    return NULL;
}

static const struct option_spec *find_letter(const struct command_spec *spec, char letter)
{
    for (const struct option_spec *option = spec->options; option && option->name; option++) {
        if (option->letter == letter) {
            return option;
        }
    }
    return NULL;
}

/* The nearest of names, NULL when none is near enough to be meant. */
const char *nearest_name(struct weir_str name, const char *const *names, size_t n)
{
    const char *best = NULL;
    size_t best_distance = SIZE_MAX;
    for (size_t i = 0; i < n; i++) {
        size_t distance = conf_distance(name, weir_str_of(names[i]));
        if (distance < best_distance && conf_is_near(distance, name)) {
            best = names[i];
            best_distance = distance;
        }
    }
    return best;
}

static int unknown(const struct command_spec *spec, const char *arg, struct weir_str name)
{
    const char *names[64];
    size_t n = 0;
    for (const struct option_spec *option = spec->options; option && option->name && n < 63;
         option++) {
        names[n++] = option->name;
    }
    names[n++] = "help";
    const char *near = name.n > 1 ? nearest_name(name, names, n) : NULL;
    return command_fails(
        spec->name, EXIT_USAGE, "there is no option %s%s%s%s weir %s --help lists them", arg,
        near ? "; did you mean --" : "", near ? near : "", near ? "?" : ";", spec->name);
}

struct cursor {
    const struct command_spec *spec;
    int argc;
    char **argv;
    int at;
};

/* inline_value: what stood behind "=" or the letter; NULL: the next argument. */
static int apply(struct cursor *cursor, const struct option_spec *option, const char *inline_value)
{
    if (!option->value) {
        if (inline_value) {
            return command_fails(cursor->spec->name, EXIT_USAGE, "--%s takes no value",
                                 option->name);
        }
        *option->flag = true;
        return -1;
    }
    if (!inline_value && cursor->at + 1 >= cursor->argc) {
        return command_fails(cursor->spec->name, EXIT_USAGE, "--%s needs %s", option->name,
                             option->value);
    }
    *option->text = inline_value ? inline_value : cursor->argv[++cursor->at];
    if (option->flag) {
        *option->flag = true;
    }
    return -1;
}

static int take_long(struct cursor *cursor, const char *arg)
{
    struct weir_str name = weir_str_of(arg + 2);
    ptrdiff_t eq = weir_str_chr(name, '=');
    const char *value = eq < 0 ? NULL : name.p + eq + 1;
    name.n = eq < 0 ? name.n : (size_t)eq;
    const struct option_spec *option = find_long(cursor->spec, name);
    return option ? apply(cursor, option, value) : unknown(cursor->spec, arg, name);
}

/* "-fe" is "-f -e" while the letters are flags; "-o5" gives 5 to -o. */
static int take_letters(struct cursor *cursor, const char *arg)
{
    int rc = -1;
    for (const char *at = arg + 1; *at && rc < 0; at++) {
        const struct option_spec *option = find_letter(cursor->spec, *at);
        if (!option) {
            return unknown(cursor->spec, arg, weir_str_of(at));
        }
        if (option->value) {
            return apply(cursor, option, at[1] ? at + 1 : NULL);
        }
        rc = apply(cursor, option, NULL);
    }
    return rc;
}

static bool asks_help(const char *arg)
{
    return strcmp(arg, "--help") == 0 || strcmp(arg, "-h") == 0;
}

static int check_count(const struct command_spec *spec, int n, char **argv)
{
    if (n < spec->arguments_min) {
        return command_fails(spec->name, EXIT_USAGE, "%s is missing; weir %s --help says more",
                             spec->arguments, spec->name);
    }
    if (n > spec->arguments_max) {
        return command_fails(
            spec->name, EXIT_USAGE, "%s is more than %s%s; weir %s --help says more",
            argv[spec->arguments_max], spec->arguments ? "the " : "it takes, no arguments",
            spec->arguments ? spec->arguments : "", spec->name);
    }
    return -1;
}

int options_parse(const struct command_spec *spec, int argc, char **argv, int *n_arguments)
{
    struct cursor cursor = {.spec = spec, .argc = argc, .argv = argv};
    bool only_arguments = false;
    int n = 0;
    for (; cursor.at < argc; cursor.at++) {
        char *arg = argv[cursor.at];
        int rc = -1;
        if (only_arguments || arg[0] != '-' || arg[1] == 0 || (arg[1] >= '0' && arg[1] <= '9')) {
            argv[n++] = arg;
        } else if (strcmp(arg, "--") == 0) {
            only_arguments = true;
        } else if (asks_help(arg)) {
            options_help(spec);
            return EXIT_OK;
        } else {
            rc = arg[1] == '-' ? take_long(&cursor, arg) : take_letters(&cursor, arg);
        }
        if (rc >= 0) {
            return rc;
        }
    }
    *n_arguments = n;
    return check_count(spec, n, argv);
}
