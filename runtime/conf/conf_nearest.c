/* SPDX-License-Identifier: Apache-2.0 */
/*
 * conf_nearest.c: edit distance between names, and the nearest name of a key table.
 */
#include "conf/conf_nearest.h"

#define LETTERS_MAX 64

static size_t min3(size_t a, size_t b, size_t c)
{
    size_t least = a < b ? a : b;
    return least < c ? least : c;
}

static bool swapped(struct weir_str a, struct weir_str b, size_t i, size_t j)
{
    return i > 1 && j > 1 && a.p[i - 1] == b.p[j - 2] && a.p[i - 2] == b.p[j - 1];
}

size_t conf_distance(struct weir_str a, struct weir_str b)
{
    size_t rows[3][LETTERS_MAX + 1];
    a.n = a.n > LETTERS_MAX ? LETTERS_MAX : a.n;
    b.n = b.n > LETTERS_MAX ? LETTERS_MAX : b.n;
    for (size_t j = 0; j <= b.n; j++) {
        rows[0][j] = j;
    }
    for (size_t i = 1; i <= a.n; i++) {
        size_t *row = rows[i % 3];
        const size_t *above = rows[(i + 2) % 3];
        row[0] = i;
        for (size_t j = 1; j <= b.n; j++) {
            row[j] = min3(above[j] + 1, row[j - 1] + 1, above[j - 1] + (a.p[i - 1] != b.p[j - 1]));
            if (swapped(a, b, i, j) && rows[(i + 1) % 3][j - 2] + 1 < row[j]) {
                row[j] = rows[(i + 1) % 3][j - 2] + 1;
            }
        }
    }
    return rows[a.n % 3][b.n];
}

bool conf_is_near(size_t distance, struct weir_str name)
{
    return distance <= 1 + name.n / 5 && distance < name.n;
}

const char *conf_nearest(const struct weir_conf_key *keys, struct weir_str name)
{
    const char *nearest = NULL;
    size_t least = SIZE_MAX;
    for (const struct weir_conf_key *key = keys; key && key->name; key++) {
        if (key->type == WEIR_CONF_MATCHES || (key->flags & WEIR_KEY_INTERNAL)) {
            continue;
        }
        size_t distance = conf_distance(name, weir_str_of(key->name));
        if (distance < least && conf_is_near(distance, name)) {
            nearest = key->name;
            least = distance;
        }
    }
    return nearest;
}
