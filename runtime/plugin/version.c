/* SPDX-License-Identifier: Apache-2.0 */
/*
 * version.c: Maven's version requirements as Connect takes them: "1.2" means just that one,
 * "[1.0,2.0)" a range with either end open, "latest" whichever is there. Asked by REST's plugin
 * configuration and by connector.plugin.version.
 */
#include "plugin/connector_check.h"

/* Numbers by value, other letters by text: 4.10 is newer than 4.9. */
static int compare_versions(struct weir_str a, struct weir_str b)
{
    struct weir_str left, right;
    for (;;) {
        bool more_a = weir_str_split(&a, '.', &left);
        bool more_b = weir_str_split(&b, '.', &right);
        if (!more_a || !more_b) {
            return (int)more_a - (int)more_b;
        }
        int64_t x = 0, y = 0;
        bool numbers = weir_str_to_i64(left, &x) && weir_str_to_i64(right, &y);
        int order = numbers ? (x > y) - (x < y) : weir_str_cmp(left, right);
        if (order != 0) {
            return order;
        }
    }
}

struct range {
    struct weir_str low, high; /* n 0: open */
    bool low_in, high_in;
};

static bool parse_range(struct weir_str text, struct range *range)
{
    char first = text.n ? text.p[0] : 0;
    if (first != '[' && first != '(') {
        *range = (struct range){text, text, true, true};
        return weir_str_chr(text, ',') < 0;
    }
    char last = text.p[text.n - 1];
    if (text.n < 3 || (last != ']' && last != ')')) {
        return false;
    }
    struct weir_str inside = weir_str_n(text.p + 1, text.n - 2);
    ptrdiff_t comma = weir_str_chr(inside, ',');
    range->low_in = first == '[';
    range->high_in = last == ']';
    if (comma < 0) {
        range->low = range->high = weir_str_trim(inside);
        return range->low_in && range->high_in;
    }
    range->low = weir_str_trim(weir_str_n(inside.p, (size_t)comma));
    range->high = weir_str_trim(weir_str_from(inside, (size_t)comma + 1));
    return true;
}

static bool contains(const struct range *range, struct weir_str version)
{
    if (range->low.n == 0 && range->high.n == 0) {
        return false;
    }
    int low = range->low.n ? compare_versions(version, range->low) : 1;
    int high = range->high.n ? compare_versions(version, range->high) : -1;
    return (low > 0 || (low == 0 && range->low_in)) && (high < 0 || (high == 0 && range->high_in));
}

bool plugin_version_open(struct weir_str version, struct weir_err *err)
{
    struct weir_str text = weir_str_trim(version);
    bool opens = text.n && (text.p[0] == '[' || text.p[0] == '(');
    char last = text.n ? text.p[text.n - 1] : 0;
    if (!opens || last == ']' || last == ')') {
        return false;
    }
    weir_err_set(err, WEIR_BAD_CONFIG, "Unbounded range: %.*s", WEIR_STR_ARG(version));
    return true;
}

enum weir_verdict plugin_version_check(const struct registry_entry *entry, struct weir_str version,
                                       struct weir_err *err)
{
    struct range range;
    struct weir_str text = weir_str_trim(version);
    if (weir_str_is(version, "latest")) {
        return WEIR_OK;
    }
    if (text.n == 0) {
        return weir_err_set(err, WEIR_BAD_CONFIG,
                            "Plugin %s not found that matches the version range [,], available "
                            "versions: [%s]",
                            entry->class_name, entry->version ? entry->version : "undefined");
    }
    if (!parse_range(text, &range)) {
        return weir_err_set(err, WEIR_BAD_CONFIG, "Invalid version specification: %.*s",
                            WEIR_STR_ARG(version));
    }
    if (contains(&range, weir_str_of(entry->version ? entry->version : "undefined"))) {
        return WEIR_OK;
    }
    bool bare = text.n == 0 || (text.p[0] != '[' && text.p[0] != '(');
    return weir_err_set(err, WEIR_BAD_CONFIG,
                        "Plugin %s not found that matches the version range %s%.*s%s%.*s%s, "
                        "available versions: [%s]",
                        entry->class_name, bare ? "[" : "", WEIR_STR_ARG(text), bare ? "," : "",
                        bare ? (int)text.n : 0, text.p, bare ? "]" : "",
                        entry->version ? entry->version : "undefined");
}
