/* SPDX-License-Identifier: Apache-2.0 */
/*
 * my_catalog.c: an open-addressed table of tables. A dropped one leaves a gap that is closed at
 * once, so that lookups stop at the first empty place.
 */
#include "my_catalog.h"

#include <stdlib.h>

#include <weir/mem.h>

struct db_charset {
    struct weir_str db;
    struct weir_str charset;
};

struct my_catalog {
    const struct my_table **slots;
    size_t cap; /* a power of two */
    size_t n;
    bool nocase;
    bool no_comments;
    char *server_charset;
    struct db_charset *dbs;
    size_t n_dbs;
};

struct my_catalog *my_catalog_new(void)
{
    struct my_catalog *catalog = weir_xcalloc(1, sizeof(*catalog));
    catalog->cap = 64;
    catalog->slots = weir_xcalloc(catalog->cap, sizeof(*catalog->slots));
    return catalog;
}

void my_catalog_nocase(struct my_catalog *catalog)
{
    catalog->nocase = true;
}

void my_catalog_no_comments(struct my_catalog *catalog)
{
    catalog->no_comments = true;
}

bool my_catalog_has_comments(const struct my_catalog *catalog)
{
    return !catalog->no_comments;
}

static void db_charset_free(struct db_charset *entry)
{
    free((char *)entry->db.p);
    free((char *)entry->charset.p);
}

void my_catalog_free(struct my_catalog *catalog)
{
    if (!catalog) {
        return;
    }
    for (size_t i = 0; i < catalog->cap; i++) {
        my_table_free(catalog->slots[i]);
    }
    for (size_t i = 0; i < catalog->n_dbs; i++) {
        db_charset_free(&catalog->dbs[i]);
    }
    free(catalog->slots);
    free(catalog->dbs);
    free(catalog->server_charset);
    free(catalog);
}

static uint64_t hash_more(uint64_t hash, struct weir_str s, bool nocase)
{
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        c = nocase && c >= 'A' && c <= 'Z' ? (unsigned char)(c + 32) : c;
        hash = (hash ^ c) * 0x100000001b3U;
    }
    return (hash ^ 0xff) * 0x100000001b3U;
}

static size_t home(const struct my_catalog *catalog, struct weir_str db, struct weir_str name)
{
    uint64_t hash = hash_more(0xcbf29ce484222325U, db, catalog->nocase);
    hash = hash_more(hash, name, catalog->nocase);
    return (size_t)(hash ^ hash >> 32) & (catalog->cap - 1);
}

static bool same(const struct my_catalog *catalog, struct weir_str a, struct weir_str b)
{
    return catalog->nocase ? weir_str_eq_nocase(a, b)
                           : a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

/* Where the table is, or the empty place where it would be. */
static size_t place(const struct my_catalog *catalog, struct weir_str db, struct weir_str name)
{
    size_t at = home(catalog, db, name);
    while (catalog->slots[at] && !(same(catalog, catalog->slots[at]->name, name) &&
                                   same(catalog, catalog->slots[at]->db, db))) {
        at = (at + 1) & (catalog->cap - 1);
    }
    return at;
}

const struct my_table *my_catalog_find(const struct my_catalog *catalog, struct weir_str db,
                                       struct weir_str name)
{
    return catalog->slots[place(catalog, db, name)];
}

static void grow(struct my_catalog *catalog)
{
    const struct my_table **old = catalog->slots;
    size_t cap = catalog->cap;
    catalog->cap = cap * 2;
    catalog->slots = weir_xcalloc(catalog->cap, sizeof(*catalog->slots));
    for (size_t i = 0; i < cap; i++) {
        if (old[i]) {
            catalog->slots[place(catalog, old[i]->db, old[i]->name)] = old[i];
        }
    }
    free(old);
}

void my_catalog_put(struct my_catalog *catalog, const struct my_table *table)
{
    if (catalog->n * 4 >= catalog->cap * 3) {
        grow(catalog);
    }
    size_t at = place(catalog, table->db, table->name);
    catalog->n += catalog->slots[at] == NULL;
    my_table_free(catalog->slots[at]);
    catalog->slots[at] = table;
}

/* What stood behind the gap because of what was there moves up. */
static void close_gap(struct my_catalog *catalog, size_t gap)
{
    size_t mask = catalog->cap - 1;
    for (size_t at = (gap + 1) & mask; catalog->slots[at]; at = (at + 1) & mask) {
        size_t wanted = home(catalog, catalog->slots[at]->db, catalog->slots[at]->name);
        if (((at - wanted) & mask) >= ((at - gap) & mask)) {
            catalog->slots[gap] = catalog->slots[at];
            catalog->slots[at] = NULL;
            gap = at;
        }
    }
}

bool my_catalog_drop(struct my_catalog *catalog, struct weir_str db, struct weir_str name)
{
    size_t at = place(catalog, db, name);
    if (!catalog->slots[at]) {
        return false;
    }
    my_table_free(catalog->slots[at]);
    catalog->slots[at] = NULL;
    catalog->n--;
    close_gap(catalog, at);
    return true;
}

static struct db_charset *db_entry(const struct my_catalog *catalog, struct weir_str db)
{
    for (size_t i = 0; i < catalog->n_dbs; i++) {
        if (same(catalog, catalog->dbs[i].db, db)) {
            return &catalog->dbs[i];
        }
    }
    return NULL;
}

void my_catalog_drop_db(struct my_catalog *catalog, struct weir_str db)
{
    for (size_t i = 0; i < catalog->cap;) {
        const struct my_table *table = catalog->slots[i];
        if (table && same(catalog, table->db, db)) {
            my_catalog_drop(catalog, table->db, table->name); /* another may have moved here */
        } else {
            i++;
        }
    }
    struct db_charset *entry = db_entry(catalog, db);
    if (entry) {
        db_charset_free(entry);
        *entry = catalog->dbs[--catalog->n_dbs];
    }
}

static int in_order(const void *a, const void *b)
{
    const struct my_table *one = *(const struct my_table *const *)a;
    const struct my_table *two = *(const struct my_table *const *)b;
    int by_db = weir_str_cmp(one->db, two->db);
    return by_db ? by_db : weir_str_cmp(one->name, two->name);
}

size_t my_catalog_list(const struct my_catalog *catalog, struct weir_arena *arena,
                       const struct my_table ***tables)
{
    const struct my_table **list = WEIR_NEW_ARRAY(arena, const struct my_table *, catalog->n);
    size_t n = 0;
    for (size_t i = 0; i < catalog->cap; i++) {
        if (catalog->slots[i]) {
            list[n++] = catalog->slots[i];
        }
    }
    qsort(list, n, sizeof(*list), in_order);
    *tables = list;
    return n;
}

struct weir_str my_catalog_charset(const struct my_catalog *catalog, struct weir_str db)
{
    const struct db_charset *entry = db_entry(catalog, db);
    return entry ? entry->charset : weir_str_of(catalog->server_charset);
}

static struct weir_str kept(struct weir_str s)
{
    return weir_str_n(weir_xstrndup(s.p, s.n), s.n);
}

void my_catalog_set_charset(struct my_catalog *catalog, struct weir_str db,
                            struct weir_str charset)
{
    if (!db.p) {
        free(catalog->server_charset);
        catalog->server_charset = weir_xstrndup(charset.p, charset.n);
        return;
    }
    struct db_charset *entry = db_entry(catalog, db);
    if (entry) {
        free((char *)entry->charset.p);
    } else {
        catalog->dbs = weir_xrealloc(catalog->dbs, catalog->n_dbs + 1, sizeof(*catalog->dbs));
        entry = &catalog->dbs[catalog->n_dbs++];
        entry->db = kept(db);
    }
    entry->charset = kept(charset);
}
