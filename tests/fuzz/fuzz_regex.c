/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Three lines: a pattern, a replacement and, with all that follows, a text. Whatever they are, they
 * are refused or replaced, within the buffer's maximum.
 */
#include <weir/regex.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct weir_str take_line(struct weir_str *rest)
{
    struct weir_str line = {.p = rest->p, .n = 0};
    return weir_str_split(rest, '\n', &line) ? line : line;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct weir_str rest = weir_str_n(data, size);
    struct weir_str pattern = take_line(&rest);
    struct weir_str replacement = take_line(&rest);
    struct weir_err err;
    struct weir_regex *regex = weir_regex_new(pattern, size % 2 ? WEIR_REGEX_NOCASE : 0, &err);
    if (!regex) {
        return 0;
    }
    struct weir_buf out;
    weir_buf_init(&out, 1 << 16);
    weir_regex_matches(regex, rest);
    for (int all = 0; all < 2; all++) {
        (void)weir_regex_replace(regex, rest, replacement, all, &out, &err);
        weir_buf_reset(&out);
    }
    weir_buf_free(&out);
    weir_regex_free(regex);
    return 0;
}
