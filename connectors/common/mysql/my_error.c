/* SPDX-License-Identifier: Apache-2.0 */
/*
 * my_error.c: the numbers of servers and client library become verdicts: is it worth another try,
 * or must a person mend something. The numbers are those that both servers share unless named.
 */
#include <errmsg.h>

#include "my_handle.h"

static const uint16_t again[] = {
    1040, /* too many connections */
    1043, /* bad handshake: the server is going down */
    1053, /* shutdown in progress */
    1077, 1079, 1080,
    1129, /* host blocked */
    1152, 1158, 1159, 1160, 1161, 1184, /* aborted, network */
    1203, 1226, /* connections of a user */
    1205, /* lock wait timeout */
    1206, 1213, /* locks, deadlock */
    1290, /* read-only server: a failover under way */
    1317, /* interrupted */
    1637, 1927, /* too many transactions; killed (MariaDB) */
    1969, 3024, /* statement timeout: MariaDB, MySQL */
    3169, /* session killed (MySQL) */
    4031, /* idle too long (MySQL) */
};

static const uint16_t refused[] = {
    1044, 1045, 1049, 1130, 1141, 1142, 1143, 1227, 1236, 1251, 1275, 1370, 1419, 1524,
    1698, 1820, 1862, 3118, 3159, 4151,
};

static bool listed(const uint16_t *list, size_t n, unsigned code)
{
    for (size_t i = 0; i < n; i++) {
        if (list[i] == code) {
            return true;
        }
    }
    return false;
}

/* A handshake that the network ended, or one that will never succeed. */
static enum weir_verdict tls_class(const char *text)
{
    static const char *const broken[] = {"Connection reset", "unexpected eof", "Broken pipe",
                                         "timed out", "errno=104", "syscall"};
    for (size_t i = 0; i < sizeof(broken) / sizeof(broken[0]); i++) {
        if (strcasestr(text, broken[i])) {
            return WEIR_RETRY;
        }
    }
    return WEIR_BAD_CONFIG;
}

enum weir_verdict my_error_class(unsigned code, const char *text)
{
    if (code == CR_SSL_CONNECTION_ERROR) {
        return tls_class(text);
    }
    if (code == CR_AUTH_PLUGIN_CANNOT_LOAD || code == CR_OUT_OF_MEMORY) {
        return WEIR_BAD_CONFIG;
    }
    if (code >= CR_MIN_ERROR && code <= CR_MAX_ERROR) {
        return WEIR_RETRY;
    }
    if (listed(again, sizeof(again) / sizeof(again[0]), code)) {
        return WEIR_RETRY;
    }
    return listed(refused, sizeof(refused) / sizeof(refused[0]), code) ? WEIR_BAD_CONFIG
                                                                       : WEIR_BAD_DATA;
}

enum weir_verdict my_error_of(MYSQL *mysql, const char *what, struct weir_err *err)
{
    unsigned code = mysql_errno(mysql);
    const char *text = mysql_error(mysql);
    weir_err_set(err, my_error_class(code, text), "%s: %s (error %u)", what, text, code);
    err->code = (int)code;
    return err->class;
}
