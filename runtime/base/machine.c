/* SPDX-License-Identifier: Apache-2.0 */
/*
 * machine.c: reads the machine's memory and the limits of the cgroups around the process, of both
 * versions. In a container the paths that /proc tells may be the host's: then the cgroup that can
 * be seen at the root is the container's.
 */
#include "base/machine.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define CGROUPS  "/sys/fs/cgroup"
#define PATH_MAX_BYTES 4096

static void lower(int64_t *least, int64_t bytes)
{
    if (bytes > 0 && (*least == 0 || bytes < *least)) {
        *least = bytes;
    }
}

/* "max", and a file that is not there, are no limit. */
static int64_t number_in(const char *path)
{
    int64_t number = 0;
    FILE *f = fopen(path, "re");
    if (f) {
        if (fscanf(f, "%" SCNd64, &number) != 1) {
            number = 0;
        }
        fclose(f);
    }
    return number;
}

/* Of the cgroup and of those around it. */
static void lower_to_group(const char *root, const char *controller, char *group, const char *file,
                           int64_t *least)
{
    char *end = group + strlen(group);
    for (;;) {
        char path[2 * PATH_MAX_BYTES];
        while (end > group && end[-1] == '/') {
            *--end = 0;
        }
        snprintf(path, sizeof(path), "%s" CGROUPS "%s%s/%s", root, controller, group, file);
        lower(least, number_in(path));
        if (end == group) {
            return;
        }
        while (end > group && end[-1] != '/') {
            *--end = 0;
        }
    }
}

/* A line is number:controllers:path, with number 0 and no controllers for version 2. */
static void lower_to_groups(const char *root, int64_t *least)
{
    char line[PATH_MAX_BYTES];
    snprintf(line, sizeof(line), "%s/proc/self/cgroup", root);
    FILE *f = fopen(line, "re");
    while (f && fgets(line, sizeof(line), f)) {
        line[strcspn(line, "\n")] = 0;
        char *controllers = strchr(line, ':');
        char *group = controllers ? strchr(controllers + 1, ':') : NULL;
        if (!group) {
            continue;
        }
        *group++ = 0;
        if (controllers[1] == 0) {
            lower_to_group(root, "", group, "memory.max", least);
        } else if (strstr(controllers, "memory")) {
            lower_to_group(root, "/memory", group, "memory.limit_in_bytes", least);
        }
    }
    if (f) {
        fclose(f);
    }
}

static int64_t all_of_it(const char *root)
{
    char line[PATH_MAX_BYTES];
    int64_t kib = 0;
    snprintf(line, sizeof(line), "%s/proc/meminfo", root);
    FILE *f = fopen(line, "re");
    while (f && !kib && fgets(line, sizeof(line), f)) {
        if (sscanf(line, "MemTotal: %" SCNd64, &kib) != 1) {
            kib = 0;
        }
    }
    if (f) {
        fclose(f);
    }
    return kib * 1024;
}

int64_t machine_memory(const char *root)
{
    int64_t least = all_of_it(root);
    lower_to_groups(root, &least);
    return least;
}
