/* SPDX-License-Identifier: Apache-2.0 */
/*
 * regex_internal.h: what regex.c and regex_replace.c share.
 */
#ifndef REGEX_INTERNAL_H
#define REGEX_INTERNAL_H

#include <stdatomic.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <weir/regex.h>

struct weir_regex {
    pcre2_code *code;
    _Atomic(pcre2_match_data *) spare; /* kept between matches, so that none allocates */
};

/* pcre2_match. *match goes back with regex_done, whatever came out. */
int regex_run(const struct weir_regex *regex, struct weir_str s, size_t from, uint32_t options,
              pcre2_match_data **match);
void regex_done(const struct weir_regex *regex, pcre2_match_data *match);

#endif
