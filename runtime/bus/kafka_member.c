/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kafka_member.c: the name under which a consumer is known to its group (group.instance.id), so that
 * after a kill -9 the next process takes its place at once instead of waiting until the session of
 * the dead one is over. Two processes that live must never have one name, or they would put each
 * other out: so a process has a number among those of its group on this machine, held as an abstract
 * socket, which the kernel gives back when the process is gone, and only then.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "bus/kafka_engine.h"

#define NUMBERS 64 /* workers of a group on a machine; one more is nobody's successor */
#define FNV_START 0xcbf29ce484222325ULL
#define FNV_PRIME 0x100000001b3ULL

static uint64_t mix(uint64_t hash, struct weir_str text)
{
    for (size_t i = 0; i < text.n; i++) {
        hash = (hash ^ (uint8_t)text.p[i]) * FNV_PRIME;
    }
    return (hash ^ 0xff) * FNV_PRIME; /* "a", "bc" is not "ab", "c" */
}

/* This boot of this machine, the network that abstract sockets are told apart by, and the host's
 * name: machines that were restored from one snapshot may share the others. */
static bool place(uint64_t *hash)
{
    char boot[64], net[64], host[256] = "";
    FILE *file = fopen("/proc/sys/kernel/random/boot_id", "re");
    bool known = file && fgets(boot, sizeof(boot), file);
    if (file) {
        fclose(file);
    }
    ssize_t n = readlink("/proc/self/ns/net", net, sizeof(net));
    known = known && n > 0 && gethostname(host, sizeof(host) - 1) == 0;
    if (known) {
        *hash = mix(mix(*hash, weir_str_of(boot)), weir_str_n(net, (size_t)n));
        *hash = mix(*hash, weir_str_of(host));
    }
    return known;
}

/* The socket that holds the number; -1: taken, errno EADDRINUSE, or cannot be had. */
static int hold(uint64_t hash, int number)
{
    struct sockaddr_un name = {.sun_family = AF_UNIX};
    int length = snprintf(name.sun_path + 1, sizeof(name.sun_path) - 1, "weir-%016" PRIx64 "-%d",
                          hash, number);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    socklen_t size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 + (size_t)length);
    if (fd >= 0 && bind(fd, (const struct sockaddr *)&name, size)) {
        int why = errno;
        close(fd);
        errno = why;
        return -1;
    }
    return fd;
}

static void take_number(struct kafka_bus *bus)
{
    uint64_t hash = mix(mix(FNV_START, weir_props_get(&bus->props, "bootstrap.servers")),
                        weir_props_get(&bus->props, "group.id"));
    if (!place(&hash)) {
        return;
    }
    errno = EADDRINUSE;
    for (int i = 0; i < NUMBERS && bus->member_fd < 0 && errno == EADDRINUSE; i++) {
        bus->member_fd = hold(hash, i);
        bus->member_number = i;
    }
    bus->member_hash = hash;
}

void kafka_member_init(struct kafka_bus *bus)
{
    pthread_mutex_init(&bus->member_lock, NULL);
    bus->member_fd = -1;
}

void kafka_member_end(struct kafka_bus *bus)
{
    if (bus->member_fd >= 0) {
        close(bus->member_fd);
    }
    pthread_mutex_destroy(&bus->member_lock);
}

bool kafka_member_name(struct kafka_bus *bus, const char *member, char *name, size_t size)
{
    pthread_mutex_lock(&bus->member_lock);
    if (!bus->member_asked) {
        take_number(bus);
        bus->member_asked = true;
    }
    pthread_mutex_unlock(&bus->member_lock);
    snprintf(name, size, "weir-%016" PRIx64 "-%d", mix(bus->member_hash, weir_str_of(member)),
             bus->member_number);
    return bus->member_fd >= 0;
}
