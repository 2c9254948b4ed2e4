/* SPDX-License-Identifier: Apache-2.0 */
/*
 * plugin_dirs.h: where plugins lie. For registry.c.
 */
#ifndef PLUGIN_DIRS_H
#define PLUGIN_DIRS_H

#include <sys/stat.h>

#include <weir/conf.h>

struct plugin_file {
    char *path;
    dev_t dev;
    ino_t ino;
    struct timespec changed;
};

struct plugin_dirs {
    char **paths;
    size_t n;
};

/* Beside the program first; BAD_CONFIG when an entry of plugin.path is empty. */
enum weir_verdict plugin_dirs_init(struct plugin_dirs *dirs, const struct weir_conf_list *path,
                                   struct weir_err *err);
void plugin_dirs_free(struct plugin_dirs *dirs);
/* Every .so in them and in their directories, by name. What cannot be read holds none. */
void plugin_dirs_scan(const struct plugin_dirs *dirs,
                      void (*found)(void *self, const struct plugin_file *file), void *self);
bool plugin_file_same(const struct plugin_file *a, const struct plugin_file *b);

#endif
