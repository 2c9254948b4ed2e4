/* SPDX-License-Identifier: Apache-2.0 */
/*
 * plugin_dirs.c: finds the .so files of plugins: beside the program, and under plugin.path, which
 * may be shared with Java's plugins (their jars are passed over).
 */
#include "plugin/plugin_dirs.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

#include <weir/log.h>
#include <weir/mem.h>

static void add_path(struct plugin_dirs *dirs, char *path)
{
    dirs->paths = weir_xrealloc(dirs->paths, dirs->n + 1, sizeof(*dirs->paths));
    dirs->paths[dirs->n++] = path;
}

static bool is_directory(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* <program>/plugins in a build tree, <program>/../lib/weir/plugins when installed. */
static void add_own(struct plugin_dirs *dirs)
{
    char program[PATH_MAX];
    ssize_t n = readlink("/proc/self/exe", program, sizeof(program) - 1);
    if (n <= 0) {
        return;
    }
    program[n] = '\0';
    *strrchr(program, '/') = '\0';
    char *path = weir_xprintf("%s/plugins", program);
    if (!is_directory(path)) {
        free(path);
        path = weir_xprintf("%s/../lib/weir/plugins", program);
    }
    add_path(dirs, path);
}

static void warn_if_missing(const char *path)
{
    if (access(path, R_OK) != 0) {
        struct weir_log log;
        weir_log_init(&log, "org.apache.kafka.connect.runtime.isolation.PluginScanner", "", -1, "");
        weir_warn(&log, "%s of plugin.path cannot be read: %s", path, strerrordesc_np(errno));
    }
}

enum weir_verdict plugin_dirs_init(struct plugin_dirs *dirs, const struct weir_conf_list *path,
                                   struct weir_err *err)
{
    *dirs = (struct plugin_dirs){NULL, 0};
    add_own(dirs);
    for (size_t i = 0; path && i < path->n; i++) {
        if (path->items[i].n == 0) {
            return weir_err_set(err, WEIR_BAD_CONFIG, "an entry of plugin.path is empty");
        }
        add_path(dirs, weir_xstrndup(path->items[i].p, path->items[i].n));
        warn_if_missing(dirs->paths[dirs->n - 1]);
    }
    return WEIR_OK;
}

void plugin_dirs_free(struct plugin_dirs *dirs)
{
    for (size_t i = 0; i < dirs->n; i++) {
        free(dirs->paths[i]);
    }
    free(dirs->paths);
    *dirs = (struct plugin_dirs){NULL, 0};
}

bool plugin_file_same(const struct plugin_file *a, const struct plugin_file *b)
{
    return a->dev == b->dev && a->ino == b->ino && a->changed.tv_sec == b->changed.tv_sec &&
           a->changed.tv_nsec == b->changed.tv_nsec;
}

static bool ends_so(const char *name)
{
    size_t n = strlen(name);
    return n > 3 && strcmp(name + n - 3, ".so") == 0;
}

static void visit(const char *path, int depth,
                  void (*found)(void *self, const struct plugin_file *file), void *self)
{
    struct stat st;
    if (stat(path, &st) != 0) {
        return;
    }
    if (S_ISREG(st.st_mode) && ends_so(path)) {
        struct plugin_file file = {(char *)path, st.st_dev, st.st_ino, st.st_mtim};
        found(self, &file);
    }
    struct dirent **names = NULL;
    int n = S_ISDIR(st.st_mode) && depth > 0 ? scandir(path, &names, NULL, alphasort) : 0;
    for (int i = 0; i < n; i++) {
        if (names[i]->d_name[0] != '.') {
            char *below = weir_xprintf("%s/%s", path, names[i]->d_name);
            visit(below, depth - 1, found, self);
            free(below);
        }
        free(names[i]);
    }
    free(names);
}

void plugin_dirs_scan(const struct plugin_dirs *dirs,
                      void (*found)(void *self, const struct plugin_file *file), void *self)
{
    for (size_t i = 0; i < dirs->n; i++) {
        visit(dirs->paths[i], 2, found, self);
    }
}
