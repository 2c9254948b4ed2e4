/* SPDX-License-Identifier: Apache-2.0 */
/*
 * replay.c: main() for a fuzz target built without libFuzzer: runs each file of the given
 * folders once, from an exact-size copy so that a sanitizer sees one byte too far.
 */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int replay_file(const char *path)
{
    FILE *f = fopen(path, "rb");
    if (!f) {
        return 0;
    }
    uint8_t *data = NULL;
    size_t n = 0;
    uint8_t block[65536];
    for (size_t got; (got = fread(block, 1, sizeof(block), f)) > 0; n += got) {
        data = realloc(data, n + got);
        memcpy(data + n, block, got);
    }
    fclose(f);
    LLVMFuzzerTestOneInput(data, n);
    free(data);
    return 1;
}

int main(int argc, char **argv)
{
    int files = 0;
    for (int i = 1; i < argc; i++) {
        DIR *dir = opendir(argv[i]);
        if (!dir) {
            perror(argv[i]);
            return 1;
        }
        for (struct dirent *entry; (entry = readdir(dir));) {
            char path[4096];
            snprintf(path, sizeof(path), "%s/%s", argv[i], entry->d_name);
            files += entry->d_name[0] != '.' ? replay_file(path) : 0;
        }
        closedir(dir);
    }
    printf("%d inputs replayed\n", files);
    return files > 0 ? 0 : 1;
}
