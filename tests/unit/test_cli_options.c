/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <stdlib.h>
#include <unistd.h>

#include "cli/options.h"
#include "cli/paint.h"

static const char *topic, *offset;
static bool follow, json;
static char printed[8192];

static const struct option_spec rows[] = {
    {'t', "topic", "TOPIC", "which", &topic, NULL},
    {'o', "offset", "WHERE", "from where", &offset, NULL},
    {'F', "follow", NULL, "go on", NULL, &follow},
    {'J', "json", NULL, "as JSON", NULL, &json},
    {0},
};
static const struct command_spec spec = {.name = "cat",
                                         .summary = "Reads.",
                                         .arguments = "[TOPIC]",
                                         .options = rows,
                                         .arguments_max = 1};

/* Runs the parser on a line of words with fd (1 or 2) caught in printed. */
static int parse(const char *line, int fd, int *n, char **argv)
{
    static char words[256];
    int argc = 0;
    snprintf(words, sizeof(words), "%s", line);
    for (char *rest = words, *word; (word = strsep(&rest, " "));) {
        argv[argc++] = word;
    }
    topic = offset = NULL;
    follow = json = false;
    FILE *file = tmpfile();
    FILE *stream = fd == 1 ? stdout : stderr;
    fflush(stream);
    int kept = dup(fd);
    dup2(fileno(file), fd);
    int code = options_parse(&spec, *line ? argc : 0, argv, n);
    fflush(stream);
    dup2(kept, fd);
    close(kept);
    rewind(file);
    printed[fread(printed, 1, sizeof(printed) - 1, file)] = '\0';
    fclose(file);
    return code;
}

static void test_ways_to_write_one(void **state)
{
    (void)state;
    static const struct {
        const char *line, *topic, *offset;
        bool follow, json;
        int n;
    } cases[] = {
        {"", NULL, NULL, false, false, 0},
        {"--topic a --offset=-5", "a", "-5", false, false, 0},
        {"-ta -o -5", "a", "-5", false, false, 0},
        {"-FJ -o5 x", NULL, "5", true, true, 1},
        {"-Jtb", "b", NULL, false, true, 0},
        {"x --follow", NULL, NULL, true, false, 1},
        {"--json -- --follow", NULL, NULL, false, true, 1},
        {"-t -", "-", NULL, false, false, 0},
        {"-", NULL, NULL, false, false, 1},
    };
    for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
        char *argv[16];
        int n = -1;
        assert_int_equal(parse(cases[i].line, 2, &n, argv), -1);
        assert_int_equal(n, cases[i].n);
        assert_true(weir_str_eq(weir_str_of(topic), weir_str_of(cases[i].topic)));
        assert_true(weir_str_eq(weir_str_of(offset), weir_str_of(cases[i].offset)));
        assert_int_equal(follow, cases[i].follow);
        assert_int_equal(json, cases[i].json);
    }
}

static void test_what_is_wrong(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"--tpoic a",
         "weir cat: there is no option --tpoic; did you mean --topic? weir cat --help "
         "lists them\n"},
        {"--nothing", "weir cat: there is no option --nothing; weir cat --help lists them\n"},
        {"-x", "weir cat: there is no option -x; weir cat --help lists them\n"},
        {"--topic", "weir cat: --topic needs TOPIC\n"},
        {"-o", "weir cat: --offset needs WHERE\n"},
        {"--json=yes", "weir cat: --json takes no value\n"},
        {"a b", "weir cat: b is more than the [TOPIC]; weir cat --help says more\n"},
    };
    for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
        char *argv[16];
        int n = 0;
        assert_int_equal(parse(cases[i][0], 2, &n, argv), EXIT_USAGE);
        assert_string_equal(printed, cases[i][1]);
    }
}

static void test_help(void **state)
{
    (void)state;
    char *argv[16];
    int n = 0;
    assert_int_equal(parse("-J --help", 1, &n, argv), EXIT_OK);
    assert_non_null(strstr(printed, "weir cat [TOPIC] [options]\n\nReads.\n"));
    assert_non_null(strstr(printed, "  -t, --topic TOPIC            which\n"));
    assert_non_null(strstr(printed, "  -h, --help "));
    assert_null(strchr(printed, '\033'));
}

static void test_no_colours_into_files(void **state)
{
    (void)state;
    FILE *file = tmpfile();
    setenv("TERM", "xterm", 1);
    assert_false(paint_wanted(fileno(file)));
    fclose(file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ways_to_write_one),
        cmocka_unit_test(test_what_is_wrong),
        cmocka_unit_test(test_help),
        cmocka_unit_test(test_no_colours_into_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
