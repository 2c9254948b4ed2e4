/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pg_wait.c: all waiting for the server happens here, on its socket and on the eventfd that
 * pg_session_wake writes to, so that nothing blocks past a stop: a commit that the server has got is
 * heard of, if it takes no longer than the grace, and need not be done again.
 */
#include <errno.h>
#include <poll.h>
#include <unistd.h>

#include <weir/time.h>

#include "common/pg/pg_internal.h"

void pg_session_wake(struct pg_session *session)
{
    (void)!write(session->wake_fd, &(uint64_t){1}, sizeof(uint64_t));
}

/* Whether the waiting goes on. Nothing was sent by one that is still connecting. */
static bool take_wake(struct pg_session *session)
{
    uint64_t count;
    (void)!read(session->wake_fd, &count, sizeof(count));
    if (!session->wake_grace_ms || PQstatus(session->conn) != CONNECTION_OK) {
        return false;
    }
    session->grace_until_ms = weir_clock_mono_ms() + session->wake_grace_ms;
    return true;
}

/* Clears it, too: a later call has nothing to do with that wake. */
static bool grace_is_over(struct pg_session *session)
{
    bool over = session->grace_until_ms && weir_clock_mono_ms() >= session->grace_until_ms;
    session->grace_until_ms = over ? 0 : session->grace_until_ms;
    return over;
}

static enum weir_verdict interrupted(struct pg_session *session, struct weir_err *err)
{
    pg_session_drop(session);
    return weir_err_set(err, WEIR_WOKEN, "interrupted");
}

static int64_t sooner(int64_t a_ms, int64_t b_ms)
{
    return a_ms && (!b_ms || a_ms < b_ms) ? a_ms : b_ms;
}

static int left_ms(int64_t deadline_ms)
{
    int64_t left = deadline_ms ? deadline_ms - weir_clock_mono_ms() : -1;
    return deadline_ms && left <= 0 ? 0 : left > 60000 ? 60000 : (int)left;
}

enum weir_verdict pg_wait(struct pg_session *session, short events, int64_t deadline_ms,
                          struct weir_err *err)
{
    (void)grace_is_over(session);
    for (;;) {
        struct pollfd fds[] = {{.fd = session->wake_fd, .events = POLLIN},
                               {.fd = PQsocket(session->conn), .events = events}};
        int n = poll(fds, 2, left_ms(sooner(deadline_ms, session->grace_until_ms)));
        if (n > 0 && fds[1].revents) {
            return WEIR_OK;
        }
        if ((n > 0 && fds[0].revents && !take_wake(session)) || grace_is_over(session)) {
            return interrupted(session, err);
        }
        if (n < 0 && errno != EINTR) {
            return pg_error_of_connection(session, "poll", err);
        }
        if (deadline_ms && weir_clock_mono_ms() >= deadline_ms) {
            pg_session_drop(session);
            return weir_err_set(err, WEIR_RETRY, "no answer from PostgreSQL in time");
        }
    }
}

static int64_t answer_deadline(const struct pg_session *session)
{
    int64_t timeout_ms = session->url.socket_timeout_ms;
    return timeout_ms ? weir_clock_mono_ms() + timeout_ms : 0;
}

enum weir_verdict pg_wait_sent(struct pg_session *session, struct weir_err *err)
{
    int64_t deadline_ms = answer_deadline(session);
    int left;
    while ((left = PQflush(session->conn)) > 0) {
        enum weir_verdict verdict = pg_wait(session, POLLIN | POLLOUT, deadline_ms, err);
        if (verdict != WEIR_OK) {
            return verdict;
        }
        if (!PQconsumeInput(session->conn)) {
            return pg_error_of_connection(session, "read", err);
        }
    }
    return left < 0 ? pg_error_of_connection(session, "write", err) : WEIR_OK;
}

enum weir_verdict pg_wait_result(struct pg_session *session, PGresult **result,
                                 struct weir_err *err)
{
    int64_t deadline_ms = answer_deadline(session);
    while (PQisBusy(session->conn)) {
        enum weir_verdict verdict = pg_wait(session, POLLIN, deadline_ms, err);
        if (verdict != WEIR_OK) {
            return verdict;
        }
        if (!PQconsumeInput(session->conn)) {
            return pg_error_of_connection(session, "read", err);
        }
    }
    *result = PQgetResult(session->conn);
    return WEIR_OK;
}
