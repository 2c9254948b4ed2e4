/* SPDX-License-Identifier: Apache-2.0 */
/*
 * url_secrets.c: a value comes in, say jdbc:mysql://h/d?user=u&password=p or http://u:p@host; where
 * its secrets are goes out. Whoever shows or writes the value puts something else there.
 */
#include "plugin/url_secrets.h"

#include "plugin/config_mask.h"

#define ORACLE WEIR_STR("jdbc:oracle:")

static bool is_one_of(char c, const char *set)
{
    return c && strchr(set, c) != NULL;
}

/* What is left of user<separator>password: the password, or all of it. */
static bool take_password(struct weir_str value, size_t at, size_t end, char separator,
                          struct url_secret *found)
{
    ptrdiff_t colon = weir_str_chr(weir_str_n(value.p + at, end - at), separator);
    at += colon < 0 ? 0 : (size_t)colon + 1;
    *found = (struct url_secret){.at = at, .n = end - at, .name = WEIR_STR("password")};
    return found->n > 0;
}

/* The last @ before the path is the one before the host. */
static bool before_host(struct weir_str value, size_t at, struct url_secret *found)
{
    size_t sign = 0;
    for (size_t i = at; i < value.n && !is_one_of(value.p[i], "/?# "); i++) {
        sign = value.p[i] == '@' ? i : sign;
    }
    return sign && take_password(value, at, sign, ':', found);
}

/* jdbc:oracle:thin:user/password@host */
static bool before_oracle_host(struct weir_str value, struct url_secret *found)
{
    ptrdiff_t driver = weir_str_chr(weir_str_from(value, ORACLE.n), ':');
    ptrdiff_t sign = weir_str_chr(value, '@');
    size_t at = ORACLE.n + (size_t)driver + 1;
    return driver >= 0 && sign > (ptrdiff_t)at &&
           weir_str_chr(weir_str_n(value.p + at, (size_t)sign - at), '/') >= 0 &&
           take_password(value, at, (size_t)sign, '/', found);
}

/* password=p behind ? or &, ; in SQL Server's, a blank in libpq's. */
static bool parameter(struct weir_str value, size_t at, struct url_secret *found)
{
    size_t end = at;
    while (end < value.n && !is_one_of(value.p[end], "=?&; /:@")) {
        end++;
    }
    struct weir_str name = weir_str_n(value.p + at, end - at);
    if (end == value.n || value.p[end] != '=' || !config_looks_secret(name)) {
        return false;
    }
    bool quoted = ++end < value.n && value.p[end] == '\'';
    *found = (struct url_secret){.at = end, .name = name};
    for (end += quoted; end < value.n && !is_one_of(value.p[end], quoted ? "'" : "&; ");) {
        end++;
    }
    found->n = end - found->at + (quoted && end < value.n);
    return found->n > 0;
}

static bool starts_at(struct weir_str value, size_t at, struct url_secret *found)
{
    struct weir_str rest = weir_str_from(value, at);
    if (at == 0 && weir_str_starts(value, ORACLE) && before_oracle_host(value, found)) {
        return true;
    }
    if (weir_str_starts(rest, WEIR_STR("://"))) {
        return before_host(value, at + 3, found);
    }
    return (at == 0 || is_one_of(value.p[at - 1], "?&; ")) && parameter(value, at, found);
}

bool url_secret_next(struct weir_str value, size_t *from, struct url_secret *found)
{
    for (size_t at = *from; at < value.n; at++) {
        if (starts_at(value, at, found)) {
            *from = found->at + found->n;
            if (!weir_str_starts(weir_str_from(value, found->at), WEIR_STR("${"))) {
                return true;
            }
            at = *from - 1;
        }
    }
    return false;
}
