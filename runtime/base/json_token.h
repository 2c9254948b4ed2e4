/* SPDX-License-Identifier: Apache-2.0 */
/*
 * json_token.h: what json_read.c and json_token.c have in common: where a reader stands, and the
 * tokens that have a text. For the reader in base/ only.
 */
#ifndef BASE_JSON_TOKEN_H
#define BASE_JSON_TOKEN_H

#include <weir/json.h>

enum json_state {
    JSON_VALUE,        /* a value has to come */
    JSON_VALUE_OR_END, /* after [ */
    JSON_NAME_OR_END,  /* after { */
    JSON_NAME,
    JSON_AFTER_VALUE,
    JSON_BROKEN,
};

/* Keeps the first error; returns WEIR_JSON_ERROR. */
enum weir_json_token json_fail(struct weir_json_reader *jr, const char *error);
/* From the opening quote over the closing one; false: failed. */
bool json_take_string(struct weir_json_reader *jr);
/* From the sign or first digit. */
enum weir_json_token json_take_number(struct weir_json_reader *jr);
/* The token if that word stands there and ends there. */
enum weir_json_token json_take_word(struct weir_json_reader *jr, struct weir_str word,
                                    enum weir_json_token token);
/* Four hex digits at p, which has four bytes; -1 if one is none. */
int json_hex_unit(const char *p);

#endif
