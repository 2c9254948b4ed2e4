/* SPDX-License-Identifier: Apache-2.0 */
/*
 * component_calls.c: a subcommand's calls to what other plugins offer. Part of libweir, because
 * plugins link it.
 */
#include "plugin/component_calls.h"

#include <stdlib.h>

#include <weir/mem.h>

#include "base/fs.h"
#include "conf/conf_apply.h"
#include "data/verdicts.h"

static component_finder *finder;
static void *finder_self;

void component_finder_set(component_finder *find, void *self)
{
    finder = find;
    finder_self = self;
}

const struct weir_component *weir_component_find(enum weir_kind kind, struct weir_str name)
{
    return finder ? finder(finder_self, kind, name) : NULL;
}

enum weir_verdict weir_component_conf(const struct weir_component *component,
                                      const struct weir_props *props, struct weir_arena *arena,
                                      void **conf, struct weir_err *err)
{
    *conf = weir_arena_zalloc(arena, component->conf_size ? component->conf_size : 1);
    return component->keys ? conf_apply(component->keys, props, *conf, arena, err) : WEIR_OK;
}

enum weir_verdict weir_file_read(const char *path, size_t max, struct weir_arena *arena,
                                 struct weir_str *out, struct weir_err *err)
{
    return fs_read(path, max, arena, out, err);
}

struct weir_verdicts *weir_verdicts_new(void)
{
    struct weir_verdicts *verdicts = weir_xcalloc(1, sizeof(*verdicts));
    verdicts_init(verdicts);
    return verdicts;
}

void weir_verdicts_free(struct weir_verdicts *verdicts)
{
    if (verdicts) {
        verdicts_free(verdicts);
        free(verdicts);
    }
}

enum weir_verdict weir_verdicts_take(struct weir_verdicts *verdicts, uint32_t *rec,
                                     struct weir_err *err)
{
    verdicts_sort(verdicts);
    enum weir_verdict class = WEIR_OK;
    if (verdicts->n) {
        class = verdicts->items[0].class;
        *rec = verdicts->items[0].i;
        weir_err_set(err, class, "%s", verdicts->items[0].text);
    }
    verdicts_reset(verdicts);
    return class;
}
