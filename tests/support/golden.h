/* SPDX-License-Identifier: Apache-2.0 */
/* golden.h: what the real classes answered, kept in tests/golden, one case a line. */
#ifndef GOLDEN_H
#define GOLDEN_H

#include <stddef.h>

/* Calls take for each line of tests/golden/folder/file.jsonl; fails the test if there is no such
 * file. */
void golden_lines(const char *folder, const char *file,
                  void (*take)(void *self, const char *text, size_t n), void *self);
/* Says what came of them, and fails the test if any was wrong or there were fewer than lines_min. */
void golden_judge(const char *file, int lines, int lines_min, int different, int wrong);

#endif
