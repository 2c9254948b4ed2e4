/* SPDX-License-Identifier: Apache-2.0 */
/*
 * alias.c: the names under which people write a class: in full, without its package, and without
 * the suffix that says what kind of thing it is.
 */
#include "plugin/alias.h"

static const char *suffix_of(enum weir_kind kind)
{
    switch (kind) {
    case WEIR_SOURCE:
    case WEIR_SINK:
        return "Connector";
    case WEIR_TRANSFORMATION:
        return "Transformation";
    case WEIR_PREDICATE:
        return "Predicate";
    case WEIR_CONVERTER:
        return "Converter";
    case WEIR_HEADER_CONVERTER:
        return "HeaderConverter";
    case WEIR_SUBCOMMAND:
        break;
    }
    return "";
}

struct weir_str alias_simple(const char *class_name)
{
    const char *dot = strrchr(class_name, '.');
    return weir_str_of(dot ? dot + 1 : class_name);
}

/* A class within another is called without that one's name in Java, and so for no use. */
static bool is_inner(const char *class_name)
{
    return strchr(class_name, '$');
}

struct weir_str alias_pruned(enum weir_kind kind, const char *class_name)
{
    struct weir_str simple = alias_simple(class_name);
    struct weir_str suffix = weir_str_of(suffix_of(kind));
    if (simple.n > suffix.n && weir_str_ends(simple, suffix)) {
        simple.n -= suffix.n;
    }
    return simple;
}

bool alias_is_kafkas(const char *class_name)
{
    return weir_str_starts(weir_str_of(class_name), WEIR_STR("org.apache.kafka."));
}

enum alias_fit alias_fits(enum weir_kind kind, const char *class_name, struct weir_str name)
{
    if (weir_str_is(name, class_name)) {
        return ALIAS_FULL;
    }
    bool fits = !is_inner(class_name) && (weir_str_eq(name, alias_simple(class_name)) ||
                                          weir_str_eq(name, alias_pruned(kind, class_name)));
    return fits ? ALIAS_SHORT : ALIAS_NONE;
}
