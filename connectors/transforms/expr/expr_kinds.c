/* SPDX-License-Identifier: Apache-2.0 */
/*
 * expr_kinds.c: the tables of what an expression may come to: what each kind is called, and which
 * members it has and of what kinds they are. expr_check.c goes by them.
 */
#include "expr_parts.h"

static const struct {
    uint32_t of;
    const char *name;
} of_names[] = {
    {OF_NULL, "null"},       {OF_BOOLEAN, "a boolean"},   {OF_NUMBER, "a number"},
    {OF_STRINGS, "a text"},  {OF_CHAR, "a char"},         {OF_BYTES, "bytes"},
    {OF_LIST, "a list"},     {OF_ARRAY, "an array"},      {OF_MAP, "a map"},
    {OF_SCHEMA, "a schema"}, {OF_TYPE, "a type"},         {OF_FIELDS, "the fields of a schema"},
    {OF_FIELD, "a field"},   {OF_HEADERS, "the headers"}, {OF_HEADER, "a header"},
};

const char *expr_name_of(uint32_t of)
{
    for (size_t i = 0; i < sizeof(of_names) / sizeof(of_names[0]); i++) {
        if ((of & ~of_names[i].of) == 0) {
            return of_names[i].name;
        }
    }
    return "what stands there";
}

static const struct {
    uint32_t of;
    const char *name; /* NULL: any */
    uint32_t gives;
} members[] = {
    {OF_STRUCT, "schema", OF_SCHEMA},
    {OF_STRUCT, "values", OF_ARRAY},
    {OF_STRUCT | OF_MAP, NULL, OF_VALUE},
    {OF_HEADERS, NULL, OF_HEADER | OF_NULL},
    {OF_STRINGS, "bytes", OF_BYTES},
    {OF_STRINGS, "empty", OF_BOOLEAN},
    {OF_STRINGS, "blank", OF_BOOLEAN},
    {OF_LIST, "empty", OF_BOOLEAN},
    {OF_ARRAY | OF_BYTES, "length", OF_NUMBER},
    {OF_LISTS, NULL, OF_LIST},
    {OF_DATE, "time", OF_NUMBER},
    {OF_SCHEMA, "name", OF_TEXT | OF_NULL},
    {OF_SCHEMA, "doc", OF_TEXT | OF_NULL},
    {OF_SCHEMA, "version", OF_NUMBER | OF_NULL},
    {OF_SCHEMA, "optional", OF_BOOLEAN},
    {OF_SCHEMA, "type", OF_TYPE},
    {OF_SCHEMA, "parameters", OF_MAP | OF_NULL},
    {OF_SCHEMA, "fields", OF_FIELDS | OF_NULL},
    {OF_SCHEMA, "keySchema", OF_SCHEMA | OF_NULL},
    {OF_SCHEMA, "valueSchema", OF_SCHEMA | OF_NULL},
    {OF_SCHEMA, "defaultValue", OF_VALUE},
    {OF_TYPE, "name", OF_TEXT},
    {OF_TYPE, "primitive", OF_BOOLEAN},
    {OF_FIELDS, "empty", OF_BOOLEAN},
    {OF_FIELDS, "name", OF_LIST},
    {OF_FIELDS, "index", OF_LIST},
    {OF_FIELD, "name", OF_TEXT},
    {OF_FIELD, "index", OF_NUMBER},
    {OF_FIELD, "schema", OF_SCHEMA},
    {OF_HEADER, "value", OF_VALUE},
    {OF_HEADER, "schema", OF_SCHEMA | OF_NULL},
};

/* Of each kind the first that fits: a list's empty is not that of its items. */
uint32_t expr_member_of(uint32_t of, struct weir_str name)
{
    uint32_t gives = 0;
    for (size_t i = 0; i < sizeof(members) / sizeof(members[0]); i++) {
        if ((members[i].of & of) && (!members[i].name || weir_str_is(name, members[i].name))) {
            gives |= members[i].gives;
        }
    }
    return gives;
}
