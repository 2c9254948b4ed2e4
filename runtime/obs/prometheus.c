/* SPDX-License-Identifier: Apache-2.0 */
/*
 * prometheus.c: writes samples in the text format, and those of the process itself from /proc.
 * What is written is decided by rest/res_metrics.c.
 */
#include "obs/prometheus.h"

#include <dirent.h>
#include <stdio.h>
#include <sys/resource.h>
#include <unistd.h>

void prom_family(struct weir_buf *out, const char *name, const char *type, const char *help)
{
    weir_buf_printf(out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

static void label_text(struct weir_buf *out, struct weir_str s)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c == '\n') {
            weir_buf_text(out, "\\n");
            continue;
        }
        if (c == '"' || c == '\\') {
            weir_buf_char(out, '\\');
        }
        weir_buf_char(out, c);
    }
}

void prom_sample(struct weir_buf *out, const char *name, const struct prom_label *labels, size_t n,
                 double value)
{
    weir_buf_text(out, name);
    for (size_t i = 0; i < n; i++) {
        weir_buf_char(out, i ? ',' : '{');
        weir_buf_printf(out, "%s=\"", labels[i].name);
        label_text(out, labels[i].value);
        weir_buf_char(out, '"');
    }
    weir_buf_text(out, n ? "}" : "");
    weir_buf_printf(out, " %.17g\n", value);
}

static double resident_bytes(void)
{
    long pages = 0;
    FILE *f = fopen("/proc/self/statm", "r");
    if (f) {
        if (fscanf(f, "%*s %ld", &pages) != 1) {
            pages = 0;
        }
        fclose(f);
    }
    return (double)pages * (double)sysconf(_SC_PAGESIZE);
}

static double entries_of(const char *folder)
{
    DIR *dir = opendir(folder);
    int n = 0;
    for (struct dirent *entry; dir && (entry = readdir(dir));) {
        n += entry->d_name[0] != '.';
    }
    if (dir) {
        closedir(dir);
    }
    return n;
}

static double cpu_seconds(void)
{
    struct rusage use;
    getrusage(RUSAGE_SELF, &use);
    return (double)(use.ru_utime.tv_sec + use.ru_stime.tv_sec) +
           (double)(use.ru_utime.tv_usec + use.ru_stime.tv_usec) / 1e6;
}

static void one(struct weir_buf *out, const char *name, const char *type, const char *help,
                double value)
{
    prom_family(out, name, type, help);
    prom_sample(out, name, NULL, 0, value);
}

void prom_process(struct weir_buf *out)
{
    one(out, "process_resident_memory_bytes", "gauge", "Resident memory.", resident_bytes());
    one(out, "process_cpu_seconds_total", "counter", "User and system CPU time.", cpu_seconds());
    one(out, "process_open_fds", "gauge", "Open file descriptors.", entries_of("/proc/self/fd"));
    one(out, "process_threads", "gauge", "Threads.", entries_of("/proc/self/task"));
}
