/* SPDX-License-Identifier: Apache-2.0 */
/*
 * regex_internal.h: what regex.c and regex_replace.c share. PCRE2 is seen nowhere else.
 */
#ifndef REGEX_INTERNAL_H
#define REGEX_INTERNAL_H

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <weir/regex.h>

struct weir_regex {
    pcre2_code *code;
};

/* pcre2_match; *match is the caller's to free whatever comes back. */
int regex_run(const struct weir_regex *regex, struct weir_str s, size_t from, uint32_t options,
              pcre2_match_data **match);

#endif
