/* SPDX-License-Identifier: Apache-2.0 */
/*
 * my_packet.c: the only place that looks behind libmariadb's handle. Connecting, authentication
 * and TLS handshake are libmariadb's; from a result's first row or a dump command on, packets are
 * read from the socket, or from OpenSSL's connection, into a buffer of ours: that can be waited
 * for together with a wake-up, and saves a copy a packet.
 */
#include "my_packet.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include <mysql.h>

#include <errmsg.h>
#include <ma_pvio.h>
#undef MARIADB_TLS /* a plain pointer for ma_pvio.h, a struct from here on */
#include <ma_tls.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

#include <weir/mem.h>
#include <weir/reader.h>
#include <weir/time.h>

#include "my_handle.h"

#define HEADER    4
#define PART_MAX  0xffffffu
#define WIRE_BASE ((size_t)128 * 1024)

enum weir_verdict my_packet_command(struct my_session *session, enum my_command command,
                                    struct weir_str body, struct weir_err *err)
{
    MYSQL *mysql = session->mysql;
    session->wire.ours = false;
    if (mysql->methods->db_command(mysql, (enum enum_server_command)command, body.p, body.n, 1,
                                   NULL)) {
        return my_error_of(mysql, "cannot send to the server", err);
    }
    return WEIR_OK;
}

void my_packet_limit(struct my_session *session, size_t max)
{
    session->wire.max = max;
}

static enum weir_verdict lost(struct weir_err *err, const char *why)
{
    weir_err_set(err, WEIR_RETRY, "the connection to the server is lost: %s", why);
    err->code = CR_SERVER_LOST;
    return err->class;
}

/* Room for n bytes from wire->start on; what was read moves to the front first. */
static void make_room(struct my_wire *wire, size_t n)
{
    size_t have = wire->end - wire->start;
    if (wire->cap - wire->start >= n) {
        return;
    }
    if (wire->start) {
        memmove(wire->p, wire->p + wire->start, have);
        wire->start = 0;
        wire->end = have;
    }
    if (wire->cap < n) {
        wire->cap = n;
        wire->p = weir_xrealloc(wire->p, wire->cap, 1);
    }
}

/* An empty buffer that has grown for one large packet goes back to its usual size. */
static void rewind_wire(struct my_wire *wire)
{
    wire->start = wire->end = 0;
    if (wire->cap > 4 * WIRE_BASE || wire->cap < WIRE_BASE) {
        free(wire->p);
        wire->cap = WIRE_BASE;
        wire->p = weir_xmalloc(wire->cap);
    }
}

/* libmariadb reads up to 16 KiB ahead; those bytes come first. */
static void take_over(struct my_session *session)
{
    MARIADB_PVIO *pvio = session->mysql->net.pvio;
    struct my_wire *wire = &session->wire;
    rewind_wire(wire);
    wire->joined = 0;
    wire->ours = true;
    if (pvio->ctls) { /* or SSL_read would wait where nothing can wake it */
        fcntl(session->fd, F_SETFL, fcntl(session->fd, F_GETFL) | O_NONBLOCK);
    }
    if (pvio->cache && pvio->cache_pos && pvio->cache + pvio->cache_size > pvio->cache_pos) {
        size_t n = (size_t)(pvio->cache + pvio->cache_size - pvio->cache_pos);
        make_room(wire, n);
        memcpy(wire->p, pvio->cache_pos, n);
        wire->end = n;
        pvio->cache_pos = pvio->cache;
        pvio->cache_size = 0;
    }
}

/* Bytes read, 0: none there yet (*wants says for what to poll), -1: *err is set. */
static ssize_t read_tls(SSL *ssl, uint8_t *to, size_t n, short *wants, struct weir_err *err)
{
    ERR_clear_error();
    errno = 0;
    int done = SSL_read(ssl, to, n > INT32_MAX ? INT32_MAX : (int)n);
    if (done > 0) {
        return done;
    }
    int code = errno;
    int why = SSL_get_error(ssl, done);
    if (why == SSL_ERROR_WANT_READ || why == SSL_ERROR_WANT_WRITE) {
        *wants = why == SSL_ERROR_WANT_READ ? POLLIN : POLLOUT;
        return 0;
    }
    const char *reason = ERR_reason_error_string(ERR_peek_error());
    lost(err, reason ? reason : code ? strerror(code) : "closed");
    ERR_clear_error();
    return -1;
}

static ssize_t read_plain(int fd, uint8_t *to, size_t n, struct weir_err *err)
{
    for (;;) {
        ssize_t done = recv(fd, to, n, MSG_DONTWAIT);
        if (done > 0) {
            return done;
        }
        if (done == 0) {
            lost(err, "closed");
            return -1;
        }
        if (errno == EAGAIN || errno == EWOULDBLOCK) {
            return 0;
        }
        if (errno != EINTR) {
            lost(err, strerror(errno));
            return -1;
        }
    }
}

/* Waits for the socket; false when the time is over or wake_fd was readable, which is emptied. */
static bool wait_socket(struct my_session *session, short wants, int64_t deadline_ms, int wake_fd)
{
    struct pollfd fds[] = {{.fd = session->fd, .events = wants},
                           {.fd = wake_fd, .events = POLLIN}};
    int64_t left = deadline_ms < 0 ? -1 : deadline_ms - weir_clock_mono_ms();
    if (deadline_ms >= 0 && left < 0) {
        left = 0;
    }
    int n = poll(fds, wake_fd >= 0 ? 2 : 1, left > INT32_MAX ? INT32_MAX : (int)left);
    if (n > 0 && wake_fd >= 0 && fds[1].revents) {
        uint64_t count;
        (void)!read(wake_fd, &count, sizeof(count));
        return false;
    }
    return n > 0 || (n < 0 && errno == EINTR);
}

/* Reads what is there into the room behind wire->end; false in *got: nothing within the time. */
static enum weir_verdict fill(struct my_session *session, int64_t deadline_ms, int wake_fd,
                              bool *got, struct weir_err *err)
{
    struct my_wire *wire = &session->wire;
    const MARIADB_TLS *tls = session->mysql->net.pvio->ctls;
    for (;;) {
        short wants = POLLIN;
        uint8_t *to = wire->p + wire->end;
        size_t room = wire->cap - wire->end;
        ssize_t n = tls ? read_tls(tls->ssl, to, room, &wants, err)
                        : read_plain(session->fd, to, room, err);
        if (n < 0) {
            return err->class;
        }
        wire->end += (size_t)n;
        *got = n > 0;
        if (*got || !wait_socket(session, wants, deadline_ms, wake_fd)) {
            return WEIR_OK;
        }
    }
}

static size_t part_length(const uint8_t *header)
{
    return header[0] | (size_t)header[1] << 8 | (size_t)header[2] << 16;
}

/*
 * How many bytes from wire->start on the packet needs, as far as is known: parts that are there
 * are joined on the way. *whole when all of them are there.
 */
static size_t needed(struct my_wire *wire, bool *whole)
{
    for (;;) {
        size_t have = wire->end - wire->start;
        size_t at = wire->joined ? HEADER + wire->joined : 0; /* of the part's header */
        *whole = false;
        if (have < at + HEADER) {
            return at + HEADER;
        }
        uint8_t *header = wire->p + wire->start + at;
        size_t n = part_length(header);
        if (have < at + HEADER + n) {
            return at + HEADER + n;
        }
        if (wire->joined) { /* the payload closes up to the part before it */
            memmove(header, header + HEADER, have - at - HEADER);
            wire->end -= HEADER;
        }
        wire->joined += n;
        if (n < PART_MAX) {
            *whole = true;
            return HEADER + wire->joined;
        }
    }
}

static enum weir_verdict too_large(const struct my_wire *wire, size_t size, struct weir_err *err)
{
    return weir_err_set(err, WEIR_BAD_DATA,
                        "a packet of at least %zu bytes is larger than the limit of %zu", size,
                        wire->max);
}

bool my_packet_ready(const struct my_session *session)
{
    const struct my_wire *wire = &session->wire;
    size_t have = wire->end - wire->start;
    if (!wire->ours || wire->joined || have < HEADER) {
        return false;
    }
    size_t n = part_length(wire->p + wire->start);
    return n < PART_MAX && have - HEADER >= n;
}

enum weir_verdict my_packet_next(struct my_session *session, int64_t wait_ms, int wake_fd,
                                 struct weir_str *packet, bool *got, struct weir_err *err)
{
    struct my_wire *wire = &session->wire;
    int64_t timeout_ms = wait_ms >= 0 ? wait_ms : session->answer_timeout_ms;
    int64_t deadline_ms = -1;
    bool whole;
    if (!wire->ours) {
        take_over(session);
    }
    for (;;) {
        size_t size = needed(wire, &whole);
        if (size > HEADER + wire->max) {
            return too_large(wire, size - HEADER, err);
        }
        if (whole) {
            break;
        }
        if (wire->start == wire->end) {
            rewind_wire(wire);
        }
        make_room(wire, size);
        if (deadline_ms < 0 && (wait_ms >= 0 || timeout_ms > 0)) {
            deadline_ms = timeout_ms ? weir_clock_mono_ms() + timeout_ms : 0;
        }
        if (fill(session, deadline_ms, wake_fd, got, err) != WEIR_OK) {
            return err->class;
        }
        if (!*got) {
            return wait_ms >= 0 || wake_fd >= 0 ? WEIR_OK : lost(err, "no answer in time");
        }
    }
    *packet = weir_str_n(wire->p + wire->start + HEADER, wire->joined);
    wire->start += HEADER + wire->joined;
    wire->joined = 0;
    *got = true;
    return WEIR_OK;
}

enum weir_verdict my_packet_error(struct weir_str packet, const char *what, struct weir_err *err)
{
    struct weir_reader rd = weir_reader_of(packet);
    weir_reader_skip(&rd, 1);
    unsigned code = (unsigned)weir_reader_le(&rd, 2);
    if (weir_reader_left(&rd) >= 6 && *rd.p == '#') {
        weir_reader_skip(&rd, 6); /* SQL state */
    }
    struct weir_str words = weir_reader_str(&rd, weir_reader_left(&rd));
    char text[512];
    snprintf(text, sizeof(text), "%.*s", WEIR_STR_ARG(words));
    weir_err_set(err, my_error_class(code, text), "%s: %s (error %u)", what, text, code);
    err->code = (int)code;
    return err->class;
}
