/* SPDX-License-Identifier: Apache-2.0 */
/* golden.c: reads a file of cases line by line. */
#include "golden.h"

#include <stdio.h>
#include <stdlib.h>

#include "unit.h"

void golden_lines(const char *folder, const char *file,
                  void (*take)(void *self, const char *text, size_t n), void *self)
{
    char path[4096];
    snprintf(path, sizeof(path), "%s/tests/golden/%s/%s.jsonl", TEST_SOURCE_DIR, folder, file);
    FILE *f = fopen(path, "r");
    assert_non_null(f);
    char *text = NULL;
    size_t cap = 0;
    for (ssize_t n; (n = getline(&text, &cap, f)) > 0;) {
        take(self, text, (size_t)n);
    }
    free(text);
    fclose(f);
}

void golden_judge(const char *file, int lines, int lines_min, int different, int wrong)
{
    print_message("%s: %d lines, %d differ on purpose, %d wrong\n", file, lines, different, wrong);
    assert_int_equal(0, wrong);
    assert_true(lines >= lines_min);
}
